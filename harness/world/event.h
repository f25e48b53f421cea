/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_WORLD_EVENT_H
#define RST_WORLD_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct address;
struct flow;
struct rst_event;
struct segment;
struct test;

/* The flow of the story on which the SUT sent @segment, NULL when it is none of the story's. */
const struct flow *flow_of_segment(const struct test *t, const struct segment *segment);

/*
 * An address of @event, one of its own tuples: where the family is IPv6 and the address a mapped one,
 * that of IPv4.
 */
struct address event_address(const struct rst_event *event, const uint8_t *address);

/* Whether it is a mapped one. */
bool event_is_mapped(const struct rst_event *event, const uint8_t *address);

/* The same of the RST that @event tells of. */
const struct flow *flow_of_event(const struct test *t, const struct rst_event *event);

/* The @nth event of tcp:tcp_send_reset, counted from 0; NULL when there are fewer. */
const struct rst_event *event_sent(const struct test *t, size_t nth);

/*
 * Fills in what the record of a listener cannot tell: to whom its RST goes.  Of the RSTs from its
 * end that no other event tells, the n-th belongs to the n-th such event.
 */
void events_complete(struct test *t);

#endif
