package import ArgumentParser
import Claims
import Tabulation

/// `verify`: the claims.
package struct Verify: ReportingCommand {
  package static let configuration = CommandConfiguration(abstract: "The claims of GAN theory, checked.")
  @OptionGroup package var output: OutputOptions
  package init() {}
  package func report() throws -> Report {
    for r in verify(Claim.catalogue, on: Subject.builtIn) { print(r.isAsExpected ? "ok " : "BAD", r.claim, r.reading, "|", r.p, r.q, "|", r.lhs, r.rhs, r.difference, r.tolerance, r.verdict) }
    return Report(table: Table(columns: ["claim"])) }
}
