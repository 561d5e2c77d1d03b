// Sums over nodes and logarithms of sums, in double precision. As in doubles.h every set gives the same bytes.

INLINE double CK(sum_of)(CK(eight) x) { return ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7])); }

// Sums over every eighth node, while they are taken.
typedef struct {
  CK(eight) sum, lost, sizes, rounding, first, last, largest;
} CK(running_sums);

INLINE void CK(add_eight)(CK(running_sums) *sums, CK(eight) x, CK(eight) error, CK(eight) weight, int is_first) {
#pragma clang fp contract(off)
  CK(eight) term = x * weight, size = CK(size_of)(term);
  // What the sum loses (Knuth's two-sum).
  CK(eight) next = sums->sum + term, part = next - sums->sum;
  sums->lost += (sums->sum - (next - part)) + (term - part);
  sums->sum = next;
  sums->sizes += size;
  sums->rounding += error * weight;
  if (is_first) sums->first = size;
  sums->last = size;
  CK(eight) twos = size + __builtin_shufflevector(size, size, 1, 0, 3, 2, 5, 4, 7, 6);
  CK(eight) fours = twos + __builtin_shufflevector(twos, twos, 2, 3, 0, 1, 6, 7, 4, 5);
  sums->largest = CK(pick)(fours > sums->largest, fours, sums->largest);
}

INLINE void CK(add_up)(const CK(running_sums) *running, ck_sums *sums) {
#pragma clang fp contract(off)
  CK(eight) sum = running->sum, lost = running->lost;
  for (size_t i = 0; i < 4; i++) {
    double next = sum[i] + sum[4 + i], part = next - sum[i];
    sums->sums[i] = next;
    sums->lost[i] = (lost[i] + lost[4 + i]) + ((sum[i] - (next - part)) + (sum[4 + i] - part));
  }
  sums->size = CK(sum_of)(running->sizes);
  sums->error = CK(sum_of)(running->rounding);
  sums->largest = running->largest[0] > running->largest[4] ? running->largest[0] : running->largest[4];
  for (size_t i = 0; i < 2; i++) sums->first[i] = running->first[i], sums->last[i] = running->last[6 + i];
}

static void CK(weighted_sums)(const double *x, const double *errors, const double *weights, size_t count, ck_sums *sums) {
  CK(running_sums) running = {0};
  for (size_t k = 0; k < count; k += 8) {
    size_t left = count - k;
    CK(add_eight)(&running, CK(first)(x + k, left), CK(first)(errors + k, left), CK(first)(weights + k, left), k == 0);
  }
  CK(add_up)(&running, sums);
}

// Sums over every eighth node of a panel.
typedef struct {
  CK(eight) kronrod, gauss, squares, rounding;
} CK(running_panel);

INLINE void CK(add_to_panel)(CK(running_panel) *panel, CK(eight) x, CK(eight) error, CK(eight) weight, CK(eight) gauss_weight) {
#pragma clang fp contract(off)
  CK(eight) weighted = weight * x;
  panel->kronrod += weighted;
  panel->gauss += gauss_weight * x;
  panel->squares += weighted * x;
  panel->rounding += weight * error + 0x1p-52 * CK(size_of)(weighted);
}

INLINE void CK(finish_panel)(const CK(running_panel) *panel, ck_panel *sums) {
  sums->kronrod = CK(sum_of)(panel->kronrod), sums->gauss = CK(sum_of)(panel->gauss);
  sums->squares = CK(sum_of)(panel->squares), sums->rounding = CK(sum_of)(panel->rounding);
}

static void CK(panel_sums)(const double *x, const double *errors, const double *weights, const double *gauss_weights, size_t count,
                           ck_panel *panel) {
  CK(running_panel) running = {0};
  for (size_t k = 0; k < count; k += 8) {
    size_t left = count - k;
    CK(eight) weight = CK(first)(weights + k, left), gauss_weight = CK(first)(gauss_weights + k, left);
    CK(add_to_panel)(&running, CK(first)(x + k, left), CK(first)(errors + k, left), weight, gauss_weight);
  }
  CK(finish_panel)(&running, panel);
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
