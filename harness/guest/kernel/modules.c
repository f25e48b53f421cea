// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/kernel/modules.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/child.h"
#include "harness/base/file.h"
#include "harness/base/why.h"
#include "harness/guest/image/cache.h"
#include "harness/guest/kernel/unpack.h"

const char *const modules_wanted[] = {
	/* the port to the host */
	"virtio_mmio",
	"virtio_pci",
	"virtio_console",
	/* links */
	"veth",
	"netkit",
	"tun",
	"dummy",
	"bridge",
	"br_netfilter",
	"sch_netem",
	"sch_ingress",
	"cls_bpf",
	"act_bpf",
	"af_packet",
	/* netfilter */
	"nf_tables",
	"nft_ct",
	"nft_counter",
	"nft_log",
	"nft_limit",
	"nft_chain_nat",
	"nf_reject_ipv4",
	"nf_reject_ipv6",
	"nft_reject",
	"nft_reject_inet",
	"nft_reject_ipv4",
	"nft_reject_ipv6",
	"nft_reject_netdev",
	"nft_reject_bridge",
	"nft_meta_bridge",
	"nft_tproxy",
	"nft_socket",
	"ipt_REJECT",
	"ip6t_REJECT",
	/* sock_diag */
	"inet_diag",
	"tcp_diag",
	"mptcp_diag",
	"packet_diag",
	/* digests of TCP-MD5 and TCP-AO */
	"md5",
	"sha1_generic",
	"hmac",
	"cmac",
	"aes_generic",
	NULL,
};

/* modules.dep as depmod prints it: one line per module, "path: dependency dependency ...". */
struct modules {
	char **lines;
	size_t count;
	bool *done;
	const char *tree;
	const char *to;
	FILE *order, *alias;
	int collected;
};

int modules_signature(char *text, size_t size)
{
	/* The number changes with the format of the files beside the modules. */
	size_t used = snprintf(text, size, "2 ");
	const char *const *name;

	for (name = modules_wanted; *name; name++) {
		used += snprintf(text + used, size - used, "%s ", *name);
		if (used >= size)
			return -ENOSPC;
	}
	return 0;
}

/* "kernel/net/nft-x.ko.xz:" and "nft_x" are the same module. */
static bool name_matches(const char *path, size_t length, const char *name)
{
	const char *base = memrchr(path, '/', length);
	size_t i;

	base = base ? base + 1 : path;
	for (i = 0; name[i]; i++)
		if (base + i >= path + length || (base[i] == '-' ? '_' : base[i]) != name[i])
			return false;
	return !strncmp(base + i, ".ko", 3);
}

/*
 * Take a module's signature off: checking it costs an emulated guest about 30 ms each, and a
 * kernel that does not insist on signatures loads it all the same.  scripts/sign-file.c puts the
 * signature, a header of 12 bytes whose last 4 are its length, and the marker at the end.
 */
static int signature_strip(int fd)
{
	static const char marker[] = "~Module signature appended~\n";
	unsigned char tail[12 + sizeof(marker) - 1];
	off_t size = lseek(fd, 0, SEEK_END);
	off_t length;

	if (size < (off_t)sizeof(tail))
		return 0;
	if (pread(fd, tail, sizeof(tail), size - sizeof(tail)) != sizeof(tail))
		return -EIO;
	if (memcmp(tail + 12, marker, sizeof(marker) - 1))
		return 0;
	length = (off_t)tail[8] << 24 | tail[9] << 16 | tail[10] << 8 | tail[11];
	if (length > size - (off_t)sizeof(tail))
		return -EINVAL;
	return ftruncate(fd, size - sizeof(tail) - length) ? -errno : 0;
}

static int module_expand(struct modules *modules, const char *path, int length, struct why *why)
{
	const char *base = memrchr(path, '/', length);
	char from[PATH_MAX], to[PATH_MAX];
	int name_length, fd, err;

	base = base ? base + 1 : path;
	name_length = (int)((const char *)memmem(base, path + length - base, ".ko", 3) - base);
	snprintf(from, sizeof(from), "%s/%.*s", modules->tree, length, path);
	if (snprintf(to, sizeof(to), "%s/%.*s.ko", modules->to, name_length, base) >=
	    (int)sizeof(to))
		return -ENAMETOOLONG;
	fd = open(to, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0)
		return why_set(why, errno, "%s: %s", to, strerror(errno));
	err = unpack_file(from, fd, why);
	if (!err)
		err = signature_strip(fd);
	if (close(fd) && !err)
		err = why_set(why, errno, "%s: %s", to, strerror(errno));
	modules->collected++;
	return err;
}

