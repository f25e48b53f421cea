// SPDX-License-Identifier: GPL-2.0-only
#include <arpa/inet.h>

#include "harness/base/tests/check.h"
#include "harness/packet/notation.h"
#include "harness/packet/signature.h"

static const struct flow flow = {
	.sut = { .port = 80, .isn = 5000 },
	.peer = { .port = 1024, .isn = 1000 },
};

static void reads_back(const char *text, const char *written)
{
	struct segment segment = { 0 };
	char got[NOTATION_MAX];
	const char *error;

	ATF_REQUIRE_INTEQ(0, notation_read(&segment, text, &flow, &error));
	notation_write(got, &segment, &flow, false, NOTATION_ANY);
	ATF_CHECK_STREQ(written ? written : text, got);
}

static void refuses(const char *text)
{
	struct segment segment = { 0 };
	const char *error = NULL;

	ATF_CHECK(notation_read(&segment, text, &flow, &error));
	ATF_CHECK(error >= text);
	ATF_CHECK(error <= text + strlen(text));
}

ATF_TC_WITHOUT_HEAD(what_is_read_is_written_alike);
ATF_TC_BODY(what_is_read_is_written_alike, tc)
{
	reads_back("S 0:0(0)", NULL);
	reads_back("S. 0:0(0) ack 1", NULL);
	reads_back("FP. 1:6(5) ack 1", NULL);
	reads_back("- 7:7(0)", NULL);
	reads_back("FSRP.UEW 4294967295:0(1) ack 4294967290", NULL);
	reads_back("S 0:0(0) <mss 1460,nop,nop,sackOK,nop,wscale 7>", NULL);
	reads_back(". 1:1(0) ack 1 <nop,nop,TS val 7 ecr 9>", NULL);
	reads_back(". 1:1(0) ack 1 <nop,nop,sack 11:21 31:41>", NULL);
	reads_back("S 0:5(5) <FO,nop,nop>", NULL);
	reads_back("S 0:0(0) <FO 0102030405060708,nop,nop>", NULL);
	reads_back("S 0:0(0) <kind 253 aabb>", NULL);
	reads_back("S 0:0(0) <sackOK>", "S 0:0(0) <sackOK,eol,eol>");
	reads_back("S 0:0(0) win 5 ttl 3 tos 0x20 flowlabel 0x12345", "S 0:0(0)");
}

/* A signature covers the header, the payload and the addresses, but not other options. */
ATF_TC_WITHOUT_HEAD(an_md5_signature_covers_header_payload_and_addresses);
ATF_TC_BODY(an_md5_signature_covers_header_payload_and_addresses, tc)
{
	struct segment segment = { 0 };
	char text[NOTATION_MAX];
	const char *error;

	ATF_REQUIRE_INTEQ(0,
			  notation_read(&segment, "P. 1:6(5) ack 1 <nop,nop,md5>", &flow, &error));
	ATF_CHECK(!signature_holds(&segment));
	ATF_REQUIRE_INTEQ(0, signature_sign(&segment, &flow));
	notation_write(text, &segment, &flow, false, NOTATION_ANY);
	ATF_CHECK_STREQ("P. 1:6(5) ack 1 <nop,nop,md5>", text);
	segment.window--;
	notation_write(text, &segment, &flow, false, NOTATION_ANY);
	ATF_CHECK_STREQ("P. 1:6(5) ack 1 <nop,nop,md5-bad>", text);
	segment.window++;
	segment.payload = (const uint8_t *)"abcdE";
	ATF_CHECK(!signature_holds(&segment));
	segment.payload = (const uint8_t *)"abcde";
	ATF_CHECK(signature_holds(&segment));
	segment.source.v6.s6_addr[15] = 1;
	ATF_CHECK(!signature_holds(&segment));
	reads_back("S 0:0(0) <nop,nop,md5-bad>", NULL);
	reads_back("S 0:0(0) <ao-bad 61 84>", NULL);
	reads_back("S 0:0(0) <ao 61 84>", "S 0:0(0) <ao-bad 61 84>");
}

