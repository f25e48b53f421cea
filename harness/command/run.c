// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <jansson.h>
#include <libgen.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "harness/command/kyua.h"
#include "harness/command/progress.h"
#include "harness/command/requirements.h"
#include "harness/command/subcommand.h"
#include "harness/command/tables.h"
#include "harness/command/timing.h"
#include "harness/judge/outcome.h"
#include "harness/judge/result.h"
#include "harness/judge/results.h"
#include "harness/observe/facts.h"
#include "harness/observe/trace.h"
#include "harness/program.h"

#define NAME_SIZE 80
#define VARIABLES_MAX 8
#define FILTER_SIZE 160
#define DOCUMENT_MAX (1 << 20)
#define PARALLEL_DEFAULT 8

/* No namespace has this inode number: a tracer that sees nothing. */
#define NO_NETNS 1

static const char options_text[] =
	"  GLOB           names of cases or ids of paths, with * and ?\n"
	"  -4, -6         one address family only\n"
	"  -j N           cases side by side (default 8: they wait more than they work)\n"
	"  -o FILE        write the result file\n"
	"  --verbose      the exchange, events with stacks and counters of every case\n"
	"  --pcap DIR     keep a capture of every case, with the events as packet comments\n"
	"  --repeat N     run everything N times\n"
	"  --until-fail   repeat until a case fails\n"
	"  --time-scale N multiply every deadline, for slow machines\n"
	"  --guest        allow cases that change global limits (only in a virtual machine)\n"
	"  --slow         run the cases that wait 60 s and more too\n"
	"  --timing       what a case costs, and which part of it\n";

struct run {
	int family; /* 0: both */
	int parallel;
	int repeat;
	bool until_fail, verbose, guest, slow;
	const char *output, *pcap;
	int time_scale;
	char *const *globs;
	int count;

	char folder[4096]; /* of the programs */
	char report[64];   /* abstract socket */
	int socket;
	char **filters;
	size_t filters_count;
	json_t *results;
	json_t *documents; /* by case: what came over the socket and Kyua has not confirmed */
	struct progress progress;
	struct timing *timing; /* NULL: not asked for */
};

static int parse(struct run *run, int argc, char **argv)
{
	static const struct option options[] = {
		{ "verbose", no_argument, NULL, 'v' },
		{ "pcap", required_argument, NULL, 'p' },
		{ "repeat", required_argument, NULL, 'r' },
		{ "until-fail", no_argument, NULL, 'u' },
		{ "time-scale", required_argument, NULL, 't' },
		{ "guest", no_argument, NULL, 'g' },
		{ "slow", no_argument, NULL, 's' },
		{ "timing", no_argument, NULL, 'm' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	*run = (struct run){ .parallel = PARALLEL_DEFAULT, .repeat = 1, .time_scale = 1 };
	while ((option = getopt_long(argc, argv, "46j:o:h", options, NULL)) != -1) {
		switch (option) {
		case '4':
		case '6':
			run->family = option == '4' ? AF_INET : AF_INET6;
			break;
		case 'j':
			run->parallel = atoi(optarg);
			break;
		case 'o':
			run->output = optarg;
			break;
		case 'v':
			run->verbose = true;
			break;
		case 'p':
			run->pcap = optarg;
			break;
		case 'r':
			run->repeat = atoi(optarg);
			break;
		case 'u':
			run->until_fail = true;
			break;
		case 't':
			run->time_scale = atoi(optarg);
			break;
		case 'g':
			run->guest = true;
			break;
		case 's':
			run->slow = true;
			break;
		case 'm':
			run->timing = run->timing ? run->timing : timing_new();
			break;
		default:
			return usage("run", options_text, option) + 1;
		}
	}
	if (run->parallel < 1 || run->repeat < 1 || run->time_scale < 1)
		return impossible("-j, --repeat and --time-scale take a whole number from 1 on") +
		       1;
	run->globs = argv + optind;
	run->count = argc - optind;
	return 0;
}

/* Fills run->filters with "program:case" of every case that is meant. */
static bool select_cases(struct run *run)
{
	static const int families[] = { AF_INET, AF_INET6 };
	const struct scenario_file *file;
	char name[NAME_SIZE];
	size_t i, j, k;

	for (i = 0; i < scenario_file_count; i++)
		run->filters_count += 2 * scenario_files[i]->count;
	run->filters = calloc(run->filters_count + 1, sizeof(*run->filters));
	run->filters_count = 0;
	for (i = 0; run->filters && i < scenario_file_count; i++) {
		file = scenario_files[i];
		for (j = 0; j < file->count; j++) {
			for (k = 0; k < 2; k++) {
				program_case_name(&file->scenarios[j], families[k], name,
						  sizeof(name));
				if (!program_has_family(&file->scenarios[j], families[k]) ||
				    (run->family && run->family != families[k]) ||
				    !tables_match(&file->scenarios[j], name, run->globs,
						  run->count))
					continue;
				if (asprintf(&run->filters[run->filters_count++], "%s_test:%s",
					     file->name, name) < 0)
					return false;
			}
		}
	}
	return run->filters_count > 0;
}

static int open_report(struct run *run)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int bytes = 4 << 20;

	snprintf(run->report, sizeof(run->report), "rstlab-%d", getpid());
	memcpy(address.sun_path + 1, run->report, strlen(run->report));
	run->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (run->socket < 0 ||
	    bind(run->socket, (struct sockaddr *)&address,
		 offsetof(struct sockaddr_un, sun_path) + 1 + strlen(run->report)))
		return -errno;
	setsockopt(run->socket, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes));
	return 0;
}

