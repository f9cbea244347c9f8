/// Functions of vectors of floats, without branches: the rows of the table of pointwise functions.
/// NaN gives NaN; errors are a few units in the last place.
#ifndef GC_FUNCTIONS_H
#define GC_FUNCTIONS_H

#include "vector.h"

// All functions are inlined, so that no vector is handed over in registers that may not exist.
#pragma clang diagnostic ignored "-Wpsabi"

/// As many doubles as a vector has floats.
typedef double gc_doubles __attribute__((vector_size(8 * GC_WIDTH)));
/// Integers beside the doubles.
typedef int64_t gc_longs __attribute__((vector_size(8 * GC_WIDTH)));

/// Returns a where the mask is set, else b.
GC_INLINE gc_vec gc_pick(gc_mask mask, gc_vec a, gc_vec b) {
  return (gc_vec)(((gc_mask)a & mask) | ((gc_mask)b & ~mask));
}
/// Returns a where the mask is set, else b.
GC_INLINE gc_doubles gc_pick_doubles(gc_longs mask, gc_doubles a, gc_doubles b) {
  return (gc_doubles)(((gc_longs)a & mask) | ((gc_longs)b & ~mask));
}
/// Returns the floats as doubles.
GC_INLINE gc_doubles gc_to_doubles(gc_vec x) { return __builtin_convertvector(x, gc_doubles); }
/// Returns the nearest floats.
GC_INLINE gc_vec gc_from_doubles(gc_doubles x) { return __builtin_convertvector(x, gc_vec); }
/// Returns doubles of one number.
GC_INLINE gc_doubles gc_splat_doubles(double x) { return x - (gc_doubles){0}; }
/// Returns a·b + c, rounded once.
GC_INLINE gc_doubles gc_fma_doubles(gc_doubles a, gc_doubles b, gc_doubles c) {
  return __builtin_elementwise_fma(a, b, c);
}

/// Returns `lanes` floats, then zeros; `lanes` may vary.
GC_INLINE gc_vec gc_load_some(const float *p, int64_t lanes) {
#if defined(__AVX512F__) && GC_WIDTH == 16
  return __builtin_ia32_loadups512_mask(
      p, (gc_vec){0}, (unsigned short)((1u << (lanes < 16 ? lanes : 16)) - 1));
#else
  if (lanes >= GC_WIDTH) return gc_load(p, GC_WIDTH);
  gc_vec v = {0};
  for (int64_t i = 0; i < lanes; i++) v[i] = p[i];
  return v;
#endif
}
/// Stores the first `lanes` floats; `lanes` may vary.
GC_INLINE void gc_store_some(float *p, gc_vec v, int64_t lanes) {
#if defined(__AVX512F__) && GC_WIDTH == 16
  __builtin_ia32_storeups512_mask(
      p, v, (unsigned short)((1u << (lanes < 16 ? lanes : 16)) - 1));
#else
  if (lanes >= GC_WIDTH) {
    gc_store(p, v, GC_WIDTH);
  } else {
    for (int64_t i = 0; i < lanes; i++) p[i] = v[i];
  }
#endif
}
/// Returns `lanes` floats at a distance, then zeros.
GC_INLINE gc_vec gc_gather_some(const float *p, int64_t step, int64_t lanes) {
  gc_vec v = {0};
  if (lanes >= GC_WIDTH) {
    for (int i = 0; i < GC_WIDTH; i++) v[i] = p[i * step];
  } else {
    for (int64_t i = 0; i < lanes; i++) v[i] = p[i * step];
  }
  return v;
}
/// Returns `lanes` floats at a distance, then zeros. `lanes` is a constant, 1 to GC_WIDTH.
GC_INLINE gc_vec gc_gather(const float *p, int64_t step, int lanes) {
  gc_vec v = {0};
  for (int i = 0; i < lanes; i++) v[i] = p[i * step];
  return v;
}
/// Stores the first `lanes` floats at a distance.
GC_INLINE void gc_scatter_some(float *p, int64_t step, gc_vec v, int64_t lanes) {
  for (int64_t i = 0; i < (lanes < GC_WIDTH ? lanes : GC_WIDTH); i++) p[i * step] = v[i];
}
/// Returns a mask that is set where a byte is not 0, at a distance.
GC_INLINE gc_mask gc_gather_flags(const uint8_t *p, int64_t step, int64_t lanes) {
  gc_mask v = {0};
  for (int64_t i = 0; i < (lanes < GC_WIDTH ? lanes : GC_WIDTH); i++) v[i] = -(p[i * step] != 0);
  return v;
}
/// Stores the first `lanes` of a mask as bytes 0 and 1, at a distance.
GC_INLINE void gc_scatter_flags(uint8_t *p, int64_t step, gc_mask v, int64_t lanes) {
  for (int64_t i = 0; i < (lanes < GC_WIDTH ? lanes : GC_WIDTH); i++) p[i * step] = v[i] & 1;
}

