#include "CArb.h"

#include <dlfcn.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef const carb_real *in;
typedef const carb_complex *cin;

// Every function of the library that is called, by its name there.
#define FUNCTIONS(X)                                                                       \
  X(void, arb_clear, (carb_real *))                                                        \
  X(void, arb_set, (carb_real *, in))                                                      \
  X(void, arb_set_d, (carb_real *, double))                                                \
  X(void, arb_set_round, (carb_real *, in, long))                                          \
  X(void, arb_add, (carb_real *, in, in, long))                                            \
  X(void, arb_sub, (carb_real *, in, in, long))                                            \
  X(void, arb_mul, (carb_real *, in, in, long))                                            \
  X(void, arb_addmul, (carb_real *, in, in, long))                                         \
  X(void, arb_div, (carb_real *, in, in, long))                                            \
  X(void, arb_neg, (carb_real *, in))                                                      \
  X(void, arb_exp, (carb_real *, in, long))                                                \
  X(void, arb_expm1, (carb_real *, in, long))                                              \
  X(void, arb_log, (carb_real *, in, long))                                                \
  X(void, arb_log1p, (carb_real *, in, long))                                              \
  X(void, arb_atan, (carb_real *, in, long))                                               \
  X(void, arb_lgamma, (carb_real *, in, long))                                             \
  X(void, arb_union, (carb_real *, in, in, long))                                          \
  X(void, arb_const_pi, (carb_real *, long))                                               \
  X(void, arb_pow_ui, (carb_real *, in, unsigned long, long))                              \
  X(void, arb_add_error, (carb_real *, in))                                                \
  X(void, arb_indeterminate, (carb_real *))                                                \
  X(int, arb_is_finite, (in))                                                              \
  X(int, arb_is_exact, (in))                                                               \
  X(int, arb_is_positive, (in))                                                            \
  X(int, arb_is_negative, (in))                                                            \
  X(int, arb_is_zero, (in))                                                                \
  X(int, arb_contains_zero, (in))                                                          \
  X(void, arb_get_lbound_arf, (carb_float *, in, long))                                    \
  X(void, arb_get_ubound_arf, (carb_float *, in, long))                                    \
  X(void, arb_set_arf, (carb_real *, const carb_float *))                                  \
  X(void, arb_get_abs_ubound_arf, (carb_float *, in, long))                                \
  X(double, arf_get_d, (const carb_float *, int))                                          \
  X(void, arf_clear, (carb_float *))                                                       \
  X(long, arf_abs_bound_lt_2exp_si, (const carb_float *))                                  \
  X(char *, arb_get_str, (in, long, unsigned long))                                        \
  X(char *, arb_dump_str, (in))                                                            \
  X(void, arb_hypgeom_erfc, (carb_real *, in, long))                                       \
  X(void, arb_hypgeom_gamma_upper, (carb_real *, in, in, int, long))                       \
  X(void, arb_hypgeom_gamma_lower, (carb_real *, in, in, int, long))                       \
  X(void, arb_hypgeom_beta_lower, (carb_real *, in, in, in, int, long))                    \
  X(void, arb_hypgeom_legendre_p_ui_root, (carb_real *, carb_real *, unsigned long, unsigned long, long)) \
  X(void, acb_add, (carb_complex *, cin, cin, long))                                       \
  X(void, acb_sub, (carb_complex *, cin, cin, long))                                       \
  X(void, acb_mul, (carb_complex *, cin, cin, long))                                       \
  X(void, acb_div, (carb_complex *, cin, cin, long))                                       \
  X(void, acb_neg, (carb_complex *, cin))                                                  \
  X(void, acb_exp, (carb_complex *, cin, long))                                            \
  X(void, acb_log, (carb_complex *, cin, long))                                            \
  X(void, acb_log1p, (carb_complex *, cin, long))                                          \
  X(void, acb_add_ui, (carb_complex *, cin, unsigned long, long))                          \
  X(void, acb_hypgeom_erfc, (carb_complex *, cin, long))                                   \
  X(void, arb_get_rad_arb, (carb_real *, in))                                              \
  X(void, arb_hypgeom_2f1, (carb_real *, in, in, in, in, int, long))

