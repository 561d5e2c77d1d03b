// What the comparison of two densities loops over, in double precision. As in doubles.h every set gives the same bytes.

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

static size_t CK(pair)(const double *a, const double *b, const double *a_error, const double *b_error, const double *known,
                       double *columns, size_t count, size_t stride) {
#pragma clang fp contract(off)
  CK(eight_integers) blurred = {0};
  for (size_t k = 0; k < count; k += 8) {
    size_t left = count - k;
    CK(eight) x = CK(first)(a + k, left), y = CK(first)(b + k, left);
    CK(eight) x_error = CK(first)(a_error + k, left), y_error = CK(first)(b_error + k, left);
    // Both are -inf where both densities vanish, and neither is larger there.
    CK(eight) ratio = CK(pick)(x == y, CK(all)(0), x - y), error = x_error + y_error;
    if (known) {
      CK(eight_integers) is_known = (x - x == 0) & (y - y == 0);
      ratio = CK(pick)(is_known, CK(all)(known[0]), ratio);
      error = CK(pick)(is_known, CK(all)(known[1]), error);
    }
    CK(eight) size = CK(size_of)(ratio), value, minus_one, remainder;
    CK(decays_of)(size, &value, &minus_one, &remainder);
    blurred -= size < 4 * error;
    CK(eight) of_ratio = CK(pick)(ratio == 0, CK(all)(0), 2.5 * error / size);
    CK(eight) of_larger = CK(pick)(ratio > 0, x_error, y_error);
    CK(eight) larger = CK(exp_of)(CK(pick)(x > y, x, y)), smaller = larger * value;
    CK(eight) results[] = {
      x, y, x_error, y_error, ratio, error, larger, value, minus_one, remainder, of_larger + of_ratio + 3 * 0x1p-52,
      CK(pick)(ratio > 0, larger, smaller), CK(pick)(ratio > 0, smaller, larger),
    };
#pragma clang loop unroll(full)
    for (size_t i = 0; i < sizeof results / sizeof *results; i++) CK(put)(columns + i * stride + k, results[i], stride - k);
  }
  size_t total = 0;
  for (size_t i = 0; i < 8; i++) total += (size_t)blurred[i];
  return total;
}

// The logarithm of a sum, whose largest term so far is kept apart; `sums` has all relative to it.
static void CK(add_term)(const double *logs, const double *errors, double log_weight, int is_first, double *largest, double *roundings,
                         double *sums, size_t count) {
#pragma clang fp contract(off)
  for (size_t k = 0; k < count; k += 8) {
    size_t left = count - k;
    CK(eight) log = CK(first)(logs + k, left) + log_weight;
    CK(eight) size = CK(pick)(log - log == 0, CK(size_of)(log), CK(all)(0)), most = CK(all)(0x1.fffffffffffffp1023);
    CK(eight) error = CK(first)(errors + k, left) + 0x1p-52 * ((log_weight < 0 ? -log_weight : log_weight) + size), sum = CK(all)(1);
    error = CK(pick)(error < most, error, most);
    if (!is_first) {
      CK(eight) before = CK(first)(largest + k, left), rounding = CK(first)(roundings + k, left);
      // Nothing has come before where the largest term so far is -inf.
      CK(eight_integers) is_there = (log > -__builtin_inf()) & (before < __builtin_inf()), is_larger = log > before;
      CK(eight) ratio = CK(exp_of)(CK(pick)(is_there, -CK(size_of)(log - before), CK(all)(-__builtin_inf())));
      sum = CK(first)(sums + k, left);
      sum = CK(pick)(is_larger, sum * ratio + 1, sum + ratio);
      error = CK(pick)(is_larger, rounding * ratio + error, rounding + ratio * error);
      log = CK(pick)(is_larger, log, before);
    }
    CK(put)(largest + k, log, left);
    CK(put)(roundings + k, error, left);
    CK(put)(sums + k, sum, left);
  }
}

static void CK(finish_sum)(double *logs, double *roundings, const double *sums, size_t count) {
#pragma clang fp contract(off)
  for (size_t k = 0; k < count; k += 8) {
    size_t left = count - k;
    CK(eight) log = CK(first)(logs + k, left), rounding = CK(first)(roundings + k, left), sum = CK(first)(sums + k, left);
    CK(eight) ratio = CK(log_of)(sum, 0), total = log + ratio, most = CK(all)(0x1.fffffffffffffp1023);
    CK(eight) error = rounding / sum + 0x1p-52 * (2.5 + ratio + CK(size_of)(total));
    CK(put)(logs + k, CK(pick)(sum == 1, log, total), left);
    CK(put)(roundings + k, CK(pick)(sum == 1, rounding, CK(pick)(error < most, error, most)), left);
  }
}

static void CK(weighted_sums)(const double *x, const double *errors, const double *weights, size_t count, ck_sums *sums) {
#pragma clang fp contract(off)
  CK(eight) sum = {0}, lost = {0}, sizes = {0}, rounding = {0};
  double largest = 0;
  for (size_t k = 0; k < count; k += 8) {
    size_t left = count - k;
    CK(eight) weight = CK(first)(weights + k, left), term = CK(first)(x + k, left) * weight, size = CK(size_of)(term);
    // What the sum loses (Knuth's two-sum).
    CK(eight) next = sum + term, part = next - sum;
    lost += (sum - (next - part)) + (term - part);
    sum = next;
    sizes += size;
    rounding += CK(first)(errors + k, left) * weight;
    double low = (size[0] + size[1]) + (size[2] + size[3]), high = (size[4] + size[5]) + (size[6] + size[7]);
    if (low > largest) largest = low;
    if (high > largest) largest = high;
  }
  for (size_t i = 0; i < 4; i++) {
    double next = sum[i] + sum[4 + i], part = next - sum[i];
    sums->sums[i] = next;
    sums->lost[i] = (lost[i] + lost[4 + i]) + ((sum[i] - (next - part)) + (sum[4 + i] - part));
  }
  sums->size = ((sizes[0] + sizes[1]) + (sizes[2] + sizes[3])) + ((sizes[4] + sizes[5]) + (sizes[6] + sizes[7]));
  sums->error = ((rounding[0] + rounding[1]) + (rounding[2] + rounding[3])) + ((rounding[4] + rounding[5]) + (rounding[6] + rounding[7]));
  sums->largest = largest;
}
