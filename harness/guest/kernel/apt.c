// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/kernel/apt.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/child.h"
#include "harness/base/file.h"
#include "harness/base/why.h"
#include "harness/guest/image/cache.h"

#define INDEX_SECONDS (24 * 3600)
#define KEYRING "/usr/share/keyrings/debian-archive-keyring.gpg"

static const struct {
	const char *archive;
	const char *suite;
} sources[] = {
	{ "debian", "bullseye" },
	{ "debian-security", "bullseye-security" },
	{ "debian", "bookworm" },
	{ "debian", "bookworm-backports" },
	{ "debian-security", "bookworm-security" },
	{ "debian", "trixie" },
	{ "debian", "trixie-backports" },
	{ "debian-security", "trixie-security" },
	{ "debian", "forky" },
	{ "debian", "sid" },
	{ "debian", "experimental" },
};

/* APT_CONFIG is read before the machine's own files; Dir::Etc::parts keeps those out. */
static int configuration_write(struct cache *cache)
{
	const char *mirror = getenv("RSTLAB_DEBIAN_MIRROR");
	char path[PATH_MAX], text[16384];
	size_t i, used = 0;
	int err;

	snprintf(path, sizeof(path), "%s/apt/lists/partial", cache->path);
	err = cache_make_folder(path);
	snprintf(path, sizeof(path), "%s/apt/archives/partial", cache->path);
	if (!err)
		err = cache_make_folder(path);
	snprintf(path, sizeof(path), "%s/apt/preferences.d", cache->path);
	if (!err)
		err = cache_make_folder(path);
	snprintf(path, sizeof(path), "%s/debs", cache->path);
	if (!err)
		err = cache_make_folder(path);
	if (err)
		return err;
	if (mirror && strlen(mirror) > 200)
		return -ENAMETOOLONG;
	for (i = 0; i < ARRAY_SIZE(sources); i++)
		used += snprintf(text + used, sizeof(text) - used,
				 "deb [arch=amd64 signed-by=%s] %s/%s %s main\n", KEYRING,
				 mirror ? mirror : "http://deb.debian.org", sources[i].archive,
				 sources[i].suite);
	snprintf(path, sizeof(path), "%s/apt/sources.list", cache->path);
	err = file_replace(path, text, strlen(text));
	if (err)
		return err;
	snprintf(path, sizeof(path), "%s/apt/status", cache->path);
	err = file_replace(path, "", 0);
	if (err)
		return err;
	if (snprintf(text, sizeof(text),
		     "Dir \"%1$s/apt\";\n"
		     "Dir::Etc \"%1$s/apt\";\n"
		     "Dir::Etc::parts \"/dev/null\";\n"
		     "Dir::Etc::sourcelist \"sources.list\";\n"
		     "Dir::Etc::sourceparts \"/dev/null\";\n"
		     "Dir::Etc::trusted \"/dev/null\";\n"
		     "Dir::Etc::trustedparts \"/dev/null\";\n"
		     "Dir::State \"%1$s/apt\";\n"
		     "Dir::State::lists \"lists\";\n"
		     "Dir::State::status \"%1$s/apt/status\";\n"
		     "Dir::Cache \"%1$s/apt\";\n"
		     "Dir::Log \"%1$s/apt\";\n"
		     "APT::Architecture \"amd64\";\n"
		     "APT::Architectures { \"amd64\"; };\n"
		     "APT::Sandbox::User \"\";\n"
		     "Acquire::Languages \"none\";\n"
		     "Acquire::GzipIndexes \"true\";\n"
		     "Acquire::Retries \"3\";\n"
		     "Acquire::http::Timeout \"30\";\n",
		     cache->path) >= (int)sizeof(text))
		return -ENAMETOOLONG;
	snprintf(path, sizeof(path), "%s/apt/apt.conf", cache->path);
	return file_replace(path, text, strlen(text));
}

