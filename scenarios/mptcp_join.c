// SPDX-License-Identifier: GPL-2.0-only
/*
 * SYNs with MP_JOIN that the SUT refuses: for an unknown token, or because local policy prohibits
 * the subflow.  Both must be answered by a RST (RFC 8684 3.2), whose MP_TCPRST has the reason
 * (3.6).
 *
 *	tcp_conn_request() -> subflow_v4_route_req() -> tcp_v4_send_reset()
 */
#include "harness/story/mptcp.h"
#include "harness/story/scenario.h"

#define OTHER_PORT (SUT_PORT + 1)
#define JOIN "S 0:0(0) <mss 1460,mp_join id 1>"

static const struct cause syn_wrong = {
	.emitter = PASSIVE,
	.via = { "subflow_v4_route_req < tcp_conn_request",
		 "subflow_v6_route_req < tcp_conn_request" },
	.reason = "MPTCP_RST_EMPTCP",
};

static const struct cause syn_prohibited = {
	.emitter = PASSIVE,
	.via = { "subflow_v4_route_req < tcp_conn_request",
		 "subflow_v6_route_req < tcp_conn_request" },
	.reason = "MPTCP_RST_EPROHIBIT",
};

static void bad_token(struct test *t)
{
	struct conn c = mptcp_established(t);

	peer_sends(t, mptcp_flow(t, &c, SUT_PORT), "S 0:0(0) <mss 1460,mp_join id 1 token 1>");
}

static void not_established(struct test *t)
{
	struct conn c = mptcp_listen(t);

	conn_syn(t, &c, "S 0:0(0) <mss 1460,mp_capable>");
	peer_sends(t, mptcp_flow(t, &c, SUT_PORT), JOIN);
}

static void other_port(struct test *t)
{
	struct conn c = mptcp_established(t);

	mptcp_listener(t, OTHER_PORT);
	peer_sends(t, mptcp_flow(t, &c, OTHER_PORT), JOIN);
}

static void announced_port(struct test *t)
{
	struct flow *flow;
	struct conn c;

	mptcp_announces(t, OTHER_PORT);
	c = mptcp_established(t);
	sut_sends(t, c.flow, ". 1:1(0) ack 1 <add_addr id 5,nop,nop>");
	flow = mptcp_flow(t, &c, OTHER_PORT);
	peer_sends(t, flow, JOIN);
	sut_sends(t, flow, "S. 0:0(0) ack 1");
	peer_sends(t, flow, ". 1:1(0) ack 1 <mp_join>");
	sut_sends(t, flow, ". 1:1(0) ack 1 <dss dack* 1>");
}

static void cookie_limit(struct test *t)
{
	struct conn c;

	mptcp_limit(t, 0);
	c = mptcp_established(t);
	peer_sends(t, mptcp_flow(t, &c, SUT_PORT), JOIN);
}

static void endpoint_listener(struct test *t)
{
	struct conn c = mptcp_listen(t);

	mptcp_announces(t, OTHER_PORT);
	peer_sends(t, mptcp_flow(t, &c, OTHER_PORT), "S 0:0(0) <mss 1460,mp_capable>");
}

static void endpoint_plain(struct test *t)
{
	struct conn c = mptcp_listen(t);

	mptcp_announces(t, OTHER_PORT);
	peer_sends(t, mptcp_flow(t, &c, OTHER_PORT), "S 0:0(0) <mss 1460>");
}

static void accepted(struct test *t)
{
	struct conn c = mptcp_established(t);

	mptcp_joined(t, &c);
}

