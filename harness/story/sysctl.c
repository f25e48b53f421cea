// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/sysctl.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/world/test.h"
#include "netns/enter.h"

#define VALUE_MAX 100

/* How a global setting was. */
struct saved {
	char name[VALUE_MAX];
	char value[VALUE_MAX];
};

static const char *split(struct test *t, const char *setting, char name[static VALUE_MAX])
{
	const char *equals = strchr(setting, '=');

	if (!equals || equals - setting >= VALUE_MAX)
		test_fail(t, FAILED_SETUP, "not a setting: '%s'", setting);
	snprintf(name, VALUE_MAX, "%.*s", (int)(equals - setting), setting);
	return equals + 1;
}

void sysctl_set(struct test *t, const char *setting)
{
	char name[VALUE_MAX];
	const char *value = split(t, setting, name);
	int err = netns_sysctl(t->netns[SUT], name, value);

	if (err)
		test_fail(t, FAILED_SETUP, "cannot set %s: %s", setting, strerror(-err));
}

static void put_back(int status, void *context)
{
	struct saved *saved = context;

	(void)status;
	sysctl_write(saved->name, saved->value);
	free(saved);
}

void sysctl_set_global(struct test *t, const char *setting)
{
	struct saved *saved = calloc(1, sizeof(*saved));
	const char *value;
	int err;

	if (!saved)
		test_fail(t, FAILED_SETUP, "%s", strerror(ENOMEM));
	value = split(t, setting, saved->name);
	if (!t->options.guest || t->scenario->needs.class != CLASS_GUEST)
		test_fail(t, FAILED_SETUP, "%s would change this machine: only in a guest",
			  saved->name);
	err = sysctl_read(saved->name, saved->value, sizeof(saved->value));
	/* A test that fails ends by exit(), which runs this too. */
	if (!err && on_exit(put_back, saved))
		err = -ENOMEM;
	if (!err)
		err = sysctl_write(saved->name, value);
	if (err)
		test_fail(t, FAILED_SETUP, "cannot set %s: %s%s", setting, strerror(-err),
			  err == -ENOENT ? " (run in the first network namespace)" : "");
}
