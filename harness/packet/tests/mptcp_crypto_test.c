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

static void test_keys(void)
{
	CHECK(mptcp_token(FIRST_KEY) == FIRST_TOKEN && mptcp_idsn(FIRST_KEY) == FIRST_IDSN);
	CHECK(mptcp_token(SECOND_KEY) == SECOND_TOKEN && mptcp_idsn(SECOND_KEY) == SECOND_IDSN);
}

/* The sender's key and nonce come first: the other way round is another HMAC. */
static void test_hmac(void)
{
	struct mptcp_end sender = { FIRST_KEY, 1 }, receiver = { SECOND_KEY, 0x80000002 };
	uint8_t hmac[MPTCP_HMAC_LENGTH];

	mptcp_hmac(hmac, sender, receiver);
	CHECK(!memcmp(hmac, first_hmac, sizeof(hmac)));
	mptcp_hmac(hmac, receiver, sender);
	CHECK(memcmp(hmac, first_hmac, sizeof(hmac)));
}

static void test_checksum(void)
{
	const uint8_t *data = (const uint8_t *)"abcde";
	struct mptcp_mapping mapping = { 0x1122334455667788, 1, 5 };

	CHECK(mptcp_checksum(mapping, data, 5) == 0xc4dd);
	mapping = (struct mptcp_mapping){ UINT64_MAX, UINT32_MAX, 6 };
	CHECK(mptcp_checksum(mapping, data, 5) == 0xd632);
}

/* The option that @text makes of a peer's segment, as bytes. */
static void makes(const char *text, const char *bytes)
{
	struct segment segment = { 0 };
	char got[2 * SEGMENT_OPTIONS_MAX + 1] = "";
	const char *error;
	size_t i;

	CHECK(!notation_read(&segment, text, &flow, &error));
	for (i = 0; i < segment.options_length; i++)
		snprintf(got + 2 * i, 3, "%02x", segment.options[i]);
	CHECK_TEXT(bytes, got);
}

/* RFC 8684 figures 4 to 7, 9, 14 to 16. */
static void test_bytes(void)
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

	CHECK(!notation_read(&segment, text, &flow, &error));
	notation_write(got, &segment, &flow, false, NOTATION_ANY);
	CHECK_TEXT(text, got);
}

static void test_round_trip(void)
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

	CHECK(notation_read(&segment, text, on, &error));
}

static void test_refusals(void)
{
	static const struct flow plain;

	refuses("S 0:0(0) <mp_capable>", &plain);
	refuses("S 0:0(0) <mp_capable rubbish>", &flow);
	refuses("S 0:0(0) <mp_capableX>", &flow);
	refuses(". 1:1(0) ack 1 <dss rubbish 1>", &flow);
	refuses("R. 1:1(0) ack 1 <mp_tcprst>", &flow);
}

/* An option that is shorter than its subtype must be is told, not read. */
static void test_malformed(void)
{
	struct segment segment = {
		.flags = ACK,
		.options = { MPTCP_OPTION, 4, MP_DSS << 4, 0x03 },
		.options_length = 4,
	};
	char text[NOTATION_MAX];

	notation_write(text, &segment, &flow, true, NOTATION_ANY);
	CHECK(strstr(text, "<mptcp malformed>"));
	segment.options[2] = MP_FASTCLOSE << 4;
	notation_write(text, &segment, &flow, true, NOTATION_ANY);
	CHECK(strstr(text, "<mptcp malformed>"));
	segment.options[1] = 2;
	notation_write(text, &segment, &flow, true, NOTATION_ANY);
	CHECK(strstr(text, "<mptcp malformed,"));
}

/* What the SUT says in its handshakes is learnt; what a forged peer says wrongly is not. */
static void test_learning(void)
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
	CHECK(learnt.sut_key == SECOND_KEY && learnt.peer_key == FIRST_KEY && learnt.checksum);
	segment.source_port = 1024;
	segment.destination_port = 80;
	flow_learn(&forged, &segment);
	CHECK(learnt.peer_key == FIRST_KEY);
	forged.forged = false;
	flow_learn(&forged, &segment);
	CHECK(learnt.peer_key == SECOND_KEY);
}

int main(void)
{
	test_keys();
	test_hmac();
	test_checksum();
	test_bytes();
	test_round_trip();
	test_refusals();
	test_malformed();
	test_learning();
	return 0;
}