/* The name of the module in the first length bytes of a path, as the kernel writes it. */
static void name_write(FILE *stream, const char *path, size_t length)
{
	const char *base = memrchr(path, '/', length);
	const char *end = path + length;

	base = base ? base + 1 : path;
	for (; base < end && strncmp(base, ".ko", 3); base++)
		fputc(*base == '-' ? '_' : *base, stream);
}

/* "NAME FILE DEPENDENCY...": the dependencies as names. */
static void order_write(FILE *order, const char *line)
{
	const char *colon = strchr(line, ':');
	const char *base = memrchr(line, '/', colon - line);
	const char *dependency = colon + 1;
	size_t length;

	base = base ? base + 1 : line;
	name_write(order, line, colon - line);
	fprintf(order, " %.*s.ko", (int)((const char *)memmem(base, colon - base, ".ko", 3) - base),
		base);
	for (;; dependency += length) {
		dependency += strspn(dependency, " ");
		length = strcspn(dependency, " ");
		if (!length)
			break;
		fputc(' ', order);
		name_write(order, dependency, length);
	}
	fputc('\n', order);
}

static int line_collect(struct modules *modules, size_t index, struct why *why);

static int path_collect(struct modules *modules, const char *path, size_t length, struct why *why)
{
	size_t i;

	for (i = 0; i < modules->count; i++)
		if (!strncmp(modules->lines[i], path, length) && modules->lines[i][length] == ':')
			return line_collect(modules, i, why);
	return why_set(why, ENOENT, "depmod names %.*s but has no line for it", (int)length, path);
}

/* A module comes after all that it needs, so finish those first. */
static int line_collect(struct modules *modules, size_t index, struct why *why)
{
	const char *line = modules->lines[index];
	const char *colon = strchr(line, ':');
	const char *dependency = colon + 1;
	size_t length;
	int err;

	if (modules->done[index])
		return 0;
	modules->done[index] = true;
	for (;;) {
		dependency += strspn(dependency, " ");
		length = strcspn(dependency, " ");
		if (!length)
			break;
		err = path_collect(modules, dependency, length, why);
		if (err)
			return err;
		dependency += length;
	}
	order_write(modules->order, line);
	return module_expand(modules, line, (int)(colon - line), why);
}

static int wanted_collect(struct modules *modules, struct why *why)
{
	const char *const *name;
	const char *colon;
	size_t i;
	int err;

	for (name = modules_wanted; *name; name++) {
		for (i = 0; i < modules->count; i++) {
			colon = strchr(modules->lines[i], ':');
			if (!name_matches(modules->lines[i], colon - modules->lines[i], *name))
				continue;
			err = line_collect(modules, i, why);
			if (err)
				return err;
		}
	}
	return 0;
}

/* depmod prints all its files one after the other; the lines of modules.dep end in .ko*: ... */
static int lines_split(struct modules *modules, char *text)
{
	char *line, *save = NULL, *colon;
	char **lines;

	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		if (!strncmp(line, "alias ", 6))
			fprintf(modules->alias, "%s\n", line + 6);
		colon = strchr(line, ':');
		if (*line == '#' || !colon || strncmp(line, "kernel/", 7) ||
		    !memmem(line, colon - line, ".ko", 3) || memchr(line, ' ', colon - line))
			continue;
		lines = realloc(modules->lines, (modules->count + 1) * sizeof(*lines));
		if (!lines)
			return -ENOMEM;
		modules->lines = lines;
		lines[modules->count++] = line;
	}
	modules->done = calloc(modules->count + 1, sizeof(*modules->done));
	return modules->done ? 0 : -ENOMEM;
}

static FILE *list_open(const struct modules *modules, const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", modules->to, name);
	return fopen(path, "we");
}

static int list_close(FILE *list)
{
	int err = list && ferror(list) ? -EIO : 0;

	return list && fclose(list) ? -errno : err;
}

