// SPDX-License-Identifier: GPL-2.0-only
#include "harness/command/catalogue.h"

#include <string.h>

#include "harness/expect/outcome.h"
#include "harness/expect/section.h"
#include "harness/report/escape.h"

static const char *text(const json_t *one, const char *key)
{
	return json_string_value(json_object_get(one, key));
}

static const char *expected(const json_t *one, enum oracle oracle)
{
	return text(json_object_get(one, "expect"), oracle_key(oracle));
}

static void print_path(const json_t *one, FILE *out)
{
	const char *file = text(one, "file");

	fprintf(out, "| [%s](../scenarios/%s) | ", text(one, "path"), file);
	escape_markdown(out, text(one, "descr"));
	if (!strcmp(expected(one, ORACLE_WIRE), OUTCOME_NONE) &&
	    !strcmp(expected(one, ORACLE_REASON), OUTCOME_NONE)) {
		fputs(" | no RST | | | |\n", out);
		return;
	}
	fputs(" | ", out);
	escape_markdown_code(out, expected(one, ORACLE_WIRE));
	fputs(" | ", out);
	escape_markdown(out, expected(one, ORACLE_REASON));
	fputs(" | ", out);
	escape_markdown(out, expected(one, ORACLE_STATE));
	fputs(" | ", out);
	escape_markdown_code(out, expected(one, ORACLE_VIA));
	fputs(" |\n", out);
}

static void print_heading(const char *number, FILE *out)
{
	char word[64];

	section_word(number, word, sizeof(word));
	fprintf(out, "\n### %s: %s\n\n", word, section_title(number));
	fputs("| path | what happens | RST | reason | state | called by |\n"
	      "|---|---|---|---|---|---|\n",
	      out);
}

void catalogue_print(const json_t *cases, FILE *out)
{
	const char *number, *last;
	const json_t *one;
	enum section section;
	size_t i;

	for (section = SECTION_UNKNOWN + 1; section < SECTIONS; section++) {
		number = section_number(section);
		last = NULL;
		json_array_foreach(cases, i, one) {
			if (strcmp(text(one, "section"), number))
				continue;
			if (!last)
				print_heading(number, out);
			/* The cases of a path follow each other, IPv4 first. */
			if (!last || strcmp(last, text(one, "path")))
				print_path(one, out);
			last = text(one, "path");
		}
	}
}
