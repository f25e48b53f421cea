/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_BOOT_KVM_PROBE_H
#define RST_GUEST_BOOT_KVM_PROBE_H

struct why;

/*
 * Run three instructions in a virtual machine: an SSE instruction in long mode, an output, a halt.
 * A /dev/kvm that opens and even runs real-mode code may still fail on the first vector
 * instruction (seen on nested hosts).  Runs in a child with a limit of three seconds.
 * 0 or -errno with the reason in why.
 */
int kvm_probe(struct why *why);

#endif
