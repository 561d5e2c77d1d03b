/// The claims, of which every scene has some and the quiz all; and the fits of scene 2.
extension Route {
  static let claims = Route("claims", CommandForm(command: ["verify", "--list"]))

  static let verify = Route("verify", ["claim", "p", "q"]) { question in
    // All claims on all pairs take minutes.
    _ = try question.parameters.needed("claim")
    let form = CommandForm(command: ["verify"], options: ["claim"], densityOptions: ["p", "q"])
    return try question.withData { try question.answer("verify", form) }
  }

  static let fit = Route("fit", CommandForm(command: ["fit"], target: "target", options: ["family", "objective", "seed"]))
}
