// SPDX-License-Identifier: GPL-2.0-only
/*
 * Instructions that lead to an emitter, and those that only look so.  Bytes as objdump -d prints
 * them.
 */
#include <string.h>

#include "harness/base/tests/check.h"
#include "harness/observe/text/sites.h"

#define START 0xffffffff81000000ull
#define TARGET (START + 0x1000)

static const struct site_targets targets = { 2, { TARGET, TARGET + 0x500 } };

static struct sites scan(enum site_arch arch, const uint8_t *bytes, size_t size)
{
	uint8_t copy[64] = { 0 };
	struct text text = { .start = START, .size = sizeof(copy), .bytes = copy };
	struct sites sites = { 0 };

	memcpy(copy, bytes, size);
	ATF_REQUIRE_INTEQ(0, sites_find(&sites, &text, arch, &targets));
	return sites;
}

static void check_one(enum site_arch arch, const uint8_t *bytes, size_t size, struct site expected)
{
	struct sites sites = scan(arch, bytes, size);

	ATF_REQUIRE_INTEQ(1, sites.count);
	ATF_CHECK_INTEQ(expected.kind, sites.site[0].kind);
	ATF_CHECK_INTEQ(expected.address, sites.site[0].address);
	ATF_CHECK_INTEQ(expected.target, sites.site[0].target);
	sites_free(&sites);
}

static void check_none(enum site_arch arch, const uint8_t *bytes, size_t size)
{
	struct sites sites = scan(arch, bytes, size);

	ATF_CHECK_INTEQ(0, sites.count);
	sites_free(&sites);
}

#define ONE(arch, kind, address, target, ...)                                           \
	check_one(arch, (uint8_t[]){ __VA_ARGS__ }, sizeof((uint8_t[]){ __VA_ARGS__ }), \
		  (struct site){ kind, address, target })
#define NONE(arch, ...) \
	check_none(arch, (uint8_t[]){ __VA_ARGS__ }, sizeof((uint8_t[]){ __VA_ARGS__ }))

ATF_TC_WITHOUT_HEAD(x86_64_instructions_that_lead_to_an_emitter_are_found);
ATF_TC_BODY(x86_64_instructions_that_lead_to_an_emitter_are_found, tc)
{
	/* nop; call TARGET: the displacement counts from behind the call. */
	ONE(SITE_X86_64, SITE_CALL, START + 6, TARGET, 0x90, 0xe8, 0xfa, 0x0f, 0, 0);
	ONE(SITE_X86_64, SITE_CALL, START + 6, TARGET + 0x500, 0x90, 0xe8, 0xfa, 0x14, 0, 0);
	/* jmp TARGET; je TARGET */
	ONE(SITE_X86_64, SITE_JUMP, START + 1, TARGET, 0x90, 0xe9, 0xfa, 0x0f, 0, 0);
	ONE(SITE_X86_64, SITE_JUMP, START + 1, TARGET, 0x0f, 0x84, 0xfa, 0x0f, 0, 0);
	/* lea TARGET(%rip),%rdi; movq $TARGET,(%rax) */
	ONE(SITE_X86_64, SITE_POINTER, START + 2, TARGET, 0x48, 0x8d, 0x3d, 0xf9, 0x0f, 0, 0);
	ONE(SITE_X86_64, SITE_POINTER, START + 2, TARGET, 0x48, 0xc7, 0x00, 0x00, 0x10, 0x00, 0x81);
	/* call TARGET + 1; the right displacement behind another opcode; none at all. */
	NONE(SITE_X86_64, 0x90, 0xe8, 0xfb, 0x0f, 0, 0);
	NONE(SITE_X86_64, 0x90, 0xb8, 0xfa, 0x0f, 0, 0);
	NONE(SITE_X86_64, 0x90);
}

ATF_TC_WITHOUT_HEAD(arm64_branches_to_an_emitter_are_found);
ATF_TC_BODY(arm64_branches_to_an_emitter_are_found, tc)
{
	/* bl TARGET from START + 4: (0x1000 - 4) / 4 words; b TARGET; b.eq is none. */
	ONE(SITE_ARM64, SITE_CALL, START + 8, TARGET, 0x1f, 0x20, 0x03, 0xd5, 0xff, 0x03, 0x00,
	    0x94);
	ONE(SITE_ARM64, SITE_JUMP, START + 4, TARGET, 0x1f, 0x20, 0x03, 0xd5, 0xff, 0x03, 0x00,
	    0x14);
	NONE(SITE_ARM64, 0x1f, 0x20, 0x03, 0xd5, 0xff, 0x03, 0x00, 0x54);
	NONE(SITE_ARM64, 0x1f, 0x20, 0x03, 0xd5, 0xfe, 0x03, 0x00, 0x94);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, x86_64_instructions_that_lead_to_an_emitter_are_found);
	ATF_TP_ADD_TC(tp, arm64_branches_to_an_emitter_are_found);
	return atf_no_error();
}
