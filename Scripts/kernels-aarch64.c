// Every kernel of every set that this processor can run, against the plain formula in double precision, at sizes that leave remainders
// everywhere. Prints the worst error of each as a share of what is allowed; the exit status is 1 where one is larger.
#include "CKernels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const ck_kernels *set;
static int failures = 0;

// The worst error of a kernel so far, as a share of what is allowed.
typedef struct {
  const char *name;
  double worst;
} entry;
static entry entries[64];
static size_t entry_count = 0;

// A difference, relative to the reference where that is above 1, is at most so large.
static void compare(const char *name, double value, double reference, double most) {
  double share = value == reference ? 0 : fabs(value - reference) / fmax(1, fabs(reference)) / most;
  size_t i = 0;
  while (i < entry_count && strcmp(entries[i].name, name)) i++;
  if (i == entry_count) entries[entry_count++] = (entry){name, 0};
  // A NaN is no error below any bound.
  if (!(share <= entries[i].worst)) entries[i].worst = isnan(share) ? INFINITY : share;
}

static void report(void) {
  for (size_t i = 0; i < entry_count; i++) {
    int bad = !(entries[i].worst <= 1);
    printf("%-8s %-18s %.3f%s\n", set->name, entries[i].name, entries[i].worst, bad ? "  TOO LARGE" : "");
    failures += bad;
  }
  entry_count = 0;
}

// Numbers in [-scale, scale], and NaN where no row is in use, which no result may feel.
static float *columns(size_t width, size_t rows, size_t stride, int shift, float scale) {
  size_t count = width * stride + 16;
  float *x = malloc(count * sizeof(float));
  for (size_t i = 0; i < count; i++)
    x[i] = i % stride < rows && i < width * stride ? scale * ((float)((i * 37 + shift) % 101) / 50 - 1) : NAN;
  return x;
}

static float *filled(size_t count, float value) {
  float *x = malloc(count * sizeof(float));
  for (size_t i = 0; i < count; i++) x[i] = value;
  return x;
}

static double value_of(ck_activation a, double x) {
  switch (a) {
  case ck_identity: return x;
  case ck_tanh: return tanh(x);
  case ck_relu: return fmax(x, 0);
  case ck_leaky_relu: return x < 0 ? 0.25 * x : x;
  case ck_softplus: return fmax(x, 0) + log1p(exp(-fabs(x)));
  case ck_sigmoid: return 1 / (1 + exp(-x));
  case ck_exp: return exp(x);
  }
  return NAN;
}

static double slope_of(ck_activation a, double y) {
  switch (a) {
  case ck_identity: return 1;
  case ck_tanh: return 1 - y * y;
  case ck_relu: return y > 0;
  case ck_leaky_relu: return y > 0 ? 1 : 0.25;
  case ck_softplus: return -expm1(-y);
  case ck_sigmoid: return y - y * y;
  case ck_exp: return y;
  }
  return NAN;
}

