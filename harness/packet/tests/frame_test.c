// SPDX-License-Identifier: GPL-2.0-only
/* Decoding of frames. */
#include <string.h>

#include "harness/base/tests/check.h"
#include "harness/packet/frame.h"

/* Frames cut at every length must be refused, not read beyond. */
static void test_short_frames(void)
{
	static const uint8_t syn[] = {
		0x45, 0,   0,	 44,   0,    0,	   0,	 0, 64, 6, 0, 0, 192,  0,    2,
		66,   192, 0,	 2,    1,    0x04, 0x00, 0, 80, 0, 0, 3, 0xe8, 0,    0,
		0,    0,   0x60, 0x02, 0xff, 0xff, 0,	 0, 0,	0, 2, 4, 0x05, 0xb4,
	};
	struct frame frame;
	size_t length;

	for (length = 0; length <= sizeof(syn); length++) {
		memset(&frame, 0, sizeof(frame));
		CHECK(frame_decode(&frame, syn, length) ==
		      (length == sizeof(syn) ? FRAME_TCP : FRAME_OTHER));
	}
	CHECK(frame.segment.flags == SYN && frame.segment.seq == 1000);
	CHECK(frame.segment.bad_checksum);
	CHECK(segment_option(&frame.segment, 2) && !segment_option(&frame.segment, 3));
}

/* Traffic class and flow label lie across the same bytes. */
static void test_flow_label(void)
{
	uint8_t rst[60] = { 0x6b, 0x81, 0x23, 0x45, 0, 20, 6, 64, [52] = 0x50, RST };
	struct frame frame = { 0 };

	CHECK(frame_decode(&frame, rst, sizeof(rst)) == FRAME_TCP);
	CHECK(frame.segment.tos == 0xb8 && frame.segment.flow_label == 0x12345);
}

int main(void)
{
	test_short_frames();
	test_flow_label();
	return 0;
}
