/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_CONTRACT_H
#define RST_STORY_CONTRACT_H

struct test;

/* Verbs for rows with .both_tracers: what holds of the tracepoints before any event. */

/*
 * Every value of enum sk_rst_reason (BTF) has its name in the print format of tcp:tcp_send_reset,
 * and every name there is one of them.
 */
void contract_reasons(struct test *t);

/*
 * The print format names every state by its number, as a program that prints records itself
 * (perf script, trace-cmd report) needs it.
 */
void contract_states(struct test *t);

/*
 * Fields are found by their names: the trace instance takes @filter, and refuses a name that no
 * field has.  From here on the second tracer sees what passes.
 */
void contract_filter(struct test *t, const char *filter);

#endif
