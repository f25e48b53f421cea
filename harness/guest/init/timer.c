// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/init/timer.h"

#include <poll.h>

#include "harness/base/clock.h"

/* Two ticks of the slowest kernel (HZ=100), and what a timeout may last then: a tick longer. */
#define TIMEOUT_MS 20
#define LATE_MS 60
#define TRIES 5 /* a host that is busy makes one late, not all */

bool timer_is_late(void)
{
	long long start;
	int i;

	for (i = 0; i < TRIES; i++) {
		start = clock_ms();
		poll(NULL, 0, TIMEOUT_MS);
		if (clock_ms() - start <= LATE_MS)
			return false;
	}
	return true;
}
