// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/facts.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <malloc.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/file.h"
#include "harness/base/hash.h"
#include "harness/base/why.h"
#include "harness/observe/min_core_btf.h"
#include "harness/observe/shared_folder.h"
#include "harness/observe/symbols.h"
#include "harness/observe/tracer/record.h"
#include "harness/observe/tracer/tracefs.h"
#include "rst.skel.h"

#define FOLDER_PREFIX "/dev/shm/rstlab-facts-"
#define REASON_PREFIX "SK_RST_REASON_"

struct facts {
	int lock; /* of the folder that they are read from; -1: none */
	char btf_path[160];
	json_t *kernel;
	struct symbols symbols;
};

static uint64_t hash_file(uint64_t hash, const char *path)
{
	char *text;
	ssize_t length = file_read(path, &text);

	if (length > 0)
		hash = hash64(hash, text, length);
	free(text);
	return hash;
}

/* Symbols move with the boot, modules bring new ones, and other probes read other structures. */
static void folder_name(enum tracer tracer, char *folder, size_t size)
{
	size_t size_of_probes;
	const void *probes = rst_bpf__elf_bytes(&size_of_probes);
	uint64_t hash = hash64(HASH64_BEGIN, probes, size_of_probes);

	hash = hash_file(hash, "/proc/sys/kernel/random/boot_id");
	hash = hash_file(hash, "/proc/modules");
	snprintf(folder, size, FOLDER_PREFIX RSTLAB_VERSION "-%016jx-%s", (uintmax_t)hash,
		 tracer_name(tracer));
}

/* (void *context, sk, skb[, reason]) */
static int count_arguments(const struct btf *btf)
{
	int id = btf__find_by_name_kind(btf, "btf_trace_tcp_send_reset", BTF_KIND_TYPEDEF);
	const struct btf_type *type;

	if (id < 0)
		return -ENOENT;
	type = btf__type_by_id(btf, btf__type_by_id(btf, id)->type);
	type = btf__type_by_id(btf, type->type);
	return btf_is_func_proto(type) ? btf_vlen(type) - 1 : -EINVAL;
}

static json_t *read_reasons(const struct btf *btf)
{
	int id = btf__find_by_name_kind(btf, "sk_rst_reason", BTF_KIND_ENUM);
	json_t *reasons = json_object();
	const struct btf_type *type;
	const char *name;
	char number[16];
	int i;

	if (id < 0)
		return reasons;
	type = btf__type_by_id(btf, id);
	for (i = 0; i < btf_vlen(type); i++) {
		name = btf__name_by_offset(btf, btf_enum(type)[i].name_off);
		if (!strncmp(name, REASON_PREFIX, strlen(REASON_PREFIX)))
			name += strlen(REASON_PREFIX);
		snprintf(number, sizeof(number), "%d", btf_enum(type)[i].val);
		json_object_set_new(reasons, number, json_string(name));
	}
	return reasons;
}

static int write_kernel(const char *folder, int arguments, json_t *reasons)
{
	json_t *kernel = json_pack("{s:i, s:o}", "send_reset_arguments", arguments, "reasons",
				   reasons);
	char path[256];
	int err;

	snprintf(path, sizeof(path), "%s/kernel.json", folder);
	err = json_dump_file(kernel, path, JSON_INDENT(1) | JSON_SORT_KEYS) ? -EIO : 0;
	json_decref(kernel);
	return err;
}

static void keep_reason(void *context, const char *value, const char *symbol)
{
	json_object_set_new(context, value, json_string(symbol));
}

/* What the print format of tcp:tcp_send_reset says. */
static int write_from_format(const char *folder, struct why *why)
{
	json_t *reasons = json_object();
	struct record_formats formats;
	int tracefs = tracefs_open();
	int err;

	if (tracefs < 0)
		return why_set(why, -tracefs,
			       "no tracefs: %s: build the kernel with CONFIG_FTRACE=y",
			       strerror(-tracefs));
	err = record_formats_read(&formats, tracefs, why);
	close(tracefs);
	if (err)
		return err;
	event_format_symbols(&formats.send, "reason", keep_reason, reasons);
	err = write_kernel(folder, event_format_find(&formats.send, "reason") ? 3 : 2, reasons);
	record_formats_free(&formats);
	return err;
}

static int write_btf(const struct btf *kernel, const char *path)
{
	struct bpf_object *object;
	const void *elf;
	size_t size;
	int err;

	elf = rst_bpf__elf_bytes(&size);
	object = bpf_object__open_mem(elf, size, NULL);
	if (!object)
		return -errno;
	err = min_core_btf_write(kernel, bpf_object__btf(object), path);
	bpf_object__close(object);
	return err;
}

