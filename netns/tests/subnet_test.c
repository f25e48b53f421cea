// SPDX-License-Identifier: GPL-2.0-only
/* Addresses that only one case has, and whose they are. */
#include <arpa/inet.h>

#include "harness/base/tests/check.h"
#include "netns/subnet.h"

static void check_text_of(unsigned int subnet, const char *text, const char *expected)
{
	char result[200];

	CHECK_TEXT(expected, subnet_text(subnet, text, result, sizeof(result)));
}

static bool is_sut_for(const struct topology *topology, int family, const char *text,
		       unsigned int proxied)
{
	struct address address = { .family = family };

	CHECK(inet_pton(family, text, &address.v6) == 1);
	return subnet_is_sut(topology, &address, proxied);
}

static bool is_sut(const struct topology *topology, int family, const char *text)
{
	return is_sut_for(topology, family, text, 0);
}

int main(void)
{
	struct topology *topology = subnet_topology(&topology_pair, 0x1234);
	struct topology *other = subnet_topology(&topology_pair, 0x1235);
	char cut[10];
	size_t i;

	check_text_of(0x1234, "addr add 192.0.2.1/24 dev eth0", "addr add 240.18.52.1/24 dev eth0");
	check_text_of(0x1234, "route add 198.51.100.0/24 via 192.0.2.1",
		      "route add 241.18.52.0/24 via 240.18.52.1");
	check_text_of(0x1234, "addr add 2001:db8::1/64 dev eth0",
		      "addr add 3fff:12:34::1/64 dev eth0");
	check_text_of(0x1234, "2001:db8:2::1", "3fff:12:34:2::1");
	check_text_of(0x1234, "ff02::1", "ff02::1");
	check_text_of(0, "192.0.2.1", "192.0.2.1");
	CHECK(strlen(subnet_text(1, "192.0.2.1 192.0.2.1", cut, sizeof(cut))) < sizeof(cut));

	CHECK(topology && other);
	CHECK_TEXT("240.18.52.1", topology->host[0].v4);
	CHECK_TEXT("3fff:12:34::66", topology->ghost_v6);
	for (i = 0; topology_pair.host[0].commands[i]; i++)
		CHECK(topology->host[0].commands[i] &&
		      !strstr(topology->host[0].commands[i], "192.0.2."));
	CHECK(!topology->host[0].commands[i]);

	CHECK(is_sut(topology, AF_INET, "240.18.52.1"));
	CHECK(is_sut(topology, AF_INET, "240.18.52.11"));
	CHECK(is_sut(topology, AF_INET6, "3fff:12:34::1"));
	CHECK(is_sut(topology, AF_INET6, "::ffff:240.18.52.1"));
	CHECK(is_sut(topology, AF_INET, "240.18.52.66"));
	/* The peer, another case, another run without subnets, nobody. */
	CHECK(!is_sut(topology, AF_INET, "240.18.52.2"));
	CHECK(!is_sut(topology, AF_INET6, "::ffff:240.18.52.2"));
	CHECK(!is_sut(topology, AF_INET6, "3fff:12:34::2"));
	CHECK(!is_sut(other, AF_INET, "240.18.52.1"));
	CHECK(!is_sut(other, AF_INET6, "3fff:12:34::1"));
	CHECK(!is_sut(topology, AF_INET, "192.0.2.1"));
	CHECK(!is_sut(topology, AF_INET, "240.18.5.21"));
	CHECK(!is_sut(topology, AF_INET6, "3fff:1:234::1"));
	CHECK(!is_sut(topology, AF_INET, "0.0.0.0"));
	CHECK(!is_sut(topology, AF_INET6, "::"));
	CHECK(is_sut_for(topology, AF_INET, "240.18.52.2", 1 << PEER));
	CHECK(!is_sut_for(topology, AF_INET, "240.18.52.2", 1 << SERVER));
	free(topology);
	free(other);
	return 0;
}
