// SPDX-License-Identifier: GPL-2.0-only
/* What follows from the data of a topology: the steps that raise it, as ip would be told them. */
#include "harness/base/tests/check.h"
#include "netns/device.h"
#include "netns/ip.h"
#include "netns/script.h"

static void append(char *text, size_t size, const struct steps *steps)
{
	size_t i;

	ATF_REQUIRE(steps->count <= STEPS_MAX);
	for (i = 0; i < steps->count; i++) {
		ATF_REQUIRE(strlen(text) + sizeof(struct ip_line) < size);
		sprintf(text + strlen(text), "%s\n", ip_line(&steps->step[i]).text);
	}
}

static void check_between(const struct topology *topology, const char *expected)
{
	char text[8192] = "";
	struct steps steps;

	steps_between(&steps, topology, NULL, false);
	append(text, sizeof(text), &steps);
	ATF_CHECK_STREQ(expected, text);
}

static void check_within(const struct topology *topology, enum test_host host, const char *expected)
{
	char text[8192] = "";
	struct steps steps;

	steps_within(&steps, topology, NULL, host);
	append(text, sizeof(text), &steps);
	ATF_CHECK_STREQ(expected, text);
}

ATF_TC_WITHOUT_HEAD(two_hosts_are_a_pair);
ATF_TC_BODY(two_hosts_are_a_pair, tc)
{
	check_between(
		&topology_pair,
		"link add eth0 index 1000001 netns sut address 02:00:00:00:00:01 type veth peer name eth0 index 1000002 netns peer address 02:00:00:00:00:02\n");
	check_within(&topology_pair, SUT,
		     "link set lo up\n"
		     "link set eth0 up\n"
		     "addr add 192.0.2.1/24 dev eth0\n"
		     "neigh add 192.0.2.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent\n"
		     "neigh add 192.0.2.66 lladdr 02:00:00:00:00:02 dev eth0 nud permanent\n"
		     "addr add 2001:db8::1/64 dev eth0 nodad\n"
		     "neigh add 2001:db8::2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent\n"
		     "neigh add 2001:db8::66 lladdr 02:00:00:00:00:02 dev eth0 nud permanent\n");
	check_within(&topology_pair, PEER,
		     "link set lo up\n"
		     "link set eth0 up\n"
		     "addr add 192.0.2.2/24 dev eth0\n"
		     "neigh add 192.0.2.1 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
		     "neigh add 192.0.2.11 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
		     "addr add 2001:db8::2/64 dev eth0 nodad\n"
		     "neigh add 2001:db8::1 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
		     "neigh add 2001:db8::11 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n");
}

ATF_TC_WITHOUT_HEAD(the_sut_routes);
ATF_TC_BODY(the_sut_routes, tc)
{
	check_between(
		&topology_routed,
		"link add eth0 index 1000001 netns sut address 02:00:00:00:00:01 type veth peer name eth0 index 1000002 netns peer address 02:00:00:00:00:02\n"
		"link add eth1 index 1000003 netns sut address 02:00:00:00:00:03 type veth peer name eth0 index 1000004 netns server address 02:00:00:00:00:04\n");
	check_within(&topology_routed, SUT,
		     "link set lo up\n"
		     "link set eth0 up\n"
		     "link set eth1 up\n"
		     "addr add 192.0.2.1/24 dev eth0\n"
		     "neigh add 192.0.2.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent\n"
		     "neigh add 192.0.2.66 lladdr 02:00:00:00:00:02 dev eth0 nud permanent\n"
		     "addr add 2001:db8::1/64 dev eth0 nodad\n"
		     "neigh add 2001:db8::2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent\n"
		     "neigh add 2001:db8::66 lladdr 02:00:00:00:00:02 dev eth0 nud permanent\n"
		     "addr add 198.51.100.1/24 dev eth1\n"
		     "neigh add 198.51.100.2 lladdr 02:00:00:00:00:04 dev eth1 nud permanent\n"
		     "addr add 2001:db8:2::1/64 dev eth1 nodad\n"
		     "neigh add 2001:db8:2::2 lladdr 02:00:00:00:00:04 dev eth1 nud permanent\n");
	check_within(&topology_routed, PEER,
		     "link set lo up\n"
		     "link set eth0 up\n"
		     "addr add 192.0.2.2/24 dev eth0\n"
		     "neigh add 192.0.2.1 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
		     "neigh add 192.0.2.11 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
		     "route add 198.51.100.0/24 via 192.0.2.1\n"
		     "addr add 2001:db8::2/64 dev eth0 nodad\n"
		     "neigh add 2001:db8::1 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
		     "neigh add 2001:db8::11 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
		     "route add 2001:db8:2::/64 via 2001:db8::1\n");
	check_within(&topology_routed, SERVER,
		     "link set lo up\n"
		     "link set eth0 up\n"
		     "addr add 198.51.100.2/24 dev eth0\n"
		     "neigh add 198.51.100.1 lladdr 02:00:00:00:00:03 dev eth0 nud permanent\n"
		     "route add 192.0.2.0/24 via 198.51.100.1\n"
		     "addr add 2001:db8:2::2/64 dev eth0 nodad\n"
		     "neigh add 2001:db8:2::1 lladdr 02:00:00:00:00:03 dev eth0 nud permanent\n"
		     "route add 2001:db8::/64 via 2001:db8:2::1\n");
}

