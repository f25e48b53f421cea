/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_SECTION_H
#define RST_REPORT_SECTION_H

#include <stddef.h>

/* Writes what the paths of a section have in common: "close() with unread data". */
void section_title(const char *number, char *title, size_t size);

/*
 * Writes the section as one word for names that machines read, of [a-z0-9-]: "close-unread"; for
 * a number that is not known "section-9-9".
 */
void section_word(const char *number, char *word, size_t size);

#endif
