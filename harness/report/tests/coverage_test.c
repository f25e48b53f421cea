// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which calls were reached, which cannot be, which are open; and what changed between two kernels.
 */
#include "harness/report/coverage.h"

#include <string.h>

#include "harness/base/tests/check.h"

#define SITE(site, kind, emitter) \
	"{\"site\":\"" site "\",\"kind\":\"" kind "\",\"emitter\":\"" emitter "\"}"

static json_t *parse(const char *text)
{
	json_t *document = json_loads(text, 0, NULL);

	CHECK(document);
	return document;
}

/* clang-format off */
static json_t *results(const char *release)
{
	json_t *document = parse(
		"{\"kernel\":{\"sites\":["
		SITE("tcp_disconnect+0x10", "call", "tcp_send_active_reset") ","
		SITE("tcp_new_path+0x20", "call", "tcp_send_active_reset") ","
		SITE("tcp_v4_rcv+0x30", "call", "tcp_v4_send_reset") ","
		SITE("tcp_v4_rcv+0x40", "call", "tcp_v4_send_reset") ","
		SITE("reject_tg+0x50", "call", "nf_send_reset") ","
		SITE("tcp_v4_do_rcv+0x60", "tail jump", "tcp_v4_send_reset") ","
		SITE("tcp_out_of_resources+0x70", "call", "tcp_send_active_reset") ","
		SITE("tcp_v6_rcv+0x80", "call", "tcp_v6_send_reset") ","
		SITE("tcp_v6_rcv+0x90", "call", "tcp_v6_send_reset")
		"]},\"cases\":["
		"{\"case\":\"a_v4\",\"sites\":[\"tcp_disconnect+0x10\"]},"
		"{\"case\":\"b_v4\",\"sites\":[\"tcp_v4_rcv+0x40\",\"tcp_check_req+0x5\"]}]}");

	json_object_set_new(json_object_get(document, "kernel"), "release", json_string(release));
	return document;
}
/* clang-format on */

static void is(const struct coverage *coverage, size_t index, enum coverage_state state,
	       const char *begins)
{
	char text[400];

	CHECK(coverage_state(coverage, index) == state);
	coverage_describe(coverage, index, text, sizeof(text));
	text[strlen(begins)] = '\0';
	CHECK_TEXT(begins, text);
}

static void test_counts(void)
{
	json_t *document = results("6.18.44");
	struct coverage coverage;

	CHECK(coverage_make(&coverage, document, NULL));
	/* tcp_check_req() called by pointer. */
	CHECK(coverage.reached == 3 && coverage.open == 2);
	CHECK(coverage.explained[UNREACHABLE] == 2 && coverage.explained[GUEST_ONLY] == 1 &&
	      !coverage.explained[UNTRACED_CALL]);
	is(&coverage, 0, COVERAGE_REACHED, "1 cases");
	is(&coverage, 1, COVERAGE_OPEN, "UNCOVERED");
	is(&coverage, 2, COVERAGE_EXPLAINED, "unreachable: tcp_child_process()");
	is(&coverage, 4, COVERAGE_SILENT, "has no event");
	is(&coverage, 5, COVERAGE_SILENT, "seen at its callers");
	is(&coverage, 6, COVERAGE_EXPLAINED, "only in a guest: needs a global limit");
	is(&coverage, 7, COVERAGE_EXPLAINED, "unreachable: as tcp_v4_rcv");
	is(&coverage, 8, COVERAGE_OPEN, "UNCOVERED");
	coverage_free(&coverage);
	json_decref(document);
}

/* Before 6.10 three calls of a function have no event, beside the one that cannot be. */
static void test_old(void)
{
	json_t *document = results("6.1.170");
	struct coverage coverage;

	CHECK(coverage_make(&coverage, document, NULL));
	CHECK(coverage.open == 1 && coverage.explained[UNTRACED_CALL] == 1);
	is(&coverage, 8, COVERAGE_EXPLAINED, "not traced: as tcp_v4_rcv");
	coverage_free(&coverage);
	json_decref(document);
}

static void test_no_list(void)
{
	json_t *document = parse("{\"kernel\":{\"release\":\"6.18.44\"},\"cases\":[]}");
	struct coverage coverage;

	CHECK(!coverage_make(&coverage, document, NULL));
	json_decref(document);
}

static void test_changes(void)
{
	json_t *base = parse("[" SITE("f+0x1", "call", "e") "," SITE(
		"f+0x2", "pointer", "e") "," SITE("g.isra.0+0x1", "call", "e") "]");
	json_t *head = parse("[" SITE("f+0x9", "call", "e") "," SITE(
		"f+0x11", "call", "e") "," SITE("g+0x2", "call", "e") "]");
	json_t *changes = coverage_changes(base, head);
	char *text = json_dumps(changes, JSON_COMPACT | JSON_SORT_KEYS);

	CHECK_TEXT("[{\"base\":1,\"emitter\":\"e\",\"function\":\"f\",\"head\":2}]", text);
	free(text);
	json_decref(changes);
	changes = coverage_changes(base, NULL);
	CHECK(!json_array_size(changes));
	json_decref(changes);
	json_decref(base);
	json_decref(head);
}

int main(void)
{
	test_counts();
	test_old();
	test_no_list();
	test_changes();
	return 0;
}
