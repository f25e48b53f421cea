// SPDX-License-Identifier: GPL-2.0-only
#include "harness/sweep/verdict.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "harness/expect/reason.h"
#include "harness/sweep/reply.h"

/* All that came, " + " between. */
static void render_replies(const struct sweep_sight *sight, char *text, size_t size)
{
	char one[REPLY_TEXT_MAX];
	size_t used = 0;
	size_t i;

	snprintf(text, size, "none");
	for (i = 0; i < sight->replies && used < size; i++) {
		reply_render(&sight->reply[i], &sight->block, one);
		used += snprintf(text + used, size - used, "%s%s", i ? " + " : "", one);
	}
}

static bool wire_agrees(struct sweep_verdict *verdict, const struct sweep_sight *sight)
{
	static const struct rfc9293_reply none;
	const struct rfc9293_reply *expected = &verdict->expected.reply;
	char first[REPLY_TEXT_MAX], second[SWEEP_SEEN_MAX * REPLY_TEXT_MAX];

	if (sight->replies < 2 &&
	    reply_equal(expected, sight->replies ? &sight->reply[0] : &none)) {
		if (!(expected->flags & RFC9293_RST) || sight->window[0] == 0)
			return true;
		return why_differs(&verdict->why,
				   "wire: expected a RST with window 0, got window %u",
				   sight->window[0]);
	}
	reply_render(expected, &sight->block, first);
	render_replies(sight, second, sizeof(second));
	return why_differs(&verdict->why, "wire: expected %s, got %s", first, second);
}

static bool event_agrees(struct sweep_verdict *verdict, const struct sweep_event *event,
			 unsigned int kernel, bool is_v6)
{
	const struct sweep_reset *reset = verdict->reset;
	const char *reason = reason_given(reset->cause, reset->socket, kernel);
	const char *via = cause_via(reset->cause, is_v6 ? AF_INET6 : AF_INET);
	bool has_socket = strcmp(reset->socket, "-") != 0;

	if (strcmp(reason, event->reason))
		return why_differs(&verdict->why, "reason: expected %s, got %s", reason,
				   event->reason);
	if (strcmp(reset->socket, event->socket))
		return why_differs(&verdict->why, "state: expected %s, got %s", reset->socket,
				   event->socket);
	if (strcmp(via, event->via))
		return why_differs(&verdict->why, "via: expected %s, got %s", via, event->via);
	if (!event->has_skb || event->has_socket != has_socket)
		return why_differs(&verdict->why, "event: expected %s, skb, got %s, %s",
				   has_socket ? "socket" : "no socket",
				   event->has_socket ? "socket" : "no socket",
				   event->has_skb ? "skb" : "no skb");
	return true;
}

static bool trace_agrees(struct sweep_verdict *verdict, const struct sweep_sight *sight,
			 unsigned int kernel)
{
	bool resets = verdict->expected.reply.flags & RFC9293_RST;
	size_t expected;

	if (resets && !verdict->reset)
		return why_differs(&verdict->why, "trace: no row says why this RST is sent");
	expected = verdict->reset ? 1 : 0;
	if (sight->events != expected)
		return why_differs(&verdict->why, "trace: expected %zu events, got %zu%s%s",
				   expected, sight->events, sight->events ? ", reason " : "",
				   sight->events ? sight->event[0].reason : "");
	return !expected || event_agrees(verdict, &sight->event[0], kernel, sight->is_v6);
}

void sweep_judge(struct sweep_verdict *verdict, unsigned int kernel,
		 const struct sweep_sight *sight)
{
	const struct sweep_reset *reset = sweep_reset_find(&sight->cell);
	bool resets, silent;

	memset(verdict, 0, sizeof(*verdict));
	verdict->expected = deviation_expect(kernel, &sight->cell, &sight->block);
	resets = verdict->expected.reply.flags & RFC9293_RST;
	silent = reset && !reason_is_traced(reset->cause, reset->socket, kernel);
	verdict->reset = resets && !silent ? reset : NULL;
	verdict->agrees = wire_agrees(verdict, sight);
	if (!verdict->agrees)
		return;
	if (resets && silent)
		verdict->agrees = !sight->events ||
				  why_differs(
					  &verdict->why,
					  "trace: expected no event before Linux 6.10, got reason %s",
					  sight->event[0].reason);
	else
		verdict->agrees = trace_agrees(verdict, sight, kernel);
}
