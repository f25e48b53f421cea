// SPDX-License-Identifier: GPL-2.0-only
/* Every section has a number, a word and a title of its own. */
#include "harness/expect/section.h"

#include "harness/base/tests/check.h"

static void check_word(const char *expected, const char *number)
{
	char word[32];

	section_word(number, word, sizeof(word));
	ATF_CHECK_STREQ(expected, word);
}

ATF_TC_WITHOUT_HEAD(each_has_a_number_a_word_and_a_title);
ATF_TC_BODY(each_has_a_number_a_word_and_a_title, tc)
{
	char word[32], other[32];
	enum section i, j;

	for (i = SECTION_UNKNOWN + 1; i < SECTIONS; i++) {
		section_word(section_number(i), word, sizeof(word));
		ATF_CHECK(strncmp(word, "section-", 8));
		ATF_CHECK(strlen(word) < sizeof(word) - 1);
		ATF_CHECK(strcmp(section_title(section_number(i)), "other"));
		for (j = SECTION_UNKNOWN + 1; j < i; j++) {
			section_word(section_number(j), other, sizeof(other));
			ATF_CHECK(strcmp(section_number(i), section_number(j)));
			ATF_CHECK(strcmp(word, other));
		}
	}
}

ATF_TC_WITHOUT_HEAD(a_section_is_found_by_its_number);
ATF_TC_BODY(a_section_is_found_by_its_number, tc)
{
	ATF_CHECK_STREQ("1.1", section_number(SECTION_CLOSE_UNREAD));
	ATF_CHECK_STREQ("close() with unread data", section_title("1.1"));
	ATF_CHECK_STREQ("other", section_title("9.9"));
	ATF_CHECK_STREQ("other", section_title(""));
	check_word("time-wait", "2.6");
	check_word("section-9-9", "9.9");
	check_word("section-none", "");
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, each_has_a_number_a_word_and_a_title);
	ATF_TP_ADD_TC(tp, a_section_is_found_by_its_number);
	return atf_no_error();
}
