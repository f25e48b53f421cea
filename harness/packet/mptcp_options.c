// SPDX-License-Identifier: GPL-2.0-only
#include "harness/packet/mptcp_options.h"

#include <ctype.h>
#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/bytes.h"
#include "harness/packet/flow.h"
#include "harness/packet/mptcp_crypto.h"
#include "harness/packet/option_bytes.h"

#define VERSION 1

/* MP_CAPABLE (RFC 8684 figure 4). */
#define CAPABLE_CHECKSUM 0x80 /* A */
#define CAPABLE_SHA256 0x01 /* H */

/* DSS (RFC 8684 figure 9). */
#define DSS_FIN 0x10 /* F */
#define DSS_DSN8 0x08 /* m */
#define DSS_MAPPED 0x04 /* M */
#define DSS_ACK8 0x02 /* a */
#define DSS_ACKED 0x01 /* A */

/* The HMAC of the last segment of MP_JOIN is cut to 160 bits (RFC 8684 3.2). */
#define JOIN_HMAC 20
#define JOIN_ACK_LENGTH 24

struct dss {
	uint8_t flags;
	bool checksum;
	uint64_t dack;
	struct mptcp_mapping mapping;
	uint16_t sum;
};

/* Takes @name and the space after it, or nothing. */
static bool take_word(const char **text, const char *name)
{
	size_t length = strlen(name);

	if (strncmp(*text, name, length) || isalnum((unsigned char)(*text)[length]))
		return false;
	*text += length;
	*text += **text == ' ';
	return true;
}

static bool take_number(const char **text, const char *name, uint64_t *number)
{
	char *end;

	if (!take_word(text, name))
		return false;
	*number = strtoull(*text, &end, 0);
	if (end == *text)
		return false;
	*text = *end == ' ' ? end + 1 : end;
	return true;
}

/* Kind, a length that option_finish() sets, subtype with the low half of its byte, and a byte. */
static size_t start(struct segment *segment, enum mptcp_subtype subtype, uint8_t low, uint8_t next)
{
	size_t at = option_start(segment, MPTCP_OPTION);

	option_put(segment, (uint8_t[]){ subtype << 4 | low, next }, 2);
	return at;
}

static uint16_t checksum(const struct segment *segment, struct mptcp_mapping mapping)
{
	uint8_t data[65536];

	segment_pattern(data, segment->length);
	return mptcp_checksum(mapping, data, segment->length);
}

/*
 * RFC 8684 3.1: no key in the SYN, the sender's in the SYN,ACK, both after; a segment with data
 * has its length and checksum too.
 */
static const char *read_capable(struct segment *segment, const char *text,
				const struct mptcp *connection)
{
	struct mptcp_mapping mapping = { mptcp_idsn(connection->peer_key) + 1, 1, segment->length };
	bool sums = take_word(&text, "csum") || connection->checksum;
	uint64_t key = connection->peer_key;
	size_t at;

	at = start(segment, MP_CAPABLE, VERSION, CAPABLE_SHA256 | (sums ? CAPABLE_CHECKSUM : 0));
	take_number(&text, "key", &key);
	if (segment->flags & ACK)
		option_put64(segment, key);
	if (!(segment->flags & SYN)) {
		option_put64(segment, connection->sut_key);
		if (segment->length)
			option_put16(segment, segment->length);
		if (segment->length && sums)
			option_put16(segment, checksum(segment, mapping));
	}
	option_finish(segment, at);
	return text;
}

/*
 * RFC 8684 3.2: token and nonce in the SYN, the HMAC's first 64 bits and nonce in the SYN,ACK, its
 * first 160 bits after.
 */
static const char *read_join(struct segment *segment, const char *text,
			     const struct mptcp_subflow *subflow)
{
	struct mptcp_end peer = { subflow->connection->peer_key, subflow->peer_nonce };
	struct mptcp_end sut = { subflow->connection->sut_key, subflow->sut_nonce };
	uint64_t token = mptcp_token(sut.key);
	uint8_t hmac[MPTCP_HMAC_LENGTH];
	uint64_t id = 0, given;
	size_t at;

	mptcp_hmac(hmac, peer, sut);
	take_number(&text, "id", &id);
	take_number(&text, "token", &token);
	if (take_number(&text, "hmac", &given))
		memset(hmac, given, sizeof(hmac));
	at = start(segment, MP_JOIN, 0, id);
	if (!(segment->flags & SYN)) {
		option_put(segment, hmac, JOIN_HMAC);
	} else {
		if (segment->flags & ACK)
			option_put(segment, hmac, sizeof(uint64_t));
		else
			option_put32(segment, token);
		option_put32(segment, peer.nonce);
	}
	option_finish(segment, at);
	return text;
}

