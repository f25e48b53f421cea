// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/kernel/debian.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/file.h"
#include "harness/base/why.h"
#include "harness/guest/image/cache.h"
#include "harness/guest/kernel/apt.h"
#include "harness/guest/kernel/modules.h"
#include "harness/guest/kernel/unpack.h"

/*
 * Up to 6.18 linux-image-RELEASE holds the kernel, its configuration and its modules; since 6.19
 * these are linux-binary-, linux-base- and linux-modules-RELEASE, and linux-image- is empty.
 */
static const char *const image_prefixes[] = { "linux-binary-", "linux-image-" };
static const char *const companion_prefixes[] = { "linux-base-", "linux-modules-" };

#define DOWNLOADS_MAX 3 /* packages of one series to try, newest first */
#define FLAVOUR "-amd64"
#define CLOUD_FLAVOUR "-cloud-amd64"

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text);

	return length >= strlen(end) && !strcmp(text + length - strlen(end), end);
}

/* "6.12" is the start of "6.12.117-1" and of "6.12", not of "6.120". */
static bool starts_series(const char *text, const char *series)
{
	size_t length = strlen(series);

	return !strncmp(text, series, length) && !isalnum((unsigned char)text[length]);
}

static const char *package_release(const struct apt_package *package)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(image_prefixes); i++)
		if (!strncmp(package->name, image_prefixes[i], strlen(image_prefixes[i])))
			return package->name + strlen(image_prefixes[i]);
	return NULL;
}

static bool package_is_kernel(const struct apt_package *package, const char *series)
{
	const char *release = package_release(package);
	int dots = 0;
	const char *c;

	if (!release || !ends_with(release, FLAVOUR) || strstr(release, "-rt-"))
		return false;
	/* linux-image-6.12-cloud-amd64 and linux-image-cloud-amd64 only point elsewhere */
	for (c = release; isdigit((unsigned char)*c) || *c == '.'; c++)
		dots += *c == '.';
	if (dots < 2)
		return false;
	return starts_series(release, series) || starts_series(package->version, series);
}

/* Best first: cloud flavour, newest version, the package that holds the kernel, one at hand. */
static int package_compare(const void *a, const void *b)
{
	const struct apt_package *left = a, *right = b;
	int order;

	order = ends_with(right->name, CLOUD_FLAVOUR) - ends_with(left->name, CLOUD_FLAVOUR);
	if (!order)
		order = apt_version_compare(right->version, left->version);
	if (!order)
		order = !strncmp(right->name, "linux-binary-", 13) -
			!strncmp(left->name, "linux-binary-", 13);
	if (!order)
		order = right->kept - left->kept;
	return order;
}

static int candidates_find(struct apt_packages *packages, struct cache *cache, const char *series,
			   struct why *why)
{
	struct apt_packages all = { NULL, 0 };
	char prefix[128];
	size_t i, kept = 0;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(image_prefixes) && !err; i++) {
		/* "6.1.192" is a version, its packages are called 6.1.0-56: ask for "6.1" */
		snprintf(prefix, sizeof(prefix), "%s%.*s", image_prefixes[i],
			 (int)(strcspn(series, ".") + 1 +
			       strspn(series + strcspn(series, ".") + 1, "0123456789")),
			 series);
		err = apt_find(&all, cache, prefix, why);
	}
	for (i = 0; i < all.count && !err; i++)
		if (package_is_kernel(&all.entries[i], series))
			all.entries[kept++] = all.entries[i];
	if (err) {
		free(all.entries);
		return err;
	}
	if (kept)
		qsort(all.entries, kept, sizeof(all.entries[0]), package_compare);
	packages->entries = all.entries;
	packages->count = kept;
	return 0;
}

static bool wants_boot(const char *path)
{
	const char *base = strrchr(path, '/');

	base = base ? base + 1 : path;
	return !strncmp(base, "vmlinuz", 7) || !strncmp(base, "config", 6) ||
	       !strncmp(base, "modules.", 8) || strstr(base, ".ko") != NULL;
}

