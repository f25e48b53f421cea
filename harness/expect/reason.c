// SPDX-License-Identifier: GPL-2.0-only
#include "harness/expect/reason.h"

#include <string.h>

#include "harness/expect/cause.h"
#include "harness/expect/outcome.h"
#include "harness/kernel/change.h"

static bool is_full_socket(const char *state)
{
	return strcmp(state, "-") && strcmp(state, "TIME_WAIT");
}

bool reason_is_traced(const struct cause *cause, const char *state, unsigned int kernel)
{
	if (cause->emitter == UNTRACED)
		return false;
	return is_full_socket(state) || kernel_has(&change_reset_reasons, kernel);
}

const char *reason_given(const struct cause *cause, const char *state, unsigned int kernel)
{
	if (!reason_is_traced(cause, state, kernel))
		return OUTCOME_NOT_TRACED;
	if (!kernel_has(&change_reset_reasons, kernel))
		return OUTCOME_NO_REASON;
	if (cause->emitter == ACTIVE && !kernel_has(&change_active_reasons, kernel))
		return "NOT_SPECIFIED";
	return cause->reason;
}
