// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/min_core_btf.h"

#include <bpf/btf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct copy {
	const struct btf *kernel;
	const struct btf *probes;
	struct btf *small;
	int *done; /* by type id of probes: its id in small */
};

/* Where a member lies in the kernel's structure, and its type there. */
struct place {
	unsigned int type;
	unsigned int bits;
};

static unsigned int skip_modifiers(const struct btf *btf, unsigned int id)
{
	const struct btf_type *type = btf__type_by_id(btf, id);

	while (btf_is_mod(type) || btf_is_typedef(type)) {
		id = type->type;
		type = btf__type_by_id(btf, id);
	}
	return id;
}

/* Looks for @name in structure @id and in the anonymous ones inside. */
static bool find_member(const struct btf *btf, unsigned int id, const char *name, unsigned int base,
			struct place *place)
{
	const struct btf_type *type = btf__type_by_id(btf, id);
	const struct btf_member *member;
	unsigned int inner, bits;
	int i;

	for (i = 0; i < btf_vlen(type); i++) {
		member = btf_members(type) + i;
		bits = base + btf_member_bit_offset(type, i);
		if (member->name_off) {
			if (strcmp(btf__name_by_offset(btf, member->name_off), name))
				continue;
			*place = (struct place){ skip_modifiers(btf, member->type), bits };
			return true;
		}
		inner = skip_modifiers(btf, member->type);
		if (btf_is_composite(btf__type_by_id(btf, inner)) &&
		    find_member(btf, inner, name, bits, place))
			return true;
	}
	return false;
}

static int copy_struct(struct copy *copy, unsigned int probe_id, unsigned int kernel_id);

/*
 * A type of the small BTF that is compatible with the kernel's type @id; 0 for the kinds that no
 * probe reads (arrays, enumerations).
 */
static int copy_type(struct copy *copy, unsigned int probe_id, unsigned int id)
{
	const struct btf_type *type = btf__type_by_id(copy->kernel, id);

	if (btf_is_ptr(type))
		return btf__add_ptr(copy->small, 0);
	if (btf_is_int(type))
		return btf__add_int(copy->small, "int", type->size, 0);
	if (btf_is_composite(type))
		return copy_struct(copy, skip_modifiers(copy->probes, probe_id), id);
	return 0;
}

/* A structure can only be built once its members' types exist: two passes. */
static int copy_struct(struct copy *copy, unsigned int probe_id, unsigned int kernel_id)
{
	const struct btf_type *probe = btf__type_by_id(copy->probes, probe_id);
	const struct btf_type *kernel = btf__type_by_id(copy->kernel, kernel_id);
	const char *name = btf__name_by_offset(copy->kernel, kernel->name_off);
	struct place place[32];
	const char *names[32];
	int types[32];
	int count = 0;
	int id;
	int i;

	if (copy->done[probe_id])
		return copy->done[probe_id];
	for (i = 0; i < btf_vlen(probe) && count < 32; i++) {
		names[count] = btf__name_by_offset(copy->probes, btf_members(probe)[i].name_off);
		if (!find_member(copy->kernel, kernel_id, names[count], 0, &place[count]))
			continue;
		types[count] = copy_type(copy, btf_members(probe)[i].type, place[count].type);
		if (types[count] < 0)
			return types[count];
		count += types[count] > 0;
	}
	id = btf__add_struct(copy->small, name, kernel->size);
	for (i = 0; id > 0 && i < count; i++)
		if (btf__add_field(copy->small, names[i], types[i], place[i].bits, 0))
			return -EINVAL;
	copy->done[probe_id] = id;
	return id;
}

static int copy_all(struct copy *copy)
{
	unsigned int count = btf__type_cnt(copy->probes);
	const struct btf_type *type;
	const char *name;
	unsigned int id;
	int kernel_id;

	for (id = 1; id < count; id++) {
		type = btf__type_by_id(copy->probes, id);
		name = btf__name_by_offset(copy->probes, type->name_off);
		if (!btf_is_struct(type) || !*name)
			continue;
		kernel_id = btf__find_by_name_kind(copy->kernel, name, BTF_KIND_STRUCT);
		if (kernel_id > 0 && copy_struct(copy, id, kernel_id) < 0)
			return -EINVAL;
	}
	return 0;
}

static int save(const struct btf *small, const char *path)
{
	FILE *file = fopen(path, "we");
	const void *data;
	int err = 0;
	__u32 size;

	if (!file)
		return -errno;
	data = btf__raw_data(small, &size);
	if (!data || fwrite(data, 1, size, file) != size)
		err = -EIO;
	if (fclose(file) && !err)
		err = -errno;
	return err;
}

int min_core_btf_write(const struct btf *kernel, const struct btf *probes, const char *path)
{
	struct copy copy = { .kernel = kernel, .probes = probes };
	int err = -ENOMEM;

	copy.small = btf__new_empty();
	copy.done = calloc(btf__type_cnt(probes), sizeof(*copy.done));
	if (copy.small && copy.done)
		err = copy_all(&copy);
	if (!err)
		err = save(copy.small, path);
	btf__free(copy.small);
	free(copy.done);
	return err;
}
