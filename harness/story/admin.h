/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_ADMIN_H
#define RST_STORY_ADMIN_H

#include "netns/topology.h"

struct test;

/*
 * What an administrator sets up in the SUT, by the programs that administrators use.  Verbs: they
 * end the test when a program fails or is not there.
 */

/* Gives @rules to `nft -f -`. */
void nft_rules(struct test *t, const char *rules);

/* Gives lines to `ip -4 -batch -` or `ip -6 -batch -`, by the family of the case. */
void ip_commands(struct test *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* How to call the address of @host in such a line, and the network that it is on. */
struct ip_word {
	char text[64];
};

struct ip_word ip_address(const struct test *t, enum test_host host);
struct ip_word ip_network(const struct test *t, enum test_host host);

#endif
