// SPDX-License-Identifier: GPL-2.0-only
/* What a variation changes, where it does not apply, and what its rules do not forgive. */
#include "harness/expect/variation.h"

#include <stdlib.h>
#include <sys/socket.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"
#include "harness/expect/outcome.h"

/* The ports that stories name: a closed one, listeners, real peers, forged ones. */
static const uint16_t named[] = { 1, 7000, 7001, 8000, 8001, 50000, 50001, 50031 };

static const struct cause refused = { PASSIVE, { "tcp_v4_do_rcv" }, .reason = "TCP_FLAGS" };

static struct scenario with_fixed(unsigned int fixed)
{
	return (struct scenario){ .setup.fixed = fixed };
}

ATF_TC_WITHOUT_HEAD(names_find_their_variation);
ATF_TC_BODY(names_find_their_variation, tc)
{
	const struct variation *variation;

	for (variation = variations; variation->name; variation++) {
		ATF_CHECK(variation == variation_find(variation->name));
		ATF_CHECK(variation->descr);
	}
	ATF_CHECK(!variation_find("ports"));
	ATF_CHECK(!variation_find(""));
}

ATF_TC_WITHOUT_HEAD(ports_that_differ_stay_different);
ATF_TC_BODY(ports_that_differ_stay_different, tc)
{
	const struct variation *variation;
	size_t i, j;

	for (variation = variations; variation->name; variation++)
		for (i = 0; i < ARRAY_SIZE(named); i++)
			for (j = 0; j < i; j++)
				ATF_CHECK_MSG(variation_port(variation, named[i]) !=
						      variation_port(variation, named[j]),
					      "%s: %u and %u", variation->name, named[i], named[j]);
	ATF_CHECK_INTEQ(7000, variation_port(&variation_none, 7000));
	ATF_CHECK_INTEQ(65535, variation_port(variation_find("ports-last"), 7000));
	ATF_CHECK(variation_port(variation_find("ports-high"), 7000) >= 32768);
	ATF_CHECK(variation_port(variation_find("ports-low"), 50000) < 1000);
}

ATF_TC_WITHOUT_HEAD(what_a_row_fixes_is_not_varied);
ATF_TC_BODY(what_a_row_fixes_is_not_varied, tc)
{
	static const struct {
		const char *variation;
		unsigned int fixed;
	} rows[] = {
		{ "ports-low", FIXED_PORTS },
		{ "fragments", FIXED_PACKETS },
		{ "mapped", FIXED_SOCKETS },
		{ "unspecified", FIXED_SOCKETS },
	};
	const struct variation *variation;
	struct scenario scenario;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		variation = variation_find(rows[i].variation);
		scenario = with_fixed(rows[i].fixed);
		ATF_CHECK(!variation_applies(variation, &scenario, AF_INET, false));
		scenario = with_fixed(~rows[i].fixed);
		ATF_CHECK(variation_applies(variation, &scenario, AF_INET, false));
	}
	scenario = with_fixed(0);
	ATF_CHECK(!variation_applies(variation_find("mapped"), &scenario, AF_INET6, false));
	ATF_CHECK(variation_applies(variation_find("unspecified"), &scenario, AF_INET, false));
	ATF_CHECK(!variation_applies(variation_find("unspecified"), &scenario, AF_INET, true));
	scenario.setup.both_tracers = true;
	ATF_CHECK(!variation_applies(variation_find("unspecified"), &scenario, AF_INET, false));
	/* Options go where fragments do not. */
	scenario = with_fixed(FIXED_PACKETS);
	ATF_CHECK(variation_applies(variation_find("ip-options"), &scenario, AF_INET, false));
}

/* Whether a kernel that says @event of a RST in @state is as it should be in @variation. */
static bool may_say(const char *variation, const char *state, const char *event)
{
	const struct expectation row = { .rst = { { "R 1:1(0)", state, &refused } } };
	struct outcome expected, observed;
	struct why why;

	outcome_expect_row(&expected, &row,
			   &(struct outcome_target){
				   .family = AF_INET,
				   .kernel = KERNEL(6, 12),
				   .variation = variation ? variation_find(variation) : NULL,
			   });
	observed = expected;
	snprintf(observed.rst[0].event, sizeof(observed.rst[0].event), "%s", event);
	return outcome_agrees(&expected, &observed, &why);
}

ATF_TC_WITHOUT_HEAD(an_event_names_mapped_addresses_of_full_sockets_only);
ATF_TC_BODY(an_event_names_mapped_addresses_of_full_sockets_only, tc)
{
	ATF_CHECK(may_say(NULL, "CLOSE", "socket, skb, sut > peer"));
	ATF_CHECK(!may_say(NULL, "CLOSE", "socket, skb, sut > peer, mapped"));
	ATF_CHECK(may_say("mapped", "CLOSE", "socket, skb, sut > peer, mapped"));
	ATF_CHECK(!may_say("mapped", "CLOSE", "socket, skb, sut > peer"));
	ATF_CHECK(may_say("mapped", "TIME_WAIT", "socket, skb, sut > peer"));
	ATF_CHECK(!may_say("mapped", "TIME_WAIT", "socket, skb, sut > peer, mapped"));
	ATF_CHECK(may_say("mapped", "-", "no socket, skb, sut > peer"));
}

ATF_TC_WITHOUT_HEAD(an_event_names_no_address_of_a_listener_that_has_none);
ATF_TC_BODY(an_event_names_no_address_of_a_listener_that_has_none, tc)
{
	ATF_CHECK(may_say(NULL, "LISTEN", "socket, skb, sut > any"));
	ATF_CHECK(may_say("unspecified", "LISTEN", "socket, skb, any address of sut > any"));
	ATF_CHECK(!may_say("unspecified", "LISTEN", "socket, skb, sut > any"));
	ATF_CHECK(!may_say("unspecified", "CLOSE", "socket, skb, any address of sut > peer"));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, names_find_their_variation);
	ATF_TP_ADD_TC(tp, ports_that_differ_stay_different);
	ATF_TP_ADD_TC(tp, what_a_row_fixes_is_not_varied);
	ATF_TP_ADD_TC(tp, an_event_names_mapped_addresses_of_full_sockets_only);
	ATF_TP_ADD_TC(tp, an_event_names_no_address_of_a_listener_that_has_none);
	return atf_no_error();
}
