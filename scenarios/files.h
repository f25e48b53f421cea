/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SCENARIOS_FILES_H
#define RST_SCENARIOS_FILES_H

#include "harness/expect/row.h"

/* All scenario files, as named in scenarios/Kyuafile.  Generated at configure time. */
extern const struct scenario_file *const scenario_files[];
extern const size_t scenario_file_count;

#endif
