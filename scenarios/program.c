// SPDX-License-Identifier: GPL-2.0-only
/* The main of every scenario program; SCENARIO_FILE is its table. */
#include "harness/judge/case.h"

extern const struct scenario_file SCENARIO_FILE;

ATF_TP_ADD_TCS(tp)
{
	return case_register(tp, &SCENARIO_FILE);
}
