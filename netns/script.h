/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_SCRIPT_H
#define RST_NETNS_SCRIPT_H

#include <stdio.h>

struct topology;

/*
 * Prints shell commands that raise @topology by hand, in namespaces named after its hosts, and, as
 * a comment, those that remove it.
 */
void script_print(FILE *stream, const struct topology *topology);

#endif
