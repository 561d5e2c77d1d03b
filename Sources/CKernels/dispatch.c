// Compiles kernels.h once for each vector width and picks a set at run time.
#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Functions on panels are always inlined, so that how a panel is passed does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

// Outputs of an outer sum are grouped by as many as every set can take at once.
enum { ck_grouped = 32 };

#define CK_PASTE2(a, b) a##b
#define CK_PASTE(a, b) CK_PASTE2(a, b)
#define CK_TEXT2(a) #a
#define CK_TEXT(a) CK_TEXT2(a)

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define CK_SET avx2
#define CK_BYTES "avx2/avx512"
#define CK_LANES 8
#define CK_BLOCK 3
#define CK_PERMUTE __builtin_ia32_permvarsf256
#define CK_REST_LAST 1
#include "kernels.h"
#pragma clang attribute pop

// Both fuse products with sums, and what is summed over the lanes is summed over eight: so both give the same bytes.
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma"))), apply_to = function)
#define CK_SET avx512
#define CK_BYTES "avx2/avx512"
#define CK_SUMS(name) CK_PASTE(ck_, name##_avx2)
#define CK_LANES 16
#define CK_BLOCK 6
#define CK_PERMUTE __builtin_ia32_permvarsf512
#define CK_REST_LAST 1
#include "kernels.h"
#pragma clang attribute pop

#define CK_SET sse2
#define CK_LANES 4
#define CK_BLOCK 3
#include "kernels.h"

const ck_kernels *ck_kernels_at(size_t index) {
  const ck_kernels *sets[3];
  size_t count = 0;
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw"))
    sets[count++] = &ck_set_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) sets[count++] = &ck_set_avx2;
  sets[count++] = &ck_set_sse2;
  return index < count ? sets[index] : NULL;
}

#else

// Four lanes of vectors as the compiler has them.
#if defined(__ARM_NEON)
#define CK_SET neon
#else
#define CK_SET portable
#endif
#define CK_LANES 4
#define CK_BLOCK 6
#include "kernels.h"

#if defined(__ARM_NEON)
const ck_kernels *ck_kernels_at(size_t index) { return index == 0 ? &ck_set_neon : NULL; }
#else
const ck_kernels *ck_kernels_at(size_t index) { return index == 0 ? &ck_set_portable : NULL; }
#endif

#endif
