/* SPDX-License-Identifier: GPL-2.0-only */
/* A connection in each state of the sweep, with small numbers: ISS 1000, IRS 5000, windows 1000. */
#ifndef RST_SWEEP_TESTS_SAMPLE_H
#define RST_SWEEP_TESTS_SAMPLE_H

#include "harness/sweep/cell.h"

#define SAMPLE_ISS 1000u
#define SAMPLE_IRS 5000u
#define SAMPLE_WINDOW 1000u

struct rfc9293_block sample_block(enum sweep_state state);

#endif
