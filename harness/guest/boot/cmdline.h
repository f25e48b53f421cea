/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_BOOT_CMDLINE_H
#define RST_GUEST_BOOT_CMDLINE_H

#include <stdbool.h>
#include <stddef.h>

struct why;

struct cmdline_options {
	bool emulated; /* TCG: the guest cannot measure its clock reliably */
	bool virtual_clock; /* -icount: the clock is exactly 1 GHz */
	unsigned int tsc_khz; /* of the host, 0: unknown */
	const char *append; /* the user's words, last so that they win; or NULL */
};

/*
 * Write the guest's kernel command line.  -E2BIG when it is longer than the kernel takes
 * (COMMAND_LINE_SIZE is 2048 on x86), -EINVAL for an append that is not one line.
 */
int cmdline_write(char *text, size_t size, const struct cmdline_options *options, struct why *why);

#endif
