// SPDX-License-Identifier: GPL-2.0-only
/*
 * Data sequence mappings that are wrong, on the second subflow of a connection.
 *
 * Data without a mapping, or with one that does not fit, cannot be placed in the connection's
 * stream.  The only subflow then falls back to TCP; with a second one that is impossible, and the
 * subflow is reset (RFC 8684 3.3.0, 3.7).  A wrong checksum is told by MP_FAIL: with a RST on a
 * subflow of several, alone on an only one, which is reset when MP_FAIL stays unanswered (3.7).
 *
 *	subflow_data_ready() -> mptcp_subflow_data_available() -> tcp_send_active_reset()
 *	timeout -> mptcp_worker() -> mptcp_subflow_reset() -> tcp_send_active_reset()
 *
 * A missing mapping has a reason of its own since change_dss_missing_reason.
 */
#include "harness/story/mptcp.h"
#include "harness/story/scenario.h"

#define RESET "MPTcpExtMPRstTx +1, TcpEstabResets +1"
#define GOOD "P. 1:6(5) ack 1 <dss dack8 1 dsn8 1 ssn 1 dll 5>"
#define GOOD_SUM "P. 1:6(5) ack 1 <dss dack8 1 dsn8 1 ssn 1 dll 5 cs>"

static const struct cause wrong = {
	.emitter = ACTIVE,
	.via = { "mptcp_subflow_data_available < subflow_data_ready" },
	.reason = "MPTCP_RST_EMPTCP",
};

static const struct cause interference = {
	.emitter = ACTIVE,
	.via = { "mptcp_subflow_data_available < subflow_data_ready" },
	.reason = "MPTCP_RST_EMIDDLEBOX",
};

static const struct cause no_answer = {
	.emitter = ACTIVE,
	.via = { "mptcp_subflow_reset < mptcp_worker" },
	.reason = "MPTCP_RST_EUNSPEC",
};

/* The peer speaks on a second subflow. */
static struct conn second_speaks(struct test *t, struct flow **second)
{
	struct conn c = mptcp_established(t);

	*second = mptcp_joined(t, &c);
	peer_sends_segment(t, *second);
	return c;
}

static void wrong_map(struct test *t)
{
	struct flow *second;
	struct conn c = second_speaks(t, &second);

	observe_error(t, "sut", c.sut);
}

/* The first mapping is not used up when the second comes. */
static void remap(struct test *t)
{
	struct flow *second;
	struct conn c = second_speaks(t, &second);

	peer_sends(t, second, "P. 6:11(5) ack 1 <dss dack8 1 dsn8 6 ssn 6 dll 5>");
	observe_error(t, "sut", c.sut);
}

static void good(struct test *t)
{
	struct flow *second;
	struct conn c = second_speaks(t, &second);

	peer_sends(t, second, "P. 6:11(5) ack 1 <dss dack4 1 dsn4 6 ssn 6 dll 5>");
	sock_receive(t, c.sut, 10);
}

static void good_checksum(struct test *t)
{
	struct flow *second;
	struct conn c = second_speaks(t, &second);

	peer_sends(t, second, "P. 6:11(5) ack 1 <dss dack4 1 dsn4 6 ssn 6 dll 5 cs>");
	sock_receive(t, c.sut, 10);
}

static void missing_single(struct test *t)
{
	struct conn c = mptcp_established(t);

	peer_sends(t, c.flow, "P. 1:6(5) ack 1");
	sock_receive(t, c.sut, 5);
}

static void bad_checksum_single(struct test *t)
{
	struct conn c = mptcp_established(t);

	peer_sends(t, c.flow, GOOD_SUM);
	sock_receive(t, c.sut, 5);
	peer_sends(t, c.flow, "P. 6:11(5) ack 1 <dss dack8 1 dsn8 6 ssn 6 dll 5 badcs>");
	sut_sends(t, c.flow, ". 1:1(0) ack 11 <dss dack8 *,mp_fail dsn 6>");
	observe_error(t, "sut", c.sut);
}

