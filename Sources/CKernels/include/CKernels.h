// Single-precision kernels for one tile of rows, compiled once for each vector width and chosen at run time.
//
// A tile holds `width` features, each a run of `rows` consecutive floats; features are `stride` floats apart, and stride is a multiple of
// ck_row_alignment that is at least `rows` rounded up to one. Lanes beyond `rows` may hold anything: only reductions look at the count.
// A weight matrix is [inputs][outputs], dense and row-major.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

enum { ck_row_alignment = 16 };

// How many moments a centre of `gaussians` has.
enum { ck_gaussian_terms = 20 };

// An activation y = a(x) whose derivative is a function of y alone, so that x need not be kept.
typedef enum {
  ck_identity = 0,
  ck_tanh,
  ck_relu,
  ck_leaky_relu,
  ck_softplus,
  ck_sigmoid,
  ck_exp,
} ck_activation;

// Where a draw stands: the same numbers give the same bits (Philox 4x32-10).
typedef struct {
  uint32_t seed_low, seed_high, step, stream, first_row;
} ck_counter;

// The coefficients of one step of Adam (Kingma & Ba 2015), the first moment's correction in the rate.
typedef struct {
  float rate, first, second, epsilon, second_correction;
} ck_adam_step;

// Sums over nodes: of every fourth one, from each of the first four on, with what rounding has lost; of the sizes and of the errors; and
// the largest sum of four sizes one after another; and the sizes at the first two and, of a multiple of eight nodes, the last two.
typedef struct {
  double sums[4], lost[4], size, error, largest, first[2], last[2];
} ck_sums;

// Sums over the nodes of a panel: by both rules, of weighted squares, and of the weighted errors with a unit of rounding.
typedef struct {
  double kronrod, gauss, squares, rounding;
} ck_panel;

// What the coordinate of a map's nodes is: u - center, unit sinh u, u, or with u = log (x - a)/(b - x) that of x - a or of b - x, for
// which unit is log (b - a).
typedef enum { ck_line = 0, ck_wide, ck_ray, ck_lower_end, ck_upper_end } ck_chart;

// u = center + scale (t + upper (exp(t) - 1) - lower (exp(-t) - 1)); beside |center| the coordinate has a constant of this size in it.
typedef struct {
  ck_chart chart;
  double center, scale, lower, upper, unit, constant;
} ck_map;

// Places x = anchor + rest + offset in one chart: columns of `count` offsets, logarithms of their sizes (NaN in the linear chart), log
// dx/dt, and bounds on the relative errors of the offsets.
typedef struct {
  const double *numbers;
  size_t count;
  double anchor, rest;
  int is_linear;
} ck_places;

// Members of families, with what of their log densities does not depend on x.
typedef struct {
  double mean, sd, log_sd, constant;
} ck_normal;
typedef struct {
  double rate, log_rate;
} ck_exponential;
typedef struct {
  double mu, sigma, log_scale, constant;
} ck_log_normal;
typedef struct {
  double shape, rate, log_shape, log_rate, log_normalizer;
} ck_gamma;
// `start` is (alpha + beta) a - alpha at the anchor a; is_low says that the places are nearer to 0 than to 1.
typedef struct {
  double alpha, beta, log_odds_alpha, log_odds_beta, log_normalizer, start;
  int is_low;
} ck_beta;

// The columns of numbers that a pair of densities has, in their order.
enum {
  ck_log_p = 0, ck_log_q, ck_error_p, ck_error_q, ck_log_ratio, ck_ratio_error, ck_larger, ck_w, ck_minus_one, ck_remainder,
  ck_sensitivity, ck_p, ck_q,
};

// An f-divergence of the first of two densities from the second one, or with both exchanged, or the mass of the first one; `weight` is
// that of a skew divergence.
typedef enum { ck_kl = 0, ck_skew_kl, ck_variation, ck_hellinger, ck_chi_squared, ck_triangular, ck_mass } ck_shape;
typedef struct {
  ck_shape shape;
  int is_reversed;
  double weight;
} ck_divergence;

