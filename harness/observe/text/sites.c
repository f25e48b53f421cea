// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/text/sites.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/array.h"

/* x86-64: Intel SDM volume 2, CALL rel32, JMP rel32, Jcc rel32. */
#define X86_CALL 0xe8
#define X86_JUMP 0xe9
#define X86_TWO_BYTES 0x0f
#define X86_BRANCH 0x80 /* to 0x8f: a conditional tail jump */
#define X86_LEA 0x8d
#define X86_MOV_IMMEDIATE 0xc7

/* arm64: Arm ARM C6.2, BL and B with a 26 bit displacement in words. */
#define ARM64_OPCODE 0xfc000000u
#define ARM64_CALL 0x94000000u
#define ARM64_JUMP 0x14000000u

static int add(struct sites *sites, enum site_kind kind, uint64_t address, uint64_t target)
{
	if (array_grow(sites->site, sites->count))
		return -ENOMEM;
	sites->site[sites->count++] = (struct site){ kind, address, target };
	return 0;
}

/* As x86 has it: little-endian, relative to the end of the instruction. */
static int32_t displacement(const uint8_t *bytes)
{
	int32_t value;

	memcpy(&value, bytes, sizeof(value));
	return value;
}

bool site_targets_have(const struct site_targets *targets, uint64_t address)
{
	size_t i;

	for (i = 0; i < targets->count; i++)
		if (targets->address[i] == address)
			return true;
	return false;
}

/* How four bytes behind the opcode @at[-1] lead somewhere: the end of the instruction is @end. */
static bool x86_leads(const uint8_t *at, bool has_two, uint64_t end, enum site_kind *kind,
		      uint64_t *target)
{
	*target = end + displacement(at);
	*kind = SITE_JUMP;
	if (at[-1] == X86_CALL)
		*kind = SITE_CALL;
	else if (at[-1] == X86_JUMP)
		;
	else if (has_two && at[-2] == X86_TWO_BYTES && (at[-1] & 0xf0) == X86_BRANCH)
		;
	else if (has_two && at[-2] == X86_LEA)
		*kind = SITE_POINTER;
	else if (has_two && at[-2] == X86_MOV_IMMEDIATE) {
		*kind = SITE_POINTER;
		*target = displacement(at);
	} else {
		return false;
	}
	return true;
}

static int find_x86(struct sites *sites, const struct text *text,
		    const struct site_targets *targets)
{
	enum site_kind kind;
	uint64_t end, target;
	int err = 0;
	size_t i;

	for (i = 1; i + 4 <= text->size && !err; i++) {
		end = text->start + i + 4;
		if (x86_leads(text->bytes + i, i > 1, end, &kind, &target) &&
		    site_targets_have(targets, target))
			err = add(sites, kind, kind == SITE_CALL ? end : end - 5, target);
	}
	return err;
}

static int find_arm64(struct sites *sites, const struct text *text,
		      const struct site_targets *targets)
{
	uint64_t address;
	uint32_t word;
	int err = 0;
	int64_t away;
	size_t i;

	for (i = 0; i + 4 <= text->size && !err; i += 4) {
		word = displacement(text->bytes + i);
		if ((word & ARM64_OPCODE) != ARM64_CALL && (word & ARM64_OPCODE) != ARM64_JUMP)
			continue;
		address = text->start + i;
		away = (int64_t)((uint64_t)(word & ~ARM64_OPCODE) << 38) >> 36;
		if (!site_targets_have(targets, address + away))
			continue;
		if ((word & ARM64_OPCODE) == ARM64_CALL)
			err = add(sites, SITE_CALL, address + 4, address + away);
		else
			err = add(sites, SITE_JUMP, address, address + away);
	}
	return err;
}

int sites_find(struct sites *sites, const struct text *text, enum site_arch arch,
	       const struct site_targets *targets)
{
	return arch == SITE_ARM64 ? find_arm64(sites, text, targets)
				  : find_x86(sites, text, targets);
}

void sites_free(struct sites *sites)
{
	free(sites->site);
	*sites = (struct sites){ 0 };
}
