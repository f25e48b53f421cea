// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/contract.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/file.h"
#include "harness/base/why.h"
#include "harness/expect/names.h"
#include "harness/observe/facts.h"
#include "harness/observe/tracer/instance.h"
#include "harness/observe/tracer/record.h"
#include "harness/world/test.h"

#define REASONS_MAX 256
#define STATES_MAX 13 /* include/net/tcp_states.h: 1 to TCP_NEW_SYN_RECV */
#define FILTER "events/tcp/tcp_send_reset/filter"

static struct facts *open_facts(struct test *t, enum tracer tracer)
{
	struct facts *facts;
	struct why why;

	if (facts_open_for(&facts, tracer, &why))
		test_fail(t, FAILED_TRACE, "%s", why.text);
	return facts;
}

void contract_reasons(struct test *t)
{
	struct facts *btf = open_facts(t, TRACER_BPF);
	struct facts *format = open_facts(t, TRACER_TRACEFS);
	const char *in_btf, *in_format;
	unsigned int i;

	if (!facts_reason_count(btf))
		test_fail(t, FAILED_CONTRACT, "enum sk_rst_reason is not in BTF");
	for (i = 0; i < REASONS_MAX; i++) {
		in_btf = facts_reason(btf, i);
		in_format = facts_reason(format, i);
		if (!in_btf != !in_format || (in_btf && strcmp(in_btf, in_format)))
			test_fail(t, FAILED_CONTRACT,
				  "reason %u is %s in BTF, %s in the print format", i,
				  in_btf ? in_btf : "nothing", in_format ? in_format : "nothing");
	}
	if (facts_reason_count(btf) != facts_reason_count(format))
		test_fail(t, FAILED_CONTRACT, "BTF has %u reasons, the print format %u",
			  facts_reason_count(btf), facts_reason_count(format));
	facts_close(btf);
	facts_close(format);
}

/* What the print format says of states. */
struct states {
	char value[STATES_MAX][40]; /* by state */
	char stranger[40]; /* a name that no state has */
};

static void keep_state(void *context, const char *value, const char *symbol)
{
	struct states *states = context;
	char name[40];
	int i;

	for (i = 1; i < STATES_MAX; i++) {
		snprintf(name, sizeof(name), "TCP_%s", name_of_state(i));
		if (!strcmp(name, symbol)) {
			snprintf(states->value[i], sizeof(states->value[i]), "%s", value);
			return;
		}
	}
	snprintf(states->stranger, sizeof(states->stranger), "%s", symbol);
}

void contract_states(struct test *t)
{
	struct states states = { 0 };
	struct record_formats formats;
	struct why why;
	char *end;
	int i;

	if (record_formats_read(&formats, instance_directory(t->instance), &why))
		test_fail(t, FAILED_TRACE, "%s", why.text);
	event_format_symbols(&formats.send, "state", keep_state, &states);
	record_formats_free(&formats);
	if (*states.stranger)
		test_fail(t, FAILED_CONTRACT, "the print format has a state %s", states.stranger);
	for (i = 1; i < STATES_MAX; i++) {
		if (strtol(states.value[i], &end, 0) != i || *end)
			test_fail(t, FAILED_CONTRACT,
				  "state %d, TCP_%s, is '%s' in the print format", i,
				  name_of_state(i), states.value[i]);
	}
}

void contract_filter(struct test *t, const char *filter)
{
	int directory = instance_directory(t->instance);
	int err;

	err = file_write_at(directory, FILTER, "no_such_field == 1");
	if (err != -EINVAL)
		test_fail(t, FAILED_CONTRACT,
			  "a filter by a field that does not exist: expected EINVAL, got %s",
			  name_of_error(-err));
	err = file_write_at(directory, FILTER, filter);
	if (err)
		test_fail(t, FAILED_CONTRACT, "the filter '%s': %s", filter, strerror(-err));
}
