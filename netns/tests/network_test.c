// SPDX-License-Identifier: GPL-2.0-only
/* Addresses that only one case has, and whose they are. */
#include <arpa/inet.h>

#include "harness/base/tests/check.h"
#include "netns/topology.h"

#define SUBNET 0x1234

static void check_address(const char *expected, enum network network, unsigned int subnet,
			  unsigned int number)
{
	int family = strchr(expected, ':') ? AF_INET6 : AF_INET;
	struct address address = network_address(network, subnet, family, number);

	ATF_CHECK_STREQ(expected, address_name(&address).text);
}

ATF_TC_WITHOUT_HEAD(numbers_become_addresses);
ATF_TC_BODY(numbers_become_addresses, tc)
{
	check_address("192.0.2.1", NEAR, 0, 1);
	check_address("2001:db8::1", NEAR, 0, 1);
	check_address("192.0.2.66", NEAR, 0, 66);
	check_address("2001:db8::66", NEAR, 0, 66);
	check_address("198.51.100.2", FAR, 0, 2);
	check_address("2001:db8:2::2", FAR, 0, 2);
	check_address("240.18.52.1", NEAR, SUBNET, 1);
	check_address("3fff:12:34::1", NEAR, SUBNET, 1);
	check_address("241.18.52.0", FAR, SUBNET, 0);
	check_address("3fff:12:34:2::", FAR, SUBNET, 0);
	check_address("240.255.255.255", NEAR, 0xffff, 255);
	check_address("3fff:ff:ff::11", NEAR, 0xffff, 11);
	ATF_CHECK_INTEQ(24, network_prefix(AF_INET));
	ATF_CHECK_INTEQ(64, network_prefix(AF_INET6));
}

static void check_host(const char *expected, const struct topology *topology, enum test_host host)
{
	int family = strchr(expected, ':') ? AF_INET6 : AF_INET;
	struct address address = topology_address(topology, host, family);

	ATF_CHECK_STREQ(expected, address_name(&address).text);
}

ATF_TC_WITHOUT_HEAD(a_topology_moves_into_its_subnet);
ATF_TC_BODY(a_topology_moves_into_its_subnet, tc)
{
	struct topology own = topology_routed;

	own.subnet = SUBNET;
	check_host("240.18.52.1", &own, SUT);
	check_host("3fff:12:34::2", &own, PEER);
	check_host("3fff:12:34:2::2", &own, SERVER);
	check_host("240.18.52.66", &own, GHOST);
	check_host("3fff:12:34::11", &own, SECOND);
	check_host("240.18.52.77", &own, STRANGER);
	check_host("240.18.52.255", &own, BROADCAST);
	check_host("224.0.0.1", &own, MULTICAST);
	check_host("ff02::1", &own, MULTICAST);
	ATF_CHECK(!topology_address(&own, BROADCAST, AF_INET6).family);
}

static bool is_sut_for(unsigned int subnet, const char *text, unsigned int proxied)
{
	struct address address = { .family = strchr(text, ':') ? AF_INET6 : AF_INET };
	struct topology own = topology_pair;

	own.subnet = subnet;
	ATF_CHECK_INTEQ(1, inet_pton(address.family, text, &address.v6));
	return topology_is_sut(&own, &address, proxied);
}

static bool is_sut(const char *text)
{
	return is_sut_for(SUBNET, text, 0);
}

ATF_TC_WITHOUT_HEAD(only_the_sut_is_the_sut);
ATF_TC_BODY(only_the_sut_is_the_sut, tc)
{
	ATF_CHECK(is_sut("240.18.52.1"));
	ATF_CHECK(is_sut("240.18.52.11"));
	ATF_CHECK(is_sut("3fff:12:34::1"));
	ATF_CHECK(is_sut("::ffff:240.18.52.1"));
	ATF_CHECK(is_sut("240.18.52.66"));
	/* The peer, another case, another run without subnets, nobody. */
	ATF_CHECK(!is_sut("240.18.52.2"));
	ATF_CHECK(!is_sut("::ffff:240.18.52.2"));
	ATF_CHECK(!is_sut("3fff:12:34::2"));
	ATF_CHECK(!is_sut_for(SUBNET + 1, "240.18.52.1", 0));
	ATF_CHECK(!is_sut_for(SUBNET + 1, "3fff:12:34::1", 0));
	ATF_CHECK(!is_sut("192.0.2.1"));
	ATF_CHECK(!is_sut("240.18.5.21"));
	ATF_CHECK(!is_sut("3fff:1:234::1"));
	ATF_CHECK(!is_sut("0.0.0.0"));
	ATF_CHECK(!is_sut("::"));
	ATF_CHECK(is_sut_for(SUBNET, "240.18.52.2", 1 << PEER));
	ATF_CHECK(!is_sut_for(SUBNET, "240.18.52.2", 1 << SERVER));
	ATF_CHECK(is_sut_for(0, "192.0.2.1", 0));
	ATF_CHECK(is_sut_for(0, "203.0.113.1", 0));
	ATF_CHECK(!is_sut_for(0, "192.0.2.2", 0));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, numbers_become_addresses);
	ATF_TP_ADD_TC(tp, a_topology_moves_into_its_subnet);
	ATF_TP_ADD_TC(tp, only_the_sut_is_the_sut);
	return atf_no_error();
}
