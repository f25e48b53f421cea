// SPDX-License-Identifier: GPL-2.0-only
/* Of a kernel's types, those that the probes name are kept, each where it was. */
#include "harness/observe/min_core_btf.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/array.h"
#include "harness/base/tests/check.h"
#include "rst.skel.h"

#define VMLINUX_BTF "/sys/kernel/btf/vmlinux"

static void add_field(struct btf *btf, const char *name, int type, unsigned int byte)
{
	ATF_REQUIRE_INTEQ(0, btf__add_field(btf, name, type, byte * 8, 0));
}

/*
 * struct inner { u32 first; u32 second; };
 * struct outer {
 *	u16 before;
 *	union { struct { u32 hidden; const volatile u64 deep; }; u64 over; };
 *	struct inner part;
 *	typedef struct { u16 number; } wrapped;
 *	struct outer *next;
 *	u32 row[4];
 *	u32 last;
 * };
 * struct other { u32 x; };
 */
static struct btf *kernel_types(void)
{
	struct btf *btf = btf__new_empty();
	int u16, u32, u64, inner, anonymous, either, wrapped, row, deep, next;

	ATF_REQUIRE(btf);
	u16 = btf__add_int(btf, "u16", 2, 0);
	u32 = btf__add_int(btf, "u32", 4, 0);
	u64 = btf__add_int(btf, "u64", 8, 0);
	deep = btf__add_const(btf, btf__add_volatile(btf, u64));
	row = btf__add_array(btf, u32, u32, 4);
	inner = btf__add_struct(btf, "inner", 8);
	add_field(btf, "first", u32, 0);
	add_field(btf, "second", u32, 4);
	anonymous = btf__add_struct(btf, NULL, 16);
	add_field(btf, "hidden", u32, 0);
	add_field(btf, "deep", deep, 8);
	either = btf__add_union(btf, NULL, 16);
	add_field(btf, NULL, anonymous, 0);
	add_field(btf, "over", u64, 0);
	wrapped = btf__add_struct(btf, NULL, 2);
	add_field(btf, "number", u16, 0);
	wrapped = btf__add_typedef(btf, "wrapped_t", wrapped);
	next = btf__add_ptr(btf, wrapped + 2);
	ATF_REQUIRE_INTEQ(next + 1, btf__add_struct(btf, "outer", 80));
	add_field(btf, "before", u16, 0);
	add_field(btf, NULL, either, 8);
	add_field(btf, "part", inner, 24);
	add_field(btf, "wrapped", wrapped, 32);
	add_field(btf, "next", next, 40);
	add_field(btf, "row", row, 48);
	add_field(btf, "last", u32, 64);
	ATF_REQUIRE(btf__add_struct(btf, "other", 4) > 0);
	add_field(btf, "x", u32, 0);
	return btf;
}

/*
 * In another order, and with what this kernel is without: "gone", struct unknown.
 * struct inner { u32 second; };
 * struct outer { u64 deep; u32 last; struct inner part; typedef struct { u16 number; } wrapped;
 *	struct outer *next; u32 row[4]; u32 gone; };
 * struct unknown { u32 x; };
 */
static struct btf *probe_types(void)
{
	struct btf *btf = btf__new_empty();
	int u16, u32, u64, inner, wrapped, row, next;

	ATF_REQUIRE(btf);
	u16 = btf__add_int(btf, "u16", 2, 0);
	u32 = btf__add_int(btf, "u32", 4, 0);
	u64 = btf__add_int(btf, "u64", 8, 0);
	row = btf__add_array(btf, u32, u32, 4);
	wrapped = btf__add_struct(btf, NULL, 2);
	add_field(btf, "number", u16, 0);
	wrapped = btf__add_typedef(btf, "wrapped_t", wrapped);
	next = btf__add_ptr(btf, wrapped + 2);
	ATF_REQUIRE_INTEQ(wrapped + 2, btf__add_struct(btf, "outer", 56));
	add_field(btf, "deep", u64, 0);
	add_field(btf, "last", u32, 8);
	add_field(btf, "part", next + 2, 12);
	add_field(btf, "wrapped", wrapped, 16);
	add_field(btf, "next", next, 24);
	add_field(btf, "row", row, 32);
	add_field(btf, "gone", u32, 48);
	inner = btf__add_struct(btf, "inner", 4);
	ATF_REQUIRE_INTEQ(next + 2, inner);
	add_field(btf, "second", u32, 0);
	ATF_REQUIRE(btf__add_struct(btf, "unknown", 4) > 0);
	add_field(btf, "x", u32, 0);
	return btf;
}

/* "int 4", "pointer", "struct inner" */
static const char *type_text(const struct btf *btf, unsigned int id)
{
	const struct btf_type *type = btf__type_by_id(btf, id);
	static char text[64];

	if (btf_is_ptr(type))
		return "pointer";
	snprintf(text, sizeof(text), "%s %d", btf_is_int(type) ? "int" : "other", type->size);
	if (btf_is_struct(type))
		snprintf(text, sizeof(text), "struct %s", btf__name_by_offset(btf, type->name_off));
	return text;
}

