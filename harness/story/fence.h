/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_FENCE_H
#define RST_STORY_FENCE_H

struct test;

/*
 * Waits until the SUT has handled all that was sent to it: an echo request takes the same queue,
 * and was answered.
 */
void fence(struct test *t);

#endif
