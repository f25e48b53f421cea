// SPDX-License-Identifier: GPL-2.0-only
/* The trace filesystem's formats, pages and records, in the three layouts that kernels have. */
#include <arpa/inet.h>
#include <errno.h>

#include "harness/base/array.h"
#include "harness/base/tests/check.h"
#include "harness/observe/tracer/record.h"
#include "harness/observe/tracer/ring_page.h"

#define COMMON(name, id)                                                               \
	"name: " name "\nID: " id "\nformat:\n"                                        \
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"         \
	"\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;\n"         \
	"\tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;\n" \
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"
#define POINTERS                                                         \
	"\tfield:const void * skbaddr;\toffset:8;\tsize:8;\tsigned:0;\n" \
	"\tfield:const void * skaddr;\toffset:16;\tsize:8;\tsigned:0;\n" \
	"\tfield:int state;\toffset:24;\tsize:4;\tsigned:1;\n"

/* 5.10: no family, no reason. */
static const char send_510[] = COMMON("tcp_send_reset", "7") POINTERS
	"\tfield:__u16 sport;\toffset:28;\tsize:2;\tsigned:0;\n"
	"\tfield:__u16 dport;\toffset:30;\tsize:2;\tsigned:0;\n"
	"\tfield:__u8 saddr[4];\toffset:32;\tsize:4;\tsigned:0;\n"
	"\tfield:__u8 daddr[4];\toffset:36;\tsize:4;\tsigned:0;\n"
	"\tfield:__u8 saddr_v6[16];\toffset:40;\tsize:16;\tsigned:0;\n"
	"\tfield:__u8 daddr_v6[16];\toffset:56;\tsize:16;\tsigned:0;\n\n"
	"print fmt: \"sport=%hu state=%s\", REC->sport, __print_symbolic(REC->state, "
	"{ TCP_CLOSE, \"TCP_CLOSE\" })\n";

/* 6.1: with the family. */
static const char send_61[] = COMMON("tcp_send_reset", "7") POINTERS
	"\tfield:__u16 sport;\toffset:28;\tsize:2;\tsigned:0;\n"
	"\tfield:__u16 dport;\toffset:30;\tsize:2;\tsigned:0;\n"
	"\tfield:__u16 family;\toffset:32;\tsize:2;\tsigned:0;\n"
	"\tfield:__u8 saddr[4];\toffset:34;\tsize:4;\tsigned:0;\n"
	"\tfield:__u8 daddr[4];\toffset:38;\tsize:4;\tsigned:0;\n"
	"\tfield:__u8 saddr_v6[16];\toffset:42;\tsize:16;\tsigned:0;\n"
	"\tfield:__u8 daddr_v6[16];\toffset:58;\tsize:16;\tsigned:0;\n\n"
	"print fmt: \"family=%s\", REC->family\n";

/* 6.10: socket addresses, and a reason. */
static const char send_610[] = COMMON("tcp_send_reset", "7") POINTERS
	"\tfield:enum sk_rst_reason reason;\toffset:28;\tsize:4;\tsigned:0;\n"
	"\tfield:__u8 saddr[28];\toffset:32;\tsize:28;\tsigned:0;\n"
	"\tfield:__u8 daddr[28];\toffset:60;\tsize:28;\tsigned:0;\n\n"
	"print fmt: \"state=%s reason=%s\", REC->state ? __print_symbolic(REC->state, "
	"{ TCP_CLOSE, \"TCP_CLOSE\" }) : \"UNKNOWN\", __print_symbolic(REC->reason, "
	"{ 0, \"NOT_SPECIFIED\" }, { 11, \"TCP_ABORT_ON_CLOSE\" })\n";

static const char receive_510[] = COMMON(
	"tcp_receive_reset", "8") "\tfield:const void * skaddr;\toffset:8;\tsize:8;\tsigned:0;\n"
				  "\tfield:__u16 sport;\toffset:16;\tsize:2;\tsigned:0;\n"
				  "\tfield:__u16 dport;\toffset:18;\tsize:2;\tsigned:0;\n"
				  "\tfield:__u8 saddr_v6[16];\toffset:20;\tsize:16;\tsigned:0;\n"
				  "\tfield:__u8 daddr_v6[16];\toffset:36;\tsize:16;\tsigned:0;\n\n"
				  "print fmt: \"sport=%hu\", REC->sport\n";

