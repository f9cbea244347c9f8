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

#endif
