// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/boot/verdict.h"

#include "harness/base/array.h"
#include "harness/base/tests/check.h"
#include "harness/guest/boot/console.h"
#include "harness/guest/boot/guest.h"
#include "harness/guest/boot/protocol.h"
#include "harness/guest/boot/transcript.h"

#define EXITED(code) ((code) << 8)
#define DONE EXITED(GUEST_EXIT_RC(GUEST_EXIT_DONE))
#define NO_PORT EXITED(GUEST_EXIT_RC(GUEST_EXIT_NO_PORT))

#define BOOT "{\"boot\":true,\"release\":\"6.12.1\",\"modules\":1,\"uptime_ms\":1}\n"
#define START "{\"start\":\"close_unread_data_v4\"}\n"
#define CASE "{\"case\":\"close_unread_data_v4\",\"verdict\":\"PASS\"}\n"
#define END3 "{\"end\":true,\"status\":1,\"lines\":3}\n"
#define WHOLE BOOT START CASE END3
#define PANIC "[    3.1] Kernel panic - not syncing: sysrq triggered crash\n"
#define OOPS "[    2.5] BUG: kernel NULL pointer dereference, address: 0000000000000008\n"

static const struct {
	const char *what;
	const char *records;
	const char *console;
	enum verdict_end end;
	int wait_status;
	enum guest_result result;
	int status;
	const char *why; /* how it begins */
} rows[] = {
	{ "all is well", WHOLE, "[ 0.6] PCI: System does not support PCI\n", VERDICT_EXITED, DONE,
	  GUEST_OK, 1, "" },
	{ "exit code 0 is a crash", WHOLE, "", VERDICT_EXITED, EXITED(0), GUEST_CRASH, -1,
	  "the guest ended without a word (QEMU's exit status 0)" },
	{ "QEMU's own failure is none of ours", WHOLE, "", VERDICT_EXITED, EXITED(1), GUEST_CRASH,
	  -1, "the guest ended without a word (QEMU's exit status 1)" },
	{ "no end record", BOOT START CASE, "", VERDICT_EXITED, DONE, GUEST_CRASH, -1,
	  "the last record is missing" },
	{ "a record was lost", BOOT START END3, "", VERDICT_EXITED, DONE, GUEST_CRASH, -1,
	  "records were lost or garbled" },
	{ "a record is garbled", BOOT START "{\"case\":\n" END3, "", VERDICT_EXITED, DONE,
	  GUEST_CRASH, -1, "records were lost or garbled" },
	{ "a record after the end", WHOLE CASE, "", VERDICT_EXITED, DONE, GUEST_CRASH, -1,
	  "records were lost or garbled" },
	{ "a panic blames the case", BOOT START, OOPS PANIC, VERDICT_EXITED, EXITED(0), GUEST_CRASH,
	  -1, "kernel: BUG: kernel NULL pointer dereference, address: 0000000000000008" },
	{ "a splat fails a run that ended well", WHOLE,
	  "[    2.5] WARNING: CPU: 0 PID: 7 at x.c:1\n", VERDICT_EXITED, DONE, GUEST_CRASH, 1,
	  "kernel: WARNING: at x.c:1" },
	{ "a panic before PID 1 is the kernel's", "", PANIC, VERDICT_EXITED, EXITED(0), GUEST_CRASH,
	  -1, "kernel: Kernel panic" },
	{ "a hang in a case", BOOT START, "", VERDICT_IDLE_DEADLINE, 9, GUEST_TIMEOUT, -1,
	  "no record for too long" },
	{ "a run too long", BOOT START CASE, "", VERDICT_TOTAL_DEADLINE, 9, GUEST_TIMEOUT, -1,
	  "the run took too long" },
	{ "no timer", "", "[    0.4] APIC frequency too slow, disabling apic timer\n",
	  VERDICT_BOOT_DEADLINE, 9, GUEST_INFRA, -1, "the guest's timer was calibrated" },
	{ "a late timer", "", "", VERDICT_EXITED, EXITED(GUEST_EXIT_RC(GUEST_EXIT_LATE_TIMER)),
	  GUEST_INFRA, -1, "the guest's timer was calibrated" },
	{ "never up", "", "", VERDICT_BOOT_DEADLINE, 9, GUEST_INFRA, -1, "PID 1 did not report" },
	{ "ended before it was up", "", "", VERDICT_EXITED, EXITED(1), GUEST_INFRA, -1,
	  "the guest ended without a word" },
	{ "no port", "", "", VERDICT_EXITED, NO_PORT, GUEST_INFRA, -1, "no virtio-serial port" },
	{ "QEMU killed", BOOT, "", VERDICT_EXITED, 9, GUEST_CRASH, -1, "QEMU died from signal 9" },
	{ "cancelled", BOOT START, OOPS, VERDICT_CANCELLED, 9, GUEST_CANCELLED, -1, "cancelled" },
};