static void check_layers(size_t inputs, size_t outputs, size_t rows) {
  size_t stride = (rows + 15) / 16 * 16 + 16;
  float *x = columns(inputs, rows, stride, 3, 1), *y = columns(outputs, rows, stride, 11, 1);
  float *w = columns(1, inputs * outputs, inputs * outputs, 5, 1), *b = columns(1, outputs, outputs, 7, 1);
  for (ck_activation a = ck_identity; a <= ck_exp; a++) {
    float *out = filled(outputs * stride + 16, 0), *gate = filled(inputs * stride + 16, 0), *back = filled(inputs * stride + 16, 0);
    set->dense(x, w, b, out, inputs, outputs, rows, stride, a, 0.25f);
    for (size_t o = 0; o < outputs; o++)
      for (size_t row = 0; row < rows; row++) {
        double sum = b[o];
        for (size_t i = 0; i < inputs; i++) sum += (double)x[i * stride + row] * w[i * outputs + o];
        compare("dense", out[o * stride + row], value_of(a, sum), 2e-6 * inputs);
      }
    set->activate(x, gate, inputs, rows, stride, a, 0.25f);
    set->dense_transposed(y, w, back, inputs, outputs, rows, stride, a == ck_identity ? NULL : gate, a, 0.25f);
    for (size_t i = 0; i < inputs; i++)
      for (size_t row = 0; row < rows; row++) {
        double sum = 0;
        for (size_t o = 0; o < outputs; o++) sum += (double)y[o * stride + row] * w[i * outputs + o];
        compare("dense_transposed", back[i * stride + row], sum * slope_of(a, gate[i * stride + row]), 2e-6 * outputs);
      }
    free(out), free(gate), free(back);
  }
  float *total = filled(inputs * outputs + 16, 0.5f), *sums = filled(inputs + 16, 0.5f), *beside = filled(outputs + 16, 0.5f);
  set->outer_sum(x, y, total, beside, inputs, outputs, rows, stride);
  set->row_sum(x, sums, inputs, rows, stride);
  for (size_t i = 0; i < inputs; i++) {
    double sum = 0.5;
    for (size_t row = 0; row < rows; row++) sum += x[i * stride + row];
    compare("row_sum", sums[i], sum, 1e-6 * rows);
    for (size_t o = 0; o < outputs; o++) {
      double product = 0.5;
      for (size_t row = 0; row < rows; row++) product += (double)x[i * stride + row] * y[o * stride + row];
      compare("outer_sum", total[i * outputs + o], product, 1e-6 * rows);
    }
  }
  for (size_t o = 0; o < outputs; o++) {
    double sum = 0.5;
    for (size_t row = 0; row < rows; row++) sum += y[o * stride + row];
    compare("outer_sum beside", beside[o], sum, 1e-6 * rows);
  }
  free(x), free(y), free(w), free(b), free(total), free(sums), free(beside);
}

// The bits of Philox 4x32-10 as its authors state it.
static void philox(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4]) {
  uint32_t k0 = key[0], k1 = key[1], c[4];
  memcpy(c, counter, sizeof c);
  for (int round = 0; round < 10; round++) {
    uint64_t a = (uint64_t)0xD2511F53u * c[0], b = (uint64_t)0xCD9E8D57u * c[2];
    uint32_t next[4] = {(uint32_t)(b >> 32) ^ c[1] ^ k0, (uint32_t)b, (uint32_t)(a >> 32) ^ c[3] ^ k1, (uint32_t)a};
    memcpy(c, next, sizeof c);
    k0 += 0x9E3779B9u, k1 += 0xBB67AE85u;
  }
  memcpy(out, c, sizeof c);
}

static double unit(size_t block, size_t row, size_t word) {
  uint32_t key[2] = {7, 9}, counter[4] = {(uint32_t)block, (uint32_t)(1000 + row), 3, 5}, bits[4];
  philox(key, counter, bits);
  return ((bits[word] >> 9) + 0.5) * 0x1p-23;
}

static double interpolated(const float *table, double x) {
  double t = fmin(fmax((x + 2) * 5, 0), 20);
  int cell = t < 19 ? (int)t : 19;
  return table[cell] + (t - cell) * (double)(table[cell + 1] - table[cell]);
}

