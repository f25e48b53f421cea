// SPDX-License-Identifier: GPL-2.0-only
#include "harness/expect/names.h"

#include <string.h>

#include "harness/base/array.h"

/* In the order of include/net/tcp_states.h. */
static const char *const states[] = {
	"-",	 "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",    "TIME_WAIT",
	"CLOSE", "CLOSE_WAIT",	"LAST_ACK", "LISTEN",	"CLOSING",   "NEW_SYN_RECV",
};

const char *name_of_state(int state)
{
	if (state < 0 || state >= (int)ARRAY_SIZE(states))
		return "unknown";
	return states[state];
}

const char *name_of_error(int err)
{
	const char *name = err ? strerrorname_np(err) : "none";

	return name ? name : "unknown";
}
