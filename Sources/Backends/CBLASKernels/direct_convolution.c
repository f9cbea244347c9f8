#include "blas_kernels.h"

#if defined(__x86_64__)

/// Defines `name`, which keeps FILTERS × VECTORS vectors of the result in registers while it runs
/// over all channels and taps.
#define DIRECT_CONVOLUTION(name, features, LANES, FILTERS, VECTORS)                              \
  typedef float name##_vector __attribute__((vector_size(4 * LANES), aligned(4)));               \
  __attribute__((target(features))) static void name(                                            \
      int64_t channels, int64_t taps, const int64_t *offsets, int64_t channel_stride,            \
      const float *image, const float *weights, int64_t filters, int64_t positions,              \
      float *result, int64_t result_stride) {                                                    \
    for (int64_t p = 0; p < positions; p += VECTORS * LANES) {                                   \
      const float *w = weights;                                                                  \
      for (int64_t first = 0; first < filters; first += FILTERS) {                               \
        name##_vector sum[FILTERS][VECTORS] = {0};                                               \
        for (int64_t c = 0; c < channels; c++) {                                                 \
          const float *cells = image + c * channel_stride + p;                                   \
          for (int64_t t = 0; t < taps; t++, w += FILTERS) {                                     \
            name##_vector x[VECTORS];                                                            \
            for (int i = 0; i < VECTORS; i++)                                                    \
              x[i] = ((const name##_vector *)(cells + offsets[t]))[i];                           \
            for (int f = 0; f < FILTERS; f++) {                                                  \
              name##_vector weight = w[f] - (name##_vector){0};                                  \
              for (int i = 0; i < VECTORS; i++) sum[f][i] += weight * x[i];                      \
            }                                                                                    \
          }                                                                                      \
        }                                                                                        \
        for (int f = 0; f < FILTERS; f++) {                                                      \
          name##_vector *y = (name##_vector *)(result + (first + f) * result_stride + p);        \
          for (int i = 0; i < VECTORS; i++) y[i] = sum[f][i];                                    \
        }                                                                                        \
      }                                                                                          \
    }                                                                                            \
  }

// With 16 registers, more sums than 4 × 2 would leave too few for the operands.
DIRECT_CONVOLUTION(convolve_avx2, "avx2,fma", 8, 4, 2)
DIRECT_CONVOLUTION(convolve_avx512, "avx512f,avx512vl,avx2,fma", 16, 8, 3)

int direct_convolution_block(void) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) return 8;
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 4 : 0;
}

void direct_convolution_f32(int64_t channels, int64_t taps, const int64_t *offsets,
                            int64_t channel_stride, const float *image, const float *weights,
                            int64_t filters, int64_t positions, float *result,
                            int64_t result_stride) {
  (direct_convolution_block() == 8 ? convolve_avx512 : convolve_avx2)(
      channels, taps, offsets, channel_stride, image, weights, filters, positions, result,
      result_stride);
}

#else

int direct_convolution_block(void) { return 0; }

void direct_convolution_f32(int64_t channels, int64_t taps, const int64_t *offsets,
                            int64_t channel_stride, const float *image, const float *weights,
                            int64_t filters, int64_t positions, float *result,
                            int64_t result_stride) {
  __builtin_trap();
}

#endif
