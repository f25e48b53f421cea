// SPDX-License-Identifier: GPL-2.0-only
#include "netns/script.h"

#include "netns/device.h"
#include "netns/ip.h"
#include "netns/pin.h"

static void print_sysctls(FILE *stream, const char *const *sysctl)
{
	for (; sysctl && *sysctl; sysctl++)
		fprintf(stream, " \\\n\t'%s'", *sysctl);
}

/* As pin_host() and pin_device() do; -e: a sysctl that this kernel does not have is passed over. */
static void print_pins(FILE *stream, const struct topology *topology, enum test_host host)
{
	const struct device *device;

	fprintf(stream, "ip netns exec %s sysctl -e -q -w", topology->host[host].name);
	print_sysctls(stream, pinned_sysctls);
	print_sysctls(stream, topology->host[host].role);
	fputc('\n', stream);
	for (device = topology->device; device->name; device++)
		if (device->host == host)
			fprintf(stream,
				"ip netns exec %s ethtool -K %s tx off gso off >/dev/null\n",
				topology->host[host].name, device->name);
}

static void print_host(FILE *stream, const struct topology *topology, enum test_host host)
{
	struct address v4 = topology_address(topology, host, AF_INET);
	struct address v6 = topology_address(topology, host, AF_INET6);
	const char *name = topology->host[host].name;
	struct steps steps;
	size_t i;

	fprintf(stream, "\n# %s: %s, %s\n", name, address_name(&v4).text, address_name(&v6).text);
	steps_within(&steps, topology, NULL, host);
	for (i = 0; i < steps.count; i++)
		fprintf(stream, "ip -n %s %s\n", name, ip_line(&steps.step[i]).text);
	print_pins(stream, topology, host);
}

void script_print(FILE *stream, const struct topology *topology)
{
	const struct host *host;
	struct steps steps;
	size_t i;

	fprintf(stream, "# %s\n# Needs iproute2, procps and ethtool; as root.\n", topology->descr);
	for (host = topology->host; host->name; host++)
		fprintf(stream, "ip netns add %s\n", host->name);
	steps_between(&steps, topology, NULL, false);
	for (i = 0; i < steps.count; i++)
		fprintf(stream, "ip %s\n", ip_line(&steps.step[i]).text);
	for (i = 0; topology->host[i].name; i++)
		print_host(stream, topology, i);
	fputs("\n# To remove it:\n", stream);
	for (host = topology->host; host->name; host++)
		fprintf(stream, "#	ip netns del %s\n", host->name);
}
