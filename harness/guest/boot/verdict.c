// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/boot/verdict.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "harness/guest/boot/console.h"
#include "harness/guest/boot/guest.h"
#include "harness/guest/boot/protocol.h"
#include "harness/guest/boot/transcript.h"

#define LATE_TIMER "the guest's timer was calibrated while the host was busy: use fewer guests (-j)"

static void verdict_set(struct guest_verdict *verdict, enum guest_result result, const char *text)
{
	verdict->result = result;
	snprintf(verdict->why, sizeof(verdict->why), "%s", text);
}

static void judge_exit(struct guest_verdict *verdict, int wait_status,
		       const struct record_reader *records)
{
	char text[160];

	if (WIFSIGNALED(wait_status)) {
		snprintf(text, sizeof(text), "QEMU died from signal %d", WTERMSIG(wait_status));
		verdict_set(verdict, GUEST_CRASH, text);
	} else if (WEXITSTATUS(wait_status) == GUEST_EXIT_RC(GUEST_EXIT_NO_PORT)) {
		verdict_set(verdict, GUEST_INFRA,
			    "no virtio-serial port in the guest (see the console; does the kernel "
			    "have VIRTIO_MMIO and VIRTIO_CONSOLE?)");
	} else if (WEXITSTATUS(wait_status) == GUEST_EXIT_RC(GUEST_EXIT_LATE_TIMER)) {
		verdict_set(verdict, GUEST_INFRA, LATE_TIMER);
	} else if (WEXITSTATUS(wait_status) != GUEST_EXIT_RC(GUEST_EXIT_DONE)) {
		snprintf(text, sizeof(text),
			 "the guest ended without a word (QEMU's exit status %d)",
			 WEXITSTATUS(wait_status));
		verdict_set(verdict, GUEST_CRASH, text);
	} else if (!records->ended) {
		verdict_set(verdict, GUEST_CRASH, "the last record is missing");
	} else if (!records->end_matches || records->malformed) {
		snprintf(text, sizeof(text), "records were lost or garbled (%lu came, %u garbled)",
			 records->count, records->malformed);
		verdict_set(verdict, GUEST_CRASH, text);
	} else {
		verdict_set(verdict, GUEST_OK, "");
		verdict->status = records->status;
	}
}

static void judge_deadline(struct guest_verdict *verdict, enum verdict_end end, bool booted)
{
	static const char *const texts[] = {
		[VERDICT_BOOT_DEADLINE] = "PID 1 did not report in time",
		[VERDICT_IDLE_DEADLINE] = "no record for too long",
		[VERDICT_TOTAL_DEADLINE] = "the run took too long",
		[VERDICT_CANCELLED] = "cancelled",
	};

	if (end == VERDICT_CANCELLED)
		verdict_set(verdict, GUEST_CANCELLED, texts[end]);
	else
		verdict_set(verdict, booted ? GUEST_TIMEOUT : GUEST_INFRA, texts[end]);
}

void verdict_judge(struct guest_verdict *verdict, enum verdict_end end, int wait_status,
		   const struct console *console, const struct record_reader *records)
{
	char text[320];

	verdict->status = -1;
	record_running(records, verdict->running, sizeof(verdict->running));
	snprintf(verdict->release, sizeof(verdict->release), "%s", records->release);
	snprintf(verdict->splat, sizeof(verdict->splat), "%s", console->text);
	if (!records->booted && console->timerless && end == VERDICT_BOOT_DEADLINE)
		verdict_set(verdict, GUEST_INFRA, LATE_TIMER);
	else if (end != VERDICT_EXITED)
		judge_deadline(verdict, end, records->booted);
	else
		judge_exit(verdict, wait_status, records);
	/* A complaint of the kernel says more than how the run ended. */
	if (*console->splat && verdict->result != GUEST_CANCELLED) {
		snprintf(text, sizeof(text), "kernel: %s", console->splat);
		verdict_set(verdict, GUEST_CRASH, text);
	} else if (!records->booted && verdict->result == GUEST_CRASH) {
		verdict->result = GUEST_INFRA;
	}
}
