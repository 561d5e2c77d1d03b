// log densities at places with bounds on their rounding, in double precision. As in doubles.h every set gives the same bytes.
//
// The formulas and bounds are those of the families' own files, where they are derived.

// Eight places.
typedef struct {
  CK(eight) offset, log_jacobian, error;
} CK(nodes_at);

INLINE CK(nodes_at) CK(places_at)(const ck_places *places, size_t k) {
  const double *x = places->numbers + k;
  size_t count = places->count, left = count - k;
  return (CK(nodes_at)){CK(first)(x, left), CK(first)(x + 2 * count, left), CK(first)(x + 3 * count, left)};
}

// x - origin, without the rounding of x.
INLINE CK(eight) CK(distance)(const ck_places *places, CK(eight) offset, double origin) {
#pragma clang fp contract(off)
  double base = places->anchor - origin, part = base - places->anchor;
  double lost = (places->anchor - (base - part)) - (origin + part);
  return __builtin_isfinite(lost) ? (base + offset) + (lost + places->rest) : base + offset;
}

// Whether x lies beyond an end of the support, also where the offset from it has underflowed to a zero of that sign.
INLINE CK(eight_integers) CK(is_outside)(const ck_places *places, CK(eight) offset, double end, int is_upper) {
  CK(eight) distance = CK(distance)(places, offset, end);
  CK(eight_integers) outside = is_upper ? distance > 0 : distance < 0;
  if (places->anchor != end || places->rest != 0 || (is_upper && places->is_linear)) return outside;
  CK(eight_integers) sign = (CK(eight_integers))offset & INT64_MIN;
  return outside | ((distance == 0) & (offset == 0) & (is_upper ? sign == 0 : sign != 0));
}

// A bound on the error of log |x - origin| - scale, given its value; that of the scale itself is not in it.
INLINE CK(eight) CK(log_distance_error)(const ck_places *places, CK(nodes_at) at, CK(eight) value, double origin, double scale) {
#pragma clang fp contract(off)
  CK(eight) size = CK(size_of)(value), exact = at.error + 0x1p-52 * (scale == 0 ? CK(all)(0) : size);
  if (!places->is_linear && places->anchor == origin && places->rest == 0) return exact;
  // The rounding of the offset counts many times close to an origin that is not the anchor.
  CK(eight) share = places->is_linear ? at.error : at.error + 0x1p-52, factor = CK(all)(1);
  CK(eight) ratio = CK(size_of)(at.offset / CK(distance)(places, at.offset, origin));
  factor = CK(pick)((share != 0) & (ratio < __builtin_inf()) & (ratio > 1), ratio, factor);
  CK(eight) error = share * factor + 0x1p-52 * (2 + 2 * size + __builtin_fabs(scale));
  return places->is_linear ? error : CK(pick)(CK(size_of)(at.offset) == __builtin_inf(), exact, error);
}

// Puts eight values with the bounds on their rounding, to which half a unit of their own is added.
INLINE void CK(put_logs)(double *logs, double *roundings, size_t k, size_t count, CK(eight) value, CK(eight) rounding) {
#pragma clang fp contract(off)
  rounding += 0x1p-52 * CK(size_of)(value);
  CK(put)(logs + k, value, count - k);
  CK(put)(roundings + k, CK(pick)(rounding < 0x1.fffffffffffffp1023, rounding, CK(all)(0x1.fffffffffffffp1023)), count - k);
}

#define CK_NAN CK(all)(__builtin_nan(""))

static void CK(normal_logs)(const ck_places *places, const ck_normal *f, double *logs, double *roundings) {
#pragma clang fp contract(off)
  for (size_t k = 0; k < places->count; k += 8) {
    CK(nodes_at) at = CK(places_at)(places, k);
    CK(eight) z = CK(distance)(places, at.offset, f->mean) / f->sd;
    CK(eight) value = -0.5 * z * z - f->log_sd - f->constant + at.log_jacobian;
    CK(put_logs)(logs, roundings, k, places->count, value, 0x1p-52 * (2 + 3 * z * z + 2 * __builtin_fabs(f->log_sd)));
  }
}

static void CK(exponential_logs)(const ck_places *places, const ck_exponential *f, double *logs, double *roundings) {
#pragma clang fp contract(off)
  for (size_t k = 0; k < places->count; k += 8) {
    CK(nodes_at) at = CK(places_at)(places, k);
    CK(eight) x = CK(distance)(places, at.offset, 0), value = f->log_rate - f->rate * x + at.log_jacobian;
    value = CK(pick)(CK(is_outside)(places, at.offset, 0, 0), CK_NAN, value);
    CK(put_logs)(logs, roundings, k, places->count, value, 0x1p-52 * (2 * __builtin_fabs(f->log_rate) + 3 * f->rate * x));
  }
}

static void CK(log_normal_logs)(const ck_places *places, const ck_log_normal *f, double *logs, double *roundings) {
#pragma clang fp contract(off)
  for (size_t k = 0; k < places->count; k += 8) {
    CK(nodes_at) at = CK(places_at)(places, k);
    CK(eight) ratio = CK(first)(logs + k, places->count - k), z = ratio / f->sigma;
    CK(eight) value = -0.5 * z * z - f->log_scale - f->constant + (at.log_jacobian - (ratio + f->mu));
    value = CK(pick)(CK(is_outside)(places, at.offset, 0, 0), CK_NAN, value);
    CK(eight) error = CK(log_distance_error)(places, at, ratio, 0, f->mu);
    CK(eight) of_terms = 0x1p-52 * (2 + 3 * z * z + 2 * __builtin_fabs(f->log_scale) + 2 * CK(size_of)(ratio) + 2 * __builtin_fabs(f->mu));
    CK(put_logs)(logs, roundings, k, places->count, value, error + CK(size_of)(z) * (error / f->sigma) + of_terms);
  }
}

