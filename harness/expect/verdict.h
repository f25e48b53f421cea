/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_EXPECT_VERDICT_H
#define RST_EXPECT_VERDICT_H

#include <stdbool.h>

/* How a case ended, from the test to the report. */
enum verdict {
	VERDICT_PASS,
	VERDICT_KNOWN, /* fails as a known deviation says; in a result file: PASS, with "deviation" */
	VERDICT_FAIL,
	VERDICT_SKIP,
	VERDICT_NA,
	VERDICT_CRASH,
	VERDICT_TIMEOUT,
	VERDICT_INFRA,
	VERDICTS, /* also: a word that is none of them */
};

/* "PASS", "KNOWN", "N/A"; "?" for VERDICTS. */
const char *verdict_name(enum verdict verdict);

/* For class attributes and keys: "pass", "na". */
const char *verdict_key(enum verdict verdict);

/* The verdict with that name. */
enum verdict verdict_parse(const char *name);

/* Whether the kernel is in the wrong, or nobody knows: FAIL, CRASH, TIMEOUT, INFRA. */
bool verdict_is_bad(enum verdict verdict);

/* Who must agree about a case, in the order of the reports. */
enum oracle {
	ORACLE_REASON,
	ORACLE_STATE,
	ORACLE_EVENT,
	ORACLE_WIRE,
	ORACLE_VIA,
	ORACLE_MIB,
	ORACLE_ERRNO,
	ORACLE_RECEIVED,
	ORACLES,
};

/* The order in which they are asked: the first that differs is the first word of the failure. */
extern const enum oracle oracle_order[ORACLES];

/* "reason", "mib": the key in a result file, and the first word of a failure. */
const char *oracle_key(enum oracle oracle);

/* "call chain", "counters": for a reader. */
const char *oracle_title(enum oracle oracle);

/* What went wrong with a case that fails; all but the first came before any oracle was asked. */
enum failure {
	FAILED_EXPECTATION, /* the line begins with the oracle's key */
	FAILED_SETUP, /* the kernel never came into the situation */
	FAILED_TRACE,
	FAILED_WIRE,
	FAILED_MIB,
	FAILED_CONTRACT, /* two views of one event differ */
};

/* "setup: ", "trace: ": what the line begins with; empty for FAILED_EXPECTATION. */
const char *failure_prefix(enum failure failure);

#endif
