/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_DIFFERENCE_H
#define RST_REPORT_DIFFERENCE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct difference {
	json_t *changes; /* [{"case", "path", "family", "field", "base", "head"}] */
	json_t *only_base, *only_head; /* [{"case", "path", "verdict"}] */
	json_t *sites; /* as coverage_changes() returns them */
	size_t compared; /* cases that both have */
	size_t changed; /* of these */
};

/* Compares two result documents, case by case in the order of their names.  0 or -ENOMEM. */
int difference_make(struct difference *difference, const json_t *base, const json_t *head);
void difference_free(struct difference *difference);

/* Nothing changed, and both have the same cases and call sites. */
bool difference_is_empty(const struct difference *difference);

/*
 * One line for each change: "close_unread_data_v4: reason TCP_ABORT_ON_CLOSE -> NOT_SPECIFIED",
 * "call sites: tcp_close calls tcp_send_active_reset 1 -> 2 times".
 * @base and @head name the sides for cases that only one of them has.
 */
void difference_print(const struct difference *difference, const char *base, const char *head,
		      FILE *out);

/* The document of rstlab diff --json.  A new reference. */
json_t *difference_json(const struct difference *difference, const json_t *base,
			const json_t *head);

#endif