static int apt_run(struct cache *cache, const char *const argv[], char **out, struct why *why)
{
	char variable[PATH_MAX + 16], folder[PATH_MAX];
	const struct child_options options = { .directory = folder, .variable = variable };

	snprintf(variable, sizeof(variable), "APT_CONFIG=%s/apt/apt.conf", cache->path);
	snprintf(folder, sizeof(folder), "%s/debs", cache->path);
	return child_run(argv, &options, out, why);
}

static bool index_is_fresh(const char *stamp)
{
	struct stat status;

	return !stat(stamp, &status) && time(NULL) - status.st_mtime < INDEX_SECONDS &&
	       time(NULL) >= status.st_mtime;
}

static bool index_exists(struct cache *cache)
{
	char path[PATH_MAX];
	struct dirent *entry;
	bool found = false;
	DIR *folder;

	snprintf(path, sizeof(path), "%s/apt/lists", cache->path);
	folder = opendir(path);
	while (folder && !found && (entry = readdir(folder)))
		found = strstr(entry->d_name, "_Packages") != NULL;
	if (folder)
		closedir(folder);
	return found;
}

int apt_refresh(struct cache *cache, char *note, size_t size, struct why *why)
{
	static const char *const argv[] = { "apt-get", "-q", "-oAPT::Update::Error-Mode=any",
					    "update", NULL };
	char stamp[PATH_MAX];
	struct why complaint;
	int err;

	if (note && size)
		*note = '\0';
	snprintf(stamp, sizeof(stamp), "%s/apt/updated", cache->path);
	if (index_is_fresh(stamp) && index_exists(cache))
		return 0;
	if (!program_exists("apt-get"))
		return why_set(why, ENOENT,
			       "apt-get is missing: deb:* kernels need it (install apt and "
			       "debian-archive-keyring, or give a bzImage)");
	if (access(KEYRING, R_OK))
		return why_set(why, ENOENT, "%s is missing: install debian-archive-keyring",
			       KEYRING);
	err = configuration_write(cache);
	if (err)
		return why_set(why, -err, "%s/apt: %s", cache->path, strerror(-err));
	err = apt_run(cache, argv, NULL, &complaint);
	/* One suite that is gone or out of date fails the command; the others are usable. */
	if (err && !index_exists(cache))
		return why_set(why, ENETUNREACH,
			       "cannot read Debian's package index (is there a network?): %s",
			       complaint.text);
	if (err && note)
		snprintf(note, size, "package index: %s", complaint.text);
	err = file_replace(stamp, "", 0);
	return err ? why_set(why, -err, "%s: %s", stamp, strerror(-err)) : 0;
}

/* A part of a text. */
struct word {
	const char *start;
	size_t length;
};

static int package_append(struct apt_packages *packages, struct word name, struct word version,
			  bool kept)
{
	struct apt_package *entry;

	if (name.length >= sizeof(entry->name) || version.length >= sizeof(entry->version))
		return 0;
	if (array_grow(packages->entries, packages->count))
		return -ENOMEM;
	entry = &packages->entries[packages->count++];
	snprintf(entry->name, sizeof(entry->name), "%.*s", (int)name.length, name.start);
	snprintf(entry->version, sizeof(entry->version), "%.*s", (int)version.length,
		 version.start);
	entry->kept = kept;
	return 0;
}

/* The word at @text, up to a space or a bar. */
static struct word word_at(const char *text)
{
	text += strspn(text, " ");
	return (struct word){ text, strcspn(text, " |") };
}

