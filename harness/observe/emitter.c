// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/emitter.h"

#include <stddef.h>
#include <string.h>

#include "harness/base/array.h"

static const struct {
	const char *symbol;
	bool traced;
} emitters[] = {
	{ "tcp_send_active_reset", true }, { "tcp_v4_send_reset", true },
	{ "tcp_v6_send_reset", true },	   { "nf_send_reset", false },
	{ "nf_send_reset6", false },
};

static bool is_among(const char *symbol, bool traced_only)
{
	size_t length = strcspn(symbol, ".");
	size_t i;

	for (i = 0; i < ARRAY_SIZE(emitters); i++)
		if (strlen(emitters[i].symbol) == length &&
		    !strncmp(emitters[i].symbol, symbol, length))
			return emitters[i].traced || !traced_only;
	return false;
}

bool emitter_is(const char *symbol)
{
	return is_among(symbol, false);
}

bool emitter_is_traced(const char *symbol)
{
	return is_among(symbol, true);
}
