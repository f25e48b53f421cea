/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_KERNEL_CONFIG_H
#define RST_GUEST_KERNEL_CONFIG_H

#include <stdbool.h>
#include <stdio.h>

struct why;

/* What one kernel option is for. */
struct config_option {
	const char *name; /* without CONFIG_ */
	bool required; /* without it nothing runs; else only some scenarios become N/A */
	bool module; /* "m" will do */
	const char *since; /* release that brought it, "" if 5.10 has it */
	const char *purpose; /* what it is for, or what is N/A without it */
};

extern const struct config_option config_options[];
extern const unsigned int config_option_count;

enum config_state { CONFIG_MISSING, CONFIG_MODULE, CONFIG_BUILT_IN };

struct config_result {
	enum config_state state[64]; /* in the order of config_options */
	unsigned int required_missing, optional_missing;
	unsigned int modules; /* options that are "m": their modules must be shipped */
};

/*
 * Read a kernel's .config (also gzipped, as /proc/config.gz) and compare.  -EINVAL for a file that
 * is no kernel configuration.
 */
int config_check(const char *path, struct config_result *result, struct why *why);

/* One line per option that is missing, required first; then a summary line. */
void config_print(const struct config_result *result, FILE *out);

/* A fragment for scripts/kconfig/merge_config.sh. */
void config_fragment(FILE *out);

#endif
