import CGSL
public enum SpecialFunctions {
  public static func normalQuantile(_ p: Double) -> Double { gsl_cdf_ugaussian_Pinv(p) }
  public static func gammaLower(_ a: Double, _ x: Double) -> Double { gsl_sf_gamma_inc_P(a, x) }
  public static func gammaUpper(_ a: Double, _ x: Double) -> Double { gsl_sf_gamma_inc_Q(a, x) }
  public static func gammaLowerInverse(_ a: Double, _ x: Double) -> Double { gsl_cdf_gamma_Pinv(x, a, 1) }
  public static func gammaUpperInverse(_ a: Double, _ x: Double) -> Double { gsl_cdf_gamma_Qinv(x, a, 1) }
  public static func logGammaRemainder(_ k: Double) -> Double { gsl_sf_lngamma(k) - ((k - 0.5)*gsl_sf_log(k) - k + 0.9189385332046727) }
}