static const struct scenario scenarios[] = {
	{
		.id = "mptcp-dss-missing",
		.descr = "data without a mapping is reset",
		.run = wrong_map,
		.segment = "P. 1:6(5) ack 1",
		.expect.rst = { { "R. 1:1(0) ack 6 <mp_tcprst 6>", "CLOSE", &interference } },
		.expect.mib = RESET,
		.expect.error = "sut none",
		.earlier = { {
			.before = &change_dss_missing_reason,
			.rst = { { "R. 1:1(0) ack 6 <mp_tcprst 1>", "CLOSE", &wrong } },
			.mib = RESET,
			.error = "sut none",
		} },
	},
	{
		.id = "mptcp-dss-bad-map",
		.descr = "a mapping of other data than it comes with is reset",
		.run = wrong_map,
		.segment = "P. 1:6(5) ack 1 <dss dack8 1 dsn8 1 ssn 100 dll 5>",
		.expect.rst = { { "R. 1:1(0) ack 6 <mp_tcprst 1>", "CLOSE", &wrong } },
		.expect.mib = RESET ", MPTcpExtDSSNoMatchTCP +1",
		.expect.error = "sut none",
	},
	{
		.id = "mptcp-dss-infinite",
		.descr = "an infinite mapping on one of two subflows is reset",
		.run = wrong_map,
		.segment = "P. 1:6(5) ack 1 <dss dack8 1 dsn8 1 ssn 1 dll 0>",
		.expect.rst = { { "R. 1:1(0) ack 6 <mp_tcprst 1>", "CLOSE", &wrong } },
		.expect.mib = RESET ", MPTcpExtInfiniteMapRx +1",
		.expect.error = "sut none",
	},
	{
		.id = "mptcp-dss-remap",
		.descr = "a second mapping of data that is mapped is reset",
		.run = remap,
		.segment = "P. 1:6(5) ack 1 <dss dack8 1 dsn8 1 ssn 1 dll 100>",
		.expect.rst = { { "R. 1:1(0) ack 11 <mp_tcprst 1>", "CLOSE", &wrong } },
		.expect.mib = RESET ", MPTcpExtDSSNotMatching +1",
		.expect.error = "sut none",
	},
	{
		.id = "mptcp-dss-csum-flag",
		.descr = "a checksum that was not negotiated is reset",
		.run = wrong_map,
		.segment = GOOD_SUM,
		.expect.rst = { { "R. 1:1(0) ack 6 <mp_tcprst 1>", "CLOSE", &wrong } },
		.expect.mib = RESET,
		.expect.error = "sut none",
	},
	{
		.id = "mptcp-dss-csum-flag-missing",
		.descr = "a mapping without the checksum that was negotiated is reset",
		.run = wrong_map,
		.segment = GOOD,
		.setup.sysctls = { "net/mptcp/checksum_enabled=1" },
		.expect.rst = { { "R. 1:1(0) ack 6 <mp_tcprst 1>", "CLOSE", &wrong } },
		.expect.mib = RESET,
		.expect.error = "sut none",
	},
	{
		.id = "mptcp-bad-csum-join",
		.descr = "a wrong checksum on one of two subflows is reset, with MP_FAIL",
		.run = wrong_map,
		.segment = "P. 1:6(5) ack 1 <dss dack8 1 dsn8 1 ssn 1 dll 5 badcs>",
		.setup.sysctls = { "net/mptcp/checksum_enabled=1" },
		.expect.rst = {
			{ "R. 1:1(0) ack 6 <mp_fail dsn 1,mp_tcprst 6>", "CLOSE", &interference },
		},
		.expect.mib = RESET ", MPTcpExtDataCsumErr +1, MPTcpExtMPFailTx +1",
		.expect.error = "sut none",
	},
	{
		.id = "mptcp-dss-valid",
		.descr = "data with its mappings is read",
		.run = good,
		.segment = GOOD,
	},
	{
		.id = "mptcp-dss-valid-csum",
		.descr = "data with its mappings and checksums is read",
		.run = good_checksum,
		.segment = GOOD_SUM,
		.setup.sysctls = { "net/mptcp/checksum_enabled=1" },
	},
	{
		.id = "mptcp-dss-missing-single",
		.descr = "data without a mapping on the only subflow is read as TCP",
		.run = missing_single,
		.expect.mib = "MPTcpExtDssFallback +1",
	},
	{
		.id = "mptcp-bad-csum-single",
		.descr = "a wrong checksum on the only subflow is told by MP_FAIL without a RST",
		.run = bad_checksum_single,
		.setup.sysctls = { "net/mptcp/checksum_enabled=1" },
		.needs.changes = { &change_mp_fail_alone },
		.expect.mib = "MPTcpExtDataCsumErr +1, MPTcpExtMPFailTx +1",
		.expect.error = "sut none",
	},
	{
		.id = "mptcp-bad-csum-single-unanswered",
		.descr = "MP_FAIL that is not answered for two minutes ends in a RST",
		.run = bad_checksum_single,
		.setup.sysctls = { "net/mptcp/checksum_enabled=1" },
		.needs.changes = { &change_mp_fail_alone },
		.needs.class = CLASS_SLOW,
		.pace = LATER,
		.expect.rst = { { "R. 1:1(0) ack 11 <mp_tcprst 0>", "ESTABLISHED", &no_answer } },
		.expect.mib = RESET ", MPTcpExtDataCsumErr +1, MPTcpExtMPFailTx +1",
		.expect.error = "sut none",
	},
};

SCENARIOS(mptcp_dss, scenarios, .section = SECTION_MPTCP_ACTIVE, .needs.features = NEEDS_MPTCP);
