/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_COMMAND_COMMAND_LINE_H
#define RST_COMMAND_COMMAND_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct subcommand;

/* What is done with an option. */
enum option_kind {
	OPTION_FLAG, /* a bool becomes true */
	OPTION_NUMBER, /* an int becomes the argument, a whole number from 1 on */
	OPTION_TEXT, /* a const char * becomes the argument */
	OPTION_CALL, /* the row's function gets it */
};

enum option_usage {
	USAGE_NONE, /* --help names it, the line of usage does not */
	USAGE_SHOWN,
	USAGE_OR_NEXT, /* with the next row: one of them */
};

/* All about an option: how it is written, what --help says of it, where its value goes. */
struct option_row {
	const char *name; /* "verbose": --verbose; NULL: none */
	char letter; /* 'j': -j; 0: none */
	const char *argument; /* what the help calls it, "FILE"; NULL: the option takes none */
	const char *help; /* one line or several */
	enum option_kind kind; /* by OPTION_INTO or OPTION_BY */
	size_t offset; /* of the member */
	int (*call)(void *into, const char *argument); /* 0, or enum exit_code after a message */
	const char *const *words; /* the only arguments, NULL at the end; the help begins with them */
	void (*list)(char *text, size_t size); /* lines that follow the help */
	enum option_usage usage;
};

/* The value goes into a member, whose type says how; a type that no option has does not compile. */
#define OPTION_INTO(type, member) \
	.kind = _Generic(((type *)0)->member,           \
			 bool: OPTION_FLAG,             \
			 int: OPTION_NUMBER,            \
			 const char *: OPTION_TEXT),    \
	.offset = offsetof(type, member)
#define OPTION_BY(function) .kind = OPTION_CALL, .call = (function)

/* What several subcommands say in their help. */
#define GLOB_HELP "  GLOB           names of cases or ids of paths, with * and ?\n"
#define TRACER_HELP " (default): bpf when the kernel has BTF"

/* A command line, and where its values go. */
struct command_line {
	int argc;
	char **argv; /* [0] is the name of the subcommand */
	void *into; /* of subcommand->options */
	void *shared; /* of subcommand->shared */
	/* Filled in by command_line_read(): */
	char *const *operands;
	int count;
	int status;
};

/*
 * Reads the options, in any order among the operands.  False: there is nothing more to do, as
 * --help was asked for or something was wrong and has been said; then line->status is the exit
 * status.
 */
bool command_line_read(const struct subcommand *subcommand, struct command_line *line);

/* Writes " [GLOB...] [-4|-6] [-j N]". */
void command_line_usage(const struct subcommand *subcommand, FILE *out);

/* The index of @word; that of the NULL at the end of @words when it is none of them. */
size_t word_index(const char *const *words, const char *word);

#endif