static const char stack_format[] = COMMON(
	"kernel_stack", "4") "\tfield:int size;\toffset:8;\tsize:4;\tsigned:1;\n"
			     "\tfield:unsigned long caller[8];\toffset:16;\tsize:64;\tsigned:0;\n\n"
			     "print fmt: \"\\t=> %ps\", (void *)REC->caller[0]\n";

static struct record_formats formats_of(const char *send)
{
	struct record_formats formats;

	ATF_REQUIRE_INTEQ(0, event_format_parse(&formats.send, send));
	ATF_REQUIRE_INTEQ(0, event_format_parse(&formats.receive, receive_510));
	ATF_REQUIRE_INTEQ(0, event_format_parse(&formats.stack, stack_format));
	return formats;
}

/* A record under construction. */
struct record {
	uint8_t bytes[128];
};

static void put(struct record *record, size_t offset, const void *value, size_t size)
{
	memcpy(record->bytes + offset, value, size);
}

static struct record new_record(uint16_t type, uint64_t skb, uint64_t socket, int state)
{
	struct record record = { 0 };

	put(&record, 0, &type, 2);
	put(&record, 8, &skb, 8);
	put(&record, 16, &socket, 8);
	put(&record, 24, &state, 4);
	return record;
}

static void put_address(struct record *record, size_t offset, const char *text)
{
	struct in6_addr address;

	ATF_CHECK_INTEQ(1, inet_pton(AF_INET6, text, &address));
	put(record, offset, &address, 16);
}

static void check_end(int family, const __u8 *address, __u16 port, const char *expected)
{
	char name[INET6_ADDRSTRLEN], text[80];

	inet_ntop(family, address, name, sizeof(name));
	snprintf(text, sizeof(text), "%s %u", name, port);
	ATF_CHECK_STREQ(expected, text);
}

static int try_decode(const struct record_formats *formats, const struct record *record,
		      size_t length, struct rst_event *event, enum record_kind *kind)
{
	struct ring_record ring = { 3, 1000, record->bytes, length };

	return record_decode(formats, &ring, event, kind);
}

static struct rst_event decode(const struct record_formats *formats, const struct record *record,
			       size_t length)
{
	enum record_kind kind;
	struct rst_event event;

	ATF_REQUIRE_INTEQ(0, try_decode(formats, record, length, &event, &kind));
	ATF_CHECK_INTEQ(RECORD_EVENT, kind);
	ATF_CHECK_INTEQ(3, event.cpu);
	ATF_CHECK_INTEQ(1000, event.ktime_ns);
	return event;
}

static void check_old_layout(const char *text, size_t addresses, bool has_family)
{
	struct record_formats formats = formats_of(text);
	struct record record = new_record(7, 0, 0xffff888000000000, 7);
	struct rst_event event;
	enum record_kind kind;
	uint16_t family = AF_INET;

	put(&record, 28, (uint16_t[]){ 7000, 8000 }, 4);
	put_address(&record, addresses, "::ffff:192.0.2.1");
	put_address(&record, addresses + 16, "::ffff:192.0.2.66");
	if (has_family)
		put(&record, 32, &family, 2);
	event = decode(&formats, &record, addresses + 32);
	ATF_CHECK_INTEQ(AF_INET, event.family);
	ATF_CHECK_INTEQ(7, event.state);
	ATF_CHECK_INTEQ(RST_NO_REASON, event.reason);
	ATF_CHECK(event.has_socket);
	ATF_CHECK(!event.has_skb);
	ATF_CHECK_INTEQ(RST_PROBE_SEND, event.probe);
	check_end(AF_INET, event.traced.saddr, event.traced.sport, "192.0.2.1 7000");
	check_end(AF_INET, event.traced.daddr, event.traced.dport, "192.0.2.66 8000");

	/* A listener of IPv6 at a mapped address has no remote end, and that is not mapped. */
	put_address(&record, addresses + 16, "::");
	if (!has_family)
		ATF_CHECK_INTEQ(AF_INET6, decode(&formats, &record, addresses + 32).family);

	put_address(&record, addresses, "2001:db8::1");
	family = AF_INET6;
	if (has_family)
		put(&record, 32, &family, 2);
	event = decode(&formats, &record, addresses + 32);
	ATF_CHECK_INTEQ(AF_INET6, event.family);
	check_end(AF_INET6, event.traced.saddr, event.traced.sport, "2001:db8::1 7000");

	/* Cut short. */
	ATF_CHECK_INTEQ(-EINVAL, try_decode(&formats, &record, addresses + 31, &event, &kind));
	record_formats_free(&formats);
}

