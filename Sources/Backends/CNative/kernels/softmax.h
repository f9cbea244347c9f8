/// exp(x − max) / Σ exp(x − max) along axes, or its logarithm, in doubles; the sum is that of balanced
/// trees, one axis after the other.
///
/// Behind the space of operand and result, without the axes, stand the lines that are computed
/// together at most; the axes of the operand as in `axes.h`; for each its first and last wanted
/// coordinate and the bytes between neighbours of the result; and the axes in the order of the sum.
/// Defines: GC_LOG; GC_TYPE, the type of an element in memory, and GC_WIDEN and GC_NARROW. Scratch of a thread: 16 bytes for each
/// element of the lines, and 16 for each line.
#include "axes.h"
#include "double.h"

double log(double);

/// Lines along the axes: `elements` of `lines` neighbours each.
typedef struct gc_lines {
  int64_t elements, lines;
  /// x − max, and its exponential: [element][line].
  double *differences, *exponentials;
  /// The largest element and the sum of each line.
  double *largest, *sums;
} gc_lines;

/// Copies elements that lie `step` bytes apart.
GC_INLINE void gc_load_line(double *to, const char *from, int64_t count, int64_t step) {
  if (step == sizeof(GC_TYPE)) {
    const GC_TYPE *x = (const GC_TYPE *)from;
    for (int64_t i = 0; i < count; i++) to[i] = GC_WIDEN(x[i]);
  } else {
    for (int64_t i = 0; i < count; i++) to[i] = GC_WIDEN(*(const GC_TYPE *)(from + i * step));
  }
}

/// Loads all elements of some lines.
static void gc_load_lines(const gc_lines *l, gc_axes axes, const char *x, int64_t step) {
  double *to = l->differences;
  if (l->lines > 1) {
    do {
      gc_load_line(to, x, l->lines, step);
      to += l->lines;
    } while (gc_axes_next(&axes, &x));
    return;
  }
  const int64_t length = axes.extents[axes.count - 1], stride = axes.strides[axes.count - 1];
  axes.count--;
  do {
    gc_load_line(to, x, length, stride);
    to += length;
  } while (gc_axes_next(&axes, &x));
}

/// Computes the largest element of each line.
static void gc_find_largest(const gc_lines *l) {
  const double *x = l->differences;
  if (l->lines > 1) {
    for (int64_t f = 0; f < l->lines; f++) l->largest[f] = -__builtin_inf();
    for (int64_t k = 0; k < l->elements; k++, x += l->lines) {
      for (int64_t f = 0; f < l->lines; f++) {
        l->largest[f] = x[f] > l->largest[f] ? x[f] : l->largest[f];
      }
    }
    return;
  }
  double largest[8];
  for (int i = 0; i < 8; i++) largest[i] = -__builtin_inf();
  int64_t k = 0;
  for (; k + 8 <= l->elements; k += 8) {
    for (int i = 0; i < 8; i++) largest[i] = x[k + i] > largest[i] ? x[k + i] : largest[i];
  }
  for (; k < l->elements; k++) largest[0] = x[k] > largest[0] ? x[k] : largest[0];
  for (int i = 1; i < 8; i++) largest[0] = largest[i] > largest[0] ? largest[i] : largest[0];
  l->largest[0] = largest[0];
}

/// Replaces `count` elements by their differences from `largest[i * step]` and computes exponentials,
/// which without GC_LOG are in the place of the differences, too: sums are made in place.
GC_INLINE void gc_make_row(
    double *x, double *e, const double *largest, int64_t step, int64_t count) {
  int64_t others = 0;
  for (int64_t i = 0; i < count; i++) {
    x[i] -= largest[i * step];
    e[i] = gc_exp_normal(x[i]);
    // Where the exponential is no normal number, or no number.
    others |= !(x[i] >= -708);
  }
  if (others) {
    for (int64_t i = 0; i < count; i++) e[i] = gc_exp_double(x[i]);
  }
  if (!GC_LOG) {
    for (int64_t i = 0; i < count; i++) x[i] = e[i];
  }
}

/// Computes the differences and exponentials.
static void gc_make_exponentials(const gc_lines *l) {
  double *x = l->differences, *e = l->exponentials;
  if (l->lines > 1) {
    for (int64_t k = 0; k < l->elements; k++, x += l->lines, e += l->lines) {
      gc_make_row(x, e, l->largest, 1, l->lines);
    }
  } else {
    gc_make_row(x, e, l->largest, 0, l->elements);
  }
}

/// Adds neighbours among `count` nodes of a tree, of `inner` numbers each, until there is one.
static void gc_sum_tree(double *x, int64_t count, int64_t inner) {
  typedef double gc_eight __attribute__((vector_size(64), aligned(8)));
  for (; count > 1; count = (count + 1) / 2) {
    const int64_t pairs = count / 2;
    int64_t i = 0;
    for (; inner == 1 && i + 8 <= pairs; i += 8) {
      const gc_eight a = *(const gc_eight *)(x + 2 * i), b = *(const gc_eight *)(x + 2 * i + 8);
      *(gc_eight *)(x + i) = __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
          + __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
    }
    for (; i < pairs; i++) {
      const double *left = x + 2 * i * inner, *right = left + inner;
      for (int64_t j = 0; j < inner; j++) x[i * inner + j] = left[j] + right[j];
    }
    if (count % 2 != 0) {
      for (int64_t j = 0; j < inner; j++) x[pairs * inner + j] = x[(count - 1) * inner + j];
    }
  }
}

