/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_COMMAND_SUBCOMMAND_H
#define RST_COMMAND_SUBCOMMAND_H

/* Exit codes of every subcommand. */
enum exit_code {
	EXIT_AS_EXPECTED = 0,
	EXIT_DIFFERENT = 1, /* an expectation failed, or a difference was found */
	EXIT_IMPOSSIBLE = 2, /* usage, set-up, or nothing ran */
};

/* One subcommand of rstlab: one file, one row of the table in main.c. */
struct subcommand {
	const char *name;
	int (*run)(int argc, char **argv); /* argv[0] is the name; returns enum exit_code */
	const char *arguments;
	const char *purpose;
};

int list_main(int argc, char **argv);
int run_main(int argc, char **argv);
int report_main(int argc, char **argv);
int diff_main(int argc, char **argv);
int sites_main(int argc, char **argv);
int reasons_main(int argc, char **argv);
int trace_main(int argc, char **argv);
int doctor_main(int argc, char **argv);
int guest_main(int argc, char **argv);
int matrix_main(int argc, char **argv);
int bisect_main(int argc, char **argv);
int topology_main(int argc, char **argv);
int config_main(int argc, char **argv);

/*
 * Prints one line, "rstlab: " and the message, on stderr.  Returns EXIT_IMPOSSIBLE, so that
 * a caller can end with it.
 */
int impossible(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * For getopt_long: prints usage of the subcommand @name to stdout for --help (returns
 * EXIT_AS_EXPECTED), or one line to stderr for an option that does not exist (EXIT_IMPOSSIBLE).
 */
int usage(const char *name, const char *options, int option);

#endif
