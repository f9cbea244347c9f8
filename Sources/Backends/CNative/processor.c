#include "graphc_processor.h"

#include <stdio.h>
#include <string.h>

/// Puts the processor's own list into `line`, with a space before and behind each word; returns 0 where
/// the system has none.
static int read_list(char *line, size_t size) {
  FILE *file = fopen("/proc/cpuinfo", "r");
  if (!file) return 0;
  int is_found = 0;
  while (!is_found && fgets(line, (int)size - 1, file)) {
    is_found = !strncmp(line, "flags", 5) || !strncmp(line, "Features", 8);
  }
  fclose(file);
  if (!is_found) return 0;
  line[strcspn(line, "\n")] = 0;
  strcat(line, " ");
  return 1;
}

size_t gc_missing_feature(const char *features, const char **word) {
  char line[16384];
  if (!read_list(line, sizeof(line))) return 0;
  while (*features) {
    const size_t length = strcspn(features, " ");
    char spaced[64] = " ";
    if (length + 3 > sizeof(spaced)) return 0;
    memcpy(spaced + 1, features, length);
    spaced[length + 1] = ' ';
    if (length > 0 && !strstr(line, spaced)) {
      *word = features;
      return length;
    }
    features += length + (features[length] == ' ');
  }
  return 0;
}
