// A client that imports Divergences has densities to compare.
@_exported public import Densities