#define DECLARE(result, name, arguments) result(*name) arguments;
static struct { FUNCTIONS(DECLARE) } arb;

static const char *loaded = "";

const char *carb_library(void) { return loaded; }

// Arb 2 has a library of its own, in Debian under another name; in FLINT 3 it is part of FLINT.
static const char *const names[] = {
    "libflint.so.22",   "libflint.so.21", "libflint.so.20", "libflint.so.19", "libflint.so.18", "libflint-arb.so.2", "libarb.so.2",
    "libflint.22.dylib", "libflint.21.dylib", "libflint.20.dylib", "libflint.dylib", "libflint.so", "libarb.so"};

int carb_load(void) {
  static int state = -1;
  if (state >= 0) return state;
  int found = 0, all = 0;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (!library) continue;
    int complete = dlsym(library, "arb_add") != NULL;
    if (complete) {
      found = 1;
      loaded = names[i];
    }
#define FIND(result, name, arguments) \
  *(void **)&arb.name = dlsym(library, #name); \
  if (!arb.name) complete = 0;
    FUNCTIONS(FIND)
    all = complete;
    if (complete) break;
    dlclose(library);
  }
  if (!all) return state = found ? 2 : 1;
  // 0.75 is 3 · 2^62 in one limb with the exponent 0, and 1 ± 0.5 has a radius.
  carb_real x[2];
  memset(x, 0, sizeof x);
  arb.arb_set_d(&x[0], 0.75);
  arb.arb_set_d(&x[1], 0.5);
  int fits = x[0].middle.exponent == 0 && x[0].middle.size == 2 && x[0].middle.limbs[0] == 3ul << 62 && x[0].radius == 0 && sizeof(long) == 8;
  arb.arb_add_error(&x[0], &x[1]);
  fits = fits && x[0].radius != 0 && carb_lower(&x[0]) <= 0.25 && carb_upper(&x[0]) >= 1.25 && carb_upper(&x[0]) < 1.2500001;
  return state = fits ? 0 : 3;
}

void carb_clear(carb_real *x, long count) {
  for (long i = 0; i < count; i++) arb.arb_clear(x + i);
}
void carb_set_double(carb_real *x, double value) { arb.arb_set_d(x, value); }
void carb_round(carb_real *x, in value, long bits) { arb.arb_set_round(x, value, bits); }
// ARF_PREC_EXACT
long carb_exact_bits(void) { return (long)(~0ul >> 1); }
void carb_set_pi(carb_real *x, long bits) { arb.arb_const_pi(x, bits); }

// The roundings of arf: 2 towards −∞, 3 towards +∞.
static double end_of(in x, int rounding) {
  carb_float end;
  memset(&end, 0, sizeof end);
  if (rounding == 2)
    arb.arb_get_lbound_arf(&end, x, 128);
  else
    arb.arb_get_ubound_arf(&end, x, 128);
  double value = arb.arf_get_d(&end, rounding);
  arb.arf_clear(&end);
  return value;
}
double carb_lower(in x) { return end_of(x, 2); }
double carb_upper(in x) { return end_of(x, 3); }

void carb_lower_end(carb_real *x, in value, long bits) {
  carb_float end;
  memset(&end, 0, sizeof end);
  arb.arb_get_lbound_arf(&end, value, bits);
  arb.arb_set_arf(x, &end);
  arb.arf_clear(&end);
}
void carb_upper_end(carb_real *x, in value, long bits) {
  carb_float end;
  memset(&end, 0, sizeof end);
  arb.arb_get_ubound_arf(&end, value, bits);
  arb.arb_set_arf(x, &end);
  arb.arf_clear(&end);
}

int carb_is_finite(in x) { return arb.arb_is_finite(x); }
int carb_is_exact(in x) { return arb.arb_is_exact(x); }
int carb_is_positive(in x) { return arb.arb_is_positive(x); }
int carb_is_negative(in x) { return arb.arb_is_negative(x); }
int carb_is_zero(in x) { return arb.arb_is_zero(x); }

