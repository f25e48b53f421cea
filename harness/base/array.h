/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BASE_ARRAY_H
#define RST_BASE_ARRAY_H

/* How many elements an array has; not for a pointer. */
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

#endif
