/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_MIB_H
#define RST_OBSERVE_MIB_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The counters of one namespace as nstat names them: TcpOutRsts, TcpExtTCPAbortOnClose,
 * Ip6InReceives.  From /proc/net/snmp, netstat (which has MPTcpExt too).
 */
struct mib;

/* Takes a snapshot in the namespace @netns.  Returns 0 or -errno. */
int mib_read(struct mib **mib, int netns);
void mib_free(struct mib *mib);

/*
 * Adds to @mib what @text, in the form of /proc/net/snmp (@pairs: a line of names, then one of
 * values) or of /proc/net/snmp6 (a name and a value on each line), holds.  Returns 0, or -EINVAL
 * when the lines do not match.
 */
int mib_parse(struct mib *mib, const char *text, bool pairs);

/* One without counters, for mib_parse(); NULL without memory. */
struct mib *mib_new(void);

/* The value of @name; false when this kernel has no such counter. */
bool mib_value(const struct mib *mib, const char *name, long long *value);

/*
 * Writes which of the watched counters moved from @before to @after, sorted by name:
 * "TcpEstabResets +1, TcpOutRsts +1".  Watched are those that say why a segment was reset,
 * refused or dropped; the rest count ordinary traffic, and are written only when @list, which has
 * the same form, names them.
 */
void mib_difference(char *text, size_t size, const struct mib *before, const struct mib *after,
		    const char *list);

/* Whether @list, "TcpEstabResets +1, TcpOutRsts +1", names the counter @name. */
bool mib_names(const char *list, const char *name);

/* Whether the counter @name is watched. */
bool mib_watched(const char *name);

#endif
