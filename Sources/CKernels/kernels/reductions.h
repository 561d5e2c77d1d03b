// The gradients of weights: sums over the rows of a tile of all products of two columns.

#define CK_CHUNK 128

// The columns of y as rows of CK_GROUP floats, by blocks of four by four; the last block may copy rows that are not asked for.
static void CK(transpose)(const float *y, float *out, size_t rows, size_t stride) {
  for (size_t r = 0; r < rows; r += 4)
    for (size_t c = 0; c < CK_GROUP; c += 4) {
      const float *p = y + c * stride + r;
      CK(four) a = *(const CK(four) *)p, b = *(const CK(four) *)(p + stride);
      CK(four) d = *(const CK(four) *)(p + 2 * stride), e = *(const CK(four) *)(p + 3 * stride);
      CK(four) ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), AB = __builtin_shufflevector(a, b, 2, 6, 3, 7);
      CK(four) de = __builtin_shufflevector(d, e, 0, 4, 1, 5), DE = __builtin_shufflevector(d, e, 2, 6, 3, 7);
      float *q = out + r * CK_GROUP + c;
      *(CK(four) *)q = __builtin_shufflevector(ab, de, 0, 1, 4, 5);
      *(CK(four) *)(q + CK_GROUP) = __builtin_shufflevector(ab, de, 2, 3, 6, 7);
      *(CK(four) *)(q + 2 * CK_GROUP) = __builtin_shufflevector(AB, DE, 0, 1, 4, 5);
      *(CK(four) *)(q + 3 * CK_GROUP) = __builtin_shufflevector(AB, DE, 2, 3, 6, 7);
    }
}

// CK_GROUP outputs for all inputs. With y's rows consecutive the outputs are the lanes, and no sum over lanes remains: worth the transposing
// where there are many inputs.
static void CK(outer_group)(const float *x, const float *y, float *total, size_t inputs, size_t outputs, size_t rows, size_t stride) {
  float across[CK_CHUNK * CK_GROUP] __attribute__((aligned(64)));
  // Hidden from the compiler, which would otherwise load neighbouring weights together and take them apart again.
  size_t one = 1;
  __asm__("" : "+r"(one));
  for (size_t r = 0; r < rows; r += CK_CHUNK) {
    size_t depth = rows - r < CK_CHUNK ? rows - r : CK_CHUNK, i = 0;
    CK(transpose)(y + r, across, depth, stride);
#define CK_RUN(block)                                                                                                                   \
  CK(product_block)                                                                                                                     \
  (across, CK_GROUP, x + i * stride + r, NULL, total + i * outputs, outputs, depth, one, stride, CK_PANEL, block, 1)
    for (; i + CK_BLOCK <= inputs; i += CK_BLOCK) CK_RUN(CK_BLOCK);
    for (; i < inputs; i++) CK_RUN(1);
#undef CK_RUN
  }
}

// Which outputs are grouped does not depend on the vectors, since sums over rows and sums over lanes round differently.
static void CK(outer_sum)(const float *x, const float *y, float *total, size_t inputs, size_t outputs, size_t rows, size_t stride) {
  size_t grouped = inputs >= 48 ? outputs - outputs % ck_most_grouped : 0;
  for (size_t o = 0; o < grouped; o += CK_GROUP) CK(outer_group)(x, y + o * stride, total + o, inputs, outputs, rows, stride);
  CK(outer_rest)(x, y, total, inputs, outputs, grouped, rows, stride);
}