static const struct {
	const char *line;
	bool splat;
} lines[] = {
	{ "[    1.234567] BUG: KASAN: slab-use-after-free in tcp_close", true },
	{ "[    1.234567][    T1] WARNING: possible circular locking dependency detected", true },
	{ "<4>[  100.000001] Oops: general protection fault, probably for address 0x1", true },
	{ "[   21.1] rcu: INFO: rcu_preempt self-detected stall on CPU", true },
	{ "[   21.1] watchdog: BUG: soft lockup - CPU#0 stuck for 22s!", true },
	{ "[   21.1] UBSAN: array-index-out-of-bounds in net/ipv4/tcp.c:1", true },
	{ "general protection fault: 0000 [#1] SMP", true },
	{ "[    0.3] NMI watchdog: Perf NMI watchdog permanently disabled", false },
	{ "[    0.3] Spectre V2 : WARNING: Unprivileged eBPF is enabled with eIBRS on", false },
	{ "[    5.0] traps: test[77] general protection fault ip:1 sp:2 error:0", false },
	{ "[    5.0] PCI: Fatal: No config space access function found", false },
	{ "", false },
};

static void check_row(size_t i)
{
	static struct guest_verdict verdict;
	static struct console console;
	struct record_reader records = { .line = NULL };
	const char *what = rows[i].what, *why = rows[i].why;
	bool runs;

	memset(&console, 0, sizeof(console));
	memset(&verdict, 0, sizeof(verdict));
	ATF_REQUIRE_INTEQ(
		0, record_feed(&records, rows[i].records, strlen(rows[i].records), NULL, NULL));
	console_feed(&console, rows[i].console, strlen(rows[i].console));
	verdict_judge(&verdict, rows[i].end, rows[i].wait_status, &console, &records);
	ATF_CHECK_STREQ_MSG(guest_result_name(rows[i].result), guest_result_name(verdict.result),
			    "%s", what);
	ATF_CHECK_INTEQ_MSG(rows[i].status, verdict.status, "%s", what);
	ATF_CHECK_MSG(!strncmp(verdict.why, why, strlen(why)) && !*verdict.why == !*why,
		      "%s: expected '%s', got '%s'", what, why, verdict.why);
	/* The line is the same whoever was running; that is said apart. */
	runs = strstr(rows[i].records, START) && !strstr(rows[i].records, CASE);
	ATF_CHECK_STREQ_MSG(runs ? "close_unread_data_v4" : "", verdict.running, "%s", what);
	record_free(&records);
}

ATF_TC_WITHOUT_HEAD(each_end_of_a_guest_has_its_verdict);
ATF_TC_BODY(each_end_of_a_guest_has_its_verdict, tc)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		check_row(i);
}

ATF_TC_WITHOUT_HEAD(splats_are_told_from_other_lines);
ATF_TC_BODY(splats_are_told_from_other_lines, tc)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lines); i++)
		ATF_CHECK_INTEQ_MSG(lines[i].splat, console_line_is_splat(lines[i].line), "%s",
				    lines[i].line);
}

/* A stream arrives in pieces of any size, and a dying kernel may not finish its last line. */
ATF_TC_WITHOUT_HEAD(the_console_is_read_in_pieces_of_any_size);
ATF_TC_BODY(the_console_is_read_in_pieces_of_any_size, tc)
{
	static const char text[] = OOPS
		"[    2.6] RIP: 0010:tcp_close+0x1\r\n[    2.7] Kernel panic - not syncing: x";
	static struct console console;
	size_t i;

	for (i = 0; i < sizeof(text) - 1; i++)
		console_feed(&console, text + i, 1);
	ATF_CHECK(!console.panicked);
	console_finish(&console);
	ATF_CHECK(console.panicked);
	ATF_CHECK_STREQ("BUG: kernel NULL pointer dereference, address: 0000000000000008",
			console.splat);
	CHECK_HAS("RIP: 0010:tcp_close+0x1\n", console.text);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, each_end_of_a_guest_has_its_verdict);
	ATF_TP_ADD_TC(tp, splats_are_told_from_other_lines);
	ATF_TP_ADD_TC(tp, the_console_is_read_in_pieces_of_any_size);
	return atf_no_error();
}
