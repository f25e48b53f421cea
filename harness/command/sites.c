// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <getopt.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "harness/command/subcommand.h"
#include "harness/judge/results.h"
#include "harness/kernel.h"
#include "harness/observe/facts.h"
#include "harness/observe/sites.h"
#include "harness/observe/symbols.h"
#include "harness/unreachable.h"

/* Functions further apart than this lie in different pieces of text. */
#define RANGE_GAP (256 << 10)
#define NAME_SIZE 200
#define SYMBOL_SIZE 160

static const char options_text[] =
	"  --results FILE  mark the sites that the cases of this result file reached; exit 1 when\n"
	"                  a reachable one was not\n"
	"  --json          as an array of objects\n";

/* What is called.  The last two build a RST that tcp:tcp_send_reset does not tell. */
static const char *const emitters[] = {
	"tcp_send_active_reset", "tcp_v4_send_reset", "tcp_v6_send_reset",
	"nf_send_reset",	 "nf_send_reset6",
};

struct emitter {
	const char *name;
	uint64_t address;
};

static bool is_emitter(const char *name)
{
	size_t length = strcspn(name, ".");
	size_t i;

	for (i = 0; i < sizeof(emitters) / sizeof(emitters[0]); i++)
		if (strlen(emitters[i]) == length && !strncmp(emitters[i], name, length))
			return true;
	return false;
}

/* Scans the text from @start to @end for all emitters. */
static int scan(struct sites *sites, const struct symbols *symbols, uint64_t start, uint64_t end)
{
	struct utsname machine;
	enum site_arch arch;
	struct text text;
	uint64_t address;
	int error;
	size_t i;

	uname(&machine);
	arch = strcmp(machine.machine, "aarch64") ? SITE_X86_64 : SITE_ARM64;
	error = text_read(&text, start, end);
	if (error == -EFAULT)
		return 0; /* init text: freed after boot */
	for (i = 0; i < symbols_count(symbols) && !error; i++)
		if (is_emitter(symbols_get(symbols, i, &address)))
			error = sites_find(sites, &text, arch, address);
	text_free(&text);
	return error;
}

static int scan_all(struct sites *sites, const struct symbols *symbols)
{
	uint64_t start = 0, last = 0, address;
	int error = 0;
	size_t i;

	for (i = 0; i < symbols_count(symbols) && !error; i++) {
		symbols_get(symbols, i, &address);
		if (last && address - last > RANGE_GAP) {
			error = scan(sites, symbols, start, last + 4096);
			start = address;
		}
		if (!start)
			start = address;
		last = address;
	}
	return error ? error : scan(sites, symbols, start, last + 4096);
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
		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:[]}", "site", site, "kind",
						      kinds[sites->site[i].kind], "emitter", target,
						      "cases"));
	}
	return list;
}

/* Notes @name as a case that reached @site; a call that text does not tell is one by pointer. */
static void reach(json_t *list, const char *site, const char *name)
{
	json_t *entry;
	size_t i;

	json_array_foreach(
		list, i,
		entry) if (!strcmp(json_string_value(json_object_get(entry, "site")), site))
	{
		json_array_append_new(json_object_get(entry, "cases"), json_string(name));
		return;
	}
	json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:[s]}", "site", site, "kind",
					      "indirect", "emitter", "by pointer", "cases", name));
}

static int mark_reached(json_t *list, const char *path)
{
	const json_t *result, *site;
	char why[512];
	json_t *results;
	size_t i, j;

	results = results_load(path, why, sizeof(why));
	if (!results)
		return impossible("%s", why);
	json_array_foreach(json_object_get(results, "cases"), i, result)
		json_array_foreach(json_object_get(result, "sites"), j, site)
			reach(list, json_string_value(site),
			      json_string_value(json_object_get(result, "case")));
	json_decref(results);
	return 0;
}

static const char *text_of(const json_t *list, size_t index, const char *key)
{
	return json_string_value(json_object_get(json_array_get(list, index), key));
}

