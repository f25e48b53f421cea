// SPDX-License-Identifier: GPL-2.0-only
/* The document of a case: what is in it, what a reader sees of it, and that it arrives. */
#include "harness/judge/result.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

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

static void test_identity(void)
{
	json_t *result = fresh();

	CHECK_TEXT("one_reset_v6", text(result, "case"));
	CHECK_TEXT("one-reset", text(result, "path"));
	CHECK_TEXT("ipv6", text(result, "family"));
	CHECK_TEXT("1.1", text(result, "section"));
	CHECK(!json_object_get(result, "verdict"));
	json_decref(result);
}

static void finishes(enum verdict verdict, const char *word)
{
	json_t *result = fresh();

	result_finish(result, verdict, "a line", NULL);
	CHECK_TEXT(word, text(result, "verdict"));
	CHECK_TEXT("a line", text(result, "why"));
	json_decref(result);
}

/* A known deviation passes: the key "deviation" tells it from others. */
static void test_verdicts(void)
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

	CHECK(stream);
	result_print(result, stream);
	CHECK(!fclose(stream));
	return data;
}

/* What differs from run to run is for the reader, and not for the file. */
static void test_settled(void)
{
	struct outcome expected = outcome_of("R 1:1(0) <TS val * ecr 5>");
	struct outcome observed = outcome_of("R 1:1(0) <TS val 77 ecr 5>");
	json_t *result = fresh();
	char *out;

	result_outcome(result, "expected", &expected);
	result_seen(result, &observed);
	outcome_settle(&expected, &observed);
	result_outcome(result, "observed", &observed);
	CHECK_TEXT("R 1:1(0) <TS val * ecr 5>", text(json_object_get(result, "observed"), "wire"));
	out = printed(result);
	CHECK(strstr(out, "expected  wire    R 1:1(0) <TS val * ecr 5>\n"));
	CHECK(strstr(out, "observed  wire    R 1:1(0) <TS val 77 ecr 5>\n"));
	CHECK(strstr(out, "observed  reason  TCP_STATE\n"));
	free(out);
	/* Of a document without detail the file's text is all there is. */
	json_object_del(result, "detail");
	out = printed(result);
	CHECK(strstr(out, "observed  wire    R 1:1(0) <TS val * ecr 5>\n"));
	free(out);
	json_decref(result);
}

static void write_file(const char *folder, const char *name, const char *content)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	CHECK(file && fputs(content, file) >= 0 && !fclose(file));
}

static struct facts *make_facts(void)
{
	char folder[] = "/tmp/result_test.XXXXXX";
	char symbols[256], kallsyms[256];
	static const char *const files[] = { "symbols", "kallsyms", "kernel.json" };
	struct facts *facts;
	size_t i;

	CHECK(mkdtemp(folder));
	write_file(folder, "kallsyms",
		   "ffffffff81001000 T tcp_send_active_reset\n"
		   "ffffffff81002000 t __tcp_close\n"
		   "ffffffff81003000 T _etext\n");
	write_file(folder, "kernel.json", "{\"reasons\": {\"11\": \"TCP_ABORT_ON_CLOSE\"}}");
	snprintf(symbols, sizeof(symbols), "%s/symbols", folder);
	snprintf(kallsyms, sizeof(kallsyms), "%s/kallsyms", folder);
	CHECK(!symbols_write(symbols, kallsyms));
	CHECK(!facts_read(&facts, folder, NULL));
	for (i = 0; i < 3; i++) {
		snprintf(symbols, sizeof(symbols), "%s/%s", folder, files[i]);
		unlink(symbols);
	}
	rmdir(folder);
	return facts;
}

/* All of the header shows that differs from the usual, and every event with its stack. */
static void test_detail(void)
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
	CHECK(!wire_keep(t->wire, &frame));
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
	CHECK(strstr(out, "wire      sut > peer  R 9:9(0) win 3 ttl 63 tos 0xb8\n"));
	CHECK(strstr(out, "trace     tcp:tcp_send_reset  state CLOSE  reason TCP_ABORT_ON_CLOSE\n"
			  "              0x1234\n"
			  "              tcp_send_active_reset+0x10\n"
			  "              __tcp_close+0x20\n"));
	CHECK_TEXT("__tcp_close+0x20",
		   json_string_value(json_array_get(json_object_get(result, "sites"), 0)));
	free(out);
	out = json_dumps(json_object_get(json_object_get(result, "detail"), "phases"),
			 JSON_COMPACT);
	CHECK_TEXT("{\"topology\":2.0,\"scenario\":3.0}", out);
	free(out);
	wire_close(t->wire);
	facts_close(t->facts);
	free(t);
	json_decref(result);
}

static json_t *received(int fd)
{
	char data[4096];
	ssize_t length = recv(fd, data, sizeof(data), MSG_DONTWAIT);

	return length < 0 ? NULL : json_loadb(data, length, 0, NULL);
}

static void test_delivery(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	json_t *result = fresh(), *got;
	char name[40];

	snprintf(name, sizeof(name), "result_test-%d", getpid());
	memcpy(address.sun_path + 1, name, strlen(name));
	CHECK(!bind(fd, (struct sockaddr *)&address,
		    offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name)));
	result_start("one_reset_v6", NULL);
	result_finish(result, VERDICT_PASS, "", NULL);
	CHECK(!received(fd));
	result_start("one_reset_v6", name);
	result_finish(result, VERDICT_FAIL, "wire: x", name);
	got = received(fd);
	CHECK_TEXT("one_reset_v6", text(got, "start"));
	json_decref(got);
	got = received(fd);
	CHECK(json_equal(got, result));
	json_decref(got);
	json_decref(result);
	close(fd);
}

int main(void)
{
	test_identity();
	test_verdicts();
	test_settled();
	test_detail();
	test_delivery();
	return 0;
}
