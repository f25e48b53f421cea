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
	CHECK(!sites_find(&sites, &text, arch, &targets));
	return sites;
}

static void check_one(enum site_arch arch, const uint8_t *bytes, size_t size, enum site_kind kind,
		      uint64_t address, uint64_t target)
{
	struct sites sites = scan(arch, bytes, size);

	CHECK(sites.count == 1);
	CHECK(sites.site[0].kind == kind);
	CHECK(sites.site[0].address == address);
	CHECK(sites.site[0].target == target);
	sites_free(&sites);
}

static void check_none(enum site_arch arch, const uint8_t *bytes, size_t size)
{
	struct sites sites = scan(arch, bytes, size);

	CHECK(sites.count == 0);
	sites_free(&sites);
}

#define ONE(arch, kind, address, target, ...)                                                 \
	check_one(arch, (uint8_t[]){ __VA_ARGS__ }, sizeof((uint8_t[]){ __VA_ARGS__ }), kind, \
		  address, target)
#define NONE(arch, ...) \
	check_none(arch, (uint8_t[]){ __VA_ARGS__ }, sizeof((uint8_t[]){ __VA_ARGS__ }))

static void test_x86(void)
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

static void test_arm64(void)
{
	/* bl TARGET from START + 4: (0x1000 - 4) / 4 words; b TARGET; b.eq is none. */
	ONE(SITE_ARM64, SITE_CALL, START + 8, TARGET, 0x1f, 0x20, 0x03, 0xd5, 0xff, 0x03, 0x00,
	    0x94);
	ONE(SITE_ARM64, SITE_JUMP, START + 4, TARGET, 0x1f, 0x20, 0x03, 0xd5, 0xff, 0x03, 0x00,
	    0x14);
	NONE(SITE_ARM64, 0x1f, 0x20, 0x03, 0xd5, 0xff, 0x03, 0x00, 0x54);
	NONE(SITE_ARM64, 0x1f, 0x20, 0x03, 0xd5, 0xfe, 0x03, 0x00, 0x94);
}

int main(void)
{
	test_x86();
	test_arm64();
	return 0;
}
