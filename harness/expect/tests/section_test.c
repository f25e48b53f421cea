// SPDX-License-Identifier: GPL-2.0-only
/* Every section has a number, a word and a title of its own. */
#include "harness/expect/section.h"

#include "harness/base/tests/check.h"

static void check_word(const char *expected, const char *number)
{
	char word[32];

	section_word(number, word, sizeof(word));
	CHECK_TEXT(expected, word);
}

static void test_each_has_its_own(void)
{
	char word[32], other[32];
	enum section i, j;

	for (i = SECTION_UNKNOWN + 1; i < SECTIONS; i++) {
		section_word(section_number(i), word, sizeof(word));
		CHECK(strncmp(word, "section-", 8) && strlen(word) < sizeof(word) - 1);
		CHECK(strcmp(section_title(section_number(i)), "other"));
		for (j = SECTION_UNKNOWN + 1; j < i; j++) {
			section_word(section_number(j), other, sizeof(other));
			CHECK(strcmp(section_number(i), section_number(j)));
			CHECK(strcmp(word, other));
		}
	}
}

int main(void)
{
	test_each_has_its_own();
	CHECK_TEXT("1.1", section_number(SECTION_CLOSE_UNREAD));
	CHECK_TEXT("close() with unread data", section_title("1.1"));
	CHECK_TEXT("other", section_title("9.9"));
	CHECK_TEXT("other", section_title(""));
	check_word("time-wait", "2.6");
	check_word("section-9-9", "9.9");
	check_word("section-none", "");
	return 0;
}