static int modules_resolve(struct modules *modules, char *text, struct why *why)
{
	int err, rc;

	err = cache_make_folder(modules->to);
	modules->order = err ? NULL : list_open(modules, "order");
	modules->alias = err ? NULL : list_open(modules, "alias");
	if (!modules->order || !modules->alias)
		err = err ? err : -errno;
	if (!err)
		err = lines_split(modules, text);
	if (err)
		why_set(why, -err, "%s: %s", modules->to, strerror(-err));
	else
		err = wanted_collect(modules, why);
	rc = list_close(modules->order);
	err = err ? err : rc;
	rc = list_close(modules->alias);
	err = err ? err : rc;
	free(modules->lines);
	free(modules->done);
	return err ? err : modules->collected;
}

int modules_collect(const char *tree, const char *release, const char *to, const char *scratch,
		    struct why *why)
{
	struct modules modules = { .tree = tree, .to = to };
	char link[PATH_MAX], base[PATH_MAX - 256], real[PATH_MAX];
	const char *argv[] = { "depmod", "-n", "-b", base, release, NULL };
	char *text = NULL;
	int err;

	if (!program_exists("depmod"))
		return why_set(why, ENOENT, "depmod is missing: install kmod");
	if (!realpath(tree, real))
		return why_set(why, errno, "%s: %s", tree, strerror(errno));
	snprintf(base, sizeof(base), "%s/depmod", scratch);
	snprintf(link, sizeof(link), "%s/lib/modules", base);
	err = cache_remove_folder(base);
	if (!err)
		err = cache_make_folder(link);
	snprintf(link, sizeof(link), "%s/lib/modules/%s", base, release);
	if (!err && symlink(real, link))
		err = -errno;
	if (err)
		why_set(why, -err, "%s: %s", link, strerror(-err));
	else
		err = child_run(argv, NULL, &text, why);
	if (!err)
		err = modules_resolve(&modules, text, why);
	cache_remove_folder(base);
	free(text);
	return err;
}

/* Lay links kernel/PATH.ko -> build/PATH.ko, as modules_install would lay files. */
static int build_link(const char *build, const char *line, const char *tree)
{
	char from[PATH_MAX], to[PATH_MAX], folder[PATH_MAX];
	const char *path = strncmp(line, "kernel/", 7) ? line : line + 7;
	const char *dot = strrchr(path, '.');
	int length = dot ? (int)(dot - path) : 0;
	int err;

	/* modules.order names .ko files up to 6.2 and .o files since */
	if (snprintf(from, sizeof(from), "%s/%.*s.ko", build, length, path) >= (int)sizeof(from) ||
	    snprintf(to, sizeof(to), "%s/kernel/%.*s.ko", tree, length, path) >= (int)sizeof(to))
		return -ENAMETOOLONG;
	snprintf(folder, sizeof(folder), "%.*s", (int)(strrchr(to, '/') - to), to);
	err = cache_make_folder(folder);
	if (!err && !access(from, R_OK) && symlink(from, to))
		err = -errno;
	return err;
}

int modules_collect_build(const char *build, const char *release, const char *to,
			  const char *scratch, struct why *why)
{
	char tree[PATH_MAX - 64], order[PATH_MAX], real[PATH_MAX];
	char *text, *line, *save = NULL;
	int err;

	if (!realpath(build, real))
		return why_set(why, errno, "%s: %s", build, strerror(errno));
	snprintf(order, sizeof(order), "%.*s/modules.order", PATH_MAX - 32, real);
	err = file_read(order, &text);
	if (err < 0)
		return err == -ENOENT ? 0 : why_set(why, -err, "%s: %s", order, strerror(-err));
	snprintf(tree, sizeof(tree), "%s/modules", scratch);
	err = cache_remove_folder(tree);
	if (!err)
		err = cache_make_folder(tree);
	for (line = strtok_r(text, "\n", &save); line && !err; line = strtok_r(NULL, "\n", &save))
		err = build_link(real, line, tree);
	if (err)
		why_set(why, -err, "%s: %s", tree, strerror(-err));
	else
		err = modules_collect(tree, release, to, scratch, why);
	cache_remove_folder(tree);
	free(text);
	return err;
}
