// SPDX-License-Identifier: GPL-2.0-only
#include "harness/expect/verdict.h"

#include <string.h>

static const struct {
	const char *name, *key;
} verdicts[VERDICTS] = {
	[VERDICT_PASS] = { "PASS", "pass" },
	[VERDICT_KNOWN] = { "KNOWN", "known" },
	[VERDICT_FAIL] = { "FAIL", "fail" },
	[VERDICT_SKIP] = { "SKIP", "skip" },
	[VERDICT_NA] = { "N/A", "na" },
	[VERDICT_CRASH] = { "CRASH", "crash" },
	[VERDICT_TIMEOUT] = { "TIMEOUT", "timeout" },
	[VERDICT_INFRA] = { "INFRA", "infra" },
};

static const struct {
	const char *key, *title;
} oracles[ORACLES] = {
	[ORACLE_REASON] = { "reason", "reason" }, [ORACLE_STATE] = { "state", "state" },
	[ORACLE_EVENT] = { "event", "event" },	  [ORACLE_WIRE] = { "wire", "wire" },
	[ORACLE_VIA] = { "via", "call chain" },	  [ORACLE_MIB] = { "mib", "counters" },
	[ORACLE_ERRNO] = { "errno", "errno" },	  [ORACLE_RECEIVED] = { "received", "received" },
};

const enum oracle oracle_order[ORACLES] = {
	ORACLE_WIRE,  ORACLE_REASON, ORACLE_VIA,   ORACLE_STATE,
	ORACLE_EVENT, ORACLE_MIB,    ORACLE_ERRNO, ORACLE_RECEIVED,
};

static const char *const prefixes[] = {
	[FAILED_EXPECTATION] = "", [FAILED_SETUP] = "setup: ", [FAILED_TRACE] = "trace: ",
	[FAILED_WIRE] = "wire: ",  [FAILED_MIB] = "mib: ",     [FAILED_CONTRACT] = "contract: ",
};

const char *verdict_name(enum verdict verdict)
{
	return verdict < VERDICTS ? verdicts[verdict].name : "?";
}

const char *verdict_key(enum verdict verdict)
{
	return verdict < VERDICTS ? verdicts[verdict].key : "infra";
}

enum verdict verdict_parse(const char *name)
{
	enum verdict verdict;

	for (verdict = 0; verdict < VERDICTS; verdict++)
		if (!strcmp(name, verdicts[verdict].name))
			break;
	return verdict;
}

bool verdict_is_bad(enum verdict verdict)
{
	return verdict == VERDICT_FAIL || verdict >= VERDICT_CRASH;
}

const char *oracle_key(enum oracle oracle)
{
	return oracles[oracle].key;
}

const char *oracle_title(enum oracle oracle)
{
	return oracles[oracle].title;
}

const char *failure_prefix(enum failure failure)
{
	return prefixes[failure];
}