// For a finite float v with 2^(e-1) <= |v| < 2^e; the leading bits say where between.
static double float_log2(const carb_float *v) {
  long e = arb.arf_abs_bound_lt_2exp_si(v);
  if (e == -(long)(~0ul >> 1)) return -INFINITY;
  if (e >= (long)(~0ul >> 1)) return INFINITY;
  return (double)e;
}
double carb_log2(in x) {
  if (!arb.arb_is_finite(x)) return INFINITY;
  carb_float bound;
  memset(&bound, 0, sizeof bound);
  arb.arb_get_abs_ubound_arf(&bound, x, 30);
  double value = float_log2(&bound);
  arb.arf_clear(&bound);
  return value;
}
void carb_complex_bound(carb_real *x, cin z) {
  carb_real part;
  memset(&part, 0, sizeof part);
  arb.arb_get_rad_arb(x, &z->re);
  arb.arb_get_rad_arb(&part, &z->im);
  // The box is as wide as that around its middle; a radius may be infinite.
  arb.arb_add(x, x, &part, 60);
  if (!arb.arb_is_finite(&z->re) || !arb.arb_is_finite(&z->im)) arb.arb_indeterminate(x);
  arb.arb_clear(&part);
}

// ARB_STR_MORE = 1: digits beyond those that are certain, with the radius that contains the ball.
char *carb_text(in x, long digits) { return arb.arb_get_str(x, digits, 1); }
char *carb_exact_text(in x) { return arb.arb_dump_str(x); }
void carb_free_text(char *text) { free(text); }

// log erfc a for a > 2^20, where the exponential is soon out of range: -a^2 - log(a sqrt pi) + log(1 - v(1 - 3v(1 - 5v(1 - 7v(1 - 9v(1 - 11v))))))
// with v = 1/(2a^2), whose series is wrong by no more than the first term that is left out, 135135 v^7 (Abramowitz & Stegun 1964, 7.1.23).
static void far_log_erfc(carb_real *x, in a, long bits) {
  carb_real t[4];
  memset(t, 0, sizeof t);
  carb_real *square = t, *v = t + 1, *sum = t + 2, *one = t + 3;
  arb.arb_set_d(one, 1);
  arb.arb_mul(square, a, a, 2 * bits);
  arb.arb_add(v, square, square, bits);
  arb.arb_div(v, one, v, bits);
  arb.arb_set_d(sum, 1);
  for (int factor = 11; factor > 0; factor -= 2) {
    carb_real *product = x;
    arb.arb_set_d(product, factor);
    arb.arb_mul(product, product, v, bits);
    arb.arb_mul(product, product, sum, bits);
    arb.arb_sub(sum, one, product, bits);
  }
  arb.arb_pow_ui(v, v, 7, 64);
  arb.arb_set_d(one, 135135);
  arb.arb_mul(v, v, one, 64);
  arb.arb_add_error(sum, v);
  arb.arb_div(sum, sum, a, bits);
  arb.arb_const_pi(v, bits);
  arb.arb_log(sum, sum, bits);
  arb.arb_log(v, v, bits);
  arb.arb_set_d(one, 0.5);
  arb.arb_mul(v, v, one, bits);
  arb.arb_sub(sum, sum, v, bits);
  arb.arb_sub(x, sum, square, bits);
  carb_clear(t, 4);
}

// log erfc a, which falls: from the values at the ends.
static void log_erfc(carb_real *x, in a, long bits) {
  carb_real far;
  memset(&far, 0, sizeof far);
  arb.arb_set_d(&far, 0x1p20);
  arb.arb_sub(&far, a, &far, 64);
  int is_far = arb.arb_is_finite(a) && arb.arb_is_positive(&far);
  arb.arb_clear(&far);
  if (is_far && arb.arb_is_exact(a)) {
    carb_real copy;
    memset(&copy, 0, sizeof copy);
    arb.arb_set(&copy, a);
    far_log_erfc(x, &copy, bits);
    arb.arb_clear(&copy);
    return;
  }
  if (arb.arb_is_exact(a) || !arb.arb_is_finite(a)) {
    arb.arb_hypgeom_erfc(x, a, bits);
    arb.arb_log(x, x, bits);
    return;
  }
  carb_real low, high;
  memset(&low, 0, sizeof low);
  memset(&high, 0, sizeof high);
  carb_lower_end(&low, a, bits + 32);
  carb_upper_end(&high, a, bits + 32);
  log_erfc(&low, &low, bits);
  log_erfc(&high, &high, bits);
  arb.arb_union(x, &low, &high, bits);
  arb.arb_clear(&low);
  arb.arb_clear(&high);
}

