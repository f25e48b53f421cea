// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/tests/check.h"
#include "harness/report/escape.h"

static void escapes(void (*escape)(FILE *out, const char *text), const char *text,
		    const char *expected)
{
	char got[400] = "";
	FILE *out = fmemopen(got, sizeof(got), "w");

	ATF_REQUIRE(out);
	escape(out, text);
	fclose(out);
	ATF_CHECK_STREQ(expected, got);
}

ATF_TC_WITHOUT_HEAD(xml_has_no_markup_and_no_control_characters);
ATF_TC_BODY(xml_has_no_markup_and_no_control_characters, tc)
{
	escapes(escape_xml, "a < b & \"c\" > 'd'", "a &lt; b &amp; &quot;c&quot; &gt; 'd'");
	escapes(escape_xml, "]]>\x01\x1b[0m\n", "]]&gt;\xef\xbf\xbd\xef\xbf\xbd[0m&#10;");
	escapes(escape_xml,
		"\xef\xbf\xbf"
		"e\xcc\x81",
		"\xef\xbf\xbd"
		"e\xcc\x81");
}

ATF_TC_WITHOUT_HEAD(markdown_has_no_markup_and_no_mentions);
ATF_TC_BODY(markdown_has_no_markup_and_no_mentions, tc)
{
	escapes(escape_markdown, "a|b\n<b> @me `x` #1 [y](z)",
		"a&#124;b &#60;b&#62; &#64;me &#96;x&#96; &#35;1 &#91;y&#93;(z)");
}

ATF_TC_WITHOUT_HEAD(a_code_span_is_not_left);
ATF_TC_BODY(a_code_span_is_not_left, tc)
{
	escapes(escape_markdown_code, "R. 1:1(0) <a|`b`\n>", "`R. 1:1(0) <a\\|'b' >`");
	escapes(escape_markdown_code, "", "");
}

ATF_TC_WITHOUT_HEAD(csv_quotes_what_it_must);
ATF_TC_BODY(csv_quotes_what_it_must, tc)
{
	escapes(escape_csv, "plain text", "plain text");
	escapes(escape_csv, "a,\"b\"\nc", "\"a,\"\"b\"\"\nc\"");
}

ATF_TC_WITHOUT_HEAD(ktap_keeps_one_line_and_no_directives);
ATF_TC_BODY(ktap_keeps_one_line_and_no_directives, tc)
{
	escapes(escape_ktap, "name # SKIP now\nnot ok 2 other", "name _ SKIP now not ok 2 other");
	escapes(escape_ktap, "[FAIL] [ OK ] SKIP: x FAIL: y", "(FAIL] ( OK ] SKIP  x FAIL  y");
	escapes(escape_ktap, "peer [2001:db8::1]:7000 passed", "peer [2001:db8::1]:7000 passed");
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, xml_has_no_markup_and_no_control_characters);
	ATF_TP_ADD_TC(tp, markdown_has_no_markup_and_no_mentions);
	ATF_TP_ADD_TC(tp, a_code_span_is_not_left);
	ATF_TP_ADD_TC(tp, csv_quotes_what_it_must);
	ATF_TP_ADD_TC(tp, ktap_keeps_one_line_and_no_directives);
	return atf_no_error();
}
