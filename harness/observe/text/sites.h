/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_TEXT_SITES_H
#define RST_OBSERVE_TEXT_SITES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/observe/text/kernel_text.h"

/* How an instruction leads to an emitter. */
enum site_kind {
	SITE_CALL, /* a call: the address behind it stands on the stack */
	SITE_JUMP, /* a tail jump: no trace of it on the stack */
	SITE_POINTER, /* the function's address is loaded: an indirect call may follow */
};

struct site {
	enum site_kind kind;
	uint64_t address; /* behind a call; of the instruction else */
	uint64_t target;
};

struct sites {
	size_t count;
	struct site *site;
};

enum site_arch {
	SITE_X86_64,
	SITE_ARM64,
};

#define SITE_TARGETS_MAX 32

struct site_targets {
	size_t count;
	uint64_t address[SITE_TARGETS_MAX];
};

/* Whether @address is one of @targets. */
bool site_targets_have(const struct site_targets *targets, uint64_t address);

/*
 * Adds every instruction of @text that calls, jumps to or loads the address of a target.  The
 * relative displacement of 32 (x86-64) or 26 bits (arm64) makes a false hit in 20 MB of text less
 * likely than one in a hundred.  Returns 0 or -ENOMEM.
 */
int sites_find(struct sites *sites, const struct text *text, enum site_arch arch,
	       const struct site_targets *targets);
void sites_free(struct sites *sites);

#endif
