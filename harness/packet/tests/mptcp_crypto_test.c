// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/tests/check.h"
#include "harness/packet/flow.h"
#include "harness/packet/mptcp_crypto.h"
#include "harness/packet/notation.h"

/* Digests by sha256sum and `openssl dgst -mac HMAC`, checksums by hand after RFC 1071. */
#define FIRST_KEY 0x0123456789abcdefull
#define FIRST_TOKEN 0x55c53f5du
#define FIRST_IDSN 0x570762cd38be9818ull
#define SECOND_KEY 0xfedcba9876543210ull
#define SECOND_TOKEN 0x18f9781bu
#define SECOND_IDSN 0x280818bf0fa7e28eull

static const uint8_t first_hmac[MPTCP_HMAC_LENGTH] = {
	0xf0, 0x9d, 0x70, 0xd1, 0x10, 0xd0, 0x70, 0x0c, 0x01, 0x8a, 0xac,
	0x9f, 0x47, 0x1f, 0xbc, 0x78, 0x9f, 0xcf, 0x26, 0x12, 0xcc, 0xb9,
	0x32, 0x29, 0xda, 0x49, 0x60, 0xaf, 0x7f, 0x26, 0xde, 0xbb,
};

static struct mptcp connection = { .sut_key = SECOND_KEY, .peer_key = FIRST_KEY };
static struct mptcp_subflow subflow = { &connection, .sut_nonce = 0x80000002, .peer_nonce = 1 };
static struct flow flow = {
	.sut = { .port = 80, .isn = 5000 },
	.peer = { .port = 1024, .isn = 1000 },
	.mptcp = &subflow,
};

ATF_TC_WITHOUT_HEAD(tokens_and_first_numbers_follow_from_keys);
ATF_TC_BODY(tokens_and_first_numbers_follow_from_keys, tc)
{
	ATF_CHECK_INTEQ(FIRST_TOKEN, mptcp_token(FIRST_KEY));
	ATF_CHECK_INTEQ(FIRST_IDSN, mptcp_idsn(FIRST_KEY));
	ATF_CHECK_INTEQ(SECOND_TOKEN, mptcp_token(SECOND_KEY));
	ATF_CHECK_INTEQ(SECOND_IDSN, mptcp_idsn(SECOND_KEY));
}

/* The sender's key and nonce come first: the other way round is another HMAC. */
ATF_TC_WITHOUT_HEAD(the_sender_comes_first_in_the_hmac);
ATF_TC_BODY(the_sender_comes_first_in_the_hmac, tc)
{
	struct mptcp_end sender = { FIRST_KEY, 1 }, receiver = { SECOND_KEY, 0x80000002 };
	uint8_t hmac[MPTCP_HMAC_LENGTH];

	mptcp_hmac(hmac, sender, receiver);
	CHECK_BYTES(first_hmac, hmac, sizeof(hmac));
	mptcp_hmac(hmac, receiver, sender);
	ATF_CHECK(memcmp(hmac, first_hmac, sizeof(hmac)));
}

ATF_TC_WITHOUT_HEAD(checksums_cover_the_mapping);
ATF_TC_BODY(checksums_cover_the_mapping, tc)
{
	const uint8_t *data = (const uint8_t *)"abcde";
	struct mptcp_mapping mapping = { 0x1122334455667788, 1, 5 };

	ATF_CHECK_INTEQ(0xc4dd, mptcp_checksum(mapping, data, 5));
	mapping = (struct mptcp_mapping){ UINT64_MAX, UINT32_MAX, 6 };
	ATF_CHECK_INTEQ(0xd632, mptcp_checksum(mapping, data, 5));
}

/* The option that @text makes of a peer's segment, as bytes. */
static void makes(const char *text, const char *bytes)
{
	struct segment segment = { 0 };
	char got[2 * SEGMENT_OPTIONS_MAX + 1] = "";
	const char *error;
	size_t i;

	ATF_REQUIRE_INTEQ(0, notation_read(&segment, text, &flow, &error));
	for (i = 0; i < segment.options_length; i++)
		snprintf(got + 2 * i, 3, "%02x", segment.options[i]);
	ATF_CHECK_STREQ(bytes, got);
}

