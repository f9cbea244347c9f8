/// What the processor can do.
#ifndef GRAPHC_PROCESSOR_H
#define GRAPHC_PROCESSOR_H

#include <stddef.h>

/// Returns the length of the first word of `features` that the processor's own list lacks, and its
/// place in `word`; 0 where it has all of them, or where the system tells nothing.
///
/// The words are those of /proc/cpuinfo, with a space behind each.
size_t gc_missing_feature(const char *features, const char **word);

#endif