static const struct scenario scenarios[] = {
	{
		.id = "mpj-syn-bad-token",
		.descr = "MP_JOIN with a token that no connection has is reset",
		.run = bad_token,
		.expect.rst = { { "R. 0:0(0) ack 1 <mp_tcprst 1>", "LISTEN", &syn_wrong } },
		.expect.mib = "MPTcpExtMPJoinNoTokenFound +1, TcpExtListenDrops +1",
	},
	{
		.id = "mpj-syn-not-established",
		.descr = "MP_JOIN for a connection whose handshake has not ended is reset",
		.run = not_established,
		.expect.rst = { { "R. 0:0(0) ack 1 <mp_tcprst 1>", "LISTEN", &syn_wrong } },
		.expect.mib = "MPTcpExtMPJoinNoTokenFound +1, TcpExtListenDrops +1",
	},
	{
		.id = "mpj-syn-other-port",
		.descr = "MP_JOIN to a port of another listener, not announced, is reset",
		.run = other_port,
		.expect.rst = { { "R. 0:0(0) ack 1 <mp_tcprst 3>", "LISTEN", &syn_prohibited } },
		.expect.mib = "MPTcpExtMismatchPortSynRx +1, TcpExtListenDrops +1",
		.earlier = { {
			.before = &change_join_port_reason,
			.rst = { { "R. 0:0(0) ack 1", "LISTEN", &syn_prohibited } },
			.mib = "MPTcpExtMismatchPortSynRx +1, TcpExtListenDrops +1",
		} },
	},
	{
		.id = "mpj-syn-announced-port",
		.descr = "MP_JOIN to a port that was announced is accepted",
		.run = announced_port,
		.expect.mib = "MPTcpExtMPJoinPortAckRx +1",
	},
	{
		.id = "mpj-syn-cookie-limit",
		.descr = "MP_JOIN beyond the limit of subflows is reset also while SYN cookies are sent",
		.run = cookie_limit,
		.setup.sysctls = { "net/ipv4/tcp_syncookies=2" },
		.expect.rst = { { "R. 0:0(0) ack 1 <mp_tcprst 3>", "LISTEN", &syn_prohibited } },
		.expect.mib = "MPTcpExtMPJoinRejected +1, TcpExtListenDrops +1, "
			      "TcpExtTCPReqQFullDoCookies +2",
		.deviation.why = "subflow_v4_route_req() and subflow_v6_route_req() do not reset a "
				 "refused MP_JOIN while SYN cookies are sent (RFC 8684 3.2)",
		.deviation.instead.mib = "MPTcpExtMPJoinRejected +1, TcpExtListenDrops +1, "
					 "TcpExtTCPReqQFullDoCookies +2",
	},
	{
		.id = "mpj-syn-cookie-bad-token",
		.descr = "MP_JOIN with an unknown token is reset also while SYN cookies are sent",
		.run = bad_token,
		.setup.sysctls = { "net/ipv4/tcp_syncookies=2" },
		.expect.rst = { { "R. 0:0(0) ack 1 <mp_tcprst 1>", "LISTEN", &syn_wrong } },
		.expect.mib = "MPTcpExtMPJoinNoTokenFound +1, TcpExtListenDrops +1, "
			      "TcpExtTCPReqQFullDoCookies +2",
		.deviation.why = "subflow_v4_route_req() and subflow_v6_route_req() do not reset a "
				 "refused MP_JOIN while SYN cookies are sent (RFC 8684 3.2)",
		.deviation.instead.mib = "MPTcpExtMPJoinNoTokenFound +1, TcpExtListenDrops +1, "
					 "TcpExtTCPReqQFullDoCookies +2",
	},
	{
		.id = "mpj-syn-cookie",
		.descr = "MP_JOIN is accepted while SYN cookies are sent",
		.run = accepted,
		.setup.sysctls = { "net/ipv4/tcp_syncookies=2" },
		.expect.mib = "TcpExtTCPReqQFullDoCookies +2",
	},
	{
		.id = "mpc-syn-endpoint-listener",
		.descr = "MP_CAPABLE to a port that only MP_JOIN may use is reset",
		.run = endpoint_listener,
		.setup.fixed = FIXED_SOCKETS,
		.needs.changes = { &change_endpoint_listener },
		.expect.rst = { { "R. 0:0(0) ack 1 <mp_tcprst 3>", "LISTEN", &syn_prohibited } },
		.expect.mib = "MPTcpExtMPCapableEndpAttempt +1, TcpExtListenDrops +1",
	},
	{
		.id = "mpc-syn-endpoint-listener-plain",
		.descr = "a SYN of TCP to a port that only MP_JOIN may use is reset",
		.run = endpoint_plain,
		.setup.fixed = FIXED_SOCKETS,
		.needs.changes = { &change_endpoint_listener },
		.expect.rst = { { "R. 0:0(0) ack 1 <mp_tcprst 3>", "LISTEN", &syn_prohibited } },
		.expect.mib = "MPTcpExtMPCapableEndpAttempt +1, TcpExtListenDrops +1",
	},
	{
		.id = "mpj-accepted",
		.descr = "MP_JOIN with token and HMAC of a connection is accepted",
		.run = accepted,
	},
};

SCENARIOS(mptcp_join, scenarios, .section = SECTION_MPTCP_PASSIVE, .needs.features = NEEDS_MPTCP);
