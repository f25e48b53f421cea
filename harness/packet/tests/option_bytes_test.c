// SPDX-License-Identifier: GPL-2.0-only
#include "harness/packet/option_bytes.h"

#include "harness/base/tests/check.h"
#include "harness/packet/segment.h"

static void expect_options(const struct segment *segment, const uint8_t *bytes, size_t length)
{
	ATF_REQUIRE_INTEQ(length, segment->options_length);
	CHECK_BYTES(bytes, segment->options, length);
}

ATF_TC_WITHOUT_HEAD(numbers_are_in_network_byte_order);
ATF_TC_BODY(numbers_are_in_network_byte_order, tc)
{
	static const uint8_t expected[] = { 0x01, 0x02, 0x11, 0x12, 0x13, 0x14, 0x21, 0x22,
					    0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x31 };
	struct segment segment = { 0 };

	option_put16(&segment, 0x0102);
	option_put32(&segment, 0x11121314);
	option_put64(&segment, 0x2122232425262728);
	option_put(&segment, "\x31", 1);
	expect_options(&segment, expected, sizeof(expected));
}

ATF_TC_WITHOUT_HEAD(the_length_of_an_option_is_filled_in);
ATF_TC_BODY(the_length_of_an_option_is_filled_in, tc)
{
	static const uint8_t expected[] = { 1, 253, 4, 0xaa, 0xbb, 254, 2 };
	struct segment segment = { 0 };
	size_t at;

	option_put(&segment, "\x01", 1);
	at = option_start(&segment, 253);
	option_put16(&segment, 0xaabb);
	option_finish(&segment, at);
	at = option_start(&segment, 254);
	option_finish(&segment, at);
	expect_options(&segment, expected, sizeof(expected));
}

ATF_TC_WITHOUT_HEAD(forty_bytes_fit);
ATF_TC_BODY(forty_bytes_fit, tc)
{
	uint8_t bytes[SEGMENT_OPTIONS_MAX];
	struct segment segment = { 0 };

	memset(bytes, 7, sizeof(bytes));
	option_put(&segment, bytes, sizeof(bytes));
	ATF_CHECK(!options_overflow(&segment));
	expect_options(&segment, bytes, sizeof(bytes));
}

ATF_TC_WITHOUT_HEAD(what_does_not_fit_is_counted_not_written);
ATF_TC_BODY(what_does_not_fit_is_counted_not_written, tc)
{
	uint8_t bytes[SEGMENT_OPTIONS_MAX - 3] = { 0 };
	struct segment segment = { 0 }, before;
	size_t at;

	option_put(&segment, bytes, sizeof(bytes));
	at = option_start(&segment, 253);
	before = segment;
	option_put16(&segment, 0xffff);
	ATF_CHECK(options_overflow(&segment));
	ATF_CHECK_INTEQ(SEGMENT_OPTIONS_MAX + 1, segment.options_length);
	/* Nor does what is small enough slip in afterwards. */
	option_put(&segment, "\xff", 1);
	option_finish(&segment, at);
	at = option_start(&segment, 254);
	option_finish(&segment, at);
	ATF_CHECK(options_overflow(&segment));
	CHECK_BYTES(before.options, segment.options, sizeof(before.options));
	/* Which lies behind the options. */
	ATF_CHECK(!segment.payload);
	ATF_CHECK_INTEQ(0, segment.content_length);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, numbers_are_in_network_byte_order);
	ATF_TP_ADD_TC(tp, the_length_of_an_option_is_filled_in);
	ATF_TP_ADD_TC(tp, forty_bytes_fit);
	ATF_TP_ADD_TC(tp, what_does_not_fit_is_counted_not_written);
	return atf_no_error();
}
