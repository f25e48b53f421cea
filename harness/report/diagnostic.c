// SPDX-License-Identifier: GPL-2.0-only
#include "harness/report/diagnostic.h"

#include <string.h>

#include "harness/base/array.h"

const struct diagnostic_cause diagnostic_causes[] = {
	{ 1, "Illegal option length", "RFC 9293 3.1" },
	{ 2, "Desynchronized state", "RFC 9293 3.5.1" },
	{ 3, "New data is received after CLOSE is called", "RFC 9293 3.6.1, 3.10.7.1" },
	{ 4, "ABORT process", "RFC 9293 3.10.5" },
	{ 5, "Unexpected ACK received by non-synchronized state connection", "RFC 9293 3.10.7" },
	{ 6, "Unexpected SYN in the window", "RFC 9293 3.10.7" },
	{ 7, "Unexpected security compartment", "RFC 9293 A.1" },
	{ 8, "Malformed message", NULL },
	{ 9, "Not authorized", NULL },
	{ 10, "Resource exceeded", NULL },
	{ 11, "Network failure", NULL },
	{ 12, "Reset received from the peer", NULL },
	{ 13, "Destination unreachable", NULL },
	{ 14, "Connection timeout", NULL },
	{ 15, "Too much outstanding data", "RFC 8684 3.6" },
	{ 16, "Unacceptable performance", "RFC 8684 3.6" },
	{ 17, "Middlebox interference", "RFC 8684 3.6" },
};
const size_t diagnostic_cause_count = ARRAY_SIZE(diagnostic_causes);

const struct diagnostic_row diagnostic_rows[] = {
	{ "NOT_SPECIFIED", DIAGNOSTIC_NONE, 0,
	  "no reason; code 0 is reserved and must not be sent" },
	{ "NO_SOCKET", DIAGNOSTIC_NONE, 0,
	  "state CLOSED (RFC 9293 3.10.7.1) has no code; 2 is near only where the segment "
	  "belongs to a half-open connection (RFC 9293 3.5.1)" },
	{ "TCP_INVALID_ACK_SEQUENCE", DIAGNOSTIC_EXACT, 5,
	  "SYN-SENT: the ACK is not of our SYN (RFC 9293 3.10.7.3)" },
	{ "TCP_RFC7323_PAWS", DIAGNOSTIC_NONE, 0,
	  "SYN-SENT: the echoed timestamp was never sent (RFC 7323 5); no code is about timestamps" },
	{ "TCP_TOO_OLD_ACK", DIAGNOSTIC_EXACT, 5,
	  "SYN-RECEIVED: the ACK is below the window (RFC 9293 3.10.7.4)" },
	{ "TCP_ACK_UNSENT_DATA", DIAGNOSTIC_EXACT, 5,
	  "SYN-RECEIVED: the ACK is of what was not sent (RFC 9293 3.10.7.4)" },
	{ "TCP_FLAGS", DIAGNOSTIC_EXACT, 5,
	  "LISTEN: a segment with ACK (RFC 9293 3.10.7.2); the first example of the draft gives 2 "
	  "for the same situation" },
	{ "TCP_OLD_ACK", DIAGNOSTIC_NONE, 0, "no RST carries it" },
	{ "TCP_ABORT_ON_DATA", DIAGNOSTIC_EXACT, 3, "data for a connection that was closed" },
	{ "TCP_TIMEWAIT_SOCKET", DIAGNOSTIC_NEAR, 3,
	  "FIN-WAIT-2 of a closed connection that the kernel keeps as a time-wait bucket: data, or "
	  "a SYN, for which 6 would be right" },
	{ "INVALID_SYN", DIAGNOSTIC_EXACT, 6,
	  "a SYN in the window; yet with tcp_abort_on_overflow the segment is a good ACK, for "
	  "which 10 would be right" },
	{ "TCP_ABORT_ON_CLOSE", DIAGNOSTIC_NEAR, 3,
	  "close() with unread data: the same rule of RFC 9293 3.6.1, but the data came before" },
	{ "TCP_ABORT_ON_LINGER", DIAGNOSTIC_EXACT, 4,
	  "SO_LINGER with 0 s, or TCP_LINGER2 below 0: the user asked for ABORT" },
	{ "TCP_ABORT_ON_MEMORY", DIAGNOSTIC_EXACT, 10, "too many orphans, or out of memory" },
	{ "TCP_STATE", DIAGNOSTIC_EXACT, 4,
	  "connect(AF_UNSPEC), SOCK_DESTROY, or a listener that ends: ABORT of the user" },
	{ "TCP_KEEPALIVE_TIMEOUT", DIAGNOSTIC_EXACT, 14, "no answer to keep-alives" },
	{ "TCP_DISCONNECT_WITH_DATA", DIAGNOSTIC_EXACT, 4,
	  "connect(AF_UNSPEC) or SO_LINGER with 0 s before all was sent" },
	{ "MPTCP_RST_EUNSPEC", DIAGNOSTIC_NONE, 0, "RFC 8684 3.6, 0: unspecified error" },
	{ "MPTCP_RST_EMPTCP", DIAGNOSTIC_NONE, 0,
	  "RFC 8684 3.6, 1: MPTCP-specific error; the draft takes over 4 to 6 of these only" },
	{ "MPTCP_RST_ERESOURCE", DIAGNOSTIC_EXACT, 10, "RFC 8684 3.6, 2: lack of resources" },
	{ "MPTCP_RST_EPROHIBIT", DIAGNOSTIC_EXACT, 9,
	  "RFC 8684 3.6, 3: administratively prohibited" },
	{ "MPTCP_RST_EWQ2BIG", DIAGNOSTIC_EXACT, 15, "RFC 8684 3.6, 4: too much outstanding data" },
	{ "MPTCP_RST_EBADPERF", DIAGNOSTIC_EXACT, 16, "RFC 8684 3.6, 5: unacceptable performance" },
	{ "MPTCP_RST_EMIDDLEBOX", DIAGNOSTIC_EXACT, 17, "RFC 8684 3.6, 6: middlebox interference" },
	{ "ERROR", DIAGNOSTIC_NONE, 0, "an MPTCP reason that the kernel does not know" },
	{ "MAX", DIAGNOSTIC_NONE, 0, "the end of the enumeration, no reason" },
};
const size_t diagnostic_row_count = ARRAY_SIZE(diagnostic_rows);

const struct diagnostic_cause *diagnostic_cause(unsigned int code)
{
	size_t i;

	for (i = 0; i < diagnostic_cause_count; i++)
		if (diagnostic_causes[i].code == code)
			return &diagnostic_causes[i];
	return NULL;
}

const struct diagnostic_row *diagnostic_row(const char *reason)
{
	size_t i;

	for (i = 0; i < diagnostic_row_count; i++)
		if (!strcmp(diagnostic_rows[i].reason, reason))
			return &diagnostic_rows[i];
	return NULL;
}
