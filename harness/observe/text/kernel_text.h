/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_TEXT_KERNEL_TEXT_H
#define RST_OBSERVE_TEXT_KERNEL_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* The machine code of the running kernel. */
struct text {
	uint64_t start; /* address of bytes[0] */
	size_t size;
	uint8_t *bytes; /* pages that could not be read are zero */
	const char *through; /* "/proc/kcore" or "bpf" */
};

/*
 * Reads the addresses from @start to @end, by /proc/kcore, or where the kernel was built without it
 * by a BPF program.  Returns 0 or -errno.
 */
int text_read(struct text *text, uint64_t start, uint64_t end);
void text_free(struct text *text);

#endif
