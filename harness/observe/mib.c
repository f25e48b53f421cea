// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/mib.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/array.h"
#include "harness/base/file.h"
#include "netns/enter.h"

#define COUNTERS_MAX 700
#define DIFFERENCES_MAX 32

struct counter {
	char name[48];
	long long value;
};

struct mib {
	size_t count;
	struct counter counter[COUNTERS_MAX];
};

/*
 * Sorted.  What moves only when TCP refuses, aborts, drops or challenges.  Not among them:
 * TcpExtSyncookiesFailed.  A listener that never overflowed looks as if it had at jiffies 0, so for
 * two minutes, five minutes after the boot and whenever 32 bits of jiffies have gone round, every
 * ACK to it is tried as a cookie (include/net/tcp.h: tcp_synq_no_recent_overflow()).
 */
static const char *const watched[] = {
	"MPTcpExtDSSCorruptionFallback",
	"MPTcpExtDSSCorruptionReset",
	"MPTcpExtDSSNoMatchTCP",
	"MPTcpExtDSSNotMatching",
	"MPTcpExtDataCsumErr",
	"MPTcpExtDssFallback",
	"MPTcpExtFallbackFailed",
	"MPTcpExtInfiniteMapRx",
	"MPTcpExtMPCapableDataFallback",
	"MPTcpExtMPCapableEndpAttempt",
	"MPTcpExtMPCapableFallbackACK",
	"MPTcpExtMPCapableFallbackSYNACK",
	"MPTcpExtMPFailRx",
	"MPTcpExtMPFailTx",
	"MPTcpExtMPFastcloseRx",
	"MPTcpExtMPFastcloseTx",
	"MPTcpExtMPJoinAckHMacFailure",
	"MPTcpExtMPJoinNoTokenFound",
	"MPTcpExtMPJoinPortAckRx",
	"MPTcpExtMPJoinRejected",
	"MPTcpExtMPJoinSynAckHMacFailure",
	"MPTcpExtMPRstRx",
	"MPTcpExtMPRstTx",
	"MPTcpExtMismatchPortAckRx",
	"MPTcpExtMismatchPortSynRx",
	"TcpAttemptFails",
	"TcpEstabResets",
	"TcpExtBeyondWindow",
	"TcpExtEmbryonicRsts",
	"TcpExtListenDrops",
	"TcpExtListenOverflows",
	"TcpExtPAWSActive",
	"TcpExtPAWSEstab",
	"TcpExtTCPACKSkippedChallenge",
	"TcpExtTCPAOBad",
	"TcpExtTCPAOKeyNotFound",
	"TcpExtTCPAORequired",
	"TcpExtTCPAbortFailed",
	"TcpExtTCPAbortOnClose",
	"TcpExtTCPAbortOnData",
	"TcpExtTCPAbortOnLinger",
	"TcpExtTCPAbortOnMemory",
	"TcpExtTCPAbortOnTimeout",
	"TcpExtTCPChallengeACK",
	"TcpExtTCPDeferAcceptDrop",
	"TcpExtTCPMD5Failure",
	"TcpExtTCPMD5NotFound",
	"TcpExtTCPMD5Unexpected",
	"TcpExtTCPMigrateReqFailure",
	"TcpExtTCPMigrateReqSuccess",
	"TcpExtTCPMinTTLDrop",
	"TcpExtTCPReqQFullDoCookies",
	"TcpExtTCPReqQFullDrop",
	"TcpExtTCPSYNChallenge",
	"TcpExtTCPTimeWaitOverflow",
	"TcpExtTSEcrRejected",
	"TcpInCsumErrors",
	"TcpInErrs",
	"TcpOutRsts",
};

#define WATCHED ARRAY_SIZE(watched)

struct mib *mib_new(void)
{
	return calloc(1, sizeof(struct mib));
}

void mib_free(struct mib *mib)
{
	free(mib);
}

static int add(struct mib *mib, const char *group, const char *name, long long value)
{
	struct counter *counter = &mib->counter[mib->count];

	if (mib->count == COUNTERS_MAX)
		return -ENOBUFS;
	snprintf(counter->name, sizeof(counter->name), "%s%s", group, name);
	counter->value = value;
	mib->count++;
	return 0;
}

