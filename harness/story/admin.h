/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_ADMIN_H
#define RST_STORY_ADMIN_H

struct test;

/*
 * What an administrator sets up in the SUT, by the programs that administrators use.  Verbs: they
 * end the test when a program fails or is not there.
 */

/* Gives @rules to `nft -f -`. */
void nft_rules(struct test *t, const char *rules);

/* Gives @v4 or @v6, by the family of the case, to `ip -4 -batch -` or `ip -6 -batch -`. */
void ip_commands(struct test *t, const char *v4, const char *v6);

#endif
