#include "temporaries.h"

#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { slot_count = 64, name_size = 4096 };
enum { is_free, is_changing, is_used };

static char names[slot_count][name_size];
static atomic_int states[slot_count];

int temporaries_add(const char *path) {
  size_t size = strlen(path) + 1;
  if (size > name_size) return -1;
  for (int slot = 0; slot < slot_count; slot++) {
    int expected = is_free;
    if (!atomic_compare_exchange_strong(&states[slot], &expected, is_changing)) continue;
    memcpy(names[slot], path, size);
    atomic_store(&states[slot], is_used);
    return slot;
  }
  return -1;
}

void temporaries_forget(int slot) {
  if (slot >= 0) atomic_store(&states[slot], is_free);
}

void temporaries_remove_all(void) {
  for (int slot = 0; slot < slot_count; slot++) {
    if (atomic_load(&states[slot]) == is_used) unlink(names[slot]);
  }
}
