// SPDX-License-Identifier: GPL-2.0-only
/* The document of a case: what is in it, what a reader sees of it, and that it arrives. */
#include "harness/judge/result.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/tests/check.h"
#include "harness/observe/facts.h"
#include "harness/observe/symbols.h"
#include "harness/observe/wire.h"
#include "harness/world/test.h"

static const struct scenario scenario = { .id = "one-reset", .section = SECTION_CLOSE_UNREAD };

static json_t *fresh(void)
{
	return result_new(&scenario, "one_reset_v6", AF_INET6);
}

static const char *text(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value ? value : "(none)";
}

ATF_TC_WITHOUT_HEAD(identity_is_that_of_the_row);
ATF_TC_BODY(identity_is_that_of_the_row, tc)
{
	json_t *result = fresh();

	ATF_CHECK_STREQ("one_reset_v6", text(result, "case"));
	ATF_CHECK_STREQ("one-reset", text(result, "path"));
	ATF_CHECK_STREQ("ipv6", text(result, "family"));
	ATF_CHECK_STREQ("1.1", text(result, "section"));
	ATF_REQUIRE(!json_object_get(result, "verdict"));
	json_decref(result);
}

static void finishes(enum verdict verdict, const char *word)
{
	json_t *result = fresh();

	result_finish(result, verdict, "a line", NULL);
	ATF_CHECK_STREQ(word, text(result, "verdict"));
	ATF_CHECK_STREQ("a line", text(result, "why"));
	json_decref(result);
}

ATF_TC_WITHOUT_HEAD(verdicts_have_their_word);
/* A known deviation passes: the key "deviation" tells it from others. */
ATF_TC_BODY(verdicts_have_their_word, tc)
{
	finishes(VERDICT_PASS, "PASS");
	finishes(VERDICT_KNOWN, "PASS");
	finishes(VERDICT_FAIL, "FAIL");
	finishes(VERDICT_NA, "N/A");
	finishes(VERDICT_TIMEOUT, "TIMEOUT");
}

static struct outcome outcome_of(const char *wire)
{
	struct outcome outcome = { .count = 1, .mib = "none", .error = "none", .received = "0" };

	snprintf(outcome.rst[0].wire, sizeof(outcome.rst[0].wire), "%s", wire);
	snprintf(outcome.rst[0].reason, sizeof(outcome.rst[0].reason), "TCP_STATE");
	return outcome;
}

static char *printed(const json_t *result)
{
	char *data = NULL;
	size_t size;
	FILE *stream = open_memstream(&data, &size);

	ATF_REQUIRE(stream);
	result_print(result, stream);
	ATF_REQUIRE(!fclose(stream));
	return data;
}

ATF_TC_WITHOUT_HEAD(what_varies_is_shown_and_not_kept);
/* What differs from run to run is for the reader, and not for the file. */
ATF_TC_BODY(what_varies_is_shown_and_not_kept, tc)
{
	struct outcome expected = outcome_of("R 1:1(0) <TS val * ecr 5>");
	struct outcome observed = outcome_of("R 1:1(0) <TS val 77 ecr 5>");
	json_t *result = fresh();
	char *out;

	result_outcome(result, "expected", &expected);
	result_seen(result, &observed);
	outcome_settle(&expected, &observed);
	result_outcome(result, "observed", &observed);
	ATF_CHECK_STREQ("R 1:1(0) <TS val * ecr 5>",
			text(json_object_get(result, "observed"), "wire"));
	out = printed(result);
	ATF_REQUIRE(strstr(out, "expected  wire    R 1:1(0) <TS val * ecr 5>\n"));
	ATF_REQUIRE(strstr(out, "observed  wire    R 1:1(0) <TS val 77 ecr 5>\n"));
	ATF_REQUIRE(strstr(out, "observed  reason  TCP_STATE\n"));
	free(out);
	/* Of a document without detail the file's text is all there is. */
	json_object_del(result, "detail");
	out = printed(result);
	ATF_REQUIRE(strstr(out, "observed  wire    R 1:1(0) <TS val * ecr 5>\n"));
	free(out);
	json_decref(result);
}

static void write_file(const char *folder, const char *name, const char *content)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	ATF_REQUIRE(file && fputs(content, file) >= 0 && !fclose(file));
}

static struct facts *make_facts(void)
{
	char folder[] = "/tmp/result_test.XXXXXX";
	char symbols[256], kallsyms[256];
	static const char *const files[] = { "symbols", "kallsyms", "kernel.json" };
	struct facts *facts;
	size_t i;

