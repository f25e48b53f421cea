/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_BOOT_CONSOLE_H
#define RST_GUEST_BOOT_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

#define CONSOLE_SPLAT_SIZE 16384

/* Reads what a kernel prints and notices when it complains about itself. */
struct console {
	char line[1024];
	size_t length;
	bool any; /* a byte was seen */
	bool panicked;
	bool timerless; /* the kernel does without the timer, and so will wait for ever */
	char splat[256]; /* the first complaint, without time stamp, CPU and PID; or "" */
	char text[CONSOLE_SPLAT_SIZE]; /* that line, as it was, and those after it */
	size_t text_length;
};

/*
 * True when a line (time stamp and caller taken off) reports a fault of the kernel: BUG, WARNING
 * (also lockdep's), oops, KASAN, UBSAN, general protection, RCU stall, lockup, hung task, panic.
 */
bool console_line_is_splat(const char *line);

/* The line without "[   12.345678] ", "[    T1] ", "<4>". */
const char *console_line_body(const char *line);

/* Take more bytes.  Returns true if they held the first complaint. */
bool console_feed(struct console *console, const char *data, size_t length);

/* Look at a last line that has no newline (a guest that died while printing). */
bool console_finish(struct console *console);

#endif
