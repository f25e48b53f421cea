/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_HIDDEN_TASKS_H
#define RST_OBSERVE_HIDDEN_TASKS_H

#include <stdbool.h>

/*
 * Whether the kernel keeps root out of some task, as hosts do that guard an agent in the machine.
 * Such a kernel was seen (6.18.44-fc) to run no BPF program, raw tracepoint or perf, while a timer
 * interrupts the guarded task: the RST of that timer leaves, is counted, stands in tracefs, and no
 * program sees its event.
 */
bool barred_tasks(void);

#endif
