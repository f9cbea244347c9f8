#include "graphc_pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

/// How often a thread looks for work, or for the others, before it lets another thread run, and
/// before it sleeps.
enum { SPINS_BEFORE_YIELD = 4000, YIELDS_BEFORE_SLEEP = 50 };

struct gc_pool {
  int threads;
  pthread_t *workers;
  pthread_mutex_t mutex;
  pthread_cond_t wake_up;
  gc_body *body;
  void *context;
  atomic_int is_stopping;
  /// The number of sleeping workers; changed under the mutex.
  atomic_int sleeping;
  /// Counts the runs.
  atomic_long run;
  /// The workers that are not done with the run.
  atomic_int busy;
  /// The barrier: the threads that have arrived, and the number of barriers passed.
  atomic_int arrived;
  atomic_long passed;
};

typedef struct worker_start {
  gc_pool *pool;
  int thread;
} worker_start;

static void pause_briefly(long spins) {
  if (spins % SPINS_BEFORE_YIELD == SPINS_BEFORE_YIELD - 1) {
    sched_yield();
    return;
  }
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Waits for the run after `seen`.
static void await_run(gc_pool *pool, long seen) {
  for (long spins = 0; spins < (long)SPINS_BEFORE_YIELD * YIELDS_BEFORE_SLEEP; spins++) {
    if (atomic_load(&pool->run) != seen) return;
    pause_briefly(spins);
  }
  pthread_mutex_lock(&pool->mutex);
  atomic_fetch_add(&pool->sleeping, 1);
  while (atomic_load(&pool->run) == seen) pthread_cond_wait(&pool->wake_up, &pool->mutex);
  atomic_fetch_sub(&pool->sleeping, 1);
  pthread_mutex_unlock(&pool->mutex);
}

static void *work(void *argument) {
  const worker_start start = *(worker_start *)argument;
  free(argument);
  gc_pool *pool = start.pool;
  for (long seen = 0;; seen++) {
    await_run(pool, seen);
    if (atomic_load(&pool->is_stopping)) return NULL;
    pool->body(pool->context, start.thread);
    atomic_fetch_sub(&pool->busy, 1);
  }
}

/// Lets the workers see the next run.
static void start_run(gc_pool *pool) {
  atomic_fetch_add(&pool->run, 1);
  if (atomic_load(&pool->sleeping) == 0) return;
  pthread_mutex_lock(&pool->mutex);
  pthread_cond_broadcast(&pool->wake_up);
  pthread_mutex_unlock(&pool->mutex);
}

gc_pool *gc_pool_create(int threads) {
  gc_pool *pool = calloc(1, sizeof(gc_pool));
  if (!pool) return NULL;
  pool->threads = 1;
  pthread_mutex_init(&pool->mutex, NULL);
  pthread_cond_init(&pool->wake_up, NULL);
  pool->workers = calloc(threads > 0 ? (size_t)threads : 1, sizeof(pthread_t));
  int is_complete = pool->workers != NULL;
  while (is_complete && pool->threads < threads) {
    worker_start *start = malloc(sizeof(worker_start));
    if (start) *start = (worker_start){pool, pool->threads};
    is_complete =
        start && !pthread_create(&pool->workers[pool->threads], NULL, work, start);
    if (is_complete) {
      pool->threads++;
    } else {
      free(start);
    }
  }
  if (is_complete) return pool;
  gc_pool_destroy(pool);
  return NULL;
}

void gc_pool_destroy(gc_pool *pool) {
  atomic_store(&pool->is_stopping, 1);
  start_run(pool);
  for (int thread = 1; thread < pool->threads; thread++) {
    pthread_join(pool->workers[thread], NULL);
  }
  pthread_cond_destroy(&pool->wake_up);
  pthread_mutex_destroy(&pool->mutex);
  free(pool->workers);
  free(pool);
}

void gc_pool_run(gc_pool *pool, gc_body *body, void *context) {
  if (pool->threads > 1) {
    pool->body = body;
    pool->context = context;
    atomic_store(&pool->busy, pool->threads - 1);
    start_run(pool);
  }
  body(context, 0);
  for (long spins = 0; pool->threads > 1 && atomic_load(&pool->busy) > 0; spins++) {
    pause_briefly(spins);
  }
}

/// Waits until all threads of a run are here.
static void await_all(gc_pool *pool) {
  if (pool->threads == 1) return;
  const long passed = atomic_load(&pool->passed);
  if (atomic_fetch_add(&pool->arrived, 1) == pool->threads - 1) {
    atomic_store(&pool->arrived, 0);
    atomic_store(&pool->passed, passed + 1);
    return;
  }
  for (long spins = 0; atomic_load(&pool->passed) == passed; spins++) pause_briefly(spins);
}

typedef struct call_list {
  gc_pool *pool;
  const gc_call *calls;
  int64_t count;
  char *const *memory;
  char *scratch;
  int64_t scratch_stride;
} call_list;

static void run_calls(void *context, int thread) {
  const call_list *list = context;
  for (int64_t i = 0; i < list->count; i++) {
    if (i > 0) await_all(list->pool);
    const gc_task task = {
        .memory = list->memory,
        .scratch = list->scratch + thread * list->scratch_stride,
        .arguments = list->calls[i].arguments,
        .part = thread,
        .parts = list->pool->threads};
    list->calls[i].kernel(&task);
  }
}

void gc_pool_run_calls(
    gc_pool *pool, const gc_call *calls, int64_t count, char *const *memory, char *scratch,
    int64_t scratch_stride) {
  call_list list = {pool, calls, count, memory, scratch, scratch_stride};
  gc_pool_run(pool, run_calls, &list);
}
