/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_PACKET_MPTCP_LEARN_H
#define RST_PACKET_MPTCP_LEARN_H

#include <stdbool.h>

struct mptcp_subflow;
struct segment;

/* Adds to @subflow what the options of a @segment of one end say: keys, nonces, checksum. */
void mptcp_learn(struct mptcp_subflow *subflow, const struct segment *segment, bool from_sut);

#endif
