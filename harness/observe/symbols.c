// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/symbols.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/array.h"

/* What lies further behind a symbol belongs to none of ours: BPF programs, trampolines. */
#define FUNCTION_MAX (1 << 20)

#define READ_SIZE (1 << 17)

/* The file: a header, @count entries sorted by address, then the names. */
struct header {
	uint64_t count;
	uint64_t names; /* offset of the names in the file */
};

struct entry {
	uint64_t address;
	uint64_t name; /* offset in the names */
};

struct table {
	struct entry *entry;
	size_t count;
	FILE *names; /* each with its NUL */
	size_t used;
};

static int table_add(struct table *table, uint64_t address, const char *name)
{
	size_t length = strlen(name) + 1;

	if (array_grow(table->entry, table->count) ||
	    fwrite_unlocked(name, length, 1, table->names) != 1)
		return -ENOMEM;
	table->entry[table->count++] = (struct entry){ address, table->used };
	table->used += length;
	return 0;
}

static int compare_entries(const void *a, const void *b)
{
	uint64_t left = ((const struct entry *)a)->address;
	uint64_t right = ((const struct entry *)b)->address;

	return left < right ? -1 : left > right;
}

/*
 * "ffffffff81000000 T name [module]", without sscanf(): a hundred thousand lines of it take an
 * emulated guest seconds.  Leaves the name in @line; its type, or 0 if it is no such line.
 */
static char parse_line(char *line, uint64_t *address, const char **name)
{
	char *at = line;
	int digit;

	for (*address = 0; *at && *at != ' '; at++) {
		digit = *at <= '9' ? *at - '0' : (*at | 0x20) - 'a' + 10;
		if (digit < 0 || digit > 15)
			return 0;
		*address = *address << 4 | digit;
	}
	if (at == line || !at[0] || !at[1] || at[2] != ' ')
		return 0;
	line = at + 3;
	line[strcspn(line, " \t\n")] = '\0';
	*name = line;
	return at[1];
}

/* Text symbols of the kernel and its modules. */
static int table_read(struct table *table, FILE *kallsyms)
{
	const char *name;
	uint64_t address;
	char line[512];
	char type;

	setvbuf(kallsyms, NULL, _IOFBF, READ_SIZE);
	while (fgets(line, sizeof(line), kallsyms)) {
		type = parse_line(line, &address, &name);
		if (!type || !strchr("tTwW", type))
			continue;
		if (!address)
			return -EPERM;
		if (table_add(table, address, name))
			return -ENOMEM;
	}
	return table->count ? 0 : -EPERM;
}

static int table_save(const struct table *table, const char *names, const char *path)
{
	struct header header = {
		.count = table->count,
		.names = sizeof(header) + table->count * sizeof(struct entry),
	};
	FILE *file = fopen(path, "we");
	int err = 0;

	if (!file)
		return -errno;
	if (fwrite(&header, sizeof(header), 1, file) != 1 ||
	    fwrite(table->entry, sizeof(struct entry), table->count, file) != table->count ||
	    fwrite(names, 1, table->used, file) != table->used)
		err = -EIO;
	if (fclose(file) && !err)
		err = -errno;
	return err;
}

int symbols_write(const char *path, const char *kallsyms)
{
	FILE *file = fopen(kallsyms, "re");
	struct table table = { 0 };
	char *names = NULL;
	size_t length;
	int err;

	if (!file)
		return -errno;
	table.names = open_memstream(&names, &length);
	err = table.names ? table_read(&table, file) : -ENOMEM;
	fclose(file);
	if (table.names && fclose(table.names) && !err)
		err = -ENOMEM;
	if (!err) {
		qsort(table.entry, table.count, sizeof(struct entry), compare_entries);
		err = table_save(&table, names, path);
	}
	free(table.entry);
	free(names);
	return err;
}

int symbols_open(struct symbols *symbols, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	void *map;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &status) || (size_t)status.st_size < sizeof(struct header)) {
		close(fd);
		return -EINVAL;
	}
	map = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (map == MAP_FAILED)
		return -errno;
	symbols->map = map;
	symbols->size = status.st_size;
	return 0;
}

void symbols_close(struct symbols *symbols)
{
	if (symbols->map)
		munmap((void *)symbols->map, symbols->size);
	symbols->map = NULL;
}

const char *symbols_find(const struct symbols *symbols, uint64_t address, unsigned int *offset)
{
	const struct header *header = symbols->map;
	const struct entry *entry = (const void *)(header + 1);
	size_t low = 0, high = header->count;
	size_t middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (entry[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || address - entry[low - 1].address > FUNCTION_MAX)
		return NULL;
	*offset = address - entry[low - 1].address;
	return (const char *)symbols->map + header->names + entry[low - 1].name;
}

size_t symbols_count(const struct symbols *symbols)
{
	return ((const struct header *)symbols->map)->count;
}

const char *symbols_get(const struct symbols *symbols, size_t index, uint64_t *address)
{
	const struct header *header = symbols->map;
	const struct entry *entry = (const struct entry *)(header + 1) + index;

	*address = entry->address;
	return (const char *)symbols->map + header->names + entry->name;
}
