/// The run time of a model that is a library: its tables, and what runs them.
#ifndef GRAPHC_LIBRARY_H
#define GRAPHC_LIBRARY_H

#include "graphc_task.h"

#include <stddef.h>

/// Who has the memory of a value.
typedef enum gc_owner { GC_ARENA, GC_WEIGHTS, GC_INPUT, GC_OUTPUT } gc_owner;

/// Where a value is.
typedef struct gc_place {
  gc_owner owner;
  /// The number of the input or output.
  int32_t index;
  /// The bytes from the start of the arena or of the weights.
  int64_t offset;
} gc_place;

/// Calls that compute a value.
typedef struct gc_step {
  /// The result, the operands, and the working memory that threads share.
  const gc_place *places;
  int64_t place_count;
  const gc_call *calls;
  int64_t call_count;
} gc_step;

/// An input or output.
typedef struct gc_tensor {
  const char *name;
  const char *element_type;
  const int64_t *extents;
  int64_t rank;
  int64_t byte_count;
} gc_tensor;

/// A compiled model; nothing changes it.
typedef struct gc_model {
  /// What the processor must be able to do.
  const char *features;
  const gc_tensor *inputs;
  const gc_tensor *outputs;
  int64_t input_count, output_count;
  const gc_step *steps;
  int64_t step_count;
  /// The most places of a step.
  int64_t most_places;
  /// The working memory in bytes: that of all threads together, and that of each.
  int64_t arena_byte_count, scratch_byte_count;
  const char *weights;
} gc_model;

/// The memory and threads to run a model, one run at a time.
typedef struct gc_session gc_session;

/// Returns a session with that many threads; NULL with the reason in `error` where there is none.
gc_session *gc_session_create(const gc_model *model, int threads, char *error, size_t error_size);

/// Ends the threads and frees the memory of a session; NULL is none.
void gc_session_destroy(gc_session *session);

/// Computes all outputs; returns 0, or 1 with a reason that `gc_session_error` tells.
int gc_session_run(gc_session *session, const void *const *inputs, void *const *outputs);

/// Returns why the last run of a session failed; an empty text where it did not.
const char *gc_session_error(const gc_session *session);

#endif
