// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/text/kernel_sites.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "harness/observe/emitter.h"
#include "harness/observe/facts.h"
#include "harness/observe/symbols.h"
#include "harness/observe/text/sites.h"

/* Functions further apart than this lie in different pieces of text. */
#define RANGE_GAP (256 << 10)
#define NAME_SIZE 200

/* Jumps to jumps. */
#define JUMP_LEVELS 3

static void add_target(struct site_targets *targets, uint64_t address)
{
	if (targets->count < SITE_TARGETS_MAX && !site_targets_have(targets, address))
		targets->address[targets->count++] = address;
}

static void find_targets(struct site_targets *targets, const struct symbols *symbols)
{
	uint64_t address;
	size_t i;

	for (i = 0; i < symbols_count(symbols); i++)
		if (emitter_is(symbols_get(symbols, i, &address)))
			add_target(targets, address);
}

static enum site_arch machine_arch(void)
{
	struct utsname machine;

	uname(&machine);
	return strcmp(machine.machine, "aarch64") ? SITE_X86_64 : SITE_ARM64;
}

static int scan(struct sites *sites, const struct site_targets *targets, uint64_t start,
		uint64_t end)
{
	struct text text;
	int err = text_read(&text, start, end);

	if (err == -EFAULT)
		return 0; /* init text: freed after boot */
	if (!err)
		err = sites_find(sites, &text, machine_arch(), targets);
	text_free(&text);
	return err;
}

static int scan_all(struct sites *sites, const struct symbols *symbols,
		    const struct site_targets *targets)
{
	uint64_t start = 0, last = 0, address;
	int err = 0;
	size_t i;

	for (i = 0; i < symbols_count(symbols) && !err; i++) {
		symbols_get(symbols, i, &address);
		if (last && address - last > RANGE_GAP) {
			err = scan(sites, targets, start, last + 4096);
			start = address;
		}
		if (!start)
			start = address;
		last = address;
	}
	return err ? err : scan(sites, targets, start, last + 4096);
}

/*
 * The functions that end in a jump to an emitter: on the stack stand their callers.  Looks at the
 * sites from @first on, and leaves out what was @searched.
 */
static void find_jumpers(struct site_targets *jumpers, const struct site_targets *searched,
			 const struct sites *sites, size_t first, const struct symbols *symbols)
{
	unsigned int offset;
	uint64_t start;
	const char *name;
	size_t i;

	for (i = first; i < sites->count; i++) {
		if (sites->site[i].kind != SITE_JUMP)
			continue;
		name = symbols_find(symbols, sites->site[i].address, &offset);
		start = sites->site[i].address - offset;
		if (name && !emitter_is(name) && !site_targets_have(searched, start))
			add_target(jumpers, start);
	}
}

static int scan_levels(struct sites *sites, const struct symbols *symbols)
{
	struct site_targets targets = { 0 }, searched = { 0 };
	int err = 0;
	int level;
	size_t first, i;

	find_targets(&targets, symbols);
	for (level = 0; level < JUMP_LEVELS && targets.count && !err; level++) {
		first = sites->count;
		err = scan_all(sites, symbols, &targets);
		for (i = 0; i < targets.count; i++)
			add_target(&searched, targets.address[i]);
		targets.count = 0;
		find_jumpers(&targets, &searched, sites, first, symbols);
	}
	return err;
}

struct named_site {
	char function[NAME_SIZE];
	unsigned int offset;
	const struct site *site;
};

/* A call may be the last instruction of its function: looks before the address behind it. */
static void name_site(const struct facts *facts, const struct site *site, struct named_site *named)
{
	named->site = site;
	if (!facts_symbol(facts, site->address - 1, named->function, NAME_SIZE, &named->offset))
		snprintf(named->function, NAME_SIZE, "?");
	named->offset++;
}

/* Addresses of modules change from boot to boot; names do not. */
static int compare_sites(const void *a, const void *b)
{
	const struct named_site *left = a, *right = b;
	int order = strcmp(left->function, right->function);

	if (order)
		return order;
	return left->offset < right->offset ? -1 : left->offset > right->offset;
}

static json_t *describe(const struct facts *facts, const struct named_site *named)
{
	static const char *const kinds[] = { "call", "tail jump", "pointer" };
	char target[NAME_SIZE];
	unsigned int offset;
	json_t *site = json_sprintf("%s+0x%x", named->function, named->offset);

	facts_symbol(facts, named->site->target, target, sizeof(target), &offset);
	return json_pack("{s:o, s:s, s:s}", "site", site, "kind", kinds[named->site->kind],
			 "emitter", target);
}

static json_t *list_sites(const struct facts *facts, const struct sites *sites)
{
	struct named_site *named = calloc(sites->count + 1, sizeof(*named));
	json_t *list = json_array();
	size_t i;

	for (i = 0; named && i < sites->count; i++)
		name_site(facts, &sites->site[i], &named[i]);
	if (named)
		qsort(named, sites->count, sizeof(*named), compare_sites);
	for (i = 0; named && i < sites->count; i++)
		json_array_append_new(list, describe(facts, &named[i]));
	free(named);
	return list;
}

int kernel_sites(json_t **list, const struct facts *facts)
{
	struct sites sites = { 0 };
	int err = scan_levels(&sites, facts_symbols(facts));

	if (!err)
		*list = list_sites(facts, &sites);
	sites_free(&sites);
	return err;
}
