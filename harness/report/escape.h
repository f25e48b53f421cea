/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_ESCAPE_H
#define RST_REPORT_ESCAPE_H

#include <stdio.h>

/*
 * Texts of a result file for the languages of the reports.  Any text comes out as text: never
 * as markup, a new line or a directive.
 */

/* For XML and HTML, as content and inside double quotes; what XML forbids becomes U+FFFD. */
void escape_xml(FILE *out, const char *text);

/* For a cell of a table in GitHub's Markdown. */
void escape_markdown(FILE *out, const char *text);

/* A code span for a cell of such a table; nothing for an empty text. */
void escape_markdown_code(FILE *out, const char *text);

/* One field of RFC 4180. */
void escape_csv(FILE *out, const char *text);

/*
 * For a line of KTAP: no '#' (it would start a directive), one line, and none of the words by
 * which netdev's CI guesses the result of a whole program ("[FAIL]", "SKIP:").
 */
void escape_ktap(FILE *out, const char *text);

#endif
