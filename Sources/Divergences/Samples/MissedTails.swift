import Densities
import RealModule
import Scalars

/// By how much an estimate of KL(P‖Q) by nearest neighbours may be too low where Q's sample has no rows.
///
/// The estimate takes log q(x) to be ψ(k) − log(2 m ν), with ν the distance to the k-th nearest of the m rows y. Its
/// error there is −E log of the mean of q over the ball of radius ν, divided by q(x). It is small where y surround x
/// closely. Beyond the last y the ball holds what is denser than q(x), and log q seems to fall like −log ν, whatever it
/// does. An *end* is the last y on either side, or the last before a gap within the sample: a space so wide that of m
/// exponential spacings with the mean of its neighbours one in twenty samples has one. At each end the law of Q beyond
/// its √m outermost rows is taken to be the lightest `ExcessLaw` that these do not refute at the level of 5 %, and the
/// difference of the two log densities is summed over the rows of P that lie less than 2k rows inside of the end, or
/// outside of it.
///
/// What that misses: a law that falls faster than its outermost rows show, as that of an inverse Gaussian does at 0, by a
/// third of the bias or more; a mode of Q with fewer than √m rows; a mass of P or a hole of Q that no row lies in.
struct MissedTails {
  private let k: Int
  private let xs: [Double]
  private let ys: [Double]
  /// How many rows the law beyond an end is fitted to.
  private let outermost: Int

  /// Sorted samples of P and Q without equal rows, and the number of neighbours.
  init(_ xs: [Double], _ ys: [Double], _ k: Int) {
    (self.xs, self.ys, self.k) = (xs, ys, k)
    outermost = min(ys.count - 1, max(10, Int(Double.sqrt(Double(ys.count)))))
  }

  /// The bias that cannot be excluded, and how many rows of P lie beyond an end of Q.
  func total() -> (mean: Double, rows: Int) {
    let seeming = Neighbors.logDensities(at: xs, of: ys, k)
    var (sum, beyond) = (0.0, 0)
    for gap in [0] + gaps() + [ys.count] {
      let laws = [law(below: gap), law(above: gap)].compactMap { $0 }
      let near = rows(from: gap - 2 * k, to: gap + 2 * k - 1)
      let differences = near.map { row in seeming[row] - logSumExp(laws.map { $0(xs[row]) }) }
      sum += max(0, differences.reduce(0, +))
      beyond += rows(from: gap - 1, to: gap).count
    }
    return (sum / Double(xs.count), beyond)
  }

  /// The rows of P between two rows of Q; every one where there is no such row of Q.
  private func rows(from low: Int, to high: Int) -> Range<Int> {
    let start = low < 0 ? 0 : SortedData.partitionPoint(xs.count) { xs[$0] <= ys[low] }
    return start..<(high < ys.count ? max(start, SortedData.partitionPoint(xs.count) { xs[$0] < ys[high] }) : xs.count)
  }

  /// The numbers of rows of Q before each gap that has √m rows on both sides.
  private func gaps() -> [Int] {
    let widest = Double.log(Double(ys.count) / 0.05) / Double(outermost)
    return (outermost + 1..<max(outermost + 1, ys.count - outermost)).filter { gap in
      let spaces = max(ys[gap - 1] - ys[gap - 1 - outermost], ys[gap + outermost] - ys[gap])
      return ys[gap] - ys[gap - 1] > widest * spaces
    }
  }

  /// The log of the part of q above the rows before the gap, which are an upper end; nil where there are too few.
  private func law(below gap: Int) -> ((Double) -> Double)? {
    guard gap > outermost else { return nil }
    let threshold = ys[gap - 1 - outermost]
    return logDensity(ys[gap - outermost..<gap].map { $0 - threshold }) { $0 - threshold }
  }

  /// The log of the part of q below the rows after the gap, which are a lower end.
  private func law(above gap: Int) -> ((Double) -> Double)? {
    guard gap + outermost < ys.count else { return nil }
    let threshold = ys[gap + outermost]
    return logDensity(ys[gap..<gap + outermost].map { threshold - $0 }) { threshold - $0 }
  }

  /// Half the quantile of χ² with one degree of freedom at the level of 90 %.
  private static let allowance = 0.5 * 2.7055

  private func logDensity(_ excesses: [Double], _ excess: @escaping (Double) -> Double) -> (Double) -> Double {
    let (law, share) = (ExcessLaw(excesses, allowance: Self.allowance), Double.log(Double(outermost) / Double(ys.count)))
    return { share + law.logDensity(at: max(0, excess($0))) }
  }
}
