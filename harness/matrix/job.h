/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_MATRIX_JOB_H
#define RST_MATRIX_JOB_H

#include <jansson.h>
#include <stdbool.h>

#include "harness/guest/boot/guest.h"
#include "harness/matrix/guest_files.h"
#include "harness/matrix/journal.h"
#include "harness/matrix/plan.h"

/* What all kernels of a matrix have in common. */
struct job_options {
	struct plan_options plan;
	enum guest_accel accel;
	const char *append; /* words for the kernel command line, or NULL */
	const char *modules; /* installed module tree for lone kernel files, or NULL */
	const char *tracer; /* of the guests: see tracer_choose() */
	const char *console; /* folder for console logs, or NULL */
	bool offline;
	bool again; /* forget what earlier runs found */
	int parallel; /* cases side by side in a guest */
	const struct guest_files *files;
};

struct job_callbacks {
	/* A case of this kernel has its document. */
	void (*ended)(const char *spec, const json_t *document, void *data);
	/* Something else that a reader wants to know, one line. */
	void (*note)(const char *spec, const char *text, void *data);
	void *data;
};

/* One kernel: its guests, one after the other, and what came of them. */
struct job {
	const char *spec;
	const struct job_options *options;
	const struct job_callbacks *callbacks;
	struct kernel_image kernel;
	struct plan *plan;
	struct plan_boot boot;
	struct journal journal;
	json_t *facts; /* the "kernel" of the result file, from the guest */
	struct guest *guest;
	struct guest_file *files;
	FILE *records; /* log of the guest's records, or NULL */
	long long started; /* when the guest was, clock_ms() */
	char last[400]; /* what the guest said last on stderr */
	size_t restored;
	unsigned int boots, boot_ms, total_ms, cpu_ms; /* sums, but boot_ms: of the first */
	int err;
	struct why why; /* of err */
};

/*
 * Finds the kernel (may download), and what an earlier run of the same has left.  0 or -errno, also
 * kept in job->err.
 */
int job_open(struct job *job, const char *spec, const struct job_options *options,
	     const struct job_callbacks *callbacks);
void job_close(struct job *job);

/* Starts the next guest.  1: started, 0: nothing is left to run, or -errno. */
int job_start(struct job *job);

/* After poll() on the descriptors of job->guest: 1: that guest has ended, 0: go on, or -errno. */
int job_step(struct job *job);

/* The result file. */
json_t *job_results(const struct job *job);

#endif
