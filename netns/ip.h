/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_IP_H
#define RST_NETNS_IP_H

#include "netns/step.h"

struct why;

/* One line of `ip -batch`. */
struct ip_line {
	char text[240];
};

/* What an administrator would type for @step, in the namespace of its device. */
struct ip_line ip_line(const struct step *step);

/* Has ip carry out @steps.  Returns 0, or -errno with what ip said in @why. */
int ip_run(const struct steps *steps, struct why *why);

#endif
