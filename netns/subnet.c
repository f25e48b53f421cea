// SPDX-License-Identifier: GPL-2.0-only
#include "netns/subnet.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX 160
#define TEXT_MAX 16384

static const struct {
	int family;
	const char *prefix;
	const char *start; /* of what stands for it; the two bytes of the subnet follow */
} prefixes[] = {
	{ AF_INET, "192.0.2.", "240" },
	{ AF_INET, "198.51.100.", "241" },
	{ AF_INET6, "2001:db8:", "3fff" },
};

#define PREFIXES (sizeof(prefixes) / sizeof(prefixes[0]))

static void write_prefix(size_t index, unsigned int subnet, char *text, size_t size)
{
	unsigned int high = subnet >> 8, low = subnet & 0xff;

	if (prefixes[index].family == AF_INET)
		snprintf(text, size, "%s.%u.%u.", prefixes[index].start, high, low);
	else
		snprintf(text, size, "%s:%x:%x:", prefixes[index].start, high, low);
}

const char *subnet_text(unsigned int subnet, const char *text, char *result, size_t size)
{
	size_t used = 0;
	size_t i;

	result[0] = '\0';
	while (*text && used + 1 < size) {
		for (i = 0; i < PREFIXES; i++)
			if (subnet &&
			    !strncmp(text, prefixes[i].prefix, strlen(prefixes[i].prefix)))
				break;
		if (i < PREFIXES) {
			write_prefix(i, subnet, result + used, size - used);
			used += strlen(result + used);
			text += strlen(prefixes[i].prefix);
		} else {
			result[used++] = *text++;
			result[used] = '\0';
		}
	}
	return result;
}

/* A topology with room for its texts. */
struct copy {
	struct topology topology;
	unsigned int subnet;
	size_t lines, used;
	const char *line[LINES_MAX];
	char text[TEXT_MAX];
	bool full;
};

static const char *copy_text(struct copy *copy, const char *text)
{
	char *start = copy->text + copy->used;

	if (!text)
		return NULL;
	subnet_text(copy->subnet, text, start, TEXT_MAX - copy->used);
	copy->used += strlen(start) + 1;
	/* Whether the last text was cut cannot be seen: keep room for any. */
	if (copy->used + 256 > TEXT_MAX) {
		copy->full = true;
		copy->used = 0;
	}
	return start;
}

static const char *const *copy_lines(struct copy *copy, const char *const *lines)
{
	const char **start = &copy->line[copy->lines];

	if (!lines)
		return NULL;
	for (; *lines && copy->lines + 1 < LINES_MAX; lines++)
		copy->line[copy->lines++] = copy_text(copy, *lines);
	copy->full |= *lines != NULL || copy->lines + 1 >= LINES_MAX;
	copy->line[copy->lines++] = NULL;
	return start;
}

struct topology *subnet_topology(const struct topology *topology, unsigned int subnet)
{
	struct copy *copy = calloc(1, sizeof(*copy));
	struct topology *result;
	struct host *host;

	if (!copy)
		return NULL;
	copy->subnet = subnet;
	result = &copy->topology;
	*result = *topology;
	result->subnet = subnet;
	result->ghost_v4 = copy_text(copy, topology->ghost_v4);
	result->ghost_v6 = copy_text(copy, topology->ghost_v6);
	result->second_v4 = copy_text(copy, topology->second_v4);
	result->second_v6 = copy_text(copy, topology->second_v6);
	result->links = copy_lines(copy, topology->links);
	for (host = result->host; host < result->host + TOPOLOGY_HOSTS && host->name; host++) {
		host->v4 = copy_text(copy, host->v4);
		host->v6 = copy_text(copy, host->v6);
		host->commands = copy_lines(copy, host->commands);
	}
	if (copy->full) {
		free(copy);
		return NULL;
	}
	return result;
}

/* By text: there the prefixes are. */
static bool in_subnet(unsigned int subnet, const struct address *address)
{
	char name[INET6_ADDRSTRLEN], prefix[32];
	const uint8_t *bytes = address->v6.s6_addr;
	size_t i;

	if (!subnet)
		return true;
	if (address->family == AF_INET)
		inet_ntop(AF_INET, &address->v4, name, sizeof(name));
	else
		snprintf(name, sizeof(name), "%x:%x:%x:", bytes[0] << 8 | bytes[1],
			 bytes[2] << 8 | bytes[3], bytes[4] << 8 | bytes[5]);
	for (i = 0; i < PREFIXES; i++) {
		write_prefix(i, subnet, prefix, sizeof(prefix));
		if (!strncmp(name, prefix, strlen(prefix)))
			return true;
	}
	return false;
}

bool subnet_is_sut(const struct topology *topology, const struct address *address,
		   unsigned int proxied)
{
	struct address plain = *address, other;
	int i;

	if (address->family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&address->v6)) {
		plain = (struct address){ .family = AF_INET };
		memcpy(&plain.v4, &address->v6.s6_addr[12], 4);
	}
	if (!in_subnet(topology->subnet, &plain))
		return false;
	for (i = 1; i < TOPOLOGY_HOSTS && topology->host[i].name; i++) {
		other = topology_address(topology, i, plain.family);
		if (!(proxied & 1u << i) && address_equal(&other, &plain))
			return false;
	}
	return true;
}
