// Sums over the rows of a tile that end in a sum over the lanes: their order is that of the vectors.

// The lanes below `count`, zero elsewhere; a column has room for a whole vector.
INLINE V CK(load_part)(const float *p, size_t count) {
  I lane;
  for (int i = 0; i < CK_LANES; i++) lane[i] = i;
  return (V)((I)CK(load)(p) & (lane < (int32_t)count));
}

// The sum of the lanes, by halves.
INLINE float CK(lane_sum)(V v) {
  float lanes[CK_LANES];
  CK(store)(lanes, v);
  for (int half = CK_LANES / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
  return lanes[0];
}

// The lane sums of four vectors at once.
INLINE CK(four) CK(lane_sums)(V a, V b, V c, V d) {
#if CK_LANES == 4
  CK(four) ab = __builtin_shufflevector(a, b, 0, 4, 1, 5) + __builtin_shufflevector(a, b, 2, 6, 3, 7);
  CK(four) cd = __builtin_shufflevector(c, d, 0, 4, 1, 5) + __builtin_shufflevector(c, d, 2, 6, 3, 7);
  return __builtin_shufflevector(ab, cd, 0, 1, 4, 5) + __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
#else
  // Each 128-bit half as above, then the halves.
  V ab = __builtin_shufflevector(a, b, 0, 1, 10, 11, 4, 5, 14, 15) + __builtin_shufflevector(a, b, 2, 3, 8, 9, 6, 7, 12, 13);
  V cd = __builtin_shufflevector(c, d, 0, 1, 10, 11, 4, 5, 14, 15) + __builtin_shufflevector(c, d, 2, 3, 8, 9, 6, 7, 12, 13);
  V s = __builtin_shufflevector(ab, cd, 0, 2, 8, 10, 4, 6, 12, 14) + __builtin_shufflevector(ab, cd, 1, 3, 9, 11, 5, 7, 13, 15);
  return __builtin_shufflevector(s, s, 0, 1, 2, 3) + __builtin_shufflevector(s, s, 4, 5, 6, 7);
#endif
}

// `ni` inputs × `no` outputs; no is a multiple of 4, or 1.
INLINE void CK(outer_block)(const float *x, const float *y, float *total, size_t outputs, size_t rows, size_t stride, int ni, int no) {
  V sum[3][8];
#pragma clang loop unroll(full)
  for (int i = 0; i < ni; i++)
#pragma clang loop unroll(full)
    for (int o = 0; o < no; o++) sum[i][o] = (V){0};
  size_t r = 0;
  for (; r + CK_LANES <= rows; r += CK_LANES) {
    V xs[3];
#pragma clang loop unroll(full)
    for (int i = 0; i < ni; i++) xs[i] = CK(load)(x + i * stride + r);
#pragma clang loop unroll(full)
    for (int o = 0; o < no; o++) {
      V ys = CK(load)(y + o * stride + r);
#pragma clang loop unroll(full)
      for (int i = 0; i < ni; i++) sum[i][o] += xs[i] * ys;
    }
  }
  if (r < rows) {
#pragma clang loop unroll(full)
    for (int o = 0; o < no; o++) {
      V ys = CK(load_part)(y + o * stride + r, rows - r);
#pragma clang loop unroll(full)
      for (int i = 0; i < ni; i++) sum[i][o] += CK(load_part)(x + i * stride + r, rows - r) * ys;
    }
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < ni; i++) {
#pragma clang loop unroll(full)
    for (int o = 0; o + 4 <= no; o += 4) {
      CK(four) *at = (CK(four) *)(total + i * outputs + o);
      *at += CK(lane_sums)(sum[i][o], sum[i][o + 1], sum[i][o + 2], sum[i][o + 3]);
    }
    if (no == 1) total[i * outputs] += CK(lane_sum)(sum[i][0]);
  }
}

// The outputs from `start` on, by sums over the lanes.
static void CK(outer_rest)(const float *x, const float *y, float *total, size_t inputs, size_t outputs, size_t start, size_t rows,
                           size_t stride) {
  if (outputs == 1 && inputs > 1) {
    CK(outer_rest)(y, x, total, 1, inputs, 0, rows, stride);
    return;
  }
#define CK_RUN(ni, no) CK(outer_block)(x + i * stride, y + o * stride, total + i * outputs + o, outputs, rows, stride, ni, no)
#define CK_ROW(ni, no)                                                                                                                  \
  {                                                                                                                                     \
    size_t o = first;                                                                                                                   \
    for (; o + no <= last; o += no) CK_RUN(ni, no);                                                                                     \
    for (; o + 4 <= last; o += 4) CK_RUN(ni, 4);                                                                                        \
    for (; o < last; o++) CK_RUN(ni, 1);                                                                                                \
  }
  // Outputs in groups that stay in the first cache while all inputs pass.
  for (size_t first = start; first < outputs; first += 32) {
    size_t last = outputs - first < 32 ? outputs : first + 32, i = 0;
    for (; i + 3 <= inputs && inputs - i != 4; i += 3) CK_ROW(3, 4)
    for (; i + 2 <= inputs; i += 2) CK_ROW(2, 4)
    if (i < inputs) CK_ROW(1, 8)
  }
#undef CK_ROW
#undef CK_RUN
}

// The sums of up to four columns side by side, still spread over the lanes.
INLINE void CK(column_sums)(const float *p, size_t rows, size_t stride, int columns, V even[4]) {
  V odd[4];
#pragma clang loop unroll(full)
  for (int i = 0; i < columns; i++) even[i] = odd[i] = (V){0};
  size_t r = 0;
  for (; r + 2 * CK_LANES <= rows; r += 2 * CK_LANES) {
#pragma clang loop unroll(full)
    for (int i = 0; i < columns; i++) {
      even[i] += CK(load)(p + i * stride + r);
      odd[i] += CK(load)(p + i * stride + r + CK_LANES);
    }
  }
  for (; r < rows; r += CK_LANES) {
#pragma clang loop unroll(full)
    for (int i = 0; i < columns; i++) even[i] += CK(load_part)(p + i * stride + r, rows - r);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < columns; i++) even[i] += odd[i];
}

static void CK(row_sum)(const float *x, float *total, size_t width, size_t rows, size_t stride) {
  V sum[4];
  size_t j = 0;
  for (; j + 4 <= width; j += 4) {
    CK(column_sums)(x + j * stride, rows, stride, 4, sum);
    *(CK(four) *)(total + j) += CK(lane_sums)(sum[0], sum[1], sum[2], sum[3]);
  }
  for (; j < width; j++) {
    CK(column_sums)(x + j * stride, rows, stride, 1, sum);
    total[j] += CK(lane_sum)(sum[0]);
  }
}
