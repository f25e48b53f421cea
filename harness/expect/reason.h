/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What tcp:tcp_send_reset says on each kernel of a RST of @cause, sent from a socket in @state
 * ("-": no socket).  Two rules hold for all causes, so that a cause names its reason only.
 */
#ifndef RST_EXPECT_REASON_H
#define RST_EXPECT_REASON_H

#include <stdbool.h>

struct cause;

/*
 * Whether @kernel traces it.  Before 6.10 tcp_v4_send_reset() and tcp_v6_send_reset() fired the
 * event for full sockets only: "if (sk && sk_fullsock(sk))".
 */
bool reason_is_traced(const struct cause *cause, const char *state, unsigned int kernel);

/*
 * The reason that @kernel gives: a name, OUTCOME_NO_REASON before there were any, or
 * OUTCOME_NOT_TRACED.  The passive emitters say why since 6.10; the active one said
 * NOT_SPECIFIED whatever its caller wanted, and says why since 6.12.
 */
const char *reason_given(const struct cause *cause, const char *state, unsigned int kernel);

#endif
