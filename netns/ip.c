// SPDX-License-Identifier: GPL-2.0-only
#include "netns/ip.h"

#include <stdarg.h>
#include <stdio.h>

#include "harness/base/child.h"
#include "netns/device.h"

#define BATCH_SIZE (STEPS_MAX * 100)

struct mac_name {
	char text[sizeof("02:00:00:00:00:01")];
};

static struct mac_name mac_name(const struct mac *mac)
{
	const uint8_t *byte = mac->byte;
	struct mac_name name;

	snprintf(name.text, sizeof(name.text), "%02x:%02x:%02x:%02x:%02x:%02x", byte[0], byte[1],
		 byte[2], byte[3], byte[4], byte[5]);
	return name;
}

__attribute__((format(printf, 1, 2))) static struct ip_line line(const char *format, ...)
{
	struct ip_line result;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(result.text, sizeof(result.text), format, arguments);
	va_end(arguments);
	return result;
}

static struct ip_line pair_line(const struct step_device *one, const struct step_device *other,
				const struct kind *type)
{
	return line(
		"link add %s index %d netns %s address %s type %s peer name %s index %d netns %s address %s",
		one->name, one->index, one->host, mac_name(&one->mac).text, type->name, other->name,
		other->index, other->host, mac_name(&other->mac).text);
}

static struct ip_line device_line(const struct step_device *device, const struct kind *type)
{
	struct ip_line made = line("link add %s index %d address %s type %s", device->name,
				   device->index, mac_name(&device->mac).text, type->name);

	return type->option ? line("%s %s %u", made.text, type->option, type->value) : made;
}

struct ip_line ip_line(const struct step *step)
{
	const char *device = step->device.name, *master = step->other.name;
	struct address_name address = address_name(&step->address);
	unsigned int prefix = network_prefix(step->address.family);

	switch (step->kind) {
	case STEP_PAIR:
		return pair_line(&step->device, &step->other, step->type);
	case STEP_DEVICE:
		return device_line(&step->device, step->type);
	case STEP_UP:
		return line("link set %s%s%s up", device, master ? " master " : "",
			    master ? master : "");
	case STEP_ADDRESS:
		return line("addr add %s/%u dev %s%s", address.text, prefix, device,
			    step->address.family == AF_INET6 ? " nodad" : "");
	case STEP_NEIGHBOUR:
		return line("neigh add %s lladdr %s dev %s nud permanent", address.text,
			    mac_name(&step->mac).text, device);
	case STEP_ROUTE:
		return line("route add %s/%u via %s", address.text, prefix,
			    address_name(&step->via).text);
	}
	return line("?");
}

int ip_run(const struct steps *steps, struct why *why)
{
	static const char *const command[] = { "ip", "-batch", "-", NULL };
	char batch[BATCH_SIZE] = "";
	const struct child_options options = { .input = batch, .netns = steps->home };
	size_t used = 0;
	size_t i;

	for (i = 0; i < steps->count; i++)
		used += snprintf(batch + used, sizeof(batch) - used, "%s\n",
				 ip_line(&steps->step[i]).text);
	return child_run(command, &options, NULL, why);
}
