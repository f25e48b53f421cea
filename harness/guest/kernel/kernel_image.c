// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/kernel/kernel_image.h"

#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/file.h"
#include "harness/base/hash.h"
#include "harness/base/why.h"
#include "harness/guest/image/cache.h"
#include "harness/guest/kernel/bzimage.h"
#include "harness/guest/kernel/debian.h"
#include "harness/guest/kernel/modules.h"

static bool is_folder(const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISDIR(status.st_mode);
}

/* Set path if such a file exists, else leave it empty. */
static void path_if_there(char path[static PATH_MAX], const char *folder, const char *name)
{
	if (snprintf(path, PATH_MAX, "%s/%s", folder, name) >= PATH_MAX || access(path, R_OK))
		*path = '\0';
}

/* A file of the user's has no version: its cache folder is named by path, size and time. */
static int file_folder(char folder[static PATH_MAX], struct cache *cache, const char *path,
		       struct why *why)
{
	char real[PATH_MAX], text[PATH_MAX + 64];
	struct stat status;
	int err;

	if (!realpath(path, real) || stat(real, &status))
		return why_set(why, errno, "%s: %s", path, strerror(errno));
	snprintf(text, sizeof(text), "%s %jd %jd.%ld", real, (intmax_t)status.st_size,
		 (intmax_t)status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
	snprintf(folder, PATH_MAX, "%s/files/%016" PRIx64, cache->path,
		 hash64(HASH64_BEGIN, text, strlen(text)));
	err = cache_make_folder(folder);
	return err ? why_set(why, -err, "%s: %s", folder, strerror(-err)) : 0;
}

/* Extract the vmlinux once; a kernel that cannot start by PVH boots as a bzImage. */
static int vmlinux_extract(struct kernel_image *image, const char *folder, struct why *why)
{
	char path[PATH_MAX - 16], temporary[PATH_MAX];
	int err;

	snprintf(path, sizeof(path), "%s/vmlinux", folder);
	snprintf(temporary, sizeof(temporary), "%s.new", path);
	if (access(path, R_OK)) {
		/* left behind by a command that was killed */
		unlink(temporary);
		err = bzimage_extract(image->bzimage, temporary, why);
		if (err)
			return err == -ENOEXEC ? 0 : err;
		if (rename(temporary, path))
			return why_set(why, errno, "%s: %s", path, strerror(errno));
	}
	if (vmlinux_has_pvh(path))
		snprintf(image->vmlinux, sizeof(image->vmlinux), "%s", path);
	return 0;
}

static int debian_find(struct kernel_image *image, const struct kernel_search *search,
		       struct why *why)
{
	struct debian_kernel kernel = { 0 };
	char order[PATH_MAX];
	int err;

	err = debian_kernel_get(&kernel, image->spec + strlen("deb:"), search->cache,
				search->offline, why);
	if (err)
		return err;
	snprintf(image->release, sizeof(image->release), "%s", kernel.release);
	snprintf(image->note, sizeof(image->note), "%s", kernel.note);
	path_if_there(image->bzimage, kernel.folder, "vmlinuz");
	path_if_there(image->config, kernel.folder, "config");
	path_if_there(image->modules, kernel.folder, "modules");
	path_if_there(order, kernel.folder, "modules/order");
	if (!*order)
		*image->modules = '\0';
	return vmlinux_extract(image, kernel.folder, why);
}

/* Of the module tree that the user named, else of the tree that @build is. */
static int modules_add(struct kernel_image *image, const char *build,
		       const struct kernel_search *search, const char *folder, struct why *why)
{
	char scratch[PATH_MAX], to[PATH_MAX];
	int count;

	snprintf(scratch, sizeof(scratch), "%s/scratch", search->cache->path);
	snprintf(to, sizeof(to), "%.*s/modules", PATH_MAX - 16, folder);
	count = cache_remove_folder(to);
	if (count)
		return why_set(why, -count, "%s: %s", to, strerror(-count));
	if (search->modules)
		count = modules_collect(search->modules, image->release, to, scratch, why);
	else
		count = modules_collect_build(build, image->release, to, scratch, why);
	if (count > 0)
		snprintf(image->modules, sizeof(image->modules), "%s", to);
	return count < 0 ? count : 0;
}

/* arch/x86/boot/bzImage of a build tree belongs to that tree. */
static bool build_tree_of(const char *bzimage, char tree[static PATH_MAX])
{
	static const char tail[] = "/arch/x86/boot/bzImage";
	char real[PATH_MAX], makefile[PATH_MAX + 16];
	size_t length;

	if (!realpath(bzimage, real))
		return false;
	length = strlen(real);
	if (length < sizeof(tail) || strcmp(real + length - strlen(tail), tail))
		return false;
	snprintf(tree, PATH_MAX, "%.*s", (int)(length - strlen(tail)), real);
	snprintf(makefile, sizeof(makefile), "%s/.config", tree);
	return !access(makefile, R_OK);
}

static int tree_find(struct kernel_image *image, const char *tree,
		     const struct kernel_search *search, struct why *why)
{
	char folder[PATH_MAX];
	int err;

	path_if_there(image->bzimage, tree, "arch/x86/boot/bzImage");
	path_if_there(image->config, tree, ".config");
	path_if_there(image->vmlinux, tree, "vmlinux");
	if (!*image->bzimage && !*image->vmlinux)
		return why_set(why, ENOENT,
			       "%s: no kernel in this tree: run make there (arch/x86/boot/bzImage "
			       "or vmlinux is needed)",
			       tree);
	if (*image->vmlinux && !vmlinux_has_pvh(image->vmlinux))
		*image->vmlinux = '\0';
	if (!*image->bzimage && !*image->vmlinux)
		return why_set(why, EINVAL, "%s: vmlinux needs CONFIG_PVH=y; build bzImage", tree);
	err = kernel_file_release(*image->bzimage ? image->bzimage : image->vmlinux, image->release,
				  sizeof(image->release), why);
	if (!err)
		err = file_folder(folder, search->cache,
				  *image->bzimage ? image->bzimage : image->vmlinux, why);
	if (!err && !*image->vmlinux)
		err = vmlinux_extract(image, folder, why);
	if (!err)
		err = modules_add(image, tree, search, folder, why);
	return err;
}

static int file_find(struct kernel_image *image, const struct kernel_search *search,
		     struct why *why)
{
	struct kernel_search installed = *search;
	enum kernel_file_kind kind = kernel_file_kind(image->spec);
	char folder[PATH_MAX], tree[PATH_MAX];
	int err;

