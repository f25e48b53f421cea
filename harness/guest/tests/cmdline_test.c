// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/boot/cmdline.h"

#include <errno.h>
#include <string.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"

static const char *written(const struct cmdline_options *options)
{
	static char text[4096];
	struct why why;

	ATF_REQUIRE_INTEQ(0, cmdline_write(text, sizeof(text), options, &why));
	return text;
}

ATF_TC_WITHOUT_HEAD(an_emulated_guest_is_told_its_clock);
ATF_TC_BODY(an_emulated_guest_is_told_its_clock, tc)
{
	struct cmdline_options options = { .emulated = true,
					   .tsc_khz = 2300001,
					   .append = "a b=c" };
	const char *text = written(&options);

	CHECK_HAS(" tsc_early_khz=2300001 a b=c", text);
	CHECK_HAS(" tsc=reliable ", text);
	ATF_CHECK_MSG(!strstr(text, "quiet"), "%s", text);
	options.virtual_clock = true;
	CHECK_HAS(" tsc_early_khz=1000000 ", written(&options));
	options.emulated = options.virtual_clock = false;
	text = written(&options);
	ATF_CHECK_MSG(!strstr(text, "tsc"), "%s", text);
}

ATF_TC_WITHOUT_HEAD(appended_words_are_one_line_that_fits);
ATF_TC_BODY(appended_words_are_one_line_that_fits, tc)
{
	struct cmdline_options options = { .append = "two\nlines" };
	char text[4096], words[2100];
	struct why why;

	ATF_CHECK_INTEQ(-EINVAL, cmdline_write(text, sizeof(text), &options, &why));
	memset(words, 'x', sizeof(words) - 1);
	words[sizeof(words) - 1] = '\0';
	options.append = words;
	ATF_CHECK_INTEQ(-E2BIG, cmdline_write(text, sizeof(text), &options, &why));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, an_emulated_guest_is_told_its_clock);
	ATF_TP_ADD_TC(tp, appended_words_are_one_line_that_fits);
	return atf_no_error();
}
