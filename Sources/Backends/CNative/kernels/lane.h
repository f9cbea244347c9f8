/// Elements of any type, one at a time: floats as doubles that are rounded to the type, integers and
/// truth values as 64 bits that are cut to it.
#ifndef GC_LANE_H
#define GC_LANE_H

#include "vector.h"

/// Returns the bits of a double, and back.
GC_INLINE uint64_t gc_bits(double x) {
  uint64_t bits;
  __builtin_memcpy(&bits, &x, 8);
  return bits;
}
GC_INLINE double gc_from_bits(uint64_t bits) {
  double x;
  __builtin_memcpy(&x, &bits, 8);
  return x;
}

// Floats of 16 bits.

/// Returns the value of a half.
GC_INLINE double gc_widen_f16(uint16_t half) {
  const uint64_t sign = (uint64_t)(half & 0x8000) << 48;
  const int exponent = half >> 10 & 31;
  const uint64_t fraction = half & 1023;
  if (exponent == 0) return gc_from_bits(gc_bits((double)fraction * 0x1p-24) | sign);
  const uint64_t wide = exponent == 31 ? 2047 : (uint64_t)(exponent + 1008);
  return gc_from_bits(sign | wide << 52 | fraction << 42);
}
/// Returns the nearest half, ties to even.
GC_INLINE uint16_t gc_narrow_f16(double x) {
  const uint64_t bits = gc_bits(x), magnitude = bits & 0x7fffffffffffffff;
  const double a = gc_from_bits(magnitude);
  const uint16_t sign = (uint16_t)(bits >> 48 & 0x8000);
  if (x != x) return sign | 0x7e00;
  if (a >= 65520) return sign | 0x7c00;
  // Adding 2²⁸ rounds to a multiple of 2⁻²⁴, the smallest half.
  if (a < 0x1p-14) return (uint16_t)(sign | (uint16_t)(((a + 0x1p28) - 0x1p28) * 0x1p24));
  const uint64_t rounded = magnitude + 0x1ffffffffff + (magnitude >> 42 & 1);
  return (uint16_t)(sign | ((rounded >> 42) - (1008 << 10)));
}
/// Returns the value of a bfloat16.
GC_INLINE double gc_widen_bf16(uint16_t half) {
  const uint32_t bits = (uint32_t)half << 16;
  float x;
  __builtin_memcpy(&x, &bits, 4);
  return x;
}
/// Returns the nearest bfloat16, ties to even; the step through float rounds to odd.
GC_INLINE uint16_t gc_narrow_bf16(double x) {
  const float single = (float)x;
  uint32_t bits;
  __builtin_memcpy(&bits, &single, 4);
  if (single != single) return (uint16_t)(bits >> 16 | 0x40);
  if ((double)single != x && __builtin_fabsf(single) <= __FLT_MAX__) {
    if (__builtin_fabs((double)single) > __builtin_fabs(x)) bits -= 1;
    bits |= 1;
  }
  return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

/// Defines for a type of floats: load, store, and rounding.
#define GC_FLOATS(name, type, widen, narrow)                                               \
  GC_INLINE double gc_load_##name(const char *p) { return widen(*(const type *)p); }       \
  GC_INLINE void gc_store_##name(char *p, double x) { *(type *)p = narrow(x); }            \
  GC_INLINE double gc_round_##name(double x) { return widen(narrow(x)); }
#define GC_SAME(x) (x)
#define GC_SINGLE(x) ((float)(x))
GC_FLOATS(f16, uint16_t, gc_widen_f16, gc_narrow_f16)
GC_FLOATS(bf16, uint16_t, gc_widen_bf16, gc_narrow_bf16)
GC_FLOATS(f32, float, GC_SAME, GC_SINGLE)
GC_FLOATS(f64, double, GC_SAME, GC_SAME)

/// Defines for a type of integers: load, store, cut, and the nearest to a double toward 0; `low` and
/// `high` are the doubles at or beyond the ends.
#define GC_INTEGERS(name, type, least, most, low, high)                                    \
  GC_INLINE int64_t gc_load_##name(const char *p) { return (int64_t) * (const type *)p; }  \
  GC_INLINE void gc_store_##name(char *p, int64_t x) { *(type *)p = (type)x; }             \
  GC_INLINE int64_t gc_round_##name(int64_t x) { return (int64_t)(type)x; }                \
  GC_INLINE int64_t gc_truncate_##name(double x) {                                         \
    if (x != x) return 0;                                                                  \
    return x >= high ? (int64_t)most : x <= low ? (int64_t)least : (int64_t)(type)x;       \
  }
GC_INTEGERS(i8, int8_t, INT8_MIN, INT8_MAX, -0x1p7, 0x1p7)
GC_INTEGERS(i16, int16_t, INT16_MIN, INT16_MAX, -0x1p15, 0x1p15)
GC_INTEGERS(i32, int32_t, INT32_MIN, INT32_MAX, -0x1p31, 0x1p31)
GC_INTEGERS(i64, int64_t, INT64_MIN, INT64_MAX, -0x1p63, 0x1p63)
GC_INTEGERS(u8, uint8_t, 0, UINT8_MAX, 0, 0x1p8)
GC_INTEGERS(u16, uint16_t, 0, UINT16_MAX, 0, 0x1p16)
GC_INTEGERS(u32, uint32_t, 0, UINT32_MAX, 0, 0x1p32)
GC_INTEGERS(u64, uint64_t, 0, UINT64_MAX, 0, 0x1p64)

// Truth values.
GC_INLINE int64_t gc_load_bool(const char *p) { return *p; }
GC_INLINE void gc_store_bool(char *p, int64_t x) { *p = x != 0; }
GC_INLINE int64_t gc_round_bool(int64_t x) { return x != 0; }
GC_INLINE int64_t gc_truncate_bool(double x) { return x != 0; }

/// Returns an unsigned integer, or its neighbour whose last bit is 1: a second rounding, to fewer
/// than 52 bits, then gives what one would.
GC_INLINE double gc_to_odd(uint64_t x) {
  const int excess = x >> 53 == 0 ? 0 : 11 - __builtin_clzll(x);
  const uint64_t kept = x >> excess;
  return (double)(kept << excess == x ? kept : kept | 1) * (double)(1ull << excess);
}
/// Returns an integer rounded to a type of floats.
GC_INLINE double gc_from_signed_f64(int64_t x) { return (double)x; }
GC_INLINE double gc_from_signed_f32(int64_t x) { return (double)(float)x; }
GC_INLINE double gc_from_signed_bf16(int64_t x) {
  const double magnitude = gc_to_odd(x < 0 ? 0 - (uint64_t)x : (uint64_t)x);
  return gc_round_bf16(x < 0 ? -magnitude : magnitude);
}
GC_INLINE double gc_from_signed_f16(int64_t x) { return gc_round_f16((double)x); }
GC_INLINE double gc_from_unsigned_f64(int64_t x) { return (double)(uint64_t)x; }
GC_INLINE double gc_from_unsigned_f32(int64_t x) { return (double)(float)(uint64_t)x; }
GC_INLINE double gc_from_unsigned_bf16(int64_t x) { return gc_round_bf16(gc_to_odd((uint64_t)x)); }
GC_INLINE double gc_from_unsigned_f16(int64_t x) { return gc_round_f16(gc_to_odd((uint64_t)x)); }

#endif
