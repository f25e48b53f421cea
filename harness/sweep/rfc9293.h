/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What RFC 9293 section 3.10.7 asks of an endpoint when a segment arrives, as a pure function.
 *
 * RFC 5961 sections 3, 4 and 5 (blind reset, blind SYN, blind data) and RFC 1122 4.2.2.13 (data
 * after close) are folded in.  Options, security, precedence and the urgent pointer are left out:
 * the model speaks of connections without Timestamps.  Nothing here knows Linux; what Linux does
 * otherwise is in deviation.h.
 */
#ifndef RST_SWEEP_RFC9293_H
#define RST_SWEEP_RFC9293_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Control bits as they stand in the header (RFC 9293 3.1), low to high. */
enum rfc9293_control {
	RFC9293_FIN = 0x01,
	RFC9293_SYN = 0x02,
	RFC9293_RST = 0x04,
	RFC9293_PSH = 0x08,
	RFC9293_ACK = 0x10,
	RFC9293_URG = 0x20,
};

/* RFC 9293 3.3.2. */
enum rfc9293_state {
	RFC9293_CLOSED,
	RFC9293_LISTEN,
	RFC9293_SYN_SENT,
	RFC9293_SYN_RECEIVED,
	RFC9293_ESTABLISHED,
	RFC9293_FIN_WAIT_1,
	RFC9293_FIN_WAIT_2,
	RFC9293_CLOSE_WAIT,
	RFC9293_CLOSING,
	RFC9293_LAST_ACK,
	RFC9293_TIME_WAIT,
};

/* How SYN-RECEIVED was reached; no other state asks. */
enum rfc9293_origin {
	RFC9293_PASSIVE, /* from LISTEN */
	RFC9293_SIMULTANEOUS, /* from SYN-SENT, SYNs crossed */
	RFC9293_FAST_OPEN, /* from LISTEN, child already with the user (RFC 7413) */
};

/*
 * How strongly the RFCs ask for the reply.  MAY also stands where the text leaves the reply open
 * or contradicts itself; the comment at the step says which reading was taken.
 */
enum rfc9293_level {
	RFC9293_MUST,
	RFC9293_SHOULD,
	RFC9293_MAY,
};

/* The connection, in the variables of RFC 9293 3.3.1.  Sequence numbers are absolute. */
struct rfc9293_block {
	enum rfc9293_state state;
	enum rfc9293_origin origin;
	bool no_process; /* the user called CLOSE and can read no more (RFC 9293 3.6.1) */
	uint32_t snd_una;
	uint32_t snd_nxt; /* counts our FIN once it was sent: always its last octet */
	uint32_t snd_wnd;
	uint32_t snd_wl1;
	uint32_t snd_wl2;
	uint32_t iss;
	uint32_t rcv_nxt;
	uint32_t rcv_wnd;
	uint32_t irs;
	uint32_t max_snd_wnd; /* MAX.SND.WND of RFC 5961 5.2 */
};

struct rfc9293_segment {
	uint8_t flags; /* enum rfc9293_control */
	uint32_t seq;
	uint32_t ack; /* meaningful with RFC9293_ACK only */
	uint32_t text; /* octets of data, without SYN and FIN */
	uint32_t wnd;
};

/* A segment to be sent, or flags 0 for none.  An ack without RFC9293_ACK is 0 on the wire. */
struct rfc9293_reply {
	uint8_t flags;
	bool seq_is_chosen; /* a new ISS: any seq is right */
	uint32_t seq;
	uint32_t ack;
};

struct rfc9293_result {
	struct rfc9293_reply reply;
	bool may_be_delayed; /* a delayed ACK, up to 0.5 s (RFC 9293 3.8.6.3): no fence proves it
				absent */
	enum rfc9293_level level;
	enum rfc9293_state next;
	const char *rule; /* the section and step that decided */
};

/* SEG.LEN: text plus SYN and FIN (RFC 9293 3.3.1). */
uint32_t rfc9293_segment_length(const struct rfc9293_segment *segment);

/* The reply and the next state for segment (RFC 9293 3.10.7). */
struct rfc9293_result rfc9293_segment_arrives(const struct rfc9293_block *block,
					      const struct rfc9293_segment *segment);

/* The reset that answers segment: <SEQ=SEG.ACK> or <SEQ=0><ACK=SEG.SEQ+SEG.LEN> (3.5.2). */
struct rfc9293_reply rfc9293_reset(const struct rfc9293_segment *segment);

#endif
