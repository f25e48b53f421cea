/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_EMITTER_H
#define RST_OBSERVE_EMITTER_H

#include <stdbool.h>

/*
 * The kernel's functions that build a RST: tcp_send_active_reset(), tcp_v4_send_reset() and
 * tcp_v6_send_reset(), which tcp:tcp_send_reset traces, and netfilter's nf_send_reset() and
 * nf_send_reset6(), which it does not.
 */

/* Whether @symbol is one of them, or a clone that the compiler made of it (".isra.0"). */
bool emitter_is(const char *symbol);

/* Whether @symbol is one of those that tcp:tcp_send_reset traces, or a clone of one. */
bool emitter_is_traced(const char *symbol);

#endif
