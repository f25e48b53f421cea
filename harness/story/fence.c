// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/fence.h"

#include <string.h>

#include "harness/observe/wire.h"
#include "harness/world/inject.h"
#include "harness/world/test.h"

void fence(struct test *t)
{
	struct address ghost = topology_address(&t->topology, GHOST, t->family);
	struct address sut = topology_address(&t->topology, SUT, t->family);
	long long deadline = test_deadline(t);
	const struct frame *frame;
	size_t index = t->frames;
	int err;

	err = inject_echo(t->injector, &ghost, &sut, ++t->echoes);
	if (err)
		test_fail(t, FAILED_SETUP, "cannot send an echo request: %s", strerror(-err));
	while ((frame = test_frame(t, &index, deadline)))
		if (frame->kind == FRAME_ECHO_REPLY && frame->outgoing && frame->echo == t->echoes)
			return;
	test_fail(t, FAILED_SETUP, "the SUT did not answer an echo request in time");
}
