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

static json_t *results(void)
{
	return parse("{\"kernel\":{\"release\":\"6.18.44\",\"sites\":[" SITE("tcp_disconnect+0x10", "call", "tcp_send_active_reset") "," SITE(
		"tcp_new_path+0x20", "call",
		"tcp_send_active_reset") "," SITE("tcp_v4_rcv+0x30", "call",
						  "tcp_v4_send_reset") "," SITE("tcp_v4_"
										"rcv+0x40",
										"call",
										"tcp_v4_"
										"send_"
										"reset") "," SITE("reject_tg+0x50",
												  "call",
												  "nf_send_reset") "," SITE("tcp_v4_do_rcv+0x60",
															    "tail jump",
															    "tcp_v4_send_reset") "]},"
																		 "\"cases\":[{\"case\":\"a_v4\",\"sites\":[\"tcp_disconnect+0x10\"]},"
																		 "{\"case\":\"b_v4\",\"sites\":[\"tcp_v4_rcv+0x40\",\"tcp_check_req+0x5\"]}]}");
}

static void test_counts(void)
{
	json_t *document = results();
	struct coverage coverage;
	char says[400];

	CHECK(coverage_make(&coverage, document, NULL));
	/* tcp_check_req() called by pointer. */
	CHECK(coverage.reached == 3 && coverage.open == 1 && coverage.proven == 1);
	coverage_tell(&coverage, 0, says, sizeof(says));
	CHECK_TEXT("1 cases", says);
	coverage_tell(&coverage, 1, says, sizeof(says));
	CHECK_TEXT(COVERAGE_OPEN, says);
	coverage_tell(&coverage, 2, says, sizeof(says));
	CHECK(!strncmp(says, "proof: tcp_child_process()", 26));
	coverage_tell(&coverage, 4, says, sizeof(says));
	CHECK_TEXT("not traced", says);
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
	test_no_list();
	test_changes();
	return 0;
}
