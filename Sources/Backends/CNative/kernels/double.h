/// Functions of doubles that loops may compute several of at a time.
#ifndef GC_DOUBLE_H
#define GC_DOUBLE_H

#include "lane.h"

/// Returns eˣ · 2⁻ⁿ for an integer n, which is in the lowest bits of `shifted`.
GC_INLINE double gc_exp_reduced(double x, double *shifted) {
  // Adding 1.5·2⁵² rounds to an integer.
  *shifted = __builtin_fma(x, 0x1.71547652b82fep+0, 0x1.8p+52);
  const double whole = *shifted - 0x1.8p+52;
  double r = __builtin_fma(whole, -0x1.62e42fefa39efp-1, x);
  r = __builtin_fma(whole, -0x1.abc9e3b39803fp-56, r);
  // Taylor's polynomial: |r| ≤ log 2 / 2.
  double p = 0x1.6124613a86d09p-33;
  p = __builtin_fma(p, r, 0x1.1eed8eff8d898p-29);
  p = __builtin_fma(p, r, 0x1.ae64567f544e4p-26);
  p = __builtin_fma(p, r, 0x1.27e4fb7789f5cp-22);
  p = __builtin_fma(p, r, 0x1.71de3a556c734p-19);
  p = __builtin_fma(p, r, 0x1.a01a01a01a01ap-16);
  p = __builtin_fma(p, r, 0x1.a01a01a01a01ap-13);
  p = __builtin_fma(p, r, 0x1.6c16c16c16c17p-10);
  p = __builtin_fma(p, r, 0x1.1111111111111p-7);
  p = __builtin_fma(p, r, 0x1.5555555555555p-5);
  p = __builtin_fma(p, r, 0x1.5555555555555p-3);
  p = __builtin_fma(p, r, 0.5);
  return __builtin_fma(p, r * r, r) + 1;
}

/// Returns eˣ, with an error of a unit in the last place.
GC_INLINE double gc_exp_double(double x) {
  const double low = x < -746 ? -746 : x;
  double shifted;
  const double p = gc_exp_reduced(low > 710 ? 710 : low, &shifted);
  const int64_t n = (int64_t)(gc_bits(shifted) - 0x4338000000000000);
  // In two steps, so that neither factor leaves the range of normal numbers.
  const uint64_t half = (uint64_t)(n >> 1);
  return p * gc_from_bits((half + 1023) << 52) * gc_from_bits(((uint64_t)n - half + 1023) << 52);
}

/// Returns the bits of `gc_exp_double` for −708 ≤ x ≤ 709, where eˣ is normal, in fewer steps.
GC_INLINE double gc_exp_normal(double x) {
  double shifted;
  const double p = gc_exp_reduced(x, &shifted);
  return gc_from_bits(gc_bits(p) + (gc_bits(shifted) << 52));
}

#endif
