// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/chain.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bpf/event.h"
#include "harness/observe/emitter.h"
#include "harness/observe/facts.h"

#define SYMBOL_MAX 128

/* The function of @frame: "?" when it has no name (a BPF program), false past the end. */
static bool frame_symbol(const struct facts *facts, const struct rst_event *event,
			 unsigned int frame, char *symbol, unsigned int *offset)
{
	if (frame >= event->depth)
		return false;
	if (!facts_symbol(facts, event->stack[frame], symbol, SYMBOL_MAX, offset))
		snprintf(symbol, SYMBOL_MAX, "?");
	return true;
}

void chain_read(struct chain *chain, const struct facts *facts, const struct rst_event *event,
		unsigned int depth)
{
	char symbol[SYMBOL_MAX], last[SYMBOL_MAX];
	size_t size = sizeof(chain->text);
	unsigned int frame = 0;
	unsigned int offset;
	unsigned int i = 0;
	size_t used = 0;

	*chain = (struct chain){ .text = "unknown" };
	/* What lies between the program and the emitter differs: other probes, trampolines. */
	while (frame_symbol(facts, event, frame, symbol, &offset) && !emitter_is_traced(symbol))
		frame++;
	snprintf(last, sizeof(last), "%s", symbol);
	while (i < depth && used < size && frame_symbol(facts, event, ++frame, symbol, &offset)) {
		/* A function that the compiler split calls its own ".part.0". */
		if (!strcmp(symbol, last))
			continue;
		snprintf(last, sizeof(last), "%s", symbol);
		used += snprintf(chain->text + used, size - used, "%s%s", i ? " < " : "", symbol);
		if (i == 0)
			snprintf(chain->site, sizeof(chain->site), "%.100s+0x%x", symbol, offset);
		i++;
	}
}
