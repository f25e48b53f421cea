// SPDX-License-Identifier: GPL-2.0-only
#include "harness/report/tests/sample.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "harness/base/array.h"
#include "harness/kernel/version.h"
#include "harness/report/results.h"

/* Linux 6.10 gave the tracepoint its reason and traces all passive resets, 6.12 the active ones. */
struct path {
	const char *path, *section;
	bool passive;
	const char *state, *reason, *wire, *via, *mib, *error;
};

static const struct path paths[] = {
	{ "close-unread-data", "1.1", false, "CLOSE", "TCP_ABORT_ON_CLOSE", "R. 1:1(0) ack 5",
	  "__tcp_close < tcp_close", "TcpExtTCPAbortOnClose +1, TcpOutRsts +1", "peer ECONNRESET" },
	{ "established-disconnect", "1.2", false, "CLOSE", "TCP_STATE", "R. 1:1(0) ack 1",
	  "tcp_disconnect < __inet_stream_connect", "TcpEstabResets +1, TcpOutRsts +1",
	  "sut ECONNRESET, peer ECONNRESET" },
	{ "last-ack-unsent-linger0", "1.4", false, "CLOSE", "TCP_DISCONNECT_WITH_DATA",
	  "R. 1:1(0) ack 2", "tcp_disconnect < __tcp_close", "TcpOutRsts +1", "none" },
	{ "rst-to-closed-port-synack", "2.1", true, "-", "NO_SOCKET", "R 1001:1001(0)",
	  "tcp_v4_rcv < ip_protocol_deliver_rcu", "TcpOutRsts +1", "none" },
	{ "listener-ack", "2.2", true, "LISTEN", "TCP_FLAGS", "R 1001:1001(0)",
	  "tcp_v4_do_rcv < tcp_v4_rcv", "TcpOutRsts +1", "none" },
	{ "timewait-fw2-data", "2.6", true, "TIME_WAIT", "TCP_TIMEWAIT_SOCKET", "R 1:1(0)",
	  "tcp_v4_rcv < ip_protocol_deliver_rcu", "TcpOutRsts +1", "none" },
	{ "timewait-fw2-syn", "2.6", true, "TIME_WAIT", "TCP_TIMEWAIT_SOCKET", "R. 0:0(0) ack 1",
	  "tcp_v4_rcv < ip_protocol_deliver_rcu", "TcpOutRsts +1", "none" },
	{ "mpj-syn-bad-token", "3.1", true, "LISTEN", "MPTCP_RST_EMPTCP", "R. 0:0(0) ack 1",
	  "subflow_v4_route_req < tcp_conn_request", "TcpOutRsts +1", "none" },
	{ "repair-close", "5", false, "none", "none", "none", "none", "none", "none" },
};

#define PATHS ARRAY_SIZE(paths)

static const char *reason_of(const struct path *path, unsigned int version)
{
	if (!strcmp(path->reason, "none"))
		return "none";
	if (version < KERNEL(6, 10) && path->passive && strcmp(path->state, "LISTEN"))
		return "not traced";
	if (version < KERNEL(6, 10))
		return "n/a";
	if (version < KERNEL(6, 12) && !path->passive)
		return "NOT_SPECIFIED";
	return path->reason;
}

static json_t *side(const struct path *path, unsigned int version)
{
	const char *reason = reason_of(path, version);
	bool traced = strcmp(reason, "not traced");

	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "reason", reason, "state",
			 traced ? path->state : reason, "event",
			 !traced || !strcmp(reason, "none") ? reason
			 : path->passive		    ? "socket, skb, sut > any"
							    : "socket, no skb, sut > peer",
			 "wire", path->wire, "via", traced ? path->via : reason, "mib", path->mib,
			 "errno", path->error);
}

static json_t *one(const struct path *path, const char *name, bool ipv6, unsigned int version)
{
	char stem[160];
	char *c;

	snprintf(stem, sizeof(stem), "%s_%s", name, ipv6 ? "v6" : "v4");
	for (c = stem; *c; c++)
		if (*c == '-')
			*c = '_';
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o}", "case", stem, "path", name,
			 "family", ipv6 ? "ipv6" : "ipv4", "section", path->section, "verdict",
			 "PASS", "why", "", "expected", side(path, version), "observed",
			 side(path, version));
}

static void spoil(json_t *results, const char *name, const char *verdict, const char *why)
{
	json_t *record = sample_case(results, name);

	json_object_set_new(record, "verdict", json_string(verdict));
	json_object_set_new(record, "why", json_string(why));
	if (strcmp(verdict, "FAIL") && strcmp(verdict, "PASS"))
		json_object_set_new(record, "observed", json_object());
}

/* What is not as it should be, so that each verdict occurs. */
static void spoil_some(json_t *results, unsigned int version)
{
	json_t *record;

	if (version < KERNEL(5, 11)) {
		spoil(results, "mpj_syn_bad_token_v4", "N/A", "needs CONFIG_MPTCP");
		spoil(results, "mpj_syn_bad_token_v6", "N/A", "needs CONFIG_MPTCP");
		spoil(results, "repair_close_v6", "SKIP",
		      "since Linux 5.11, where repair became possible in a user namespace");
	}
	if (version == KERNEL(6, 16))
		spoil(results, "listener_ack_v6", "CRASH",
		      "BUG: kernel NULL pointer dereference in tcp_v6_send_reset");
	if (version == KERNEL(6, 17))
		spoil(results, "listener_ack_v4", "TIMEOUT", "no end after 120 s");
	if (version == KERNEL(7, 0))
		spoil(results, "repair_close_v4", "INFRA", "the guest went away");
	if (version == KERNEL(7, 3)) {
		spoil(results, "close_unread_data_v6", "FAIL",
		      "reason: expected TCP_ABORT_ON_CLOSE, got NOT_SPECIFIED");
		record = json_object_get(sample_case(results, "close_unread_data_v6"), "observed");
		json_object_set_new(record, "reason", json_string("NOT_SPECIFIED"));
	}
	spoil(results, "established_disconnect_v4", "PASS", "known deviation: errno");
	record = sample_case(results, "established_disconnect_v4");
	json_object_set_new(record, "deviation", json_string("errno: expected none"));
}

json_t *sample_case(json_t *results, const char *name)
{
	json_t *record;
	size_t i;

	json_array_foreach(json_object_get(results, "cases"), i, record)
		if (!strcmp(json_string_value(json_object_get(record, "case")), name))
			return record;
	return NULL;
}

json_t *sample_results(const char *version, size_t fillers)
{
	unsigned int number = kernel_parse(version);
	json_t *results = results_new();
	char name[120];
	size_t i, j;

	json_object_set_new(results, "kernel",
			    json_pack("{s:o, s:s, s:s, s:s, s:s}", "release",
				      json_sprintf("%s.7-sample", version), "version", version,
				      "arch", "x86_64", "tracer", "bpf", "link", "veth"));
	for (i = 0; i < PATHS + fillers; i++) {
		if (i < PATHS)
			snprintf(name, sizeof(name), "%s", paths[i].path);
		else
			snprintf(name, sizeof(name), "%s-variant-%zu", paths[i % PATHS].path,
				 i / PATHS);
		for (j = 0; j < 2; j++)
			results_add(results, one(&paths[i % PATHS], name, j, number));
	}
	results_finish(results);
	spoil_some(results, number);
	results_finish(results);
	return results;
}