// What happens to each number of a tile alone, from where exponentials vanish to where they are largest, and noise.
static void check_numbers(size_t width, size_t rows) {
  size_t stride = (rows + 15) / 16 * 16, count = width * stride + 16;
  float scales[] = {0.01f, 1, 20, 80}, *z = filled(count, 0);
  for (int s = 0; s < 4; s++) {
    float *x = columns(width, rows, stride, 3 + s, scales[s]), *factor = columns(width, rows, stride, 4 + s, 1), *y = filled(count, 0);
    for (ck_activation a = ck_identity; a <= ck_exp; a++) {
      set->activate(x, y, width, rows, stride, a, 0.25f);
      for (size_t i = 0; i < width * stride; i++)
        // An exponential of 80 has an argument rounded to 80 units of the last place.
        if (i % stride < rows) compare("activate", y[i], value_of(a, x[i]), 1e-5);
      for (int alone = 0; alone < 2; alone++) {
        set->gate(alone ? NULL : factor, y, z, width, rows, stride, a, 0.25f);
        for (size_t i = 0; i < width * stride; i++)
          if (i % stride < rows) compare("gate", z[i], slope_of(a, y[i]) * (alone ? 1 : factor[i]), 1e-6);
      }
    }
    free(x), free(factor), free(y);
  }
  float *x = columns(width, rows, stride, 3, 3), *y = columns(width, rows, stride, 11, 1), table[21];
  for (int i = 0; i <= 20; i++) table[i] = (float)(i * i % 7);
#define EACH(name, most, call, reference) \
  call; \
  for (size_t i = 0; i < width * stride; i++) \
    if (i % stride < rows) compare(name, z[i], reference, most)
  EACH("affine", 1e-6, set->affine(x, z, width, rows, stride, 1.5f, -0.25f), 1.5 * x[i] - 0.25);
  EACH("add", 1e-6, set->add(x, y, z, width, rows, stride), (double)x[i] + y[i]);
  EACH("multiply", 1e-6, set->multiply(x, y, z, width, rows, stride), (double)x[i] * y[i]);
  EACH("interpolate", 2e-5, set->interpolate(x, z, width, rows, stride, table, 20, -2, 5), interpolated(table, x[i]));
  ck_counter at = {7, 9, 3, 5, 1000};
  EACH("uniform_noise", 0, set->uniform_noise(z, width, rows, stride, at), unit(i / stride / 4, i % stride, i / stride % 4));
  set->normal_noise(z, width, rows, stride, at);
  for (size_t i = 0; i < width * stride; i++) {
    if (i % stride >= rows) continue;
    double radius = sqrt(-2 * log(unit(i / stride / 2, i % stride, 0))), angle = 2 * M_PI * unit(i / stride / 2, i % stride, 1);
    compare("normal_noise", z[i], radius * (i / stride % 2 ? sin(angle) : cos(angle)), 2e-6);
  }
  free(x), free(y), free(z);
}

// What happens to weights between two steps.
static void check_updates(size_t count) {
  float *x = columns(1, count, count, 3, 2), *start = columns(1, count, count, 11, 1), *y = filled(count + 16, 0);
  memcpy(y, start, count * sizeof(float));
  set->combine(x, 0.75f, y, -0.5f, count);
  for (size_t i = 0; i < count; i++) compare("combine", y[i], 0.75 * x[i] - 0.5 * start[i], 1e-6);
  memcpy(y, x, count * sizeof(float));
  set->clip(y, 0.5f, count);
  for (size_t i = 0; i < count; i++) compare("clip", y[i], fmin(fmax(x[i], -0.5), 0.5), 0);
  float *gradient = filled(count + 16, 0), *first = filled(count + 16, 0), *second = filled(count + 16, 0), *weights = filled(count + 16, 0);
  for (size_t i = 0; i < count; i++)
    gradient[i] = x[i], first[i] = 0.1f * x[i], second[i] = 0.01f * x[i] * x[i], weights[i] = start[i];
  set->adam(weights, gradient, first, second, count, (ck_adam_step){0.01f, 0.5f, 0.9f, 1e-8f, 2});
  for (size_t i = 0; i < count; i++) {
    double g = x[i], m = 0.5 * 0.1f * x[i] + 0.5 * g, s = 0.9 * (0.01f * x[i] * x[i]) + 0.1 * g * g;
    compare("adam", first[i], m, 1e-6);
    compare("adam", second[i], s, 1e-6);
    compare("adam", weights[i], start[i] - 0.01 * m / (sqrt(2 * s) + 1e-8), 1e-6);
  }
  free(x), free(start), free(y), free(gradient), free(first), free(second), free(weights);
}

// The kernels in double precision: sums in the plain order, which no set fuses, and elementary functions.
static void check_doubles(size_t inputs, size_t outputs, size_t points) {
  double *x = malloc(inputs * points * 8), *w = malloc(inputs * outputs * 8), *b = malloc(outputs * 8), *y = malloc(outputs * points * 8);
  for (size_t i = 0; i < inputs * points; i++) x[i] = sin(3.0 * i);
  for (size_t i = 0; i < inputs * outputs; i++) w[i] = cos(5.0 * i + 1);
  for (size_t i = 0; i < outputs; i++) b[i] = sin(7.0 * i + 2);
  for (int magnitudes = 0; magnitudes < 2; magnitudes++) {
    set->layer(x, w, b, 0.75, magnitudes, y, inputs, outputs, points);
    for (size_t o = 0; o < outputs; o++)
      for (size_t p = 0; p < points; p++) {
        volatile double sum = 0.75 * (magnitudes ? fabs(b[o]) : b[o]);
        for (size_t i = 0; i < inputs; i++) {
          volatile double product = x[i * points + p] * (magnitudes ? fabs(w[i * outputs + o]) : w[i * outputs + o]);
          sum += product;
        }
        compare("layer", y[o * points + p], sum, 0);
      }
  }
  free(x), free(w), free(b), free(y);
}

