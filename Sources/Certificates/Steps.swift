/// What the enclosure of an integral over a part of the line is the sum of.
struct Steps {
  /// A range of the chart's input, with an enclosure of the integral over it.
  struct Panel {
    /// Why the enclosure holds.
    enum Kind: String {
      /// The integrand itself was integrated.
      case integral
      /// A magnitude whose sign is known was.
      case positive, negative
      /// A magnitude near its zeros is at most a bound times the width.
      case zeros
    }

    let from: Ball
    let to: Ball
    let kind: Kind
    let enclosure: Ball
  }

  /// What is beyond an input.
  struct Tail {
    let isUpper: Bool
    let input: Double
    let bound: TailBound
    /// The integral; nil where it is infinite.
    var enclosure: Ball?
  }

  var tails: [Tail] = []
  var reductions: [Reduction] = []
  var panels: [Panel] = []
}
