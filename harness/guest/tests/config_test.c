// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/kernel/config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"

static struct config_result checked(const char *path)
{
	struct config_result result;
	struct why why;

	ATF_REQUIRE_INTEQ(0, config_check(path, &result, &why));
	return result;
}

static void expect_state(const struct config_result *result, const char *name,
			 enum config_state state)
{
	unsigned int i;

	for (i = 0; i < config_option_count; i++)
		if (!strcmp(config_options[i].name, name))
			break;
	ATF_REQUIRE_MSG(i < config_option_count, "no option %s", name);
	ATF_CHECK_INTEQ_MSG(state, result->state[i], "%s", name);
}

ATF_TC_WITHOUT_HEAD(each_option_is_built_in_a_module_or_missing);
ATF_TC_BODY(each_option_is_built_in_a_module_or_missing, tc)
{
	struct config_result result;

	atf_utils_create_file("config",
			      "# Linux/x86\nCONFIG_INET=m\nCONFIG_VETH=m\nCONFIG_NETKIT=y\n"
			      "# CONFIG_TCP_AO is not set\nCONFIG_IPV6_X=y\nCONFIG_MPTCP=n\n");
	result = checked("config");
	expect_state(&result, "INET", CONFIG_MISSING); /* must be built in */
	expect_state(&result, "VETH", CONFIG_MODULE);
	expect_state(&result, "NETKIT", CONFIG_BUILT_IN);
	expect_state(&result, "TCP_AO", CONFIG_MISSING);
	expect_state(&result, "IPV6", CONFIG_MISSING);
	expect_state(&result, "MPTCP", CONFIG_MISSING);
	ATF_CHECK(result.required_missing);
	ATF_CHECK_INTEQ(1, result.modules);
}

ATF_TC_WITHOUT_HEAD(what_is_no_configuration_is_refused);
ATF_TC_BODY(what_is_no_configuration_is_refused, tc)
{
	struct config_result result;
	struct why why;

	atf_utils_create_file("text", "just a text\n");
	ATF_CHECK_INTEQ(-EINVAL, config_check("text", &result, &why));
	ATF_CHECK(config_check("nonexistent", &result, &why) < 0);
}

ATF_TC_WITHOUT_HEAD(the_fragment_satisfies_the_check);
ATF_TC_BODY(the_fragment_satisfies_the_check, tc)
{
	struct config_result result;
	FILE *file = fopen("fragment", "w");

	ATF_REQUIRE(file);
	config_fragment(file);
	ATF_REQUIRE_INTEQ(0, fclose(file));
	result = checked("fragment");
	ATF_CHECK_INTEQ(0, result.required_missing);
	ATF_CHECK_INTEQ(0, result.optional_missing);
	ATF_CHECK_INTEQ(0, result.modules);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, each_option_is_built_in_a_module_or_missing);
	ATF_TP_ADD_TC(tp, what_is_no_configuration_is_refused);
	ATF_TP_ADD_TC(tp, the_fragment_satisfies_the_check);
	return atf_no_error();
}
