// Twelve independent chains of multiply-adds: enough to fill both pipelines for as long as one takes.
#include "Peak.h"

#include <time.h>

#define CHAINS 12
#define ROUNDS 40000000L

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

#define MEASURE(name, lanes, attributes)                                                          \
  typedef float name##_vector __attribute__((vector_size(4 * lanes)));                            \
  attributes static double name(float *sink) {                                                    \
    name##_vector chain[CHAINS], factor, term;                                                    \
    for (int i = 0; i < lanes; i++) factor[i] = 0.999f, term[i] = 0.001f;                         \
    for (int c = 0; c < CHAINS; c++)                                                              \
      for (int i = 0; i < lanes; i++) chain[c][i] = (float)(c + i);                               \
    double start = seconds();                                                                     \
    for (long round = 0; round < ROUNDS; round++) {                                               \
      _Pragma("clang loop unroll(full)") for (int c = 0; c < CHAINS; c++)                         \
        chain[c] = __builtin_elementwise_fma(chain[c], factor, term);                             \
    }                                                                                             \
    double elapsed = seconds() - start;                                                           \
    for (int c = 0; c < CHAINS; c++)                                                              \
      for (int i = 0; i < lanes; i++) *sink += chain[c][i];                                       \
    return 2.0 * CHAINS * lanes * (double)ROUNDS / elapsed;                                       \
  }

#if defined(__x86_64__)
MEASURE(wide, 16, __attribute__((target("avx512f,avx2,fma"))))
MEASURE(middle, 8, __attribute__((target("avx2,fma"))))
#endif
#if defined(__aarch64__)
MEASURE(narrow, 4, )
#endif

double peak_operations_per_second(void) {
  float sink = 0;
  double best = 0;
  for (int repeat = 0; repeat < 3; repeat++) {
    double rate = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) rate = wide(&sink);
    else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) rate = middle(&sink);
#elif defined(__aarch64__)
    rate = narrow(&sink);
#endif
    if (rate > best) best = rate;
  }
  return sink == sink ? best : 0;
}
