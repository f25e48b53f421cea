// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/hash.h"

#include "harness/base/tests/check.h"

/* The expected values are those of the test vectors of its authors. */
ATF_TC_WITHOUT_HEAD(hash64_is_fnv_1a);
ATF_TC_BODY(hash64_is_fnv_1a, tc)
{
	uint64_t in_parts = hash64(hash64(HASH64_BEGIN, "foo", 3), "bar", 3);

	ATF_CHECK_INTEQ(UINT64_C(0xcbf29ce484222325), hash64(HASH64_BEGIN, "", 0));
	ATF_CHECK_INTEQ(UINT64_C(0xaf63dc4c8601ec8c), hash64(HASH64_BEGIN, "a", 1));
	ATF_CHECK_INTEQ(UINT64_C(0x85944171f73967e8), hash64(HASH64_BEGIN, "foobar", 6));
	ATF_CHECK_INTEQ(UINT64_C(0x85944171f73967e8), in_parts);
}

ATF_TC_WITHOUT_HEAD(hash32_is_fnv_1a);
ATF_TC_BODY(hash32_is_fnv_1a, tc)
{
	ATF_CHECK_INTEQ(0x811c9dc5, hash32("", 0));
	ATF_CHECK_INTEQ(0xe40c292c, hash32("a", 1));
	ATF_CHECK_INTEQ(0xbf9cf968, hash32("foobar", 6));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, hash64_is_fnv_1a);
	ATF_TP_ADD_TC(tp, hash32_is_fnv_1a);
	return atf_no_error();
}
