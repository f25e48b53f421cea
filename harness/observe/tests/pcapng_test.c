// SPDX-License-Identifier: GPL-2.0-only
/* What is written is read back block by block: draft-ietf-opsawg-pcapng. */
#include "harness/observe/pcapng.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/file.h"
#include "harness/base/tests/check.h"
#include "harness/observe/wire.h"

/* A file under reading, and what was read, in words. */
struct reader {
	char *data;
	size_t at, end;
	FILE *text;
};

static uint32_t take32(struct reader *reader)
{
	uint32_t value;

	ATF_REQUIRE(reader->at + sizeof(value) <= reader->end);
	memcpy(&value, reader->data + reader->at, sizeof(value));
	reader->at += sizeof(value);
	return value;
}

/* Bytes up to a multiple of four, of which those behind @length are 0. */
static const char *take_padded(struct reader *reader, size_t length)
{
	const char *data = reader->data + reader->at;

	for (reader->at += length; reader->at % 4; reader->at++)
		ATF_CHECK_INTEQ_MSG(0, reader->data[reader->at], "padding");
	ATF_REQUIRE(reader->at <= reader->end);
	return data;
}

/* Up to the end of the block, whose last word is its length once more. */
static void read_options(struct reader *reader, size_t end)
{
	const char *data;
	uint32_t head = 0;

	while (reader->at < end - 4) {
		head = take32(reader);
		if (!head)
			break;
		data = take_padded(reader, head >> 16);
		if ((head & 0xffff) == 1)
			fprintf(reader->text, ", \"%.*s\"", (int)(head >> 16), data);
		else
			fprintf(reader->text, ", option %u: %d", head & 0xffff, *data);
	}
	ATF_CHECK_INTEQ_MSG(0, head, "no end of options");
}

static void read_packet(struct reader *reader)
{
	unsigned int interface = take32(reader);
	uint64_t time = (uint64_t)take32(reader) << 32;
	uint32_t length;

	time |= take32(reader);
	length = take32(reader);
	fprintf(reader->text, "packet on %u at %ju: %u of %u", interface, (uintmax_t)time, length,
		take32(reader));
	fprintf(reader->text, " bytes %.*s", (int)length, take_padded(reader, length));
}

static void read_block(struct reader *reader)
{
	size_t start = reader->at;
	uint32_t type = take32(reader);
	size_t end = start + take32(reader);

	ATF_REQUIRE_INTEQ(0, end % 4);
	ATF_REQUIRE(end >= start + 12 && end <= reader->end);
	switch (type) {
	case 0x0a0d0d0a:
		ATF_CHECK_INTEQ(0x1a2b3c4d, take32(reader));
		ATF_CHECK_INTEQ(1, take32(reader));
		ATF_CHECK_INTEQ(UINT32_MAX, take32(reader));
		ATF_CHECK_INTEQ(UINT32_MAX, take32(reader));
		fprintf(reader->text, "section");
		break;
	case 1:
		fprintf(reader->text, "interface of type %u", take32(reader) & 0xffff);
		ATF_CHECK_INTEQ_MSG(0, take32(reader), "snap length");
		break;
	case 6:
		read_packet(reader);
		break;
	default:
		atf_tc_fail("a block of type %u", type);
	}
	read_options(reader, end);
	ATF_REQUIRE_INTEQ(end - start, take32(reader));
	ATF_REQUIRE_INTEQ(end, reader->at);
	fprintf(reader->text, "\n");
}

static void expect_file(const char *path, const char *expected)
{
	struct reader reader = { .at = 0 };
	ssize_t length = file_read(path, &reader.data);
	char *text = NULL;
	size_t size;

	ATF_REQUIRE(length > 0);
	reader.end = length;
	reader.text = open_memstream(&text, &size);
	ATF_REQUIRE(reader.text);
	while (reader.at < reader.end)
		read_block(&reader);
	fclose(reader.text);
	ATF_CHECK_STREQ(expected, text);
	free(text);
	free(reader.data);
}

static void keep(struct wire *wire, const char *data, uint64_t time_ns, bool outgoing)
{
	const struct frame frame = {
		.outgoing = outgoing,
		.has_link_header = true,
		.time_ns = time_ns,
		.length = strlen(data),
		.data = (uint8_t *)strdup(data),
	};

	ATF_REQUIRE(frame.data);
	ATF_REQUIRE_INTEQ(0, wire_keep(wire, &frame));
}

