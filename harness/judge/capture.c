// SPDX-License-Identifier: GPL-2.0-only
#include "harness/judge/capture.h"

#include <stdio.h>

#include "harness/expect/names.h"
#include "harness/judge/collect.h"
#include "harness/observe/facts.h"
#include "harness/observe/pcapng.h"
#include "harness/observe/wire.h"
#include "harness/world/test.h"

struct comments {
	struct test *t;
	size_t resets; /* RSTs of the SUT so far */
	char text[OUTCOME_TEXT_MAX * 2];
};

static const char *comment(void *context, size_t index)
{
	struct comments *comments = context;
	struct test *t = comments->t;
	const struct rst_event *event;
	char chain[OUTCOME_TEXT_MAX];
	const char *reason;

	if (!observe_is_rst(wire_frame(t->wire, index, 0)))
		return NULL;
	event = observe_find_send(t, comments->resets++);
	if (!event)
		return "no tcp:tcp_send_reset event";
	reason = facts_reason(t->facts, event->reason);
	observe_chain(t->facts, event, OBSERVE_DEPTH, chain, sizeof(chain), NULL, 0);
	snprintf(comments->text, sizeof(comments->text),
		 "tcp:tcp_send_reset reason %s state %s via %s", reason ? reason : "n/a",
		 name_of_state(event->state), chain);
	return comments->text;
}

int capture_save(struct test *t)
{
	struct comments comments = { .t = t };
	char path[4096];

	if (!t->options.pcap || !t->wire)
		return 0;
	snprintf(path, sizeof(path), "%s/%s.pcapng", t->options.pcap, t->name);
	return pcapng_write(path, t->wire, comment, &comments);
}
