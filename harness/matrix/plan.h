/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_MATRIX_PLAN_H
#define RST_MATRIX_PLAN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct guest_verdict;

/* Which cases one kernel still has to run, and in which boot.  Knows no QEMU. */
struct plan;

struct plan_options {
	char *const *globs;
	int count;
	bool slow; /* run the slow class, else let it say why not */
	bool virtual_clock; /* and under a virtual clock */
	bool all_virtual; /* everything under a virtual clock */
	bool verbose; /* keep the detail of the documents */
};

/* What the next guest is to run. */
struct plan_boot {
	char *cases; /* one name per line; to be freed */
	size_t count;
	bool one_by_one; /* to find the one that crashes the kernel */
	bool slow; /* the slow class */
	bool virtual_clock;
	int timeout; /* the most seconds that one of them may take, see case_timeout() */
};

struct plan *plan_new(const struct plan_options *options);
void plan_free(struct plan *plan);

size_t plan_count(const struct plan *plan);
size_t plan_done(const struct plan *plan);

/* False: nothing is left to run. */
bool plan_next(struct plan *plan, struct plan_boot *boot);

/*
 * A case ended with this document.  Returns it as it is to be kept (without detail unless verbose,
 * with "clock": "virtual" if the boot had such a clock), or NULL if the case is unknown; the
 * plan owns it.
 */
json_t *plan_take(struct plan *plan, const struct plan_boot *boot, const json_t *document);

/* The same for a document from an earlier run, as plan_take() returned it. */
void plan_restore(struct plan *plan, json_t *document);

/*
 * The guest ended.  Who was running alone when the kernel crashed or hung gets that verdict; of
 * several that were, each runs again, one by one.  What was not reached stays to be run, unless
 * guests end again and again without a result.  Calls each() for every document that is made so.
 */
void plan_conclude(struct plan *plan, const struct plan_boot *boot,
		   const struct guest_verdict *verdict, void (*each)(json_t *document, void *data),
		   void *data);

/* One line: what the kernel complained of or died from that no case could be blamed for, or "". */
const char *plan_complaint(const struct plan *plan);

/* Gives every document to each(). */
void plan_each(const struct plan *plan, void (*each)(json_t *document, void *data), void *data);

#endif