ATF_TC_WITHOUT_HEAD(records_of_5_10_have_no_family);
ATF_TC_BODY(records_of_5_10_have_no_family, tc)
{
	check_old_layout(send_510, 40, false);
}

ATF_TC_WITHOUT_HEAD(records_of_6_1_have_a_family);
ATF_TC_BODY(records_of_6_1_have_a_family, tc)
{
	check_old_layout(send_61, 42, true);
}

ATF_TC_WITHOUT_HEAD(records_of_6_10_have_socket_addresses_and_a_reason);
ATF_TC_BODY(records_of_6_10_have_socket_addresses_and_a_reason, tc)
{
	struct record_formats formats = formats_of(send_610);
	struct record record = new_record(7, 0xffff888000000000, 0, 0);
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(7000) };
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(7000) };
	enum record_kind kind;
	struct rst_event event;

	put(&record, 28, &(uint32_t){ 11 }, 4);
	inet_pton(AF_INET, "192.0.2.1", &v4.sin_addr);
	put(&record, 32, &v4, sizeof(v4));
	v4.sin_port = 0;
	v4.sin_addr.s_addr = 0;
	put(&record, 60, &v4, sizeof(v4));
	event = decode(&formats, &record, 88);
	ATF_CHECK_INTEQ(11, event.reason);
	ATF_CHECK(!event.state);
	ATF_CHECK(event.has_skb);
	ATF_CHECK(!event.has_socket);
	check_end(AF_INET, event.traced.saddr, event.traced.sport, "192.0.2.1 7000");
	check_end(AF_INET, event.traced.daddr, event.traced.dport, "0.0.0.0 0");

	/* One end of each family is no record that the kernel makes. */
	inet_pton(AF_INET6, "::ffff:192.0.2.1", &v6.sin6_addr);
	put(&record, 32, &v6, sizeof(v6));
	ATF_CHECK_INTEQ(-EINVAL, try_decode(&formats, &record, 88, &event, &kind));
	put(&record, 60, &v6, sizeof(v6));
	event = decode(&formats, &record, 88);
	ATF_CHECK_INTEQ(AF_INET6, event.family);
	check_end(AF_INET6, event.traced.daddr, event.traced.dport, "::ffff:192.0.2.1 7000");
	record_formats_free(&formats);
}

ATF_TC_WITHOUT_HEAD(other_records_are_told_from_resets);
ATF_TC_BODY(other_records_are_told_from_resets, tc)
{
	struct record_formats formats = formats_of(send_610);
	struct record record = { 0 };
	struct rst_event event = { 0 };
	enum record_kind kind;

	put(&record, 0, &(uint16_t){ 8 }, 2);
	put(&record, 16, (uint16_t[]){ 7000, 8000 }, 4);
	put_address(&record, 20, "2001:db8::1");
	event = decode(&formats, &record, 52);
	ATF_CHECK_INTEQ(RST_PROBE_RECEIVE, event.probe);
	ATF_CHECK_INTEQ(AF_INET6, event.family);
	ATF_CHECK_INTEQ(7000, event.traced.sport);

	put(&record, 0, &(uint16_t){ 4 }, 2);
	put(&record, 8, &(uint32_t){ 2 }, 4);
	put(&record, 16, (uint64_t[]){ 0x1234, 0x5678 }, 16);
	ATF_REQUIRE_INTEQ(0, try_decode(&formats, &record, 32, &event, &kind));
	ATF_CHECK_INTEQ(RECORD_STACK, kind);
	ATF_CHECK_INTEQ(2, event.depth);
	ATF_CHECK_INTEQ(0x5678, event.stack[1]);
	ATF_CHECK_INTEQ(-EINVAL, try_decode(&formats, &record, 31, &event, &kind));

	put(&record, 0, &(uint16_t){ 99 }, 2);
	ATF_REQUIRE_INTEQ(0, try_decode(&formats, &record, 8, &event, &kind));
	ATF_CHECK_INTEQ(RECORD_OTHER, kind);
	record_formats_free(&formats);
}

struct names {
	int count;
	char text[200];
};

