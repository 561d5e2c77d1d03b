// Times GAN training: both players with two hidden layers, tanh, non-saturating losses, Adam, one discriminator step, samples drawn inside the step.
//
//   bench-training WIDTH BATCH STEPS THREADS    steps a second of one GAN, after a warm-up
//   bench-training seeds WIDTH BATCH STEPS N    steps a second of N GANs side by side, a thread and a seed each, all together
//   bench-training peak                         single-precision operations a second that one core can make

import Densities
import Dispatch
import Peak
import Training

func trainer(width: Int, batch: Int, threads: Int, seed: UInt64) throws -> Trainer<Float> {
  var configuration = Configuration(width: width)
  configuration.regularization = .none
  configuration.generatorOptimizer = Adam(learningRate: 1e-3, firstDecay: 0.5, secondDecay: 0.999)
  configuration.discriminatorOptimizer = configuration.generatorOptimizer
  configuration.batch = batch
  configuration.decaySteps = nil
  configuration.averaging = 0
  configuration.threads = threads
  configuration.seed = seed
  let source = try SampleSource(Normal(mean: 3, sd: 0.5), Standardization(shift: 0, scale: 1), seed: seed, stream: 16)
  return try Trainer(configuration, data: source)
}

func rate(steps: Int, _ work: () throws -> Void) rethrows -> Double {
  let elapsed = try ContinuousClock().measure(work)
  return Double(steps) / (elapsed / .seconds(1))
}

func train(_ trainer: Trainer<Float>, steps: Int) throws {
  for _ in 0..<steps { try trainer.advance() }
}

let arguments = Array(CommandLine.arguments.dropFirst())
let numbers = arguments.compactMap { Int($0) }
if arguments == ["peak"] {
  print(peak_operations_per_second())
} else if arguments.first == "seeds", numbers.count == 4 {
  let (width, batch, steps, count) = (numbers[0], numbers[1], numbers[2], numbers[3])
  let trainers = try (0..<count).map { try trainer(width: width, batch: batch, threads: 1, seed: UInt64($0)) }
  for one in trainers { try train(one, steps: steps / 10 + 1) }
  nonisolated(unsafe) let all = trainers
  print(
    rate(steps: steps * count) {
      DispatchQueue.concurrentPerform(iterations: count) { try? train(all[$0], steps: steps) }
    })
} else if numbers.count == 4, arguments.count == 4 {
  let (width, batch, steps, threads) = (numbers[0], numbers[1], numbers[2], numbers[3])
  let one = try trainer(width: width, batch: batch, threads: threads, seed: 1)
  try train(one, steps: steps / 10 + 1)
  print(try rate(steps: steps) { try train(one, steps: steps) })
} else {
  print("usage: bench-training WIDTH BATCH STEPS THREADS | seeds WIDTH BATCH STEPS N | peak")
}
