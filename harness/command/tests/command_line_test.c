// SPDX-License-Identifier: GPL-2.0-only
/* What the rows of a subcommand make of a command line, and of its help. */
#include "harness/command/command_line.h"

#include "harness/base/tests/check.h"
#include "harness/command/subcommand.h"

struct request {
	bool all, quiet;
	int count;
	const char *file, *colour;
	int calls;
};

struct more {
	const char *where;
};

static const char *const colours[] = { "red", "green", "blue", NULL };

static int call(void *into, const char *argument)
{
	struct request *request = into;

	ATF_REQUIRE_STREQ("x", argument);
	return ++request->calls > 2 ? EXIT_IMPOSSIBLE : 0;
}

static void list(char *text, size_t size)
{
	snprintf(text, size, "    a list\n");
}

static const struct option_row rows[] = {
	{ "all", 'a', NULL, "everything", OPTION_INTO(struct request, all),
	  .usage = USAGE_OR_NEXT },
	{ NULL, 'q', NULL, "nothing", OPTION_INTO(struct request, quiet), .usage = USAGE_SHOWN },
	{ NULL, 'n', "N", "how many", OPTION_INTO(struct request, count) },
	{ "file", 0, "FILE", "which\nof them", OPTION_INTO(struct request, file), .list = list,
	  .usage = USAGE_SHOWN },
	{ "colour", 0, "C", ", no other", OPTION_INTO(struct request, colour), .words = colours },
	{ "call", 0, "X", "calls", OPTION_BY(call) },
	{ 0 },
};

static const struct option_row more_rows[] = {
	{ "where", 0, "DIR", "place", OPTION_INTO(struct more, where) },
	{ 0 },
};

static int run(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

static const struct subcommand subcommand = {
	.name = "paint",
	.operands = "[WALL...]",
	.purpose = "paints",
	.operands_help = "  WALL           one\n",
	.notes = "Wet.\n",
	.options = rows,
	.shared = more_rows,
	.run = run,
};

static const struct subcommand bare = { .name = "bare", .operands = "", .purpose = "none" };

static struct request request;
static struct more more;
static char *words[32];

/* Splits @text at its spaces. */
static struct command_line line_of(const char *text)
{
	static char copy[200];
	struct command_line line = { .argv = words, .into = &request, .shared = &more };
	char *word, *rest;

	request = (struct request){ .count = 7 };
	more = (struct more){ .where = "here" };
	snprintf(copy, sizeof(copy), "%s", text);
	for (word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		words[line.argc++] = word;
	words[line.argc] = NULL;
	return line;
}

ATF_TC_WITHOUT_HEAD(values_go_where_the_rows_say);
ATF_TC_BODY(values_go_where_the_rows_say, tc)
{
	struct command_line line = line_of("paint north --all -n 12 --where there --file=f south "
					   "--colour blue --call x --call x");

	ATF_REQUIRE(command_line_read(&subcommand, &line));
	ATF_CHECK_INTEQ(EXIT_AS_EXPECTED, line.status);
	ATF_CHECK(request.all && !request.quiet);
	ATF_CHECK_INTEQ(12, request.count);
	ATF_CHECK_INTEQ(2, request.calls);
	ATF_CHECK_STREQ("f", request.file);
	ATF_CHECK_STREQ("blue", request.colour);
	ATF_CHECK_STREQ("there", more.where);
	ATF_REQUIRE_INTEQ(2, line.count);
	ATF_CHECK_STREQ("north", line.operands[0]);
	ATF_CHECK_STREQ("south", line.operands[1]);
}

ATF_TC_WITHOUT_HEAD(what_is_not_said_stays);
ATF_TC_BODY(what_is_not_said_stays, tc)
{
	struct command_line line = line_of("paint -q");

	ATF_REQUIRE(command_line_read(&subcommand, &line));
	ATF_CHECK(!request.all && request.quiet && !request.file && !request.colour);
	ATF_CHECK_INTEQ(7, request.count);
	ATF_CHECK_STREQ("here", more.where);
	ATF_CHECK_INTEQ(0, line.count);
}

static void refuses(const struct subcommand *which, const char *text)
{
	struct command_line line = line_of(text);

	ATF_CHECK_MSG(!command_line_read(which, &line), "%s", text);
	ATF_CHECK_INTEQ_MSG(EXIT_IMPOSSIBLE, line.status, "%s", text);
}

ATF_TC_WITHOUT_HEAD(what_no_row_allows_is_refused);
ATF_TC_BODY(what_no_row_allows_is_refused, tc)
{
	refuses(&subcommand, "paint --fly");
	refuses(&subcommand, "paint -x");
	refuses(&subcommand, "paint --file");
	refuses(&subcommand, "paint --all=x");
	refuses(&subcommand, "paint -n 0");
	refuses(&subcommand, "paint -n -3");
	refuses(&subcommand, "paint -n 4x");
	refuses(&subcommand, "paint -n 99999999999");
	refuses(&subcommand, "paint --colour pink");
	refuses(&subcommand, "paint --call x --call x --call x");
	refuses(&bare, "bare operand");
	refuses(&bare, "bare --all");
}

ATF_TC_WITHOUT_HEAD(the_help_is_made_of_the_rows);
ATF_TC_BODY(the_help_is_made_of_the_rows, tc)
{
	struct command_line line = line_of("paint --help");
	char text[2000];
	size_t length;
	FILE *file;

	ATF_REQUIRE(freopen("out", "w+", stdout));
	ATF_CHECK(!command_line_read(&subcommand, &line));
	ATF_CHECK_INTEQ(EXIT_AS_EXPECTED, line.status);
	fflush(stdout);
	file = fopen("out", "r");
	ATF_REQUIRE(file);
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	fclose(file);
	ATF_CHECK_STREQ("rstlab paint [WALL...] [--all|-q] [--file FILE]\n\npaints\n\n"
			"  WALL           one\n"
			"  -a, --all      everything\n"
			"  -q             nothing\n"
			"  -n N           how many\n"
			"  --file FILE    which\n"
			"                 of them\n"
			"    a list\n"
			"  --colour C     red, green or blue, no other\n"
			"  --call X       calls\n"
			"  --where DIR    place\n"
			"  -h, --help     this text\n"
			"\nWet.\n",
			text);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, values_go_where_the_rows_say);
	ATF_TP_ADD_TC(tp, what_is_not_said_stays);
	ATF_TP_ADD_TC(tp, what_no_row_allows_is_refused);
	ATF_TP_ADD_TC(tp, the_help_is_made_of_the_rows);
	return atf_no_error();
}
