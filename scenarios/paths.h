/* SPDX-License-Identifier: GPL-2.0-only */
/* Ways to reset that the stories of several files take: one fact stands in one place. */
#ifndef SCENARIOS_PATHS_H
#define SCENARIOS_PATHS_H

#include "harness/story/scenario.h"

extern const struct rst_path path_data_after_close;
extern const struct rst_path path_disconnect;
extern const struct rst_path path_listener;
extern const struct rst_path path_mptcp_disconnected;
extern const struct rst_path path_no_socket;
extern const struct rst_path path_reject; /* by netfilter */
extern const struct rst_path path_time_wait;
extern const struct rst_path path_unread_data;

#endif
