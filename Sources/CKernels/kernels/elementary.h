// Elementary functions and activations, a panel at a time.

// 2^t = scale (1 + part), for |t| < 126: scale = 2^n with n = round(t), part = 2^f - 1 with f = t - n in [-1/2, 1/2], by the minimax
// polynomial of (2^f - 1)/f. Adding `round` leaves n + 127 in the low bits, where a shift makes it the exponent field.
INLINE P CK(exp2_part)(P f) {
  P f2 = f * f;
  P high = f * 1.54035128e-4f + 1.33907356e-3f;
  P middle = f * 9.61823749e-3f + 5.55035743e-2f;
  P low = f * 2.40226498e-1f + 6.93147188e-1f;
  return (high * f2 + middle) * f2 + low;
}
static const float CK(round) = 12582912.0f + 127.0f;

INLINE P CK(clamp)(P x, float low, float high) {
  // Comparisons are false for NaN, which therefore passes through.
  x = CK(choose)(x > high, CK(spread)(high), x);
  return CK(choose)(x < low, CK(spread)(low), x);
}

// exp x = scale (1 + part); log 2 is subtracted in two parts, so that the remainder keeps its digits.
INLINE P CK(exp_part)(P x, P *scale) {
  P shifted = x * 1.44269504f + CK(round);
  P n = shifted - CK(round);
  P f = ((x - n * 0.693359375f) + n * 2.12194440e-4f) * 1.44269504f;
  *scale = (P)((IP)shifted << 23);
  return CK(exp2_part)(f) * f;
}

INLINE P CK(vexp)(P x) {
  P scale;
  P part = CK(exp_part)(CK(clamp)(x, -87.0f, 88.0f), &scale);
  P y = part * scale + scale;
  // Past the range: infinity above, zero below.
  y = CK(choose)(x > 88.0f, CK(spread)(__builtin_inff()), y);
  return CK(choose)(x < -87.0f, (P){0}, y);
}

// 1 - exp x, to its last digits near 0.
INLINE P CK(one_minus_exp)(P x) {
  P scale;
  P part = CK(exp_part)(CK(clamp)(x, -87.0f, 88.0f), &scale);
  return (1.0f - scale) - part * scale;
}

// tanh x = e/(e + 2) with e = exp(2x) - 1, which keeps its digits near 0; past |x| = 9.02 it rounds to 1.
#ifdef CK_PERMUTE
// Here 2x = t log 2, and t = n + j/8 + f with |f| <= 1/16. The lowest bits of `shifted` are 8n + j, which a shift makes n in the
// exponent's place and j/8 below it. So `powers` has the bits of 2^(j/8) less those of j/8 there, and `remainders` what rounding 2^(j/8)
// has lost, over it; twice, since sixteen lanes look up by four bits. The polynomial is minimax for (2^f - 1)/f, to 4e-9.
static const uint32_t CK(powers)[] = {0x3f800000, 0x3f7b95c2, 0x3f7837f0, 0x3f75fed7, 0x3f7504f3, 0x3f75672a, 0x3f7744fd, 0x3f7ac0c7,
                                      0x3f800000, 0x3f7b95c2, 0x3f7837f0, 0x3f75fed7, 0x3f7504f3, 0x3f75672a, 0x3f7744fd, 0x3f7ac0c7};
static const float CK(remainders)[] = {0.0f,           -1.19921575e-8f, 3.193418e-8f,    -3.099072e-8f, 1.7114271e-8f, 5.233334e-9f,
                                       -1.4719605e-8f, -6.1282597e-9f,  0.0f,            -1.19921575e-8f, 3.193418e-8f,  -3.099072e-8f,
                                       1.7114271e-8f,  5.233334e-9f,    -1.4719605e-8f, -6.1282597e-9f};

// The numbers of a table at the lowest three bits of each index.
INLINE P CK(looked_up)(const void *table, IP index) {
  I indices[CK_PANEL];
  V values[CK_PANEL];
  P result;
  __builtin_memcpy(indices, &index, sizeof index);
#pragma clang loop unroll(full)
  for (int i = 0; i < CK_PANEL; i++) values[i] = CK_PERMUTE(*(const V *)table, indices[i]);
  __builtin_memcpy(&result, values, sizeof result);
  return result;
}

INLINE P CK(vtanh)(P x) {
  const float round = 1572864.0f;
  x = CK(clamp)(x, -9.02f, 9.02f);
  P shifted = x * 2.88539008f + round;
  P f = x * 2.88539008f - (shifted - round);
  P part = f * 9.618129e-3f + 5.5509318e-2f;
  part = part * f + 2.402265e-1f;
  part = part * f + 6.931472e-1f;
  part = part * f + CK(looked_up)(CK(remainders), (IP)shifted);
  P scale = (P)(((IP)shifted << 20) + (IP)CK(looked_up)(CK(powers), (IP)shifted));
  P e = part * scale + (scale - 1.0f);
  return e / (e + 2.0f);
}
#else
INLINE P CK(vtanh)(P x) {
  P t = CK(clamp)(x * 2.88539008f, -26.03f, 26.03f);
  P shifted = t + CK(round);
  P f = t - (shifted - CK(round));
  P scale = (P)((IP)shifted << 23);
  P e = CK(exp2_part)(f) * (f * scale) + (scale - 1.0f);
  return e / (e + 2.0f);
}
#endif

INLINE P CK(vsigmoid)(P x) {
  P scale;
  P part = CK(exp_part)(CK(clamp)(-x, -87.0f, 87.0f), &scale);
  return 1.0f / (part * scale + (scale + 1.0f));
}

// max(x, 0) + log(1 + e), e = exp(-|x|); log(1 + e) = 2 artanh(s), s = e/(2 + e) in (0, 1/3].
INLINE P CK(vsoftplus)(P x) {
  P e = CK(vexp)((P)((IP)x | (int32_t)0x80000000));
  P s = e / (e + 2.0f);
  P s2 = s * s;
  P p = CK(spread)(0.28191547f);
  p = p * s2 + 0.27957666f;
  p = p * s2 + 0.40025114f;
  p = p * s2 + 0.66666310f;
  p = p * s2 + 2.0f;
  return CK(choose)(x > 0.0f, x, (P){0}) + p * s;
}

INLINE P CK(vactivate)(P x, ck_activation activation, float slope) {
  switch (activation) {
  case ck_identity: return x;
  case ck_tanh: return CK(vtanh)(x);
  case ck_relu: return CK(choose)(x < 0.0f, (P){0}, x);
  case ck_leaky_relu: return CK(choose)(x < 0.0f, x * slope, x);
  case ck_softplus: return CK(vsoftplus)(x);
  case ck_sigmoid: return CK(vsigmoid)(x);
  case ck_exp: return CK(vexp)(x);
  }
}

// a'(x) as a function of y = a(x).
INLINE P CK(vslope)(P y, ck_activation activation, float slope) {
  switch (activation) {
  case ck_identity: return CK(spread)(1.0f);
  case ck_tanh: return 1.0f - y * y;
  case ck_relu: return CK(choose)(y > 0.0f, CK(spread)(1.0f), (P){0});
  case ck_leaky_relu: return CK(choose)(y > 0.0f, CK(spread)(1.0f), CK(spread)(slope));
  case ck_softplus: return CK(one_minus_exp)(-y);
  case ck_sigmoid: return y - y * y;
  case ck_exp: return y;
  }
}
