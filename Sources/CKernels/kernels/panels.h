// Panels: CK_PANEL vectors that go through a computation side by side, because the chain of dependent operations of one alone leaves the
// multipliers idle. Its first `down` vectors lie in one column of a tile, the next in the next column, and so on.

INLINE P CK(spread)(float x) { return x - (P){0}; }
INLINE P CK(choose)(IP mask, P a, P b) { return (P)((mask & (IP)a) | (~mask & (IP)b)); }

// The first `count` vectors of a panel, with columns `stride` floats apart; zeros in the others.
INLINE P CK(load_panel)(const float *p, size_t stride, size_t down, size_t count) {
  V v[CK_PANEL] = {0};
  P panel;
  for (size_t i = 0; i < count; i++) v[i] = CK(load)(p + i / down * stride + i % down * CK_LANES);
  __builtin_memcpy(&panel, v, sizeof panel);
  return panel;
}

INLINE void CK(store_panel)(float *p, P panel, size_t stride, size_t down, size_t count) {
  V v[CK_PANEL];
  __builtin_memcpy(v, &panel, sizeof panel);
  for (size_t i = 0; i < count; i++) CK(store)(p + i / down * stride + i % down * CK_LANES, v[i]);
}

// A number for each column of the first `count` vectors.
INLINE P CK(spread_each)(const float *p, size_t step, size_t down, size_t count) {
  V v[CK_PANEL] = {0};
  P panel;
  for (size_t i = 0; i < count; i++) v[i] = CK(splat)(p[i / down * step]);
  __builtin_memcpy(&panel, v, sizeof panel);
  return panel;
}

// Calls run(column, row, down, count) for the panels of a tile: down the columns, and for the rows that fill none across them.
#define CK_PANELS(run)                                                                                                                  \
  {                                                                                                                                     \
    size_t r = 0;                                                                                                                       \
    for (; r + CK_GROUP <= rows; r += CK_GROUP)                                                                                         \
      for (size_t j = 0; j < width; j++) run(j, r, CK_PANEL, CK_PANEL);                                                                 \
    for (; r < rows; r += CK_LANES) {                                                                                                   \
      size_t j = 0;                                                                                                                     \
      for (; j + CK_PANEL <= width; j += CK_PANEL) run(j, r, 1, CK_PANEL);                                                              \
      if (j < width) run(j, r, 1, width - j);                                                                                           \
    }                                                                                                                                   \
  }
