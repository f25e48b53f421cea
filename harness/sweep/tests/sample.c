// SPDX-License-Identifier: GPL-2.0-only
#include "harness/sweep/tests/sample.h"

#include <stdio.h>
#include <string.h>

#include "harness/kernel/version.h"

/* SND.UNA and SND.NXT from the ISS, RCV.NXT from the IRS.  ESTABLISHED has 100 octets in flight. */
static const struct {
	uint32_t snd_una, snd_nxt, rcv_nxt;
} numbers[SWEEP_STATES] = {
	[SWEEP_CLOSED] = { 0, 1, 1 },
	[SWEEP_LISTEN] = { 0, 1, 1 },
	[SWEEP_SYN_SENT] = { 0, 1, 1 },
	[SWEEP_SYN_RECEIVED] = { 0, 1, 1 },
	[SWEEP_SYN_RECEIVED_SIMULTANEOUS] = { 0, 1, 1 },
	[SWEEP_SYN_RECEIVED_FAST_OPEN] = { 0, 1, 1 },
	[SWEEP_ESTABLISHED] = { 1, 101, 1 },
	[SWEEP_FIN_WAIT_1] = { 1, 2, 1 },
	[SWEEP_FIN_WAIT_1_ORPHAN] = { 1, 2, 1 },
	[SWEEP_FIN_WAIT_2] = { 2, 2, 1 },
	[SWEEP_FIN_WAIT_2_ORPHAN] = { 2, 2, 1 },
	[SWEEP_CLOSE_WAIT] = { 1, 1, 2 },
	[SWEEP_CLOSING] = { 1, 2, 2 },
	[SWEEP_LAST_ACK] = { 1, 2, 2 },
	[SWEEP_TIME_WAIT] = { 2, 2, 2 },
};

struct rfc9293_block sample_block(enum sweep_state state)
{
	struct rfc9293_block block = {
		.iss = SAMPLE_ISS,
		.irs = SAMPLE_IRS,
		.snd_una = SAMPLE_ISS + numbers[state].snd_una,
		.snd_nxt = SAMPLE_ISS + numbers[state].snd_nxt,
		.rcv_nxt = SAMPLE_IRS + numbers[state].rcv_nxt,
		.rcv_wnd = SAMPLE_WINDOW,
		.snd_wnd = SAMPLE_WINDOW,
		.max_snd_wnd = SAMPLE_WINDOW,
		.snd_wl1 = SAMPLE_IRS,
		.snd_wl2 = SAMPLE_ISS,
	};

	sweep_state_apply(state, &block);
	return block;
}

size_t sample_kernels(unsigned int kernels[static SAMPLE_KERNELS_MAX])
{
	FILE *file = fopen(KERNELS, "re");
	char line[80];
	size_t count = 0;

	kernels[count++] = KERNEL(6, 10);
	while (file && count < SAMPLE_KERNELS_MAX - 1 && fgets(line, sizeof(line), file)) {
		if (strncmp(line, "deb:", 4))
			continue;
		kernels[count] = kernel_parse(line + 4);
		kernels[count + 1] = kernels[count] | ~KERNEL_SERIES(~0U);
		count += 2;
	}
	if (file)
		fclose(file);
	return count;
}
