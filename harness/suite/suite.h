/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_SUITE_H
#define RST_SUITE_SUITE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/expect/row.h"
#include "harness/observe/tracer/trace.h"

struct variation;
struct why;

/* Which cases, and how they are run. */
struct suite_options {
	int family; /* AF_INET, AF_INET6, 0: both */
	char *const *globs;
	int count;
	const json_t *names; /* an object whose keys are the cases meant; NULL: what globs say */
	int parallel;
	int waiting; /* beside them, without Kyua: cases whose RST comes from a timer */
	int time_scale;
	const char *pcap; /* folder for captures, or NULL */
	const char *tracer; /* "bpf", "tracefs", "auto"; NULL: auto */
	bool guest; /* global settings may be changed */
	bool slow; /* cases of 60 s and more may run */
	bool without_ip; /* raise topologies without starting ip */
	bool without_kyua; /* in children of this process */
	bool alone; /* cases that change global settings: after the others, one by one */
};

/* What happens in a run. */
struct suite_callbacks {
	void (*started)(const char *name, void *data); /* may be NULL */
	/* The document is the callee's to keep with json_incref() only. */
	void (*ended)(json_t *document, double seconds, void *data);
	void *data;
};

/* Cases to be run on the running kernel, by Kyua or in children of this process. */
struct suite;

/* The cases that the options mean; the options are kept, not copied.  NULL: out of memory. */
struct suite *suite_new(const struct suite_options *options);
void suite_free(struct suite *suite);

/*
 * From now on the cases are those that @variation applies to, and are played so.  Returns 0 or
 * -ENOMEM.
 */
int suite_vary(struct suite *suite, const struct variation *variation);

/* The present one; without a name: none. */
const struct variation *suite_variation(const struct suite *suite);

/* How many cases. */
size_t suite_count(const struct suite *suite);

/*
 * Opens the socket for the cases' documents, reads what the kernel's BTF and symbols say, and
 * keeps probes of the BPF tracer attached for the run.  Returns 0 or -errno.
 */
int suite_prepare(struct suite *suite, struct why *why);

/*
 * What suite_prepare() learnt, into the "kernel" of a result document: "link" ("veth", "netkit" or
 * "none": of what the pairs between namespaces are made here), "tracer", and with @sites "sites",
 * see kernel_sites(), unless the kernel's text cannot be read.
 */
void suite_describe(const struct suite *suite, json_t *kernel, bool sites);

/* Gives every case the verdict N/A instead: this kernel has no @option. */
void suite_not_applicable(struct suite *suite, const struct suite_callbacks *callbacks,
			  const char *option);

/* Runs all once.  Returns 0, or -errno when they could not be run. */
int suite_run(struct suite *suite, const struct suite_callbacks *callbacks, struct why *why);

#endif
