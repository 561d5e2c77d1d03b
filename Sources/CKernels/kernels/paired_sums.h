// Outer sums with two columns of x side by side in a vector: the bytes of the set of half the lanes, whose sums have as many lanes as a half.

typedef float CK(half) __attribute__((vector_size(2 * CK_LANES), aligned(4)));
typedef int32_t CK(half_integers) __attribute__((vector_size(2 * CK_LANES), aligned(4)));

// The lanes below `count`, zero elsewhere.
INLINE CK(half) CK(load_half)(const float *p, size_t count) {
  CK(half) all = *(const CK(half) *)p;
  if (count >= CK_LANES / 2) return all;
  CK(half_integers) lane;
  for (int i = 0; i < CK_LANES / 2; i++) lane[i] = i;
  return (CK(half))((CK(half_integers))all & (lane < (int32_t)count));
}

INLINE V CK(side_by_side)(CK(half) a, CK(half) b) {
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

// The sums of four vectors over each quarter's lanes, in the order of `lane_sums`.
INLINE V CK(quarter_sums)(V a, V b, V c, V d) {
  V ab = CK_IN_FOURS(a, b, 0, 1, 2, 3) + CK_IN_FOURS(a, b, 2, 3, 0, 1);
  V cd = CK_IN_FOURS(c, d, 0, 1, 2, 3) + CK_IN_FOURS(c, d, 2, 3, 0, 1);
  return CK_IN_FOURS(ab, cd, 0, 2, 0, 2) + CK_IN_FOURS(ab, cd, 1, 3, 1, 3);
}

// Adds the lane sums of four vectors, or of eight: those of the lower halves at `low`, those of the upper at `high`.
INLINE void CK(add_lane_sums)(const V *v, int count, float *low, float *high) {
  V s = CK(quarter_sums)(v[0], v[1], v[2], v[3]);
  if (count == 4) {
    *(CK(four) *)low += __builtin_shufflevector(s, s, 0, 1, 2, 3) + __builtin_shufflevector(s, s, 4, 5, 6, 7);
    *(CK(four) *)high += __builtin_shufflevector(s, s, 8, 9, 10, 11) + __builtin_shufflevector(s, s, 12, 13, 14, 15);
  } else {
    V t = CK(quarter_sums)(v[4], v[5], v[6], v[7]);
    V all = __builtin_shufflevector(s, t, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27) +
            __builtin_shufflevector(s, t, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
    *(CK(half) *)low += __builtin_shufflevector(all, all, 0, 1, 2, 3, 4, 5, 6, 7);
    *(CK(half) *)high += __builtin_shufflevector(all, all, 8, 9, 10, 11, 12, 13, 14, 15);
  }
}

// Adds the products of `count` rows, at most a half's lanes.
INLINE void CK(paired_rows)(const float *x, const float *y, V sum[3][8], size_t count, size_t stride, int pairs, int no) {
  V xs[3];
#pragma clang loop unroll(full)
  for (int i = 0; i < pairs; i++)
    xs[i] = CK(side_by_side)(CK(load_half)(x + 2 * i * stride, count), CK(load_half)(x + (2 * i + 1) * stride, count));
#pragma clang loop unroll(full)
  for (int o = 0; o < no; o++) {
    CK(half) ys = CK(load_half)(y + o * stride, count);
#pragma clang loop unroll(full)
    for (int i = 0; i < pairs; i++) sum[i][o] += xs[i] * CK(side_by_side)(ys, ys);
  }
}

// `pairs` pairs of inputs × `no` outputs, four or eight.
INLINE void CK(paired_block)(const float *x, const float *y, float *total, size_t outputs, size_t rows, size_t stride, int pairs, int no) {
  V sum[3][8];
#pragma clang loop unroll(full)
  for (int i = 0; i < pairs; i++)
#pragma clang loop unroll(full)
    for (int o = 0; o < no; o++) sum[i][o] = (V){0};
  size_t r = 0;
  for (; r + CK_LANES / 2 <= rows; r += CK_LANES / 2) CK(paired_rows)(x + r, y + r, sum, CK_LANES / 2, stride, pairs, no);
  if (r < rows) CK(paired_rows)(x + r, y + r, sum, rows - r, stride, pairs, no);
#pragma clang loop unroll(full)
  for (int i = 0; i < pairs; i++) CK(add_lane_sums)(sum[i], no, total + 2 * i * outputs, total + (2 * i + 1) * outputs);
}

// One output: eight columns of x and the eight after them side by side.
static void CK(outer_column)(const float *x, const float *y, float *total, size_t inputs, size_t rows, size_t stride) {
  size_t j = 0, whole = rows - rows % CK_LANES;
  for (; j + 16 <= inputs; j += 16) {
    const float *low = x + j * stride, *high = low + 8 * stride;
    V sum[8] = {0};
    for (size_t r = 0; r < whole; r += CK_LANES) {
      V ys = CK(load)(y + r), even = CK(low_halves)(ys, ys), odd = CK(high_halves)(ys, ys);
#pragma clang loop unroll(full)
      for (int i = 0; i < 8; i++) {
        V a = CK(load)(low + i * stride + r), b = CK(load)(high + i * stride + r);
        sum[i] += CK(low_halves)(a, b) * even;
        sum[i] += CK(high_halves)(a, b) * odd;
      }
    }
    for (size_t r = whole; r < rows; r += CK_LANES / 2) {
      CK(half) ys = CK(load_half)(y + r, rows - r);
#pragma clang loop unroll(full)
      for (int i = 0; i < 8; i++) {
        CK(half) a = CK(load_half)(low + i * stride + r, rows - r), b = CK(load_half)(high + i * stride + r, rows - r);
        sum[i] += CK(side_by_side)(a, b) * CK(side_by_side)(ys, ys);
      }
    }
    CK(add_lane_sums)(sum, 8, total + j, total + j + 8);
  }
  if (j < inputs) CK_SUMS(outer_rest)(x + j * stride, y, total + j, inputs - j, 1, 0, rows, stride);
}

// The outputs from `start` on: pairs of inputs by fours of outputs here, what is left by the set of half the lanes.
static void CK(outer_rest)(const float *x, const float *y, float *total, size_t inputs, size_t outputs, size_t start, size_t rows,
                           size_t stride) {
  if (outputs == 1 || inputs == 1) {
    CK(outer_column)(outputs == 1 ? x : y, outputs == 1 ? y : x, total, inputs * outputs, rows, stride);
    return;
  }
  size_t last = outputs - (outputs - start) % 4, paired = last > start ? inputs - inputs % 2 : 0;
#define CK_RUN(pairs, no) CK(paired_block)(x + i * stride, y + o * stride, total + i * outputs + o, outputs, rows, stride, pairs, no)
#define CK_ROW(pairs)                                                                                                                   \
  {                                                                                                                                     \
    size_t o = first;                                                                                                                   \
    for (; o + 8 <= end; o += 8) CK_RUN(pairs, 8);                                                                                      \
    if (o < end) CK_RUN(pairs, 4);                                                                                                      \
  }
  // Outputs in groups that stay in the first cache while all inputs pass.
  for (size_t first = start; first < last; first += 32) {
    size_t end = last - first < 32 ? last : first + 32, i = 0;
    for (; i + 6 <= paired && paired - i != 8; i += 6) CK_ROW(3)
    for (; i + 4 <= paired; i += 4) CK_ROW(2)
    if (i < paired) CK_ROW(1)
  }
#undef CK_ROW
#undef CK_RUN
  if (paired < inputs)
    CK_SUMS(outer_rest)(x + paired * stride, y, total + paired * outputs, inputs - paired, outputs, start, rows, stride);
  if (last < outputs && paired > 0) CK_SUMS(outer_rest)(x, y, total, paired, outputs, last, rows, stride);
}

// The sums of eight columns: the lower half of a vector has those of the even halves, the upper one those of the odd.
static void CK(row_sum)(const float *x, float *total, size_t width, size_t rows, size_t stride) {
  size_t j = 0, whole = rows - rows % CK_LANES;
  for (; j + 8 <= width; j += 8) {
    V sum[8] = {0};
    CK(half) even[8];
    for (size_t r = 0; r < whole; r += CK_LANES) {
#pragma clang loop unroll(full)
      for (int i = 0; i < 8; i++) sum[i] += CK(load)(x + (j + i) * stride + r);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 8; i++) {
      even[i] = __builtin_shufflevector(sum[i], sum[i], 0, 1, 2, 3, 4, 5, 6, 7);
      for (size_t r = whole; r < rows; r += CK_LANES / 2) even[i] += CK(load_half)(x + (j + i) * stride + r, rows - r);
      even[i] += __builtin_shufflevector(sum[i], sum[i], 8, 9, 10, 11, 12, 13, 14, 15);
    }
    *(CK(four) *)(total + j) += CK_SUMS(lane_sums)(even[0], even[1], even[2], even[3]);
    *(CK(four) *)(total + j + 4) += CK_SUMS(lane_sums)(even[4], even[5], even[6], even[7]);
  }
  if (j < width) CK_SUMS(row_sum)(x + j * stride, total + j, width - j, rows, stride);
}
