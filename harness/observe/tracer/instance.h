/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_TRACER_INSTANCE_H
#define RST_OBSERVE_TRACER_INSTANCE_H

/*
 * A trace instance of our own: buffers, events and options that nobody else uses.
 *
 * Its directory, instances/rstlab-NUMBER, cannot be bound to a process, but all else can.  The
 * owner holds free_buffer open: when the owner dies, whatever of, the kernel stops tracing and
 * frees the buffers (option disable_on_free).  While a file of an instance is open its directory
 * cannot be removed (EBUSY), so whoever comes next removes every directory that lets itself be
 * removed: only dead owners lose theirs.  A lock on the directory of all instances keeps makers
 * and removers apart.
 */
struct instance;
struct ring_record;
struct why;

/*
 * Makes one, after removing what dead owners left.  Its number, 1 to 65535, belongs to no other
 * live instance of this machine and returns after 17 minutes at the earliest: it comes from the
 * clock.  Returns 0, or -errno with one line in @why.
 */
int instance_open(struct instance **instance, struct why *why);
void instance_close(struct instance *instance);

unsigned int instance_number(const struct instance *instance);

/* A descriptor of its directory, for file_read_at() and file_write_at(). */
int instance_directory(const struct instance *instance);

/* A descriptor that polls readable when a record is there. */
int instance_fd(const struct instance *instance);

/*
 * Takes all records that are there, CPU by CPU, oldest first on each.  Returns their number, or
 * -ENOBUFS when some were lost.
 */
int instance_read(struct instance *instance,
		  void (*each)(void *context, const struct ring_record *record), void *context);

/* Removes the instances of dead owners.  Returns how many there were. */
int instance_sweep(void);

#endif