// log(exp a + exp b) from the larger, so that nothing cancels however far apart the two are.
static void log_sum(carb_real *x, in a, in b, long bits) {
  carb_real rest;
  memset(&rest, 0, sizeof rest);
  arb.arb_sub(&rest, a, b, bits);
  in larger = arb.arb_is_positive(&rest) ? a : b;
  if (larger == a) arb.arb_neg(&rest, &rest);
  arb.arb_exp(&rest, &rest, bits);
  arb.arb_log1p(&rest, &rest, bits);
  arb.arb_add(x, larger, &rest, bits);
  arb.arb_clear(&rest);
}

void carb_apply(carb_operation operation, carb_real *x, in a, in b, in c, long bits) {
  switch (operation) {
  case CARB_INPUT:
  case CARB_CONSTANT: break;
  case CARB_ADD: arb.arb_add(x, a, b, bits); break;
  case CARB_SUBTRACT: arb.arb_sub(x, a, b, bits); break;
  case CARB_MULTIPLY: arb.arb_mul(x, a, b, bits); break;
  case CARB_DIVIDE: arb.arb_div(x, a, b, bits); break;
  case CARB_NEGATE: arb.arb_neg(x, a); break;
  case CARB_SQUARE: arb.arb_pow_ui(x, a, 2, bits); break;
  case CARB_EXP: arb.arb_exp(x, a, bits); break;
  case CARB_LOG: arb.arb_log(x, a, bits); break;
  case CARB_SOFTPLUS:
    // log(1 + eᵃ) = a + log(1 + e⁻ᵃ), so that a power does not become needlessly large.
    if (arb.arb_is_positive(a)) {
      carb_real power;
      memset(&power, 0, sizeof power);
      arb.arb_neg(&power, a);
      arb.arb_exp(&power, &power, bits);
      arb.arb_log1p(&power, &power, bits);
      arb.arb_add(x, a, &power, bits);
      arb.arb_clear(&power);
    } else {
      arb.arb_exp(x, a, bits);
      arb.arb_log1p(x, x, bits);
    }
    break;
  case CARB_LOG_SUM: log_sum(x, a, b, bits); break;
  case CARB_LOG_ERFC: log_erfc(x, a, bits); break;
  case CARB_ERFC: arb.arb_hypgeom_erfc(x, a, bits); break;
  case CARB_GAMMA_UPPER: arb.arb_hypgeom_gamma_upper(x, a, b, 1, bits); break;
  case CARB_GAMMA_LOWER: arb.arb_hypgeom_gamma_lower(x, a, b, 1, bits); break;
  case CARB_BETA_LOWER: arb.arb_hypgeom_beta_lower(x, a, b, c, 1, bits); break;
  case CARB_STUDENT: {
    // ₂F₁(½, (ν + 1)/2; 3/2; −z²/ν) with a = ν and b = −z²/ν.
    carb_real p[3];
    memset(p, 0, sizeof p);
    arb.arb_set_d(&p[0], 0.5);
    arb.arb_set_d(&p[1], 1);
    arb.arb_add(&p[1], &p[1], a, bits);
    arb.arb_mul(&p[1], &p[1], &p[0], bits);
    arb.arb_set_d(&p[2], 1.5);
    arb.arb_hypgeom_2f1(x, &p[0], &p[1], &p[2], b, 0, bits);
    carb_clear(p, 3);
    break;
  }
  case CARB_ARCTAN: arb.arb_atan(x, a, bits); break;
  case CARB_EXPM1: arb.arb_expm1(x, a, bits); break;
  case CARB_LOG_GAMMA: arb.arb_lgamma(x, a, bits); break;
  case CARB_UNION: arb.arb_union(x, a, b, bits); break;
  }
}

