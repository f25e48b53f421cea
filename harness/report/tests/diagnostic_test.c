// SPDX-License-Identifier: GPL-2.0-only
/* The table of the draft's codes, and RSTs that carry one. */
#include "harness/base/tests/check.h"
#include "harness/packet/notation.h"
#include "harness/report/diagnostic.h"

static const struct flow flow = {
	.sut = { .port = 80, .isn = 5000 },
	.peer = { .port = 1024, .isn = 1000 },
};

ATF_TC_WITHOUT_HEAD(every_row_has_a_cause_of_the_draft);
ATF_TC_BODY(every_row_has_a_cause_of_the_draft, tc)
{
	const struct diagnostic_row *row;
	size_t i;

	for (i = 0; i < diagnostic_cause_count; i++)
		ATF_CHECK_INTEQ(i + 1, diagnostic_causes[i].code);
	for (i = 0; i < diagnostic_row_count; i++) {
		row = &diagnostic_rows[i];
		ATF_CHECK_INTEQ(!row->code, row->fit == DIAGNOSTIC_NONE);
		ATF_CHECK(!row->code || diagnostic_cause(row->code));
		ATF_CHECK_EQ(row, diagnostic_row(row->reason));
	}
	ATF_CHECK(!diagnostic_cause(0));
	ATF_CHECK(!diagnostic_cause(18));
	ATF_CHECK(!diagnostic_row("TCP"));
}

static void write_of(const struct segment *segment, char *text)
{
	notation_write(text, segment, &flow, true, NOTATION_PASSIVE);
}

ATF_TC_WITHOUT_HEAD(a_reset_with_a_payload_is_written);
ATF_TC_BODY(a_reset_with_a_payload_is_written, tc)
{
	static const uint8_t listening[8] = { 0x33, 0xaa, 0, 2 };
	struct segment rst = { .flags = RST, .seq = 5001, .ttl = 64, .length = 8 };
	uint8_t large[1000] = { 7 };
	char text[NOTATION_MAX], other[NOTATION_MAX];

	rst.payload = listening;
	write_of(&rst, text);
	ATF_CHECK_STREQ("R 1:9(8) payload 0x33aa000200000000", text);
	ATF_CHECK(!notation_equal("R 1:9(8) payload 0x33aa000500000000", text));
	ATF_CHECK(!notation_equal("R 1:9(8)", text));
	/* Of other segments the length tells enough. */
	rst.flags = ACK;
	rst.ack = 1001;
	write_of(&rst, text);
	ATF_CHECK_STREQ(". 1:9(8) ack 1", text);

	/* Kernels with the patch of the draft's appendix: 1,000 bytes, the first is the reason. */
	rst.flags = RST;
	rst.ack = 0;
	rst.payload = large;
	rst.length = sizeof(large);
	write_of(&rst, text);
	ATF_CHECK_MATCH("^R 1:1001\\(1000\\) payload 0x0700", text);
	large[999] = 1;
	write_of(&rst, other);
	ATF_CHECK(strcmp(text, other));
}

static void check_read(const char *text, bool good)
{
	struct segment segment = { 0 };
	char written[NOTATION_MAX];
	const char *error = NULL;

	ATF_CHECK_INTEQ_MSG(good, !notation_read(&segment, text, &flow, &error), "%s", text);
	if (!good)
		return;
	notation_write(written, &segment, &flow, false, NOTATION_ANY);
	ATF_CHECK_STREQ(text, written);
}

ATF_TC_WITHOUT_HEAD(a_payload_is_read_if_it_has_its_length);
ATF_TC_BODY(a_payload_is_read_if_it_has_its_length, tc)
{
	check_read("R. 1:9(8) ack 1 payload 0x33aa000200000000", true);
	check_read("R 1:2(1) payload 0xff", true);
	check_read("R 1:3(2) payload 0xff", false);
	check_read("R 1:1(0) payload 0x", false);
	check_read("R 1:2(1) payload ff", false);
	check_read("R 1:2(1) payload 0xfg", false);
	check_read("R 1:2(1) payload 0xf", false);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, every_row_has_a_cause_of_the_draft);
	ATF_TP_ADD_TC(tp, a_reset_with_a_payload_is_written);
	ATF_TP_ADD_TC(tp, a_payload_is_read_if_it_has_its_length);
	return atf_no_error();
}
