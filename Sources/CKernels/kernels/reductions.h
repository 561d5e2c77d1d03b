// The gradients of weights: sums over the rows of a tile of all products of two columns.

#define CK_CHUNK 64

// The columns of y, `strip` vectors of them, as rows; the last rows may be some that are not asked for.
INLINE void CK(transpose)(const float *y, float *out, size_t rows, size_t stride, size_t strip) {
  for (size_t r = 0; r < rows; r += CK_LANES)
    for (size_t c = 0; c < strip * CK_LANES; c += CK_LANES) {
      V square[CK_LANES];
#pragma clang loop unroll(full)
      for (size_t i = 0; i < CK_LANES; i++) square[i] = CK(load)(y + (c + i) * stride + r);
      CK(transpose_square)(square);
#pragma clang loop unroll(full)
      for (size_t i = 0; i < CK_LANES; i++) CK(store)(out + (r + i) * strip * CK_LANES + c, square[i]);
    }
}

// `strip` vectors of outputs for all inputs. With y's rows consecutive the outputs are the lanes, and no sum over lanes remains: worth the
// transposing where there are many inputs.
INLINE void CK(outer_group)(const float *x, const float *y, float *total, float *sums, size_t inputs, size_t outputs, size_t rows,
                            size_t stride, const int strip) {
  float across[CK_CHUNK * CK_SPAN] __attribute__((aligned(64)));
  const int most = strip < CK_STRIP ? 2 * CK_BLOCK : CK_BLOCK, fewer = CK_BLOCK < 4 ? 2 : 4;
  // Hidden from the compiler, which would otherwise load neighbouring weights together and take them apart again.
  size_t one = 1;
  __asm__("" : "+r"(one));
  for (size_t r = 0; r < rows; r += CK_CHUNK) {
    size_t depth = rows - r < CK_CHUNK ? rows - r : CK_CHUNK, i = 0;
    CK(transpose)(y + r, across, depth, stride, strip);
#define CK_RUN_WITH(block, sums)                                                                                                        \
  CK(product_block)                                                                                                                     \
  (across, strip *CK_LANES, x + i * stride + r, NULL, total + i * outputs, outputs, depth, one, stride, strip, block, 1, NULL, sums)
#define CK_RUN(block) CK_RUN_WITH(block, NULL)
    if (sums) {
      CK_RUN_WITH(fewer, sums);
      i = (size_t)fewer;
    }
    for (; i + most <= inputs; i += most) CK_RUN(most);
    // Few inputs at once would leave the multipliers idle.
    for (; most > 4 && i + 4 <= inputs; i += 4) CK_RUN((most > 4 ? 4 : 1));
    for (; i + 2 <= inputs; i += 2) CK_RUN(2);
    if (i < inputs) CK_RUN(1);
#undef CK_RUN
#undef CK_RUN_WITH
  }
}

// Which outputs are grouped does not depend on the vectors, since sums over rows and sums over lanes round differently.
static void CK(outer_sum)(const float *x, const float *y, float *total, float *sums, size_t inputs, size_t outputs, size_t rows,
                          size_t stride) {
  size_t grouped = inputs >= 32 ? outputs - outputs % ck_grouped : 0, o = 0;
#define CK_RUN(strip)                                                                                                                   \
  CK(outer_group)(x, y + o * stride, total + o, sums ? sums + o : NULL, inputs, outputs, rows, stride, strip)
  for (; o + CK_SPAN <= grouped; o += CK_SPAN) CK_RUN(CK_STRIP);
  if (CK_SPAN > ck_grouped && o < grouped) CK_RUN(ck_grouped / CK_LANES);
#undef CK_RUN
  CK(outer_rest)(x, y, total, inputs, outputs, grouped, rows, stride);
  if (sums) CK(row_sum)(y + grouped * stride, sums + grouped, outputs - grouped, rows, stride);
}