static bool take_mapping(const char **text, struct dss *dss)
{
	uint64_t ssn = 0, length = 0;

	if (take_number(text, "dsn8", &dss->mapping.dsn))
		dss->flags |= DSS_MAPPED | DSS_DSN8;
	else if (take_number(text, "dsn4", &dss->mapping.dsn))
		dss->flags |= DSS_MAPPED;
	else
		return false;
	take_number(text, "ssn", &ssn);
	take_number(text, "dll", &length);
	dss->mapping.ssn = ssn;
	dss->mapping.length = length;
	return true;
}

static void put_dss(struct segment *segment, const struct dss *dss)
{
	size_t at = start(segment, MP_DSS, 0, dss->flags);

	if (dss->flags & DSS_ACK8)
		option_put64(segment, dss->dack);
	else if (dss->flags & DSS_ACKED)
		option_put32(segment, dss->dack);
	if (dss->flags & DSS_DSN8)
		option_put64(segment, dss->mapping.dsn);
	else if (dss->flags & DSS_MAPPED)
		option_put32(segment, dss->mapping.dsn);
	if (dss->flags & DSS_MAPPED) {
		option_put32(segment, dss->mapping.ssn);
		option_put16(segment, dss->mapping.length);
	}
	if (dss->checksum)
		option_put16(segment, dss->sum);
	option_finish(segment, at);
}

static const char *read_dss(struct segment *segment, const char *text,
			    const struct mptcp *connection)
{
	struct dss dss = { 0 };

	if (take_number(&text, "dack8", &dss.dack))
		dss.flags |= DSS_ACKED | DSS_ACK8;
	else if (take_number(&text, "dack4", &dss.dack))
		dss.flags |= DSS_ACKED;
	dss.dack += mptcp_idsn(connection->sut_key);
	if (take_mapping(&text, &dss)) {
		dss.mapping.dsn += mptcp_idsn(connection->peer_key);
		dss.sum = checksum(segment, dss.mapping);
		if (take_word(&text, "badcs")) {
			dss.checksum = true;
			dss.sum ^= 1;
		} else {
			dss.checksum = take_word(&text, "cs");
		}
	}
	if (take_word(&text, "fin"))
		dss.flags |= DSS_FIN;
	put_dss(segment, &dss);
	return text;
}

static const char *read_fastclose(struct segment *segment, const char *text,
				  const struct mptcp *connection)
{
	uint64_t key = connection->sut_key;
	size_t at = start(segment, MP_FASTCLOSE, 0, 0);

	take_number(&text, "key", &key);
	option_put64(segment, key);
	option_finish(segment, at);
	return text;
}

static const char *read_fail(struct segment *segment, const char *text,
			     const struct mptcp *connection)
{
	size_t at = start(segment, MP_FAIL, 0, 0);
	uint64_t dsn = 0;

	take_number(&text, "dsn", &dsn);
	option_put64(segment, mptcp_idsn(connection->sut_key) + dsn);
	option_finish(segment, at);
	return text;
}

const char *mptcp_option_read(struct segment *segment, const char *text, const struct flow *flow)
{
	const struct mptcp *connection = flow->mptcp ? flow->mptcp->connection : NULL;
	uint64_t reason;

	if (!connection)
		return NULL;
	if (take_word(&text, "mp_capable"))
		return read_capable(segment, text, connection);
	if (take_word(&text, "mp_join"))
		return read_join(segment, text, flow->mptcp);
	if (take_word(&text, "dss"))
		return read_dss(segment, text, connection);
	if (take_word(&text, "mp_fastclose"))
		return read_fastclose(segment, text, connection);
	if (take_word(&text, "mp_fail"))
		return read_fail(segment, text, connection);
	if (take_number(&text, "mp_tcprst", &reason)) {
		option_finish(segment, start(segment, MP_TCPRST, 0, reason));
		return text;
	}
	return NULL;
}