void carb_run_real(const carb_instruction *program, int count, carb_real *r, long bits) {
  for (int i = 1; i < count; i++) {
    carb_instruction step = program[i];
    if (step.operation > CARB_CONSTANT) carb_apply(step.operation, r + i, r + step.a, r + step.b, r + step.c, bits);
  }
}

static void indeterminate(carb_complex *z) {
  arb.arb_indeterminate(&z->re);
  arb.arb_indeterminate(&z->im);
}
// Whether the box is in the right half-plane, on which the functions with a cut along (−∞, 0] are holomorphic.
static int is_right(cin z) { return arb.arb_is_positive(&z->re); }
static int is_off_cut(cin z) { return is_right(z) || !arb.arb_contains_zero(&z->im); }
// log(1 + eᵃ). Of the two forms only that whose power is small is principal; they agree up to multiples of 2πi, which differ nowhere on a box
// on which 1 + eᵃ keeps off the cut and that meets the real line, as every ellipse does.
static void softplus(carb_complex *x, cin a, int analytic, long bits) {
  carb_complex power, sum;
  memset(&power, 0, sizeof power);
  memset(&sum, 0, sizeof sum);
  int is_large = arb.arb_is_positive(&a->re);
  if (is_large) {
    arb.acb_neg(&power, a);
    arb.acb_exp(&power, &power, bits);
  } else {
    arb.acb_exp(&power, a, bits);
  }
  arb.acb_add_ui(&sum, &power, 1, bits);
  if (analytic && !is_right(&sum)) {
    indeterminate(x);
  } else {
    arb.acb_log1p(&power, &power, bits);
    if (is_large)
      arb.acb_add(x, a, &power, bits);
    else
      arb.acb_add_ui(x, &power, 0, bits);
  }
  arb.arb_clear(&power.re);
  arb.arb_clear(&power.im);
  arb.arb_clear(&sum.re);
  arb.arb_clear(&sum.im);
}

// log(exp a + exp b) by the same two forms.
static void complex_log_sum(carb_complex *x, cin a, cin b, int analytic, long bits) {
  carb_complex rest, sum;
  memset(&rest, 0, sizeof rest);
  memset(&sum, 0, sizeof sum);
  arb.acb_sub(&rest, a, b, bits);
  cin larger = arb.arb_is_positive(&rest.re) ? a : b;
  if (larger == a) arb.acb_neg(&rest, &rest);
  arb.acb_exp(&rest, &rest, bits);
  arb.acb_add_ui(&sum, &rest, 1, bits);
  if (analytic && !is_right(&sum)) {
    indeterminate(x);
  } else {
    arb.acb_log1p(&rest, &rest, bits);
    arb.acb_add(x, larger, &rest, bits);
  }
  arb.arb_clear(&rest.re);
  arb.arb_clear(&rest.im);
  arb.arb_clear(&sum.re);
  arb.arb_clear(&sum.im);
}

