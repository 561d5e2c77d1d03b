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

// tanh x, to its last digits near 0; past |x| = 9.02 it rounds to 1.
#ifdef CK_PERMUTE
// With |x| = c + t it is (tanh c + tanh t)/(1 + tanh c tanh t), where c is what is near of 0, 1/2, ..., 4 and of 5, 6, ..., 10, and
// tanh t = t/d. From 2^23 on floats are 1 apart and below it 1/2, so that adding 2^23 - 4 rounds to c and counts in the lowest four bits
// from 8. The table has tanh c at them, 1 from c = 9 on; d is minimax for t coth t where |t| <= 1/4, to 2e-8, and past that, where c is at
// least 4, an error of d hardly counts.
static const float CK(tangents)[] = {0.99932933f, 0.99990922f, 0.99998772f, 0.99999833f, 0.99999976f, 1.0f,        1.0f,        1.0f,
                                     0.0f,        0.46211717f, 0.76159418f, 0.90514827f, 0.96402758f, 0.98661429f, 0.99505478f, 0.99817789f};

// The tangents at the lowest four bits of each index; eight lanes look up by three, and choose.
INLINE P CK(tangents_at)(IP index) {
  I indices[CK_PANEL];
  V values[CK_PANEL];
  P result;
  __builtin_memcpy(indices, &index, sizeof index);
#pragma clang loop unroll(full)
  for (int i = 0; i < CK_PANEL; i++) {
    values[i] = CK_PERMUTE(CK(load)(CK(tangents)), indices[i]);
#if CK_LANES == 8
    values[i] = CK(select)(indices[i] << 28 < 0, CK_PERMUTE(CK(load)(CK(tangents) + 8), indices[i]), values[i]);
#endif
  }
  __builtin_memcpy(&result, values, sizeof result);
  return result;
}

INLINE P CK(vtanh)(P x) {
  const float round = 8388604.0f;
  const int32_t sign = (int32_t)0x80000000;
  P size = (P)((IP)x & ~sign);
  size = CK(choose)(size > 10.0f, CK(spread)(10.0f), size);
  P shifted = size + round;
  P t = size - (shifted - round);
  P s = t * t;
  P d = (s * -2.2039661e-2f + 3.3332982e-1f) * s + 1.0f;
  P c = CK(tangents_at)((IP)shifted);
  P y = (c * d + t) / (c * t + d);
  return (P)((IP)y | ((IP)x & sign));
}
#else
// tanh x = e/(e + 2) with e = exp(2x) - 1.
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
