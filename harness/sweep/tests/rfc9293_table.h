/* SPDX-License-Identifier: GPL-2.0-only */
/* Hand-written cases: state and segment against the reply and the next state of RFC 9293. */
#ifndef RST_SWEEP_TESTS_RFC9293_TABLE_H
#define RST_SWEEP_TESTS_RFC9293_TABLE_H

#include "harness/sweep/cell.h"

struct rfc9293_case {
	const char *section;
	enum sweep_state state;
	const char *flags; /* packetdrill's letters; "" none */
	int32_t seq; /* from the IRS */
	int32_t ack; /* from the ISS */
	uint32_t text;
	const char *reply; /* reply_render() */
	enum rfc9293_state next;
	enum rfc9293_level level;
};

extern const struct rfc9293_case rfc9293_cases[];
extern const size_t rfc9293_case_count;

#endif
