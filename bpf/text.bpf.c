// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads the kernel's text for kernels without /proc/kcore.  Never attached: user space runs it with
 * BPF_PROG_TEST_RUN (raw tracepoints: since 5.10), once per piece.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "text.h"

char LICENSE[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct text_piece);
} piece SEC(".maps");

SEC("raw_tp/text")
int read_text(struct bpf_raw_tracepoint_args *ctx)
{
	struct text_piece *to;
	__u32 zero = 0;

	to = bpf_map_lookup_elem(&piece, &zero);
	if (!to)
		return 1;
	return bpf_probe_read_kernel(to->bytes, sizeof(to->bytes), (void *)ctx->args[0]) != 0;
}
