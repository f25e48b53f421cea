/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_BOOT_TSC_H
#define RST_GUEST_BOOT_TSC_H

/*
 * The frequency in kHz of the counter that QEMU's emulation shows to the guest as its time-stamp
 * counter (the host's own: cpu_get_host_ticks()), measured against CLOCK_MONOTONIC_RAW in 20 ms.
 * 0: this host has none that we know.
 */
unsigned int tsc_measure_khz(void);

#endif