	ATF_REQUIRE(mkdtemp(folder));
	write_file(folder, "kallsyms",
		   "ffffffff81001000 T tcp_send_active_reset\n"
		   "ffffffff81002000 t __tcp_close\n"
		   "ffffffff81003000 T _etext\n");
	write_file(folder, "kernel.json", "{\"reasons\": {\"11\": \"TCP_ABORT_ON_CLOSE\"}}");
	snprintf(symbols, sizeof(symbols), "%s/symbols", folder);
	snprintf(kallsyms, sizeof(kallsyms), "%s/kallsyms", folder);
	ATF_REQUIRE(!symbols_write(symbols, kallsyms));
	ATF_REQUIRE(!facts_read(&facts, folder, NULL));
	for (i = 0; i < 3; i++) {
		snprintf(symbols, sizeof(symbols), "%s/%s", folder, files[i]);
		unlink(symbols);
	}
	rmdir(folder);
	return facts;
}

ATF_TC_WITHOUT_HEAD(detail_shows_what_is_unusual);
/* All of the header shows that differs from the usual, and every event with its stack. */
ATF_TC_BODY(detail_shows_what_is_unusual, tc)
{
	const struct frame frame = {
		.kind = FRAME_TCP,
		.outgoing = true,
		.segment = { .flags = RST, .seq = 9, .window = 3, .ttl = 63, .tos = 0xb8 },
	};
	struct test *t = calloc(1, sizeof(*t));
	json_t *result = fresh();
	char *out;

	t->scenario = &scenario;
	t->facts = make_facts();
	t->wire = wire_new();
	ATF_REQUIRE(!wire_keep(t->wire, &frame));
	ATF_REQUIRE(!array_grow(t->event, t->events));
	t->event[t->events++] = (struct rst_event){
		.probe = RST_PROBE_SEND,
		.reason = 11,
		.state = 7,
		.depth = 3,
		.stack = { 0x1234, 0xffffffff81001010, 0xffffffff81002020 },
	};
	t->phases.end[PHASE_TOPOLOGY] = 2;
	t->phases.end[PHASE_SCENARIO] = 5;
	result_detail(result, t);
	out = printed(result);
	ATF_REQUIRE(strstr(out, "wire      sut > peer  R 9:9(0) win 3 ttl 63 tos 0xb8\n"));
	ATF_REQUIRE(strstr(out,
			   "trace     tcp:tcp_send_reset  state CLOSE  reason TCP_ABORT_ON_CLOSE\n"
			   "              0x1234\n"
			   "              tcp_send_active_reset+0x10\n"
			   "              __tcp_close+0x20\n"));
	ATF_CHECK_STREQ("__tcp_close+0x20",
			json_string_value(json_array_get(json_object_get(result, "sites"), 0)));
	free(out);
	out = json_dumps(json_object_get(json_object_get(result, "detail"), "phases"),
			 JSON_COMPACT);
	ATF_CHECK_STREQ("{\"topology\":2.0,\"scenario\":3.0}", out);
	free(out);
	wire_close(t->wire);
	facts_close(t->facts);
	free(t->event);
	free(t);
	json_decref(result);
}

static json_t *received(int fd)
{
	char data[4096];
	ssize_t length = recv(fd, data, sizeof(data), MSG_DONTWAIT);

	return length < 0 ? NULL : json_loadb(data, length, 0, NULL);
}

ATF_TC_WITHOUT_HEAD(a_document_arrives);
ATF_TC_BODY(a_document_arrives, tc)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	json_t *result = fresh(), *got;
	char name[40];

	snprintf(name, sizeof(name), "result_test-%d", getpid());
	memcpy(address.sun_path + 1, name, strlen(name));
	ATF_REQUIRE(!bind(fd, (struct sockaddr *)&address,
			  offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name)));
	result_start("one_reset_v6", NULL);
	result_finish(result, VERDICT_PASS, "", NULL);
	ATF_REQUIRE(!received(fd));
	result_start("one_reset_v6", name);
	result_finish(result, VERDICT_FAIL, "wire: x", name);
	got = received(fd);
	ATF_CHECK_STREQ("one_reset_v6", text(got, "start"));
	json_decref(got);
	got = received(fd);
	ATF_REQUIRE(json_equal(got, result));
	json_decref(got);
	json_decref(result);
	close(fd);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, identity_is_that_of_the_row);
	ATF_TP_ADD_TC(tp, verdicts_have_their_word);
	ATF_TP_ADD_TC(tp, what_varies_is_shown_and_not_kept);
	ATF_TP_ADD_TC(tp, detail_shows_what_is_unusual);
	ATF_TP_ADD_TC(tp, a_document_arrives);
	return atf_no_error();
}
