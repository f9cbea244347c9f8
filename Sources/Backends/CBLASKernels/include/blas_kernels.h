#ifndef BLAS_KERNELS_H
#define BLAS_KERNELS_H

#include <stdint.h>

/// A function of one or two f32 values and parameters p and q.
enum pointwise_function {
  pointwise_copy,
  pointwise_add,
  pointwise_subtract,
  pointwise_multiply,
  pointwise_divide,
  pointwise_maximum,
  pointwise_minimum,
  pointwise_prelu,
  pointwise_negate,
  pointwise_abs,
  pointwise_square,
  pointwise_sqrt,
  pointwise_rsqrt,
  pointwise_reciprocal,
  pointwise_clamp,
  pointwise_relu,
  pointwise_leaky_relu,
  pointwise_exp,
  pointwise_sigmoid,
  pointwise_tanh,
  pointwise_silu,
  pointwise_hard_sigmoid,
  pointwise_hard_swish
};

/// result[i] = f(x[i], y[i]) for `count` elements; an operand whose step is 0 has one element only.
///
/// The result may be an operand's memory. Unary functions do not look at y.
void pointwise_f32(enum pointwise_function function, int64_t count, const float *x, int x_step,
                   const float *y, int y_step, float p, float q, float *result);

/// The number of filters that `direct_convolution_f32` computes together; 0 where the processor has
/// no vector unit that it is written for.
int direct_convolution_block(void);

/// The multiple to which `direct_convolution_f32` rounds up the number of positions.
enum { direct_convolution_step = 48 };

/// result[f][p] = sum over channels c and taps t of weights[f / block][c][t][f % block] ·
/// image[c · channel_stride + offsets[t] + p].
///
/// `filters` is a multiple of the block. Rows of the result are `result_stride` apart and are written
/// up to the next multiple of `direct_convolution_step`; as much of the image is read.
void direct_convolution_f32(int64_t channels, int64_t taps, const int64_t *offsets,
                            int64_t channel_stride, const float *image, const float *weights,
                            int64_t filters, int64_t positions, float *result,
                            int64_t result_stride);

#endif
