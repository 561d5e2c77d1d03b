/// The streams of random numbers that the comparison of samples draws from; trainings have the numbers below.
package enum SampleStream: UInt32 {
  /// The order of the rows in permutations.
  case permutations = 64
  /// The halves by which standard errors are estimated.
  case halves
  /// The rows that are left out so that both samples have as many.
  case thinning
  /// The half on which a set is chosen.
  case choice
  /// The half that a discriminator is trained on.
  case discriminator
  /// The samples that are drawn from a density.
  case draws
}
