/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_PACKET_MPTCP_OPTIONS_H
#define RST_PACKET_MPTCP_OPTIONS_H

#include "harness/packet/flow.h"

/*
 * MPTCP options (RFC 8684) in the notation.  Keys, tokens, nonces and HMACs are those of the flow
 * and are not written; data numbers are relative to the initial data sequence numbers, so the
 * first byte of data has number 1, as in TCP.
 *
 *	mp_capable [csum] [key N]
 *	mp_join [id N] [token N] [hmac N]
 *	dss [dack4 N | dack8 N] [dsn4 N | dsn8 N ssn N dll N] [cs | badcs] [fin]
 *	mp_fail dsn N
 *	mp_fastclose [key N]
 *	mp_tcprst REASON [flags N]
 *	add_addr id N, remove_addr, mp_prio: only written
 *
 * A key, token or HMAC is given, or written, when it is not the right one.  Numbers of a DSS
 * mapping: data sequence number, subflow sequence number, data-level length.
 */

/* Writes @option, which one end sent on @flow, to @text of @size bytes.  Returns the length. */
int mptcp_option_write(char *text, size_t size, const uint8_t *option, const struct flow *flow,
		       bool from_sut);

/*
 * Reads the words at @text into an option of @segment, which the peer sends on @flow.  Returns
 * what follows them; NULL when they are none of the above or the flow has no connection.
 */
const char *mptcp_option_read(struct segment *segment, const char *text, const struct flow *flow);

#endif
