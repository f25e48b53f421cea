// SPDX-License-Identifier: GPL-2.0-only
#include "harness/judge/variables.h"

#include <errno.h>
#include <string.h>

#include "harness/base/array.h"
#include "netns/raise.h"

#define VETH "veth"
#define NETKIT "netkit"
#define NO_LINK "none"

#define VARIABLE(name)                                  \
	{                                               \
#name, offsetof(struct variables, name) \
	}

static const struct {
	const char *name;
	size_t offset;
} table[] = {
	VARIABLE(report), VARIABLE(time_scale), VARIABLE(link),
	VARIABLE(tracer), VARIABLE(pcap),	VARIABLE(without_ip),
	VARIABLE(guest),  VARIABLE(slow),	VARIABLE(variation),
};

_Static_assert(2 * ARRAY_SIZE(table) + 1 == VARIABLES_WORDS, "every variable has a name");

void variables_write(const char *words[static VARIABLES_WORDS], const struct variables *variables)
{
	const char *value;
	size_t n = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(table); i++) {
		value = *(const char *const *)((const char *)variables + table[i].offset);
		if (!value)
			continue;
		words[n++] = table[i].name;
		words[n++] = value;
	}
	words[n] = NULL;
}

void variables_read(struct variables *variables, const atf_tc_t *tc)
{
	size_t i;

	*variables = (struct variables){ .report = NULL };
	for (i = 0; i < ARRAY_SIZE(table); i++)
		if (atf_tc_has_config_var(tc, table[i].name))
			*(const char **)((char *)variables +
					 table[i].offset) = atf_tc_get_config_var(tc,
										  table[i].name);
}

const char *variables_link(int means)
{
	if (means < 0)
		return NO_LINK;
	return means & TOPOLOGY_NETKIT ? NETKIT : VETH;
}

int variables_means(const struct variables *variables)
{
	const char *link = variables->link ? variables->link : VETH;

	if (!strcmp(link, NO_LINK))
		return -EOPNOTSUPP;
	return (variables->without_ip ? TOPOLOGY_WITHOUT_IP : 0) |
	       (strcmp(link, NETKIT) ? 0 : TOPOLOGY_NETKIT);
}
