/// The C part of the native backend.
#ifndef GRAPHC_NATIVE_H
#define GRAPHC_NATIVE_H

#include "graphc_pool.h"
#include "graphc_processor.h"
#include "graphc_task.h"

/// A file that generated code includes.
typedef struct gc_source_file {
  const char *name;
  const char *text;
} gc_source_file;

/// Returns the number of files that generated code may include.
int gc_source_file_count(void);

/// Returns one of them.
gc_source_file gc_source_file_at(int index);

#endif
