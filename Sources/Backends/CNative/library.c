#define _GNU_SOURCE
#include "graphc_library.h"

#include "graphc_pool.h"
#include "graphc_processor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { MOST_THREADS = 1024, HUGE_PAGE = 2 << 20 };

struct gc_session {
  const gc_model *model;
  gc_pool *pool;
  /// What was mapped, and its size.
  char *mapping;
  size_t mapped;
  /// The memory of values, and that of the threads behind it.
  char *arena;
  char *scratch;
  /// The memory of the step that is run.
  char **memory;
  char error[256];
};

/// Returns the first multiple of a cache line.
static size_t align(size_t bytes) { return (bytes + 63) & ~(size_t)63; }

/// Maps working memory, in huge pages where the system has them; returns 0 where it refuses.
static int map_memory(gc_session *session, int threads) {
  const size_t values = align((size_t)session->model->arena_byte_count);
  const size_t bytes = values + align((size_t)session->model->scratch_byte_count) * (size_t)threads;
  session->mapped = bytes + HUGE_PAGE;
  void *mapping = mmap(
      NULL, session->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
      0);
  if (mapping == MAP_FAILED) return 0;
  session->mapping = mapping;
  const uintptr_t start = ((uintptr_t)mapping + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1);
  session->arena = (char *)start;
  session->scratch = session->arena + values;
  if (bytes >= HUGE_PAGE) madvise(session->arena, bytes, MADV_HUGEPAGE);
  return 1;
}

gc_session *gc_session_create(const gc_model *model, int threads, char *error, size_t error_size) {
  char nowhere[1];
  if (!error || error_size == 0) {
    error = nowhere;
    error_size = sizeof(nowhere);
  }
  error[0] = 0;
  if (threads < 1 || threads > MOST_THREADS) {
    snprintf(error, error_size, "threads is %d, expected 1 to %d", threads, MOST_THREADS);
    return NULL;
  }
  const char *missing;
  const size_t length = gc_missing_feature(model->features, &missing);
  if (length > 0) {
    snprintf(
        error, error_size, "built for a processor with %.*s, which this one is without", (int)length,
        missing);
    return NULL;
  }
  gc_session *session = calloc(1, sizeof(gc_session));
  if (session) session->memory = calloc((size_t)model->most_places + 1, sizeof(char *));
  if (!session || !session->memory) {
    snprintf(error, error_size, "no memory for a session");
    gc_session_destroy(session);
    return NULL;
  }
  session->model = model;
  if (!map_memory(session, threads)) {
    snprintf(
        error, error_size, "the working memory of %zu bytes cannot be mapped: %s", session->mapped,
        strerror(errno));
    gc_session_destroy(session);
    return NULL;
  }
  session->pool = gc_pool_create(threads);
  if (session->pool) return session;
  snprintf(error, error_size, "the system has no room for %d threads", threads);
  gc_session_destroy(session);
  return NULL;
}

void gc_session_destroy(gc_session *session) {
  if (!session) return;
  if (session->pool) gc_pool_destroy(session->pool);
  if (session->mapping) munmap(session->mapping, session->mapped);
  free(session->memory);
  free(session);
}

/// Returns 0, with a reason, unless there is a pointer for each tensor.
static int has_all(
    gc_session *session, const void *const *pointers, const gc_tensor *tensors, int64_t count,
    const char *kind) {
  if (!pointers && count > 0) {
    snprintf(
        session->error, sizeof(session->error), "the %ss are NULL, expected %lld pointers", kind,
        (long long)count);
    return 0;
  }
  for (int64_t i = 0; i < count; i++) {
    if (pointers[i] || tensors[i].byte_count == 0) continue;
    snprintf(
        session->error, sizeof(session->error),
        "%s %lld ('%s') is NULL, expected a pointer to %lld bytes", kind, (long long)i,
        tensors[i].name, (long long)tensors[i].byte_count);
    return 0;
  }
  return 1;
}

/// Returns the memory of a place.
static char *locate(
    const gc_session *session, const gc_place *place, const void *const *inputs,
    void *const *outputs) {
  switch (place->owner) {
  case GC_ARENA: return session->arena + place->offset;
  // Kernels only read weights and inputs.
  case GC_WEIGHTS: return (char *)session->model->weights + place->offset;
  case GC_INPUT: return (char *)inputs[place->index];
  case GC_OUTPUT: return outputs[place->index];
  }
  return NULL;
}

int gc_session_run(gc_session *session, const void *const *inputs, void *const *outputs) {
  if (!session) return 1;
  const gc_model *model = session->model;
  session->error[0] = 0;
  if (!has_all(session, inputs, model->inputs, model->input_count, "input")) return 1;
  const void *const *results = (const void *const *)outputs;
  if (!has_all(session, results, model->outputs, model->output_count, "output")) return 1;
  const int64_t stride = (int64_t)align((size_t)model->scratch_byte_count);
  for (int64_t i = 0; i < model->step_count; i++) {
    const gc_step *step = &model->steps[i];
    for (int64_t place = 0; place < step->place_count; place++) {
      session->memory[place] = locate(session, &step->places[place], inputs, outputs);
    }
    gc_pool_run_calls(
        session->pool, step->calls, step->call_count, session->memory, session->scratch, stride);
  }
  return 0;
}

const char *gc_session_error(const gc_session *session) {
  return session ? session->error : "there is no session";
}
