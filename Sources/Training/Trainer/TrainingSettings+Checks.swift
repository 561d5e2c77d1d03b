import Autodiff

extension TrainingSettings {
  /// Throws one sentence that names the value and the condition where a setting cannot be used.
  package func check() throws(RunError) {
    try check("width", width, 1...4096)
    try check("depth", depth, 1...16)
    try check("batch", batch, 1...1 << 20)
    try check("steps", steps, 1...1 << 30)
    try check("discriminatorSteps", discriminatorSteps, 1...1000)
    try check("noiseDimension", noiseDimension, 1...1024)
    try check("minibatchKernels", minibatchKernels, 0...256)
    try check("unrolledSteps", unrolledSteps, 0...100)
    try check("recordEvery", recordEvery, 0...1 << 30)
    if let ends = extendedFrom {
      guard decays, zip([0] + ends, ends + [steps]).allSatisfy({ $0 < $1 }) else {
        throw RunError(
          setting: "extendedFrom",
          "must be steps below \(steps) in increasing order, of learning rates that fall, not "
            + ends.map(String.init).joined(separator: ","))
      }
    }
    guard steps < Int(UInt32.max) / discriminatorSteps else {
      throw RunError("steps times discriminator-steps must be below 2^32, not \(steps) times \(discriminatorSteps)", setting: "steps")
    }
    for (name, rate) in [
      ("learningRate", learningRate), ("discriminatorLearningRate", discriminatorLearningRate), ("unrolledRate", unrolledRate),
    ] {
      guard rate > 0, rate < .infinity else { throw RunError(setting: name, "must be a finite number above 0, not \(rate)") }
    }
    guard instanceNoise >= 0, instanceNoise < .infinity else {
      throw RunError(setting: "instanceNoise", "must be a finite number of at least 0, not \(instanceNoise)")
    }
    guard averaging >= 0, averaging < 1 else { throw RunError(setting: "averaging", "must be from 0 to below 1, not \(averaging)") }
    guard moments.count == 2, moments.allSatisfy({ $0 >= 0 && $0 < 1 }) else {
      throw RunError(setting: "moments", "must be two numbers from 0 to below 1, not \(moments)")
    }
    try checkGroups()
    try checkSize(max(generator.parameterCount, critic.parameterCount))
  }

  /// The rows that the discriminator compares come in whole groups.
  private func checkGroups() throws(RunError) {
    guard Node.groupSizes.contains(packing) else {
      throw RunError(setting: "packing", "must be one of \(Node.groupSizes.map(String.init).joined(separator: ", ")), not \(packing)")
    }
    let group = critic.groupSize
    guard batch.isMultiple(of: group) else {
      throw RunError(setting: "batch", "must be a multiple of \(group), the rows that the discriminator compares, and is \(batch)")
    }
  }

  /// Refuses what would fill the memory, or take minutes for a step.
  private func checkSize(_ parameters: Int) throws(RunError) {
    let (mostParameters, mostWork) = (1 << 22, 10_000_000_000)
    guard parameters <= mostParameters else {
      throw RunError(
        "width \(width) and depth \(depth) make \(parameters) parameters, more than the \(mostParameters) that are allowed",
        setting: "width")
    }
    guard batch <= mostWork / parameters else {
      throw RunError(setting: "batch", "must be at most \(mostWork / parameters) for a network of \(parameters) parameters, not \(batch)")
    }
  }

  private func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(RunError) {
    guard range.contains(value) else {
      throw RunError(setting: name, "must be from \(range.lowerBound) to \(range.upperBound), not \(value)")
    }
  }
}