// Arithmetic.

/// Returns x, or y where it is larger; NaN where one is.
GC_INLINE gc_vec gc_maximum(gc_vec x, gc_vec y) {
  return gc_pick((x != x) | (y != y), x + y, gc_pick(x < y, y, x));
}
/// Returns x, or y where it is smaller; NaN where one is.
GC_INLINE gc_vec gc_minimum(gc_vec x, gc_vec y) {
  return gc_pick((x != x) | (y != y), x + y, gc_pick(y < x, y, x));
}
/// Returns x, or the bound where x is below it; NaN stays. The bound is a number.
GC_INLINE gc_vec gc_at_least(gc_vec x, float low) {
  return gc_pick(x < gc_splat(low), gc_splat(low), x);
}
/// Returns x, or the bound where x is above it; NaN stays. The bound is a number.
GC_INLINE gc_vec gc_at_most(gc_vec x, float high) {
  return gc_pick(x > gc_splat(high), gc_splat(high), x);
}
/// Returns x + y.
GC_INLINE gc_vec gc_add(gc_vec x, gc_vec y) { return x + y; }
/// Returns x − y.
GC_INLINE gc_vec gc_subtract(gc_vec x, gc_vec y) { return x - y; }
/// Returns x·y.
GC_INLINE gc_vec gc_multiply(gc_vec x, gc_vec y) { return x * y; }
/// Returns x / y.
GC_INLINE gc_vec gc_divide(gc_vec x, gc_vec y) { return x / y; }
/// Returns −x.
GC_INLINE gc_vec gc_negate(gc_vec x) { return -x; }
/// Returns |x|.
GC_INLINE gc_vec gc_abs(gc_vec x) { return (gc_vec)((gc_mask)x & 0x7fffffff); }
/// Returns x with the sign of y.
GC_INLINE gc_vec gc_signed(gc_vec x, gc_vec y) {
  return (gc_vec)(((gc_mask)x & 0x7fffffff) | ((gc_mask)y & (int32_t)0x80000000));
}
/// Returns the sign of x, or x where it has none.
GC_INLINE gc_vec gc_sign(gc_vec x) {
  return gc_pick(x > 0, gc_splat(1), gc_pick(x < 0, gc_splat(-1), x));
}
/// Returns the largest integer up to x.
GC_INLINE gc_vec gc_floor(gc_vec x) { return __builtin_elementwise_floor(x); }
/// Returns the smallest integer from x.
GC_INLINE gc_vec gc_ceil(gc_vec x) { return __builtin_elementwise_ceil(x); }
/// Returns the nearest integer, ties to even.
GC_INLINE gc_vec gc_round(gc_vec x) { return __builtin_elementwise_roundeven(x); }
/// Returns x².
GC_INLINE gc_vec gc_square(gc_vec x) { return x * x; }
/// Returns 1 / x.
GC_INLINE gc_vec gc_reciprocal(gc_vec x) { return 1 / x; }
/// Returns √x.
GC_INLINE gc_vec gc_sqrt(gc_vec x) { return __builtin_elementwise_sqrt(x); }
/// Returns 1 / √x.
GC_INLINE gc_vec gc_rsqrt(gc_vec x) { return 1 / __builtin_elementwise_sqrt(x); }
/// Returns x, kept between two bounds.
GC_INLINE gc_vec gc_clamp(gc_vec x, float low, float high) {
  return gc_minimum(gc_maximum(x, gc_splat(low)), gc_splat(high));
}