/* "apt-cache madison": name | version | source */
static int index_find(struct apt_packages *packages, struct cache *cache, char *names)
{
	const char **argv = NULL;
	size_t count = 2, room = 2;
	char *name, *save = NULL, *text = NULL, *line, *bar;
	int err = 0;

	for (name = names; *name; name++)
		room += *name == '\n';
	argv = calloc(room + 2, sizeof(*argv));
	if (!argv)
		return -ENOMEM;
	argv[0] = "apt-cache";
	argv[1] = "madison";
	for (name = strtok_r(names, "\n", &save); name; name = strtok_r(NULL, "\n", &save))
		argv[count++] = name;
	if (count > 2)
		err = apt_run(cache, argv, &text, NULL);
	for (line = text ? strtok_r(text, "\n", &save) : NULL; line && !err;
	     line = strtok_r(NULL, "\n", &save)) {
		line += strspn(line, " ");
		bar = strchr(line, '|');
		if (bar)
			err = package_append(packages, word_at(line), word_at(bar + 1), false);
	}
	free(argv);
	free(text);
	return err;
}

/* name_version_amd64.deb; apt writes ':' as %3a */
static int kept_find(struct apt_packages *packages, struct cache *cache, const char *prefix)
{
	const char *version, *end;
	char path[PATH_MAX];
	struct dirent *entry;
	DIR *folder;
	int err = 0;

	snprintf(path, sizeof(path), "%s/debs", cache->path);
	folder = opendir(path);
	while (folder && !err && (entry = readdir(folder))) {
		version = strchr(entry->d_name, '_');
		end = version ? strrchr(entry->d_name, '_') : NULL;
		if (!end || end == version || strcmp(end, "_amd64.deb") ||
		    strncmp(entry->d_name, prefix, strlen(prefix)))
			continue;
		err = package_append(packages,
				     (struct word){ entry->d_name, version - entry->d_name },
				     (struct word){ version + 1, end - version - 1 }, true);
	}
	if (folder)
		closedir(folder);
	return err;
}

int apt_find(struct apt_packages *packages, struct cache *cache, const char *prefix,
	     struct why *why)
{
	const char *argv[] = { "apt-cache", "pkgnames", prefix, NULL };
	char *names = NULL;
	int err = 0;

	if (index_exists(cache) && program_exists("apt-cache"))
		err = apt_run(cache, argv, &names, why);
	if (!err && names)
		err = index_find(packages, cache, names);
	free(names);
	if (!err)
		err = kept_find(packages, cache, prefix);
	return err;
}

int apt_download(struct cache *cache, const struct apt_package *package, char *path, size_t size,
		 struct why *why)
{
	char selector[256];
	const char *argv[] = { "apt-get", "-q", "download", selector, NULL };
	int err;

	/* No epoch in the version of a kernel image: the file name is the plain version. */
	if (snprintf(path, size, "%s/debs/%s_%s_amd64.deb", cache->path, package->name,
		     package->version) >= (int)size)
		return -ENAMETOOLONG;
	if (!access(path, R_OK))
		return 0;
	snprintf(selector, sizeof(selector), "%s=%s", package->name, package->version);
	err = apt_run(cache, argv, NULL, why);
	if (!err && access(path, R_OK))
		err = why_set(why, ENOENT, "apt-get did not leave %s", path);
	return err;
}

/* deb-version(7): '~' before everything, even the end; letters before other characters. */
static int character_order(char c)
{
	if (isdigit((unsigned char)c))
		return 0;
	if (isalpha((unsigned char)c))
		return c;
	if (c == '~')
		return -1;
	return c ? c + 256 : 0;
}

int apt_version_compare(const char *a, const char *b)
{
	int difference;

	while (*a || *b) {
		while ((*a && !isdigit((unsigned char)*a)) || (*b && !isdigit((unsigned char)*b))) {
			difference = character_order(*a) - character_order(*b);
			if (difference)
				return difference < 0 ? -1 : 1;
			a += *a != '\0';
			b += *b != '\0';
		}
		a += strspn(a, "0");
		b += strspn(b, "0");
		difference = 0;
		while (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
			if (!difference)
				difference = *a - *b;
			a++;
			b++;
		}
		if (isdigit((unsigned char)*a))
			return 1;
		if (isdigit((unsigned char)*b))
			return -1;
		if (difference)
			return difference < 0 ? -1 : 1;
	}
	return 0;
}
