// Activations and their slopes over a tile.

INLINE void CK(activate_tile)(const float *x, float *y, size_t width, size_t rows, size_t stride, ck_activation activation, float slope) {
  for (size_t j = 0; j < width; j++) {
    size_t r = 0;
    // Two vectors at a time, because one's chain of dependent operations leaves the multipliers idle.
    for (; r + 2 * CK_LANES <= rows; r += 2 * CK_LANES) {
      V a = CK(load)(x + j * stride + r), b = CK(load)(x + j * stride + r + CK_LANES);
      a = CK(vactivate)(a, activation, slope);
      b = CK(vactivate)(b, activation, slope);
      CK(store)(y + j * stride + r, a);
      CK(store)(y + j * stride + r + CK_LANES, b);
    }
    for (; r < rows; r += CK_LANES) CK(store)(y + j * stride + r, CK(vactivate)(CK(load)(x + j * stride + r), activation, slope));
  }
}

static void CK(activate)(const float *x, float *y, size_t width, size_t rows, size_t stride, ck_activation activation, float slope) {
  switch (activation) {
  case ck_identity: CK(activate_tile)(x, y, width, rows, stride, ck_identity, slope); break;
  case ck_tanh: CK(activate_tile)(x, y, width, rows, stride, ck_tanh, slope); break;
  case ck_relu: CK(activate_tile)(x, y, width, rows, stride, ck_relu, slope); break;
  case ck_leaky_relu: CK(activate_tile)(x, y, width, rows, stride, ck_leaky_relu, slope); break;
  case ck_softplus: CK(activate_tile)(x, y, width, rows, stride, ck_softplus, slope); break;
  case ck_sigmoid: CK(activate_tile)(x, y, width, rows, stride, ck_sigmoid, slope); break;
  case ck_exp: CK(activate_tile)(x, y, width, rows, stride, ck_exp, slope); break;
  }
}

INLINE void CK(gate_tile)(const float *x, const float *y, float *z, size_t width, size_t rows, size_t stride, ck_activation activation,
                          float slope) {
  for (size_t j = 0; j < width; j++)
    for (size_t r = 0; r < rows; r += CK_LANES) {
      size_t at = j * stride + r;
      V s = CK(vslope)(CK(load)(y + at), activation, slope);
      CK(store)(z + at, x ? s * CK(load)(x + at) : s);
    }
}

static void CK(gate)(const float *x, const float *y, float *z, size_t width, size_t rows, size_t stride, ck_activation activation,
                     float slope) {
  switch (activation) {
  case ck_identity: CK(gate_tile)(x, y, z, width, rows, stride, ck_identity, slope); break;
  case ck_tanh: CK(gate_tile)(x, y, z, width, rows, stride, ck_tanh, slope); break;
  case ck_relu: CK(gate_tile)(x, y, z, width, rows, stride, ck_relu, slope); break;
  case ck_leaky_relu: CK(gate_tile)(x, y, z, width, rows, stride, ck_leaky_relu, slope); break;
  case ck_softplus: CK(gate_tile)(x, y, z, width, rows, stride, ck_softplus, slope); break;
  case ck_sigmoid: CK(gate_tile)(x, y, z, width, rows, stride, ck_sigmoid, slope); break;
  case ck_exp: CK(gate_tile)(x, y, z, width, rows, stride, ck_exp, slope); break;
  }
}
