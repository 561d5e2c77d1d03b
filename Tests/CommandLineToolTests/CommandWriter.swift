import Foundation
import TestSupport

/// Writes command lines of every command of the tool, with the options that it says they take: right, nearly right, or
/// wrong.
///
/// What a command takes is read from its own description, so that a new command or option is written too. Only what
/// makes a command short is listed here, and one without an entry stops the tests.
struct CommandWriter {
  private var writer: ArgumentWriter
  private let commands: [CommandDescription]
  private let folder: String

  /// What keeps each command below a second or so; options that follow may change it to what is refused.
  private static let short: [String: [String]] = [
    "compare": [], "curves": ["--points", "20"], "verify": ["--claim", "A12"], "fit": ["--family", "normal"],
    "train": ["--steps", "40", "--width", "4", "--batch", "32", "--record-every", "40"], "sweep": ["--workers", "1"],
    "support": ["--trials", "20"], "samples": ["--permutations", "99"], "dirac": ["--steps", "20"], "oscillation": ["--steps", "20"],
    "descend": ["--steps", "3", "--cells", "20"],
    "landscape": ["--objective", "js", "--mean-from", "-1", "--mean-to", "1"], "gradients": ["--by", "training", "--steps", "20"],
    "fgan": ["--settings", "brief", "--steps", "5", "--objective", "f-js"], "wasserstein": ["--steps", "3"],
    "collapse": ["--steps", "20"], "explain": ["--d-loss", "1.2"],
  ]

  /// What an option of this name is given, where any number or word would be too long or is hardly ever right.
  private static let values: [String: [String]] = [
    "claim": ["A1", "A12", "x"], "measure": ["kl_pq", "js", "w2", "x"], "base": ["2", "10", "x"],
    "objective": ["js", "kl_pq", "f-js", "non-saturating", "wasserstein", "x"],
    "family": ["normal", "laplace", "gamma", "x"], "game": ["minimax", "r1(0.3)", "r1(-1)", "unrolled(5,0.2)"],
    "critic": ["clipping(0.1)", "gradient(10)", "r1(1)"], "penalty": ["none", "r1(0.1)", "r1(x)", "spectral", "clipping(0.01)"],
    "settings": ["brief", "cycling", "x"], "optimizer": ["adam", "sgd", "x"], "activation": ["tanh", "relu", "leaky-relu", "x"],
    "noise": ["normal", "uniform", "0.5", "x"], "shard": ["1/2", "2/2", "0/1", "x"],
    // As many as a training of a moment has.
    "steps": ["2", "3", "7", "0", "-1", "nan", ""], "width": ["2", "3", "0", "-1", "1e9"], "depth": ["1", "2", "0"],
    "samples": ["10", "0"], "permutations": ["99", "200", "0", "-1"], "level": ["0.9", "0.5", "1", "0", "nan", "x"],
    "batch": ["2", "32", "0", "-1"], "points": ["2", "9", "1", "0", "-1", "99999999999999999999"], "cells": ["2", "9", "0", "1e9"],
    "trials": ["1", "20", "0"], "sample-size": ["2", "7", "0", "-1"], "unrolled-steps": ["1", "0", "-1"],
    "discriminator-steps": ["1", "2", "0"],
    "noise-dimension": ["1", "2", "0"], "minibatch-kernels": ["2", "0", "-1"], "packing": ["1", "2", "3"], "threads": ["1", "2", "0"],
    "workers": ["1", "0"], "d-loss": ["1.39", "0", "1e300", "-1", "nan", "x"],
    "d-accuracy": ["0", "0.5", "1", "50"],
    "g-loss": ["0.7", "-0.7", "inf"], "critic-loss": ["-0.8", "1e300", "nan"], "slope": ["1", "1e-300", "0"],
    "seeds": ["1", "2", "0"], "record-every": ["1", "7", "0", "-1"], "checkpoint-seconds": ["0", "1", "-1"],
  ]

