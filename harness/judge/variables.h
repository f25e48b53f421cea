/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_JUDGE_VARIABLES_H
#define RST_JUDGE_VARIABLES_H

#include <atf-c.h>
#include <stdbool.h>

/* What a runner lets a case know, as ATF's configuration variables (Kyua: test_suites.rstlab.NAME). */
struct variables {
	const char *report; /* abstract Unix socket that wants the result; NULL: nobody does */
	const char *time_scale; /* multiplies every deadline; NULL: 1 */
	const char *link; /* "veth", "netkit", "none": what pairs are made of; NULL: veth */
	const char *tracer; /* "bpf", "tracefs", "auto"; NULL: auto */
	const char *pcap; /* folder for captures; NULL: none are kept */
	const char *without_ip; /* not NULL: topologies are raised without starting ip */
	const char *guest; /* not NULL: global settings may be changed */
	const char *variation; /* by its name; NULL: none */
	const char *slow; /* not NULL: cases of 60 s and more may run */
};

/* "name", "value", ..., NULL. */
#define VARIABLES_WORDS (2 * sizeof(struct variables) / sizeof(char *) + 1)
void variables_write(const char *words[static VARIABLES_WORDS], const struct variables *variables);

/* Those that @tc was given. */
void variables_read(struct variables *variables, const atf_tc_t *tc);

/* The word for what topology_probe() found. */
const char *variables_link(int means);

/* How topologies are to be raised, see netns/raise.h; -EOPNOTSUPP: not at all. */
int variables_means(const struct variables *variables);

#endif
