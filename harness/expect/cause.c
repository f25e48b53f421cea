// SPDX-License-Identifier: GPL-2.0-only
#include "harness/expect/cause.h"

#include <sys/socket.h>

const char *cause_via(const struct cause *cause, int family)
{
	return family == AF_INET6 && cause->via[1] ? cause->via[1] : cause->via[0];
}
