/// Numbers as coordinates along some dimensions.
#ifndef GC_DIMS_H
#define GC_DIMS_H

#include "vector.h"

/// The dimensions: their number, and for each the extent and the elements between neighbours, the
/// last one fastest.
typedef struct gc_dims {
  int64_t count;
  const int64_t *extents, *strides;
} gc_dims;

/// Reads dimensions from `*next`, which moves behind them.
GC_INLINE gc_dims gc_take_dims(const int64_t **next) {
  const int64_t count = (*next)[0];
  const gc_dims dims = {count, *next + 1, *next + 1 + count};
  *next += 1 + 2 * count;
  return dims;
}

/// Returns the number of elements.
GC_INLINE int64_t gc_length(const gc_dims *dims) {
  int64_t length = 1;
  for (int64_t i = 0; i < dims->count; i++) length *= dims->extents[i];
  return length;
}

/// Returns the distance of an element from the first one.
GC_INLINE int64_t gc_distance(const gc_dims *dims, int64_t element) {
  int64_t distance = 0;
  for (int64_t i = dims->count - 1; i > 0; i--) {
    distance += element % dims->extents[i] * dims->strides[i];
    element /= dims->extents[i];
  }
  return dims->count > 0 ? distance + element * dims->strides[0] : 0;
}

/// Returns the distance of neighbours, or 0 where it is not one.
GC_INLINE int64_t gc_only_stride(const gc_dims *dims) {
  return dims->count == 1 ? dims->strides[0] : 0;
}

#endif
