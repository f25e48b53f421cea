/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_PATH_MANAGER_H
#define RST_STORY_PATH_MANAGER_H

/*
 * Limits how many subflows beside the first one a connection in the namespace @netns may have, and
 * how many announced addresses it takes up (generic netlink family mptcp_pm).  Returns 0 or -errno.
 */
int path_manager_limit(int netns, unsigned int subflows);

#endif
