// Random numbers and the tables that turn them into data.

// Philox 4x32-10 (Salmon, Moraes, Dror & Shaw 2011): the block of each of CK_LANES consecutive rows. Each number has 64 bits of its own, so
// that a product needs no taking apart: what is left in its upper half is never read.
INLINE void CK(philox)(ck_counter at, uint32_t row, uint32_t block, U out[4]) {
  const uint64_t low = 0xffffffffu;
  CK(wide) c0 = (CK(wide)){0} + block, c1 = (CK(wide)){0} + row, c2 = (CK(wide)){0} + at.step, c3 = (CK(wide)){0} + at.stream;
  for (int i = 0; i < CK_LANES; i++) c1[i] += (uint64_t)i;
  uint32_t k0 = at.seed_low, k1 = at.seed_high;
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    CK(wide) a = (c0 & low) * 0xD2511F53u, b = (c2 & low) * 0xCD9E8D57u;
    c0 = (b >> 32) ^ c1 ^ k0;
    c1 = b;
    c2 = (a >> 32) ^ c3 ^ k1;
    c3 = a;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  out[0] = __builtin_convertvector(c0, U), out[1] = __builtin_convertvector(c1, U);
  out[2] = __builtin_convertvector(c2, U), out[3] = __builtin_convertvector(c3, U);
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
