// SPDX-License-Identifier: GPL-2.0-only
/*
 * RFC 9293 3.10.7, one function for each numbered step, in the order of the text.
 *
 * Left out on purpose: the security checks (third step of 3.10.7.3 and 3.10.7.4), the urgent
 * pointer (sixth step), Timestamps, timers, and what is told to the user.
 */
#include "harness/sweep/rfc9293.h"

/* One arriving segment and what came of it so far.  The block is a copy: steps move it on. */
struct arrival {
	struct rfc9293_block block;
	const struct rfc9293_segment *segment;
	struct rfc9293_result result;
};

/* Sequence numbers are compared modulo 2**32 (RFC 9293 3.4). */
static bool before(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) < 0;
}

static bool is_set(const struct arrival *arrival, uint8_t control)
{
	return arrival->segment->flags & control;
}

static uint32_t window_end(const struct rfc9293_block *block)
{
	return block->rcv_nxt + block->rcv_wnd;
}

static bool in_window(const struct rfc9293_block *block, uint32_t seq)
{
	return !before(seq, block->rcv_nxt) && before(seq, window_end(block));
}

/* The sequence number of the FIN, or of the octet that would follow the text. */
static uint32_t text_end(const struct rfc9293_segment *segment)
{
	return segment->seq + !!(segment->flags & RFC9293_SYN) + segment->text;
}

uint32_t rfc9293_segment_length(const struct rfc9293_segment *segment)
{
	return segment->text + !!(segment->flags & RFC9293_SYN) + !!(segment->flags & RFC9293_FIN);
}

struct rfc9293_reply rfc9293_reset(const struct rfc9293_segment *segment)
{
	if (segment->flags & RFC9293_ACK)
		return (struct rfc9293_reply){ .flags = RFC9293_RST, .seq = segment->ack };

	return (struct rfc9293_reply){
		.flags = RFC9293_RST | RFC9293_ACK,
		.ack = segment->seq + rfc9293_segment_length(segment),
	};
}

/*
 * The three ways a step ends.  Each returns true so that a step can "return done(...)"; a reply
 * set by an earlier step stays when a later one has nothing to add.
 */
static bool done(struct arrival *arrival, const char *rule)
{
	arrival->result.rule = rule;
	return true;
}

static bool reset(struct arrival *arrival, enum rfc9293_level level, const char *rule)
{
	arrival->result.reply = rfc9293_reset(arrival->segment);
	arrival->result.level = level;
	return done(arrival, rule);
}

/* <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK> */
static bool acknowledge(struct arrival *arrival, enum rfc9293_level level, const char *rule)
{
	arrival->result.reply = (struct rfc9293_reply){
		.flags = RFC9293_ACK,
		.seq = arrival->block.snd_nxt,
		.ack = arrival->block.rcv_nxt,
	};
	arrival->result.level = level;
	return done(arrival, rule);
}

static void enter(struct arrival *arrival, enum rfc9293_state state)
{
	arrival->block.state = state;
	arrival->result.next = state;
}

/* 3.10.7.1 CLOSED STATE */
static void closed_state(struct arrival *arrival)
{
	if (is_set(arrival, RFC9293_RST))
		done(arrival, "3.10.7.1: an incoming RST is discarded");
	else
		reset(arrival, RFC9293_MUST, "3.10.7.1: anything else causes a RST");
}

/* 3.10.7.2 LISTEN STATE */
static void listen_state(struct arrival *arrival)
{
	const struct rfc9293_segment *segment = arrival->segment;

	if (is_set(arrival, RFC9293_RST)) {
		done(arrival, "3.10.7.2 first: an incoming RST should be ignored");
		return;
	}
	if (is_set(arrival, RFC9293_ACK)) {
		reset(arrival, RFC9293_MUST, "3.10.7.2 second: any acknowledgment is bad");
		return;
	}
	if (is_set(arrival, RFC9293_SYN)) {
		/* Text and FIN are queued: they get no reply of their own. */
		arrival->result.reply = (struct rfc9293_reply){
			.flags = RFC9293_SYN | RFC9293_ACK,
			.seq_is_chosen = true,
			.ack = segment->seq + 1,
		};
		enter(arrival, RFC9293_SYN_RECEIVED);
		done(arrival, "3.10.7.2 third: a SYN");
		return;
	}
	done(arrival, "3.10.7.2 fourth: other data or control is dropped");
}

/*
 * 3.10.7.4 first, check sequence number: Table 6.
 */
