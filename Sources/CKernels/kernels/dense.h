// Dense layers: the product that training spends its time in.

// How the sums of a dense layer are finished: through an activation, or times the slope at `gate`.
typedef struct {
  const float *gate;
  ck_activation activation;
  float slope;
} CK(finish);

// out[o] = sum over k of x[k] w[k * k_step + o * o_step] + rest for `block` outputs and `panel` vectors; the rest is out[o] itself, or else
// b[o], or else zero. With CK_REST_LAST it is added last, since sums that begin at zero can begin earlier. Where `tanhs` is not null, which
// is a constant of each call, the result is multiplied by the slope of tanh there. Where `sums` is not null, a constant too, the sums of
// x[k] are added to it, which the units that only add have time for.
INLINE void CK(product_block)(const float *x, size_t x_stride, const float *w, const float *b, float *out, size_t stride, size_t depth,
                              size_t k_step, size_t o_step, int panel, int block, int accumulate, const float *tanhs,
                              float *sums) {
  V sum[2 * CK_BLOCK][2 * CK_STRIP], whole[CK_STRIP] = {0};
#pragma clang loop unroll(full)
  for (int o = 0; o < block; o++)
#pragma clang loop unroll(full)
    for (int v = 0; v < panel; v++) {
      if (CK_REST_LAST) sum[o][v] = (V){0};
      else sum[o][v] = accumulate ? CK(load)(out + o * stride + v * CK_LANES) : CK(splat)(b ? b[o] : 0.0f);
    }
#pragma clang loop unroll_count(2)
  for (size_t k = 0; k < depth; k++) {
    // The fewer ones stay in registers: of row vectors and weights together, both would take too many.
    if (panel < block && panel < CK_STRIP) {
      V xs[CK_STRIP];
#pragma clang loop unroll(full)
      for (int v = 0; v < panel; v++) xs[v] = CK(load)(x + k * x_stride + v * CK_LANES);
#pragma clang loop unroll(full)
      for (int o = 0; o < block; o++) {
        V weight = CK(splat)(w[k * k_step + o * o_step]);
#pragma clang loop unroll(full)
        for (int v = 0; v < panel; v++) sum[o][v] += xs[v] * weight;
      }
#pragma clang loop unroll(full)
      for (int v = 0; sums && v < panel; v++) whole[v] += xs[v];
      continue;
    }
    V weights[CK_BLOCK];
#pragma clang loop unroll(full)
    for (int o = 0; o < block; o++) weights[o] = CK(splat)(w[k * k_step + o * o_step]);
#pragma clang loop unroll(full)
    for (int v = 0; v < panel; v++) {
      V value = CK(load)(x + k * x_stride + v * CK_LANES);
#pragma clang loop unroll(full)
      for (int o = 0; o < block; o++) sum[o][v] += value * weights[o];
      if (sums) whole[v] += value;
    }
  }
#pragma clang loop unroll(full)
  for (int v = 0; sums && v < panel; v++) CK(store)(sums + v * CK_LANES, CK(load)(sums + v * CK_LANES) + whole[v]);
#pragma clang loop unroll(full)
  for (int o = 0; o < block; o++)
#pragma clang loop unroll(full)
    for (int v = 0; v < panel; v++) {
      size_t at = o * stride + v * CK_LANES;
      if (CK_REST_LAST && accumulate) sum[o][v] += CK(load)(out + at);
      if (CK_REST_LAST && b) sum[o][v] += CK(splat)(b[o]);
      V value = tanhs ? CK(load)(tanhs + at) : (V){0};
      CK(store)(out + at, tanhs ? (1.0f - value * value) * sum[o][v] : sum[o][v]);
    }
}

// Finishes `width` outputs of `rows` rows while they are in the first cache. A call of its own, so that it takes no registers from the sums.
static __attribute__((noinline)) void CK(finish_outputs)(float *out, size_t width, size_t rows, size_t stride, const CK(finish) * finish,
                                                         size_t offset) {
  if (finish->gate)
    CK(gate)(out, finish->gate + offset, out, width, rows, stride, finish->activation, finish->slope);
  else
    CK(activate)(out, out, width, rows, stride, finish->activation, finish->slope);
}

INLINE void CK(product_panel)(const float *x, const float *w, const float *b, float *out, size_t depth, size_t outputs, size_t k_step,
                              size_t o_step, size_t stride, const CK(finish) * finish, size_t offset, int panel, const float *tanhs) {
  size_t finished = 0;
  for (size_t o = 0, block; o < outputs; o += block) {
    // A remainder of one output would leave the multipliers idle, so four are left as two and two.
    size_t left = outputs - o;
    const float *ws = w + o * o_step, *bs = b ? b + o : NULL;
    float *outs = out + o * stride;
    const float *at = tanhs ? tanhs + o * stride : NULL;
    if (left >= CK_BLOCK && left != 4) {
      block = CK_BLOCK;
      CK(product_block)(x, stride, ws, bs, outs, stride, depth, k_step, o_step, panel, CK_BLOCK, 0, at, NULL);
    } else if (left >= 2) {
      block = 2;
      CK(product_block)(x, stride, ws, bs, outs, stride, depth, k_step, o_step, panel, 2, 0, at, NULL);
    } else {
      block = 1;
      CK(product_block)(x, stride, ws, bs, outs, stride, depth, k_step, o_step, panel, 1, 0, at, NULL);
    }
    size_t done = o + block;
    if (finish && (done - finished >= 64 || done == outputs)) {
      CK(finish_outputs)
      (out + finished * stride, done - finished, (size_t)panel * CK_LANES, stride, finish, offset + finished * stride);
      finished = done;
    }
  }
}