static int companions_get(struct cache *cache, const struct apt_package *image, const char *folder,
			  struct why *why)
{
	struct apt_packages found = { NULL, 0 };
	char path[PATH_MAX];
	size_t i, j;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(companion_prefixes) && !err; i++) {
		snprintf(path, sizeof(path), "%s%s", companion_prefixes[i], package_release(image));
		err = apt_find(&found, cache, path, why);
		for (j = 0; j < found.count && !err; j++) {
			if (strcmp(found.entries[j].name, path) ||
			    strcmp(found.entries[j].version, image->version))
				continue;
			err = apt_download(cache, &found.entries[j], path, sizeof(path), why);
			if (!err)
				err = unpack_deb(path, folder, wants_boot, why);
			break;
		}
		free(found.entries);
		found = (struct apt_packages){ NULL, 0 };
	}
	return err;
}

/* Where the kernel and its configuration lie: below boot/ up to 6.18, beside the modules since. */
static int file_place(const char *unpacked, const char *name, const char *release,
		      const char *folder, const char *as)
{
	char from[2][PATH_MAX], to[PATH_MAX];
	int i;

	snprintf(from[0], PATH_MAX, "%s/boot/%s-%s", unpacked, name, release);
	snprintf(from[1], PATH_MAX, "%s/usr/lib/modules/%s/%s", unpacked, release, name);
	snprintf(to, sizeof(to), "%s/%s", folder, as);
	for (i = 0; i < 2; i++)
		if (!rename(from[i], to))
			return 0;
	return -ENOENT;
}

static int modules_place(struct cache *cache, const char *unpacked, const char *release,
			 const char *folder, struct why *why)
{
	static const char *const trees[] = { "lib/modules", "usr/lib/modules" };
	char tree[PATH_MAX], kernel[PATH_MAX + 8], to[PATH_MAX + 16], scratch[PATH_MAX];
	size_t i;

	snprintf(to, sizeof(to), "%s/modules", folder);
	snprintf(scratch, sizeof(scratch), "%s/scratch", cache->path);
	for (i = 0; i < ARRAY_SIZE(trees); i++) {
		if (snprintf(tree, sizeof(tree), "%s/%s/%s", unpacked, trees[i], release) >=
		    (int)sizeof(tree))
			return -ENAMETOOLONG;
		snprintf(kernel, sizeof(kernel), "%s/kernel", tree);
		if (!access(kernel, R_OK))
			return modules_collect(tree, release, to, scratch, why);
	}
	return 0;
}

static int kernel_unpack(struct debian_kernel *kernel, struct cache *cache,
			 const struct apt_package *image, const char *deb, struct why *why)
{
	char unpacked[PATH_MAX], path[PATH_MAX + 16], signature[4096];
	int err;

	snprintf(unpacked, sizeof(unpacked), "%s/scratch/deb", cache->path);
	err = cache_remove_folder(unpacked);
	if (!err)
		err = cache_remove_folder(kernel->folder);
	if (!err)
		err = cache_make_folder(kernel->folder);
	if (err)
		return why_set(why, -err, "%s: %s", kernel->folder, strerror(-err));
	err = unpack_deb(deb, unpacked, wants_boot, why);
	if (!err)
		err = companions_get(cache, image, unpacked, why);
	if (err)
		return err;
	if (file_place(unpacked, "vmlinuz", kernel->release, kernel->folder, "vmlinuz"))
		return why_set(why, ENOENT, "%s: holds no kernel", deb);
	file_place(unpacked, "config", kernel->release, kernel->folder, "config");
	err = modules_place(cache, unpacked, kernel->release, kernel->folder, why);
	cache_remove_folder(unpacked);
	if (err < 0)
		return err;
	/* Written last: a folder without it is half made. */
	err = modules_signature(signature, sizeof(signature));
	snprintf(path, sizeof(path), "%s/complete", kernel->folder);
	if (!err)
		err = file_replace(path, signature, strlen(signature));
	return err ? why_set(why, -err, "%s: %s", path, strerror(-err)) : 0;
}