// Exponentials and logarithms.

/// Returns 2ⁿ for −126 ≤ n ≤ 127.
GC_INLINE gc_vec gc_power_of_two(gc_mask n) { return (gc_vec)((n + 127) << 23); }

/// Splits x = n·log 2 + r with |r| ≤ log 2 / 2, for |x| < 2²¹; returns r.
GC_INLINE gc_vec gc_reduce_exponent(gc_vec x, gc_mask *n) {
  // Adding 1.5·2²³ rounds to an integer, which is then in the lowest bits.
  const gc_vec shifted = gc_fma(x, gc_splat(0x1.715476p+0f), gc_splat(0x1.8p+23f));
  *n = (gc_mask)shifted - 0x4b400000;
  const gc_vec whole = shifted - 0x1.8p+23f;
  const gc_vec r = gc_fma(whole, gc_splat(-0x1.62e4p-1f), x);
  return gc_fma(whole, gc_splat(-0x1.7f7d1cp-20f), r);
}
/// Returns exp(r) − 1 for |r| ≤ log 2 / 2.
GC_INLINE gc_vec gc_small_expm1(gc_vec r) {
  gc_vec p = gc_splat(0.001392692661f);
  p = gc_fma(p, r, gc_splat(0.008363773874f));
  p = gc_fma(p, r, gc_splat(0.04166655011f));
  p = gc_fma(p, r, gc_splat(0.1666657338f));
  p = gc_fma(p, r, gc_splat(0.5f));
  return gc_fma(p, r * r, r);
}
/// Returns eˣ.
GC_INLINE gc_vec gc_exp(gc_vec x) {
  gc_mask n;
  const gc_vec r = gc_reduce_exponent(gc_at_most(gc_at_least(x, -105), 89), &n);
  const gc_vec p = gc_small_expm1(r) + 1;
  // In two steps, so that neither factor leaves the range of normal numbers.
  const gc_mask half = n >> 1;
  return p * gc_power_of_two(half) * gc_power_of_two(n - half);
}
/// Returns eˣ − 1.
GC_INLINE gc_vec gc_expm1(gc_vec x) {
  gc_mask n;
  const gc_vec r = gc_reduce_exponent(gc_at_most(gc_at_least(x, -25), 89), &n);
  const gc_vec half = gc_power_of_two(n - 1);
  const gc_vec y = (gc_small_expm1(r) * half + (half - 0.5f)) * 2;
  return gc_pick(x == 0, x, gc_pick(n == 0, gc_small_expm1(r), y));
}
/// Splits a positive number x = m·2ⁿ with √½ ≤ m < √2; returns m.
GC_INLINE gc_vec gc_split_number(gc_vec x, gc_vec *n) {
  const gc_mask tiny = x < 0x1p-126f;
  const gc_mask bits = (gc_mask)gc_pick(tiny, x * 0x1p+24f, x) - 0x3f3504f3;
  *n = __builtin_convertvector((bits >> 23) - (tiny & 24), gc_vec);
  return (gc_vec)((bits & 0x7fffff) + 0x3f3504f3);
}
/// Returns log(1 + f) − f for √½ ≤ 1 + f < √2.
GC_INLINE gc_vec gc_small_log(gc_vec f) {
  const gc_vec s = f / (f + 2), z = s * s;
  gc_vec p = gc_splat(0.2960069107f);
  p = gc_fma(p, z, gc_splat(0.39988319f));
  p = gc_fma(p, z, gc_splat(0.6666668618f));
  // log m = 2s + s³·p(s²), where 2s = f − s·f.
  return s * gc_fma(z, p, -f);
}
/// Returns y, the logarithm of x, or its value where x is 0, infinite, negative or NaN.
GC_INLINE gc_vec gc_log_ends(gc_vec x, gc_vec y) {
  const gc_vec infinity = gc_splat(__builtin_inff());
  y = gc_pick(x == infinity, x, gc_pick(x == 0, -infinity, y));
  return gc_pick(x >= 0, y, gc_splat(__builtin_nanf("")));
}
/// Returns the natural logarithm.
GC_INLINE gc_vec gc_log(gc_vec x) {
  gc_vec n;
  const gc_vec f = gc_split_number(x, &n) - 1;
  const gc_vec rest = gc_small_log(f) + n * 0x1.7f7d1cp-20f;
  return gc_log_ends(x, gc_fma(n, gc_splat(0x1.62e4p-1f), f + rest));
}
/// Returns the logarithm to base 2.
GC_INLINE gc_vec gc_log2(gc_vec x) {
  gc_vec n;
  const gc_vec f = gc_split_number(x, &n) - 1;
  const gc_vec y = gc_small_log(f), high = f * 0x1.715476p+0f;
  const gc_vec low = gc_fma(f, gc_splat(0x1.715476p+0f), -high);
  return gc_log_ends(x, n + (high + gc_fma(y, gc_splat(0x1.715476p+0f), low + f * 0x1.4ae0cp-26f)));
}
/// Returns log(1 + x).
GC_INLINE gc_vec gc_log1p(gc_vec x) {
  const gc_vec u = x + 1;
  gc_vec n;
  const gc_vec f = gc_split_number(u, &n) - 1;
  // What the sum has lost of x, or of 1.
  const gc_vec lost = gc_pick(gc_abs(x) > 1, 1 - (u - x), x - (u - 1)) / u;
  const gc_vec rest = gc_small_log(f) + gc_fma(n, gc_splat(0x1.7f7d1cp-20f), lost);
  const gc_vec y = gc_fma(n, gc_splat(0x1.62e4p-1f), f + rest);
  return gc_pick(gc_abs(x) < 0x1p-24f, x, gc_log_ends(u, y));
}
/// Returns 1 / (1 + exp(−x)).
GC_INLINE gc_vec gc_sigmoid(gc_vec x) {
  const gc_vec e = gc_exp(-gc_abs(x));
  return gc_pick(x < 0, e, gc_splat(1)) / (1 + e);
}
/// Returns the hyperbolic tangent.
GC_INLINE gc_vec gc_tanh(gc_vec x) {
  const gc_vec a = gc_abs(x), z = x * x;
  gc_vec p = gc_splat(0.002246003686f);
  p = gc_fma(p, z, gc_splat(-0.008301695361f));
  p = gc_fma(p, z, gc_splat(0.02175570035f));
  p = gc_fma(p, z, gc_splat(-0.05395759513f));
  p = gc_fma(p, z, gc_splat(0.1333329635f));
  p = gc_fma(p, z, gc_splat(-0.3333333312f));
  const gc_vec near = gc_fma(p * z, a, a);
  const gc_vec far = 1 - 2 / (gc_exp(a + a) + 1);
  return gc_pick(x != x, x, gc_signed(gc_pick(a < 0.625f, near, far), x));
}