static bool is_acceptable(const struct rfc9293_block *block, const struct rfc9293_segment *segment)
{
	uint32_t length = rfc9293_segment_length(segment);

	if (block->rcv_wnd == 0)
		return length == 0 && segment->seq == block->rcv_nxt;
	if (length == 0)
		return in_window(block, segment->seq);
	return in_window(block, segment->seq) || in_window(block, segment->seq + length - 1);
}

static bool first_check_sequence_number(struct arrival *arrival)
{
	static const char *const rule = "3.10.7.4 first: the sequence number is not acceptable";

	if (is_acceptable(&arrival->block, arrival->segment))
		return false;
	if (is_set(arrival, RFC9293_RST))
		return done(arrival, rule);
	/* "must be responded to" for synchronized states (3.5.2); here only "should be sent". */
	if (arrival->block.state == RFC9293_SYN_RECEIVED)
		return acknowledge(arrival, RFC9293_SHOULD, rule);
	return acknowledge(arrival, RFC9293_MUST, rule);
}

/* 3.10.7.4 second, check the RST bit, with the three checks of RFC 5961 3.2. */
static bool second_check_rst(struct arrival *arrival)
{
	struct rfc9293_block *block = &arrival->block;

	if (!is_set(arrival, RFC9293_RST))
		return false;
	/* A RST with SYN, FIN or text passes Table 6 by its end alone. */
	if (!in_window(block, arrival->segment->seq) && arrival->segment->seq != block->rcv_nxt)
		return done(arrival, "3.10.7.4 second, 1): a RST outside the window");
	if (arrival->segment->seq != block->rcv_nxt)
		return acknowledge(arrival, RFC9293_MUST,
				   "3.10.7.4 second, 3): a RST inside the window, not exact");
	if (block->state == RFC9293_SYN_RECEIVED && block->origin != RFC9293_SIMULTANEOUS)
		enter(arrival, RFC9293_LISTEN);
	else
		enter(arrival, RFC9293_CLOSED);
	return done(arrival, "3.10.7.4 second, 2): a RST at RCV.NXT");
}

/* 3.10.7.4 fourth, check the SYN bit, with RFC 5961 4.2. */
static bool fourth_check_syn(struct arrival *arrival)
{
	const struct rfc9293_block *block = &arrival->block;

	if (!is_set(arrival, RFC9293_SYN))
		return false;
	if (block->state == RFC9293_SYN_RECEIVED && block->origin != RFC9293_SIMULTANEOUS) {
		/* The first step trims a SYN left of the window off its segment. */
		if (before(arrival->segment->seq, block->rcv_nxt))
			return false;
		enter(arrival, RFC9293_LISTEN);
		return done(arrival, "3.10.7.4 fourth: a SYN, passive OPEN, back to LISTEN");
	}
	return acknowledge(arrival, RFC9293_MUST,
			   "3.10.7.4 fourth: a SYN, irrespective of its sequence number");
}

/*
 * 3.10.7.4 fifth, in SYN-RECEIVED.
 *
 * The text puts the range of RFC 5961 5.2 (an ACK in reply) before this paragraph (a reset), so
 * that it contradicts 3.5.2, group 2, which asks for a reset whenever something not yet sent is
 * acknowledged in SYN-RECEIVED.  5.2 is a MAY, and amends the ESTABLISHED paragraph: 3.5.2 is
 * followed.
 */
static bool fifth_check_ack_syn_received(struct arrival *arrival)
{
	struct rfc9293_block *block = &arrival->block;
	const struct rfc9293_segment *segment = arrival->segment;

	if (!before(block->snd_una, segment->ack) || before(block->snd_nxt, segment->ack))
		return reset(arrival, RFC9293_MAY,
			     "3.10.7.4 fifth, SYN-RECEIVED: the acknowledgment is not acceptable");
	block->snd_wnd = segment->wnd;
	block->snd_wl1 = segment->seq;
	block->snd_wl2 = segment->ack;
	block->snd_una = segment->ack;
	enter(arrival, RFC9293_ESTABLISHED);
	arrival->result.rule = "3.10.7.4 fifth, SYN-RECEIVED: our SYN is acknowledged";
	return false;
}

/*
 * 3.10.7.4 fifth, in TIME-WAIT: "the only thing that can arrive is a retransmission of the remote
 * FIN: acknowledge it".  That retransmission lies left of the window and was answered by the first
 * step, so what comes here is something else.  Taken: what occupies sequence space is answered,
 * a bare ACK is not (two ends in TIME-WAIT would answer each other for ever).
 */