static int write_dss(char *text, size_t size, const uint8_t *option, uint64_t own_idsn,
		     uint64_t other_idsn)
{
	const uint8_t *next = option + 4;
	uint8_t flags = option[3];
	int used = snprintf(text, size, "dss");

	if (flags & DSS_ACK8)
		used += snprintf(text + used, size - used, " dack8 %" PRIu64,
				 get64(next) - other_idsn);
	else if (flags & DSS_ACKED)
		used += snprintf(text + used, size - used, " dack4 %" PRIu32,
				 get32(next) - (uint32_t)other_idsn);
	next += flags & DSS_ACK8 ? 8 : flags & DSS_ACKED ? 4 : 0;
	if (!(flags & DSS_MAPPED))
		return used;
	if (flags & DSS_DSN8)
		used += snprintf(text + used, size - used, " dsn8 %" PRIu64,
				 get64(next) - own_idsn);
	else
		used += snprintf(text + used, size - used, " dsn4 %" PRIu32,
				 get32(next) - (uint32_t)own_idsn);
	next += flags & DSS_DSN8 ? 8 : 4;
	used += snprintf(text + used, size - used, " ssn %" PRIu32 " dll %u", get32(next),
			 next[4] << 8 | next[5]);
	next += 6;
	return used + snprintf(text + used, size - used, "%s%s",
			       next < option + option[1] ? " cs" : "",
			       flags & DSS_FIN ? " fin" : "");
}

/* Any option whose fields need no number of the connection. */
static int write_plain(char *text, size_t size, const uint8_t *option)
{
	switch (option[2] >> 4) {
	case MP_CAPABLE:
		return snprintf(text, size, "mp_capable%s",
				option[3] & CAPABLE_CHECKSUM ? " csum" : "");
	case MP_JOIN:
		if (option[1] == JOIN_ACK_LENGTH)
			return snprintf(text, size, "mp_join");
		return snprintf(text, size, "mp_join id %u", option[3]);
	case MP_ADD_ADDR:
		return snprintf(text, size, "add_addr id %u", option[3]);
	case MP_REMOVE_ADDR:
		return snprintf(text, size, "remove_addr");
	case MP_PRIO:
		return snprintf(text, size, "mp_prio");
	case MP_TCPRST:
		if (option[2] & 0xf)
			return snprintf(text, size, "mp_tcprst %u flags %d", option[3],
					option[2] & 0xf);
		return snprintf(text, size, "mp_tcprst %u", option[3]);
	}
	return snprintf(text, size, "mptcp subtype %d", option[2] >> 4);
}

/* What the writers above read of an option. */
static bool is_whole(const uint8_t *option)
{
	static const uint8_t lengths[] = {
		[MP_CAPABLE] = 4, [MP_JOIN] = 12, [MP_DSS] = 4,	       [MP_ADD_ADDR] = 4,
		[MP_PRIO] = 3,	  [MP_FAIL] = 12, [MP_FASTCLOSE] = 12, [MP_TCPRST] = 4,
	};
	uint8_t subtype = option[1] > 2 ? option[2] >> 4 : UINT8_MAX;
	uint8_t needed;

	if (subtype >= sizeof(lengths))
		return option[1] > 2;
	needed = lengths[subtype];
	if (subtype == MP_DSS && option[1] >= needed) {
		needed += option[3] & DSS_ACK8 ? 8 : option[3] & DSS_ACKED ? 4 : 0;
		needed += option[3] & DSS_MAPPED ? (option[3] & DSS_DSN8 ? 14 : 10) : 0;
	}
	return option[1] >= needed;
}

int mptcp_option_write(char *text, size_t size, const uint8_t *option, const struct flow *flow,
		       bool from_sut)
{
	static const struct mptcp unknown;
	const struct mptcp *connection = flow->mptcp ? flow->mptcp->connection : &unknown;
	uint64_t own = from_sut ? connection->sut_key : connection->peer_key;
	uint64_t other = from_sut ? connection->peer_key : connection->sut_key;

	if (!is_whole(option))
		return snprintf(text, size, "mptcp malformed");
	switch (option[2] >> 4) {
	case MP_DSS:
		return write_dss(text, size, option, mptcp_idsn(own), mptcp_idsn(other));
	case MP_FAIL:
		/* What failed has numbers of the end that is told (RFC 8684 3.7). */
		return snprintf(text, size, "mp_fail dsn %" PRIu64,
				get64(option + 4) - mptcp_idsn(other));
	case MP_FASTCLOSE:
		if (get64(option + 4) == other)
			return snprintf(text, size, "mp_fastclose");
		return snprintf(text, size, "mp_fastclose key %#" PRIx64, get64(option + 4));
	}
	return write_plain(text, size, option);
}