/* RFC 8684 figures 4 to 7, 9, 14 to 16. */
ATF_TC_WITHOUT_HEAD(options_are_written_as_rfc_8684_draws_them);
ATF_TC_BODY(options_are_written_as_rfc_8684_draws_them, tc)
{
	makes("S 0:0(0) <mp_capable>", "1e040101");
	makes("S 0:0(0) <mp_capable csum>", "1e040181");
	makes("S. 0:0(0) ack 1 <mp_capable>", "1e0c01010123456789abcdef");
	makes(". 1:1(0) ack 1 <mp_capable>", "1e1401010123456789abcdeffedcba9876543210");
	makes("P. 1:6(5) ack 1 <mp_capable>", "1e1601010123456789abcdeffedcba987654321000050000");
	makes("S 0:0(0) <mp_join id 3>", "1e0c100318f9781b00000001");
	makes("S 0:0(0) <mp_join token 2>", "1e0c10000000000200000001");
	makes("S. 0:0(0) ack 1 <mp_join id 3>", "1e101003f09d70d110d0700c00000001");
	makes(". 1:1(0) ack 1 <mp_join>", "1e181000f09d70d110d0700c018aac9f471fbc789fcf2612");
	makes(". 1:1(0) ack 1 <mp_join hmac 0>",
	      "1e1810000000000000000000000000000000000000000000");
	makes(". 1:1(0) ack 1 <dss dack8 1>", "1e0c2003280818bf0fa7e28f");
	makes(". 1:1(0) ack 1 <dss dack4 1>", "1e0820010fa7e28f");
	makes("P. 1:6(5) ack 1 <dss dsn8 1 ssn 1 dll 5>", "1e12200c570762cd38be9819000000010005"
							  "0000");
	makes("P. 1:6(5) ack 1 <dss dsn4 1 ssn 1 dll 5>", "1e0e200438be9819000000010005"
							  "0000");
	makes(". 1:1(0) ack 1 <dss dack8 1 dsn8 6 ssn 0 dll 1 fin>",
	      "1e1a201f280818bf0fa7e28f570762cd38be981e000000000001"
	      "0000");
	makes(". 1:1(0) ack 1 <mp_fastclose>", "1e0c7000fedcba9876543210");
	makes(". 1:1(0) ack 1 <mp_fastclose key 1>", "1e0c70000000000000000001");
	makes(". 1:1(0) ack 1 <mp_fail dsn 2>", "1e0c6000280818bf0fa7e290");
	makes("R. 1:1(0) ack 1 <mp_tcprst 6>", "1e048006");
}

static void reads_back(const char *text)
{
	struct segment segment = { 0 };
	char got[NOTATION_MAX];
	const char *error;

	ATF_REQUIRE_INTEQ(0, notation_read(&segment, text, &flow, &error));
	notation_write(got, &segment, &flow, false, NOTATION_ANY);
	ATF_CHECK_STREQ(text, got);
}

ATF_TC_WITHOUT_HEAD(what_is_read_is_written_alike);
ATF_TC_BODY(what_is_read_is_written_alike, tc)
{
	reads_back("S 0:0(0) <mss 1460,mp_capable>");
	reads_back("S. 0:0(0) ack 1 <mp_capable csum>");
	reads_back("S 0:0(0) <mp_join id 1>");
	reads_back(". 1:1(0) ack 1 <mp_join>");
	reads_back("P. 1:6(5) ack 1 <dss dack8 1 dsn8 1 ssn 1 dll 5 cs>");
	reads_back("P. 1:6(5) ack 1 <dss dack4 1 dsn4 1 ssn 1 dll 6 fin,eol,eol>");
	reads_back(". 1:1(0) ack 1 <dss dack8 0>");
	reads_back("R. 1:1(0) ack 1 <mp_fail dsn 1,mp_tcprst 6>");
	reads_back("R. 1:1(0) ack 1 <mp_fastclose,mp_tcprst 0>");
	reads_back(". 1:1(0) ack 1 <mp_fastclose key 0x1>");
}

