// SPDX-License-Identifier: GPL-2.0-only
#include "harness/sweep/reply.h"

#include <inttypes.h>
#include <stdio.h>

#include "harness/base/array.h"

bool reply_equal(const struct rfc9293_reply *expected, const struct rfc9293_reply *got)
{
	if ((expected->flags & ~RFC9293_PSH) != (got->flags & ~RFC9293_PSH))
		return false;
	if (expected->flags == 0)
		return true;
	if (!expected->seq_is_chosen && expected->seq != got->seq)
		return false;
	return !(expected->flags & RFC9293_ACK) || expected->ack == got->ack;
}

/* packetdrill's letters, in its order. */
static void render_flags(uint8_t flags, char text[static 8])
{
	static const struct {
		uint8_t bit;
		char letter;
	} letters[] = {
		{ RFC9293_SYN, 'S' }, { RFC9293_FIN, 'F' }, { RFC9293_RST, 'R' },
		{ RFC9293_PSH, 'P' }, { RFC9293_URG, 'U' }, { RFC9293_ACK, '.' },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(letters); i++)
		if (flags & letters[i].bit)
			*text++ = letters[i].letter;
	*text = '\0';
}

void reply_render(const struct rfc9293_reply *reply, const struct rfc9293_block *block,
		  char text[static REPLY_TEXT_MAX])
{
	char flags[8];
	char seq[16] = "isn";
	uint32_t relative;

	if (reply->flags == 0) {
		snprintf(text, REPLY_TEXT_MAX, "none");
		return;
	}
	render_flags(reply->flags, flags);
	/* <SEQ=0> of a reset with ACK is a true zero, not one relative to the ISS. */
	relative = (reply->flags & RFC9293_RST) && (reply->flags & RFC9293_ACK)
			   ? reply->seq
			   : reply->seq - block->iss;
	if (!reply->seq_is_chosen)
		snprintf(seq, sizeof(seq), "%" PRId32, (int32_t)relative);
	if (reply->flags & RFC9293_ACK)
		snprintf(text, REPLY_TEXT_MAX, "%s %s:%s(0) ack %" PRId32, flags, seq, seq,
			 (int32_t)(reply->ack - block->irs));
	else
		snprintf(text, REPLY_TEXT_MAX, "%s %s:%s(0)", flags, seq, seq);
}
