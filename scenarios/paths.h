/* SPDX-License-Identifier: GPL-2.0-only */
/* Ways to reset that the stories of several files take: one fact stands in one place. */
#ifndef SCENARIOS_PATHS_H
#define SCENARIOS_PATHS_H

#include "harness/story/scenario.h"

extern const struct cause path_data_after_close;
extern const struct cause path_disconnect;
extern const struct cause path_listener;
extern const struct cause path_mptcp_disconnected;
extern const struct cause path_no_socket;
extern const struct cause path_reject; /* by netfilter */
extern const struct cause path_time_wait;
extern const struct cause path_unread_data;

#endif
