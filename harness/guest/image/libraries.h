/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_IMAGE_LIBRARIES_H
#define RST_GUEST_IMAGE_LIBRARIES_H

struct why;

/*
 * Finds the shared libraries of programs from what their ELF files say (DT_NEEDED, DT_RUNPATH,
 * the interpreter) and what "ldconfig -p" knows; never by running the program.
 */
struct libraries;

/* NULL: out of memory. */
struct libraries *libraries_new(void);
void libraries_free(struct libraries *libraries);

/*
 * Call found(path, data) for the interpreter and each library of the program, and go on with the
 * libraries of what found() calls new: it returns 1 for that, 0 for a path that it has already,
 * -errno to end the walk.  Does nothing for a file that is no ELF file or is static.  -ENOENT with
 * the missing name in why; an error of found() is returned.
 */
int libraries_walk(struct libraries *libraries, const char *program,
		   int (*found)(const char *path, void *data), void *data, struct why *why);

#endif
