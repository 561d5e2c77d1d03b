// Elementwise arithmetic over a tile.

#define CK_EACH                                                                                                                        \
  for (size_t j = 0; j < width; j++)                                                                                                    \
    for (size_t at = j * stride; at < j * stride + rows; at += CK_LANES)

static void CK(affine)(const float *x, float *y, size_t width, size_t rows, size_t stride, float scale, float shift) {
  CK_EACH CK(store)(y + at, CK(load)(x + at) * scale + shift);
}
static void CK(add)(const float *x, const float *y, float *z, size_t width, size_t rows, size_t stride) {
  CK_EACH CK(store)(z + at, CK(load)(x + at) + CK(load)(y + at));
}
static void CK(multiply)(const float *x, const float *y, float *z, size_t width, size_t rows, size_t stride) {
  CK_EACH CK(store)(z + at, CK(load)(x + at) * CK(load)(y + at));
}
#undef CK_EACH
