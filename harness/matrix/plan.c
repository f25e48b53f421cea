// SPDX-License-Identifier: GPL-2.0-only
#include "harness/matrix/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/array.h"
#include "harness/guest/boot/console.h"
#include "harness/guest/boot/guest.h"
#include "harness/judge/case.h"
#include "harness/judge/result.h"
#include "harness/suite/tables.h"

#define NAME_SIZE 80
#define STRIKES_MAX 2 /* guests in a row that brought nothing */
#define CONSOLE_LINES 60 /* of a crash, that are kept */

enum plan_state { PLAN_PENDING, PLAN_SUSPECT, PLAN_DONE };

struct plan_case {
	char name[NAME_SIZE];
	struct scenario scenario;
	int family;
	enum plan_state state;
	bool in_boot;
	json_t *document;
};

struct plan {
	struct plan_options options;
	struct plan_case *cases;
	size_t count, done;
	size_t done_before; /* this boot */
	unsigned int strikes;
	char complaint[512]; /* of the kernel, that no case is blamed for */
	json_t *index; /* name to number */
	bool incomplete; /* no memory for all cases */
};

static void case_add(const struct table_case *one, void *data)
{
	struct plan *plan = data;

	if (!tables_match(one->scenario, one->name, plan->options.globs, plan->options.count))
		return;
	if (array_grow(plan->cases, plan->count)) {
		plan->incomplete = true;
		return;
	}
	plan->cases[plan->count] = (struct plan_case){
		.scenario = *one->scenario,
		.family = one->family,
	};
	snprintf(plan->cases[plan->count].name, NAME_SIZE, "%s", one->name);
	json_object_set_new(plan->index, one->name, json_integer(plan->count++));
}

struct plan *plan_new(const struct plan_options *options)
{
	struct plan *plan = calloc(1, sizeof(*plan));

	if (!plan)
		return NULL;
	plan->options = *options;
	plan->index = json_object();
	tables_each_case(case_add, plan);
	if (!plan->incomplete)
		return plan;
	plan_free(plan);
	return NULL;
}

void plan_free(struct plan *plan)
{
	size_t i;

	if (!plan)
		return;
	for (i = 0; i < plan->count; i++)
		json_decref(plan->cases[i].document);
	json_decref(plan->index);
	free(plan->cases);
	free(plan);
}

size_t plan_count(const struct plan *plan)
{
	return plan->count;
}

size_t plan_done(const struct plan *plan)
{
	return plan->done;
}

static struct plan_case *case_find(const struct plan *plan, const char *name)
{
	const json_t *number = name ? json_object_get(plan->index, name) : NULL;

	return number ? &plan->cases[json_integer_value(number)] : NULL;
}

static bool is_slow(const struct plan *plan, const struct plan_case *one)
{
	return plan->options.slow && one->scenario.needs.class == CLASS_SLOW;
}

/* Puts all cases of one kind into the boot. */
static size_t boot_fill(struct plan *plan, struct plan_boot *boot, enum plan_state state, bool slow)
{
	size_t length = 0;
	FILE *stream = open_memstream(&boot->cases, &length);
	int timeout;
	size_t i;

	boot->count = 0;
	boot->timeout = 0;
	for (i = 0; stream && i < plan->count; i++) {
		plan->cases[i].in_boot = plan->cases[i].state == state &&
					 is_slow(plan, &plan->cases[i]) == slow;
		if (!plan->cases[i].in_boot)
			continue;
		fprintf(stream, "%s\n", plan->cases[i].name);
		boot->count++;
		timeout = case_timeout(&plan->cases[i].scenario);
		if (timeout > boot->timeout)
			boot->timeout = timeout;
	}
	if (stream)
		fclose(stream);
	if (!boot->count) {
		free(boot->cases);
		boot->cases = NULL;
	}
	return boot->count;
}

bool plan_next(struct plan *plan, struct plan_boot *boot)
{
	static const struct {
		enum plan_state state;
		bool slow;
	} order[] = {
		{ PLAN_SUSPECT, false },
		{ PLAN_PENDING, false },
		{ PLAN_SUSPECT, true },
		{ PLAN_PENDING, true },
	};
	size_t i;

	*boot = (struct plan_boot){ .cases = NULL };
	plan->done_before = plan->done;
	for (i = 0; i < ARRAY_SIZE(order); i++) {
		if (!boot_fill(plan, boot, order[i].state, order[i].slow))
			continue;
		boot->one_by_one = order[i].state == PLAN_SUSPECT;
		boot->slow = order[i].slow;
		boot->virtual_clock = plan->options.all_virtual ||
				      (order[i].slow && plan->options.virtual_clock);
		return true;
	}
	return false;
}

