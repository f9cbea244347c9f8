/// What a kernel is called with: the interface between generated kernels and the run time.
#ifndef GRAPHC_TASK_H
#define GRAPHC_TASK_H

#include <stdint.h>

/// One thread's share of a call of a kernel.
typedef struct gc_task {
  /// The base addresses that views count from: the result's, the operands', the shared scratch.
  char *const *memory;
  /// Working memory of this thread alone, aligned to 64 bytes.
  char *scratch;
  /// The extents, strides and distances of this call, as the kernel lays them out.
  const int64_t *arguments;
  /// The number of this share, and of all shares. The shares are static: which thread computes an
  /// element never changes its bits.
  int64_t part, parts;
} gc_task;

/// A kernel computes its share of a call.
typedef void gc_kernel(const gc_task *task);

#ifdef GC_KERNEL
/// The kernel that the file defines is all that others see of it.
__attribute__((visibility("default"))) gc_kernel GC_KERNEL;
#endif

/// One call of a kernel by all threads; the next call starts when all shares are done.
typedef struct gc_call {
  /// What is called.
  gc_kernel *kernel;
  /// Its arguments.
  const int64_t *arguments;
} gc_call;

#endif
