/// Scene 7: the masses of the modes while a GAN is trained.
extension Route {
  static let collapse = Route("collapse", ["p", "settings", "steps", "record-every", "seed"]) { question in
    let form = CommandForm(
      command: ["collapse"], densities: question.parameters["p"] == nil ? [] : ["p"],
      options: ["settings", "steps", "record-every", "seed"], limits: ["steps": 30_000])
    return try question.withData {
      if let steps = Int(question.parameters["steps"] ?? "3000"), let every = Int(question.parameters["record-every"] ?? "20"), every > 0 {
        try Refusal.unless(steps / every <= 2000, "on the page record-every must give at most 2000 rows (got \(every))", "record-every")
      }
      return try question.answer("collapse", form, isDrawn: true)
    }
  }
}
