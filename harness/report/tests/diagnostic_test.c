// SPDX-License-Identifier: GPL-2.0-only
/* The table of the draft's codes, and RSTs that carry one. */
#include "harness/base/tests/check.h"
#include "harness/packet/notation.h"
#include "harness/report/diagnostic.h"

static const struct flow flow = {
	.sut = { .port = 80, .isn = 5000 },
	.peer = { .port = 1024, .isn = 1000 },
};

static void test_table(void)
{
	const struct diagnostic_row *row;
	size_t i;

	for (i = 0; i < diagnostic_cause_count; i++)
		CHECK(diagnostic_causes[i].code == i + 1);
	for (i = 0; i < diagnostic_row_count; i++) {
		row = &diagnostic_rows[i];
		CHECK((row->fit == DIAGNOSTIC_NONE) == !row->code);
		CHECK(!row->code || diagnostic_cause(row->code));
		CHECK(diagnostic_row(row->reason) == row);
	}
	CHECK(!diagnostic_cause(0) && !diagnostic_cause(18) && !diagnostic_row("TCP"));
}

static void write_of(const struct segment *segment, char *text)
{
	notation_write(text, segment, &flow, true, NOTATION_PASSIVE);
}

static void test_notation(void)
{
	static const uint8_t listening[8] = { 0x33, 0xaa, 0, 2 };
	struct segment rst = { .flags = RST, .seq = 5001, .ttl = 64, .length = 8 };
	uint8_t large[1000] = { 7 };
	char text[NOTATION_MAX], other[NOTATION_MAX];

	rst.payload = listening;
	write_of(&rst, text);
	CHECK_TEXT("R 1:9(8) payload 0x33aa000200000000", text);
	CHECK(!notation_equal("R 1:9(8) payload 0x33aa000500000000", text));
	CHECK(!notation_equal("R 1:9(8)", text));
	/* Of other segments the length tells enough. */
	rst.flags = ACK;
	rst.ack = 1001;
	write_of(&rst, text);
	CHECK_TEXT(". 1:9(8) ack 1", text);

	/* Kernels with the patch of the draft's appendix: 1,000 bytes, the first is the reason. */
	rst.flags = RST;
	rst.ack = 0;
	rst.payload = large;
	rst.length = sizeof(large);
	write_of(&rst, text);
	CHECK(!strncmp("R 1:1001(1000) payload 0x0700", text, 29));
	large[999] = 1;
	write_of(&rst, other);
	CHECK(strcmp(text, other));
}

static void check_read(const char *text, bool good)
{
	struct segment segment = { 0 };
	char written[NOTATION_MAX];
	const char *error = NULL;

	CHECK(!notation_read(&segment, text, &flow, &error) == good);
	if (!good)
		return;
	notation_write(written, &segment, &flow, false, NOTATION_ANY);
	CHECK_TEXT(text, written);
}

static void test_reading(void)
{
	check_read("R. 1:9(8) ack 1 payload 0x33aa000200000000", true);
	check_read("R 1:2(1) payload 0xff", true);
	check_read("R 1:3(2) payload 0xff", false);
	check_read("R 1:1(0) payload 0x", false);
	check_read("R 1:2(1) payload ff", false);
	check_read("R 1:2(1) payload 0xfg", false);
	check_read("R 1:2(1) payload 0xf", false);
}

int main(void)
{
	test_table();
	test_notation();
	test_reading();
	return 0;
}
