import Autodiff

/// A constraint on the discriminator: a penalty that is added to its loss, or a rule for its weights.
public enum Regularization: Hashable, Sendable {
  /// Nothing.
  case none
  /// γ/2·E_P ‖∇ₓv(x)‖² on data (Mescheder, Geiger & Nowozin 2018, eq. 9).
  case r1(Double)
  /// λ·E (‖∇v(x̂)‖ − 1)² on x̂ uniform between a row of data and a generated one (Gulrajani et al. 2017, eq. 3).
  case gradientPenalty(Double)
  /// Weights and biases cut to [−c, c] after each step (Arjovsky, Chintala & Bottou 2017, algorithm 1).
  case clipping(Double)
  /// Every weight matrix divided by its largest singular value (Miyato et al. 2018), so that with activations of slope
  /// at most 1 the discriminator is 1-Lipschitz.
  case spectral

  /// Whether the penalty is evaluated at points between data and generated rows.
  var interpolates: Bool {
    if case .gradientPenalty = self { true } else { false }
  }

  /// The penalty of a critic, traced; nil where there is none.
  func penalty(_ critic: (Node) -> Node, data: (row: Node, output: Node), generated: Node, point: Node?) -> Node? {
    switch self {
    case .none, .clipping, .spectral: return nil
    case .r1(let gamma):
      let slope = data.row.graph.gradient(of: data.output, by: [data.row])[0]
      return (gamma / 2) * slope.squared.columnSum.mean
    case .gradientPenalty(let lambda):
      guard let point else { return nil }
      let between = generated + point.spread(to: data.row.extent.width) * (data.row - generated)
      let slope = between.graph.gradient(of: critic(between), by: [between])[0]
      // The root's derivative is infinite at 0; the offset is below the rounding of single precision at slope 1.
      let norm = (slope.squared.columnSum + 1e-12).squareRoot
      return lambda * (norm - 1).squared.mean
    }
  }
}

extension Regularization: CustomStringConvertible {
  /// As it is written in files and on a command line, such as `r1(0.1)`.
  public var description: String {
    func call(_ name: String, _ strength: Double) -> String {
      let isWhole = strength == strength.rounded() && strength < 1e15
      return "\(name)(\(isWhole ? String(Int(strength)) : strength.description))"
    }
    return switch self {
    case .none: "none"
    case .r1(let gamma): call("r1", gamma)
    case .gradientPenalty(let lambda): call("gradient", lambda)
    case .clipping(let bound): call("clipping", bound)
    case .spectral: "spectral"
    }
  }

  /// The constraint that a text such as `none`, `r1(0.1)`, `gradient(10)`, `clipping(0.01)` or `spectral` denotes.
  ///
  /// Throws one sentence where the text denotes none.
  package init(parsing text: String) throws(RunError) {
    guard let constraint = Self(named: text) else {
      throw RunError("penalty must be none, r1(X), gradient(X), clipping(X) or spectral with X a finite number above 0, not '\(text)'")
    }
    self = constraint
  }

  /// The same; nil where the text denotes none.
  package init?(named text: String) {
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
