/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_JUDGE_CASE_H
#define RST_JUDGE_CASE_H

#include <atf-c.h>
#include <jansson.h>
#include <stddef.h>

#include "harness/expect/row.h"

struct test;

/*
 * Adds to @tp one case per row of @file and family: "close-unread-data" becomes
 * close_unread_data_v4 and close_unread_data_v6.
 */
atf_error_t case_register(atf_tp_t *tp, const struct scenario_file *file);

/*
 * Plays the case @name of @file in this process and ends it, as the program of that file does
 * under Kyua: with @variables ("name", "value", ..., NULL), and ATF's verdict in the file @result.
 */
void case_play(const struct scenario_file *file, const char *name, const char *const *variables,
	       const char *result) __attribute__((noreturn));

/* The seconds after which a case hangs. */
int case_timeout(const struct scenario *scenario);

/* Writes the name of the case of @scenario in @family. */
const char *case_name(const struct scenario *scenario, int family, char *name, size_t size);

/* Whether @scenario runs in @family (AF_INET, AF_INET6). */
bool case_has_family(const struct scenario *scenario, int family);

/* The document of the case that @t is the world of, see harness/judge/result.h. */
json_t *case_result(struct test *t);

#endif