/* Takes the documents that have come. */
static void take_documents(struct run *run)
{
	static char text[DOCUMENT_MAX];
	const char *name;
	json_t *document;
	ssize_t length;

	while ((length = recv(run->socket, text, sizeof(text), 0)) > 0) {
		document = json_loadb(text, length, 0, NULL);
		name = json_string_value(json_object_get(document, "case"));
		if (name)
			json_object_set_new(run->documents, name, document);
	}
}

static const struct scenario *find_scenario(const char *case_name, int *family)
{
	static const int families[] = { AF_INET, AF_INET6 };
	char name[NAME_SIZE];
	size_t i, j, k;

	for (i = 0; i < scenario_file_count; i++)
		for (j = 0; j < scenario_files[i]->count; j++)
			for (k = 0; k < 2; k++)
				if (!strcmp(program_case_name(&scenario_files[i]->scenarios[j],
							      families[k], name, sizeof(name)),
					    case_name)) {
					*family = families[k];
					return &scenario_files[i]->scenarios[j];
				}
	return NULL;
}

/* A case that ended without telling: its program died, or took too long. */
static json_t *silent_document(const struct kyua_line *line)
{
	bool late = strstr(line->reason, "timed out") != NULL;
	const struct scenario *scenario;
	json_t *document;
	int family;

	scenario = find_scenario(line->name, &family);
	if (!scenario)
		return NULL;
	document = result_new(scenario, line->name, family);
	result_finish(document, late ? "TIMEOUT" : "INFRA", line->reason, NULL);
	return document;
}

/* Kyua has the last word: it sees a program that dies after its report, and an expected failure. */
static void reconcile(json_t *document, const struct kyua_line *line)
{
	const char *verdict = json_string_value(json_object_get(document, "verdict"));
	json_t *known;

	if (!strcmp(line->result, "expected_failure")) {
		known = json_sprintf("known deviation: %s (%s)",
				     json_string_value(json_object_get(document, "deviation")),
				     json_string_value(json_object_get(document, "why")));
		result_finish(document, "PASS", json_string_value(known), NULL);
		json_decref(known);
	} else if (!strcmp(verdict, "PASS") && strcmp(line->result, "passed")) {
		result_finish(document, strcmp(line->result, "failed") ? "INFRA" : "FAIL",
			      line->reason, NULL);
	}
}

static void case_ended(struct run *run, const struct kyua_line *line)
{
	json_t *document;

	take_documents(run);
	document = json_incref(json_object_get(run->documents, line->name));
	json_object_del(run->documents, line->name);
	if (document)
		reconcile(document, line);
	else
		document = silent_document(line);
	if (!document)
		return;
	progress_case(&run->progress, document);
	timing_case(run->timing, document, line->seconds);
	if (run->verbose)
		result_print(document, stdout);
	json_object_del(document, "detail");
	results_add(run->results, document);
}

