// SPDX-License-Identifier: GPL-2.0-only
#include "harness/judge/capture.h"

#include <stdio.h>

#include "harness/expect/names.h"
#include "harness/expect/outcome.h"
#include "harness/observe/chain.h"
#include "harness/observe/facts.h"
#include "harness/observe/pcapng.h"
#include "harness/observe/wire.h"
#include "harness/world/event.h"
#include "harness/world/test.h"

struct comments {
	struct test *t;
	size_t resets; /* RSTs of the SUT so far */
	char text[512];
};

static const char *comment(void *context, size_t index)
{
	struct comments *comments = context;
	struct test *t = comments->t;
	const struct rst_event *event;
	struct chain chain;
	const char *reason;

	if (!frame_is_rst(wire_frame(t->wire, index, 0)))
		return NULL;
	event = event_sent(t, comments->resets++);
	if (!event)
		return "no tcp:tcp_send_reset event";
	reason = facts_reason(t->facts, event->reason);
	chain_read(&chain, t->facts, event, CHAIN_DEPTH);
	snprintf(comments->text, sizeof(comments->text),
		 "tcp:tcp_send_reset reason %s state %s via %s",
		 reason ? reason : OUTCOME_NO_REASON, name_of_state(event->state), chain.text);
	return comments->text;
}

int capture_save(struct test *t, const char *folder)
{
	struct comments comments = { .t = t };
	char path[4096];

	if (!folder || !t->wire)
		return 0;
	snprintf(path, sizeof(path), "%s/%s.pcapng", folder, t->name);
	return pcapng_write(path, t->wire, comment, &comments);
}