ATF_TC_WITHOUT_HEAD(the_sut_bridges);
ATF_TC_BODY(the_sut_bridges, tc)
{
	check_between(
		&topology_bridged,
		"link add eth0 index 1000001 netns sut address 02:00:00:00:00:01 type veth peer name eth0 index 1000002 netns peer address 02:00:00:00:00:02\n"
		"link add eth1 index 1000003 netns sut address 02:00:00:00:00:03 type veth peer name eth0 index 1000004 netns server address 02:00:00:00:00:04\n");
	check_within(
		&topology_bridged, SUT,
		"link set lo up\n"
		"link add br0 index 1000005 address 02:00:00:00:00:01 type bridge mcast_snooping 0\n"
		"link set eth0 master br0 up\n"
		"link set eth1 master br0 up\n"
		"link set br0 up\n"
		"addr add 192.0.2.1/24 dev br0\n"
		"neigh add 192.0.2.2 lladdr 02:00:00:00:00:02 dev br0 nud permanent\n"
		"neigh add 192.0.2.3 lladdr 02:00:00:00:00:04 dev br0 nud permanent\n"
		"neigh add 192.0.2.66 lladdr 02:00:00:00:00:02 dev br0 nud permanent\n"
		"addr add 2001:db8::1/64 dev br0 nodad\n"
		"neigh add 2001:db8::2 lladdr 02:00:00:00:00:02 dev br0 nud permanent\n"
		"neigh add 2001:db8::3 lladdr 02:00:00:00:00:04 dev br0 nud permanent\n"
		"neigh add 2001:db8::66 lladdr 02:00:00:00:00:02 dev br0 nud permanent\n");
	check_within(&topology_bridged, PEER,
		     "link set lo up\n"
		     "link set eth0 up\n"
		     "addr add 192.0.2.2/24 dev eth0\n"
		     "neigh add 192.0.2.3 lladdr 02:00:00:00:00:04 dev eth0 nud permanent\n"
		     "neigh add 192.0.2.1 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
		     "neigh add 192.0.2.11 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
		     "addr add 2001:db8::2/64 dev eth0 nodad\n"
		     "neigh add 2001:db8::3 lladdr 02:00:00:00:00:04 dev eth0 nud permanent\n"
		     "neigh add 2001:db8::1 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
		     "neigh add 2001:db8::11 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n");
	check_within(&topology_bridged, SERVER,
		     "link set lo up\n"
		     "link set eth0 up\n"
		     "addr add 192.0.2.3/24 dev eth0\n"
		     "neigh add 192.0.2.2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent\n"
		     "neigh add 192.0.2.1 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
		     "neigh add 192.0.2.66 lladdr 02:00:00:00:00:02 dev eth0 nud permanent\n"
		     "neigh add 192.0.2.11 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
		     "addr add 2001:db8::3/64 dev eth0 nodad\n"
		     "neigh add 2001:db8::2 lladdr 02:00:00:00:00:02 dev eth0 nud permanent\n"
		     "neigh add 2001:db8::1 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n"
		     "neigh add 2001:db8::66 lladdr 02:00:00:00:00:02 dev eth0 nud permanent\n"
		     "neigh add 2001:db8::11 lladdr 02:00:00:00:00:01 dev eth0 nud permanent\n");
}

