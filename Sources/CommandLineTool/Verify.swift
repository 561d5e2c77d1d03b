package import ArgumentParser
import Tabulation

/// `verify`: the claims.
package struct Verify: ReportingCommand {
  package static let configuration = CommandConfiguration(abstract: "The claims of GAN theory, checked.")
  @OptionGroup package var output: OutputOptions
  package init() {}
  package func report() throws -> Report { Report(table: Table(columns: ["claim"])) }
}
