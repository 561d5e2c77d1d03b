@_exported public import Densities

// A client that imports Divergences has densities to compare, and results to look at.
@_exported public import struct Calculus.Estimate
@_exported public import enum Calculus.Relation
@_exported public import enum Calculus.Route
@_exported public import enum Calculus.Verdict
