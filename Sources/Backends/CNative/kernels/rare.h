/// Functions that networks use rarely, in doubles, one number at a time, by the C library; and their
/// vectors.
#ifndef GC_RARE_H
#define GC_RARE_H

#include "functions.h"

// What the C library has of them.
double acos(double), acosh(double), asin(double), asinh(double), atan(double), atanh(double);
double atan2(double, double), cos(double), cosh(double), erf(double), exp(double), expm1(double);
double fmod(double, double), log(double), log1p(double), log2(double), pow(double, double);
double sin(double), sinh(double), tan(double), tanh(double);

/// Returns the rest of x / y with the sign of y.
GC_INLINE double gc_floored_remainder(double x, double y) {
  const double rest = fmod(x, y);
  if (rest == 0) return __builtin_copysign(0, y);
  return (rest < 0) != (y < 0) ? rest + y : rest;
}

/// Defines the vector of a function of one number.
#define GC_LANES(name, value)                                              \
  GC_INLINE gc_vec gc_##name(gc_vec x) {                                   \
    for (int i = 0; i < GC_WIDTH; i++) x[i] = (float)value((double)x[i]);  \
    return x;                                                              \
  }
/// Defines the vector of a function of two numbers.
#define GC_LANES_2(name, value)                                                              \
  GC_INLINE gc_vec gc_##name(gc_vec x, gc_vec y) {                                           \
    for (int i = 0; i < GC_WIDTH; i++) x[i] = (float)value((double)x[i], (double)y[i]);      \
    return x;                                                                                \
  }
GC_LANES(acos, acos)
GC_LANES(acosh, acosh)
GC_LANES(asin, asin)
GC_LANES(asinh, asinh)
GC_LANES(atan, atan)
GC_LANES(atanh, atanh)
GC_LANES(cos, cos)
GC_LANES(cosh, cosh)
GC_LANES(sin, sin)
GC_LANES(sinh, sinh)
GC_LANES(tan, tan)
GC_LANES_2(atan2, atan2)
GC_LANES_2(power, pow)
GC_LANES_2(remainder, gc_floored_remainder)
GC_LANES_2(truncated_remainder, fmod)

#endif
