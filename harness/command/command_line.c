// SPDX-License-Identifier: GPL-2.0-only
#include "harness/command/command_line.h"

#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "harness/command/subcommand.h"

#define ROWS_MAX 40
#define LABEL_MAX 80
#define HELP_COLUMN 15 /* where the text stands beside the option */

/* getopt_long()'s code of a row that has no letter: above all letters. */
#define CODE_FIRST 256

/* All rows of a subcommand, its own and the shared ones. */
struct rows {
	const struct option_row *row[ROWS_MAX];
	void *into[ROWS_MAX];
	size_t count;
};

static const struct option_row help[] = {
	{ .name = "help", .letter = 'h', .help = "this text" },
	{ 0 },
};

static void rows_add(struct rows *rows, const struct option_row *row, void *into)
{
	for (; row && (row->name || row->letter) && rows->count < ROWS_MAX; row++) {
		rows->row[rows->count] = row;
		rows->into[rows->count++] = into;
	}
}

static struct rows rows_of(const struct subcommand *subcommand, const struct command_line *line)
{
	struct rows rows = { .count = 0 };

	rows_add(&rows, subcommand->options, line ? line->into : NULL);
	rows_add(&rows, subcommand->shared, line ? line->shared : NULL);
	rows_add(&rows, help, NULL);
	return rows;
}

/* "--tracer", "-j" */
static const char *spelling(const struct option_row *row, char text[static 32])
{
	if (row->name)
		snprintf(text, 32, "--%s", row->name);
	else
		snprintf(text, 32, "-%c", row->letter);
	return text;
}

/* "bpf, tracefs or auto" */
static void join_words(const char *const *words, char *text, size_t size)
{
	const char *before = "";
	size_t used = 0;
	size_t i;

	for (i = 0; words[i] && used < size; i++) {
		used += snprintf(text + used, size - used, "%s%s", before, words[i]);
		before = words[i + 1] && words[i + 2] ? ", " : " or ";
	}
}

size_t word_index(const char *const *words, const char *word)
{
	size_t i;

	for (i = 0; words[i] && strcmp(words[i], word); i++)
		;
	return i;
}

static int store_number(const struct option_row *row, int *number, const char *argument)
{
	char name[32];
	char *end;
	long value = strtol(argument, &end, 10);

	if (*end || value < 1 || value > INT_MAX)
		return impossible("%s %s: it takes a whole number from 1 on", spelling(row, name),
				  argument);
	*number = value;
	return 0;
}

static int store_text(const struct option_row *row, const char **text, const char *argument)
{
	char name[32], words[200];

	if (row->words && !row->words[word_index(row->words, argument)]) {
		join_words(row->words, words, sizeof(words));
		return impossible("%s %s: it takes %s", spelling(row, name), argument, words);
	}
	*text = argument;
	return 0;
}

static int store(const struct option_row *row, void *into, const char *argument)
{
	void *member = (char *)into + row->offset;

	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)member = true;
		return 0;
	case OPTION_NUMBER:
		return store_number(row, member, argument);
	case OPTION_TEXT:
		return store_text(row, member, argument);
	case OPTION_CALL:
		break;
	}
	return row->call(into, argument);
}

/* "-o, --output FILE" */
static void write_label(const struct option_row *row, char label[static LABEL_MAX])
{
	int used = 0;

	if (row->letter)
		used = snprintf(label, LABEL_MAX, "-%c%s", row->letter, row->name ? ", " : "");
	if (row->name)
		used += snprintf(label + used, LABEL_MAX - used, "--%s", row->name);
	if (row->argument)
		snprintf(label + used, LABEL_MAX - used, " %s", row->argument);
}

/* An option with all its lines. */
static void print_row(const struct option_row *row)
{
	char label[LABEL_MAX], more[1024];
	const char *line = row->help;
	size_t length;

	write_label(row, label);
	printf("  %-*s%s", HELP_COLUMN, label, strlen(label) < HELP_COLUMN ? "" : "  ");
	if (row->words) {
		join_words(row->words, more, sizeof(more));
		fputs(more, stdout);
	}
	for (; *line; line += length + (line[length] == '\n')) {
		length = strcspn(line, "\n");
		printf("%*s%.*s\n", line == row->help ? 0 : HELP_COLUMN + 2, "", (int)length, line);
	}
	if (row->list) {
		row->list(more, sizeof(more));
		fputs(more, stdout);
	}
}

void command_line_usage(const struct subcommand *subcommand, FILE *out)
{
	struct rows rows = rows_of(subcommand, NULL);
	const char *before = " [";
	const struct option_row *row;
	char name[32];
	size_t i;

	if (*subcommand->operands)
		fprintf(out, " %s", subcommand->operands);
	for (i = 0; i < rows.count; i++) {
		row = rows.row[i];
		if (row->usage == USAGE_NONE)
			continue;
		fprintf(out, "%s%s%s%s", before, spelling(row, name), row->argument ? " " : "",
			row->argument ? row->argument : "");
		before = row->usage == USAGE_OR_NEXT ? "|" : " [";
		if (row->usage == USAGE_SHOWN)
			fputc(']', out);
	}
}

static void print_help(const struct subcommand *subcommand, const struct rows *rows)
{
	size_t i;

	printf("rstlab %s", subcommand->name);
	command_line_usage(subcommand, stdout);
	printf("\n\n%s\n\n", subcommand->purpose);
	if (subcommand->operands_help)
		fputs(subcommand->operands_help, stdout);
	for (i = 0; i < rows->count; i++)
		print_row(rows->row[i]);
	if (subcommand->notes)
		printf("\n%s", subcommand->notes);
}

/* What getopt_long() wants. */
static void describe(const struct rows *rows, char *letters, struct option *options)
{
	const struct option_row *row;
	size_t i;

	for (i = 0; i < rows->count; i++) {
		row = rows->row[i];
		if (row->letter) {
			*letters++ = row->letter;
			if (row->argument)
				*letters++ = ':';
		}
		if (row->name)
			*options++ = (struct option){
				row->name,
				row->argument ? required_argument : no_argument,
				NULL,
				CODE_FIRST + (int)i,
			};
	}
	*letters = '\0';
	*options = (struct option){ 0 };
}

static size_t row_of(const struct rows *rows, int code)
{
	size_t i;

	if (code >= CODE_FIRST)
		return code - CODE_FIRST;
	for (i = 0; i < rows->count && rows->row[i]->letter != code; i++)
		;
	return i;
}

bool command_line_read(const struct subcommand *subcommand, struct command_line *line)
{
	struct rows rows = rows_of(subcommand, line);
	struct option options[ROWS_MAX + 1];
	char letters[2 * ROWS_MAX + 1];
	size_t i;
	int code;

	describe(&rows, letters, options);
	optind = 0; /* from the start, also of a second command line */
	line->status = EXIT_IMPOSSIBLE;
	while ((code = getopt_long(line->argc, line->argv, letters, options, NULL)) != -1) {
		i = row_of(&rows, code);
		if (i == rows.count) /* '?': getopt_long() has said why */
			return false;
		if (rows.row[i] == help) {
			print_help(subcommand, &rows);
			line->status = EXIT_AS_EXPECTED;
			return false;
		}
		if (store(rows.row[i], rows.into[i], optarg))
			return false;
	}
	line->operands = line->argv + optind;
	line->count = line->argc - optind;
	if (line->count && !*subcommand->operands) {
		impossible("%s takes no argument '%s'", subcommand->name, *line->operands);
		return false;
	}
	line->status = EXIT_AS_EXPECTED;
	return true;
}