static bool fifth_check_ack_time_wait(struct arrival *arrival)
{
	static const char *const rule = "3.10.7.4 fifth, TIME-WAIT: acknowledge it";

	if (rfc9293_segment_length(arrival->segment) == 0) {
		arrival->result.level = RFC9293_MAY;
		return done(arrival, rule);
	}
	return acknowledge(arrival, is_set(arrival, RFC9293_FIN) ? RFC9293_MUST : RFC9293_MAY,
			   rule);
}

/* 3.10.7.4 fifth, ESTABLISHED: SND.UNA and the send window. */
static void fifth_advance(struct rfc9293_block *block, const struct rfc9293_segment *segment)
{
	if (before(segment->ack, block->snd_una))
		return;
	block->snd_una = segment->ack;
	if (before(block->snd_wl1, segment->seq) ||
	    (block->snd_wl1 == segment->seq && !before(segment->ack, block->snd_wl2))) {
		block->snd_wnd = segment->wnd;
		block->snd_wl1 = segment->seq;
		block->snd_wl2 = segment->ack;
	}
}

/*
 * 3.10.7.4 fifth, check the ACK field.
 *
 * Segments that begin right of RCV.NXT may be held (SHLD-31); their ACK field is used at once all
 * the same, as RFC 5961 5.2 speaks of "all incoming segments".
 */
static bool fifth_check_ack(struct arrival *arrival)
{
	struct rfc9293_block *block = &arrival->block;
	const struct rfc9293_segment *segment = arrival->segment;
	bool fin_is_acked;

	if (!is_set(arrival, RFC9293_ACK))
		return done(arrival, "3.10.7.4 fifth: the ACK bit is off");
	if (block->state == RFC9293_SYN_RECEIVED)
		return fifth_check_ack_syn_received(arrival);
	if (before(segment->ack, block->snd_una - block->max_snd_wnd) ||
	    before(block->snd_nxt, segment->ack))
		return acknowledge(arrival, RFC9293_MUST,
				   "3.10.7.4 fifth: ACK outside SND.UNA-MAX.SND.WND..SND.NXT");
	if (block->state == RFC9293_TIME_WAIT)
		return fifth_check_ack_time_wait(arrival);

	fifth_advance(block, segment);
	fin_is_acked = block->snd_una == block->snd_nxt;
	if (block->state == RFC9293_FIN_WAIT_1 && fin_is_acked)
		enter(arrival, RFC9293_FIN_WAIT_2);
	if (block->state == RFC9293_CLOSING) {
		if (!fin_is_acked)
			return done(arrival, "3.10.7.4 fifth, CLOSING: ignore the segment");
		enter(arrival, RFC9293_TIME_WAIT);
	}
	if (block->state == RFC9293_LAST_ACK && fin_is_acked) {
		enter(arrival, RFC9293_CLOSED);
		return done(arrival, "3.10.7.4 fifth, LAST-ACK: our FIN is acknowledged");
	}
	arrival->result.rule = "3.10.7.4 fifth: the ACK field";
	return false;
}

/* A valid segment that is not at the left window edge: it MAY be acknowledged. */
static const char *const held = "3.10.7.4 seventh: not at the left edge, held (MAY-13)";

static bool receives_text(enum rfc9293_state state)
{
	return state == RFC9293_ESTABLISHED || state == RFC9293_FIN_WAIT_1 ||
	       state == RFC9293_FIN_WAIT_2;
}

/*
 * 3.10.7.4 seventh, process the segment text; with RFC 1122 4.2.2.13 (RFC 9293 3.6.1, SHLD-3):
 * new data after CLOSE is answered with a RST.
 */
static bool seventh_process_text(struct arrival *arrival)
{
	struct rfc9293_block *block = &arrival->block;
	const struct rfc9293_segment *segment = arrival->segment;
	uint32_t end = text_end(segment);

	if (!receives_text(block->state) || segment->text == 0 || !before(block->rcv_nxt, end))
		return false; /* nothing, nothing new, or text after the FIN: "ignore" */
	if (block->no_process) {
		enter(arrival, RFC9293_CLOSED);
		return reset(arrival, RFC9293_SHOULD, "3.6.1 SHLD-3: new data after CLOSE");
	}
	if (before(block->rcv_nxt, end - segment->text))
		return acknowledge(arrival, RFC9293_MAY, held);
	if (before(window_end(block), end))
		end = window_end(block);
	block->rcv_wnd -= end - block->rcv_nxt;
	block->rcv_nxt = end;
	acknowledge(arrival, RFC9293_MUST, "3.10.7.4 seventh: the text is acknowledged");
	arrival->result.may_be_delayed = true;
	return false;
}

