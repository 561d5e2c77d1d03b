// A network in double precision at many points at once, from which exact densities are computed. A unit's values are a column of `points`
// consecutive numbers, a multiple of eight.
//
// Nothing is summed over lanes and no product is fused with a sum, so that every set gives the same bytes.

typedef double CK(eight) __attribute__((vector_size(64), aligned(8)));
typedef int64_t CK(eight_integers) __attribute__((vector_size(64), aligned(8)));

// `block` outputs at eight points.
INLINE void CK(layer_block)(const double *x, const double *w, const double *b, double factor, int of_magnitudes, double *y, size_t inputs,
                            size_t outputs, size_t points, int block) {
#pragma clang fp contract(off)
  CK(eight) sum[6];
#pragma clang loop unroll(full)
  for (int o = 0; o < block; o++) sum[o] = factor * (of_magnitudes ? __builtin_fabs(b[o]) : b[o]) - (CK(eight)){0};
  for (size_t i = 0; i < inputs; i++) {
    CK(eight) xs = *(const CK(eight) *)(x + i * points);
#pragma clang loop unroll(full)
    for (int o = 0; o < block; o++) {
      double weight = w[i * outputs + o];
      sum[o] += xs * (of_magnitudes ? __builtin_fabs(weight) : weight);
    }
  }
#pragma clang loop unroll(full)
  for (int o = 0; o < block; o++) *(CK(eight) *)(y + o * points) = sum[o];
}

INLINE void CK(layer_blocks)(const double *x, const double *w, const double *b, double factor, int of_magnitudes, double *y, size_t inputs,
                             size_t outputs, size_t points) {
#define CK_RUN(block)                                                                                                                   \
  CK(layer_block)(x + k, w + o, b + o, factor, of_magnitudes, y + o * points + k, inputs, outputs, points, block)
  for (size_t k = 0; k < points; k += 8) {
    size_t o = 0;
    for (; o + 6 <= outputs; o += 6) CK_RUN(6);
    for (; o + 2 <= outputs; o += 2) CK_RUN(2);
    if (o < outputs) CK_RUN(1);
  }
#undef CK_RUN
}

static void CK(layer)(const double *x, const double *w, const double *b, double factor, int of_magnitudes, double *y, size_t inputs,
                      size_t outputs, size_t points) {
  if (of_magnitudes)
    CK(layer_blocks)(x, w, b, factor, 1, y, inputs, outputs, points);
  else
    CK(layer_blocks)(x, w, b, factor, 0, y, inputs, outputs, points);
}

// exp x on [-700, 0], by 2^n times the Taylor polynomial of degree 13 of exp r at |r| < 0.35, whose rest is below 5e-18.
INLINE CK(eight) CK(exp_below_zero)(CK(eight) x) {
#pragma clang fp contract(off)
  // Adding `shift` leaves n + 1023 in the low bits, where a shift makes it the exponent field.
  const double shift = 0x1.8p52 + 1023;
  CK(eight) shifted = x * 1.44269504088896340736 + shift, n = shifted - shift;
  // log 2 in two parts, of which the product with the first is exact.
  CK(eight) r = (x - n * 6.93147180369123816490e-01) - n * 1.90821492927058770002e-10;
  CK(eight) p = r * (1.0 / 6227020800) + 1.0 / 479001600;
  p = p * r + 1.0 / 39916800;
  p = p * r + 1.0 / 3628800;
  p = p * r + 1.0 / 362880;
  p = p * r + 1.0 / 40320;
  p = p * r + 1.0 / 5040;
  p = p * r + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  p = p * r + 0.5;
  return (1 + (r + r * r * p)) * (CK(eight))((CK(eight_integers))shifted << 52);
}

// y = tanh x = (1 - e)/(1 + e) and slope = sech² x = 4e/(1 + e)² with e = exp(-2|x|): the slope keeps its digits where y rounds to 1.
static void CK(tanh_and_slope)(const double *x, double *y, double *slope, size_t count) {
#pragma clang fp contract(off)
  for (size_t k = 0; k < count; k += 8) {
    CK(eight) t = *(const CK(eight) *)(x + k);
    CK(eight_integers) sign = (CK(eight_integers))t & INT64_MIN, size = (CK(eight_integers))t ^ sign;
    // Beyond 350 the exponential counts as 0; a NaN passes.
    CK(eight_integers) near = ~((CK(eight))size > 350.0);
    CK(eight) e = (CK(eight))((CK(eight_integers))CK(exp_below_zero)(-2 * (CK(eight))size) & near);
    CK(eight) inverse = 1 / (1 + e), value = (1 - e) * inverse;
    *(CK(eight) *)(y + k) = (CK(eight))((CK(eight_integers))value | sign);
    *(CK(eight) *)(slope + k) = 4 * e * inverse * inverse;
  }
}

// The errors of y = a(x) from those of x, where these are below `most`: the slope a'(x) changes within such an error by at most 1 + 3 error.
// `rounding` units of 1 and of y are added. Returns whether all errors were that small; the results for larger ones are of no use.
static int CK(carry)(const double *y, const double *slope, const double *error, double *result, size_t count, double most,
                     double rounding) {
#pragma clang fp contract(off)
  CK(eight_integers) far = {0};
  for (size_t k = 0; k < count; k += 8) {
    CK(eight) value = *(const CK(eight) *)(y + k), e = *(const CK(eight) *)(error + k);
    CK(eight_integers) size = (CK(eight_integers))value & INT64_MAX, is_large = (CK(eight))size > 1.0;
    CK(eight) scale = (CK(eight))((is_large & size) | (~is_large & (CK(eight_integers))((CK(eight)){0} + 1.0)));
    far |= ~(e < most);
    *(CK(eight) *)(result + k) = *(const CK(eight) *)(slope + k) * e * (1 + 3 * e) + 0x1p-52 * e + rounding * scale;
  }
  int is_small = 1;
  for (int lane = 0; lane < 8; lane++) is_small &= far[lane] == 0;
  return is_small;
}