	if (kind == KERNEL_FILE_OTHER)
		return why_set(why, EINVAL,
			       "%s: neither a bzImage, an x86-64 vmlinux nor a build tree",
			       image->spec);
	if (kind == KERNEL_FILE_BZIMAGE && build_tree_of(image->spec, tree))
		return tree_find(image, tree, search, why);
	err = kernel_file_release(image->spec, image->release, sizeof(image->release), why);
	if (!err)
		err = file_folder(folder, search->cache, image->spec, why);
	if (err)
		return err;
	if (kind == KERNEL_FILE_BZIMAGE) {
		snprintf(image->bzimage, sizeof(image->bzimage), "%s", image->spec);
		err = vmlinux_extract(image, folder, why);
		if (err)
			return err;
	} else if (vmlinux_has_pvh(image->spec)) {
		snprintf(image->vmlinux, sizeof(image->vmlinux), "%s", image->spec);
	} else {
		return why_set(why, EINVAL, "%s: needs CONFIG_PVH=y to boot; give the bzImage",
			       image->spec);
	}
	snprintf(tree, sizeof(tree), "/lib/modules/%s", image->release);
	if (!installed.modules && is_folder(tree))
		installed.modules = tree;
	if (installed.modules)
		return modules_add(image, NULL, &installed, folder, why);
	snprintf(image->note, sizeof(image->note),
		 "no modules given (--modules): what is not built in is missing");
	return 0;
}

/* Without a configuration nothing is known: try. */
static bool virtio_mmio_there(const struct kernel_image *image)
{
	char module[PATH_MAX];
	bool there;
	char *text;

	path_if_there(module, image->modules, "virtio_mmio.ko");
	if (*image->modules && *module)
		return true;
	if (!*image->config || file_read(image->config, &text) < 0)
		return *image->modules || strncmp(image->spec, "deb:", 4);
	there = strstr(text, "\nCONFIG_VIRTIO_MMIO=y") != NULL;
	free(text);
	return there;
}

static int files_find(struct kernel_image *image, const struct kernel_search *search,
		      struct why *why)
{
	if (!strncmp(image->spec, "deb:", 4))
		return debian_find(image, search, why);
	if (access(image->spec, R_OK))
		return why_set(why, errno, "%s: %s", image->spec, strerror(errno));
	if (is_folder(image->spec))
		return tree_find(image, image->spec, search, why);
	return file_find(image, search, why);
}

int kernel_image_find(struct kernel_image *image, const char *spec,
		      const struct kernel_search *search, struct why *why)
{
	int err;

	memset(image, 0, sizeof(*image));
	if (snprintf(image->spec, sizeof(image->spec), "%s", spec) >= (int)sizeof(image->spec))
		return why_set(why, ENAMETOOLONG, "kernel: name too long");
	if (search->modules && !is_folder(search->modules))
		return why_set(why, ENOENT, "%s: no such folder of modules", search->modules);
	err = files_find(image, search, why);
	if (!err)
		image->virtio_mmio = virtio_mmio_there(image);
	return err;
}
