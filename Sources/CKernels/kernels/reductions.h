// The gradients of weights: sums over the rows of a tile of all products of two columns.

#define CK_CHUNK 128

// Four rows of CK_LANES columns, from the first, second, third or fourth on every fourth one: those of a column side by side.
INLINE V CK(every_fourth)(const float *p, size_t stride) {
  CK(four) columns[CK_LANES / 4];
  V v;
#pragma clang loop unroll(full)
  for (size_t i = 0; i < CK_LANES / 4; i++) columns[i] = *(const CK(four) *)(p + 4 * i * stride);
  __builtin_memcpy(&v, columns, sizeof v);
  return v;
}

// The columns of y as rows of CK_SPAN floats, by blocks of four rows; the last block may copy rows that are not asked for.
static void CK(transpose)(const float *y, float *out, size_t rows, size_t stride) {
  for (size_t r = 0; r < rows; r += 4)
    for (size_t c = 0; c < CK_SPAN; c += CK_LANES) {
      const float *p = y + c * stride + r;
      V a = CK(every_fourth)(p, stride), b = CK(every_fourth)(p + stride, stride);
      V d = CK(every_fourth)(p + 2 * stride, stride), e = CK(every_fourth)(p + 3 * stride, stride);
      V ab = CK_IN_FOURS(a, b, 0, 1, 0, 1), AB = CK_IN_FOURS(a, b, 2, 3, 2, 3);
      V de = CK_IN_FOURS(d, e, 0, 1, 0, 1), DE = CK_IN_FOURS(d, e, 2, 3, 2, 3);
      float *q = out + r * CK_SPAN + c;
      CK(store)(q, CK_IN_FOURS(ab, de, 0, 2, 0, 2));
      CK(store)(q + CK_SPAN, CK_IN_FOURS(ab, de, 1, 3, 1, 3));
      CK(store)(q + 2 * CK_SPAN, CK_IN_FOURS(AB, DE, 0, 2, 0, 2));
      CK(store)(q + 3 * CK_SPAN, CK_IN_FOURS(AB, DE, 1, 3, 1, 3));
    }
}

// CK_SPAN outputs for all inputs. With y's rows consecutive the outputs are the lanes, and no sum over lanes remains: worth the transposing
// where there are many inputs.
static void CK(outer_group)(const float *x, const float *y, float *total, size_t inputs, size_t outputs, size_t rows, size_t stride) {
  float across[CK_CHUNK * CK_SPAN] __attribute__((aligned(64)));
  // Hidden from the compiler, which would otherwise load neighbouring weights together and take them apart again.
  size_t one = 1;
  __asm__("" : "+r"(one));
  for (size_t r = 0; r < rows; r += CK_CHUNK) {
    size_t depth = rows - r < CK_CHUNK ? rows - r : CK_CHUNK, i = 0;
    CK(transpose)(y + r, across, depth, stride);
#define CK_RUN(block)                                                                                                                   \
  CK(product_block)                                                                                                                     \
  (across, CK_SPAN, x + i * stride + r, NULL, total + i * outputs, outputs, depth, one, stride, CK_STRIP, block, 1, NULL)
    for (; i + CK_BLOCK <= inputs; i += CK_BLOCK) CK_RUN(CK_BLOCK);
    // Few inputs at once would leave the multipliers idle.
    if (CK_BLOCK > 4 && i + 4 <= inputs) {
      CK_RUN((CK_BLOCK > 4 ? 4 : 1));
      i += 4;
    }
    for (; i + 2 <= inputs; i += 2) CK_RUN(2);
    if (i < inputs) CK_RUN(1);
#undef CK_RUN
  }
}

// Which outputs are grouped does not depend on the vectors, since sums over rows and sums over lanes round differently.
static void CK(outer_sum)(const float *x, const float *y, float *total, size_t inputs, size_t outputs, size_t rows, size_t stride) {
  size_t grouped = inputs >= 48 ? outputs - outputs % ck_most_grouped : 0;
  for (size_t o = 0; o < grouped; o += CK_SPAN) CK(outer_group)(x, y + o * stride, total + o, inputs, outputs, rows, stride);
  CK(outer_rest)(x, y, total, inputs, outputs, grouped, rows, stride);
}