enum { grid = 4000 };
static double places[grid], values[grid], slopes[grid];

static void check_elementary(void) {
  for (int i = 0; i < grid; i++) places[i] = 0.1 * (i - grid / 2) + 0.01 * sin(i);
  set->tanh_and_slope(places, values, slopes, grid);
  for (int i = 0; i < grid; i++) {
    double e = exp(-2 * fabs(places[i])), slope = fabs(places[i]) > 350 ? 0 : 4 * e / ((1 + e) * (1 + e));
    compare("tanh_and_slope", values[i], tanh(places[i]), 5e-16);
    compare("tanh_and_slope", slope == 0 ? slopes[i] : slopes[i] / slope, slope == 0 ? 0 : 1, 1e-15);
  }
}

// A function of one number against the C library in extended precision, in units of its last place.
static void check_function(const char *name, void (*kernel)(const double *, double *, size_t), long double (*function)(long double),
                           double lower, double upper, double units) {
  for (int i = 0; i < grid; i++) places[i] = lower + (upper - lower) * ((double)i / (grid - 1));
  kernel(places, values, grid);
  for (int i = 0; i < grid; i++) {
    long double exact = function(places[i]);
    compare(name, exact == 0 ? values[i] : (double)(values[i] / exact), exact == 0 ? 0 : 1, units * 2.3e-16);
  }
}

static long double log_remainder(long double x) { return x - log1pl(x); }
static long double exp_remainder(long double x) { return x + expm1l(-x); }

static void check_functions(void) {
  check_function("exp", set->exp, expl, -700, 700, 2);
  check_function("expm1", set->expm1, expm1l, -30, 700, 2);
  check_function("expm1", set->expm1, expm1l, -0.3, 0.3, 2);
  check_function("log1p", set->log1p, log1pl, -0.999, 1e6, 2);
  check_function("log1p", set->log1p, log1pl, -0.3, 0.3, 2);
  // Near 0 the difference cancels in extended precision, too.
  check_function("log_remainder", set->log_remainder, log_remainder, 0.01, 100, 4);
  check_function("log_remainder", set->log_remainder, log_remainder, -0.99, -0.01, 4);
  check_function("exp_remainder", set->exp_remainder, exp_remainder, 0.01, 100, 4);
  check_function("exp_remainder", set->exp_remainder, exp_remainder, -100, -0.01, 4);
  for (int i = 0; i < grid; i++) places[i] = exp(0.3 * (i - grid / 2));
  set->log_minus(places, values, grid, 0.25);
  for (int i = 0; i < grid; i++) compare("log_minus", values[i], (double)(logl(places[i]) - 0.25L), 4.5e-16);
}

