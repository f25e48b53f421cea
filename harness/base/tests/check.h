/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BASE_TESTS_CHECK_H
#define RST_BASE_TESTS_CHECK_H

#include <atf-c.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Numbers that are compared and printed.  libatf-c has these from 0.22 on, Debian 12 has 0.21; and
 * 0.22 evaluates what differs once more to print it, which may be a call.
 */
#undef ATF_CHECK_INTEQ
#undef ATF_CHECK_INTEQ_MSG
#undef ATF_REQUIRE_INTEQ
#undef ATF_REQUIRE_INTEQ_MSG

#define CHECK_NUMBERS_WITH(fail, expected, actual, format, ...)                             \
	do {                                                                                \
		intmax_t number_expected = (expected);                                      \
		intmax_t number_actual = (actual);                                          \
                                                                                            \
		if (number_expected != number_actual)                                       \
			fail(__FILE__, __LINE__, "%s != %s (%jd != %jd)" format, #expected, \
			     #actual, number_expected, number_actual, ##__VA_ARGS__);       \
	} while (0)

#define ATF_CHECK_INTEQ(expected, actual) \
	CHECK_NUMBERS_WITH(atf_tc_fail_check, expected, actual, "")
#define ATF_CHECK_INTEQ_MSG(expected, actual, format, ...) \
	CHECK_NUMBERS_WITH(atf_tc_fail_check, expected, actual, ": " format, ##__VA_ARGS__)
#define ATF_REQUIRE_INTEQ(expected, actual) \
	CHECK_NUMBERS_WITH(atf_tc_fail_requirement, expected, actual, "")
#define ATF_REQUIRE_INTEQ_MSG(expected, actual, format, ...) \
	CHECK_NUMBERS_WITH(atf_tc_fail_requirement, expected, actual, ": " format, ##__VA_ARGS__)

/* What libatf-c lacks: text to be found as it stands, and bytes of which the first are printed. */

#define CHECK_HAS(part, text) ATF_CHECK_MSG(strstr(text, part), "'%s' is not in '%s'", part, text)

#define CHECK_BYTES(expected, actual, length) \
	check_bytes(__FILE__, __LINE__, expected, actual, length)

static inline void check_bytes(const char *file, size_t line, const void *expected,
			       const void *actual, size_t length)
{
	const uint8_t *bytes[2] = { expected, actual };
	char text[2][2 * 64 + 1];
	size_t i;

	if (!memcmp(expected, actual, length))
		return;
	for (i = 0; i < length && i < 64; i++) {
		snprintf(text[0] + 2 * i, 3, "%02x", bytes[0][i]);
		snprintf(text[1] + 2 * i, 3, "%02x", bytes[1][i]);
	}
	atf_tc_fail_check(file, line, "expected %s, got %s", text[0], text[1]);
}

#endif
