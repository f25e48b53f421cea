// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/image/cpio.h"

#include <errno.h>

#include "harness/base/tests/check.h"

/* Byte for byte, so that a wrong header, padding or trailer shows. */
static const char expected[] = "070701"
			       "00000001"
			       "000041ED"
			       "00000000"
			       "00000000"
			       "00000002"
			       "00000000"
			       "00000000"
			       "00000000"
			       "00000000"
			       "00000000"
			       "00000000"
			       "00000002"
			       "00000000"
			       "a\0"
			       "070701"
			       "00000002"
			       "000081A4"
			       "00000000"
			       "00000000"
			       "00000001"
			       "00000000"
			       "00000005"
			       "00000000"
			       "00000000"
			       "00000000"
			       "00000000"
			       "00000004"
			       "00000000"
			       "a/b\0"
			       "\0\0"
			       "hello"
			       "\0\0\0"
			       "070701"
			       "00000003"
			       "0000A1FF"
			       "00000000"
			       "00000000"
			       "00000001"
			       "00000000"
			       "00000003"
			       "00000000"
			       "00000000"
			       "00000000"
			       "00000000"
			       "00000002"
			       "00000000"
			       "l\0"
			       "a/b"
			       "\0"
			       "070701"
			       "00000004"
			       "00002180"
			       "00000000"
			       "00000000"
			       "00000001"
			       "00000000"
			       "00000000"
			       "00000000"
			       "00000000"
			       "00000005"
			       "00000001"
			       "00000002"
			       "00000000"
			       "c\0"
			       "070701"
			       "00000005"
			       "00000000"
			       "00000000"
			       "00000000"
			       "00000001"
			       "00000000"
			       "00000000"
			       "00000000"
			       "00000000"
			       "00000000"
			       "00000000"
			       "0000000B"
			       "00000000"
			       "TRAILER!!!\0"
			       "\0\0\0";

static void archive_is_exact(void)
{
	char *data = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&data, &length);
	struct cpio *cpio = cpio_new(stream);

	CHECK(cpio);
	CHECK(!cpio_add_data(cpio, "a/b", 0644, "hello", 5));
	CHECK(!cpio_add_data(cpio, "a/b", 0644, "other", 5));
	CHECK(!cpio_add_link(cpio, "l", "a/b"));
	CHECK(!cpio_add_device(cpio, "c", 0600, 5, 1));
	CHECK(cpio_has(cpio, "a") && cpio_has(cpio, "a/b") && !cpio_has(cpio, "b"));
	CHECK(!cpio_finish(cpio));
	cpio_free(cpio);
	fclose(stream);
	CHECK(length == sizeof(expected) - 1);
	CHECK(!memcmp(data, expected, length));
	free(data);
}

static void errors_are_returned(void)
{
	FILE *full = fopen("/dev/full", "w");
	struct cpio *cpio;

	CHECK(full);
	setvbuf(full, NULL, _IONBF, 0);
	cpio = cpio_new(full);
	CHECK(cpio_add_data(cpio, "a", 0644, "x", 1) == -ENOSPC);
	CHECK(cpio_add_data(cpio, "/absolute", 0644, "x", 1) == -EINVAL);
	CHECK(cpio_add_file(cpio, "none", 0644, "/nonexistent") == -ENOENT);
	CHECK(cpio_add_file(cpio, "folder", 0644, "/") == -EINVAL);
	cpio_free(cpio);
	fclose(full);
}

int main(void)
{
	archive_is_exact();
	errors_are_returned();
	return 0;
}
