// What happens to the parameters between two steps.

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
