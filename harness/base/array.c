// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/array.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_FIRST 16

int array_grow_bytes(void *array, size_t count, size_t size)
{
	size_t room = count ? 2 * count : ROOM_FIRST;
	void *old, *larger;

	if (count & (count - 1) || (count && count < ROOM_FIRST))
		return 0;
	memcpy(&old, array, sizeof(old));
	larger = reallocarray(old, room, size);
	if (!larger)
		return -ENOMEM;
	memcpy(array, &larger, sizeof(larger));
	/* cppcheck-suppress memleak; the caller's pointer has it */
	return 0;
}
