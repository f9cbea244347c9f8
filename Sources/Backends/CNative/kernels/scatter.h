/// Combines slices of a tensor with updates at places that vectors of indices name, one after the
/// other: on one thread, as a later one may name the same place.
///
/// The arguments are three places, the tensor's, the indices' and the updates': a memory and the
/// elements to the first one; the number of indices of a vector, the elements between them, and for
/// each the extent of the dimension that it names, the first coordinate that is held, the number of
/// those, and the elements between neighbours; then the dimensions of the vectors in the indices,
/// the updates and the tensor, and those of a slice in the updates and the tensor. Defines:
/// GC_LOAD and GC_INDEX, the type of an index; GC_UNSIGNED, 1 where one with the highest bit is
/// large; GC_TARGET and GC_SOURCE, the elements of tensor and updates, and GC_COMBINE(y, u).
#include "dims.h"
#include "lane.h"

/// Returns the distance that a vector names, or −1 where it is not held.
GC_INLINE int64_t gc_held_distance(const int64_t *numbers, const GC_INDEX *vector) {
  int64_t distance = 0;
  for (int64_t i = 0; i < numbers[0]; i++) {
    const int64_t *axis = numbers + 2 + 4 * i;
    int64_t index = GC_LOAD((const char *)(vector + i * numbers[1]));
    if (index < 0) index = GC_UNSIGNED ? INT64_MAX : index + axis[0];
    if (index < axis[1] || index - axis[1] >= axis[2]) return -1;
    distance += (index - axis[1]) * axis[3];
  }
  return distance;
}

/// Combines all slices.
void GC_KERNEL(const gc_task *task) {
  if (task->part > 0) return;
  const int64_t *const n = task->arguments, *next = n + 8 + 4 * n[6];
  const gc_dims in_indices = gc_take_dims(&next), in_updates = gc_take_dims(&next);
  const gc_dims in_tensor = gc_take_dims(&next);
  const gc_dims slice = gc_take_dims(&next), target = gc_take_dims(&next);
  GC_TARGET *const y = (GC_TARGET *)task->memory[n[0]] + n[1];
  const GC_INDEX *const indices = (const GC_INDEX *)task->memory[n[2]] + n[3];
  const GC_SOURCE *const updates = (const GC_SOURCE *)task->memory[n[4]] + n[5];
  const int64_t vectors = gc_length(&in_indices), count = gc_length(&slice);
  for (int64_t v = 0; v < vectors; v++) {
    const int64_t place = gc_held_distance(n + 6, indices + gc_distance(&in_indices, v));
    if (place < 0) continue;
    GC_TARGET *const to = y + place + gc_distance(&in_tensor, v);
    const GC_SOURCE *const from = updates + gc_distance(&in_updates, v);
    for (int64_t i = 0; i < count; i++) {
      GC_TARGET *const element = to + gc_distance(&target, i);
      *element = GC_COMBINE(*element, from + gc_distance(&slice, i));
    }
  }
}