// log erfc w on a box. Where Re w > 0, erfc w = exp(-w^2) X(w) with X(w) = (1/pi) int exp(-t^2)/(w + it) dt = (2/sqrt pi) int_0 exp(-t^2 - 2wt) dt.
// The first has a positive real part, so that log X is holomorphic, and |X(w)| >= (Re w/2|w|) X(|w|), as |w + it|^2 <= 2(|w|^2 + t^2), where
// X(x) >= 2/(sqrt pi (x + sqrt(x^2 + 2))) >= 1/(sqrt pi (x + 0.7072)). The second gives |X'(w)| <= 1/(sqrt pi (Re w)^2). So |(log X)'| is at most
// L = 2 s (s + 0.7072)/r^3 on a box with Re w >= r and |w| <= s, and log erfc w is within L times the distance of m^2 - w^2 + log erfc m for a
// real m of the box. Where Re w < 0, erfc w = 2 - erfc(-w), and |erfc(-w)| <= E = exp(-Re w^2); if E <= 1, the logarithm is within E of log 2.
static void complex_log_erfc(carb_complex *x, cin w, int analytic, long bits) {
  carb_real t[8];
  carb_complex z;
  memset(t, 0, sizeof t);
  memset(&z, 0, sizeof z);
  carb_real *middle = t, *least = t + 1, *size = t + 2, *reach = t + 3, *error = t + 4, *other = t + 5, *scratch = t + 6, *half = t + 7;
  arb.arb_set_d(half, 0.5);
  carb_lower_end(least, &w->re, 64);
  arb.arb_sub(scratch, least, half, 64);
  if (arb.arb_is_positive(scratch) && arb.arb_is_finite(&w->re) && arb.arb_is_finite(&w->im)) {
    arb.arb_set_arf(middle, &w->re.middle);
    carb_upper_end(size, &w->re, 64);
    arb.arb_sub(reach, size, middle, 64);
    // The greatest |Im w|, which its two ends bound.
    carb_upper_end(other, &w->im, 64);
    carb_lower_end(scratch, &w->im, 64);
    arb.arb_neg(scratch, scratch);
    if (!arb.arb_is_positive(other)) arb.arb_set(other, scratch);
    arb.arb_sub(error, scratch, other, 64);
    if (arb.arb_is_positive(error)) arb.arb_set(other, scratch);
    arb.arb_add(size, size, other, 64);
    arb.arb_add(reach, reach, other, 64);
    arb.arb_set_d(error, 0.7072);
    arb.arb_add(error, error, size, 64);
    arb.arb_mul(error, error, size, 64);
    arb.arb_add(error, error, error, 64);
    arb.arb_pow_ui(scratch, least, 3, 64);
    arb.arb_div(error, error, scratch, 64);
    arb.arb_mul(error, error, reach, 64);
    log_erfc(other, middle, bits);
    // (m - w)(m + w)
    arb.arb_set(&z.re, middle);
    arb.arb_set_d(&z.im, 0);
    arb.acb_sub(x, &z, w, bits);
    arb.acb_add(&z, &z, w, bits);
    arb.acb_mul(x, x, &z, bits);
    arb.arb_add(&x->re, &x->re, other, bits);
    arb.arb_add_error(&x->re, error);
    arb.arb_add_error(&x->im, error);
  } else {
    arb.acb_hypgeom_erfc(&z, w, bits);
    if (analytic && !is_off_cut(&z))
      indeterminate(x);
    else
      arb.acb_log(x, &z, bits);
    carb_upper_end(scratch, &w->re, 64);
    if (!arb.arb_is_finite(&x->re) && arb.arb_is_negative(scratch) && arb.arb_is_finite(&w->im)) {
      arb.acb_mul(&z, w, w, bits);
      arb.arb_neg(error, &z.re);
      arb.arb_exp(error, error, 64);
      carb_upper_end(error, error, 64);
      arb.arb_set_d(other, 1);
      arb.arb_sub(other, other, error, 64);
      if (arb.arb_is_positive(other)) {
        arb.arb_set_d(other, 2);
        arb.arb_log(&x->re, other, bits);
        arb.arb_set_d(&x->im, 0);
        arb.arb_add_error(&x->re, error);
        arb.arb_add_error(&x->im, error);
      }
    }
  }
  carb_clear(t, 8);
  arb.arb_clear(&z.re);
  arb.arb_clear(&z.im);
}

