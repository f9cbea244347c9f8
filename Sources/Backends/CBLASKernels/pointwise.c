#include "blas_kernels.h"

#include <math.h>
#include <string.h>

// The loader picks the widest vectors that the processor has.
#if defined(__x86_64__)
#define FOR_EACH_PROCESSOR \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

static inline float from_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static inline uint32_t to_bits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// Cephes' expf (Moshier, 1992) without branches: about one unit in the last place.
static inline float exp_f32(float x) {
  const float round_to_integer = 12582912.0f; // 1.5 · 2^23
  x = x > 89.0f ? 89.0f : x;
  x = x < -104.0f ? -104.0f : x;
  float shifted = x * 1.44269504088896341f + round_to_integer;
  float n = shifted - round_to_integer;
  float r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
  float s = 1.9875691500e-4f;
  s = s * r + 1.3981999507e-3f;
  s = s * r + 8.3334519073e-3f;
  s = s * r + 4.1665795894e-2f;
  s = s * r + 1.6666665459e-1f;
  s = s * r + 5.0000001201e-1f;
  s = s * (r * r) + r + 1.0f;
  // 2^n in two factors, so that results below the least normal number are right.
  int32_t exponent = (int32_t)(to_bits(shifted) - to_bits(round_to_integer));
  int32_t half = exponent >> 1;
  uint32_t first = (uint32_t)(half + 127) << 23, second = (uint32_t)(exponent - half + 127) << 23;
  return s * from_bits(first) * from_bits(second);
}

/// A rational approximation (as in Eigen): about three units in the last place.
static inline float tanh_f32(float value) {
  float x = value > 7.90531110763549805f ? 7.90531110763549805f : value;
  x = x < -7.90531110763549805f ? -7.90531110763549805f : x;
  float s = x * x;
  float p = -2.76076847742355e-16f;
  p = p * s + 2.00018790482477e-13f;
  p = p * s + -8.60467152213735e-11f;
  p = p * s + 5.12229709037114e-08f;
  p = p * s + 1.48572235717979e-05f;
  p = p * s + 6.37261928875436e-04f;
  p = p * s + 4.89352455891786e-03f;
  float q = 1.19825839466702e-06f;
  q = q * s + 1.18534705686654e-04f;
  q = q * s + 2.26843463243900e-03f;
  q = q * s + 4.89352518554385e-03f;
  return fabsf(x) < 0.0004f ? value : x * p / q;
}

// The library's function sets errno, which keeps loops scalar.
static inline float root(float x) { return __builtin_elementwise_sqrt(x); }
static inline float larger(float x, float y) { return (y != y || x < y) ? y : x; }
static inline float smaller(float x, float y) { return (y != y || y < x) ? y : x; }
static inline float sigmoid_f32(float x) { return 1.0f / (1.0f + exp_f32(-x)); }

// Every element is read before the same element is written, so the loops vectorise in place, too.
#define LOOP _Pragma("clang loop vectorize(assume_safety)") for (int64_t i = 0; i < count; i++)

#define UNARY(name, value)                                                                    \
  case pointwise_##name:                                                                      \
    if (x_step) {                                                                             \
      LOOP { float a = x[i]; result[i] = value; }                                             \
    } else {                                                                                  \
      float a = x[0], only = value;                                                           \
      for (int64_t i = 0; i < count; i++) result[i] = only;                                                              \
    }                                                                                         \
    break;

#define BINARY(name, value)                                                                   \
  case pointwise_##name:                                                                      \
    if (x_step && y_step) {                                                                   \
      LOOP { float a = x[i], b = y[i]; result[i] = value; }                                   \
    } else if (x_step) {                                                                      \
      float b = y[0];                                                                         \
      LOOP { float a = x[i]; result[i] = value; }                                             \
    } else if (y_step) {                                                                      \
      float a = x[0];                                                                         \
      LOOP { float b = y[i]; result[i] = value; }                                             \
    } else {                                                                                  \
      float a = x[0], b = y[0], only = value;                                                 \
      for (int64_t i = 0; i < count; i++) result[i] = only;                                                              \
    }                                                                                         \
    break;

FOR_EACH_PROCESSOR
void pointwise_f32(enum pointwise_function function, int64_t count, const float *x, int x_step,
                   const float *y, int y_step, float p, float q, float *result) {
  switch (function) {
    UNARY(copy, a)
    BINARY(add, a + b)
    BINARY(subtract, a - b)
    BINARY(multiply, a * b)
    BINARY(divide, a / b)
    BINARY(maximum, larger(a, b))
    BINARY(minimum, smaller(a, b))
    BINARY(prelu, a < 0 ? b * a : a)
    UNARY(negate, -a)
    UNARY(abs, fabsf(a))
    UNARY(square, a * a)
    UNARY(sqrt, root(a))
    UNARY(rsqrt, 1.0f / root(a))
    UNARY(reciprocal, 1.0f / a)
    UNARY(clamp, smaller(larger(a, p), q))
    UNARY(relu, a < 0 ? 0 : a)
    UNARY(leaky_relu, a < 0 ? p * a : a)
    UNARY(exp, exp_f32(a))
    UNARY(sigmoid, sigmoid_f32(a))
    UNARY(tanh, tanh_f32(a))
    UNARY(silu, a * sigmoid_f32(a))
    UNARY(hard_sigmoid, smaller(larger(p * a + q, 0.0f), 1.0f))
    UNARY(hard_swish, a * smaller(larger(a / 6.0f + 0.5f, 0.0f), 1.0f))
  }
}
