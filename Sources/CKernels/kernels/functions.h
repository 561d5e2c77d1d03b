// Elementary functions of arrays in double precision, to less than one unit in the last place (expm1 to 1.2): the ways of FreeBSD's msun
// without its branches. Zeros, infinities, NaN and subnormal numbers are treated as the C library treats them.
//
// As in doubles.h no product is fused with a sum, so that every set gives the same bytes.

typedef uint64_t CK(eight_unsigneds) __attribute__((vector_size(64), aligned(8)));

#if CK_LANES == 16
// What is left of the last eight has a mask, so that no copy of it is made.
INLINE CK(eight) CK(first)(const double *x, size_t count) {
  return (CK(eight))_mm512_maskz_loadu_pd((__mmask8)(count >= 8 ? 0xff : (1 << count) - 1), x);
}
INLINE void CK(put)(double *y, CK(eight) v, size_t count) {
  _mm512_mask_storeu_pd(y, (__mmask8)(count >= 8 ? 0xff : (1 << count) - 1), (__m512d)v);
}
#else
INLINE CK(eight) CK(first)(const double *x, size_t count) {
  if (count >= 8) return *(const CK(eight) *)x;
  CK(eight) v = {0};
  for (size_t i = 0; i < count; i++) ((double *)&v)[i] = x[i];
  return v;
}
INLINE void CK(put)(double *y, CK(eight) v, size_t count) {
  if (count >= 8) *(CK(eight) *)y = v;
  else
    for (size_t i = 0; i < count; i++) y[i] = ((double *)&v)[i];
}
#endif
INLINE CK(eight) CK(size_of)(CK(eight) x) { return (CK(eight))((CK(eight_integers))x & INT64_MAX); }

INLINE CK(eight) CK(pick)(CK(eight_integers) mask, CK(eight) a, CK(eight) b) {
  return (CK(eight))((mask & (CK(eight_integers))a) | (~mask & (CK(eight_integers))b));
}
INLINE CK(eight) CK(all)(double x) { return x - (CK(eight)){0}; }
// Comparisons are false for NaN, which therefore passes through.
INLINE CK(eight) CK(within)(CK(eight) x, double low, double high) {
  x = CK(pick)(x > high, CK(all)(high), x);
  return CK(pick)(x < low, CK(all)(low), x);
}
INLINE CK(eight) CK(with_sign)(CK(eight) y, CK(eight) x) {
  return (CK(eight))((CK(eight_integers))y | ((CK(eight_integers))x & INT64_MIN));
}

// 2^n for a whole n from -1022 to 1023: adding the shift leaves n + 1023 in the low bits.
INLINE CK(eight) CK(power)(CK(eight) n) { return (CK(eight))((CK(eight_integers))(n + (0x1.8p52 + 1023)) << 52); }

// y 2^n in two steps, the first of them exact.
INLINE CK(eight) CK(scaled)(CK(eight) y, CK(eight) n) {
  CK(eight) first = CK(within)(n, -1000, 1000);
  return y * CK(power)(first) * CK(power)(n - first);
}

// exp x = 2^n (1 + r + rest) with |r| < 0.35, by the Taylor polynomial of degree 13; the rest has what the rounding of r has lost.
INLINE CK(eight) CK(exp_rest)(CK(eight) x, CK(eight) *n, CK(eight) *r) {
#pragma clang fp contract(off)
  CK(eight) whole = (x * 1.44269504088896340736 + 0x1.8p52) - 0x1.8p52;
  // log 2 in two parts, of which the product with the first is exact.
  CK(eight) high = x - whole * 6.93147180369123816490e-01, low = whole * 1.90821492927058770002e-10;
  CK(eight) f = high - low, f2 = f * f, f4 = f2 * f2;
  CK(eight) p01 = 0.5 + f * (1.0 / 6), p23 = 1.0 / 24 + f * (1.0 / 120), p45 = 1.0 / 720 + f * (1.0 / 5040);
  CK(eight) p67 = 1.0 / 40320 + f * (1.0 / 362880), p89 = 1.0 / 3628800 + f * (1.0 / 39916800);
  CK(eight) last = 1.0 / 479001600 + f * (1.0 / 6227020800);
  CK(eight) p = (p01 + f2 * p23) + f4 * ((p45 + f2 * p67) + f4 * (p89 + f2 * last));
  *n = whole;
  *r = f;
  return ((high - f) - low) + f2 * p;
}

INLINE CK(eight) CK(exp_of)(CK(eight) x) {
#pragma clang fp contract(off)
  CK(eight) n, r, rest = CK(exp_rest)(CK(within)(x, -746, 710), &n, &r);
  return CK(scaled)(1 + (r + rest), n);
}

