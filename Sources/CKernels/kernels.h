// One set of kernels on vectors of CK_LANES floats, named after CK_SET. The product keeps CK_PANEL row vectors × CK_BLOCK outputs in
// registers: on AVX2, 12 accumulators of the 16, fed by 7 loads for 12 multiply-adds.

#define CK_PANEL 4
#define CK(name) CK_PASTE(CK_PASTE(ck_, name##_), CK_SET)
#define V CK(vector)
#define I CK(integers)
#define U CK(unsigneds)
#define VU CK(unaligned)
#define INLINE static inline __attribute__((always_inline))

typedef float V __attribute__((vector_size(4 * CK_LANES), aligned(4)));
typedef int32_t I __attribute__((vector_size(4 * CK_LANES), aligned(4)));
typedef uint32_t U __attribute__((vector_size(4 * CK_LANES), aligned(4)));
typedef uint64_t CK(wide) __attribute__((vector_size(4 * CK_LANES), aligned(4)));

// Subtracting +0 changes no number, so that this is a broadcast alone; adding it would turn -0 into +0 and cost an addition.
INLINE V CK(splat)(float x) { return x - (V){0}; }
INLINE V CK(load)(const float *p) { return *(const V *)p; }
INLINE void CK(store)(float *p, V v) { *(V *)p = v; }
INLINE V CK(select)(I mask, V a, V b) { return (V)((mask & (I)a) | (~mask & (I)b)); }

// ---- elementary functions ----

// 2^t = scale (1 + part), for |t| < 126: scale = 2^n with n = round(t), part = 2^f - 1 with f = t - n in [-1/2, 1/2], by the minimax
// polynomial of (2^f - 1)/f. Adding `round` leaves n + 127 in the low bits, where a shift makes it the exponent field.
INLINE V CK(exp2_part)(V f) {
  V f2 = f * f;
  V high = f * 1.54035128e-4f + 1.33907356e-3f;
  V middle = f * 9.61823749e-3f + 5.55035743e-2f;
  V low = f * 2.40226498e-1f + 6.93147188e-1f;
  return (high * f2 + middle) * f2 + low;
}
static const float CK(round) = 12582912.0f + 127.0f;

INLINE V CK(clamp)(V x, float low, float high) {
  // Comparisons are false for NaN, which therefore passes through.
  x = CK(select)(x > high, CK(splat)(high), x);
  return CK(select)(x < low, CK(splat)(low), x);
}

// exp x = scale (1 + part); log 2 is subtracted in two parts, so that the remainder keeps its digits.
INLINE V CK(exp_part)(V x, V *scale) {
  V shifted = x * 1.44269504f + CK(round);
  V n = shifted - CK(round);
  V f = ((x - n * 0.693359375f) + n * 2.12194440e-4f) * 1.44269504f;
  *scale = (V)((I)shifted << 23);
  return CK(exp2_part)(f) * f;
}

INLINE V CK(vexp)(V x) {
  V scale;
  V part = CK(exp_part)(CK(clamp)(x, -87.0f, 88.0f), &scale);
  V y = part * scale + scale;
  // Past the range: infinity above, zero below.
  y = CK(select)(x > 88.0f, CK(splat)(__builtin_inff()), y);
  return CK(select)(x < -87.0f, (V){0}, y);
}

// 1 - exp x, to its last digits near 0.
INLINE V CK(one_minus_exp)(V x) {
  V scale;
  V part = CK(exp_part)(CK(clamp)(x, -87.0f, 88.0f), &scale);
  return (1.0f - scale) - part * scale;
}

// tanh x = e/(e + 2) with e = exp(2x) - 1, which keeps its digits near 0; past |x| = 9.02 it rounds to 1.
INLINE V CK(vtanh)(V x) {
  V t = CK(clamp)(x * 2.88539008f, -26.03f, 26.03f);
  V shifted = t + CK(round);
  V f = t - (shifted - CK(round));
  V scale = (V)((I)shifted << 23);
  V e = CK(exp2_part)(f) * (f * scale) + (scale - 1.0f);
  return e / (e + 2.0f);
}

INLINE V CK(vsigmoid)(V x) {
  V scale;
  V part = CK(exp_part)(CK(clamp)(-x, -87.0f, 87.0f), &scale);
  return 1.0f / (part * scale + (scale + 1.0f));
}

