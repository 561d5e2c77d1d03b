#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_version.h>

// GSL names its algorithms by mutable global pointers, which Swift 6 refuses to read; these read them.
static inline const gsl_root_fsolver_type *gsl_root_brent(void) { return gsl_root_fsolver_brent; }
static inline const gsl_multimin_fminimizer_type *gsl_multimin_simplex(void) { return gsl_multimin_fminimizer_nmsimplex2; }
static inline const char *gsl_library_version(void) { return gsl_version; }
