/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BASE_ARRAY_H
#define RST_BASE_ARRAY_H

#include <stddef.h>

/* How many elements an array has; not for a pointer. */
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/*
 * Makes room for one element behind the @count that @array, a pointer, holds.  It is NULL at first
 * and grows by nothing else: the room doubles at each power of two, so nobody keeps its size.
 * Returns 0, or -ENOMEM, after which all is as it was.
 */
#define array_grow(array, count) array_grow_bytes(&(array), count, sizeof(*(array)))

int array_grow_bytes(void *array, size_t count, size_t size);

/* The structure of @type whose @member @pointer points to. */
#define container_of(pointer, type, member) ((type *)((char *)(pointer)-offsetof(type, member)))

#endif
