/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SWEEP_TESTS_SAMPLE_H
#define RST_SWEEP_TESTS_SAMPLE_H

#include <stddef.h>

#include "harness/sweep/cell.h"

#define SAMPLE_ISS 1000u
#define SAMPLE_IRS 5000u
#define SAMPLE_WINDOW 1000u

/* A connection in @state, with small numbers. */
struct rfc9293_block sample_block(enum sweep_state state);

#define SAMPLE_KERNELS_MAX 64

/*
 * Each series of ci/kernels.txt, as it was released and with every stable change there can be, and
 * 6.10, the first with reset reasons.  Returns how many.
 */
size_t sample_kernels(unsigned int kernels[static SAMPLE_KERNELS_MAX]);

#endif
