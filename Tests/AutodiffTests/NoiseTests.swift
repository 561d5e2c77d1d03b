import Autodiff
import Scalars
import Testing

@Suite struct NoiseTests {
  /// The rows of one input, as a plan of this many rows sees them.
  private func rows<Number: KernelNumber>(_ batch: Int, width: Int, step: UInt32, _ source: some RowSource<Number>) throws -> [Number] {
    let graph = Graph(batch: batch)
    let x = graph.input(width: width)
    let plan = try Plan(graph, rows: [x], sources: [source])
    plan.run(step: step)
    return plan.rows(0)
  }

  @Test(arguments: [1, 2, 3, 6]) func bothPathsSeeTheSameNoise(_ width: Int) throws {
    let single = try rows(300, width: width, step: 5, NormalNoise<Float>(seed: 11, stream: 2))
    let double = try rows(300, width: width, step: 5, NormalNoise<Double>(seed: 11, stream: 2))
    for (a, b) in zip(single, double) { #expect(abs(Double(a) - b) < 2e-6) }
    let uniform = try rows(300, width: width, step: 5, UniformNoise<Float>(seed: 11, stream: 2))
    let reference = try rows(300, width: width, step: 5, UniformNoise<Double>(seed: 11, stream: 2))
    #expect(uniform.map { Double($0) } == reference)
    #expect(uniform.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test func aRowDependsOnItsCounterAlone() throws {
    let long = try rows(300, width: 1, step: 5, NormalNoise<Float>(seed: 11, stream: 2))
    let short = try rows(77, width: 1, step: 5, NormalNoise<Float>(seed: 11, stream: 2))
    #expect(Array(long.prefix(77)) == short)
    let other = try rows(77, width: 1, step: 6, NormalNoise<Float>(seed: 11, stream: 2))
    #expect(zip(short, other).allSatisfy { $0 != $1 })
  }

  @Test func momentsAreThoseOfTheNormal() throws {
    let noise = try rows(1 << 17, width: 2, step: 0, NormalNoise<Float>(seed: 3, stream: 0)).map { Double($0) }
    let n = Double(noise.count)
    // Five standard errors: of the mean 1/√n, of the second moment √(2/n), of the fourth √(96/n), of the pair's product
    // √(2/n).
    #expect(abs(noise.reduce(0, +) / n) < 5 / n.squareRoot())
    #expect(abs(noise.reduce(0) { $0 + $1 * $1 } / n - 1) < 5 * (2 / n).squareRoot())
    #expect(abs(noise.reduce(0) { $0 + $1 * $1 * $1 * $1 } / n - 3) < 5 * (96 / n).squareRoot())
    let products = stride(from: 0, to: noise.count, by: 2).reduce(0.0) { $0 + noise[$1] * noise[$1 + 1] }
    #expect(abs(products / (n / 2)) < 5 * (2 / n).squareRoot())
  }
}
