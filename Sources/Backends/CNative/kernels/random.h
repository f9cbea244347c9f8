/// Random numbers as a function of a key, a stream and a position: Philox 4×32-10 (Salmon et al.,
/// "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
#ifndef GC_RANDOM_H
#define GC_RANDOM_H

#include "scalars.h"

/// Random bits.
typedef struct gc_random {
  uint64_t a, b;
} gc_random;

/// Returns the bits of a position.
GC_INLINE gc_random gc_random_bits(int64_t position, uint64_t key, uint64_t stream) {
  uint32_t c0 = (uint32_t)position, c1 = (uint32_t)((uint64_t)position >> 32);
  uint32_t c2 = (uint32_t)stream, c3 = (uint32_t)(stream >> 32);
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
  for (int i = 0; i < 10; i++) {
    const uint64_t x = (uint64_t)0xd2511f53 * c0, y = (uint64_t)0xcd9e8d57 * c2;
    c0 = (uint32_t)(y >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)y;
    c2 = (uint32_t)(x >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)x;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  return (gc_random){(uint64_t)c0 << 32 | c1, (uint64_t)c2 << 32 | c3};
}
/// Returns a number in 0 ..< 1.
GC_INLINE double gc_random_uniform(int64_t position, uint64_t key, uint64_t stream) {
  return (double)(gc_random_bits(position, key, stream).a >> 40) * 0x1p-24;
}
/// Returns a number of the standard normal distribution (Box and Muller, 1958).
GC_INLINE double gc_random_normal(int64_t position, uint64_t key, uint64_t stream) {
  const gc_random bits = gc_random_bits(position, key, stream);
  const double radius =
      __builtin_elementwise_sqrt(-2 * log(((double)(bits.a >> 11) + 1) * 0x1p-53));
  return radius * cos(2 * 0x1.921fb54442d18p+1 * (double)(bits.b >> 11) * 0x1p-53);
}

#endif
