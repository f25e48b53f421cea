/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_SYSCTL_H
#define RST_STORY_SYSCTL_H

struct test;

/*
 * Settings that a story changes on its way; those that hold from the start stand in
 * struct scenario.  @setting is "net/ipv4/tcp_fin_timeout=60".  Verbs: they end the test
 * when they fail.
 */

/* Of the SUT's network namespace. */
void sysctl_set(struct test *t, const char *setting);

/*
 * Of the whole machine: only in CLASS_GUEST, whose cases run alone.  Put back when the test
 * ends, also when it fails.
 */
void sysctl_set_global(struct test *t, const char *setting);

#endif