// Two densities beside each other, sums of values times weights, and logarithms of sums.
static void check_pairs(void) {
  enum { count = 21, stride = 24, wanted = 13 };
  double p[count], q[count], error[count], columns[wanted * stride];
  for (int i = 0; i < count; i++) p[i] = sin(i), q[i] = p[i] - 0.02 * i * i, error[i] = 1e-16 * i;
  set->pair(p, q, error, error, NULL, columns, count, stride);
  for (int i = 0; i < count; i++) {
    double ratio = p[i] - q[i], w = exp(-ratio), of_ratio = ratio == 0 ? 0 : 2.5 * 2 * error[i] / ratio;
    double expected[wanted] = {p[i], q[i], error[i], error[i], ratio, 2 * error[i], exp(p[i]), w, expm1(-ratio), expm1(-ratio) + ratio,
                               error[i] + of_ratio + 3 * 0x1p-52, exp(p[i]), exp(p[i]) * w};
    for (int c = 0; c < wanted; c++) compare("pair", columns[c * stride + i], expected[c], 1e-15);
  }
  ck_sums sums;
  set->weighted_sums(p, error, q, count, &sums);
  for (int part = 0; part < 4; part++) {
    double sum = 0;
    for (int i = part; i < count; i += 4) sum += p[i] * q[i];
    compare("weighted_sums", sums.sums[part] + sums.lost[part], sum, 1e-14);
  }
  double largest[count], rounding[count], total[count];
  set->add_term(p, error, -0.5, 1, largest, rounding, total, count);
  set->add_term(q, error, -1.5, 0, largest, rounding, total, count);
  for (int i = 0; i < count; i++) compare("add_term", log(total[i]) + largest[i], log(exp(p[i] - 0.5) + exp(q[i] - 1.5)), 2e-15);
  set->finish_sum(largest, rounding, total, count);
  for (int i = 0; i < count; i++) {
    compare("finish_sum", largest[i], log(exp(p[i] - 0.5) + exp(q[i] - 1.5)), 2e-15);
    // The bounds hold, and are no more than the roundings of some terms.
    compare("finish_sum", rounding[i] > error[i] && rounding[i] < error[i] + 3e-14, 1, 0);
  }
}

// q f(p/q) by the textbook, of the logarithms of two densities.
static double integrand_of(const ck_divergence *f, double log_p, double log_q, double shift) {
  long double a = expl(f->is_reversed ? log_q : log_p), b = expl(f->is_reversed ? log_p : log_q);
  long double mean = (1 - f->weight) * a + f->weight * b;
  switch (f->shape) {
  case ck_kl: return a * logl(a / b) - a + b;
  case ck_skew_kl: return a * logl(a / mean) - a + mean;
  case ck_variation: return fabsl(a - b) / 2;
  case ck_hellinger: return (sqrtl(a) - sqrtl(b)) * (sqrtl(a) - sqrtl(b)) / 2;
  case ck_chi_squared: return (a - b) * (a - b) / b * expl(-shift);
  case ck_triangular: return (a - b) * (a - b) / (a + b);
  case ck_mass: return a;
  }
  return NAN;
}

// Integrands of f-divergences and their sums.
static void check_divergences(void) {
  enum { count = 21, stride = 24, wanted = 13 };
  double p[count], q[count], error[count], weight[count], half[count], columns[wanted * stride], value[count], rounding[count];
  for (int i = 0; i < count; i++) {
    p[i] = sin(i), q[i] = p[i] + (i % 2 ? 0.02 : -0.02) * i * i, error[i] = 1e-16 * (i + 1), weight[i] = 1.0 / (i + 1);
    half[i] = weight[i] / 2;
  }
  set->pair(p, q, error, error, NULL, columns, count, stride);
  for (int shape = ck_kl; shape <= ck_mass; shape++) {
    for (int is_reversed = 0; is_reversed < 2; is_reversed++) {
      ck_divergence f = {shape, is_reversed, 0.25};
      set->divergence(&f, columns, stride, 0.5, value, rounding, count);
      double sum = 0, shifted = 0, squares = 0, bounds = 0;
      for (int i = 0; i < count; i++) {
        double expected = integrand_of(&f, p[i], q[i], 0.5);
        compare("divergence", value[i], expected, 1e-14);
        // The bounds hold, and are no more than the roundings of some terms; where p and q are one there are none.
        compare("divergence", rounding[i] <= (i ? 1e-13 * expected : 0) + (shape == ck_mass ? 1e-15 : 0), 1, 0);
        sum += weight[i] * integrand_of(&f, p[i], q[i], 0), shifted += weight[i] * expected, squares += weight[i] * expected * expected;
        bounds += weight[i] * rounding[i] + 0x1p-52 * weight[i] * expected;
      }
      ck_sums sums;
      ck_panel together, alone;
      double shift = 0.5;
      set->divergence_sums(&f, 1, columns, stride, weight, count, &sums);
      compare("divergence_sums", sums.sums[0] + sums.sums[1] + sums.sums[2] + sums.sums[3], sum, 1e-14);
      set->divergence_panels(&f, &shift, 1, columns, stride, weight, half, count, &together);
      set->panel_sums(value, rounding, weight, half, count, &alone);
      compare("divergence_panels", memcmp(&together, &alone, sizeof alone), 0, 0);
      compare("panel_sums", alone.kronrod, shifted, 1e-14), compare("panel_sums", 2 * alone.gauss, shifted, 1e-14);
      compare("panel_sums", alone.squares, squares, 1e-14), compare("panel_sums", alone.rounding / bounds, 1, 1e-13);
    }
  }
  compare("are_finite", set->are_finite(p, count), 1, 0);
  p[count - 1] = NAN;
  compare("are_finite", set->are_finite(p, count), 0, 0);
}

