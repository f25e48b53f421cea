// SPDX-License-Identifier: GPL-2.0-only
#include "harness/kernel/version.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "harness/base/file.h"

unsigned int kernel_parse(const char *release)
{
	unsigned int major, minor, stable = 0;

	if (sscanf(release, "%u.%u.%u", &major, &minor, &stable) < 2)
		return 0;
	return STABLE(major, minor, stable);
}

unsigned int kernel_of(const char *release, const char *version, const char *signature)
{
	unsigned int kernel = kernel_parse(release);
	const char *debian = strstr(version, "Debian ");
	const char *upstream = signature ? strrchr(signature, ' ') : NULL;
	unsigned int exact = 0;

	if (debian)
		exact = kernel_parse(debian + strlen("Debian "));
	else if (upstream)
		exact = kernel_parse(upstream + 1);
	return KERNEL_SERIES(exact) == KERNEL_SERIES(kernel) && exact > kernel ? exact : kernel;
}

unsigned int kernel_running(void)
{
	char signature[200];
	struct utsname name;

	file_read_line("/proc/version_signature", signature, sizeof(signature));
	uname(&name);
	return kernel_of(name.release, name.version, signature);
}

const char *kernel_release(char *release, size_t size)
{
	struct utsname name;

	uname(&name);
	snprintf(release, size, "%s", name.release);
	return release;
}

const char *kernel_name(unsigned int version, char *name, size_t size)
{
	unsigned int stable = version & 0xffff;

	if (stable)
		snprintf(name, size, "%u.%u.%u", version >> 24, version >> 16 & 0xff, stable);
	else
		snprintf(name, size, "%u.%u", version >> 24, version >> 16 & 0xff);
	return name;
}
