// One set of kernels on vectors of CK_LANES floats, named after CK_SET. The product keeps CK_STRIP row vectors × CK_BLOCK outputs in
// registers: on AVX2, 12 accumulators of the 16, fed by 7 loads for 12 multiply-adds. Functions take CK_PANEL vectors at a time.

#define CK_STRIP 4
#define CK_SPAN (CK_STRIP * CK_LANES)
#define CK_PANEL 4
#define CK_GROUP (CK_PANEL * CK_LANES)
#ifndef CK_REST_LAST
#define CK_REST_LAST 0
#endif
#define CK(name) CK_PASTE(CK_PASTE(ck_, name##_), CK_SET)
#define V CK(vector)
#define I CK(integers)
#define U CK(unsigneds)
#define P CK(panel)
#define IP CK(panel_integers)
#define INLINE static inline __attribute__((always_inline))

typedef float V __attribute__((vector_size(4 * CK_LANES), aligned(4)));
typedef int32_t I __attribute__((vector_size(4 * CK_LANES), aligned(4)));
typedef uint32_t U __attribute__((vector_size(4 * CK_LANES), aligned(4)));
typedef float P __attribute__((vector_size(4 * CK_GROUP), aligned(4)));
typedef int32_t IP __attribute__((vector_size(4 * CK_GROUP), aligned(4)));
typedef uint64_t CK(wide) __attribute__((vector_size(8 * CK_LANES), aligned(4)));
typedef float CK(four) __attribute__((vector_size(16), aligned(4)));

// Subtracting +0 changes no number, so that this is a broadcast alone; adding it would turn -0 into +0 and cost an addition.
INLINE V CK(splat)(float x) { return x - (V){0}; }
INLINE V CK(load)(const float *p) { return *(const V *)p; }
INLINE void CK(store)(float *p, V v) { *(V *)p = v; }
INLINE V CK(select)(I mask, V a, V b) { return (V)((mask & (I)a) | (~mask & (I)b)); }

#include "kernels/shuffles.h"
#include "kernels/panels.h"
#include "kernels/elementary.h"
#include "kernels/activations.h"
#include "kernels/dense.h"
// A set that is to give the bytes of the one of half its lanes sums over those.
#ifdef CK_SUMS
#include "kernels/paired_sums.h"
#else
#define CK_SUMS CK
#include "kernels/lane_sums.h"
#endif
#include "kernels/reductions.h"
#include "kernels/arithmetic.h"
#include "kernels/noise.h"
#include "kernels/optimizers.h"
#include "kernels/doubles.h"
#include "kernels/functions.h"
#include "kernels/pairs.h"
#include "kernels/sums.h"
#include "kernels/divergences.h"
#include "kernels/nodes.h"
#include "kernels/families.h"

static const ck_kernels CK(set) = {
  .name = CK_TEXT(CK_SET),
#ifdef CK_BYTES
  .bytes = CK_BYTES,
#else
  .bytes = CK_TEXT(CK_SET),
#endif
  .lanes = CK_LANES,
  .dense = CK(dense),
  .dense_transposed = CK(dense_transposed),
  .outer_sum = CK(outer_sum),
  .row_sum = CK(row_sum),
  .activate = CK(activate),
  .gate = CK(gate),
  .affine = CK(affine),
  .add = CK(add),
  .multiply = CK(multiply),
  .normal_noise = CK(normal_noise),
  .uniform_noise = CK(uniform_noise),
  .interpolate = CK(interpolate),
  .combine = CK(combine),
  .clip = CK(clip),
  .adam = CK(adam),
  .layer = CK(layer),
  .tanh_and_slope = CK(tanh_and_slope),
  .carry = CK(carry),
  .exp = CK(exp),
  .expm1 = CK(expm1),
  .log1p = CK(log1p),
  .log_minus = CK(log_minus),
  .log_remainder = CK(log_remainder),
  .exp_remainder = CK(exp_remainder),
  .are_finite = CK(are_finite),
  .pair = CK(pair),
  .divergence = CK(divergence),
  .divergence_sums = CK(divergence_sums),
  .divergence_panels = CK(divergence_panels),
  .nodes = CK(nodes),
  .normal_logs = CK(normal_logs),
  .exponential_logs = CK(exponential_logs),
  .log_normal_logs = CK(log_normal_logs),
  .gamma_logs = CK(gamma_logs),
  .beta_logs = CK(beta_logs),
  .add_term = CK(add_term),
  .finish_sum = CK(finish_sum),
  .weighted_sums = CK(weighted_sums),
  .panel_sums = CK(panel_sums),
  .gaussians = CK(gaussians),
  .gaussian_points = CK(gaussian_points),
};

#undef CK_PANEL
#undef CK_STRIP
#undef CK_SPAN
#undef CK_GROUP
#undef CK_CHUNK
#undef CK_IN_FOURS
#undef CK
#undef V
#undef I
#undef U
#undef P
#undef IP
#undef INLINE
#undef CK_SET
#undef CK_SUMS
#undef CK_BYTES
#undef CK_LANES
#undef CK_BLOCK
#undef CK_PERMUTE
#undef CK_REST_LAST
