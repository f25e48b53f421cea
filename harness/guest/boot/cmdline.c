// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/boot/cmdline.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "harness/base/why.h"

#define COMMAND_LINE_SIZE 2048 /* arch/x86/include/asm/setup.h */

/*
 * loglevel=5 and not "quiet": a WARNING is printed at level 4, which quiet hides.
 * oops=panic ends a broken guest at once; panic=-1 makes QEMU exit (-no-reboot).
 * rcu_expedited: a grace period costs 0.05 ms instead of 20.
 */
static const char common[] = "console=ttyS0 loglevel=5 panic=-1 oops=panic sysctl.vm.panic_on_oom=1 "
			     "nokaslr mitigations=off cryptomgr.notests random.trust_cpu=on "
			     "rcupdate.rcu_expedited=1 rdinit=/init";

static bool word_is_plain(const char *text)
{
	for (; *text; text++)
		if (!isprint((unsigned char)*text))
			return false;
	return true;
}

int cmdline_write(char *text, size_t size, const struct cmdline_options *options, struct why *why)
{
	char clock[80] = "";
	unsigned int khz = options->virtual_clock ? 1000000 : options->tsc_khz;
	size_t used;

	if (options->append && !word_is_plain(options->append))
		return why_set(why, EINVAL, "--append: one line of printable ASCII is needed");
	/*
	 * Without tsc_early_khz an emulated guest calibrates its counter against timers that jitter
	 * with the host's load, fails at random, and then waits for ever.  Without tsc=reliable
	 * the clocksource watchdog compares it with jiffies, which an emulated guest loses, and
	 * falls back to them: a clock with steps of 4 ms.
	 */
	if (options->emulated && khz)
		snprintf(clock, sizeof(clock), " no_timer_check tsc=reliable tsc_early_khz=%u",
			 khz);
	else if (options->emulated)
		snprintf(clock, sizeof(clock), " no_timer_check");
	used = snprintf(text, size, "%s%s%s%s", common, clock, options->append ? " " : "",
			options->append ? options->append : "");
	if (used >= size || used >= COMMAND_LINE_SIZE)
		return why_set(why, E2BIG,
			       "--append: the kernel command line would be longer than %d",
			       COMMAND_LINE_SIZE - 1);
	return 0;
}
