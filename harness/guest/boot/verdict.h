/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_BOOT_VERDICT_H
#define RST_GUEST_BOOT_VERDICT_H

#include <stdbool.h>

struct console;
struct record_reader;
struct guest_verdict;

/* Why the host stopped waiting. */
enum verdict_end {
	VERDICT_EXITED, /* QEMU ended by itself */
	VERDICT_BOOT_DEADLINE, /* no sign of PID 1 in time */
	VERDICT_IDLE_DEADLINE, /* PID 1 came up, but no record for too long */
	VERDICT_TOTAL_DEADLINE, /* the whole run took too long */
	VERDICT_CANCELLED, /* the caller asked */
};

/*
 * Judge a guest that has ended, from why it ended, QEMU's wait status, the console and the
 * records.  OK needs all of: the exit code of PID 1, the end record, its count of records right,
 * no malformed record, no kernel complaint.  QEMU exits with 0 when a guest panics.
 */
void verdict_judge(struct guest_verdict *verdict, enum verdict_end end, int wait_status,
		   const struct console *console, const struct record_reader *records);

#endif
