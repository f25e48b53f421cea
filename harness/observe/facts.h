/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_FACTS_H
#define RST_OBSERVE_FACTS_H

#include <stddef.h>

#include "harness/observe/tracer/trace.h"

#define VMLINUX_BTF "/sys/kernel/btf/vmlinux"

/*
 * What the tracer must know of the running kernel: read from its BTF and kallsyms once for all cases
 * of a run and kept in /dev/shm/rstlab-facts-*, because a case cannot afford the 12 ms of parsing BTF
 * and the 40 ms of reading kallsyms.
 */
struct facts;
struct why;

/*
 * From the kernel's BTF, or, when it has none, from the formats of its trace filesystem.  Returns
 * 0, or -errno with one line in @why: the cause and the remedy (hidden addresses, no tmpfs).
 */
int facts_open(struct facts **facts, struct why *why);

/* From what @tracer needs, and nothing else.  Returns 0, or -errno with one line in @why. */
int facts_open_for(struct facts **facts, enum tracer tracer, struct why *why);

/* From the files in @folder.  Returns 0, or -errno with one line in @why. */
int facts_read(struct facts **facts, const char *folder, struct why *why);
void facts_close(struct facts *facts);

/*
 * Removes what is kept and no process has open: for rstlab, at its end.  A case does not, as the next
 * one would pay.
 */
void facts_sweep(void);

/*
 * A BTF file with only the structures that the probes read, for btf_custom_path.  It is only there
 * for TRACER_BPF.
 */
const char *facts_btf_path(const struct facts *facts);

/* Number of arguments of tcp:tcp_send_reset: 2, or 3 since 6.10 (19822a980e19). */
int facts_send_reset_arguments(const struct facts *facts);

/*
 * The name of @number in enum sk_rst_reason without SK_RST_REASON_; NULL if the
 * kernel has no such value.
 */
const char *facts_reason(const struct facts *facts, unsigned int number);

/* How many values enum sk_rst_reason has; 0 before 6.10. */
unsigned int facts_reason_count(const struct facts *facts);

/*
 * The function that holds @address, NULL when unknown.  A compiler's suffix
 * (.isra.0, .constprop.0) is not part of the name.  @name has @size bytes.
 */
const char *facts_symbol(const struct facts *facts, unsigned long long address, char *name,
			 size_t size, unsigned int *offset);

struct symbols;

/* The functions of the running kernel and its modules. */
const struct symbols *facts_symbols(const struct facts *facts);

#endif