// The product of depth one, which has nothing to keep in registers but what it is finished with.
INLINE void CK(scaled_tile)(const float *x, const float *w, const float *b, float *out, size_t width, size_t o_step, size_t rows,
                            size_t stride, const float *gate, ck_activation activation, float slope) {
#define CK_RUN(j, r, down, count)                                                                                                       \
  {                                                                                                                                     \
    size_t at = j * stride + r;                                                                                                         \
    P weights = CK(spread_each)(w + j * o_step, o_step, down, count);                                                                   \
    P biases = b ? CK(spread_each)(b + j, 1, down, count) : (P){0};                                                                     \
    P sum = CK(load_panel)(x + r, 0, down, count) * weights + biases;                                                                   \
    P result = gate ? CK(vslope)(CK(load_panel)(gate + at, stride, down, count), activation, slope) * sum                               \
                    : CK(vactivate)(sum, activation, slope);                                                                            \
    CK(store_panel)(out + at, result, stride, down, count);                                                                             \
  }
  CK_PANELS(CK_RUN)
#undef CK_RUN
}

static __attribute__((noinline)) void CK(scaled_copies)(const float *x, const float *w, const float *b, float *out, size_t outputs,
                                                        size_t o_step, size_t rows, size_t stride, const CK(finish) * finish) {
  ck_activation activation = finish ? finish->activation : ck_identity;
  float slope = finish ? finish->slope : 0;
#define CK_RUN(constant) CK(scaled_tile)(x, w, b, out, outputs, o_step, rows, stride, NULL, constant, slope)
#define CK_GATED(constant) CK(scaled_tile)(x, w, b, out, outputs, o_step, rows, stride, finish->gate, constant, slope)
  if (finish && finish->gate)
    CK_BY_ACTIVATION(CK_GATED)
  else
    CK_BY_ACTIVATION(CK_RUN)
#undef CK_RUN
#undef CK_GATED
}

INLINE void CK(product_tile)(const float *x, const float *w, const float *b, float *out, size_t depth, size_t outputs, size_t k_step,
                             size_t o_step, size_t rows, size_t stride, const CK(finish) * finish, const float *tanhs) {
#define CK_RUN(panel)                                                                                                                   \
  CK(product_panel)(x + r, w, b, out + r, depth, outputs, k_step, o_step, stride, finish, r, panel, tanhs ? tanhs + r : NULL)
  size_t r = 0;
  // One output has too few sums to keep the multipliers busy, unless it has more rows.
  const size_t two = 2 * CK_STRIP;
  for (; outputs == 1 && r + two * CK_LANES <= rows; r += two * CK_LANES) {
    CK(product_block)(x + r, stride, w, b, out + r, stride, depth, k_step, o_step, two, 1, 0, tanhs ? tanhs + r : NULL, NULL);
    if (finish) CK(finish_outputs)(out + r, 1, two * CK_LANES, stride, finish, r);
  }
  for (; r + CK_STRIP * CK_LANES <= rows; r += CK_STRIP * CK_LANES) CK_RUN(CK_STRIP);
  for (; r < rows; r += CK_LANES) CK_RUN(1);
#undef CK_RUN
}

static void CK(product)(const float *x, const float *w, const float *b, float *out, size_t depth, size_t outputs, size_t k_step,
                        size_t o_step, size_t rows, size_t stride, const CK(finish) * finish) {
  if (depth == 1) {
    CK(scaled_copies)(x, w, b, out, outputs, o_step, rows, stride, finish);
    return;
  }
  // The slope of tanh costs so little that it is taken while the sums are in registers.
  if (finish && finish->gate && finish->activation == ck_tanh)
    CK(product_tile)(x, w, b, out, depth, outputs, k_step, o_step, rows, stride, NULL, finish->gate);
  else
    CK(product_tile)(x, w, b, out, depth, outputs, k_step, o_step, rows, stride, finish, NULL);
}

static void CK(dense)(const float *x, const float *w, const float *b, float *y, size_t inputs, size_t outputs, size_t rows, size_t stride,
                      ck_activation activation, float slope) {
  CK(finish) finish = {NULL, activation, slope};
  CK(product)(x, w, b, y, inputs, outputs, outputs, 1, rows, stride, activation == ck_identity ? NULL : &finish);
}

static void CK(dense_transposed)(const float *y, const float *w, float *x, size_t inputs, size_t outputs, size_t rows, size_t stride,
                                 const float *gate, ck_activation activation, float slope) {
  CK(finish) finish = {gate, activation, slope};
  CK(product)(y, w, NULL, x, outputs, inputs, 1, outputs, rows, stride, gate ? &finish : NULL);
}
