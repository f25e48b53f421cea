/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_RTNETLINK_H
#define RST_NETNS_RTNETLINK_H

#include "netns/step.h"

struct why;

/*
 * As ip_run(), without starting ip: an exec with ten libraries costs an emulated guest 50 ms, ten
 * times what the steps themselves do.
 */
int rtnetlink_run(const struct steps *steps, struct why *why);

#endif