// max(x, 0) + log(1 + e), e = exp(-|x|); log(1 + e) = 2 artanh(s), s = e/(2 + e) in (0, 1/3].
INLINE V CK(vsoftplus)(V x) {
  V e = CK(vexp)((V)((I)x | (int32_t)0x80000000));
  V s = e / (e + 2.0f);
  V s2 = s * s;
  V p = CK(splat)(0.28191547f);
  p = p * s2 + 0.27957666f;
  p = p * s2 + 0.40025114f;
  p = p * s2 + 0.66666310f;
  p = p * s2 + 2.0f;
  return CK(select)(x > 0.0f, x, (V){0}) + p * s;
}

INLINE V CK(vactivate)(V x, ck_activation activation, float slope) {
  switch (activation) {
  case ck_identity: return x;
  case ck_tanh: return CK(vtanh)(x);
  case ck_relu: return CK(select)(x < 0.0f, (V){0}, x);
  case ck_leaky_relu: return CK(select)(x < 0.0f, x * slope, x);
  case ck_softplus: return CK(vsoftplus)(x);
  case ck_sigmoid: return CK(vsigmoid)(x);
  case ck_exp: return CK(vexp)(x);
  }
}

// a'(x) as a function of y = a(x).
INLINE V CK(vslope)(V y, ck_activation activation, float slope) {
  switch (activation) {
  case ck_identity: return CK(splat)(1.0f);
  case ck_tanh: return 1.0f - y * y;
  case ck_relu: return CK(select)(y > 0.0f, CK(splat)(1.0f), (V){0});
  case ck_leaky_relu: return CK(select)(y > 0.0f, CK(splat)(1.0f), CK(splat)(slope));
  case ck_softplus: return CK(one_minus_exp)(-y);
  case ck_sigmoid: return y - y * y;
  case ck_exp: return y;
  }
}

// ---- activations over a tile ----

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

// ---- dense layers ----

// How the sums of a dense layer are finished: through an activation, or times the slope at `gate`.
typedef struct {
  const float *gate;
  ck_activation activation;
  float slope;
} CK(finish);

// out[o] = sum over k of x[k] w[k * k_step + o * o_step] + start for `block` outputs and `panel` vectors; the start is out[o] itself, or else
// b[o], or else zero.
INLINE void CK(product_block)(const float *x, size_t x_stride, const float *w, const float *b, float *out, size_t stride, size_t depth,
                              size_t k_step, size_t o_step, int panel, int block, int accumulate) {
  V sum[CK_BLOCK][CK_PANEL];
#pragma clang loop unroll(full)
  for (int o = 0; o < block; o++)
#pragma clang loop unroll(full)
    for (int v = 0; v < panel; v++)
      sum[o][v] = accumulate ? CK(load)(out + o * stride + v * CK_LANES) : CK(splat)(b ? b[o] : 0.0f);
#pragma clang loop unroll_count(2)
  for (size_t k = 0; k < depth; k++) {
    // The weights stay in registers and each row vector is used at once: holding the row vectors instead would need 17 registers.
    V weights[CK_BLOCK];
#pragma clang loop unroll(full)
    for (int o = 0; o < block; o++) weights[o] = CK(splat)(w[k * k_step + o * o_step]);
#pragma clang loop unroll(full)
    for (int v = 0; v < panel; v++) {
      V xs = CK(load)(x + k * x_stride + v * CK_LANES);
#pragma clang loop unroll(full)
      for (int o = 0; o < block; o++) sum[o][v] += xs * weights[o];
    }
  }
#pragma clang loop unroll(full)
  for (int o = 0; o < block; o++)
#pragma clang loop unroll(full)
    for (int v = 0; v < panel; v++) CK(store)(out + o * stride + v * CK_LANES, sum[o][v]);
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
                              size_t o_step, size_t stride, const CK(finish) * finish, size_t offset, int panel) {
  size_t finished = 0;
  for (size_t o = 0, block; o < outputs; o += block) {
    // A remainder of one output would leave the multipliers idle, so four are left as two and two.
    size_t left = outputs - o;
    const float *ws = w + o * o_step, *bs = b ? b + o : NULL;
    float *outs = out + o * stride;
    if (left >= CK_BLOCK && left != 4) {
      block = CK_BLOCK;
      CK(product_block)(x, stride, ws, bs, outs, stride, depth, k_step, o_step, panel, CK_BLOCK, 0);
    } else if (left >= 2) {
      block = 2;
      CK(product_block)(x, stride, ws, bs, outs, stride, depth, k_step, o_step, panel, 2, 0);
    } else {
      block = 1;
      CK(product_block)(x, stride, ws, bs, outs, stride, depth, k_step, o_step, panel, 1, 0);
    }
    size_t done = o + block;
    if (finish && (done - finished >= 24 || done == outputs)) {
      CK(finish_outputs)
      (out + finished * stride, done - finished, (size_t)panel * CK_LANES, stride, finish, offset + finished * stride);
      finished = done;
    }
  }
}

