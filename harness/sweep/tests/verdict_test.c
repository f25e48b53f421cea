// SPDX-License-Identifier: GPL-2.0-only
/* The judge of the sweep is content with what must be, and with nothing else. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "harness/base/tests/check.h"
#include "harness/sweep/tests/sample.h"
#include "harness/sweep/verdict.h"

#define RESETS_MAX 32

static bool is_full_socket(const char *state)
{
	return strcmp(state, "-") && strcmp(state, "TIME_WAIT");
}

/* What a kernel shows that does as it must. */
static struct sweep_sight right_sight(unsigned int kernel, const struct sweep_cell *cell,
				      bool is_v6)
{
	struct sweep_sight sight = {
		.cell = *cell,
		.is_v6 = is_v6,
		.block = sweep_block(cell->state, 1000, 0xffffff00u, 60000),
	};
	const struct sweep_reset *reset = sweep_reset_find(cell);
	struct rfc9293_reply reply = deviation_expect(kernel, cell, &sight.block).reply;

	if (!reply.flags)
		return sight;
	sight.replies = 1;
	sight.reply[0] = reply;
	if (!(reply.flags & RFC9293_RST)) {
		sight.window[0] = 60000;
		return sight;
	}
	ATF_REQUIRE(reset);
	if (kernel < KERNEL(6, 10) && !is_full_socket(reset->socket))
		return sight;
	sight.events = 1;
	sight.event[0] = (struct sweep_event){
		.reason = kernel < KERNEL(6, 10) ? "n/a" : reset->cause->reason,
		.socket = reset->socket,
		.has_socket = strcmp(reset->socket, "-") != 0,
		.has_skb = true,
	};
	strcpy(sight.event[0].via, cause_via(reset->cause, is_v6 ? AF_INET6 : AF_INET));
	return sight;
}

static struct sweep_sight named_sight(unsigned int kernel, const char *name)
{
	struct sweep_cell cell;

	ATF_REQUIRE_INTEQ_MSG(0, sweep_cell_parse(name, &cell), "%s", name);
	return right_sight(kernel, &cell, false);
}

static void check(const struct sweep_sight *sight, unsigned int kernel, const char *why)
{
	struct sweep_verdict verdict;

	sweep_judge(&verdict, kernel, sight);
	ATF_CHECK_STREQ(why, verdict.why.text);
	ATF_CHECK_INTEQ(!*why, verdict.agrees);
}

/* Fails when the judge is content with a sight that was spoilt. */
static void check_refused(const struct sweep_sight *sight, unsigned int kernel, const char *what)
{
	char name[SWEEP_CELL_NAME_MAX];
	struct sweep_verdict verdict;

	sweep_judge(&verdict, kernel, sight);
	sweep_cell_name(&sight->cell, name);
	if (verdict.agrees || !*verdict.why.text)
		atf_tc_fail("%s: not noticed: %s", name, what);
}

static void for_each_sight(void (*each)(const struct sweep_sight *sight, unsigned int kernel))
{
	unsigned int kernels[SAMPLE_KERNELS_MAX];
	size_t count = sample_kernels(kernels);
	struct sweep_sight sight;
	struct sweep_cell cell;
	size_t i, k;

	ATF_REQUIRE(count > 1);
	for (k = 0; k < count; k++) {
		for (i = 0; i < sweep_cell_count(); i++) {
			cell = sweep_cell_at(i);
			sight = right_sight(kernels[k], &cell, i % 2);
			each(&sight, kernels[k]);
		}
	}
}

static void check_accepted(const struct sweep_sight *sight, unsigned int kernel)
{
	check(sight, kernel, "");
}

ATF_TC_WITHOUT_HEAD(what_must_be_is_accepted);
ATF_TC_BODY(what_must_be_is_accepted, tc)
{
	for_each_sight(check_accepted);
}

static void spoil_reply(const struct sweep_sight *right, unsigned int kernel)
{
	struct sweep_sight sight = *right;

	if (!sight.replies) {
		sight.replies = 1;
		sight.reply[0] = (struct rfc9293_reply){ .flags = RFC9293_ACK };
		check_refused(&sight, kernel, "an ACK too many");
		sight.reply[0] = (struct rfc9293_reply){ .flags = RFC9293_RST };
		check_refused(&sight, kernel, "a RST too many");
		return;
	}
	sight.replies = 0;
	check_refused(&sight, kernel, "no reply");
	sight = *right;
	sight.reply[1] = sight.reply[0];
	sight.replies = 2;
	check_refused(&sight, kernel, "the reply twice");
	sight = *right;
	sight.reply[0].flags ^= RFC9293_RST;
	check_refused(&sight, kernel, "RST or not");
	sight = *right;
	sight.reply[0].ack++;
	if (sight.reply[0].flags & RFC9293_ACK)
		check_refused(&sight, kernel, "the acknowledgment");
	sight = *right;
	sight.reply[0].seq++;
	if (!sight.reply[0].seq_is_chosen)
		check_refused(&sight, kernel, "the sequence number");
}

