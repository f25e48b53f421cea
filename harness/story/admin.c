// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/admin.h"

#include <errno.h>

#include "harness/world/test.h"
#include "netns/command.h"
#include "netns/subnet.h"

#define INPUT_MAX 4096

static void run(struct test *t, const char *const argv[], const char *input, const char *package)
{
	char why[TEST_WHY_MAX], text[INPUT_MAX];
	int error;

	subnet_text(t->topology->subnet, input, text, sizeof(text));
	error = command_run(argv, text, t->netns[SUT], why, sizeof(why));
	if (error == -ENOENT)
		test_fail(t, FAILED_SETUP, "%s: apt-get install %s", why, package);
	if (error)
		test_fail(t, FAILED_SETUP, "%s", why);
}

void nft_rules(struct test *t, const char *rules)
{
	run(t, (const char *const[]){ "nft", "-f", "-", NULL }, rules, "nftables");
}

void ip_commands(struct test *t, const char *v4, const char *v6)
{
	bool is_v4 = t->family == AF_INET;

	run(t, (const char *const[]){ "ip", is_v4 ? "-4" : "-6", "-batch", "-", NULL },
	    is_v4 ? v4 : v6, "iproute2");
}
