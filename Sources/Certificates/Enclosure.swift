/// Two numbers between which a measure is proved to lie.
package struct Enclosure {
  /// What is known of a measure.
  package enum Verdict {
    /// It is in the ball.
    case enclosed(Ball)
    /// It is +∞, by this comparison.
    case infinite(reason: String)
    /// Nothing was proved.
    case refused(reason: String)
  }

  /// The name, as in every table.
  package let measure: String
  package let verdict: Verdict

  /// A double that is not above the measure; nil where nothing was proved.
  package var lower: Double? {
    switch verdict {
    // The ball around an interval that begins at 0 reaches a little below.
    case .enclosed(let ball): max(ball.lower, Certificate.range(of: measure).lowerBound)
    case .infinite: .infinity
    case .refused: nil
    }
  }

  /// A double that is not below it.
  package var upper: Double? {
    switch verdict {
    case .enclosed(let ball): min(ball.upper, Certificate.range(of: measure).upperBound)
    case .infinite: .infinity
    case .refused: nil
    }
  }

  /// What was proved, in a word or a sentence.
  package var proof: String {
    switch verdict {
    case .enclosed: "enclosed"
    case .infinite(let reason): "+∞: " + reason
    case .refused(let reason): "refused: " + reason
    }
  }

  /// The same over log b, for a measure in units of another base of logarithms; a root over its root.
  package func dividedByLog(of base: Double) -> Enclosure {
    guard case .enclosed(let ball) = verdict else { return self }
    let unit = Ball.log(Ball(base))
    return Enclosure(measure: measure, verdict: .enclosed(ball / (measure == "sqrt_js" ? .pow(unit, 0.5) : unit)))
  }
}
