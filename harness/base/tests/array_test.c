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

ATF_TC_WITHOUT_HEAD(an_array_grows_before_it_is_full);
ATF_TC_BODY(an_array_grows_before_it_is_full, tc)
{
	struct element *array = NULL;
	uint32_t i;

	for (i = 0; i < 5000; i++) {
		ATF_REQUIRE_INTEQ(0, array_grow(array, i));
		ATF_REQUIRE(malloc_usable_size(array) >= (i + 1) * sizeof(*array));
		array[i] = (struct element){ { i, i, i } };
	}
	for (i = 0; i < 5000; i++)
		ATF_CHECK(array[i].number[0] == i && array[i].number[2] == i);

	/* Emptied and filled again, to any count. */
	for (i = 0; i < 70; i++) {
		ATF_REQUIRE_INTEQ(0, array_grow(array, i));
		ATF_REQUIRE(malloc_usable_size(array) >= (i + 1) * sizeof(*array));
		array[i] = (struct element){ { 0 } };
	}
	free(array);
}

ATF_TC_WITHOUT_HEAD(without_memory_an_array_stays);
ATF_TC_BODY(without_memory_an_array_stays, tc)
{
	char *array = malloc(1), *before = array;

	ATF_REQUIRE(array);
	ATF_CHECK_INTEQ(-ENOMEM, array_grow_bytes(&array, 16, SIZE_MAX / 64));
	ATF_CHECK_EQ(before, array);
	/* More bytes than there are numbers for. */
	ATF_CHECK_INTEQ(-ENOMEM, array_grow_bytes(&array, 16, SIZE_MAX / 16));
	ATF_CHECK_EQ(before, array);
	free(array);
}

ATF_TC_WITHOUT_HEAD(the_elements_of_a_table_are_counted);
ATF_TC_BODY(the_elements_of_a_table_are_counted, tc)
{
	const char text[] = "four";

	ATF_CHECK_INTEQ(5, ARRAY_SIZE(text));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, an_array_grows_before_it_is_full);
	ATF_TP_ADD_TC(tp, without_memory_an_array_stays);
	ATF_TP_ADD_TC(tp, the_elements_of_a_table_are_counted);
	return atf_no_error();
}
