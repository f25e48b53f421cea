// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/image/libraries.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/child.h"
#include "harness/base/why.h"

#define NEEDED_MAX 64

struct libraries {
	char *cache; /* what ldconfig -p printed */
};

/* What one ELF file asks for. */
struct object {
	char interpreter[PATH_MAX];
	char *needed[NEEDED_MAX];
	int needed_count;
	char *runpath;
	int class;
	int machine;
};

struct walk {
	struct libraries *libraries;
	int (*found)(const char *path, void *data);
	void *data;
	struct why *why;
};

struct libraries *libraries_new(void)
{
	static const char *const argv[] = { "ldconfig", "-p", NULL };
	struct libraries *libraries = calloc(1, sizeof(*libraries));

	elf_version(EV_CURRENT);
	/* Without ldconfig (musl) the default folders have to do. */
	if (libraries && child_run(argv, NULL, &libraries->cache, NULL))
		libraries->cache = NULL;
	return libraries;
}

void libraries_free(struct libraries *libraries)
{
	if (!libraries)
		return;
	free(libraries->cache);
	free(libraries);
}

static void object_free(struct object *object)
{
	while (object->needed_count)
		free(object->needed[--object->needed_count]);
	free(object->runpath);
}

static void dynamic_read(struct object *object, Elf *elf, Elf_Scn *section, const GElf_Shdr *shdr)
{
	Elf_Data *data = elf_getdata(section, NULL);
	const char *text;
	GElf_Dyn entry;
	int i;

	for (i = 0; data && gelf_getdyn(data, i, &entry); i++) {
		if (entry.d_tag != DT_NEEDED && entry.d_tag != DT_RUNPATH &&
		    entry.d_tag != DT_RPATH)
			continue;
		text = elf_strptr(elf, shdr->sh_link, entry.d_un.d_val);
		if (text && entry.d_tag == DT_NEEDED && object->needed_count < NEEDED_MAX)
			object->needed[object->needed_count++] = strdup(text);
		else if (text && !object->runpath)
			object->runpath = strdup(text);
	}
}

static void interpreter_read(struct object *object, Elf *elf, int fd)
{
	GElf_Phdr phdr;
	size_t count, i;
	ssize_t n;

	if (elf_getphdrnum(elf, &count))
		return;
	for (i = 0; i < count; i++) {
		if (!gelf_getphdr(elf, i, &phdr) || phdr.p_type != PT_INTERP ||
		    phdr.p_filesz >= sizeof(object->interpreter))
			continue;
		n = pread(fd, object->interpreter, phdr.p_filesz, phdr.p_offset);
		object->interpreter[n > 0 ? n : 0] = '\0';
	}
}

/* -EINVAL: no ELF file. */
static int object_read(struct object *object, const char *path)
{
	Elf_Scn *section = NULL;
	GElf_Ehdr ehdr;
	GElf_Shdr shdr;
	int fd, err = 0;
	Elf *elf;

	memset(object, 0, sizeof(*object));
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (!elf || elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &ehdr)) {
		err = -EINVAL;
		goto out;
	}
	object->class = ehdr.e_ident[EI_CLASS];
	object->machine = ehdr.e_machine;
	interpreter_read(object, elf, fd);
	while ((section = elf_nextscn(elf, section)))
		if (gelf_getshdr(section, &shdr) && shdr.sh_type == SHT_DYNAMIC)
			dynamic_read(object, elf, section, &shdr);
out:
	elf_end(elf);
	close(fd);
	return err;
}

static bool object_fits(const struct object *user, const char *path)
{
	struct object object;
	bool fits;

	if (access(path, R_OK) || object_read(&object, path))
		return false;
	fits = object.class == user->class && object.machine == user->machine;
	object_free(&object);
	return fits;
}

static bool find_in_runpath(const struct object *user, const char *user_path, const char *name,
			    char path[static PATH_MAX])
{
	const char *entry = user->runpath, *end;
	int folder = (int)(strrchr(user_path, '/') - user_path);

	for (; entry && *entry; entry = *end ? end + 1 : end) {
		end = strchrnul(entry, ':');
		if (!strncmp(entry, "$ORIGIN", 7))
			snprintf(path, PATH_MAX, "%.*s%.*s/%s", folder, user_path,
				 (int)(end - entry - 7), entry + 7, name);
		else
			snprintf(path, PATH_MAX, "%.*s/%s", (int)(end - entry), entry, name);
		if (object_fits(user, path))
			return true;
	}
	return false;
}

/* "	libfoo.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libfoo.so.1" */
static bool find_in_cache(const struct libraries *libraries, const struct object *user,
			  const char *name, char path[static PATH_MAX])
{
	const char *line = libraries->cache;
	const char *arrow;

	for (; line; line = strchr(line, '\n')) {
		line += strspn(line, "\n\t ");
		if (!*line)
			break;
		if (strncmp(line, name, strlen(name)) || line[strlen(name)] != ' ')
			continue;
		arrow = strstr(line, "=> ");
		if (!arrow)
			break;
		snprintf(path, PATH_MAX, "%.*s", (int)strcspn(arrow + 3, "\n"), arrow + 3);
		if (object_fits(user, path))
			return true;
	}
	return false;
}

static bool find_in_defaults(const struct object *user, const char *name,
			     char path[static PATH_MAX])
{
	static const char *const folders[] = { "/lib64", "/usr/lib64", "/lib", "/usr/lib" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(folders); i++) {
		snprintf(path, PATH_MAX, "%s/%s", folders[i], name);
		if (object_fits(user, path))
			return true;
	}
	return false;
}

static int walk_object(struct walk *walk, const char *path);

static int walk_path(struct walk *walk, const char *path)
{
	int rc = walk->found(path, walk->data);

	return rc > 0 ? walk_object(walk, path) : rc;
}

static int walk_object(struct walk *walk, const char *path)
{
	struct object object;
	char library[PATH_MAX];
	int i, err;

	err = object_read(&object, path);
	if (err)
		return err == -EINVAL ? 0
				      : why_set(walk->why, -err, "%s: %s", path, strerror(-err));
	if (*object.interpreter)
		err = walk_path(walk, object.interpreter);
	for (i = 0; i < object.needed_count && !err; i++) {
		if (find_in_runpath(&object, path, object.needed[i], library) ||
		    find_in_cache(walk->libraries, &object, object.needed[i], library) ||
		    find_in_defaults(&object, object.needed[i], library))
			err = walk_path(walk, library);
		else
			err = why_set(walk->why, ENOENT, "%s needs %s, which is not installed",
				      path, object.needed[i]);
	}
	object_free(&object);
	return err;
}

int libraries_walk(struct libraries *libraries, const char *program,
		   int (*found)(const char *path, void *data), void *data, struct why *why)
{
	struct walk walk = {
		.libraries = libraries,
		.found = found,
		.data = data,
		.why = why,
	};
	char real[PATH_MAX];

	if (!realpath(program, real))
		return why_set(why, errno, "%s: %s", program, strerror(errno));
	return walk_object(&walk, real);
}
