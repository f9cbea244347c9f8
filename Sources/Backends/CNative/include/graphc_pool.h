/// The threads that kernels share.
#ifndef GRAPHC_POOL_H
#define GRAPHC_POOL_H

#include "graphc_task.h"

/// Threads that wait for work; the caller's thread is the first of them. One caller at a time.
typedef struct gc_pool gc_pool;

/// What a thread does.
typedef void gc_body(void *context, int thread);

/// Starts `threads` − 1 threads; returns NULL where the system has none left.
gc_pool *gc_pool_create(int threads);

/// Ends the threads.
void gc_pool_destroy(gc_pool *pool);

/// Calls `body` once on each thread, and returns when all are done.
void gc_pool_run(gc_pool *pool, gc_body *body, void *context);

/// Runs calls one after the other, each on all threads. `scratch` has `scratch_stride` bytes for each
/// thread.
void gc_pool_run_calls(
    gc_pool *pool, const gc_call *calls, int64_t count, char *const *memory, char *scratch,
    int64_t scratch_stride);

#endif
