// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/array.h"
#include "harness/base/tests/check.h"
#include "harness/packet/frame.h"
#include "harness/packet/notation.h"
#include "harness/packet/signature.h"

/*
 * The master key of RFC 9235 3.1, and packets that its client and server sent.  Their checksums are
 * wrong in the RFC; TCP-AO takes 0 for them.
 */
#define MASTER_KEY "testvector"
#define CLIENT 0xfbfbab5au
#define SERVER 0x11c14261u
#define CLIENT_V6 0x176a833fu
#define SERVER_V6 0x3f51994bu

/* 4.1.1 */
static const char syn[] = "45e0004cdd0f4000ff06bf6b0a0b0c0d"
			  "ac1b1c1de9d700b3fbfbab5a00000000"
			  "e002ffffcac40000020405b401030308"
			  "0402080a00155ab7000000001d103d54"
			  "2ee437c6f8ede6d7c4d602e7";

/* 4.1.2 */
static const char syn_ack[] = "45e0004c65064000ff063775ac1b1c1d"
			      "0a0b0c0d00b3e9d711c14261fbfbab5b"
			      "e012ffff37760000020405b401030308"
			      "0402080a84a50beb00155ab71d10543d"
			      "eeab0fe24c3010815116b3be";

/* 6.1.3: IPv6, with a payload. */
static const char data[] = "6e0891dc00730640fd00000000000000"
			   "0000000000000001fd00000000000000"
			   "0000000000000002f7e400b3176a8340"
			   "3f51994cc0180100329c00000101080a"
			   "0041d091bd33129b1d103d54bf0805fe"
			   "b4ac7b163d6fcdf2ffffffffffffffff"
			   "ffffffffffffffff00430104fde800b4"
			   "01010179260206010400010001020280"
			   "000202020002024200020641040000fd"
			   "e802084006006400010100";

static void decode(struct frame *frame, uint8_t *packet, const char *hex)
{
	size_t length = strlen(hex) / 2;
	unsigned int byte;
	size_t i;

	for (i = 0; i < length && sscanf(hex + 2 * i, "%2x", &byte) == 1; i++)
		packet[i] = byte;
	ATF_CHECK_INTEQ(FRAME_TCP, frame_decode(frame, packet, length));
}

/* The MAC that the packet has is the right one; with another number or byte it is not. */
static void agrees(const char *hex, uint32_t source_isn, uint32_t destination_isn)
{
	uint32_t isn[2] = { source_isn, destination_isn };
	uint8_t mac[SIGNATURE_AO_LENGTH];
	struct frame frame = { 0 };
	const uint8_t *option;
	uint8_t packet[200];

	decode(&frame, packet, hex);
	option = segment_option(&frame.segment, SIGNATURE_AO);
	ATF_REQUIRE(option);
	ATF_CHECK_INTEQ(4 + SIGNATURE_AO_LENGTH, option[1]);
	ATF_REQUIRE_INTEQ(0, signature_ao(&frame.segment, MASTER_KEY, isn, mac));
	CHECK_BYTES(option + 4, mac, sizeof(mac));
	ATF_REQUIRE_INTEQ(0, signature_ao(&frame.segment, MASTER_KEY "s", isn, mac));
	ATF_CHECK(memcmp(option + 4, mac, sizeof(mac)));
	isn[1]++;
	ATF_REQUIRE_INTEQ(0, signature_ao(&frame.segment, MASTER_KEY, isn, mac));
	ATF_CHECK(memcmp(option + 4, mac, sizeof(mac)));
	isn[1]--;
	frame.segment.options[0] ^= 1;
	ATF_REQUIRE_INTEQ(0, signature_ao(&frame.segment, MASTER_KEY, isn, mac));
	ATF_CHECK(memcmp(option + 4, mac, sizeof(mac)));
}

ATF_TC_WITHOUT_HEAD(the_vectors_of_rfc_9235_hold);
ATF_TC_BODY(the_vectors_of_rfc_9235_hold, tc)
{
	agrees(syn, CLIENT, 0);
	agrees(syn_ack, SERVER, CLIENT);
	agrees(data, CLIENT_V6, SERVER_V6);
}

static const struct flow flow = {
	.sut = { .port = 80, .isn = 5000 },
	.peer = { .port = 1024, .isn = 1000 },
};

static void writes(const char *text, const struct segment *segment, const struct flow *on)
{
	char got[NOTATION_MAX];

	notation_write(got, segment, on, false, NOTATION_ANY);
	ATF_CHECK_STREQ(text, got);
}

