// The integrands q f(p/q) of f-divergences at nodes, in double precision. As in doubles.h every set gives the same bytes.
//
// The formulas and bounds are those of the divergences' own files, where they are derived.

// The integrand over the larger density, at eight nodes; of chi squared times w where the first density is the larger one.
INLINE CK(eight) CK(shape_of)(ck_shape shape, const ck_divergence *f, const double *at, size_t stride,
                              CK(eight_integers) is_first_larger) {
#pragma clang fp contract(off)
  CK(eight) w = *(const CK(eight) *)(at + ck_w * stride), minus_one = *(const CK(eight) *)(at + ck_minus_one * stride);
  switch (shape) {
  case ck_kl: {
    CK(eight) log = -CK(size_of)(*(const CK(eight) *)(at + ck_log_ratio * stride));
    CK(eight) remainder = *(const CK(eight) *)(at + ck_remainder * stride);
    CK(eight) far = CK(pick)(w == 0, CK(all)(0), w * log) - minus_one;
    return CK(pick)(is_first_larger, remainder, CK(pick)(log > -0.25, minus_one * log - remainder, far));
  }
  case ck_skew_kl: {
    CK(eight) part = f->weight * minus_one, least = CK(all)(1e-280);
    CK(eight) excess = -part / CK(pick)(w > least, w, least);
    CK(eight) remainder = CK(log_remainder_of)(CK(pick)(is_first_larger, part, excess));
    return CK(pick)(is_first_larger, remainder, CK(pick)(w > least, w * remainder, -part));
  }
  case ck_variation: return -0.5 * minus_one;
  case ck_hellinger: {
    CK(eight) root = minus_one / (1 + __builtin_elementwise_sqrt(w));
    return 0.5 * root * root;
  }
  case ck_chi_squared: return minus_one * minus_one;
  case ck_triangular: return minus_one * minus_one / (1 + w);
  case ck_mass: return w;
  }
}

// The integrand at eight nodes with a bound on its error, which is 0 where |log p/q| is below four of its errors.
INLINE CK(eight) CK(integrand_of)(ck_shape shape, const ck_divergence *f, const double *at, size_t stride, double shift,
                                  CK(eight) *rounding) {
#pragma clang fp contract(off)
  if (shape == ck_mass) {
    CK(eight) mass = *(const CK(eight) *)(at + (f->is_reversed ? ck_q : ck_p) * stride);
    *rounding = CK(pick)(mass == 0, CK(all)(0), mass * *(const CK(eight) *)(at + (f->is_reversed ? ck_error_q : ck_error_p) * stride));
    return mass;
  }
  CK(eight) ratio = *(const CK(eight) *)(at + ck_log_ratio * stride), larger = *(const CK(eight) *)(at + ck_larger * stride);
  CK(eight) sensitivity = *(const CK(eight) *)(at + ck_sensitivity * stride), error = *(const CK(eight) *)(at + ck_ratio_error * stride);
  CK(eight_integers) is_first_larger = f->is_reversed ? ~(ratio > 0) : ratio > 0;
  CK(eight) value = CK(shape_of)(shape, f, at, stride, is_first_larger);
  if (shape == ck_chi_squared) {
    // What is the larger density over the ratio may be beyond the doubles where the integrand is not.
    CK(eight) p = *(const CK(eight) *)(at + ck_log_p * stride), q = *(const CK(eight) *)(at + ck_log_q * stride);
    CK(eight) log = CK(pick)(p > q, p, q), growth = CK(pick)(is_first_larger, CK(size_of)(ratio), CK(all)(0));
    value = CK(pick)(log == -__builtin_inf(), CK(all)(0), value * CK(exp_of)(log + growth - shift));
    sensitivity += CK(pick)(is_first_larger, error, CK(all)(0));
  } else {
    value = CK(pick)(larger == 0, CK(all)(0), larger * value);
  }
  *rounding = CK(pick)((value == 0) | (CK(size_of)(ratio) < 4 * error), CK(all)(0), CK(size_of)(value) * sensitivity);
  return value;
}

// Runs a function of a shape, so that it is compiled for each.
#define CK_SHAPES(function, ...)                                                                                                        \
  switch (f->shape) {                                                                                                                   \
  case ck_kl: CK(function)(ck_kl, __VA_ARGS__); break;                                                                                  \
  case ck_skew_kl: CK(function)(ck_skew_kl, __VA_ARGS__); break;                                                                        \
  case ck_variation: CK(function)(ck_variation, __VA_ARGS__); break;                                                                    \
  case ck_hellinger: CK(function)(ck_hellinger, __VA_ARGS__); break;                                                                    \
  case ck_chi_squared: CK(function)(ck_chi_squared, __VA_ARGS__); break;                                                                \
  case ck_triangular: CK(function)(ck_triangular, __VA_ARGS__); break;                                                                  \
  case ck_mass: CK(function)(ck_mass, __VA_ARGS__); break;                                                                              \
  }

INLINE void CK(integrands_of)(ck_shape shape, const ck_divergence *f, const double *columns, size_t stride, double shift,
                              double *values, double *roundings, size_t count) {
  for (size_t k = 0; k < count; k += 8) {
    CK(eight) rounding, value = CK(integrand_of)(shape, f, columns + k, stride, shift, &rounding);
    CK(put)(values + k, value, count - k);
    CK(put)(roundings + k, rounding, count - k);
  }
}
static void CK(divergence)(const ck_divergence *f, const double *columns, size_t stride, double shift, double *values, double *roundings,
                           size_t count) {
  CK_SHAPES(integrands_of, f, columns, stride, shift, values, roundings, count)
}

INLINE void CK(integral_of)(ck_shape shape, const ck_divergence *f, const double *columns, size_t stride, const double *weights,
                            size_t count, ck_sums *sums) {
  CK(running_sums) running = {0};
  for (size_t k = 0; k < count; k += 8) {
    CK(eight) rounding, value = CK(integrand_of)(shape, f, columns + k, stride, 0, &rounding);
    CK(add_eight)(&running, value, rounding, CK(first)(weights + k, count - k), k == 0);
  }
  CK(add_up)(&running, sums);
}
static void CK(divergence_sums)(const ck_divergence *divergences, size_t terms, const double *columns, size_t stride,
                                const double *weights, size_t count, ck_sums *sums) {
  for (size_t i = 0; i < terms; i++) {
    const ck_divergence *f = divergences + i;
    CK_SHAPES(integral_of, f, columns, stride, weights, count, sums + i)
  }
}

INLINE void CK(panel_of)(ck_shape shape, const ck_divergence *f, double shift, const double *columns, size_t stride,
                         const double *weights, const double *gauss_weights, size_t count, ck_panel *panel) {
  CK(running_panel) running = {0};
  for (size_t k = 0; k < count; k += 8) {
    size_t left = count - k;
    CK(eight) rounding, value = CK(integrand_of)(shape, f, columns + k, stride, shift, &rounding);
    CK(add_to_panel)(&running, value, rounding, CK(first)(weights + k, left), CK(first)(gauss_weights + k, left));
  }
  CK(finish_panel)(&running, panel);
}
static void CK(divergence_panels)(const ck_divergence *divergences, const double *shifts, size_t terms, const double *columns,
                                  size_t stride, const double *weights, const double *gauss_weights, size_t count, ck_panel *panels) {
  for (size_t i = 0; i < terms; i++) {
    const ck_divergence *f = divergences + i;
    CK_SHAPES(panel_of, f, shifts[i], columns, stride, weights, gauss_weights, count, panels + i)
  }
}
#undef CK_SHAPES