void carb_run(const carb_instruction *program, int count, carb_complex *r, int analytic, long bits) {
  for (int i = 1; i < count; i++) {
    carb_instruction step = program[i];
    carb_complex *x = r + i;
    cin a = r + step.a, b = r + step.b, c = r + step.c;
    switch (step.operation) {
    case CARB_INPUT:
    case CARB_CONSTANT: break;
    case CARB_ADD: arb.acb_add(x, a, b, bits); break;
    case CARB_SUBTRACT: arb.acb_sub(x, a, b, bits); break;
    case CARB_MULTIPLY:
    case CARB_SQUARE: arb.acb_mul(x, a, b, bits); break;
    case CARB_DIVIDE: arb.acb_div(x, a, b, bits); break;
    case CARB_NEGATE: arb.acb_neg(x, a); break;
    case CARB_EXP: arb.acb_exp(x, a, bits); break;
    case CARB_LOG:
      if (analytic && !is_off_cut(a))
        indeterminate(x);
      else
        arb.acb_log(x, a, bits);
      break;
    case CARB_SOFTPLUS: softplus(x, a, analytic, bits); break;
    case CARB_LOG_SUM: complex_log_sum(x, a, b, analytic, bits); break;
    case CARB_LOG_ERFC: complex_log_erfc(x, a, analytic, bits); break;
    case CARB_ERFC: arb.acb_hypgeom_erfc(x, a, bits); break;
    case CARB_GAMMA_UPPER:
    case CARB_GAMMA_LOWER:
    case CARB_BETA_LOWER:
    case CARB_STUDENT:
    case CARB_ARCTAN:
    case CARB_EXPM1:
    case CARB_LOG_GAMMA:
    case CARB_UNION: indeterminate(x); break;
    }
  }
}

void carb_ellipse(carb_complex *box, in middle, in half, double rho, long bits) {
  carb_real axes[4];
  memset(axes, 0, sizeof axes);
  arb.arb_set_d(&axes[0], rho);
  arb.arb_set_d(&axes[1], 1);
  arb.arb_div(&axes[1], &axes[1], &axes[0], 64);
  arb.arb_add(&axes[2], &axes[0], &axes[1], 64);
  arb.arb_sub(&axes[3], &axes[0], &axes[1], 64);
  arb.arb_set_d(&axes[0], 0.5);
  for (int i = 2; i < 4; i++) {
    arb.arb_mul(&axes[i], &axes[i], half, 64);
    arb.arb_mul(&axes[i], &axes[i], &axes[0], 64);
  }
  arb.arb_set_round(&box->re, middle, bits);
  arb.arb_add_error(&box->re, &axes[2]);
  arb.arb_set_d(&box->im, 0);
  arb.arb_add_error(&box->im, &axes[3]);
  carb_clear(axes, 4);
}

void carb_gauss_legendre(carb_real *node, carb_real *weight, long n, long k, long bits) {
  arb.arb_hypgeom_legendre_p_ui_root(node, weight, (unsigned long)n, (unsigned long)k, bits);
}

void carb_add_rule(const carb_instruction *program, int count, carb_real *r, const int *outputs, int output_count, carb_real *sums, in nodes,
                   in weights, long n, in middle, in half, long bits) {
  carb_real weight;
  memset(&weight, 0, sizeof weight);
  for (long k = 0; k < n; k++) {
    arb.arb_mul(r, half, nodes + k, bits + 16);
    arb.arb_add(r, r, middle, bits + 16);
    carb_run_real(program, count, r, bits);
    arb.arb_mul(&weight, half, weights + k, bits);
    for (int i = 0; i < output_count; i++) arb.arb_addmul(sums + i, &weight, r + outputs[i], bits + 16);
  }
  arb.arb_clear(&weight);
}

void carb_add_rule_error(carb_real *sum, in half, in bound, double rho, long n) {
  carb_real x[4];
  memset(x, 0, sizeof x);
  arb.arb_set_d(&x[0], rho);
  arb.arb_mul(&x[1], &x[0], &x[0], 64);
  arb.arb_pow_ui(&x[2], &x[1], (unsigned long)n, 64);
  // ρ^(2n) (1 − ρ⁻²) · 15/64
  arb.arb_set_d(&x[3], 1);
  arb.arb_div(&x[1], &x[3], &x[1], 64);
  arb.arb_sub(&x[1], &x[3], &x[1], 64);
  arb.arb_mul(&x[2], &x[2], &x[1], 64);
  arb.arb_set_d(&x[3], 15.0 / 64);
  arb.arb_mul(&x[2], &x[2], &x[3], 64);
  arb.arb_mul(&x[0], half, bound, 64);
  arb.arb_div(&x[0], &x[0], &x[2], 64);
  arb.arb_add_error(sum, &x[0]);
  carb_clear(x, 4);
}