/* Reads Kyua's lines and the cases' documents until Kyua closes its output. */
static void follow(struct run *run, struct kyua *kyua, char *last, size_t size)
{
	struct pollfd ready[] = {
		{ .fd = kyua->output, .events = POLLIN },
		{ .fd = run->socket, .events = POLLIN },
	};
	FILE *output = fdopen(dup(kyua->output), "re");
	struct kyua_line parsed;
	char *line = NULL;
	size_t room = 0;

	/* One line is there whenever poll says so: Kyua writes them whole. */
	setvbuf(output, NULL, _IONBF, 0);
	for (;;) {
		if (poll(ready, 2, -1) < 0 && errno != EINTR)
			break;
		if (ready[1].revents)
			take_documents(run);
		if (!ready[0].revents)
			continue;
		if (getline(&line, &room, output) < 0)
			break;
		line[strcspn(line, "\n")] = '\0';
		if (kyua_parse(line, &parsed))
			case_ended(run, &parsed);
		else if (*line)
			snprintf(last, size, "%s", line);
	}
	free(line);
	fclose(output);
}

static int run_once(struct run *run)
{
	char values[VARIABLES_MAX][FILTER_SIZE];
	const char *variables[VARIABLES_MAX + 1] = { 0 };
	char last[512] = "";
	struct kyua kyua;
	size_t n = 0;
	int status;

#define VARIABLE(...)                                                         \
	(snprintf(values[n], FILTER_SIZE, "test_suites.rstlab." __VA_ARGS__), \
	 variables[n] = values[n], n++)
	VARIABLE("report=%s", run->report);
	VARIABLE("time_scale=%d", run->time_scale);
	if (run->pcap)
		VARIABLE("pcap=%s", run->pcap);
	if (run->guest)
		VARIABLE("guest=yes");
	if (run->slow)
		VARIABLE("slow=yes");
#undef VARIABLE
	status = kyua_start(&kyua, run->folder, run->parallel, variables,
			    (const char *const *)run->filters);
	if (status)
		return impossible("cannot start kyua: %s", strerror(-status));
	follow(run, &kyua, last, sizeof(last));
	status = kyua_finish(&kyua);
	if (status > 1)
		return impossible("kyua ended with %d: %s", status, last);
	return 0;
}

static int run_all(struct run *run)
{
	int error;
	int i;

	for (i = 0; i < run->repeat || run->until_fail; i++) {
		error = run_once(run);
		if (error)
			return error;
		if (run->until_fail && run->progress.failed)
			break;
	}
	results_finish(run->results);
	progress_end(&run->progress, run->results);
	timing_print(run->timing);
	if (run->output) {
		error = results_save(run->results, run->output);
		if (error)
			return impossible("cannot write %s: %s; nothing was changed", run->output,
					  strerror(-error));
	}
	if (run->progress.failed)
		return EXIT_DIFFERENT;
	if (!run->progress.ran)
		return impossible("nothing ran: every case was skipped, see above");
	return EXIT_AS_EXPECTED;
}

static int prepare(struct run *run, struct facts **facts, struct trace **anchor)
{
	char why[512];
	const char *unknown;
	char path[4096];
	ssize_t length;
	int error;

	unknown = tables_unknown(run->globs, run->count, why, sizeof(why));
	if (unknown)
		return impossible("no case or path '%s'; the nearest are %s", unknown, why);
	if (!select_cases(run))
		return impossible("no case is left: both families were excluded");
	if (requirements_check(why, sizeof(why)))
		return impossible("%s", why);
	if (run->output && requirements_writable(run->output, why, sizeof(why)))
		return impossible("%s", why);
	if (run->pcap && access(run->pcap, W_OK))
		return impossible("cannot write captures into %s: %s; make that folder first",
				  run->pcap, strerror(errno));
	length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	path[length > 0 ? length : 0] = '\0';
	snprintf(run->folder, sizeof(run->folder), "%s", dirname(path));
	if (facts_open(facts, why, sizeof(why)) ||
	    /* While one probe stays attached the next attaches at once, not after a grace period.
	     */
	    trace_open(anchor, *facts, NO_NETNS, why, sizeof(why)))
		return impossible("%s", why);
	error = open_report(run);
	if (error)
		return impossible("cannot open a socket: %s", strerror(-error));
	return 0;
}

int run_main(int argc, char **argv)
{
	struct trace *anchor = NULL;
	struct facts *facts = NULL;
	struct run run;
	int status;
	size_t i;

	status = parse(&run, argc, argv);
	if (status)
		return status - 1;
	status = prepare(&run, &facts, &anchor);
	if (!status) {
		run.results = results_new();
		run.documents = json_object();
		progress_start(&run.progress, run.filters_count * run.repeat);
		status = run_all(&run);
		json_decref(run.results);
		json_decref(run.documents);
	}
	timing_free(run.timing);
	trace_close(anchor);
	facts_close(facts);
	for (i = 0; i < run.filters_count; i++)
		free(run.filters[i]);
	free(run.filters);
	return status;
}