// The product of depth one, which has nothing to keep in registers.
static void CK(scaled_copies)(const float *x, const float *w, const float *b, float *out, size_t outputs, size_t o_step, size_t rows,
                              size_t stride) {
  for (size_t o = 0; o < outputs; o++) {
    V weight = CK(splat)(w[o * o_step]), bias = CK(splat)(b ? b[o] : 0.0f);
    for (size_t r = 0; r < rows; r += CK_LANES) CK(store)(out + o * stride + r, CK(load)(x + r) * weight + bias);
  }
}

static void CK(product)(const float *x, const float *w, const float *b, float *out, size_t depth, size_t outputs, size_t k_step,
                        size_t o_step, size_t rows, size_t stride, const CK(finish) * finish) {
  if (depth == 1) {
    CK(scaled_copies)(x, w, b, out, outputs, o_step, rows, stride);
    if (finish) CK(finish_outputs)(out, outputs, rows, stride, finish, 0);
    return;
  }
  size_t r = 0;
  for (; r + CK_PANEL * CK_LANES <= rows; r += CK_PANEL * CK_LANES)
    CK(product_panel)(x + r, w, b, out + r, depth, outputs, k_step, o_step, stride, finish, r, CK_PANEL);
  for (; r < rows; r += CK_LANES) CK(product_panel)(x + r, w, b, out + r, depth, outputs, k_step, o_step, stride, finish, r, 1);
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

// ---- reductions over rows ----

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

typedef float CK(four) __attribute__((vector_size(16), aligned(4)));

// The lane sums of four vectors at once.
INLINE CK(four) CK(lane_sums)(V a, V b, V c, V d) {
#if CK_LANES == 4
  CK(four) ab = __builtin_shufflevector(a, b, 0, 4, 1, 5) + __builtin_shufflevector(a, b, 2, 6, 3, 7);
  CK(four) cd = __builtin_shufflevector(c, d, 0, 4, 1, 5) + __builtin_shufflevector(c, d, 2, 6, 3, 7);
  return __builtin_shufflevector(ab, cd, 0, 1, 4, 5) + __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
#elif CK_LANES == 8
  // Each 128-bit half as above, then the halves.
  V ab = __builtin_shufflevector(a, b, 0, 1, 10, 11, 4, 5, 14, 15) + __builtin_shufflevector(a, b, 2, 3, 8, 9, 6, 7, 12, 13);
  V cd = __builtin_shufflevector(c, d, 0, 1, 10, 11, 4, 5, 14, 15) + __builtin_shufflevector(c, d, 2, 3, 8, 9, 6, 7, 12, 13);
  V s = __builtin_shufflevector(ab, cd, 0, 2, 8, 10, 4, 6, 12, 14) + __builtin_shufflevector(ab, cd, 1, 3, 9, 11, 5, 7, 13, 15);
  return __builtin_shufflevector(s, s, 0, 1, 2, 3) + __builtin_shufflevector(s, s, 4, 5, 6, 7);
#else
  return (CK(four)){CK(lane_sum)(a), CK(lane_sum)(b), CK(lane_sum)(c), CK(lane_sum)(d)};
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

#define CK_GROUP (CK_PANEL * CK_LANES)
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

static void CK(outer_sum)(const float *x, const float *y, float *total, size_t inputs, size_t outputs, size_t rows, size_t stride) {
  size_t grouped = inputs >= 48 ? outputs - outputs % CK_GROUP : 0;
  for (size_t o = 0; o < grouped; o += CK_GROUP) CK(outer_group)(x, y + o * stride, total + o, inputs, outputs, rows, stride);
  if (outputs == 1 && inputs > 1) {
    CK(outer_sum)(y, x, total, 1, inputs, rows, stride);
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
  for (size_t first = grouped; first < outputs; first += 32) {
    size_t last = outputs - first < 32 ? outputs : first + 32, i = 0;
    for (; i + 3 <= inputs && inputs - i != 4; i += 3) CK_ROW(3, 4)
    for (; i + 2 <= inputs; i += 2) CK_ROW(2, 4)
    if (i < inputs) CK_ROW(1, 8)
  }
#undef CK_ROW
#undef CK_RUN
}

// The sum of a column, still spread over the lanes.
INLINE V CK(column_sum)(const float *p, size_t rows) {
  V even = (V){0}, odd = (V){0};
  size_t r = 0;
  for (; r + 2 * CK_LANES <= rows; r += 2 * CK_LANES) {
    even += CK(load)(p + r);
    odd += CK(load)(p + r + CK_LANES);
  }
  for (; r < rows; r += CK_LANES) even += CK(load_part)(p + r, rows - r);
  return even + odd;
}

static void CK(row_sum)(const float *x, float *total, size_t width, size_t rows, size_t stride) {
  size_t j = 0;
  for (; j + 4 <= width; j += 4) {
    const float *p = x + j * stride;
    V a = CK(column_sum)(p, rows), b = CK(column_sum)(p + stride, rows);
    V c = CK(column_sum)(p + 2 * stride, rows), d = CK(column_sum)(p + 3 * stride, rows);
    *(CK(four) *)(total + j) += CK(lane_sums)(a, b, c, d);
  }
  for (; j < width; j++) total[j] += CK(lane_sum)(CK(column_sum)(x + j * stride, rows));
}

// ---- elementwise arithmetic ----

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

// ---- noise ----

// The 64-bit products of the even and of the odd lanes, put together again as high and low halves.
INLINE void CK(multiply_wide)(U a, uint32_t b, U *high, U *low) {
  const uint64_t half = 0xffffffffu;
  CK(wide) even = ((CK(wide))a & half) * b, odd = ((CK(wide))a >> 32) * b;
  *low = (U)((even & half) | (odd << 32));
  *high = (U)((even >> 32) | (odd & ~half));
}

// Philox 4x32-10 (Salmon, Moraes, Dror & Shaw 2011): the block of each of CK_LANES consecutive rows.
INLINE void CK(philox)(ck_counter at, uint32_t row, uint32_t block, U out[4]) {
  U c0 = (U){0} + block, c1 = (U){0} + row, c2 = (U){0} + at.step, c3 = (U){0} + at.stream;
  for (int i = 0; i < CK_LANES; i++) c1[i] += (uint32_t)i;
  uint32_t k0 = at.seed_low, k1 = at.seed_high;
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    U high_a, low_a, high_b, low_b;
    CK(multiply_wide)(c0, 0xD2511F53u, &high_a, &low_a);
    CK(multiply_wide)(c2, 0xCD9E8D57u, &high_b, &low_b);
    c0 = high_b ^ c1 ^ k0;
    c1 = low_b;
    c2 = high_a ^ c3 ^ k1;
    c3 = low_a;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

// (k + 1/2) / 2^23: in the open unit interval and exact.
INLINE V CK(unit)(U bits) { return (__builtin_convertvector((I)(bits >> 9), V) + 0.5f) * 0x1p-23f; }

// log u for u in (0, 1): u = m 2^e with m in [sqrt 1/2, sqrt 2), log m = 2 artanh((m - 1)/(m + 1)).
INLINE V CK(log_unit)(V u) {
  I bits = (I)u - 0x3f3504f3;
  V e = __builtin_convertvector(bits >> 23, V);
  V m = (V)((bits & 0x007fffff) + 0x3f3504f3);
  V s = (m - 1.0f) / (m + 1.0f);
  V s2 = s * s;
  V p = CK(splat)(0.29926514f);
  p = p * s2 + 0.39974757f;
  p = p * s2 + 0.66666816f;
  p = p * s2 + 2.0f;
  return e * 0.693147181f + p * s;
}

// cos and sin of a full turn's fraction u in (0, 1), by the distance t of u to the nearest quarter turn.
INLINE void CK(turn)(V u, V *cosine, V *sine) {
  I quarter = __builtin_convertvector(u * 4.0f + 0.5f, I);
  V t = u - __builtin_convertvector(quarter, V) * 0.25f;
  V t2 = t * t;
  V s = CK(splat)(-75.4020679f);
  s = s * t2 + 81.5925536f;
  s = s * t2 - 41.3416626f;
  s = (s * t2 + 6.28318529f) * t;
  V c = CK(splat)(59.2204133f);
  c = c * t2 - 85.4428524f;
  c = c * t2 + 64.9393162f;
  c = c * t2 - 19.7392087f;
  c = c * t2 + 1.0f;
  I odd = -(quarter & 1);
  I sign_cosine = ((quarter + 1) & 2) << 30;
  I sign_sine = (quarter & 2) << 30;
  *cosine = (V)((I)CK(select)(odd, s, c) ^ sign_cosine);
  *sine = (V)((I)CK(select)(odd, c, s) ^ sign_sine);
}

// Features 2j and 2j+1 of a row are the pair that Box & Muller (1958) make of the row's block j.
static void CK(normal_noise)(float *x, size_t width, size_t rows, size_t stride, ck_counter counter) {
  for (size_t r = 0; r < rows; r += CK_LANES)
    for (size_t j = 0; j < width; j += 2) {
      U block[4];
      CK(philox)(counter, counter.first_row + (uint32_t)r, (uint32_t)(j / 2), block);
      V radius = __builtin_elementwise_sqrt(-2.0f * CK(log_unit)(CK(unit)(block[0])));
      V cosine, sine;
      CK(turn)(CK(unit)(block[1]), &cosine, &sine);
      CK(store)(x + j * stride + r, radius * cosine);
      if (j + 1 < width) CK(store)(x + (j + 1) * stride + r, radius * sine);
    }
}

static void CK(uniform_noise)(float *x, size_t width, size_t rows, size_t stride, ck_counter counter) {
  for (size_t r = 0; r < rows; r += CK_LANES)
    for (size_t j = 0; j < width; j += 4) {
      U block[4];
      CK(philox)(counter, counter.first_row + (uint32_t)r, (uint32_t)(j / 4), block);
      for (size_t i = j; i < j + 4 && i < width; i++) CK(store)(x + i * stride + r, CK(unit)(block[i - j]));
    }
}

static void CK(interpolate)(const float *x, float *y, size_t width, size_t rows, size_t stride, const float *table, size_t cells,
                            float lower, float cells_per_unit) {
  for (size_t j = 0; j < width; j++)
    for (size_t r = 0; r < rows; r++) {
      float t = (x[j * stride + r] - lower) * cells_per_unit;
      t = t < 0.0f ? 0.0f : t > (float)cells ? (float)cells : t;
      size_t cell = (size_t)t < cells ? (size_t)t : cells - 1;
      y[j * stride + r] = table[cell] + (t - (float)cell) * (table[cell + 1] - table[cell]);
    }
}

// ---- optimisers ----

static void CK(combine)(const float *x, float a, float *y, float b, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = a * x[i] + b * y[i];
}

static void CK(clip)(float *x, float bound, size_t n) {
  for (size_t i = 0; i < n; i++) x[i] = x[i] > bound ? bound : x[i] < -bound ? -bound : x[i];
}

static void CK(adam)(float *parameters, const float *gradient, float *first, float *second, size_t n, ck_adam_step step) {
  for (size_t i = 0; i < n; i += CK_LANES) {
    V g = CK(load)(gradient + i);
    V m = CK(load)(first + i) * step.first + g * (1.0f - step.first);
    V s = CK(load)(second + i) * step.second + g * g * (1.0f - step.second);
    CK(store)(first + i, m);
    CK(store)(second + i, s);
    V scale = __builtin_elementwise_sqrt(s * step.second_correction) + step.epsilon;
    CK(store)(parameters + i, CK(load)(parameters + i) - m * step.rate / scale);
  }
}

static const ck_kernels CK(set) = {
  .name = CK_TEXT(CK_SET),
  .lanes = CK_LANES,
  .dense = CK(dense),
  .dense_transposed = CK(dense_transposed),
  .outer_sum = CK(outer_sum),
  .row_sum = CK(row_sum),
  .activate = CK(activate),
  .gate = CK(gate),
  .affine = CK(affine),
  .add = CK(add),
  .multiply = CK(multiply),
  .normal_noise = CK(normal_noise),
  .uniform_noise = CK(uniform_noise),
  .interpolate = CK(interpolate),
  .combine = CK(combine),
  .clip = CK(clip),
  .adam = CK(adam),
};

#undef CK_PANEL
#undef CK_GROUP
#undef CK_CHUNK
#undef CK
#undef V
#undef I
#undef U
#undef VU
#undef INLINE
#undef CK_SET
#undef CK_LANES
#undef CK_BLOCK
