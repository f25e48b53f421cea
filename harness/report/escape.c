// SPDX-License-Identifier: GPL-2.0-only
#include "harness/report/escape.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "harness/base/array.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* XML 1.0, section 2.2: neither controls but tab, line feed, return, nor U+FFFE and U+FFFF. */
static bool xml_forbids(const unsigned char *c)
{
	if (*c < ' ')
		return *c != '\t' && *c != '\n' && *c != '\r';
	return c[0] == 0xef && c[1] == 0xbf && (c[2] == 0xbe || c[2] == 0xbf);
}

void escape_xml(FILE *out, const char *text)
{
	const unsigned char *c;

	for (c = (const unsigned char *)text; *c; c++) {
		if (xml_forbids(c)) {
			fputs(REPLACEMENT, out);
			c += *c < ' ' ? 0 : 2;
		} else if (*c == '<') {
			fputs("&lt;", out);
		} else if (*c == '>') {
			fputs("&gt;", out);
		} else if (*c == '&') {
			fputs("&amp;", out);
		} else if (*c == '"') {
			fputs("&quot;", out);
		} else if (*c < ' ') {
			fprintf(out, "&#%u;", *c);
		} else {
			fputc(*c, out);
		}
	}
}

void escape_markdown(FILE *out, const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text < ' ')
			fputc(' ', out);
		else if (strchr("<>&|@`*[]\\~#$", *text))
			fprintf(out, "&#%u;", (unsigned char)*text);
		else
			fputc(*text, out);
	}
}

void escape_markdown_code(FILE *out, const char *text)
{
	if (!*text)
		return;
	fputc('`', out);
	for (; *text; text++) {
		if ((unsigned char)*text < ' ')
			fputc(' ', out);
		else if (*text == '`')
			fputc('\'', out);
		else if (*text == '|')
			fputs("\\|", out);
		else
			fputc(*text, out);
	}
	fputc('`', out);
}

void escape_csv(FILE *out, const char *text)
{
	if (!strpbrk(text, "\",\r\n")) {
		fputs(text, out);
		return;
	}
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

/* The length of the word at @text by which a result is guessed from output, or 0. */
static size_t verdict_word(const char *text)
{
	static const char *const words[] = { "skip", "fail", "passed", "pass", "okay", "ok" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (!strncasecmp(text, words[i], strlen(words[i])))
			return strlen(words[i]);
	return 0;
}

void escape_ktap(FILE *out, const char *text)
{
	size_t length;

	for (; *text; text++) {
		length = verdict_word(text);
		if ((unsigned char)*text < ' ' || *text == 0x7f) {
			fputc(' ', out);
		} else if (*text == '#') {
			fputc('_', out);
		} else if (*text == '[' && verdict_word(text + 1 + strspn(text + 1, " "))) {
			fputc('(', out);
		} else if (length && text[length] == ':') {
			fprintf(out, "%.*s ", (int)length, text);
			text += length;
		} else {
			fputc(*text, out);
		}
	}
}