/* 3.10.7.4 eighth, check the FIN bit. */
static bool eighth_check_fin(struct arrival *arrival)
{
	struct rfc9293_block *block = &arrival->block;
	const struct rfc9293_segment *segment = arrival->segment;

	if (!is_set(arrival, RFC9293_FIN)) {
		if (segment->text == 0 && before(block->rcv_nxt, segment->seq))
			arrival->result.level = RFC9293_MAY; /* held, and MAY-13 allows an ACK */
		return true;
	}
	if (text_end(segment) != block->rcv_nxt) {
		if (receives_text(block->state) && arrival->result.reply.flags == 0)
			acknowledge(arrival, RFC9293_MAY, held);
		return true;
	}

	block->rcv_nxt++;
	arrival->result.may_be_delayed = true;
	if (block->state == RFC9293_ESTABLISHED)
		enter(arrival, RFC9293_CLOSE_WAIT);
	else if (block->state == RFC9293_FIN_WAIT_1)
		enter(arrival, RFC9293_CLOSING);
	else if (block->state == RFC9293_FIN_WAIT_2)
		enter(arrival, RFC9293_TIME_WAIT);
	return acknowledge(arrival, RFC9293_MUST, "3.10.7.4 eighth: the FIN is acknowledged");
}

/* 3.10.7.4 Other States */
static void other_states(struct arrival *arrival)
{
	if (first_check_sequence_number(arrival) || second_check_rst(arrival) ||
	    fourth_check_syn(arrival) || fifth_check_ack(arrival) || seventh_process_text(arrival))
		return;
	eighth_check_fin(arrival);
}

/* 3.10.7.3 fourth, check the SYN bit: it is set, and the ACK is good or absent. */
static void syn_sent_syn(struct arrival *arrival)
{
	struct rfc9293_block *block = &arrival->block;
	const struct rfc9293_segment *segment = arrival->segment;

	block->rcv_nxt = segment->seq + 1;
	block->irs = segment->seq;
	if (is_set(arrival, RFC9293_ACK)) {
		block->snd_una = segment->ack;
		enter(arrival, RFC9293_ESTABLISHED);
		acknowledge(arrival, RFC9293_MUST, "3.10.7.3 fourth: our SYN is acknowledged");
		if (!seventh_process_text(arrival))
			eighth_check_fin(arrival);
		return;
	}
	arrival->result.reply = (struct rfc9293_reply){
		.flags = RFC9293_SYN | RFC9293_ACK,
		.seq = block->iss,
		.ack = block->rcv_nxt,
	};
	enter(arrival, RFC9293_SYN_RECEIVED);
	done(arrival, "3.10.7.3 fourth: SYNs crossed");
}

/* 3.10.7.3 SYN-SENT STATE */
static void syn_sent_state(struct arrival *arrival)
{
	const struct rfc9293_block *block = &arrival->block;
	const struct rfc9293_segment *segment = arrival->segment;

	if (is_set(arrival, RFC9293_ACK) &&
	    (!before(block->iss, segment->ack) || before(block->snd_nxt, segment->ack))) {
		if (is_set(arrival, RFC9293_RST))
			done(arrival, "3.10.7.3 first: a RST with an unacceptable ACK");
		else
			reset(arrival, RFC9293_MUST, "3.10.7.3 first: an unacceptable ACK");
		return;
	}
	if (is_set(arrival, RFC9293_RST)) {
		/* RFC 5961's exact match is void here: there is no RCV.NXT yet. */
		if (is_set(arrival, RFC9293_ACK))
			enter(arrival, RFC9293_CLOSED);
		done(arrival, "3.10.7.3 second: a RST");
		return;
	}
	if (is_set(arrival, RFC9293_SYN))
		syn_sent_syn(arrival);
	else
		done(arrival, "3.10.7.3 fifth: neither SYN nor RST");
}

struct rfc9293_result rfc9293_segment_arrives(const struct rfc9293_block *block,
					      const struct rfc9293_segment *segment)
{
	struct arrival arrival = {
		.block = *block,
		.segment = segment,
		.result = { .level = RFC9293_MUST, .next = block->state, .rule = "3.10.7" },
	};

	switch (block->state) {
	case RFC9293_CLOSED:
		closed_state(&arrival);
		break;
	case RFC9293_LISTEN:
		listen_state(&arrival);
		break;
	case RFC9293_SYN_SENT:
		syn_sent_state(&arrival);
		break;
	default:
		other_states(&arrival);
		break;
	}
	return arrival.result;
}