// Nodes of the trapezoidal rule under changes of variable.
static void check_nodes(void) {
  enum { count = 21 };
  double coordinate[count], slope[count];
  for (int chart = ck_line; chart <= ck_upper_end; chart++) {
    ck_map map = {chart, 0.3, 1.7, 0.5, chart == ck_ray ? 0 : 0.5, 0.6, 2};
    compare("nodes", set->nodes(&map, -9.5, 0.21, coordinate, slope, count) < 1e-13, 1, 0);
    for (int i = 0; i < count; i++) {
      double t = (i - 9.5) * 0.21, way = map.scale * (t + map.upper * expm1(t) - map.lower * expm1(-t)), u = map.center + way;
      double bend = map.scale * (1 + map.upper * exp(t) + map.lower * exp(-t)), side = chart == ck_lower_end ? u : -u;
      double expected = chart == ck_line ? way : chart == ck_wide ? 0.6 * sinh(u) : chart == ck_ray ? u : side + 0.6 - log1p(exp(side));
      double factor = chart == ck_wide ? 0.6 * cosh(u) : chart >= ck_lower_end ? 1 / (1 + exp(side)) : 1;
      compare("nodes", coordinate[i], expected, 4e-15 * (1 + fabs(u)));
      compare("nodes", slope[i] / (bend * factor), 1, 4e-15 * (1 + fabs(u)));
    }
  }
}

// log densities in a logarithmic chart around 0, with the bounds on their rounding.
static void check_log_densities(void) {
  enum { count = 21 };
  double numbers[4 * count], logs[count], rounding[count], c = 0.5 * log(2 * acos(-1));
  for (int i = 0; i < count; i++) {
    double t = 0.3 * (i - count + 2) - 0.5;
    numbers[i] = exp(t), numbers[count + i] = numbers[2 * count + i] = t, numbers[3 * count + i] = 0;
  }
  ck_places points = {numbers, count, 0, 0, 0};
  ck_normal normal = {0.1, 2, log(2), c};
  ck_exponential exponential = {3, log(3)};
  ck_log_normal log_normal = {0.3, 0.7, log(0.7), c};
  // The constants of gamma and beta: log p = ... - log Γ(k), which is taken out at the mean; and -log B.
  double of_gamma = 2.5 * log(2.5) - 2.5 - lgamma(2.5), log_beta = lgamma(2) + lgamma(0.7) - lgamma(2.7);
  ck_gamma gamma = {2.5, 3, log(2.5), log(3), -of_gamma};
  ck_beta beta = {2, 0.7, log(2.7 / 2), log(2.7 / 0.7), 2 * log(2 / 2.7) + 0.7 * log(0.7 / 2.7) - log_beta, -2, 1};
  for (int family = 0; family < 5; family++) {
    const char *names[] = {"normal_logs", "exponential_logs", "log_normal_logs", "gamma_logs", "beta_logs"};
    for (int i = 0; i < count; i++)
      logs[i] = numbers[count + i] - (family == 2 ? 0.3 : 0), rounding[i] = log1p(-numbers[i]);
    if (family == 0) set->normal_logs(&points, &normal, logs, rounding);
    if (family == 1) set->exponential_logs(&points, &exponential, logs, rounding);
    if (family == 2) set->log_normal_logs(&points, &log_normal, logs, rounding);
    if (family == 3) set->gamma_logs(&points, &gamma, logs, rounding);
    if (family == 4) set->beta_logs(&points, &beta, logs, rounding);
    for (int i = 0; i < count; i++) {
      double x = numbers[i], t = numbers[count + i], z = (x - 0.1) / 2, v = (t - 0.3) / 0.7;
      double expected[] = {-0.5 * z * z - log(2) - c + t, log(3) - 3 * x + t, -0.5 * v * v - log(0.7) - c,
                           2.5 * (log(3) + t) - 3 * x - lgamma(2.5), 2 * t - 0.3 * log1p(-x) - log_beta};
      // A logarithm far from the end that it is measured from is left to the caller.
      if (family == 4 && x > 0.8) {
        compare(names[family], isnan(logs[i]), 1, 0);
        continue;
      }
      compare(names[family], logs[i], expected[family], 4e-15);
      compare(names[family], rounding[i] > 4e-16 && rounding[i] < 1e-13, 1, 0);
    }
  }
}

