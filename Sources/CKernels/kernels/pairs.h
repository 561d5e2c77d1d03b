// What the comparison of two densities loops over, in double precision. As in doubles.h every set gives the same bytes.

static size_t CK(pair)(const double *a, const double *b, const double *a_error, const double *b_error, const double *known,
                       double *columns, size_t count, size_t stride) {
#pragma clang fp contract(off)
  CK(eight_integers) blurred = {0};
  for (size_t k = 0; k < count; k += 8) {
    size_t left = count - k;
    CK(eight) x = CK(first)(a + k, left), y = CK(first)(b + k, left);
    CK(eight) x_error = CK(first)(a_error + k, left), y_error = CK(first)(b_error + k, left);
    // Both are -inf where both densities vanish, and neither is larger there.
    CK(eight) ratio = CK(pick)(x == y, CK(all)(0), x - y), error = x_error + y_error;
    if (known) {
      CK(eight_integers) is_known = (x - x == 0) & (y - y == 0);
      ratio = CK(pick)(is_known, CK(all)(known[0]), ratio);
      error = CK(pick)(is_known, CK(all)(known[1]), error);
    }
    CK(eight) size = CK(size_of)(ratio), value, minus_one, remainder;
    CK(decays_of)(size, &value, &minus_one, &remainder);
    blurred -= size < 4 * error;
    CK(eight) of_ratio = CK(pick)(ratio == 0, CK(all)(0), 2.5 * error / size);
    CK(eight) of_larger = CK(pick)(ratio > 0, x_error, y_error);
    CK(eight) larger = CK(exp_of)(CK(pick)(x > y, x, y)), smaller = larger * value;
    CK(eight) results[] = {
      x, y, x_error, y_error, ratio, error, larger, value, minus_one, remainder, of_larger + of_ratio + 3 * 0x1p-52,
      CK(pick)(ratio > 0, larger, smaller), CK(pick)(ratio > 0, smaller, larger),
    };
#pragma clang loop unroll(full)
    for (size_t i = 0; i < sizeof results / sizeof *results; i++) CK(put)(columns + i * stride + k, results[i], stride - k);
  }
  size_t total = 0;
  for (size_t i = 0; i < 8; i++) total += (size_t)blurred[i];
  return total;
}
