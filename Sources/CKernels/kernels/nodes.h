// Nodes of the trapezoidal rule under an analytic change of variable, in double precision. As in doubles.h every set gives the same bytes.

static double CK(nodes)(const ck_map *map, double first, double step, double *coordinates, double *slopes, size_t count) {
#pragma clang fp contract(off)
  const CK(eight) lanes = {0, 1, 2, 3, 4, 5, 6, 7};
  CK(eight) displacement = {0};
  CK(eight_integers) is_beyond = {0};
  int is_bent = map->lower != 0 || map->upper != 0;
  double known = map->chart == ck_line ? 0 : __builtin_fabs(map->center) + map->constant;
  for (size_t k = 0; k < count; k += 8) {
    // Past the last node it is taken again.
    CK(eight) t = (first + CK(within)(lanes + (double)k, 0, (double)(count - 1))) * step;
    CK(eight) way = map->scale * t, slope = CK(all)(map->scale);
    if (is_bent) {
      CK(eight) growth = CK(exp_of)(t), decay = 1 / growth;
      way = map->scale * (t + map->upper * (growth - 1) - map->lower * (decay - 1));
      slope = map->scale * (1 + map->upper * growth + map->lower * decay);
    }
    if (is_bent || map->chart != ck_line) {
      CK(eight) lost = 2 * 0x1p-52 * (known + CK(size_of)(way)) / slope;
      displacement = CK(pick)(lost > displacement, lost, displacement);
    }
    CK(eight) u = map->center + way, coordinate = way;
    if (map->chart == ck_wide) {
      CK(eight) growth = CK(exp_of)(u), decay = 1 / growth;
      is_beyond |= CK(size_of)(u) > 300;
      coordinate = 0.5 * map->unit * (growth - decay);
      slope *= 0.5 * map->unit * (growth + decay);
    } else if (map->chart == ck_ray) {
      coordinate = u;
    } else if (map->chart != ck_line) {
      CK(eight) side = map->chart == ck_lower_end ? u : -u, growth = CK(exp_of)(side);
      slope /= 1 + growth;
      coordinate = (side + map->unit) - CK(log1p_of)(growth);
    }
    is_beyond |= ~(slope - slope == 0);
    CK(put)(coordinates + k, coordinate, count - k);
    CK(put)(slopes + k, slope, count - k);
  }
  double largest = 0;
  for (size_t i = 0; i < 8; i++) {
    if (is_beyond[i]) return -1;
    if (displacement[i] > largest) largest = displacement[i];
  }
  return largest;
}