  /// Throws where the tool's description cannot be read, or a command is not known to be short.
  init(seed: UInt64, folder: String) throws {
    writer = ArgumentWriter(seed: seed)
    self.folder = folder
    // It serves until it is stopped, and has tests of its own.
    commands = try CommandDescription.all().filter { $0.commandName != "sandbox" }
    let unknown = commands.map(\.commandName).filter { Self.short[$0] == nil }
    guard unknown.isEmpty else { throw UnknownCommands(names: unknown) }
    // What densities name by a relative path is beside the data, for whoever works in the folder.
    try FileManager.default.createDirectory(atPath: folder + "/Examples", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: packagePath("Examples/data"), toPath: folder + "/Examples/data")
    try "x,y\n3,1\n1,2\n2,2\n5,0.5\n".write(toFile: folder + "/data.csv", atomically: false, encoding: .utf8)
    try "p,q\n\"normal(0,1)\",\"N(1,2)\"\nx,\"exp(1)\"\n".write(toFile: folder + "/pairs.csv", atomically: false, encoding: .utf8)
    try """
    {"settings": {"width": 2, "depth": 1, "batch": 32, "steps": 20, "penalty": "none"}, "densities": [{"name": "d", "p": "normal(0,1)"}],
     "methods": [{"name": "m"}], "seeds": 1}
    """.write(toFile: folder + "/plan.json", atomically: false, encoding: .utf8)
  }

  struct UnknownCommands: Error { let names: [String] }

  /// The commands of the tool.
  var names: [String] { commands.map(\.commandName) }

  mutating func arguments() -> [String] {
    if writer.chance(0.02) { return [writer.pick(["", "--help", "x", "--version", "help", "-", "--"])] }
    let command = writer.pick(commands)
    let known = (command.arguments ?? []).filter { $0.valueName != "version" && $0.valueName != "help" }
    var words = [command.commandName]
    let isStray = writer.chance(0.1)
    for argument in known where argument.kind == "positional" {
      if isStray ? writer.chance(0.5) : !argument.isOptional || writer.chance(0.5) {
        words.append(operand(argument.valueName ?? "", command))
      }
    }
    words += Self.short[command.commandName] ?? []
    for argument in known where argument.kind == "option" && !argument.isOptional { append(argument, to: &words) }
    let options = known.filter { $0.kind != "positional" && $0.isOptional }
    for _ in 0..<writer.pick([0, 0, 0, 1, 1, 2, 3, 5]) where !options.isEmpty { append(writer.pick(options), to: &words) }
    if isStray {
      words.insert(writer.pick(["--", "-", "-o", "--x", "csv", "0", "\u{301}", "a\u{0}b", "💥"]), at: writer.pick(Array(1...words.count)))
    }
    return words
  }

  /// What stands without an option: a density, data, a plan or a folder.
  private mutating func operand(_ name: String, _ command: CommandDescription) -> String {
    let data = [folder + "/data.csv:x", "Examples/data/old-faithful.csv:waiting", folder + "/data.csv:z", "a:b", ":", folder]
    switch name {
    case "plan": return writer.pick([folder + "/plan.json", folder + "/plan.json", folder + "/data.csv", "/", ""])
    case "target": return writer.chance(0.6) ? writer.pick(data) : density()
    case "a": return writer.pick(data + [folder + "/data.csv:y", density()])
    case "b": return writer.chance(0.6) ? writer.pick(data + [folder + "/data.csv:y"]) : density()
    default: return command.commandName == "train" && writer.chance(0.2) ? writer.pick(data) : density()
    }
  }

  private mutating func density() -> String { writer.chance(0.6) ? writer.pick(["normal(0,1)", "normal(1,2)"]) : writer.density(depth: 1) }

  private mutating func append(_ argument: CommandDescription.Argument, to words: inout [String]) {
    guard let option = argument.option else { return }
    words.append(option)
    if argument.kind == "option" { words.append(value(of: argument, option)) }
  }

  private mutating func value(of argument: CommandDescription.Argument, _ option: String) -> String {
    let files = [folder + "/out.csv", folder + "/data.csv", "/no/such/x", "/proc", "", "-", "a\u{0}b"]
    if let all = argument.allValues, writer.chance(0.8) { return writer.pick(all) }
    let name = String(option.drop { $0 == "-" })
    switch name {
    case "output": return writer.pick(files + (1...12).map { folder + "/run\($0)" })
    case "plot": return writer.pick(["-", folder + "/p.txt", folder + "/p.svg"])
    case "merge": return writer.pick([folder + "/run1", folder, ""])
    case "pairs": return writer.pick([folder + "/pairs.csv", folder + "/data.csv", folder, ""])
    case "data": return writer.pick([folder + "/data.csv:x", "a:b", ""])
    case "p", "q": return density()
    case "from": return writer.chance(0.5) ? density() : writer.number()
    default: return Self.values[name].map { writer.chance(0.9) ? writer.pick($0) : writer.number() } ?? writer.number()
    }
  }
}
