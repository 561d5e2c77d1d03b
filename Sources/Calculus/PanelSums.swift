internal import CKernels

/// Sums over the nodes of a panel by a Gauss–Kronrod rule, from −1 to 1.
package struct PanelSums {
  private var sums = ck_panel()

  /// Of nothing.
  package init() {}

  /// Of as many values as the rule has nodes, with bounds on their errors.
  package init(_ values: [Double], errors: [Double], _ rule: GaussKronrod) {
    precondition(values.count >= rule.nodes.count && errors.count >= rule.nodes.count)
    unsafe VectorFunctions.kernels.panel_sums(values, errors, rule.weights, rule.gaussWeights, rule.nodes.count, &sums)
  }

  /// By the Kronrod rule.
  package var kronrod: Double { sums.kronrod }
  /// By the Gauss rule inside it.
  package var gauss: Double { sums.gauss }
  /// Of the squares, by the Kronrod rule.
  package var squares: Double { sums.squares }
  /// Of the bounds on the errors, by the Kronrod rule, with a unit of rounding of each value.
  package var rounding: Double { sums.rounding }

  /// The sums of some integrands at the nodes of a pair's columns, as `DivergenceFormula` has them, each times e^−shift
  /// where it has one.
  package static func integrals(
    of formulas: [DivergenceFormula], shifts: [Double], _ columns: [Double], stride: Int, _ rule: GaussKronrod,
    into sums: inout [PanelSums]
  ) {
    precondition(
      stride % 8 == 0 && rule.nodes.count <= stride && columns.count >= VectorFunctions.pairColumns * stride
        && shifts.count == formulas.count)
    while sums.count < formulas.count { sums.append(PanelSums()) }
    // Both structures are those of the kernels.
    unsafe formulas.withUnsafeBytes { formulas in
      unsafe sums.withUnsafeMutableBytes { sums in
        let divergences = unsafe formulas.assumingMemoryBound(to: ck_divergence.self)
        unsafe VectorFunctions.kernels.divergence_panels(
          divergences.baseAddress, shifts, divergences.count, columns, stride, rule.weights, rule.gaussWeights, rule.nodes.count,
          sums.assumingMemoryBound(to: ck_panel.self).baseAddress)
      }
    }
  }
}