// Sums of normal densities, which the kernels add to what is there.
static void check_gaussians(void) {
  enum { centers = 13, count = 40 };
  double center[centers], weight[centers], moment[centers * ck_gaussian_terms];
  for (int c = 0; c < centers; c++) {
    center[c] = sin(3.0 * c), weight[c] = 1 + 0.5 * cos(c);
    for (int j = 0; j < ck_gaussian_terms; j++) moment[c * ck_gaussian_terms + j] = cos(2.0 * c + j) / (1 + j * j);
  }
  for (int i = 0; i < count; i++) places[i] = 0.1 * (i - count / 2);
  for (int points = 0; points < 2; points++) {
    for (int i = 0; i < count; i++) values[i] = 0.5;
    if (points) set->gaussian_points(places, values, count, 0.25, 1e-9, center, weight, centers, 0.7);
    else set->gaussians(places, values, count, 0.25, 1e-9, center, moment, centers, 0.7);
    for (int i = 0; i < count; i++) {
      double sum = 0.5;
      for (int c = 0; c < centers; c++) {
        double d = (0.25 + 1e-9 + places[i] - center[c]) / 0.7, polynomial = 0;
        for (int j = ck_gaussian_terms - 1; j >= 0; j--) polynomial = polynomial * d + moment[c * ck_gaussian_terms + j];
        sum += exp(-0.5 * d * d) * (points ? weight[c] : polynomial);
      }
      compare(points ? "gaussian_points" : "gaussians", values[i], sum, 1e-13);
    }
  }
}

// The errors of values from those of their arguments, and whether all of these are small.
static void check_carry(void) {
  enum { count = 24 };
  double y[count], slope[count], error[count], result[count];
  for (int i = 0; i < count; i++) y[i] = 3 * sin(i), slope[i] = 1 + 0.5 * cos(i), error[i] = 1e-9 * (i + 1);
  compare("carry", set->carry(y, slope, error, result, count, 1e-3, 1e-15), 1, 0);
  for (int i = 0; i < count; i++)
    compare("carry", result[i] / (slope[i] * error[i] * (1 + 3 * error[i]) + 0x1p-52 * error[i] + 1e-15 * fmax(fabs(y[i]), 1)), 1, 1e-15);
  error[5] = 2e-3;
  compare("carry", set->carry(y, slope, error, result, count, 1e-3, 1e-15), 0, 0);
  error[5] = NAN;
  compare("carry", set->carry(y, slope, error, result, count, 1e-3, 1e-15), 0, 0);
}

int main(void) {
  const size_t sizes[][3] = {{1, 1, 1}, {1, 5, 3}, {5, 1, 17}, {3, 4, 16}, {7, 9, 33}, {8, 20, 40}, {12, 12, 21}, {16, 8, 128}, {49, 65, 31},
                             {50, 64, 129}, {130, 33, 300}};
  for (size_t index = 0; (set = ck_kernels_at(index)); index++) {
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) check_layers(sizes[i][0], sizes[i][1], sizes[i][2]);
    check_numbers(1, 1), check_numbers(3, 17), check_numbers(5, 64), check_numbers(9, 131);
    check_updates(1), check_updates(16), check_updates(37), check_updates(129);
    check_doubles(1, 1, 8), check_doubles(32, 32, 64), check_doubles(5, 7, 16), check_doubles(33, 1, 40);
    check_elementary();
    check_functions();
    check_pairs();
    check_divergences();
    check_nodes();
    check_log_densities();
    check_gaussians();
    check_carry();
    report();
  }
  return failures > 0;
}
