/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_INIT_TIMER_H
#define RST_GUEST_INIT_TIMER_H

#include <stdbool.h>

/*
 * Whether timers fire several times later than asked for.  A kernel takes the frequency of the
 * APIC's timer from how far that counts while the TSC moves by 100 ms (calibrate_APIC_clock());
 * when the host does not run an emulated CPU for a while in between, the kernel believes in a timer
 * that is much faster than it is, and every timeout of the guest is late from then on.
 */
bool timer_is_late(void);

#endif