static void CK(gamma_logs)(const ck_places *places, const ck_gamma *f, double *logs, double *roundings) {
#pragma clang fp contract(off)
  double per_shape = 1 / f->shape, start = __builtin_fma(f->rate, places->anchor, -f->shape);
  for (size_t k = 0; k < places->count; k += 8) {
    CK(nodes_at) at = CK(places_at)(places, k);
    CK(eight) log = CK(first)(logs + k, places->count - k), way = f->rate * (places->rest + at.offset), excess = start + way;
    // Far below the mode the bound on the rounding allows for logarithms taken apart.
    CK(eight) apart = excess - f->shape * ((log + f->log_rate) - f->log_shape);
    CK(eight) deviance = CK(pick)(excess > -0.5 * f->shape, f->shape * CK(log_remainder_of)(excess / f->shape), apart);
    CK(eight) value = -deviance - f->log_normalizer + (at.log_jacobian - log);
    CK(eight) error = CK(log_distance_error)(places, at, log, 0, 0), v = excess * per_shape;
    CK(eight) v_error = 0x1p-52 * ((__builtin_fabs(start) + 3 * CK(size_of)(way)) * per_shape + CK(size_of)(v));
    CK(eight) sum = CK(size_of)(value - at.log_jacobian) + CK(size_of)(log) + __builtin_fabs(f->log_normalizer);
    CK(eight) of_terms = 0x1p-52 * (8 + 2 * sum + 3 * __builtin_fabs(f->log_normalizer)) + error;
    CK(eight) of_logs = 2 * 0x1p-52 * (1 + CK(size_of)(log) + __builtin_fabs(f->log_rate) + __builtin_fabs(f->log_shape));
    CK(eight) near = f->shape * (CK(size_of)(v) / (1 + v)) * v_error, far = f->shape * (v_error + error + of_logs);
    value = CK(pick)(CK(is_outside)(places, at.offset, 0, 0), CK_NAN, value);
    CK(put_logs)(logs, roundings, k, places->count, value, of_terms + CK(pick)(v > -0.5, near, far));
  }
}

// What one exponent adds to the deviance, and what α or β adds to the error of it.
INLINE CK(eight) CK(beta_deviance)(CK(eight) excess, CK(eight) log, double exponent, double log_odds) {
#pragma clang fp contract(off)
  CK(eight) near = exponent * CK(log_remainder_of)(excess / exponent), far = excess - exponent * (log + log_odds);
  return CK(pick)(excess > -0.5 * exponent, near, far);
}
INLINE CK(eight) CK(beta_error)(CK(eight) u, CK(eight) log, CK(eight) error, double exponent, double log_odds, CK(eight) excess_error) {
#pragma clang fp contract(off)
  CK(eight) far = excess_error + exponent * (error + 2 * 0x1p-52 * (1 + CK(size_of)(log) + __builtin_fabs(log_odds)));
  return CK(pick)(u > -0.5, CK(size_of)(u) / (1 + u) * excess_error, far) + error;
}

static void CK(beta_logs)(const ck_places *places, const ck_beta *f, double *logs, double *roundings) {
#pragma clang fp contract(off)
  double near = f->is_low ? 0 : 1, total = f->alpha + f->beta, per_alpha = 1 / f->alpha, per_beta = 1 / f->beta;
  for (size_t k = 0; k < places->count; k += 8) {
    CK(nodes_at) at = CK(places_at)(places, k);
    CK(eight) of_near = CK(first)(logs + k, places->count - k), of_far = CK(first)(roundings + k, places->count - k);
    CK(eight) x = f->is_low ? of_near : of_far, y = f->is_low ? of_far : of_near;
    CK(eight) way = total * (places->rest + at.offset), excess = f->start + way;
    CK(eight) deviance = CK(beta_deviance)(excess, x, f->alpha, f->log_odds_alpha);
    deviance += CK(beta_deviance)(-excess, y, f->beta, f->log_odds_beta);
    CK(eight) value = f->log_normalizer - deviance + ((at.log_jacobian - x) - y);
    CK(eight) excess_error = 0x1p-52 * (2 * __builtin_fabs(f->start) + 3 * CK(size_of)(way));
    CK(eight) x_error = CK(log_distance_error)(places, at, x, 0, 0), y_error = CK(log_distance_error)(places, at, y, 1, 0);
    CK(eight) of_x = CK(beta_error)(excess * per_alpha, x, x_error, f->alpha, f->log_odds_alpha, excess_error);
    CK(eight) of_y = CK(beta_error)(-(excess * per_beta), y, y_error, f->beta, f->log_odds_beta, excess_error);
    CK(eight) sizes = 8 + 3 * (CK(size_of)(x) + CK(size_of)(y)) + 6 * __builtin_fabs(f->log_normalizer);
    CK(eight) rounding = of_x + of_y + 0x1p-52 * sizes + 3 * 0x1p-52 * CK(size_of)(value - at.log_jacobian);
    // Far from the end that it is measured from a logarithm is better taken from the other.
    CK(eight_integers) is_far = CK(size_of)(CK(distance)(places, at.offset, near)) > 0.8;
    is_far |= CK(is_outside)(places, at.offset, 0, 0) | CK(is_outside)(places, at.offset, 1, 1);
    CK(put_logs)(logs, roundings, k, places->count, CK(pick)(is_far, CK_NAN, value), rounding);
  }
}

#undef CK_NAN
