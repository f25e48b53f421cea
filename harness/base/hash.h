/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BASE_HASH_H
#define RST_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/*
 * FNV-1a, for names and for a glance, not against an adversary:
 * http://www.isthe.com/chongo/tech/comp/fnv/
 */

#define HASH64_BEGIN UINT64_C(0xcbf29ce484222325)

/* The hash of what @hash is of, then @size bytes; of nothing it is HASH64_BEGIN. */
static inline uint64_t hash64(uint64_t hash, const void *data, size_t size)
{
	const uint8_t *byte = data;

	while (size--)
		hash = (hash ^ *byte++) * UINT64_C(0x100000001b3);
	return hash;
}

/* The hash of @size bytes in 32 bits. */
static inline uint32_t hash32(const void *data, size_t size)
{
	const uint8_t *byte = data;
	uint32_t hash = 0x811c9dc5;

	while (size--)
		hash = (hash ^ *byte++) * 0x01000193;
	return hash;
}

#endif
