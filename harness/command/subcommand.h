/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_COMMAND_SUBCOMMAND_H
#define RST_COMMAND_SUBCOMMAND_H

#include "harness/command/command_line.h"

/* Exit codes of every subcommand. */
enum exit_code {
	EXIT_AS_EXPECTED = 0,
	EXIT_DIFFERENT = 1, /* an expectation failed, or a difference was found */
	EXIT_IMPOSSIBLE = 2, /* usage, set-up, or nothing ran */
};

/* One subcommand of rstlab: one file. */
struct subcommand {
	const char *name;
	const char *operands; /* "[GLOB...]"; "": none are taken */
	const char *purpose;
	const char *operands_help; /* lines of --help, before the options; or NULL */
	const char *notes; /* lines of --help, after them; or NULL */
	const struct option_row *options; /* an empty row at the end; NULL: none */
	const struct option_row *shared; /* further ones, of several subcommands; or NULL */
	int (*run)(int argc, char **argv); /* argv[0] is the name; returns enum exit_code */
};

extern const struct subcommand list_subcommand;
extern const struct subcommand run_subcommand;
extern const struct subcommand report_subcommand;
extern const struct subcommand diff_subcommand;
extern const struct subcommand sites_subcommand;
extern const struct subcommand reasons_subcommand;
extern const struct subcommand trace_subcommand;
extern const struct subcommand matrix_subcommand;
extern const struct subcommand bisect_subcommand;
extern const struct subcommand topology_subcommand;
extern const struct subcommand config_subcommand;
extern const struct subcommand guest_subcommand;
extern const struct subcommand doctor_subcommand;

/*
 * Prints one line, "rstlab: " and the message, on stderr.  Returns EXIT_IMPOSSIBLE, so that
 * a caller can end with it.
 */
int impossible(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
