// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/hash.h"

#include "harness/base/tests/check.h"

/* The expected values are those of the test vectors of its authors. */
int main(void)
{
	uint64_t in_parts = hash64(hash64(HASH64_BEGIN, "foo", 3), "bar", 3);

	CHECK(hash64(HASH64_BEGIN, "", 0) == UINT64_C(0xcbf29ce484222325));
	CHECK(hash64(HASH64_BEGIN, "a", 1) == UINT64_C(0xaf63dc4c8601ec8c));
	CHECK(hash64(HASH64_BEGIN, "foobar", 6) == UINT64_C(0x85944171f73967e8));
	CHECK(in_parts == UINT64_C(0x85944171f73967e8));
	CHECK(hash32("", 0) == 0x811c9dc5);
	CHECK(hash32("a", 1) == 0xe40c292c);
	CHECK(hash32("foobar", 6) == 0xbf9cf968);
	return 0;
}