// Functions that would lose digits in floats.

/// Returns exp(x) for −1400 < x < 700.
GC_INLINE gc_doubles gc_exp_doubles(gc_doubles x) {
  x = gc_pick_doubles(x < -700, gc_splat_doubles(-700), x);
  const gc_doubles shifted =
      gc_fma_doubles(x, gc_splat_doubles(0x1.71547652b82fep+0), gc_splat_doubles(0x1.8p+52));
  const gc_longs n = (gc_longs)shifted - 0x4338000000000000;
  const gc_doubles r =
      gc_fma_doubles(shifted - 0x1.8p+52, gc_splat_doubles(-0x1.62e42fefa39efp-1), x);
  gc_doubles p = gc_splat_doubles(0x1.a019c76516a5fp-16);
  p = gc_fma_doubles(p, r, gc_splat_doubles(0x1.a019aa42a2171p-13));
  p = gc_fma_doubles(p, r, gc_splat_doubles(0x1.6c16c174047fap-10));
  p = gc_fma_doubles(p, r, gc_splat_doubles(0x1.1111111cf66cap-7));
  p = gc_fma_doubles(p, r, gc_splat_doubles(0x1.5555555554c02p-5));
  p = gc_fma_doubles(p, r, gc_splat_doubles(0x1.5555555553959p-3));
  p = gc_fma_doubles(p, r, gc_splat_doubles(0x1.0p-1));
  p = gc_fma_doubles(p, r * r, r) + 1;
  return p * (gc_doubles)((n + 1023) << 52);
}
/// Returns 1 − erf(x) for x ≥ 0.
GC_INLINE gc_doubles gc_erfc_doubles(gc_doubles x) {
  const gc_doubles t = 1 / gc_fma_doubles(x, gc_splat_doubles(0.5), gc_splat_doubles(1));
  gc_doubles p = gc_splat_doubles(0x1.c12a8ca2fa966p-5);
  p = gc_fma_doubles(p, t, gc_splat_doubles(-0x1.8f0a202697803p-3));
  p = gc_fma_doubles(p, t, gc_splat_doubles(0x1.ae7a9b254a6a4p-3));
  p = gc_fma_doubles(p, t, gc_splat_doubles(0x1.c6ef1cc95390fp-6));
  p = gc_fma_doubles(p, t, gc_splat_doubles(-0x1.42f0f2c28d9fcp-3));
  p = gc_fma_doubles(p, t, gc_splat_doubles(0x1.f121c492f38b2p-7));
  p = gc_fma_doubles(p, t, gc_splat_doubles(-0x1.0946def30cd24p-5));
  p = gc_fma_doubles(p, t, gc_splat_doubles(0x1.73864e13e974fp-4));
  p = gc_fma_doubles(p, t, gc_splat_doubles(0x1.66c4cad6b729ep-3));
  p = gc_fma_doubles(p, t, gc_splat_doubles(0x1.f9c04e987a9bfp-3));
  p = gc_fma_doubles(p, t, gc_splat_doubles(0x1.20dbaafedbc81p-2));
  p = gc_fma_doubles(p, t, gc_splat_doubles(0x1.20dd80cc744fdp-2));
  const gc_doubles y = p * t * gc_exp_doubles(-x * x);
  return gc_pick_doubles(x > 13, gc_splat_doubles(0), y);
}
/// Returns erf(x) for |x| ≤ 1.
GC_INLINE gc_doubles gc_small_erf_doubles(gc_doubles x) {
  const gc_doubles z = x * x;
  gc_doubles p = gc_splat_doubles(0x1.1c41ab6eec487p-20);
  p = gc_fma_doubles(p, z, gc_splat_doubles(-0x1.d2b8522d6f7cbp-17));
  p = gc_fma_doubles(p, z, gc_splat_doubles(0x1.f57e9cee106c1p-14));
  p = gc_fma_doubles(p, z, gc_splat_doubles(-0x1.bfe158a7be278p-11));
  p = gc_fma_doubles(p, z, gc_splat_doubles(0x1.56588b32275a7p-8));
  p = gc_fma_doubles(p, z, gc_splat_doubles(-0x1.b82cbae7577a7p-6));
  p = gc_fma_doubles(p, z, gc_splat_doubles(0x1.ce2f20a7415c6p-4));
  p = gc_fma_doubles(p, z, gc_splat_doubles(-0x1.812746ade3c08p-2));
  p = gc_fma_doubles(p, z, gc_splat_doubles(0x1.20dd750428cb9p+0));
  return p * x;
}
/// Returns the error function.
GC_INLINE gc_vec gc_erf(gc_vec x) {
  const gc_doubles a = gc_to_doubles(gc_abs(x));
  const gc_doubles y = gc_pick_doubles(a < 1, gc_small_erf_doubles(a), 1 - gc_erfc_doubles(a));
  return gc_pick(x != x, x, gc_signed(gc_from_doubles(y), x));
}
/// Returns ½·x·(1 + erf(x / √2)).
GC_INLINE gc_vec gc_gelu(gc_vec x) {
  const gc_doubles v = gc_to_doubles(x), s = v * 0x1.6a09e667f3bcdp-1;
  const gc_doubles a = gc_pick_doubles(s < 0, -s, s), far = gc_erfc_doubles(a);
  // 1 + erf(s) is 1 − erf(|s|) below 0, and 2 − (1 − erf(s)) above.
  const gc_doubles wide = gc_pick_doubles(s < 0, far, 2 - far);
  const gc_doubles sum = gc_pick_doubles(a < 1, 1 + gc_small_erf_doubles(s), wide);
  return gc_pick(x != x, x, gc_from_doubles(v * sum * 0.5));
}
/// Returns the approximation of `gc_gelu` by tanh.
GC_INLINE gc_vec gc_gelu_tanh(gc_vec x) {
  const gc_doubles v = gc_to_doubles(x);
  // ½·(1 + tanh u) = 1 / (1 + exp(−2u)).
  gc_doubles u = v * gc_fma_doubles(
      v * v, gc_splat_doubles(0x1.9884533d43651p-1 * 2 * 0.044715),
      gc_splat_doubles(0x1.9884533d43651p-1 * 2));
  u = gc_pick_doubles(u > 690, gc_splat_doubles(690), u);
  u = gc_pick_doubles(u < -690, gc_splat_doubles(-690), u);
  const gc_vec y = gc_from_doubles(v / (1 + gc_exp_doubles(-u)));
  return gc_pick(x < -0x1p+64f, x * 0, y);
}