/* Frames and comments of every length modulo four. */
static struct wire *some_frames(void)
{
	struct wire *wire = wire_new();

	ATF_REQUIRE(wire);
	keep(wire, "abcd", 5, true);
	keep(wire, "abcde", 0x100000002, false);
	keep(wire, "abcdef", 1700000000123456789, true);
	keep(wire, "abcdefg", 1700000000123456790, true);
	return wire;
}

static const char *comment(void *context, size_t index)
{
	static const char *const comments[] = { NULL, "one more", "two", "three\nlines" };

	ATF_CHECK_EQ(comment, context);
	ATF_REQUIRE(index < 4);
	return comments[index];
}

ATF_TC_WITHOUT_HEAD(frames_have_their_time_direction_and_comment);
ATF_TC_BODY(frames_have_their_time_direction_and_comment, tc)
{
	struct wire *wire = some_frames();

	ATF_REQUIRE_INTEQ(0, pcapng_write("capture", wire, comment, comment));
	expect_file("capture",
		    "section\n"
		    "interface of type 1, option 9: 9\n"
		    "packet on 0 at 5: 4 of 4 bytes abcd, option 2: 2\n"
		    "packet on 0 at 4294967298: 5 of 5 bytes abcde, \"one more\", option 2: 1\n"
		    "packet on 0 at 1700000000123456789: 6 of 6 bytes abcdef, \"two\", "
		    "option 2: 2\n"
		    "packet on 0 at 1700000000123456790: 7 of 7 bytes abcdefg, "
		    "\"three\nlines\", option 2: 2\n");
	wire_close(wire);
}

ATF_TC_WITHOUT_HEAD(nobody_need_comment);
ATF_TC_BODY(nobody_need_comment, tc)
{
	struct wire *wire = wire_new();

	ATF_REQUIRE(wire);
	keep(wire, "abcd", 5, true);
	ATF_REQUIRE_INTEQ(0, pcapng_write("capture", wire, NULL, NULL));
	expect_file("capture", "section\n"
			       "interface of type 1, option 9: 9\n"
			       "packet on 0 at 5: 4 of 4 bytes abcd, option 2: 2\n");
	wire_close(wire);
}

/* A tunnel: its packets begin with the IP header. */
ATF_TC_WITHOUT_HEAD(a_link_may_have_no_header);
ATF_TC_BODY(a_link_may_have_no_header, tc)
{
	const struct frame frame = { .length = 4, .data = (uint8_t *)strdup("abcd") };
	struct wire *wire = wire_new();

	ATF_REQUIRE(wire);
	ATF_REQUIRE_INTEQ(0, wire_keep(wire, &frame));
	ATF_REQUIRE_INTEQ(0, pcapng_write("capture", wire, NULL, NULL));
	expect_file("capture", "section\n"
			       "interface of type 101, option 9: 9\n"
			       "packet on 0 at 0: 4 of 4 bytes abcd, option 2: 1\n");
	wire_close(wire);
}

ATF_TC_WITHOUT_HEAD(an_empty_capture_is_a_file);
ATF_TC_BODY(an_empty_capture_is_a_file, tc)
{
	struct wire *wire = wire_new();

	ATF_REQUIRE(wire);
	ATF_REQUIRE_INTEQ(0, pcapng_write("capture", wire, comment, NULL));
	expect_file("capture", "section\ninterface of type 1, option 9: 9\n");
	wire_close(wire);
}

ATF_TC_WITHOUT_HEAD(a_file_that_cannot_be_written_is_reported);
ATF_TC_BODY(a_file_that_cannot_be_written_is_reported, tc)
{
	struct wire *wire = some_frames();

	ATF_CHECK_INTEQ(-ENOENT, pcapng_write("no/such/folder", wire, NULL, NULL));
	/* A link, as what cannot be written is removed. */
	ATF_REQUIRE_INTEQ(0, symlink("/dev/full", "full"));
	ATF_CHECK_INTEQ(-ENOSPC, pcapng_write("full", wire, NULL, NULL));
	ATF_CHECK(!atf_utils_file_exists("full"));
	wire_close(wire);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, frames_have_their_time_direction_and_comment);
	ATF_TP_ADD_TC(tp, nobody_need_comment);
	ATF_TP_ADD_TC(tp, a_link_may_have_no_header);
	ATF_TP_ADD_TC(tp, an_empty_capture_is_a_file);
	ATF_TP_ADD_TC(tp, a_file_that_cannot_be_written_is_reported);
	return atf_no_error();
}
