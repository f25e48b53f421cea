/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_BOOT_ACCEL_H
#define RST_GUEST_BOOT_ACCEL_H

#include <stdbool.h>

#include "harness/guest/boot/guest.h"

/* How the guest's processor is run. */
struct accel {
	bool kvm;
	char text[80]; /* "tcg", "kvm", or "tcg (KVM: why not)" */
	char qemu[128]; /* version line of QEMU; the caller fills it */
};

/*
 * Choose: what the user wants, or for GUEST_ACCEL_AUTO KVM if it really works.  The answer for
 * AUTO is kept in the cache, for this boot of the host and this QEMU.  -ENODEV with the reason
 * when the user insists on a KVM that does not work.
 */
int accel_choose(struct accel *accel, enum guest_accel wanted, bool virtual_clock,
		 struct cache *cache, struct why *why);

/* KVM was chosen by AUTO but no guest came up: remember, and go on with TCG. */
void accel_reject_kvm(struct accel *accel, const char *cache_path, const char *reason);

#endif
