/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_JUDGE_CAPTURE_H
#define RST_JUDGE_CAPTURE_H

struct test;

/*
 * Writes the capture of the case into @folder (NULL: nowhere) as NAME.pcapng; each RST has its
 * trace event as a packet comment.  Returns 0 or -errno.
 */
int capture_save(struct test *t, const char *folder);

#endif
