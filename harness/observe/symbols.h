/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_SYMBOLS_H
#define RST_OBSERVE_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

/*
 * A sorted table of the kernel's functions in one file that is mapped, not read:
 * a look-up touches a few pages.
 */
struct symbols {
	const void *map;
	size_t size;
};

#define KALLSYMS "/proc/kallsyms"

/*
 * Writes @kallsyms as such a table to @path.  Returns 0 or -errno; -EPERM when the kernel hides its
 * addresses.
 */
int symbols_write(const char *path, const char *kallsyms);

/* Maps a table.  Returns 0 or -errno. */
int symbols_open(struct symbols *symbols, const char *path);
void symbols_close(struct symbols *symbols);

/* The name of the function that holds @address and the @offset in it; NULL when unknown. */
const char *symbols_find(const struct symbols *symbols, uint64_t address, unsigned int *offset);

/* How many there are, and the @index-th by address. */
size_t symbols_count(const struct symbols *symbols);
const char *symbols_get(const struct symbols *symbols, size_t index, uint64_t *address);

#endif
