// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/kernel/modules.h"

#include <errno.h>
#include <fcntl.h>
#include <libkmod.h>
#include <limits.h>
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
	/* links, and the capture */
	"veth",
	"netkit",
	"bridge",
	"br_netfilter",
	"af_packet",
	/* reject, in each hook that a scenario uses */
	"nf_tables",
	"nft_reject_inet",
	"nft_reject_netdev",
	"nft_reject_bridge",
	"nft_meta_bridge",
	/* SOCK_DESTROY */
	"tcp_diag",
	/* keys of TCP-AO: hmac(sha1) */
	"hmac",
	"sha1_generic",
	NULL,
};

/* On the way from an installed tree to the folder of a guest. */
struct modules {
	const char *to;
	FILE *order, *alias;
	int collected;
};

int modules_signature(char *text, size_t size)
{
	/* The number changes with the format of the files beside the modules. */
	size_t used = snprintf(text, size, "3 ");
	const char *const *name;

	for (name = modules_wanted; *name; name++) {
		used += snprintf(text + used, size - used, "%s ", *name);
		if (used >= size)
			return -ENOSPC;
	}
	return 0;
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

static int module_expand(struct modules *modules, struct kmod_module *module, const char *to,
			 struct why *why)
{
	int fd = open(to, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	int err;

	if (fd < 0)
		return why_set(why, errno, "%s: %s", to, strerror(errno));
	err = unpack_file(kmod_module_get_path(module), fd, why);
	if (!err)
		err = signature_strip(fd);
	if (close(fd) && !err)
		err = why_set(why, errno, "%s: %s", to, strerror(errno));
	modules->collected++;
	return err;
}

/* "NAME DEPENDENCY..." */
static void order_write(FILE *order, const char *name, const struct kmod_list *dependencies)
{
	const struct kmod_list *item;
	struct kmod_module *dependency;

	fputs(name, order);
	kmod_list_foreach(item, dependencies) {
		dependency = kmod_module_get_module(item);
		fprintf(order, " %s", kmod_module_get_name(dependency));
		kmod_module_unref(dependency);
	}
	fputc('\n', order);
}

/* "PATTERN NAME": what else the kernel may call the module. */
static int alias_write(FILE *alias, const struct kmod_module *module, struct why *why)
{
	const char *name = kmod_module_get_name(module);
	struct kmod_list *info = NULL, *item;
	int err = kmod_module_get_info(module, &info);

	if (err < 0)
		return why_set(why, -err, "%s: %s", kmod_module_get_path(module), strerror(-err));
	kmod_list_foreach(item, info) {
		if (!strcmp(kmod_module_info_get_key(item), "alias"))
			fprintf(alias, "%s %s\n", kmod_module_info_get_value(item), name);
	}
	kmod_module_info_free_list(info);
	return 0;
}

/* A module comes after all that it needs, so finish those first; one whose file is there is done. */
static int module_collect(struct modules *modules, struct kmod_module *module, struct why *why)
{
	const char *name = kmod_module_get_name(module);
	struct kmod_list *dependencies, *item;
	struct kmod_module *dependency;
	char to[PATH_MAX];
	int err = 0;

	if (snprintf(to, sizeof(to), "%s/%s.ko", modules->to, name) >= (int)sizeof(to))
		return why_set(why, ENAMETOOLONG, "%s: name too long", modules->to);
	if (!kmod_module_get_path(module) || !access(to, F_OK))
		return 0;
	dependencies = kmod_module_get_dependencies(module);
	kmod_list_foreach(item, dependencies) {
		dependency = kmod_module_get_module(item);
		err = err ? err : module_collect(modules, dependency, why);
		kmod_module_unref(dependency);
	}
	order_write(modules->order, name, dependencies);
	kmod_module_unref_list(dependencies);
	if (!err)
		err = alias_write(modules->alias, module, why);
	return err ? err : module_expand(modules, module, to, why);
}

static int wanted_collect(struct modules *modules, const char *folder, struct why *why)
{
	static const char *const no_configuration[] = { NULL };
	struct kmod_ctx *context = kmod_new(folder, no_configuration);
	struct kmod_module *module;
	const char *const *name;
	int err = 0;

	for (name = modules_wanted; *name && !err; name++) {
		module = NULL;
		err = context ? kmod_module_new_from_name(context, *name, &module) : -ENOMEM;
		if (err)
			why_set(why, -err, "module %s: %s", *name, strerror(-err));
		else
			err = module_collect(modules, module, why);
		kmod_module_unref(module);
	}
	kmod_unref(context);
	return err;
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

static int modules_resolve(struct modules *modules, const char *folder, struct why *why)
{
	int err, rc;

	err = cache_make_folder(modules->to);
	modules->order = err ? NULL : list_open(modules, "order");
	modules->alias = err ? NULL : list_open(modules, "alias");
	if (!modules->order || !modules->alias)
		err = why_set(why, err ? -err : errno, "%s: %s", modules->to,
			      strerror(err ? -err : errno));
	if (!err)
		err = wanted_collect(modules, folder, why);
	rc = list_close(modules->order);
	err = err ? err : rc;
	rc = list_close(modules->alias);
	err = err ? err : rc;
	return err ? err : modules->collected;
}

int modules_collect(const char *tree, const char *release, const char *to, const char *scratch,
		    struct why *why)
{
	struct modules modules = { .to = to };
	char link[PATH_MAX], base[PATH_MAX - 512], folder[PATH_MAX - 256], real[PATH_MAX];
	const char *argv[] = { "depmod", "-b", base, release, NULL };
	int err;

	if (!program_exists("depmod"))
		return why_set(why, ENOENT, "depmod is missing: install kmod");
	snprintf(link, sizeof(link), "%s/kernel", tree);
	if (!realpath(link, real))
		return why_set(why, errno, "%s: %s", link, strerror(errno));
	snprintf(base, sizeof(base), "%s/depmod", scratch);
	snprintf(folder, sizeof(folder), "%s/lib/modules/%s", base, release);
	snprintf(link, sizeof(link), "%s/kernel", folder);
	err = cache_remove_folder(base);
	if (!err)
		err = cache_make_folder(folder);
	if (!err && symlink(real, link))
		err = -errno;
	if (err)
		why_set(why, -err, "%s: %s", link, strerror(-err));
	else
		err = child_run(argv, NULL, NULL, why);
	if (!err)
		err = modules_resolve(&modules, folder, why);
	cache_remove_folder(base);
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
