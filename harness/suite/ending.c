// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/ending.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "harness/base/array.h"

/* ATF's, and "broken", which is Kyua's. */
static const char *const words[] = {
	[ENDED_PASSED] = "passed",   [ENDED_FAILED] = "failed",
	[ENDED_SKIPPED] = "skipped", [ENDED_EXPECTED_FAILURE] = "expected_failure",
	[ENDED_BROKEN] = "broken",
};

void ending_read(struct ending *ending, const char *text)
{
	size_t length = strcspn(text, "\n");
	size_t word = strcspn(text, ":\n");
	const char *reason = text;
	size_t i;

	ending->how = ENDED_BROKEN;
	for (i = 0; i < ARRAY_SIZE(words); i++) {
		if (strlen(words[i]) != word || strncmp(text, words[i], word))
			continue;
		ending->how = i;
		reason = text + word;
		reason += strspn(reason, ": ");
	}
	snprintf(ending->reason, sizeof(ending->reason), "%.*s", (int)(text + length - reason),
		 reason);
}
