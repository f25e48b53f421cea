// SPDX-License-Identifier: GPL-2.0-only
/*
 * Boot kernels and run one command of the host in each:
 *	guest_boot [-a WORDS] [-b BOOT_SECONDS] [-i IDLE_SECONDS] [-l LOGS] [-m MODULES] [-vVOTK]
 * KERNEL... -- COMMAND [ARGUMENT]... Prints a line per kernel; exit status 0 if all ended with OK
 * and status 0.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/guest/boot/guest.h"

#define KERNELS_MAX 64

static void record_print(const json_t *record, const char *text, void *data)
{
	(void)record;
	printf("%s: %s\n", (const char *)data, text);
}

static void verdict_print(const char *kernel, const struct guest_verdict *verdict)
{
	printf("%-10s %-8s status %d  boot %u ms  total %u ms  cpu %u ms  %s %s %s%s%s%s%s%s%s\n",
	       kernel, guest_result_name(verdict->result), verdict->status, verdict->boot_ms,
	       verdict->total_ms, verdict->cpu_ms, verdict->release, verdict->machine,
	       verdict->accel, *verdict->why ? "  " : "", verdict->why,
	       *verdict->why && *verdict->running ? ", while running: " : "",
	       *verdict->why ? verdict->running : "", *verdict->note ? "  " : "", verdict->note);
	fflush(stdout);
}

struct run {
	struct guest_options options;
	struct guest_file file;
	const char *const *command;
	const char *logs;
	bool verbose;
};

static int one_run(const struct run *run, const char *kernel)
{
	static const char *const environment[] = { "PATH=/usr/sbin:/usr/bin:/sbin:/bin", NULL };
	const struct guest_callbacks callbacks = {
		.record = run->verbose ? record_print : NULL,
		.data = (void *)kernel,
	};
	struct guest_options options = run->options;
	static struct guest_verdict verdict;
	char log[4096];
	struct why why;
	int err;

	options.kernel = kernel;
	options.files = &run->file;
	options.file_count = 1;
	options.command = run->command;
	options.environment = environment;
	if (run->logs) {
		snprintf(log, sizeof(log), "%s/%s.console", run->logs,
			 strrchr(kernel, '/') ? strrchr(kernel, '/') + 1 : kernel);
		options.console_log = log;
	}
	err = guest_run(&options, &callbacks, &verdict, &why);
	if (err) {
		fprintf(stderr, "%s: %s\n", kernel, why.text);
		return 2;
	}
	verdict_print(kernel, &verdict);
	if (run->verbose && *verdict.splat)
		printf("%s", verdict.splat);
	return verdict.result != GUEST_OK || verdict.status;
}

int main(int argc, char *argv[])
{
	struct run run = { .options = { .accel = GUEST_ACCEL_AUTO } };
	const char *kernels[KERNELS_MAX];
	static char program[4096]; /* argv points to it */
	int option, count = 0, failed = 0, i;

	while ((option = getopt(argc, argv, "+a:b:i:l:m:vVOTK")) != -1) {
		switch (option) {
		case 'a':
			run.options.append = optarg;
			break;
		case 'b':
			run.options.boot_seconds = atoi(optarg);
			break;
		case 'i':
			run.options.idle_seconds = atoi(optarg);
			break;
		case 'l':
			run.logs = optarg;
			break;
		case 'm':
			run.options.modules = optarg;
			break;
		case 'v':
			run.verbose = true;
			break;
		case 'V':
			run.options.virtual_clock = true;
			break;
		case 'O':
			run.options.offline = true;
			break;
		case 'T':
			run.options.accel = GUEST_ACCEL_TCG;
			break;
		case 'K':
			run.options.accel = GUEST_ACCEL_KVM;
			break;
		default:
			return 2;
		}
	}
	for (; optind < argc && strcmp(argv[optind], "--") && count < KERNELS_MAX; optind++)
		kernels[count++] = argv[optind];
	if (!count || optind + 1 >= argc) {
		fprintf(stderr, "usage: guest_boot [OPTION]... KERNEL... -- COMMAND...\n");
		return 2;
	}
	run.file.from = argv[optind + 1];
	snprintf(program, sizeof(program), "/bin/%s", basename(argv[optind + 1]));
	run.file.to = argv[optind + 1] = program;
	run.command = (const char *const *)&argv[optind + 1];
	for (i = 0; i < count; i++)
		failed |= one_run(&run, kernels[i]);
	return failed ? 1 : 0;
}
