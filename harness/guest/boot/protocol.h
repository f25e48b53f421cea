/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_BOOT_PROTOCOL_H
#define RST_GUEST_BOOT_PROTOCOL_H

/*
 * What the host and PID 1 of the guest agree on.
 *
 * Records are JSON objects, one per line, from the guest to the host:
 *
 *	{"boot":true,"release":R,"modules":N,"uptime_ms":T}	first: PID 1 is up
 *	{"start":CASE}						the command: CASE begins
 *	{"case":CASE,...}					the command: CASE ended, its result
 *	{"log":TEXT,"from":"stdout"|"stderr"|"init"}		any other line
 *	{"end":true,"status":S,"lines":N}			last: exit status, records before it
 *
 * The host answers the last record with one byte; then the guest leaves.
 */
#define GUEST_PORT_NAME "rstlab"
#define GUEST_COMMAND_FILE "/etc/rstlab/command"
#define GUEST_ENVIRONMENT_FILE "/etc/rstlab/environment"
#define GUEST_MODULE_FOLDER "/lib/rstlab/modules"

/* Written to isa-debug-exit; QEMU exits with code * 2 + 1.  0 and 1 are QEMU's own. */
#define GUEST_EXIT_DONE 0x10
#define GUEST_EXIT_NO_PORT 0x11
#define GUEST_EXIT_LATE_TIMER 0x12
#define GUEST_EXIT_RC(code) ((code)*2 + 1)

#endif
