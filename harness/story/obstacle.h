/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_OBSTACLE_H
#define RST_STORY_OBSTACLE_H

struct test;

/*
 * What keeps the SUT's segments from leaving.  Both leave the ghost alone, or no fence would work.
 * Verbs: they end the test when they fail.
 */

/* The SUT's routing table says that the (real) peer is unreachable. */
void obstacle_no_route(struct test *t);

/* netfilter drops every RST that the SUT makes.  NEEDS_NFT. */
void obstacle_drop_resets(struct test *t);

#endif
