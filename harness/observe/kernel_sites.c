// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/kernel_sites.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "harness/observe/facts.h"
#include "harness/observe/sites.h"
#include "harness/observe/symbols.h"

/* Functions further apart than this lie in different pieces of text. */
#define RANGE_GAP (256 << 10)
#define NAME_SIZE 200

/* Jumps to jumps. */
#define JUMP_LEVELS 3
#define SYMBOL_SIZE 160

/* What is called.  The last two build a RST that tcp:tcp_send_reset does not tell. */
static const char *const emitters[] = {
	"tcp_send_active_reset", "tcp_v4_send_reset", "tcp_v6_send_reset",
	"nf_send_reset",	 "nf_send_reset6",
};

/* With their clones: ".isra.0" and the like. */
static bool is_emitter(const char *name)
{
	size_t length = strcspn(name, ".");
	size_t i;

	for (i = 0; i < sizeof(emitters) / sizeof(emitters[0]); i++)
		if (strlen(emitters[i]) == length && !strncmp(emitters[i], name, length))
			return true;
	return false;
}

static bool has_target(const struct site_targets *targets, uint64_t address)
{
	size_t i;

	for (i = 0; i < targets->count; i++)
		if (targets->address[i] == address)
			return true;
	return false;
}

static void add_target(struct site_targets *targets, uint64_t address)
{
	if (targets->count < SITE_TARGETS_MAX && !has_target(targets, address))
		targets->address[targets->count++] = address;
}

static void find_targets(struct site_targets *targets, const struct symbols *symbols)
{
	uint64_t address;
	size_t i;

	for (i = 0; i < symbols_count(symbols); i++)
		if (is_emitter(symbols_get(symbols, i, &address)))
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
	int error = text_read(&text, start, end);

	if (error == -EFAULT)
		return 0; /* init text: freed after boot */
	if (!error)
		error = sites_find(sites, &text, machine_arch(), targets);
	text_free(&text);
	return error;
}

static int scan_all(struct sites *sites, const struct symbols *symbols,
		    const struct site_targets *targets)
{
	uint64_t start = 0, last = 0, address;
	int error = 0;
	size_t i;

	for (i = 0; i < symbols_count(symbols) && !error; i++) {
		symbols_get(symbols, i, &address);
		if (last && address - last > RANGE_GAP) {
			error = scan(sites, targets, start, last + 4096);
			start = address;
		}
		if (!start)
			start = address;
		last = address;
	}
	return error ? error : scan(sites, targets, start, last + 4096);
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
		if (name && !is_emitter(name) && !has_target(searched, start))
			add_target(jumpers, start);
	}
}

static int scan_levels(struct sites *sites, const struct symbols *symbols)
{
	struct site_targets targets = { 0 }, searched = { 0 };
	int error = 0;
	int level;
	size_t first, i;

	find_targets(&targets, symbols);
	for (level = 0; level < JUMP_LEVELS && targets.count && !error; level++) {
		first = sites->count;
		error = scan_all(sites, symbols, &targets);
		for (i = 0; i < targets.count; i++)
			add_target(&searched, targets.address[i]);
		targets.count = 0;
		find_jumpers(&targets, &searched, sites, first, symbols);
	}
	return error;
}

static void describe(const struct facts *facts, uint64_t address, char *text)
{
	char name[SYMBOL_SIZE];
	unsigned int offset;

	/* A call may be the last instruction of its function: look before the address behind it. */
	if (facts_symbol(facts, address - 1, name, sizeof(name), &offset))
		snprintf(text, NAME_SIZE, "%s+0x%x", name, offset + 1);
	else
		snprintf(text, NAME_SIZE, "0x%llx", (unsigned long long)address);
}

static int compare_sites(const void *a, const void *b)
{
	uint64_t left = ((const struct site *)a)->address;
	uint64_t right = ((const struct site *)b)->address;

	return left < right ? -1 : left > right;
}

static json_t *list_sites(const struct facts *facts, const struct sites *sites)
{
	static const char *const kinds[] = { "call", "tail jump", "pointer" };
	char site[NAME_SIZE], target[NAME_SIZE];
	json_t *list = json_array();
	unsigned int offset;
	size_t i;

	for (i = 0; i < sites->count; i++) {
		describe(facts, sites->site[i].address, site);
		facts_symbol(facts, sites->site[i].target, target, sizeof(target), &offset);
		json_array_append_new(list,
				      json_pack("{s:s, s:s, s:s}", "site", site, "kind",
						kinds[sites->site[i].kind], "emitter", target));
	}
	return list;
}

int kernel_sites(json_t **list, const struct facts *facts)
{
	struct sites sites = { 0 };
	int error = scan_levels(&sites, facts_symbols(facts));

	if (!error) {
		if (sites.count)
			qsort(sites.site, sites.count, sizeof(*sites.site), compare_sites);
		*list = list_sites(facts, &sites);
	}
	sites_free(&sites);
	return error;
}
