#ifndef EXCHANGE_H
#define EXCHANGE_H

/// Makes two existing paths change places in one step; returns 0, or -1 with errno set.
int paths_exchange(const char *one, const char *other);

#endif
