// Times GAN training: both players with two hidden layers, tanh, non-saturating losses, Adam, one discriminator step,
// samples drawn inside the step.
//
//   bench-training WIDTH BATCH STEPS THREADS    steps a second of one GAN, after a warm-up
//   bench-training seeds WIDTH BATCH STEPS N    steps a second of N GANs side by side, a thread and a seed each
//   bench-training record                       seconds and evaluations of JS of one record, of a GAN of the default size
//   bench-training peak                         single-precision operations a second that one core can make
//   bench-training exponential                  seconds of one exponential in double precision on vectors
//   bench-training width                        the widest vectors of the processor

import Calculus
import Densities
import Dispatch
import Peak
import Training

/// The records of a training after its warm-up and at its end.
func training(width: Int, batch: Int, steps: Int, threads: Int, seed: UInt64) -> TrainingRecords<Float> {
  var gan = GAN(Normal(mean: 3, sd: 0.5))
  gan.settings.penalty = .none
  (gan.settings.width, gan.settings.depth, gan.settings.batch) = (width, 2, batch)
  (gan.settings.learningRate, gan.settings.discriminatorLearningRate, gan.settings.moments) = (1e-3, 1e-3, [0.5, 0.999])
  (gan.settings.decays, gan.settings.averaging, gan.settings.seed) = (false, 0, seed)
  let warmUp = steps / 10 + 1
  return gan.records(at: [warmUp, warmUp + steps], threads: threads)
}

func rate(steps: Int, _ work: () throws -> Void) rethrows -> Double {
  let elapsed = try ContinuousClock().measure(work)
  return Double(steps) / (elapsed / .seconds(1))
}

let arguments = Array(CommandLine.arguments.dropFirst())
let numbers = arguments.compactMap { Int($0) }
if arguments == ["peak"] {
  print(peak_operations_per_second())
} else if arguments == ["exponential"] {
  print(seconds_of_an_exponential())
} else if arguments == ["width"] {
  print(String(cString: vector_width()))
} else if arguments == ["record"] {
  let gan = GAN(try parseDensity("0.5*normal(-2,0.5)+0.5*normal(2,0.5)"))
  let records = gan.records(at: [1000, 1200, 1400, 1600, 1800, 2000])
  var (times, evaluations) = ([Double](), [Int]())
  while let record = try records.next() {
    let clock = ContinuousClock()
    for _ in 0..<3 {
      let start = clock.now
      let js = record.js
      times.append((clock.now - start) / .seconds(1))
      evaluations.append(js.evaluations)
    }
  }
  print(times.sorted()[times.count / 2], evaluations.sorted()[evaluations.count / 2])
} else if arguments.first == "seeds", numbers.count == 4 {
  let (width, batch, steps, count) = (numbers[0], numbers[1], numbers[2], numbers[3])
  let trainings = (0..<count).map { training(width: width, batch: batch, steps: steps, threads: 1, seed: UInt64($0)) }
  for one in trainings { _ = try one.next() }
  nonisolated(unsafe) let all = trainings
  print(
    rate(steps: steps * count) {
      DispatchQueue.concurrentPerform(iterations: count) { _ = try? all[$0].next() }
    })
} else if numbers.count == 4, arguments.count == 4 {
  let (width, batch, steps, threads) = (numbers[0], numbers[1], numbers[2], numbers[3])
  let one = training(width: width, batch: batch, steps: steps, threads: threads, seed: 1)
  _ = try one.next()
  print(try rate(steps: steps) { _ = try one.next() })
} else {
  print("usage: bench-training WIDTH BATCH STEPS THREADS | seeds WIDTH BATCH STEPS N | record | peak | exponential | width")
}
