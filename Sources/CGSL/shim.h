#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_version.h>
#include <setjmp.h>

// GSL names its algorithms by mutable global pointers, which Swift 6 refuses to read; these read them.
static inline const gsl_root_fsolver_type *gsl_root_brent(void) { return gsl_root_fsolver_brent; }
static inline const gsl_multimin_fminimizer_type *gsl_multimin_simplex(void) { return gsl_multimin_fminimizer_nmsimplex2; }
static inline const char *gsl_library_version(void) { return gsl_version; }

// CQUAD has no limit, and at some integrands it divides for ever. After so many values this one leaves it, by a jump over GSL's own frames alone.
struct gsl_bounded_function {
  const gsl_function *inner;
  size_t left;
  jmp_buf end;
};

static inline double gsl_bounded_value(double x, void *context) {
  struct gsl_bounded_function *f = (struct gsl_bounded_function *)context;
  if (f->left == 0) longjmp(f->end, 1);
  f->left -= 1;
  return GSL_FN_EVAL(f->inner, x);
}

// GSL_EMAXITER where it was left.
static inline int gsl_integration_cquad_bounded(const gsl_function *f, double a, double b, double epsabs, double epsrel, size_t most,
                                                gsl_integration_cquad_workspace *ws, double *result, double *abserr, size_t *nevals) {
  struct gsl_bounded_function bounded;
  bounded.inner = f;
  bounded.left = most;
  gsl_function function = {gsl_bounded_value, &bounded};
  if (setjmp(bounded.end)) return GSL_EMAXITER;
  return gsl_integration_cquad(&function, a, b, epsabs, epsrel, ws, result, abserr, nevals);
}