/* "Tcp: A B" and "Tcp: 1 2" */
static int parse_pair(struct mib *mib, char *names, char *values)
{
	char *name_rest, *value_rest;
	char *group = strtok_r(names, ": ", &name_rest);
	char *same = strtok_r(values, ": ", &value_rest);
	char *name, *value;
	int err = 0;

	if (!group || !same || strcmp(group, same))
		return -EINVAL;
	while (!err) {
		name = strtok_r(NULL, " ", &name_rest);
		value = strtok_r(NULL, " ", &value_rest);
		if (!name || !value)
			return name || value ? -EINVAL : 0;
		err = add(mib, group, name, strtoll(value, NULL, 10));
	}
	return err;
}

int mib_parse(struct mib *mib, const char *text, bool pairs)
{
	char *copy = strdup(text);
	char *rest, *line, *second;
	char name[48];
	long long value;
	int err = 0;

	if (!copy)
		return -ENOMEM;
	line = strtok_r(copy, "\n", &rest);
	for (; line && !err; line = strtok_r(NULL, "\n", &rest)) {
		if (pairs) {
			second = strtok_r(NULL, "\n", &rest);
			err = second ? parse_pair(mib, line, second) : -EINVAL;
		} else if (sscanf(line, "%47s %lld", name, &value) == 2) {
			err = add(mib, "", name, value);
		} else {
			err = -EINVAL;
		}
	}
	free(copy);
	return err;
}

static int read_file(struct mib *mib, const char *path, bool pairs)
{
	char *text;
	ssize_t length = file_read(path, &text);
	int err;

	if (length < 0)
		return length;
	err = mib_parse(mib, text, pairs);
	free(text);
	return err;
}

int mib_read(struct mib **result, int netns)
{
	struct netns_guard guard;
	struct mib *mib = mib_new();
	int err;

	if (!mib)
		return -ENOMEM;
	err = netns_enter(&guard, netns);
	if (!err) {
		err = read_file(mib, "/proc/thread-self/net/snmp", true);
		if (!err)
			err = read_file(mib, "/proc/thread-self/net/netstat", true);
		netns_leave(&guard);
	}
	if (err) {
		mib_free(mib);
		return err;
	}
	*result = mib;
	return 0;
}

bool mib_value(const struct mib *mib, const char *name, long long *value)
{
	size_t i;

	for (i = 0; i < mib->count; i++) {
		if (!strcmp(mib->counter[i].name, name)) {
			*value = mib->counter[i].value;
			return true;
		}
	}
	return false;
}

bool mib_watched(const char *name)
{
	size_t i;

	for (i = 0; i < WATCHED; i++)
		if (!strcmp(watched[i], name))
			return true;
	return false;
}

bool mib_names(const char *list, const char *name)
{
	size_t length = strlen(name);
	const char *found = list;

	while (found && (found = strstr(found, name))) {
		if ((found == list || strchr(", ", found[-1])) && found[length] == ' ')
			return true;
		found += length;
	}
	return false;
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(a, b);
}

void mib_difference(char *text, size_t size, const struct mib *before, const struct mib *after,
		    const char *list)
{
	char line[DIFFERENCES_MAX][80];
	const char *name;
	long long old;
	size_t count = 0;
	size_t used = 0;
	size_t i;

	for (i = 0; i < after->count && count < DIFFERENCES_MAX; i++) {
		name = after->counter[i].name;
		if (!mib_watched(name) && !mib_names(list, name))
			continue;
		if (!mib_value(before, name, &old))
			old = 0;
		if (after->counter[i].value != old)
			snprintf(line[count++], sizeof(line[0]), "%s %+lld", name,
				 after->counter[i].value - old);
	}
	qsort(line, count, sizeof(line[0]), compare_lines);
	text[0] = '\0';
	for (i = 0; i < count && used < size; i++)
		used += snprintf(text + used, size - used, "%s%s", i ? ", " : "", line[i]);
}