static void keep_name(void *context, const char *value, const char *symbol)
{
	struct names *names = context;

	names->count++;
	strcat(strcat(strcat(strcat(names->text, value), "="), symbol), " ");
}

ATF_TC_WITHOUT_HEAD(names_of_values_stand_in_the_format);
ATF_TC_BODY(names_of_values_stand_in_the_format, tc)
{
	struct names names = { 0 };
	struct event_format format;

	ATF_REQUIRE_INTEQ(0, event_format_parse(&format, send_610));
	ATF_CHECK_INTEQ(2, event_format_symbols(&format, "reason", keep_name, &names));
	ATF_CHECK_STREQ("0=NOT_SPECIFIED 11=TCP_ABORT_ON_CLOSE ", names.text);
	memset(&names, 0, sizeof(names));
	ATF_CHECK_INTEQ(1, event_format_symbols(&format, "state", keep_name, &names));
	ATF_CHECK_STREQ("TCP_CLOSE=TCP_CLOSE ", names.text);
	ATF_CHECK_INTEQ(0, event_format_symbols(&format, "skaddr", keep_name, &names));
	event_format_free(&format);
	ATF_CHECK_INTEQ(-EINVAL, event_format_parse(&format, "nothing"));
	ATF_CHECK_INTEQ(-EINVAL, event_format_parse(&format, "ID: 1\n\tfield:int x;\toffset:0;\n"));
	ATF_CHECK_INTEQ(-EINVAL,
			event_format_parse(&format,
					   COMMON("x", "1") "\tfield:int x;\toffset:z;\tsize:4;\n"
							    "print fmt: \"\"\n"));
	ATF_CHECK_INTEQ(-EINVAL,
			event_format_parse(
				&format, COMMON("x", "1") "\tfield:int x\n\tfield:int y;\toffset:8;"
							  "\tsize:4;\nprint fmt: \"\"\n"));
}

ATF_TC_WITHOUT_HEAD(names_are_found_behind_any_expression);
ATF_TC_BODY(names_are_found_behind_any_expression, tc)
{
	static const char *const expressions[] = {
		"state_name(REC->state)",
		"sizeof(struct sock)",
		"({ int i = REC->state; i; })",
	};
	struct event_format format;
	struct names names;
	char text[1000];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(expressions); i++) {
		snprintf(text, sizeof(text),
			 COMMON("x", "1") "print fmt: \"%%s %%s\", %s, "
					  "__print_symbolic(REC->reason, { 0, \"NO\" })\n",
			 expressions[i]);
		memset(&names, 0, sizeof(names));
		ATF_REQUIRE_INTEQ(0, event_format_parse(&format, text));
		ATF_CHECK_INTEQ(1, event_format_symbols(&format, "reason", keep_name, &names));
		ATF_CHECK_STREQ("0=NO ", names.text);
		event_format_free(&format);
	}
}

#define RING(type, delta) ((uint32_t)(type) | (uint32_t)(delta) << 5)

struct seen {
	int count;
	uint64_t time[4];
	size_t length[4];
	uint8_t first[4];
};

static void see(void *context, const struct ring_record *record)
{
	struct seen *seen = context;

	ATF_CHECK_INTEQ(3, record->cpu);
	seen->time[seen->count] = record->time_ns;
	seen->length[seen->count] = record->length;
	seen->first[seen->count++] = *(const uint8_t *)record->data;
}

static int read_page(const uint32_t *words, size_t count, uint64_t flags, struct seen *seen)
{
	static uint64_t page[513];

	memset(page, 0, sizeof(page));
	memset(seen, 0, sizeof(*seen));
	page[0] = 1000;
	page[1] = count * 4 | flags;
	memcpy(page + 2, words, count * 4);
	return ring_page_read(page, 4096, 3, see, seen);
}