/* What the derivation takes for granted. */
static void check_well_formed(const struct topology *topology)
{
	const struct device *device;
	int i;

	ATF_CHECK(topology->name);
	ATF_CHECK(topology->descr);
	for (i = 0; i <= TOPOLOGY_HOSTS && topology->host[i].name; i++)
		ATF_REQUIRE(device_of(topology, i));
	ATF_CHECK(i >= 2);
	ATF_CHECK(i <= TOPOLOGY_HOSTS);
	ATF_CHECK_INTEQ(NEAR, device_of(topology, SUT)->network);
	for (device = topology->device, i = 0; device->name; device++, i++) {
		ATF_CHECK(topology->host[device->host].name);
		ATF_CHECK(!device->master || device_master(topology, device));
		ATF_CHECK(device->kind != PAIR || device[i % 2 ? -1 : 1].kind == PAIR);
		ATF_CHECK(device->kind != PAIR || device[i % 2 ? -1 : 1].name);
	}
	ATF_CHECK(i <= TOPOLOGY_DEVICES);
}

ATF_TC_WITHOUT_HEAD(every_topology_is_well_formed);
ATF_TC_BODY(every_topology_is_well_formed, tc)
{
	size_t i;

	for (i = 0; topologies[i]; i++)
		check_well_formed(topologies[i]);
}

ATF_TC_WITHOUT_HEAD(a_link_address_is_that_of_the_device);
ATF_TC_BODY(a_link_address_is_that_of_the_device, tc)
{
	ATF_CHECK_INTEQ(1, topology_mac(&topology_pair, SUT).byte[5]);
	ATF_CHECK_INTEQ(2, topology_mac(&topology_pair, GHOST).byte[5]);
	ATF_CHECK_INTEQ(1, topology_mac(&topology_bridged, SECOND).byte[5]);
	ATF_CHECK_INTEQ(1, topology_mac(&topology_bridged, SUT).byte[5]);
	ATF_CHECK_INTEQ(4, topology_mac(&topology_bridged, SERVER).byte[5]);
}

/* From @place on: returns where @text ends. */
static const char *after(const char *place, const char *text)
{
	const char *found = strstr(place, text);

	ATF_REQUIRE_MSG(found, "'%s' is not in '%s'", text, place);
	return found + strlen(text);
}

ATF_TC_WITHOUT_HEAD(a_script_says_all_in_order);
ATF_TC_BODY(a_script_says_all_in_order, tc)
{
	char *script;
	size_t size;
	FILE *stream = open_memstream(&script, &size);
	const char *place;

	ATF_REQUIRE(stream);
	script_print(stream, &topology_routed);
	fclose(stream);
	place = after(script, "# peer --- sut --- server: the SUT routes\n");
	place = after(place, "\nip netns add sut\nip netns add peer\nip netns add server\n");
	place = after(place, "ip link add eth0 index 1000001 netns sut ");
	place = after(place, "\n# sut: 192.0.2.1, 2001:db8::1\nip -n sut link set lo up\n");
	place = after(place, "\nip -n sut addr add 2001:db8:2::1/64 dev eth1 nodad\n");
	place = after(place, "\nip netns exec sut sysctl -e -q -w \\\n");
	place = after(place, "\t'net/ipv4/tcp_rmem=4096 131072 6291456' \\\n");
	place = after(place, "\t'net/ipv6/conf/all/forwarding=1'\n");
	place = after(place, "ip netns exec sut ethtool -K eth1 tx off gso off >/dev/null\n");
	place = after(place, "\n# peer: 192.0.2.2, 2001:db8::2\n");
	place = after(place, "\nip -n peer route add 198.51.100.0/24 via 192.0.2.1\n");
	place = after(place, "\n# server: 198.51.100.2, 2001:db8:2::2\n");
	place = after(place, "#\tip netns del sut\n#\tip netns del peer\n#\tip netns del server\n");
	ATF_CHECK_STREQ("", place);
	free(script);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, two_hosts_are_a_pair);
	ATF_TP_ADD_TC(tp, the_sut_routes);
	ATF_TP_ADD_TC(tp, the_sut_bridges);
	ATF_TP_ADD_TC(tp, every_topology_is_well_formed);
	ATF_TP_ADD_TC(tp, a_link_address_is_that_of_the_device);
	ATF_TP_ADD_TC(tp, a_script_says_all_in_order);
	return atf_no_error();
}