typedef struct {
  const char *name;
  // The sets that give the same bytes as this one have the same text here.
  const char *bytes;
  int lanes;
  // y = a(w'x + b); b may be null.
  void (*dense)(const float *x, const float *w, const float *b, float *y, size_t inputs, size_t outputs, size_t rows, size_t stride,
                ck_activation activation, float slope);
  // x = w y, times a'(gate) where gate is not null; gate holds values of the activation.
  void (*dense_transposed)(const float *y, const float *w, float *x, size_t inputs, size_t outputs, size_t rows, size_t stride,
                           const float *gate, ck_activation activation, float slope);
  // total[i][o] += sum over rows of x[i] y[o]; and, where sums is not null, sums[o] += sum over rows of y[o].
  void (*outer_sum)(const float *x, const float *y, float *total, float *sums, size_t inputs, size_t outputs, size_t rows, size_t stride);
  // total[j] += sum over rows of x[j].
  void (*row_sum)(const float *x, float *total, size_t width, size_t rows, size_t stride);
  // y = a(x).
  void (*activate)(const float *x, float *y, size_t width, size_t rows, size_t stride, ck_activation activation, float slope);
  // z = a'(y) x, or a'(y) where x is null; y holds values of the activation.
  void (*gate)(const float *x, const float *y, float *z, size_t width, size_t rows, size_t stride, ck_activation activation, float slope);
  // y = scale x + shift.
  void (*affine)(const float *x, float *y, size_t width, size_t rows, size_t stride, float scale, float shift);
  void (*add)(const float *x, const float *y, float *z, size_t width, size_t rows, size_t stride);
  void (*multiply)(const float *x, const float *y, float *z, size_t width, size_t rows, size_t stride);
  // Standard normal and open-uniform noise, a pure function of the counter, the row and the feature.
  void (*normal_noise)(float *x, size_t width, size_t rows, size_t stride, ck_counter counter);
  void (*uniform_noise)(float *x, size_t width, size_t rows, size_t stride, ck_counter counter);
  // y = table at (x - lower) * cells_per_unit, linear between its cells + 1 entries; past the ends, the end.
  void (*interpolate)(const float *x, float *y, size_t width, size_t rows, size_t stride, const float *table, size_t cells, float lower,
                      float cells_per_unit);
  // y = a x + b y.
  void (*combine)(const float *x, float a, float *y, float b, size_t n);
  // x = the nearest number in [-bound, bound].
  void (*clip)(float *x, float bound, size_t n);
  // One step of Adam on n parameters; all four arrays have room for a multiple of ck_row_alignment, and zeros in it.
  void (*adam)(float *parameters, const float *gradient, float *first, float *second, size_t n, ck_adam_step step);
  // In double precision, on columns of `points` consecutive numbers, a multiple of eight; every set gives the same bytes.
  // y = w'x + factor b, or the same of the magnitudes |w| and |b|.
  void (*layer)(const double *x, const double *w, const double *b, double factor, int of_magnitudes, double *y, size_t inputs,
                size_t outputs, size_t points);
  // y = tanh x and slope = 1 - tanh² x; count is a multiple of eight.
  void (*tanh_and_slope)(const double *x, double *y, double *slope, size_t count);
  // Errors of x below `most` become errors of y, with `rounding` for each unit of 1 and of |y|; returns whether all were below.
  int (*carry)(const double *y, const double *slope, const double *error, double *result, size_t count, double most, double rounding);
  // Elementary functions y = f(x) of so many numbers, in double precision; x may be y. Every set gives the same bytes.
  void (*exp)(const double *x, double *y, size_t count);
  void (*expm1)(const double *x, double *y, size_t count);
  void (*log1p)(const double *x, double *y, size_t count);
  // log x - m.
  void (*log_minus)(const double *x, double *y, size_t count, double m);
  // x - log(1 + x).
  void (*log_remainder)(const double *x, double *y, size_t count);
  // x + exp(-x) - 1.
  void (*exp_remainder)(const double *x, double *y, size_t count);
  // Whether all numbers are finite.
  int (*are_finite)(const double *x, size_t count);
  // Of log p = a and log q = b, with bounds on their errors, 13 columns of `stride` numbers, any beyond so many: a, b, their
  // errors; r = log p/q, which is a - b, and its error, or what is known of both where a and b are finite and that is not null; the larger
  // of p and q; with w the smaller over the larger one, w, w - 1 and w - 1 - log w; the error of the larger one's logarithm plus 2.5
  // errors of r over |r|, where r is not 0, and 3 units of rounding; and p and q. Returns how many |r| are below 4 of their errors.
  size_t (*pair)(const double *a, const double *b, const double *a_error, const double *b_error, const double *known, double *columns,
                 size_t count, size_t stride);
  // The integrand of an f-divergence at the nodes of a pair's columns, times exp(-shift) where it has a power of the ratio in it, with
  // bounds on what the errors do to it; these are 0 where |r| is below 4 of its errors.
  void (*divergence)(const ck_divergence *f, const double *columns, size_t stride, double shift, double *values, double *roundings,
                     size_t count);
  // The sums of some such integrands times weights, without a shift.
  void (*divergence_sums)(const ck_divergence *divergences, size_t terms, const double *columns, size_t stride, const double *weights,
                          size_t count, ck_sums *sums);
  // The sums of a panel of such integrands, times exp(-shift) as above.
  void (*divergence_panels)(const ck_divergence *divergences, const double *shifts, size_t terms, const double *columns, size_t stride,
                            const double *weights, const double *gauss_weights, size_t count, ck_panel *panels);
  // The coordinates at t = (first + k) step for k < count, with their slopes by t, those of logarithms without the factor of the distance
  // itself. Returns a bound on what rounding does to t, or -1 where the map does not reach all.
  double (*nodes)(const ck_map *map, double first, double step, double *coordinates, double *slopes, size_t count);
  // log (p dx/dt) at places, NaN outside the support, with bounds on the rounding. `logs` has log |x| at first where the formula has
  // one: minus mu for log-normals; for beta distributions it is that of the distance from the nearer end, and `roundings` has that from
  // the other.
  void (*normal_logs)(const ck_places *places, const ck_normal *member, double *logs, double *roundings);
  void (*exponential_logs)(const ck_places *places, const ck_exponential *member, double *logs, double *roundings);
  void (*log_normal_logs)(const ck_places *places, const ck_log_normal *member, double *logs, double *roundings);
  void (*gamma_logs)(const ck_places *places, const ck_gamma *member, double *logs, double *roundings);
  void (*beta_logs)(const ck_places *places, const ck_beta *member, double *logs, double *roundings);
  // Adds a term w exp(log) to each of so many sums, with a bound on the error of its logarithm: `largest` has the largest log of a term,
  // `sums` the sum over exp(largest), and `roundings` the bounds over it. The first term makes them.
  void (*add_term)(const double *logs, const double *errors, double log_weight, int is_first, double *largest, double *roundings,
                   double *sums, size_t count);
  // Makes of the largest logarithms those of the sums, and of the bounds their own.
  void (*finish_sum)(double *logs, double *roundings, const double *sums, size_t count);
  // The sums of so many values x with bounds on their errors, times weights.
  void (*weighted_sums)(const double *x, const double *errors, const double *weights, size_t count, ck_sums *sums);
  // The sums of a panel of values x with bounds on their errors.
  void (*panel_sums)(const double *x, const double *errors, const double *weights, const double *gauss_weights, size_t count,
                     ck_panel *panel);
  // y += the sum over so many centres of exp(-d²/2) Σ moments[j] d^j over its moments, with d = (anchor + rest + x - centre)/scale.
  void (*gaussians)(const double *x, double *y, size_t places, double anchor, double rest, const double *centers, const double *moments,
                    size_t count, double scale);
  // The same with one moment a centre, its weight.
  void (*gaussian_points)(const double *x, double *y, size_t places, double anchor, double rest, const double *centers,
                          const double *weights, size_t count, double scale);
} ck_kernels;

// Every set that this processor can run, best first; null past the last.
const ck_kernels *ck_kernels_at(size_t index);

#endif
