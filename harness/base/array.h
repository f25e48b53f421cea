/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BASE_ARRAY_H
#define RST_BASE_ARRAY_H

#include <stddef.h>

/* How many elements an array has; not for a pointer. */
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* The structure of @type whose @member @pointer points to. */
#define container_of(pointer, type, member) ((type *)((char *)(pointer)-offsetof(type, member)))

#endif
