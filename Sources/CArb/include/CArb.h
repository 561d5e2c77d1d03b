// Balls of Arb: numbers with a radius that holds every rounding. The library (FLINT 3, or Arb 2 beside FLINT 2) is looked up when it is first
// needed, so that nothing is linked and nothing but this file is needed to build.
#ifndef CARB_H
#define CARB_H

// The layout of Arb's own structs, which is part of its binary interface; `carb_load` tries it before anything else relies on it.
typedef struct {
  long exponent, size;
  unsigned long limbs[2];
} carb_float;
typedef struct {
  carb_float middle;
  long radius_exponent;
  unsigned long radius;
} carb_real;
typedef struct {
  carb_real re, im;
} carb_complex;

// What an instruction computes of the registers a, b and c.
typedef enum {
  CARB_INPUT,
  CARB_CONSTANT,
  CARB_ADD,
  CARB_SUBTRACT,
  CARB_MULTIPLY,
  CARB_DIVIDE,
  CARB_NEGATE,
  CARB_SQUARE,
  CARB_EXP,
  CARB_LOG,
  CARB_SOFTPLUS,       // log(1 + exp a)
  CARB_LOG_SUM,        // log(exp a + exp b)
  CARB_LOG_ERFC,       // log erfc a
  // Of reals alone:
  CARB_ERFC,           // the complementary error function
  CARB_GAMMA_UPPER,    // Q(a, b), the regularised upper incomplete gamma function
  CARB_GAMMA_LOWER,    // P(a, b)
  CARB_BETA_LOWER,     // I_c(a, b), the regularised incomplete beta function
  CARB_STUDENT,        // the hypergeometric function F(1/2, (a + 1)/2; 3/2; b)
  CARB_ARCTAN,
  CARB_EXPM1,          // exp a - 1
  CARB_LOG_GAMMA,
  CARB_UNION           // the hull of two balls
} carb_operation;

typedef struct {
  carb_operation operation;
  int a, b, c;
} carb_instruction;

// 0 if the library is there and has this layout; else what is missing: 1 the library, 2 a function of it, 3 the layout.
int carb_load(void);
// The name of the file that was loaded.
const char *carb_library(void);

void carb_clear(carb_real *x, long count);
void carb_set_double(carb_real *x, double value);
// `x` rounded to so many bits, its radius grown by as much.
void carb_round(carb_real *x, const carb_real *value, long bits);
// One operation on reals.
void carb_apply(carb_operation operation, carb_real *x, const carb_real *a, const carb_real *b, const carb_real *c, long bits);
// As many bits as sums and products of doubles need to be exact.
long carb_exact_bits(void);
void carb_set_pi(carb_real *x, long bits);

// The largest double that is not above the ball, and the smallest that is not below it.
double carb_lower(const carb_real *x);
double carb_upper(const carb_real *x);
// The ends of the ball as balls without a radius.
void carb_lower_end(carb_real *x, const carb_real *value, long bits);
void carb_upper_end(carb_real *x, const carb_real *value, long bits);
int carb_is_finite(const carb_real *x);
int carb_is_exact(const carb_real *x);
int carb_is_positive(const carb_real *x);
int carb_is_negative(const carb_real *x);
int carb_is_zero(const carb_real *x);
// About log2 of the largest |x|, for choices that no proof rests on; infinite where x is not finite.
double carb_log2(const carb_real *x);
// "middle +/- radius" in decimal, which contains the ball; to be freed by `carb_free_text`.
char *carb_text(const carb_real *x, long digits);
void carb_free_text(char *text);
// The ball without rounding, as four whole numbers in hexadecimal: middle = a 2^b, radius = c 2^d; to be freed by `carb_free_text`.
char *carb_exact_text(const carb_real *x);

// Runs a program on a complex box or on a real ball, which is in register 0. Where it is `analytic`, a box on which a function is not holomorphic
// gives a result that is not finite.
void carb_run(const carb_instruction *program, int count, carb_complex *registers, int analytic, long bits);
void carb_run_real(const carb_instruction *program, int count, carb_real *registers, long bits);

// The box that holds the ellipse with foci middle ± half and semi-axes half·(ρ ± 1/ρ)/2.
void carb_ellipse(carb_complex *box, const carb_real *middle, const carb_real *half, double rho, long bits);
// An upper bound of |z - c| for a constant c; not finite where the box is not.
void carb_complex_bound(carb_real *bound, const carb_complex *z);

// Node k of the n-point Gauss-Legendre rule on [-1, 1] and its weight.
void carb_gauss_legendre(carb_real *node, carb_real *weight, long n, long k, long bits);
// Adds to each sum half · Σ weight · output at the nodes of a rule.
void carb_add_rule(const carb_instruction *program, int count, carb_real *registers, const int *outputs, int output_count, carb_real *sums,
                   const carb_real *nodes, const carb_real *weights, long n, const carb_real *middle, const carb_real *half, long bits);
// Adds ± (64/15) half · bound · ρ^(−2n) / (1 − ρ⁻²) to a sum.
void carb_add_rule_error(carb_real *sum, const carb_real *half, const carb_real *bound, double rho, long n);

#endif