static bool kernel_is_unpacked(const struct debian_kernel *kernel)
{
	char path[PATH_MAX + 16], signature[4096];
	bool complete;
	char *text;

	snprintf(path, sizeof(path), "%s/complete", kernel->folder);
	complete = file_read(path, &text) >= 0 &&
		   !modules_signature(signature, sizeof(signature)) && !strcmp(text, signature);
	free(text);
	return complete;
}

/* Returns 0, -errno, or errno when this package cannot be had and another may serve. */
static int candidate_get(struct debian_kernel *kernel, struct cache *cache,
			 const struct apt_package *image, bool offline, struct why *why)
{
	char deb[PATH_MAX] = "";
	int err;

	snprintf(kernel->release, sizeof(kernel->release), "%s", package_release(image));
	snprintf(kernel->version, sizeof(kernel->version), "%s", image->version);
	snprintf(kernel->folder, sizeof(kernel->folder), "%s/kernels/%s_%s", cache->path,
		 kernel->release, kernel->version);
	if (kernel_is_unpacked(kernel))
		return 0;
	if (offline && !image->kept)
		err = why_set(why, ENETUNREACH, "%s %s: not in the cache %s", image->name,
			      image->version, cache->path);
	else
		err = apt_download(cache, image, deb, sizeof(deb), why);
	return err ? -err : kernel_unpack(kernel, cache, image, deb, why);
}

static void kernel_note(struct debian_kernel *kernel, const char *index_note)
{
	char path[PATH_MAX + 16];
	size_t used = 0;

	*kernel->note = '\0';
	snprintf(path, sizeof(path), "%s/modules/order", kernel->folder);
	if (access(path, R_OK))
		used = snprintf(kernel->note, sizeof(kernel->note),
				"Debian has no modules for it any more: links are netkit");
	if (*index_note && used < sizeof(kernel->note))
		snprintf(kernel->note + used, sizeof(kernel->note) - used, "%s%.150s",
			 used ? "; " : "", index_note);
}

int debian_kernel_get(struct debian_kernel *kernel, const char *series, struct cache *cache,
		      bool offline, struct why *why)
{
	struct apt_packages packages = { NULL, 0 };
	char index_note[256] = "";
	size_t i;
	int err = 0;

	if (!isdigit((unsigned char)*series) || !strchr(series, '.'))
		return why_set(why, EINVAL, "deb:%s: give a series or a release, deb:6.12 say",
			       series);
	if (!offline)
		err = apt_refresh(cache, index_note, sizeof(index_note), why);
	/* Without an index a kept package still serves. */
	if (err && err != -ENETUNREACH && err != -ENOENT)
		return err;
	if (err)
		snprintf(index_note, sizeof(index_note), "%.240s", why->text);
	i = err ? 1 : 0;
	err = candidates_find(&packages, cache, series, why);
	if (!err && !packages.count && !i)
		err = why_set(why, ENOENT,
			      "deb:%s: Debian has no such kernel for amd64 (or none any more)",
			      series);
	else if (!err && !packages.count)
		err = why_set(why, ENETUNREACH, "deb:%s: not in the cache, and %.300s", series,
			      index_note);
	/* An index may name a package that the archive has dropped: take the next one. */
	for (i = 0; i < packages.count && (offline || i < DOWNLOADS_MAX); i++) {
		err = candidate_get(kernel, cache, &packages.entries[i], offline, why);
		if (err <= 0)
			break;
	}
	if (err > 0)
		err = -err;
	if (!err)
		kernel_note(kernel, index_note);
	free(packages.entries);
	return err;
}
