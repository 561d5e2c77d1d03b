/// The claims, of which every scene has some and the quiz all; and the fits of scene 2.
extension Route {
  static let claims = Route("claims", CommandForm(command: ["verify", "--list"]))

  static let verify = Route("verify", ["claim", "p", "q"]) { question in
    let form = CommandForm(command: ["verify"], options: ["claim"])
    return try question.withData {
      _ = try question.parameters.needed("claim")
      var pair = form
      pair.densityOptions = ["p", "q"]
      let arguments = try pair.arguments(question)
      let (table, status) = try question.run(arguments, options: pair.parameters)
      return Answer(command: commandLine(arguments), status: status, tables: [("verify", table)])
    }
  }

  static let fit = Route("fit", CommandForm(command: ["fit"], target: "target", options: ["family", "objective", "seed"]))
}
