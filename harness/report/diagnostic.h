/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_DIAGNOSTIC_H
#define RST_REPORT_DIAGNOSTIC_H

#include <stddef.h>

/*
 * draft-ietf-tcpm-rst-diagnostic-payload lets a RST say why it was sent: 0x33AA, a code of its
 * registry "TCP Failure Causes", and the number of the enterprise whose registry it is (0: IANA).
 * Here is which code each reason of the kernel would have.
 */

#define DIAGNOSTIC_DRAFT "draft-ietf-tcpm-rst-diagnostic-payload"

/* A row of the table "Initial TCP Failure Causes" of the draft. */
struct diagnostic_cause {
	unsigned int code;
	const char *description;
	const char *specification; /* NULL: the draft itself */
};

enum diagnostic_fit {
	DIAGNOSTIC_NONE, /* no code says this */
	DIAGNOSTIC_NEAR, /* the code's text says something else that is close */
	DIAGNOSTIC_EXACT, /* the code's text says this */
};

struct diagnostic_row {
	const char *reason; /* of enum sk_rst_reason, without SK_RST_REASON_ */
	enum diagnostic_fit fit;
	unsigned int code;
	const char *why; /* what the kernel means by it, and why it fits or not */
};

extern const struct diagnostic_cause diagnostic_causes[];
extern const size_t diagnostic_cause_count;
extern const struct diagnostic_row diagnostic_rows[];
extern const size_t diagnostic_row_count;

/* NULL when there is none. */
const struct diagnostic_cause *diagnostic_cause(unsigned int code);
const struct diagnostic_row *diagnostic_row(const char *reason);

#endif
