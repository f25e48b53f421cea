/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_MIN_CORE_BTF_H
#define RST_OBSERVE_MIN_CORE_BTF_H

struct btf;

/*
 * Writes to @path the BTF of just those structures of @kernel that @probes (the BTF of
 * our BPF object) names, with just the members it names, each where the kernel keeps it:
 * enough for libbpf's CO-RE relocations, and parsed in microseconds.  Returns 0 or -errno.
 */
int min_core_btf_write(const struct btf *kernel, const struct btf *probes, const char *path);

#endif
