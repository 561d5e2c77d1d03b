extension Regularization {
  /// What a text such as `none`, `r1(0.1)`, `gradient(10)`, `clipping(0.01)` or `spectral` names; throws one sentence.
  public init(parsing text: String) throws(RunError) {
    guard let restraint = Self(named: text) else {
      throw RunError("penalty must be none, r1(X), gradient(X), clipping(X) or spectral with X a finite number above 0, not '\(text)'")
    }
    self = restraint
  }

  /// The same, nil where the text names none.
  public init?(named text: String) {
    switch text {
    case "none": self = .none
    case "spectral": self = .spectral
    default:
      let parts = text.split(separator: "(", maxSplits: 1)
      guard parts.count == 2, parts[1].hasSuffix(")"), let strength = Double(parts[1].dropLast()), strength > 0, strength < .infinity else {
        return nil
      }
      switch parts[0] {
      case "r1": self = .r1(strength)
      case "gradient": self = .gradientPenalty(strength)
      case "clipping": self = .clipping(strength)
      default: return nil
      }
    }
  }
}
