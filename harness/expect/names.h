/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_EXPECT_NAMES_H
#define RST_EXPECT_NAMES_H

/* "ESTABLISHED" for TCP_ESTABLISHED; "-" for 0 (no socket). */
const char *name_of_state(int state);

/* "ECONNRESET"; "none" for 0. */
const char *name_of_error(int err);

#endif
