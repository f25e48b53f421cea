// SPDX-License-Identifier: GPL-2.0-only
/* Decoding of frames. */
#include <string.h>

#include "harness/base/tests/check.h"
#include "harness/packet/frame.h"

/* Frames cut at every length must be refused, not read beyond. */
ATF_TC_WITHOUT_HEAD(a_frame_cut_short_is_refused);
ATF_TC_BODY(a_frame_cut_short_is_refused, tc)
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
		ATF_CHECK_INTEQ(length == sizeof(syn) ? FRAME_TCP : FRAME_OTHER,
				frame_decode(&frame, syn, length));
	}
	ATF_CHECK_INTEQ(SYN, frame.segment.flags);
	ATF_CHECK_INTEQ(1000, frame.segment.seq);
	ATF_CHECK(frame.segment.bad_checksum);
	ATF_CHECK(segment_option(&frame.segment, 2));
	ATF_CHECK(!segment_option(&frame.segment, 3));
}

/* Traffic class and flow label lie across the same bytes. */
ATF_TC_WITHOUT_HEAD(traffic_class_and_flow_label_are_told_apart);
ATF_TC_BODY(traffic_class_and_flow_label_are_told_apart, tc)
{
	uint8_t rst[60] = { 0x6b, 0x81, 0x23, 0x45, 0, 20, 6, 64, [52] = 0x50, RST };
	struct frame frame = { 0 };

	ATF_CHECK_INTEQ(FRAME_TCP, frame_decode(&frame, rst, sizeof(rst)));
	ATF_CHECK_INTEQ(0xb8, frame.segment.tos);
	ATF_CHECK_INTEQ(0x12345, frame.segment.flow_label);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, a_frame_cut_short_is_refused);
	ATF_TP_ADD_TC(tp, traffic_class_and_flow_label_are_told_apart);
	return atf_no_error();
}