static void case_done(struct plan *plan, struct plan_case *one, json_t *document)
{
	plan->done += one->state != PLAN_DONE;
	one->state = PLAN_DONE;
	json_decref(one->document);
	one->document = document;
}

json_t *plan_take(struct plan *plan, const struct plan_boot *boot, const json_t *document)
{
	struct plan_case *one = case_find(plan,
					  json_string_value(json_object_get(document, "case")));
	json_t *copy;

	if (!one)
		return NULL;
	copy = json_deep_copy(document);
	if (!plan->options.verbose)
		json_object_del(copy, "detail");
	if (boot->virtual_clock)
		json_object_set_new(copy, "clock", json_string("virtual"));
	case_done(plan, one, copy);
	return copy;
}

void plan_restore(struct plan *plan, json_t *document)
{
	struct plan_case *one = case_find(plan,
					  json_string_value(json_object_get(document, "case")));

	if (one)
		case_done(plan, one, json_incref(document));
}

static json_t *console_lines(const char *splat)
{
	json_t *lines = json_array();
	const char *end;
	char line[512];

	for (; *splat && json_array_size(lines) < CONSOLE_LINES; splat = *end ? end + 1 : end) {
		end = strchrnul(splat, '\n');
		snprintf(line, sizeof(line), "%.*s", (int)(end - splat), splat);
		line[strcspn(line, "\r")] = '\0';
		json_array_append_new(lines, json_string(console_line_body(line)));
	}
	return lines;
}

static enum verdict verdict_of(enum guest_result result)
{
	return result == GUEST_CRASH	 ? VERDICT_CRASH
	       : result == GUEST_TIMEOUT ? VERDICT_TIMEOUT
					 : VERDICT_INFRA;
}

/* Gives a case the verdict of its guest. */
static json_t *case_blame(struct plan *plan, struct plan_case *one, const struct plan_boot *boot,
			  const struct guest_verdict *verdict)
{
	json_t *document = result_new(&one->scenario, one->name, one->family);

	result_finish(document, verdict_of(verdict->result),
		      *verdict->why ? verdict->why : "the guest ended before this case", NULL);
	if (*verdict->splat)
		json_object_set_new(document, "console", console_lines(verdict->splat));
	if (boot->virtual_clock)
		json_object_set_new(document, "clock", json_string("virtual"));
	case_done(plan, one, document);
	return document;
}

static size_t count_words(const char *text)
{
	size_t count = *text != '\0';

	while ((text = strchr(text, ' '))) {
		text++;
		count++;
	}
	return count;
}

/* The cases that were running: blamed if there is but one, else suspects. */
static void running_judge(struct plan *plan, const struct plan_boot *boot,
			  const struct guest_verdict *verdict,
			  void (*each)(json_t *document, void *data), void *data)
{
	bool one_only = count_words(verdict->running) == 1;
	char running[sizeof(verdict->running)];
	struct plan_case *one;
	char *name, *rest;

	snprintf(running, sizeof(running), "%s", verdict->running);
	if (!*plan->complaint)
		snprintf(plan->complaint, sizeof(plan->complaint), "%s", verdict->why);
	for (name = strtok_r(running, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
		one = case_find(plan, name);
		if (!one)
			continue;
		if (one_only) {
			*plan->complaint = '\0';
			each(case_blame(plan, one, boot, verdict), data);
			continue;
		}
		plan->done -= one->state == PLAN_DONE;
		one->state = PLAN_SUSPECT;
		plan->strikes = 0;
	}
}

void plan_conclude(struct plan *plan, const struct plan_boot *boot,
		   const struct guest_verdict *verdict, void (*each)(json_t *document, void *data),
		   void *data)
{
	size_t i;

	if (verdict->result == GUEST_CANCELLED)
		return;
	if (verdict->result == GUEST_CRASH || verdict->result == GUEST_TIMEOUT)
		running_judge(plan, boot, verdict, each, data);
	if (plan->done > plan->done_before)
		plan->strikes = 0;
	else
		plan->strikes++;
	/* The guest library has tried a kernel that does not boot on both machine types. */
	if (plan->strikes < STRIKES_MAX && verdict->result != GUEST_INFRA)
		return;
	plan->strikes = 0;
	for (i = 0; i < plan->count; i++)
		if (plan->cases[i].in_boot && plan->cases[i].state != PLAN_DONE)
			each(case_blame(plan, &plan->cases[i], boot, verdict), data);
}

const char *plan_complaint(const struct plan *plan)
{
	return plan->complaint;
}

void plan_each(const struct plan *plan, void (*each)(json_t *document, void *data), void *data)
{
	size_t i;

	for (i = 0; i < plan->count; i++)
		if (plan->cases[i].document)
			each(plan->cases[i].document, data);
}
