// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/tests/check.h"
#include "harness/report/escape.h"

static void escapes(void (*escape)(FILE *out, const char *text), const char *text,
		    const char *expected)
{
	char got[400] = "";
	FILE *out = fmemopen(got, sizeof(got), "w");

	CHECK(out);
	escape(out, text);
	fclose(out);
	CHECK_TEXT(expected, got);
}

int main(void)
{
	escapes(escape_xml, "a < b & \"c\" > 'd'", "a &lt; b &amp; &quot;c&quot; &gt; 'd'");
	escapes(escape_xml, "]]>\x01\x1b[0m\n", "]]&gt;\xef\xbf\xbd\xef\xbf\xbd[0m&#10;");
	escapes(escape_xml,
		"\xef\xbf\xbf"
		"e\xcc\x81",
		"\xef\xbf\xbd"
		"e\xcc\x81");
	escapes(escape_markdown, "a|b\n<b> @me `x` #1 [y](z)",
		"a&#124;b &#60;b&#62; &#64;me &#96;x&#96; &#35;1 &#91;y&#93;(z)");
	escapes(escape_markdown_code, "R. 1:1(0) <a|`b`\n>", "`R. 1:1(0) <a\\|'b' >`");
	escapes(escape_markdown_code, "", "");
	escapes(escape_csv, "plain text", "plain text");
	escapes(escape_csv, "a,\"b\"\nc", "\"a,\"\"b\"\"\nc\"");
	escapes(escape_ktap, "name # SKIP now\nnot ok 2 other", "name _ SKIP now not ok 2 other");
	escapes(escape_ktap, "[FAIL] [ OK ] SKIP: x FAIL: y", "(FAIL] ( OK ] SKIP  x FAIL  y");
	escapes(escape_ktap, "peer [2001:db8::1]:7000 passed", "peer [2001:db8::1]:7000 passed");
	return 0;
}
