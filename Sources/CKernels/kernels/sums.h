// Sums over nodes and logarithms of sums, in double precision. As in doubles.h every set gives the same bytes.

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

// The logarithm of a sum, whose largest term so far is kept apart; `sums` has all relative to it.
static void CK(add_term)(const double *logs, const double *errors, double log_weight, int is_first, double *largest, double *roundings,
                         double *sums, size_t count) {
#pragma clang fp contract(off)
  for (size_t k = 0; k < count; k += 8) {
    size_t left = count - k;
    CK(eight) log = CK(first)(logs + k, left) + log_weight;
    CK(eight) size = CK(pick)(log - log == 0, CK(size_of)(log), CK(all)(0)), most = CK(all)(0x1.fffffffffffffp1023);
    CK(eight) error = CK(first)(errors + k, left) + 0x1p-52 * (__builtin_fabs(log_weight) + size), sum = CK(all)(1);
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
