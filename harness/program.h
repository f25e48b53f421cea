/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_PROGRAM_H
#define RST_PROGRAM_H

#include <atf-c.h>
#include <stddef.h>

#include "harness/scenario.h"

/*
 * Adds to @tp one case per row of @file and family: "close-unread-data" becomes
 * close_unread_data_v4 and close_unread_data_v6.
 */
atf_error_t program_register(atf_tp_t *tp, const struct scenario_file *file);

/* Writes the name of the case of @scenario in @family. */
const char *program_case_name(const struct scenario *scenario, int family, char *name, size_t size);

/* Whether @scenario runs in @family (AF_INET, AF_INET6). */
bool program_has_family(const struct scenario *scenario, int family);

#endif
