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

// e^x = 2^k e^r with |r| <= log(2)/2 and a polynomial of degree 12: what every way of computing it does, without the cases at the ends.
#define EXPONENTIALS(name, lanes, attributes)                                                                              \
  typedef double name##_vector __attribute__((vector_size(8 * lanes)));                                                    \
  typedef long long name##_bits __attribute__((vector_size(8 * lanes)));                                                   \
  attributes static double name(double *sink) {                                                                            \
    enum { count = 1024 / lanes, repeats = 20000 };                                                                        \
    static name##_vector x[count], y[count];                                                                               \
    for (int i = 0; i < count; i++)                                                                                        \
      for (int j = 0; j < lanes; j++) x[i][j] = -10 + 0.01 * (i * lanes + j);                                              \
    double start = seconds();                                                                                              \
    for (int repeat = 0; repeat < repeats; repeat++) {                                                                     \
      for (int i = 0; i < count; i++) {                                                                                    \
        name##_vector shifted = x[i] * 0x1.71547652b82fep0 + 0x1.8p52, k = shifted - 0x1.8p52;                             \
        name##_vector r = (x[i] - k * 0x1.62e42fefa3800p-1) - k * 0x1.ef35793c76730p-45, p = r * (1 / 479001600.0) + 1 / 39916800.0; \
        p = p * r + 1 / 3628800.0, p = p * r + 1 / 362880.0, p = p * r + 1 / 40320.0, p = p * r + 1 / 5040.0;              \
        p = p * r + 1 / 720.0, p = p * r + 1 / 120.0, p = p * r + 1 / 24.0, p = p * r + 1 / 6.0, p = p * r + 0.5;          \
        p = p * r + 1.0, p = p * r + 1.0;                                                                                  \
        y[i] = (name##_vector)((name##_bits)p + ((name##_bits)shifted << 52));                                             \
      }                                                                                                                    \
      __asm__ volatile("" ::: "memory");                                                                                   \
    }                                                                                                                      \
    double elapsed = seconds() - start;                                                                                    \
    for (int i = 0; i < count; i++)                                                                                        \
      for (int j = 0; j < lanes; j++) *sink += y[i][j];                                                                    \
    return elapsed / (1024.0 * repeats);                                                                                   \
  }

#pragma clang fp contract(fast)
#if defined(__x86_64__)
EXPONENTIALS(wide_exponentials, 8, __attribute__((target("avx512f,avx2,fma"))))
EXPONENTIALS(middle_exponentials, 4, __attribute__((target("avx2,fma"))))
#endif
EXPONENTIALS(narrow_exponentials, 2, )

double seconds_of_an_exponential(void) {
  double sink = 0, best = 1;
  for (int repeat = 0; repeat < 3; repeat++) {
    double time;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) time = wide_exponentials(&sink);
    else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) time = middle_exponentials(&sink);
    else
#endif
      time = narrow_exponentials(&sink);
    if (time < best) best = time;
  }
  return sink == sink ? best : 0;
}

const char *vector_width(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return "16 lanes (AVX-512)";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "8 lanes (AVX2)";
  return "4 lanes (SSE2)";
#elif defined(__aarch64__)
  return "4 lanes (NEON)";
#else
  return "4 lanes";
#endif
}
