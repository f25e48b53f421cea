// SPDX-License-Identifier: GPL-2.0-only
#include "harness/report/section.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *number, *word, *title;
} sections[] = {
	{ "1.1", "close-unread", "close() with unread data" },
	{ "1.2", "disconnect", "disconnect or zero linger in a state that owes the peer a reset" },
	{ "1.3", "syn-recv", "full sockets in SYN_RECV" },
	{ "1.4", "unsent", "unsent data in CLOSING or LAST_ACK" },
	{ "1.5", "listener-stop", "listener that goes with children nobody accepted" },
	{ "1.6", "linger2", "TCP_LINGER2 and orphans in FIN_WAIT2" },
	{ "1.7", "keepalive", "keepalive and user timeout" },
	{ "1.8", "memory", "memory and orphan limits" },
	{ "1.9", "abort", "sockets destroyed from outside (tcp_abort)" },
	{ "2.1", "no-socket", "segment for which there is no socket" },
	{ "2.2", "listen", "segment to a listener" },
	{ "2.3", "request", "bad segment for a connection request" },
	{ "2.4", "handshake", "bad segment in SYN_SENT or SYN_RECV" },
	{ "2.5", "data-after-close", "data after close" },
	{ "2.6", "time-wait", "segment to a time-wait socket" },
	{ "2.7", "child", "reset while a child socket is processed" },
	{ "3.1", "mptcp-passive", "MPTCP: answer to a segment" },
	{ "3.2", "mptcp-active", "MPTCP: reset of a subflow" },
	{ "4.1", "untraced", "on the wire, but never traced" },
	{ "4.2", "traced-only", "traced, but not on the wire" },
	{ "5", "no-reset", "no reset, where one might be expected" },
};

#define SECTIONS (sizeof(sections) / sizeof(sections[0]))

void section_title(const char *number, char *title, size_t size)
{
	size_t i;

	snprintf(title, size, "other");
	for (i = 0; i < SECTIONS; i++)
		if (!strcmp(sections[i].number, number))
			snprintf(title, size, "%s", sections[i].title);
}

void section_word(const char *number, char *word, size_t size)
{
	size_t i;

	snprintf(word, size, "section-%s", *number ? number : "none");
	for (i = 0; i < SECTIONS; i++)
		if (!strcmp(sections[i].number, number))
			snprintf(word, size, "%s", sections[i].word);
	for (; *word; word++)
		if (!isalnum((unsigned char)*word))
			*word = '-';
}
