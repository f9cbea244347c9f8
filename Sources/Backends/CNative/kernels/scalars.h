/// The rows of the table of pointwise functions for lanes of any type: each as it is defined.
#ifndef GC_SCALARS_H
#define GC_SCALARS_H

#include "double.h"
#include "rare.h"

/// Defines a function of doubles x and y with parameters p and q.
#define GC_FLOAT(name, value)                                                           \
  GC_INLINE double gc_float_##name(double x, double y, double p, double q) {            \
    (void)y, (void)p, (void)q;                                                          \
    return value;                                                                       \
  }
GC_FLOAT(add, x + y)
GC_FLOAT(subtract, x - y)
GC_FLOAT(multiply, x * y)
GC_FLOAT(divide, x / y)
GC_FLOAT(remainder, gc_floored_remainder(x, y))
GC_FLOAT(truncated_remainder, fmod(x, y))
GC_FLOAT(maximum, x != x || y != y ? __builtin_nan("") : x < y ? y : x)
GC_FLOAT(minimum, x != x || y != y ? __builtin_nan("") : y < x ? y : x)
GC_FLOAT(negate, -x)
GC_FLOAT(abs, __builtin_fabs(x))
GC_FLOAT(sign, x > 0 ? 1 : x < 0 ? -1 : x)
GC_FLOAT(floor, __builtin_elementwise_floor(x))
GC_FLOAT(ceil, __builtin_elementwise_ceil(x))
GC_FLOAT(round, __builtin_elementwise_roundeven(x))
GC_FLOAT(square, x * x)
GC_FLOAT(reciprocal, 1 / x)
GC_FLOAT(clamp, gc_float_minimum(gc_float_maximum(x, p, 0, 0), q, 0, 0))
GC_FLOAT(exp, gc_exp_double(x))
GC_FLOAT(expm1, expm1(x))
GC_FLOAT(log, log(x))
GC_FLOAT(log1p, log1p(x))
GC_FLOAT(log2, log2(x))
GC_FLOAT(sqrt, __builtin_elementwise_sqrt(x))
GC_FLOAT(rsqrt, 1 / __builtin_elementwise_sqrt(x))
GC_FLOAT(power, pow(x, y))
GC_FLOAT(sin, sin(x))
GC_FLOAT(cos, cos(x))
GC_FLOAT(tan, tan(x))
GC_FLOAT(asin, asin(x))
GC_FLOAT(acos, acos(x))
GC_FLOAT(atan, atan(x))
GC_FLOAT(atan2, atan2(x, y))
GC_FLOAT(sinh, sinh(x))
GC_FLOAT(cosh, cosh(x))
GC_FLOAT(tanh, tanh(x))
GC_FLOAT(asinh, asinh(x))
GC_FLOAT(acosh, acosh(x))
GC_FLOAT(atanh, atanh(x))
GC_FLOAT(erf, erf(x))
GC_FLOAT(relu, gc_float_maximum(x, 0, 0, 0))
GC_FLOAT(leaky_relu, x < 0 ? p * x : x)
GC_FLOAT(prelu, x < 0 ? y * x : x)
GC_FLOAT(elu, x < 0 ? p * expm1(x) : x)
GC_FLOAT(celu, x < 0 ? p * expm1(x / p) : x)
GC_FLOAT(selu, q * (x < 0 ? p * expm1(x) : x))
GC_FLOAT(gelu, 0.5 * x * (1 + erf(x * 0x1.6a09e667f3bcdp-1)))
GC_FLOAT(gelu_tanh, 0.5 * x * (1 + tanh(0x1.9884533d43651p-1 * (x + 0.044715 * x * x * x))))
GC_FLOAT(sigmoid, 1 / (1 + exp(-x)))
GC_FLOAT(softplus, (x > 0 || x != x ? x : 0) + log1p(exp(-__builtin_fabs(x))))
GC_FLOAT(silu, x * gc_float_sigmoid(x, 0, 0, 0))
GC_FLOAT(mish, x * tanh(gc_float_softplus(x, 0, 0, 0)))
GC_FLOAT(hard_sigmoid, gc_float_clamp(p * x + q, 0, 0, 1))
GC_FLOAT(hard_swish, x * gc_float_clamp(x / 6 + 0.5, 0, 0, 1))
GC_FLOAT(softsign, x / (1 + __builtin_fabs(x)))
GC_FLOAT(thresholded_relu, x > p || x != x ? x : 0)