/* What the peer signs holds on its flow, by the key of its KeyID, and nowhere else. */
ATF_TC_WITHOUT_HEAD(a_signature_holds_on_its_flow_by_its_key_only);
ATF_TC_BODY(a_signature_holds_on_its_flow_by_its_key_only, tc)
{
	struct flow other = flow;
	struct segment segment = { 0 };
	const char *error;

	ATF_REQUIRE_INTEQ(0, notation_read(&segment, "P. 1:6(5) ack 1 <ao 12 11>", &flow, &error));
	ATF_REQUIRE_INTEQ(0, signature_sign(&segment, &flow));
	writes("P. 1:6(5) ack 1 <ao 12 11>", &segment, &flow);
	ATF_CHECK(!signature_ao_holds(&segment, &flow, true));
	other.sut.isn++;
	ATF_CHECK(!signature_ao_holds(&segment, &other, false));
	segment.options[3] = 12;
	writes("P. 1:6(5) ack 1 <ao-bad 12 12>", &segment, &flow);
	segment.options[3] = 11;
	segment.options[2] = 22;
	writes("P. 1:6(5) ack 1 <ao-bad 22 11>", &segment, &flow);
}

/* A SYN does not depend on a number that its sender cannot know. */
ATF_TC_WITHOUT_HEAD(a_syn_is_signed_without_the_other_number);
ATF_TC_BODY(a_syn_is_signed_without_the_other_number, tc)
{
	struct flow other = flow;
	struct segment segment = { 0 };
	const char *error;

	ATF_REQUIRE_INTEQ(0, notation_read(&segment, "S 0:0(0) <ao 12 11>", &flow, &error));
	ATF_REQUIRE_INTEQ(0, signature_sign(&segment, &flow));
	other.sut.isn++;
	ATF_CHECK(signature_ao_holds(&segment, &other, false));
	segment.seq++;
	ATF_CHECK(!signature_ao_holds(&segment, &flow, false));
}

/*
 * Initial number, number, and the MAC of an empty segment with the extension behind it, by
 * HMAC-SHA1 of another hand.
 */
static const struct {
	uint32_t isn, seq;
	uint8_t mac[SIGNATURE_AO_LENGTH];
} extensions[] = {
	{ 0x5,
	  0x5,
	  { 0x6d, 0x12, 0x11, 0x39, 0x81, 0xec, 0x23, 0x75, 0x5b, 0x3c, 0xc8, 0xa1 } }, /* 0 */
	{ 0x6,
	  0x5,
	  { 0xd7, 0xff, 0x46, 0x8b, 0x61, 0xe6, 0xbf, 0x29, 0x20, 0x1c, 0x1c, 0x58 } }, /* 0 */
	{ 0x80000006,
	  0x5,
	  { 0x28, 0xf7, 0xa0, 0x2a, 0x5d, 0x96, 0x53, 0x57, 0x82, 0xb1, 0xad, 0x4d } }, /* 1 */
	{ 0x80000004,
	  0x5,
	  { 0xff, 0xcd, 0x7d, 0x9b, 0xce, 0x83, 0x76, 0x13, 0x4f, 0x5a, 0xbe, 0x9b } }, /* 0 */
	{ 0x1,
	  0xfffffff0,
	  { 0x14, 0xa3, 0x0c, 0x5e, 0x03, 0x1c, 0xb2, 0x02, 0x12, 0xe1, 0x0d, 0xba } }, /* -1 */
};

/* A number beyond 2^32, or below the first one and that near 0, has another extension. */
ATF_TC_WITHOUT_HEAD(numbers_that_wrap_have_another_extension);
ATF_TC_BODY(numbers_that_wrap_have_another_extension, tc)
{
	struct segment segment = { .source.family = AF_INET, .flags = ACK };
	uint8_t mac[SIGNATURE_AO_LENGTH];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(extensions); i++) {
		segment.seq = extensions[i].seq;
		ATF_REQUIRE_INTEQ(0, signature_ao(&segment, MASTER_KEY,
						  (uint32_t[2]){ extensions[i].isn, 0 }, mac));
		CHECK_BYTES(extensions[i].mac, mac, sizeof(mac));
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, the_vectors_of_rfc_9235_hold);
	ATF_TP_ADD_TC(tp, a_signature_holds_on_its_flow_by_its_key_only);
	ATF_TP_ADD_TC(tp, a_syn_is_signed_without_the_other_number);
	ATF_TP_ADD_TC(tp, numbers_that_wrap_have_another_extension);
	return atf_no_error();
}
