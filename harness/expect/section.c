// SPDX-License-Identifier: GPL-2.0-only
#include "harness/expect/section.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *number, *word, *title;
} sections[SECTIONS] = {
	[SECTION_UNKNOWN] = { "", NULL, "other" },
	[SECTION_CLOSE_UNREAD] = { "1.1", "close-unread", "close() with unread data" },
	[SECTION_DISCONNECT] = { "1.2", "disconnect",
				 "disconnect or zero linger in a state that owes the peer a reset" },
	[SECTION_SYN_RECV] = { "1.3", "syn-recv", "full sockets in SYN_RECV" },
	[SECTION_UNSENT] = { "1.4", "unsent", "unsent data in CLOSING or LAST_ACK" },
	[SECTION_LISTENER_STOP] = { "1.5", "listener-stop",
				    "listener that goes with children nobody accepted" },
	[SECTION_LINGER2] = { "1.6", "linger2", "TCP_LINGER2 and orphans in FIN_WAIT2" },
	[SECTION_KEEPALIVE] = { "1.7", "keepalive", "keepalive and user timeout" },
	[SECTION_MEMORY] = { "1.8", "memory", "memory and orphan limits" },
	[SECTION_ABORT] = { "1.9", "abort", "sockets destroyed from outside (tcp_abort)" },
	[SECTION_NO_SOCKET] = { "2.1", "no-socket", "segment for which there is no socket" },
	[SECTION_LISTEN] = { "2.2", "listen", "segment to a listener" },
	[SECTION_REQUEST] = { "2.3", "request", "bad segment for a connection request" },
	[SECTION_HANDSHAKE] = { "2.4", "handshake", "bad segment in SYN_SENT or SYN_RECV" },
	[SECTION_DATA_AFTER_CLOSE] = { "2.5", "data-after-close", "data after close" },
	[SECTION_TIME_WAIT] = { "2.6", "time-wait", "segment to a time-wait socket" },
	[SECTION_CHILD] = { "2.7", "child", "reset while a child socket is processed" },
	[SECTION_MPTCP_PASSIVE] = { "3.1", "mptcp-passive", "MPTCP: answer to a segment" },
	[SECTION_MPTCP_ACTIVE] = { "3.2", "mptcp-active", "MPTCP: reset of a subflow" },
	[SECTION_UNTRACED] = { "4.1", "untraced", "on the wire, but never traced" },
	[SECTION_TRACED_ONLY] = { "4.2", "traced-only", "traced, but not on the wire" },
	[SECTION_NO_RESET] = { "5", "no-reset", "no reset, where one might be expected" },
	[SECTION_CONTRACT_REASONS] = { "7.1", "contract-reasons",
				       "the names of the reasons, for those who read the tracepoint" },
	[SECTION_CONTRACT_SENT] = { "7.2", "contract-sent",
				    "what tcp:tcp_send_reset tells those who read it" },
	[SECTION_CONTRACT_RECEIVED] = { "7.3", "contract-received",
					"which RSTs fire tcp:tcp_receive_reset" },
	[SECTION_SWEEP] = { "sweep", "sweep", "every segment at every number, state by state" },
};

static enum section find(const char *number)
{
	enum section section = SECTIONS - 1;

	while (section && strcmp(sections[section].number, number))
		section--;
	return section;
}

const char *section_number(enum section section)
{
	return sections[section].number;
}

const char *section_title(const char *number)
{
	return sections[find(number)].title;
}

void section_word(const char *number, char *word, size_t size)
{
	const char *known = sections[find(number)].word;

	if (known)
		snprintf(word, size, "%s", known);
	else
		snprintf(word, size, "section-%s", *number ? number : "none");
	for (; *word; word++)
		if (!isalnum((unsigned char)*word))
			*word = '-';
}