/// `true` iff x < y.
GC_INLINE int gc_is_less(int64_t x, int64_t y, int is_unsigned) {
  return is_unsigned ? (uint64_t)x < (uint64_t)y : x < y;
}
/// Returns x / y toward 0; 0 where y is.
GC_INLINE int64_t gc_quotient(int64_t x, int64_t y, int is_unsigned) {
  if (y == 0) return 0;
  if (is_unsigned) return (int64_t)((uint64_t)x / (uint64_t)y);
  return y == -1 ? (int64_t)(0 - (uint64_t)x) : x / y;
}
/// Returns x − y·(x / y).
GC_INLINE int64_t gc_rest(int64_t x, int64_t y, int is_unsigned) {
  return (int64_t)((uint64_t)x - (uint64_t)gc_quotient(x, y, is_unsigned) * (uint64_t)y);
}
/// Returns the rest with the sign of y.
GC_INLINE int64_t gc_floored_rest(int64_t x, int64_t y, int is_unsigned) {
  const int64_t rest = gc_rest(x, y, is_unsigned);
  return !is_unsigned && rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
}
/// Returns x to the power y, wrapping; 0 for a fraction.
GC_INLINE int64_t gc_integer_power_of(int64_t x, int64_t y, int is_unsigned) {
  if (y < 0 && !is_unsigned) return x == 1 ? 1 : x == -1 ? ((y & 1) == 0 ? 1 : -1) : 0;
  uint64_t result = 1, base = (uint64_t)x;
  for (uint64_t exponent = (uint64_t)y; exponent > 0; exponent >>= 1) {
    if (exponent & 1) result *= base;
    base *= base;
  }
  return (int64_t)result;
}
/// Returns x shifted to the left by y, to the right where y is negative.
GC_INLINE int64_t gc_shifted(int64_t x, int64_t y) {
  if (y >= 64) return 0;
  if (y >= 0) return (int64_t)((uint64_t)x << y);
  return x >> (y > -64 ? -y : 63);
}

/// Defines a function of integers x and y with parameters p and q; u tells whether they are unsigned.
#define GC_INTEGER(name, value)                                                                \
  GC_INLINE int64_t gc_integer_##name(int64_t x, int64_t y, int64_t p, int64_t q, int u) {     \
    (void)y, (void)p, (void)q, (void)u;                                                        \
    return value;                                                                              \
  }
GC_INTEGER(add, (int64_t)((uint64_t)x + (uint64_t)y))
GC_INTEGER(subtract, (int64_t)((uint64_t)x - (uint64_t)y))
GC_INTEGER(multiply, (int64_t)((uint64_t)x * (uint64_t)y))
GC_INTEGER(divide, gc_quotient(x, y, u))
GC_INTEGER(remainder, gc_floored_rest(x, y, u))
GC_INTEGER(truncated_remainder, gc_rest(x, y, u))
GC_INTEGER(maximum, gc_is_less(x, y, u) ? y : x)
GC_INTEGER(minimum, gc_is_less(y, x, u) ? y : x)
GC_INTEGER(negate, (int64_t)(0 - (uint64_t)x))
GC_INTEGER(abs, x < 0 && !u ? (int64_t)(0 - (uint64_t)x) : x)
GC_INTEGER(sign, u ? x != 0 : (x > 0) - (x < 0))
GC_INTEGER(square, (int64_t)((uint64_t)x * (uint64_t)x))
GC_INTEGER(clamp, gc_integer_minimum(q, gc_integer_maximum(x, p, 0, 0, u), 0, 0, u))
GC_INTEGER(power, gc_integer_power_of(x, y, u))
GC_INTEGER(relu, u || x > 0 ? x : 0)
GC_INTEGER(and, x & y)
GC_INTEGER(or, x | y)
GC_INTEGER(xor, x ^ y)
GC_INTEGER(shift_left, u && y < 0 ? 0 : gc_shifted(x, y))
GC_INTEGER(shift_right, u ? ((uint64_t)y < 64 ? (int64_t)((uint64_t)x >> y) : 0)
                          : y == INT64_MIN ? 0 : y >= 64 ? x >> 63 : gc_shifted(x, -y))
GC_INTEGER(not, x == 0)
GC_INTEGER(complement, ~x)

#endif
