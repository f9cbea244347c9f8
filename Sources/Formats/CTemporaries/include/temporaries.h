#ifndef TEMPORARIES_H
#define TEMPORARIES_H

/// Remembers the name of a temporary file; returns its slot, or -1 where none is free or the name
/// is too long.
int temporaries_add(const char *path);

/// Forgets the name in a slot; -1 is allowed.
void temporaries_forget(int slot);

/// Removes every remembered file. Async-signal-safe: it only calls unlink.
void temporaries_remove_all(void);

/// Makes two existing paths change places in one step; returns 0, or -1 with errno set.
int paths_exchange(const char *one, const char *other);

#endif
