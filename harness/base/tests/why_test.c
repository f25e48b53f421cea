// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/why.h"

#include <errno.h>

#include "harness/base/tests/check.h"

int main(void)
{
	char large[2000];
	struct why why;

	CHECK(why_set(&why, ENOENT, "no %s: %d", "file", 3) == -ENOENT);
	CHECK_TEXT("no file: 3", why.text);
	CHECK(!why_differs(&why, "%s", "one\ntwo\r\n  \n"));
	CHECK_TEXT("one two", why.text);
	CHECK(why_set(&why, 0, "%s", "") == 0);
	CHECK_TEXT("", why.text);
	CHECK(why_set(NULL, EIO, "%s", "") == -EIO && !why_differs(NULL, "%s", ""));

	memset(large, 'x', sizeof(large) - 1);
	large[sizeof(large) - 1] = '\0';
	why_set(&why, EIO, "%s", large);
	CHECK(strlen(why.text) == sizeof(why.text) - 1);
	return 0;
}