static void refuses(const char *text, const struct flow *on)
{
	struct segment segment = { 0 };
	const char *error;

	ATF_CHECK(notation_read(&segment, text, on, &error));
}

ATF_TC_WITHOUT_HEAD(bad_options_are_refused);
ATF_TC_BODY(bad_options_are_refused, tc)
{
	static const struct flow plain;

	refuses("S 0:0(0) <mp_capable>", &plain);
	refuses("S 0:0(0) <mp_capable rubbish>", &flow);
	refuses("S 0:0(0) <mp_capableX>", &flow);
	refuses(". 1:1(0) ack 1 <dss rubbish 1>", &flow);
	refuses("R. 1:1(0) ack 1 <mp_tcprst>", &flow);
}

/* An option that is shorter than its subtype must be is told, not read. */
ATF_TC_WITHOUT_HEAD(a_short_option_is_reported_not_read);
ATF_TC_BODY(a_short_option_is_reported_not_read, tc)
{
	struct segment segment = {
		.flags = ACK,
		.options = { MPTCP_OPTION, 4, MP_DSS << 4, 0x03 },
		.options_length = 4,
	};
	char text[NOTATION_MAX];

	notation_write(text, &segment, &flow, true, NOTATION_ANY);
	CHECK_HAS("<mptcp malformed>", text);
	segment.options[2] = MP_FASTCLOSE << 4;
	notation_write(text, &segment, &flow, true, NOTATION_ANY);
	CHECK_HAS("<mptcp malformed>", text);
	segment.options[1] = 2;
	notation_write(text, &segment, &flow, true, NOTATION_ANY);
	CHECK_HAS("<mptcp malformed,", text);
}

/* What the SUT says in its handshakes is learnt; what a forged peer says wrongly is not. */
ATF_TC_WITHOUT_HEAD(keys_are_learnt_from_handshakes);
ATF_TC_BODY(keys_are_learnt_from_handshakes, tc)
{
	struct mptcp learnt = { .peer_key = FIRST_KEY };
	struct mptcp_subflow of = { .connection = &learnt };
	struct flow forged = { .sut.port = 80, .peer.port = 1024, .forged = true, .mptcp = &of };
	struct segment segment = {
		.flags = SYN | ACK,
		.source_port = 80,
		.destination_port = 1024,
		.options = { MPTCP_OPTION, 12, MP_CAPABLE << 4 | 1, 0x81, 0xfe, 0xdc, 0xba, 0x98,
			     0x76, 0x54, 0x32, 0x10 },
		.options_length = 12,
	};

	flow_learn(&forged, &segment);
	ATF_CHECK_INTEQ(SECOND_KEY, learnt.sut_key);
	ATF_CHECK_INTEQ(FIRST_KEY, learnt.peer_key);
	ATF_CHECK(learnt.checksum);
	segment.source_port = 1024;
	segment.destination_port = 80;
	flow_learn(&forged, &segment);
	ATF_CHECK_INTEQ(FIRST_KEY, learnt.peer_key);
	forged.forged = false;
	flow_learn(&forged, &segment);
	ATF_CHECK_INTEQ(SECOND_KEY, learnt.peer_key);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, tokens_and_first_numbers_follow_from_keys);
	ATF_TP_ADD_TC(tp, the_sender_comes_first_in_the_hmac);
	ATF_TP_ADD_TC(tp, checksums_cover_the_mapping);
	ATF_TP_ADD_TC(tp, options_are_written_as_rfc_8684_draws_them);
	ATF_TP_ADD_TC(tp, what_is_read_is_written_alike);
	ATF_TP_ADD_TC(tp, bad_options_are_refused);
	ATF_TP_ADD_TC(tp, a_short_option_is_reported_not_read);
	ATF_TP_ADD_TC(tp, keys_are_learnt_from_handshakes);
	return atf_no_error();
}