INLINE CK(eight) CK(expm1_of)(CK(eight) x) {
#pragma clang fp contract(off)
  CK(eight) n, r, rest = CK(exp_rest)(CK(within)(x, -40, 710), &n, &r);
  // 2^n ((1 - 2^-n) + r + rest), where the sum of the first two terms keeps what its rounding loses.
  CK(eight) start = 1 - CK(power)(-CK(within)(n, -60, 60));
  CK(eight) sum = start + r, lost = r - (sum - start);
  return CK(with_sign)(CK(scaled)(sum + (lost + rest), n), x);
}

// With s = f/(2 + f): log(1 + f)/s - 2, for 1 + f from √½ to √2, by msun's minimax polynomial in s².
INLINE CK(eight) CK(log_series)(CK(eight) f, CK(eight) *s) {
#pragma clang fp contract(off)
  CK(eight) t = f / (2 + f), z = t * t, w = z * z;
  CK(eight) even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  CK(eight) odd =
    z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  *s = t;
  return even + odd;
}

// x = 2^k (1 + f), for normal x.
INLINE CK(eight) CK(log_parts)(CK(eight) x, CK(eight) *k) {
#pragma clang fp contract(off)
  const int64_t root = 0x3fe6a09e667f3bcd;
  CK(eight_integers) bits = (CK(eight_integers))x + (0x3ff0000000000000 - root);
  *k = (CK(eight))((CK(eight_integers))((CK(eight_unsigneds))bits >> 52) | 0x4330000000000000) - (0x1p52 + 1023);
  return (CK(eight))((bits & 0x000fffffffffffff) + root) - 1;
}

// log(2^k (1 + f)) + correction - m, from the series of log(1 + f).
INLINE CK(eight) CK(log_sum)(CK(eight) k, CK(eight) f, CK(eight) s, CK(eight) series, CK(eight) correction, double m) {
#pragma clang fp contract(off)
  CK(eight) half = 0.5 * f * f;
  CK(eight) low = s * (half + series) + (k * 1.90821492927058770002e-10 + correction);
  return (k * 6.93147180369123816490e-01 - m) - ((half - low) - f);
}

// log x - m, as if rounded once: where m is near log x the difference has its digits.
INLINE CK(eight) CK(log_of)(CK(eight) x, double m) {
#pragma clang fp contract(off)
  CK(eight_integers) is_small = x < 0x1p-1022;
  CK(eight) k, f = CK(log_parts)(CK(pick)(is_small, x * 0x1p54, x), &k);
  k = CK(pick)(is_small, k - 54, k);
  CK(eight) beyond = CK(pick)(x > 0, x, CK(pick)(x == 0, CK(all)(-__builtin_inf()), CK(all)(__builtin_nan(""))));
  CK(eight) s, series = CK(log_series)(f, &s);
  return CK(pick)((x > 0) & (x < __builtin_inf()), CK(log_sum)(k, f, s, series, CK(all)(0), m), beyond);
}

// log(1 + x), and x - log(1 + x) to seven units in the last place also near 0, where the difference cancels down to x²/2.
INLINE CK(eight) CK(log1p_both)(CK(eight) x, CK(eight) *remainder) {
#pragma clang fp contract(off)
  CK(eight_integers) is_near = (x > -0.2928) & (x < 0.4142);
  CK(eight) u = 1 + x, k, f = CK(log_parts)(u, &k);
  // What the sum has lost, over u: to two digits, which is enough, the reciprocal is a difference of bits and a step of Newton's method.
  CK(eight) about = (CK(eight))(0x7fde623822fc16e6 - (CK(eight_integers))u), reciprocal = about * (2 - u * about);
  CK(eight) lost = CK(pick)(is_near | (k > 60), CK(all)(0), CK(pick)(k < 2, x - (u - 1), 1 - (u - x)) * reciprocal);
  k = CK(pick)(is_near, CK(all)(0), k);
  f = CK(pick)(is_near, x, f);
  CK(eight) s, series = CK(log_series)(f, &s), y = CK(log_sum)(k, f, s, series, lost, 0);
  CK(eight) beyond = CK(pick)(x > -1, x, CK(pick)(x == -1, CK(all)(-__builtin_inf()), CK(all)(__builtin_nan(""))));
  y = CK(with_sign)(CK(pick)((x > -1) & (x < __builtin_inf()), y, beyond), x);
  *remainder = CK(pick)(is_near, s * (x - series), x - y);
  return y;
}
INLINE CK(eight) CK(log1p_of)(CK(eight) x) {
  CK(eight) remainder;
  return CK(log1p_both)(x, &remainder);
}
INLINE CK(eight) CK(log_remainder_of)(CK(eight) x) {
  CK(eight) remainder;
  CK(log1p_both)(x, &remainder);
  return remainder;
}

