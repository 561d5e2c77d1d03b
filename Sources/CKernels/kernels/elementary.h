// Elementary functions and activations, a vector at a time.

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
