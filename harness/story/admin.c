// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/admin.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "harness/base/child.h"
#include "harness/base/why.h"
#include "harness/world/test.h"

#define LINES_MAX 512

static void run(struct test *t, const char *const argv[], const char *input, const char *package)
{
	const struct child_options options = { .input = input, .netns = t->netns[SUT] };
	struct why why;
	int err;

	err = child_run(argv, &options, NULL, &why);
	if (err == -ENOENT)
		test_fail(t, FAILED_SETUP, "%s: apt-get install %s", why.text, package);
	if (err)
		test_fail(t, FAILED_SETUP, "%s", why.text);
}

void nft_rules(struct test *t, const char *rules)
{
	run(t, (const char *const[]){ "nft", "-f", "-", NULL }, rules, "nftables");
}

void ip_commands(struct test *t, const char *format, ...)
{
	const char *family = t->family == AF_INET ? "-4" : "-6";
	char lines[LINES_MAX];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(lines, sizeof(lines), format, arguments);
	va_end(arguments);
	run(t, (const char *const[]){ "ip", family, "-batch", "-", NULL }, lines, "iproute2");
}

struct ip_word ip_address(const struct test *t, enum test_host host)
{
	struct address address = topology_address(&t->topology, host, t->family);
	struct ip_word word;

	snprintf(word.text, sizeof(word.text), "%s", address_name(&address).text);
	return word;
}

struct ip_word ip_network(const struct test *t, enum test_host host)
{
	struct address address = topology_network(&t->topology, host, t->family);
	struct ip_word word;

	snprintf(word.text, sizeof(word.text), "%s/%u", address_name(&address).text,
		 network_prefix(t->family));
	return word;
}