// x + exp(-x) - 1, to seven units in the last place also near 0, where the sum cancels down to x²/2.
INLINE CK(eight) CK(exp_remainder_of)(CK(eight) x) {
#pragma clang fp contract(off)
  CK(eight) n, r, rest = CK(exp_rest)(CK(within)(-x, -40, 710), &n, &r);
  return CK(pick)(n == 0, rest, CK(within)(x, -0x1p1000, __builtin_inf()) + CK(expm1_of)(-x));
}

// Of x >= 0: exp(-x), exp(-x) - 1 and x + exp(-x) - 1, to the last digits that the three functions above give.
INLINE void CK(decays_of)(CK(eight) x, CK(eight) *value, CK(eight) *minus_one, CK(eight) *remainder) {
#pragma clang fp contract(off)
  CK(eight) n, r, rest = CK(exp_rest)(CK(within)(-x, -746, 710), &n, &r);
  *value = CK(scaled)(1 + (r + rest), n);
  // From 40 on the difference from -1 is below its last digit.
  CK(eight) near = CK(within)(n, -60, 0), start = 1 - CK(power)(-near), sum = start + r, lost = r - (sum - start);
  *minus_one = CK(with_sign)(CK(pick)(x > 40, CK(all)(-1), (sum + (lost + rest)) * CK(power)(near)), -x);
  *remainder = CK(pick)(n == 0, rest, x + *minus_one);
}

// y = f(x) eight at a time.
#define CK_MAP(name, ...)                                                                                                               \
  { for (size_t k = 0; k < count; k += 8) CK(put)(y + k, CK(name)(CK(first)(x + k, count - k), ##__VA_ARGS__), count - k); }
static void CK(exp)(const double *x, double *y, size_t count) CK_MAP(exp_of)
static void CK(expm1)(const double *x, double *y, size_t count) CK_MAP(expm1_of)
static void CK(log1p)(const double *x, double *y, size_t count) CK_MAP(log1p_of)
static void CK(log_remainder)(const double *x, double *y, size_t count) CK_MAP(log_remainder_of)
static void CK(exp_remainder)(const double *x, double *y, size_t count) CK_MAP(exp_remainder_of)
static void CK(log_minus)(const double *x, double *y, size_t count, double m) CK_MAP(log_of, m)
#undef CK_MAP

static int CK(are_finite)(const double *x, size_t count) {
  CK(eight_integers) others = {0};
  for (size_t k = 0; k < count; k += 8) {
    CK(eight) at = CK(first)(x + k, count - k);
    others |= at - at != 0;
  }
  int are_finite = 1;
  for (int lane = 0; lane < 8; lane++) are_finite &= others[lane] == 0;
  return are_finite;
}

// Bells at eight places: sum += Σ exp(-d²/2) Σ moments[j] d^j with d = (anchor + rest + x - centre)/scale, of an even number of terms
// or of one.
INLINE CK(eight) CK(bells)(CK(eight) x, CK(eight) sum, double anchor, double rest, const double *centers, const double *moments,
                           size_t count, size_t terms, double scale) {
#pragma clang fp contract(off)
  for (size_t c = 0; c < count; c++) {
    // What the difference has lost (Knuth's two-sum).
    double center = centers[c], base = anchor - center, part = base - anchor;
    double lost = (anchor - (base - part)) - (center + part);
    CK(eight) d = ((base + x) + (__builtin_isfinite(lost) ? lost + rest : 0)) / scale, square = d * d;
    const double *m = moments + c * terms;
    CK(eight) bell = CK(exp_of)(-0.5 * square);
    if (terms == 1) {
      sum += m[0] * bell;
      continue;
    }
    CK(eight) even = CK(all)(m[terms - 2]), odd = CK(all)(m[terms - 1]);
#pragma clang loop unroll(full)
    for (size_t j = terms - 2; j > 0; j -= 2) even = even * square + m[j - 2], odd = odd * square + m[j - 1];
    sum += (even + odd * d) * bell;
  }
  return sum;
}

INLINE void CK(bells_of)(const double *x, double *y, size_t places, double anchor, double rest, const double *centers,
                         const double *moments, size_t count, size_t terms, double scale) {
  for (size_t k = 0; k < places; k += 8) {
    CK(eight) at = CK(first)(x + k, places - k), sum = CK(first)(y + k, places - k);
    CK(put)(y + k, CK(bells)(at, sum, anchor, rest, centers, moments, count, terms, scale), places - k);
  }
}

static void CK(gaussians)(const double *x, double *y, size_t places, double anchor, double rest, const double *centers,
                          const double *moments, size_t count, double scale) {
  CK(bells_of)(x, y, places, anchor, rest, centers, moments, count, ck_gaussian_terms, scale);
}
static void CK(gaussian_points)(const double *x, double *y, size_t places, double anchor, double rest, const double *centers,
                                const double *weights, size_t count, double scale) {
  CK(bells_of)(x, y, places, anchor, rest, centers, weights, count, 1, scale);
}