/* Each structure of the file, in a line. */
static char *structures(const char *path)
{
	struct btf *btf = btf__parse(path, NULL);
	const struct btf_type *type;
	const struct btf_member *member;
	char *text = NULL;
	unsigned int id;
	size_t size;
	FILE *stream = open_memstream(&text, &size);
	int i;

	ATF_REQUIRE(btf && stream);
	for (id = 1; id < btf__type_cnt(btf); id++) {
		type = btf__type_by_id(btf, id);
		if (!btf_is_struct(type))
			continue;
		fprintf(stream, "%s %u:", type_text(btf, id), type->size);
		for (i = 0; i < btf_vlen(type); i++) {
			member = btf_members(type) + i;
			fprintf(stream, " %s at %u %s,", btf__name_by_offset(btf, member->name_off),
				btf_member_bit_offset(type, i) / 8, type_text(btf, member->type));
		}
		fprintf(stream, "\n");
	}
	fclose(stream);
	btf__free(btf);
	return text;
}

ATF_TC_WITHOUT_HEAD(named_members_are_kept_where_they_were);
ATF_TC_BODY(named_members_are_kept_where_they_were, tc)
{
	static const char expected[] =
		"struct inner 8: second at 4 int 4,\n"
		"struct  2: number at 0 int 2,\n"
		"struct outer 80: deep at 16 int 8, last at 64 int 4, part at 24 struct inner, "
		"wrapped at 32 struct , next at 40 pointer,\n";
	struct btf *kernel = kernel_types(), *probes = probe_types();
	char *text;

	ATF_REQUIRE_INTEQ(0, min_core_btf_write(kernel, probes, "small.btf"));
	text = structures("small.btf");
	ATF_CHECK_STREQ(expected, text);
	free(text);
	btf__free(kernel);
	btf__free(probes);
}

ATF_TC_WITHOUT_HEAD(a_file_that_cannot_be_written_is_reported);
ATF_TC_BODY(a_file_that_cannot_be_written_is_reported, tc)
{
	struct btf *kernel = kernel_types(), *probes = probe_types();

	ATF_CHECK_INTEQ(-ENOENT, min_core_btf_write(kernel, probes, "no/such/folder"));
	ATF_CHECK(min_core_btf_write(kernel, probes, "/dev/full") < 0);
	btf__free(kernel);
	btf__free(probes);
}

/* Members that the kernel has directly, without looking into anonymous ones: where are they there? */
static void expect_same_places(const struct btf *kernel, const struct btf *small, unsigned int id)
{
	const struct btf_type *ours = btf__type_by_id(small, id), *theirs;
	const char *name = btf__name_by_offset(small, ours->name_off), *member;
	int theirs_id = btf__find_by_name_kind(kernel, name, BTF_KIND_STRUCT);
	int i, j;

	ATF_REQUIRE_MSG(theirs_id > 0, "no struct %s", name);
	theirs = btf__type_by_id(kernel, theirs_id);
	ATF_CHECK_INTEQ_MSG(theirs->size, ours->size, "%s", name);
	for (i = 0; i < btf_vlen(ours); i++) {
		member = btf__name_by_offset(small, btf_members(ours)[i].name_off);
		for (j = 0; j < btf_vlen(theirs); j++)
			if (!strcmp(btf__name_by_offset(kernel, btf_members(theirs)[j].name_off),
				    member))
				ATF_CHECK_INTEQ_MSG(btf_member_bit_offset(theirs, j),
						    btf_member_bit_offset(ours, i), "%s.%s", name,
						    member);
	}
}

ATF_TC_WITHOUT_HEAD(the_running_kernel_has_what_our_probes_name);
ATF_TC_BODY(the_running_kernel_has_what_our_probes_name, tc)
{
	static const char *const named[] = { "net", "sock_common", "sock", "sk_buff" };
	struct btf *kernel = btf__parse(VMLINUX_BTF, NULL), *small;
	struct bpf_object *object;
	size_t size, i;
	const void *elf = rst_bpf__elf_bytes(&size);
	int id;

	if (!kernel)
		atf_tc_skip("no " VMLINUX_BTF ": a kernel without CONFIG_DEBUG_INFO_BTF");
	object = bpf_object__open_mem(elf, size, NULL);
	ATF_REQUIRE(object);
	ATF_REQUIRE_INTEQ(0, min_core_btf_write(kernel, bpf_object__btf(object), "small.btf"));
	small = btf__parse("small.btf", NULL);
	ATF_REQUIRE(small);
	for (i = 0; i < ARRAY_SIZE(named); i++) {
		id = btf__find_by_name_kind(small, named[i], BTF_KIND_STRUCT);
		ATF_REQUIRE_MSG(id > 0, "no struct %s", named[i]);
		ATF_CHECK_MSG(btf_vlen(btf__type_by_id(small, id)) > 0, "struct %s is empty",
			      named[i]);
		expect_same_places(kernel, small, id);
	}
	btf__free(small);
	bpf_object__close(object);
	btf__free(kernel);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, named_members_are_kept_where_they_were);
	ATF_TP_ADD_TC(tp, a_file_that_cannot_be_written_is_reported);
	ATF_TP_ADD_TC(tp, the_running_kernel_has_what_our_probes_name);
	return atf_no_error();
}
