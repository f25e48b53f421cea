/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_COMMAND_CATALOGUE_H
#define RST_COMMAND_CATALOGUE_H

#include <jansson.h>
#include <stdio.h>

/*
 * Prints the paths of @cases, as `rstlab list --json` describes them, section by section as tables
 * in Markdown.  A path has one line, that of IPv4 where it has both families.
 */
void catalogue_print(const json_t *cases, FILE *out);

#endif