static int write_from_btf(const char *folder, struct why *why)
{
	struct btf *btf = btf__parse(VMLINUX_BTF, NULL);
	char path[256];
	int err;

	if (!btf)
		return why_set(why, ENOENT,
			       "kernel has no BTF (" VMLINUX_BTF "): use --tracer tracefs, or "
			       "rebuild it with CONFIG_DEBUG_INFO_BTF=y");
	err = count_arguments(btf);
	if (err >= 0)
		err = write_kernel(folder, err, read_reasons(btf));
	snprintf(path, sizeof(path), "%s/small.btf", folder);
	if (!err)
		err = write_btf(btf, path);
	btf__free(btf);
	if (err)
		why_set(why, -err, "cannot write what BTF says into %s: %s", folder,
			strerror(-err));
	return err;
}

static int write_facts(const char *folder, const void *data, struct why *why)
{
	const enum tracer tracer = *(const enum tracer *)data;
	char path[256];
	int err;

	err = tracer == TRACER_BPF ? write_from_btf(folder, why) : write_from_format(folder, why);
	if (err)
		return err;
	snprintf(path, sizeof(path), "%s/symbols", folder);
	err = symbols_write(path, KALLSYMS);
	/* All this took 8 MB, which every child that is forked from here on would inherit. */
	malloc_trim(0);
	if (err == -EPERM)
		return why_set(why, EPERM,
			       "/proc/kallsyms hides addresses: run as root with "
			       "sysctl kernel.kptr_restrict=1 or lower");
	if (err)
		return why_set(why, -err, "cannot write %s: %s", path, strerror(-err));
	return 0;
}

int facts_read(struct facts **result, const char *folder, struct why *why)
{
	struct facts *facts = calloc(1, sizeof(*facts));
	char path[160];
	int err;

	if (!facts)
		return why_set(why, ENOMEM, "out of memory");
	facts->lock = -1;
	snprintf(facts->btf_path, sizeof(facts->btf_path), "%s/small.btf", folder);
	snprintf(path, sizeof(path), "%s/kernel.json", folder);
	facts->kernel = json_load_file(path, 0, NULL);
	snprintf(path, sizeof(path), "%s/symbols", folder);
	err = symbols_open(&facts->symbols, path);
	if (err || !facts->kernel) {
		facts_close(facts);
		return why_set(why, EIO, "cannot read %s: remove %s", path, folder);
	}
	*result = facts;
	return 0;
}

int facts_open_for(struct facts **facts, enum tracer tracer, struct why *why)
{
	char folder[128];
	int lock, err;

	folder_name(tracer, folder, sizeof(folder));
	lock = shared_folder_open(folder, write_facts, &tracer, why);
	if (lock < 0)
		return lock;
	err = facts_read(facts, folder, why);
	if (err)
		close(lock);
	else
		(*facts)->lock = lock;
	return err;
}

int facts_open(struct facts **facts, struct why *why)
{
	enum tracer tracer;

	tracer_choose(NULL, &tracer);
	return facts_open_for(facts, tracer, why);
}

void facts_close(struct facts *facts)
{
	if (!facts)
		return;
	json_decref(facts->kernel);
	symbols_close(&facts->symbols);
	if (facts->lock >= 0)
		close(facts->lock);
	free(facts);
}

void facts_sweep(void)
{
	shared_folder_sweep(FOLDER_PREFIX);
}

const char *facts_btf_path(const struct facts *facts)
{
	return facts->btf_path;
}

int facts_send_reset_arguments(const struct facts *facts)
{
	return json_integer_value(json_object_get(facts->kernel, "send_reset_arguments"));
}

const char *facts_reason(const struct facts *facts, unsigned int number)
{
	char key[16];

	snprintf(key, sizeof(key), "%u", number);
	return json_string_value(json_object_get(json_object_get(facts->kernel, "reasons"), key));
}

unsigned int facts_reason_count(const struct facts *facts)
{
	return json_object_size(json_object_get(facts->kernel, "reasons"));
}

const char *facts_symbol(const struct facts *facts, unsigned long long address, char *name,
			 size_t size, unsigned int *offset)
{
	const char *found = symbols_find(&facts->symbols, address, offset);

	if (!found)
		return NULL;
	snprintf(name, size, "%.*s", (int)strcspn(found, "."), found);
	return name;
}

const struct symbols *facts_symbols(const struct facts *facts)
{
	return &facts->symbols;
}
