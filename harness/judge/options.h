/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OPTIONS_H
#define RST_OPTIONS_H

#include "harness/segment.h"

/*
 * Writes the TCP options of @segment as "<mss 1460,nop,wscale 7>" to @text of @size bytes; nothing
 * when it has none.  SACK blocks are relative to @isn.  Returns the length written.
 */
int options_write(char *text, size_t size, const struct segment *segment, uint32_t isn);

/*
 * Reads "<...>" at @text into the options of @segment, padded with EOL to four bytes.  Returns
 * what follows it, or NULL on an error with the place of it in *@error.
 */
const char *options_read(struct segment *segment, const char *text, uint32_t isn,
			 const char **error);

#endif