/// Computes the sum of each line; `order` lists the axes.
static void gc_sum_lines(const gc_lines *l, const gc_axes *axes, const int64_t *order) {
  for (int64_t a = 0; a < axes->count; a++) {
    const int64_t axis = order[a], count = axes->extents[axis];
    int64_t outer = 1, inner = l->lines, summed = 0;
    for (int64_t i = 0; i < axis; i++) outer *= axes->extents[i];
    for (int64_t i = axis + 1; i < axes->count; i++) inner *= axes->extents[i];
    for (int64_t i = 0; i < a; i++) summed += order[i] < axis;
    // Sums along earlier axes are in front of what was added.
    if (summed == axis) outer = 1;
    for (int64_t o = 0; o < outer; o++) {
      gc_sum_tree(l->exponentials + o * count * inner, count, inner);
    }
  }
  for (int64_t f = 0; f < l->lines; f++) {
    l->sums[f] = GC_LOG ? log(l->exponentials[f]) : l->exponentials[f];
  }
}

/// Stores the wanted elements along the innermost axis, from element `k` of the lines on.
GC_INLINE void gc_store_lines(
    const gc_lines *l, int64_t k, char *y, int64_t count, int64_t stride, int64_t step) {
  const double *x = l->differences + k * l->lines;
  for (int64_t j = 0; j < count; j++, y += stride, x += l->lines) {
    for (int64_t f = 0; f < l->lines; f++) {
      const double value = GC_LOG ? x[f] - l->sums[f] : x[f] / l->sums[f];
      *(GC_TYPE *)(y + f * step) = GC_NARROW(value);
    }
  }
}

/// Stores the wanted elements of some lines.
static void gc_finish_lines(
    const gc_lines *l, const gc_axes *axes, const int64_t *wanted, char *y, int64_t step) {
  const int64_t last = axes->count - 1;
  int64_t index[GC_MOST_DIMENSIONS];
  for (int64_t i = 0; i < last; i++) index[i] = wanted[3 * i];
  const int64_t first = wanted[3 * last], count = wanted[3 * last + 1] - first;
  const int64_t stride = wanted[3 * last + 2];
  for (;;) {
    int64_t k = 0, distance = 0;
    for (int64_t i = 0; i < last; i++) {
      k = k * axes->extents[i] + index[i];
      distance += (index[i] - wanted[3 * i]) * wanted[3 * i + 2];
    }
    k = k * axes->extents[last] + first;
    if (l->lines == 1 && stride == sizeof(GC_TYPE)) {
      // Neighbours along the axis, as if they were lines.
      const double *x = l->differences + k, sum = l->sums[0];
      GC_TYPE *to = (GC_TYPE *)(y + distance);
      for (int64_t j = 0; j < count; j++) to[j] = GC_NARROW(GC_LOG ? x[j] - sum : x[j] / sum);
    } else {
      gc_store_lines(l, k, y + distance, count, stride, step);
    }
    int64_t i = last - 1;
    for (; i >= 0; i--) {
      if (++index[i] < wanted[3 * i + 1]) break;
      index[i] = wanted[3 * i];
    }
    if (i < 0) return;
  }
}

/// Computes a share of the lines.
void GC_KERNEL(const gc_task *task) {
  const gc_space *space = (const gc_space *)task->arguments;
  const int64_t *numbers = gc_behind(space), most = numbers[0];
  const gc_axes axes = gc_make_axes(numbers + 1);
  const int64_t *wanted = numbers + 2 + 2 * axes.count, *order = wanted + 3 * axes.count;
  gc_lines l = {.elements = gc_axes_length(&axes)};
  l.differences = (double *)task->scratch;
  l.exponentials = l.differences + l.elements * most;
  l.largest = l.exponentials + l.elements * most;
  l.sums = l.largest + most;
  gc_walk walk = gc_walk_begin(task, space);
  while (gc_walk_next(&walk, task)) {
    for (int64_t row = 0; row < walk.rows; row++) {
      const char *x = walk.first[0] + row * walk.row_step[0];
      char *y = walk.first[1] + row * walk.row_step[1];
      for (int64_t i = 0; i < walk.count; i += most) {
        l.lines = walk.count - i < most ? walk.count - i : most;
        gc_load_lines(&l, axes, x + i * walk.step[0], walk.step[0]);
        gc_find_largest(&l);
        gc_make_exponentials(&l);
        gc_sum_lines(&l, &axes, order);
        gc_finish_lines(&l, &axes, wanted, y + i * walk.step[1], walk.step[1]);
      }
    }
  }
}
