internal import CKernels
import Foundation

/// The vector instructions that networks in single precision are computed with.
///
/// Sums over rows are added in an order that follows the vectors, and not every processor fuses a product with a sum,
/// so that widths differ in the last bits: a training that is to be repeated bit for bit needs a width with the same
/// `bytes`. The widest that the processor has is chosen, or the one that the environment variable names.
package struct VectorWidth: Hashable, Sendable, CustomStringConvertible {
  /// Its short name: `avx512`, `avx2`, `sse2`, `neon` or `portable`.
  package let name: String
  /// The widths that give the same bytes as this one, itself among them: `avx2/avx512` for both of these, else its own
  /// name. This is what results are recorded with.
  package let bytes: String
  /// How many numbers a vector holds.
  package let lanes: Int
  /// Its place among those of this processor.
  let index: Int

  package var description: String { name }

  /// The environment variable that chooses one.
  package static let variable = "DIVERGENCES_VECTOR_WIDTH"

  /// Those that this processor can run, widest first.
  package static let available: [VectorWidth] = {
    var widths: [VectorWidth] = []
    while let set = unsafe ck_kernels_at(widths.count)?.pointee {
      unsafe widths.append(
        VectorWidth(name: String(cString: set.name), bytes: String(cString: set.bytes), lanes: Int(set.lanes), index: widths.count))
    }
    return widths
  }()

  /// The one that this process uses; throws one sentence where the environment asks for another than it can have.
  package static func chosen() throws(VectorWidthError) -> VectorWidth { try choice.get() }

  private static let choice = choose(ProcessInfo.processInfo.environment[variable])

  /// The widest, or the one of this name; an empty one is none.
  package static func choose(_ name: String?) -> Result<VectorWidth, VectorWidthError> {
    guard let name, !name.isEmpty else { return .success(available[0]) }
    guard let width = available.first(where: { $0.name == name }) else { return .failure(VectorWidthError(name: name)) }
    return .success(width)
  }
}

/// The environment asks for a vector width that this processor has not.
package struct VectorWidthError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What it asks for.
  package let name: String

  package var description: String {
    let names = VectorWidth.available.map(\.name).joined(separator: ", ")
    return "The environment variable \(VectorWidth.variable) must be one of \(names), which this processor has, and is '\(name)'."
  }
}
