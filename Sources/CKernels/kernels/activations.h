// Activations and their slopes over a tile.

// Calls run(activation) with a constant, so that each activation is compiled on its own.
#define CK_BY_ACTIVATION(run)                                                                                                           \
  switch (activation) {                                                                                                                 \
  case ck_identity: run(ck_identity); break;                                                                                            \
  case ck_tanh: run(ck_tanh); break;                                                                                                    \
  case ck_relu: run(ck_relu); break;                                                                                                    \
  case ck_leaky_relu: run(ck_leaky_relu); break;                                                                                        \
  case ck_softplus: run(ck_softplus); break;                                                                                            \
  case ck_sigmoid: run(ck_sigmoid); break;                                                                                              \
  case ck_exp: run(ck_exp); break;                                                                                                      \
  }

INLINE void CK(activate_tile)(const float *x, float *y, size_t width, size_t rows, size_t stride, ck_activation activation, float slope) {
#define CK_RUN(j, r, down, count)                                                                                                       \
  {                                                                                                                                     \
    size_t at = j * stride + r;                                                                                                         \
    CK(store_panel)(y + at, CK(vactivate)(CK(load_panel)(x + at, stride, down, count), activation, slope), stride, down, count);        \
  }
  CK_PANELS(CK_RUN)
#undef CK_RUN
}

static void CK(activate)(const float *x, float *y, size_t width, size_t rows, size_t stride, ck_activation activation, float slope) {
#define CK_RUN(constant) CK(activate_tile)(x, y, width, rows, stride, constant, slope)
  CK_BY_ACTIVATION(CK_RUN)
#undef CK_RUN
}

INLINE void CK(gate_tile)(const float *x, const float *y, float *z, size_t width, size_t rows, size_t stride, ck_activation activation,
                          float slope) {
#define CK_RUN(j, r, down, count)                                                                                                       \
  {                                                                                                                                     \
    size_t at = j * stride + r;                                                                                                         \
    P s = CK(vslope)(CK(load_panel)(y + at, stride, down, count), activation, slope);                                                   \
    CK(store_panel)(z + at, x ? s * CK(load_panel)(x + at, stride, down, count) : s, stride, down, count);                              \
  }
  CK_PANELS(CK_RUN)
#undef CK_RUN
}

static void CK(gate)(const float *x, const float *y, float *z, size_t width, size_t rows, size_t stride, ck_activation activation,
                     float slope) {
#define CK_RUN(constant) CK(gate_tile)(x, y, z, width, rows, stride, constant, slope)
  CK_BY_ACTIVATION(CK_RUN)
#undef CK_RUN
}
