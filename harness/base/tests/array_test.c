// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/array.h"

#include <errno.h>
#include <malloc.h>
#include <stdint.h>

#include "harness/base/tests/check.h"

struct element {
	uint32_t number[3];
};

/* AddressSanitizer: malloc() may fail. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void check_grow(void)
{
	struct element *array = NULL;
	uint32_t i;

	for (i = 0; i < 5000; i++) {
		CHECK(!array_grow(array, i));
		CHECK(malloc_usable_size(array) >= (i + 1) * sizeof(*array));
		array[i] = (struct element){ { i, i, i } };
	}
	for (i = 0; i < 5000; i++)
		CHECK(array[i].number[0] == i && array[i].number[2] == i);

	/* Emptied and filled again, to any count. */
	for (i = 0; i < 70; i++) {
		CHECK(!array_grow(array, i));
		CHECK(malloc_usable_size(array) >= (i + 1) * sizeof(*array));
		array[i] = (struct element){ { 0 } };
	}
	free(array);
}

static void check_no_memory(void)
{
	char *array = malloc(1), *before = array;

	CHECK(array);
	CHECK(array_grow_bytes(&array, 16, SIZE_MAX / 64) == -ENOMEM && array == before);
	/* More bytes than there are numbers for. */
	CHECK(array_grow_bytes(&array, 16, SIZE_MAX / 16) == -ENOMEM && array == before);
	free(array);
}

int main(void)
{
	const char text[] = "four";

	CHECK(ARRAY_SIZE(text) == 5);
	check_grow();
	check_no_memory();
	return 0;
}