/* How many calls of the function of site @index come before it that no case reached. */
static unsigned int open_before(const json_t *list, size_t index)
{
	size_t length = strcspn(text_of(list, index, "site"), "+");
	unsigned int open = 0;
	size_t i;

	for (i = 0; i < index; i++)
		open += !strncmp(text_of(list, i, "site"), text_of(list, index, "site"),
				 length + 1) &&
			!json_array_size(json_object_get(json_array_get(list, i), "cases"));
	return open;
}

/* Why no user can reach the site @index; NULL when nobody says so. */
static const char *proof_of(const json_t *list, size_t index, unsigned int kernel)
{
	const char *site = text_of(list, index, "site");
	size_t length = strcspn(site, "+");
	const struct unreachable *row;
	size_t i;

	for (i = 0; i < unreachable_count; i++) {
		row = &unreachable[i];
		if (row->what != UNREACHABLE_SITE || row->since > kernel ||
		    (row->until && row->until <= kernel) || strlen(row->name) != length ||
		    strncmp(row->name, site, length))
			continue;
		if (open_before(list, index) < row->calls)
			return row->proof;
	}
	return NULL;
}

/* The emitter's own event is what tells a call: netfilter's have none. */
static bool is_traced(const json_t *entry)
{
	return strncmp(json_string_value(json_object_get(entry, "emitter")), "nf_", 3) != 0;
}

static bool is_call(const json_t *entry)
{
	const char *kind = json_string_value(json_object_get(entry, "kind"));

	return !strcmp(kind, "call") || !strcmp(kind, "indirect");
}

/* Prints the list.  Returns how many reachable calls no case reached. */
static size_t print_sites(const json_t *list, unsigned int kernel, bool with_results)
{
	size_t reached = 0, proven = 0, open = 0, count, i;
	const json_t *entry;
	const char *proof;

	json_array_foreach(list, i, entry)
	{
		count = json_array_size(json_object_get(entry, "cases"));
		printf("%-44s %-9s %-24s", json_string_value(json_object_get(entry, "site")),
		       json_string_value(json_object_get(entry, "kind")),
		       json_string_value(json_object_get(entry, "emitter")));
		proof = proof_of(list, i, kernel);
		if (!is_call(entry))
			;
		else if (!is_traced(entry))
			printf("not traced");
		else if (count && ++reached)
			printf("%zu cases", count);
		else if (proof && ++proven)
			printf("unreachable: %s", proof);
		else if (with_results && ++open)
			printf("UNCOVERED");
		putchar('\n');
	}
	if (with_results)
		printf("%zu of %zu reachable calls reached, %zu uncovered, %zu proven "
		       "unreachable\n",
		       reached, reached + open, open, proven);
	return open;
}

int sites_main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "results", required_argument, NULL, 'r' },
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	const char *results = NULL;
	struct sites sites = { 0 };
	bool json = false;
	int status = 0;
	struct facts *facts;
	char why[512];
	json_t *list;
	int option;
	int error;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == 'j')
			json = true;
		else if (option == 'r')
			results = optarg;
		else
			return usage("sites", options_text, option);
	}
	if (geteuid())
		return impossible("reading the kernel's text needs root: sudo rstlab sites");
	if (facts_open(&facts, why, sizeof(why)))
		return impossible("%s", why);
	error = scan_all(&sites, facts_symbols(facts));
	if (error)
		return impossible("cannot read the kernel's text: %s", strerror(-error));
	list = list_sites(facts, &sites);
	if (results)
		status = mark_reached(list, results);
	if (json)
		json_dumpf(list, stdout, JSON_INDENT(1));
	else if (!status &&
		 print_sites(list, kernel_parse(kernel_release(why, sizeof(why))), results))
		status = EXIT_DIFFERENT;
	json_decref(list);
	sites_free(&sites);
	facts_close(facts);
	return status;
}
