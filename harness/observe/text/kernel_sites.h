/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_TEXT_KERNEL_SITES_H
#define RST_OBSERVE_TEXT_KERNEL_SITES_H

#include <jansson.h>

struct facts;

/*
 * Every place of the running kernel's text, modules included, that calls, jumps to or loads the
 * address of a function that sends a RST: a list of {"site": "tcp_close+0x12b", "kind": "call",
 * "tail jump" or "pointer", "emitter": "tcp_send_active_reset"}, by name.  Who calls a function
 * that ends in such a jump is listed with that function as the emitter.  Returns 0 or -errno;
 * the list is the caller's.
 */
int kernel_sites(json_t **list, const struct facts *facts);

#endif