ATF_TC_WITHOUT_HEAD(a_page_is_read_record_by_record);
ATF_TC_BODY(a_page_is_read_record_by_record, tc)
{
	static const uint32_t page[] = {
		RING(1, 5),  0xaa, /* a word of data */
		RING(30, 3), 1, /* the time goes on by 2^27 + 3 */
		RING(29, 1), 8,	   0, /* a record that was given up */
		RING(0, 2),  10,   0xbb, 0, /* its length is 10 - 4, and it ends at a word */
		RING(31, 7), 2, /* the time is 2 * 2^27 + 7 */
		RING(2, 0),  0xcc, 0,	 RING(29, 0), 77, 77, /* the rest of the page is empty */
	};
	static const uint32_t large[1021]; /* a page holds 1020 */
	struct seen seen;

	ATF_CHECK_INTEQ(3, read_page(page, sizeof(page) / 4, 0, &seen));
	ATF_CHECK_INTEQ(1005, seen.time[0]);
	ATF_CHECK_INTEQ(4, seen.length[0]);
	ATF_CHECK_INTEQ(0xaa, seen.first[0]);
	ATF_CHECK_INTEQ(1005 + (1 << 27) + 3 + 2, seen.time[1]);
	ATF_CHECK_INTEQ(6, seen.length[1]);
	ATF_CHECK_INTEQ(0xbb, seen.first[1]);
	ATF_CHECK_INTEQ((2 << 27) + 7, seen.time[2]);
	ATF_CHECK_INTEQ(8, seen.length[2]);
	ATF_CHECK_INTEQ(0xcc, seen.first[2]);

	ATF_CHECK_INTEQ(0, read_page(page, 0, 0, &seen));
	/* Records before this page are missing, with or without their number behind it. */
	ATF_CHECK_INTEQ(-ENOBUFS, read_page(page, 2, 1u << 31, &seen));
	ATF_CHECK_INTEQ(-ENOBUFS, read_page(page, 2, 3u << 30, &seen));
	/* Longer than the page says. */
	ATF_CHECK_INTEQ(-EINVAL, read_page(page, 1, 0, &seen));
	ATF_CHECK_INTEQ(-EINVAL, read_page((uint32_t[]){ RING(0, 2), 100, 0 }, 3, 0, &seen));
	ATF_CHECK_INTEQ(-EINVAL, read_page((uint32_t[]){ RING(0, 2), 2, 0 }, 3, 0, &seen));
	ATF_CHECK_INTEQ(-EINVAL, read_page(large, 1021, 0, &seen));
}

ATF_TC_WITHOUT_HEAD(odd_pages_lose_nothing);
ATF_TC_BODY(odd_pages_lose_nothing, tc)
{
	/* Records are missing before a page that begins with a step of the time. */
	static const uint32_t stamp[] = { RING(31, 7), 2, RING(1, 5), 0xaa };
	static const uint32_t extend[] = { RING(30, 7), 2, RING(1, 5), 0xaa };
	/* Padding of one word at the end of a full page has no room for a length. */
	uint32_t full[1020] = { 0 };
	struct seen seen;
	size_t i;

	ATF_CHECK_INTEQ(-ENOBUFS, read_page(stamp, 4, 1u << 31, &seen));
	ATF_CHECK_INTEQ(-ENOBUFS, read_page(extend, 4, 1u << 31, &seen));
	for (i = 0; i < 3; i++) {
		full[i * 339] = RING(0, 1);
		full[i * 339 + 1] = 338 * 4;
	}
	full[1017] = RING(29, 1);
	full[1018] = 4;
	full[1019] = RING(29, 0);
	ATF_CHECK_INTEQ(3, read_page(full, 1020, 0, &seen));
	ATF_CHECK_INTEQ(1003, seen.time[2]);
	/* Padding that ends before its own length, or behind the page. */
	ATF_CHECK_INTEQ(-EINVAL, read_page((uint32_t[]){ RING(29, 1), 0 }, 2, 0, &seen));
	ATF_CHECK_INTEQ(-EINVAL, read_page((uint32_t[]){ RING(29, 1), -4u }, 2, 0, &seen));
	ATF_CHECK_INTEQ(-EINVAL, read_page((uint32_t[]){ RING(29, 1), 8 }, 2, 0, &seen));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, records_of_5_10_have_no_family);
	ATF_TP_ADD_TC(tp, records_of_6_1_have_a_family);
	ATF_TP_ADD_TC(tp, records_of_6_10_have_socket_addresses_and_a_reason);
	ATF_TP_ADD_TC(tp, other_records_are_told_from_resets);
	ATF_TP_ADD_TC(tp, names_of_values_stand_in_the_format);
	ATF_TP_ADD_TC(tp, names_are_found_behind_any_expression);
	ATF_TP_ADD_TC(tp, a_page_is_read_record_by_record);
	ATF_TP_ADD_TC(tp, odd_pages_lose_nothing);
	return atf_no_error();
}
