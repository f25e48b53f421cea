/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_EXPECT_SECTION_H
#define RST_EXPECT_SECTION_H

#include <stddef.h>

/* The catalogue of paths sorts them by what the sender of the RST was doing. */
enum section {
	SECTION_UNKNOWN, /* of a row: its file says it */
	SECTION_CLOSE_UNREAD,
	SECTION_DISCONNECT,
	SECTION_SYN_RECV,
	SECTION_UNSENT,
	SECTION_LISTENER_STOP,
	SECTION_LINGER2,
	SECTION_KEEPALIVE,
	SECTION_MEMORY,
	SECTION_ABORT,
	SECTION_NO_SOCKET,
	SECTION_LISTEN,
	SECTION_REQUEST,
	SECTION_HANDSHAKE,
	SECTION_DATA_AFTER_CLOSE,
	SECTION_TIME_WAIT,
	SECTION_CHILD,
	SECTION_MPTCP_PASSIVE,
	SECTION_MPTCP_ACTIVE,
	SECTION_UNTRACED,
	SECTION_TRACED_ONLY,
	SECTION_NO_RESET,
	SECTION_CONTRACT_REASONS,
	SECTION_CONTRACT_SENT,
	SECTION_CONTRACT_RECEIVED,
	SECTION_SWEEP,
	SECTIONS,
};

/* "1.1": what stands in result files and reports. */
const char *section_number(enum section section);

/* What the paths of a section have in common, "close() with unread data"; "other" if unknown. */
const char *section_title(const char *number);

/*
 * Writes the section as one word for names that machines read, of [a-z0-9-]: "close-unread"; for
 * a number that is not known "section-9-9".
 */
void section_word(const char *number, char *word, size_t size);

#endif