ATF_TC_WITHOUT_HEAD(wrong_replies_are_noticed);
ATF_TC_BODY(wrong_replies_are_noticed, tc)
{
	for_each_sight(spoil_reply);
}

static void spoil_event(const struct sweep_sight *right, unsigned int kernel)
{
	struct sweep_sight sight = *right;
	struct sweep_event *event = &sight.event[0];

	if (!sight.events) {
		sight.events = 1;
		*event = (struct sweep_event){ .reason = "TCP_STATE", .socket = "CLOSE" };
		check_refused(&sight, kernel, "an event without a RST, or before it was traced");
		return;
	}
	sight.events = 0;
	check_refused(&sight, kernel, "a RST without an event");
	sight = *right;
	sight.event[1] = sight.event[0];
	sight.events = 2;
	check_refused(&sight, kernel, "two events");
	sight = *right;
	event->reason = "NOT_SPECIFIED";
	check_refused(&sight, kernel, "the reason");
	sight = *right;
	event->socket = "ESTABLISHED";
	check_refused(&sight, kernel, "the state");
	sight = *right;
	strcpy(event->via, "tcp_abort < tcp_close");
	check_refused(&sight, kernel, "the caller");
	sight = *right;
	event->has_skb = false;
	check_refused(&sight, kernel, "no skb: an active reset");
	sight = *right;
	event->has_socket = !event->has_socket;
	check_refused(&sight, kernel, "a socket or none");
	sight = *right;
	sight.window[0] = 1;
	check_refused(&sight, kernel, "the window of an active reset");
}

ATF_TC_WITHOUT_HEAD(wrong_events_are_noticed);
ATF_TC_BODY(wrong_events_are_noticed, tc)
{
	for_each_sight(spoil_event);
}

ATF_TC_WITHOUT_HEAD(a_verdict_names_what_differs);
ATF_TC_BODY(a_verdict_names_what_differs, tc)
{
	const unsigned int v6_18 = KERNEL(6, 18);
	struct sweep_sight sight;

	sight = named_sight(v6_18, "fin_wait_2.syn_ack.inside.snd_nxt");
	sight.replies = 0;
	check(&sight, v6_18, "wire: expected . 2:2(0) ack 1, got none");
	sight.replies = 2;
	sight.reply[1] = (struct rfc9293_reply){ .flags = RFC9293_RST, .seq = 1002 };
	check(&sight, v6_18, "wire: expected . 2:2(0) ack 1, got . 2:2(0) ack 1 + R 2:2(0)");
	sight = named_sight(v6_18, "closed.syn.left.no_ack");
	sight.events = 0;
	check(&sight, v6_18, "trace: expected 1 events, got 0");
	sight = named_sight(v6_18, "closed.syn.left.no_ack");
	sight.event[0].reason = "TCP_FLAGS";
	check(&sight, v6_18, "reason: expected NO_SOCKET, got TCP_FLAGS");
	check(&sight, KERNEL(6, 1),
	      "trace: expected no event before Linux 6.10, got reason TCP_FLAGS");
	sight = named_sight(v6_18, "listen.ack.left.old");
	sight.window[0] = 512;
	check(&sight, v6_18, "wire: expected a RST with window 0, got window 512");
}

/* A row that explains no RST of any kernel is in the way. */
ATF_TC_WITHOUT_HEAD(every_row_is_needed);
ATF_TC_BODY(every_row_is_needed, tc)
{
	const struct sweep_reset *used[RESETS_MAX];
	struct sweep_verdict verdict;
	struct sweep_sight sight;
	struct sweep_cell cell;
	size_t count = 0;
	size_t i, j;

	for (i = 0; i < sweep_cell_count(); i++) {
		cell = sweep_cell_at(i);
		sight = right_sight(KERNEL(7, 3), &cell, false);
		sweep_judge(&verdict, KERNEL(7, 3), &sight);
		if (!verdict.reset)
			continue;
		for (j = 0; j < count && used[j] != verdict.reset; j++)
			;
		ATF_REQUIRE(j < RESETS_MAX);
		used[j] = verdict.reset;
		count += j == count;
	}
	ATF_CHECK_INTEQ(sweep_reset_count(), count);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, what_must_be_is_accepted);
	ATF_TP_ADD_TC(tp, wrong_replies_are_noticed);
	ATF_TP_ADD_TC(tp, wrong_events_are_noticed);
	ATF_TP_ADD_TC(tp, a_verdict_names_what_differs);
	ATF_TP_ADD_TC(tp, every_row_is_needed);
	return atf_no_error();
}
