import Autodiff
import Densities
import Tabulation
import Training

/// An error that the input is to blame for; the description is one sentence that names the value and the condition.
package protocol InputError: Error, CustomStringConvertible {}

extension DensityError: InputError {}
extension TableError: InputError {}
extension FileError: InputError {}
extension RunError: InputError {}
extension GeneratorDensityError: InputError {}
extension VectorWidthError: InputError {}

/// An option whose value cannot be used.
package struct OptionError: InputError {
  package let description: String

  package init(_ sentence: String) { description = sentence }
}

/// Throws a sentence where what was typed does not meet a condition.
func require(_ isMet: Bool, else sentence: @autoclosure () -> String) throws(OptionError) {
  if !isMet { throw OptionError(sentence()) }
}