// Activations.

/// Returns x, or 0 where it is negative.
GC_INLINE gc_vec gc_relu(gc_vec x) { return gc_pick(x < 0, gc_splat(0), x); }
/// Returns x, or α·x where it is negative.
GC_INLINE gc_vec gc_leaky_relu(gc_vec x, float alpha) { return gc_pick(x < 0, alpha * x, x); }
/// Returns x, or slope·x where it is negative.
GC_INLINE gc_vec gc_prelu(gc_vec x, gc_vec slope) { return gc_pick(x < 0, slope * x, x); }
/// Returns x, or α·(exp(x) − 1) where it is negative.
GC_INLINE gc_vec gc_elu(gc_vec x, float alpha) { return gc_pick(x < 0, alpha * gc_expm1(x), x); }
/// Returns x, or α·(exp(x / α) − 1) where it is negative.
GC_INLINE gc_vec gc_celu(gc_vec x, float alpha) {
  return gc_pick(x < 0, alpha * gc_expm1(x / alpha), x);
}
/// Returns γ times `gc_elu`.
GC_INLINE gc_vec gc_selu(gc_vec x, float alpha, float gamma) { return gamma * gc_elu(x, alpha); }
/// Returns x·sigmoid(x).
GC_INLINE gc_vec gc_silu(gc_vec x) { return x * gc_sigmoid(x); }
/// Returns x·tanh(log(1 + exp(x))).
GC_INLINE gc_vec gc_mish(gc_vec x) {
  // tanh(log(1 + e)) = e·(e + 2) / (e·(e + 2) + 2) for e = exp(x), which is 1 long before 20.
  const gc_vec e = gc_exp(gc_at_most(x, 20)), n = e * (e + 2);
  return x * (n / (n + 2));
}
/// Returns α·x + β, kept between 0 and 1.
GC_INLINE gc_vec gc_hard_sigmoid(gc_vec x, float alpha, float beta) {
  return gc_at_most(gc_at_least(gc_fma(gc_splat(alpha), x, gc_splat(beta)), 0), 1);
}
/// Returns x·(x / 6 + ½), the factor kept between 0 and 1.
GC_INLINE gc_vec gc_hard_swish(gc_vec x) {
  return x * gc_at_most(gc_at_least(x / 6 + 0.5f, 0), 1);
}
/// Returns log(1 + exp(x)).
GC_INLINE gc_vec gc_softplus(gc_vec x) {
  return gc_pick(x < 0, gc_splat(0), x) + gc_log1p(gc_exp(-gc_abs(x)));
}
/// Returns x / (1 + |x|).
GC_INLINE gc_vec gc_softsign(gc_vec x) { return x / (1 + gc_abs(x)); }
/// Returns x where it is above α, else 0.
GC_INLINE gc_vec gc_thresholded_relu(gc_vec x, float alpha) {
  return gc_pick((x > gc_splat(alpha)) | (x != x), x, gc_splat(0));
}

#endif