ATF_TC_WITHOUT_HEAD(bad_notation_is_refused);
ATF_TC_BODY(bad_notation_is_refused, tc)
{
	refuses("");
	refuses("S");
	refuses("X 0:0(0)");
	refuses("S 0:1(0)");
	refuses("S 0:0(0) foo 1");
	refuses("S 0:0(0) <mss>");
	refuses("S 0:0(0) <mss 1460");
	refuses("S 0:0(0) ack");
	refuses("S 0:0(0) ack 1 trailing");
	/* 41 bytes: a TCP header holds 40. */
	refuses("S 0:0(0) <kind 254 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627,nop>");
}

/* What differs from the template of the emitter is written, and only that. */
ATF_TC_WITHOUT_HEAD(only_what_differs_from_the_template_is_written);
ATF_TC_BODY(only_what_differs_from_the_template_is_written, tc)
{
	struct segment rst = { .flags = RST, .seq = 5001, .ttl = 64 };
	char text[NOTATION_MAX];

	notation_write(text, &rst, &flow, true, NOTATION_PASSIVE);
	ATF_CHECK_STREQ("R 1:1(0)", text);
	notation_write(text, &rst, &flow, true, NOTATION_ACTIVE);
	ATF_CHECK_STREQ("R 1:1(0) win 0", text);
	rst.window = 7;
	notation_write(text, &rst, &flow, true, NOTATION_PASSIVE);
	ATF_CHECK_STREQ("R 1:1(0) win 7", text);
	rst.ttl = 63;
	rst.tos = 0xb8;
	rst.bad_checksum = true;
	rst.flow_label = 0x345;
	rst.ack = 9;
	notation_write(text, &rst, &flow, true, NOTATION_ACTIVE);
	ATF_CHECK_STREQ("R 1:1(0) ackfield 9 ttl 63 tos 0xb8 flowlabel 0x00345 badsum", text);
	notation_write(text, &rst, &flow, true, NOTATION_WHOLE);
	ATF_CHECK_STREQ("R 1:1(0) ackfield 9 win 7 ttl 63 tos 0xb8 flowlabel 0x00345 badsum", text);
	notation_write(text, &(struct segment){ .flags = RST, .seq = 5001, .ttl = 64 }, &flow, true,
		       NOTATION_WHOLE);
	ATF_CHECK_STREQ("R 1:1(0) win 0", text);
}

ATF_TC_WITHOUT_HEAD(a_star_stands_for_digits_only);
ATF_TC_BODY(a_star_stands_for_digits_only, tc)
{
	ATF_CHECK(notation_equal("R. 1:1(0) ack 7", "R. 1:1(0) ack 7"));
	ATF_CHECK(!notation_equal("R. 1:1(0) ack 7", "R. 1:1(0) ack 8"));
	ATF_CHECK(!notation_equal("R. 1:1(0) ack 7", "R. 1:1(0) ack 7 win 0"));
	ATF_CHECK(!notation_equal("R. 1:1(0) ack 7 win 0", "R. 1:1(0) ack 7"));
	ATF_CHECK(notation_equal("<TS val * ecr 9>", "<TS val 123 ecr 9>"));
	ATF_CHECK(!notation_equal("<TS val * ecr 9>", "<TS val 123 ecr 8>"));
	ATF_CHECK(!notation_equal("R 1:1(0)", "R. 1:1(0)"));
	ATF_CHECK(!notation_equal("R 1:1(0)", "R 1:1(0) flowlabel 0x12345"));
	ATF_CHECK(!notation_equal("R 1:1(0) flowlabel 0x12345", "R 1:1(0) flowlabel 0x12344"));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, what_is_read_is_written_alike);
	ATF_TP_ADD_TC(tp, an_md5_signature_covers_header_payload_and_addresses);
	ATF_TP_ADD_TC(tp, bad_notation_is_refused);
	ATF_TP_ADD_TC(tp, only_what_differs_from_the_template_is_written);
	ATF_TP_ADD_TC(tp, a_star_stands_for_digits_only);
	return atf_no_error();
}
