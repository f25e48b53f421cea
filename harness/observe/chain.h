/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_CHAIN_H
#define RST_OBSERVE_CHAIN_H

struct facts;
struct rst_event;

/* Functions of a call chain that are kept where nobody says how many are wanted. */
#define CHAIN_DEPTH 2

/* Who called the emitter of a RST. */
struct chain {
	char text[256]; /* nearest first: "__tcp_close < tcp_close"; "unknown": no stack */
	char site[128]; /* the place of the call: "__tcp_close+0x12b", or empty */
};

/* Reads the @depth functions above the emitter from the stack of @event. */
void chain_read(struct chain *chain, const struct facts *facts, const struct rst_event *event,
		unsigned int depth);

#endif
