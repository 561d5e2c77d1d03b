// Numbers of two vectors in another order.

// In every four lanes, numbers p and q of x's and then s and t of y's.
#if CK_LANES == 4
#define CK_IN_FOURS(x, y, p, q, s, t) __builtin_shufflevector(x, y, p, q, 4 + s, 4 + t)
#elif CK_LANES == 8
#define CK_IN_FOURS(x, y, p, q, s, t) __builtin_shufflevector(x, y, p, q, 8 + s, 8 + t, 4 + p, 4 + q, 12 + s, 12 + t)
#else
#define CK_IN_FOURS(x, y, p, q, s, t)                                                                                                   \
  __builtin_shufflevector(x, y, p, q, 16 + s, 16 + t, 4 + p, 4 + q, 20 + s, 20 + t, 8 + p, 8 + q, 24 + s, 24 + t, 12 + p, 12 + q,       \
                          28 + s, 28 + t)
#endif

// The lower or the upper halves of x and of y, side by side; in_halves does so within each half.
#if CK_LANES == 8
INLINE V CK(low_halves)(V x, V y) { return __builtin_shufflevector(x, y, 0, 1, 2, 3, 8, 9, 10, 11); }
INLINE V CK(high_halves)(V x, V y) { return __builtin_shufflevector(x, y, 4, 5, 6, 7, 12, 13, 14, 15); }
#elif CK_LANES == 16
INLINE V CK(low_halves)(V x, V y) { return __builtin_shufflevector(x, y, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23); }
INLINE V CK(high_halves)(V x, V y) { return __builtin_shufflevector(x, y, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31); }
INLINE V CK(low_in_halves)(V x, V y) { return __builtin_shufflevector(x, y, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27); }
INLINE V CK(high_in_halves)(V x, V y) { return __builtin_shufflevector(x, y, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31); }
#endif

// Columns become rows: number r of vector c, number c of vector r.
INLINE void CK(transpose_square)(V v[CK_LANES]) {
#if CK_LANES == 16
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++) {
    V x = v[i], y = v[i + 8];
    v[i] = CK(low_halves)(x, y), v[i + 8] = CK(high_halves)(x, y);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 16; i++) {
    if (i % 8 >= 4) continue;
    V x = v[i], y = v[i + 4];
    v[i] = CK(low_in_halves)(x, y), v[i + 4] = CK(high_in_halves)(x, y);
  }
#elif CK_LANES == 8
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++) {
    V x = v[i], y = v[i + 4];
    v[i] = CK(low_halves)(x, y), v[i + 4] = CK(high_halves)(x, y);
  }
#endif
  // Now vectors i to i + 3 have every fourth column's rows i to i + 3, those of a column side by side.
#pragma clang loop unroll(full)
  for (int i = 0; i < CK_LANES; i += 4) {
    V ab = CK_IN_FOURS(v[i], v[i + 1], 0, 1, 0, 1), AB = CK_IN_FOURS(v[i], v[i + 1], 2, 3, 2, 3);
    V de = CK_IN_FOURS(v[i + 2], v[i + 3], 0, 1, 0, 1), DE = CK_IN_FOURS(v[i + 2], v[i + 3], 2, 3, 2, 3);
    v[i] = CK_IN_FOURS(ab, de, 0, 2, 0, 2), v[i + 1] = CK_IN_FOURS(ab, de, 1, 3, 1, 3);
    v[i + 2] = CK_IN_FOURS(AB, DE, 0, 2, 0, 2), v[i + 3] = CK_IN_FOURS(AB, DE, 1, 3, 1, 3);
  }
}
