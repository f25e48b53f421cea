// SPDX-License-Identifier: GPL-2.0-only
#include "harness/matrix/journal.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/guest/image/cache.h"

static int folder_make(char *folder, size_t size, const char *path, struct why *why)
{
	struct cache cache = { .lock_fd = -1 };
	int err = cache_open(&cache, path, why);

	if (err)
		return err;
	snprintf(folder, size, "%s/runs", cache.path);
	cache_close(&cache);
	err = cache_make_folder(folder);
	return err ? why_set(why, -err, "%s: %s", folder, strerror(-err)) : 0;
}

/* A run that was killed may have left half a line: what follows it would be lost. */
static void lines_read(FILE *file, void (*each)(const json_t *line, void *data), void *data)
{
	char *text = NULL;
	json_t *line;
	size_t capacity = 0;
	ssize_t length;
	long whole = 0;

	while ((length = getline(&text, &capacity, file)) > 0 && text[length - 1] == '\n') {
		line = json_loadb(text, length, 0, NULL);
		if (!line)
			break;
		each(line, data);
		json_decref(line);
		whole += length;
	}
	free(text);
	clearerr(file);
	fseek(file, whole, SEEK_SET);
	if (ftruncate(fileno(file), whole))
		clearerr(file);
}

int journal_open(struct journal *journal, const char *name, const struct journal_options *options,
		 struct why *why)
{
	char folder[PATH_MAX];
	int err;

	journal->file = NULL;
	err = folder_make(folder, sizeof(folder), options->cache, why);
	if (err)
		return err;
	snprintf(journal->path, sizeof(journal->path), "%s/%s.jsonl", folder, name);
	journal->file = fopen(journal->path, options->again ? "w+e" : "a+e");
	if (journal->file && !options->again) {
		fclose(journal->file);
		journal->file = fopen(journal->path, "r+e");
	}
	if (!journal->file)
		return why_set(why, errno, "%s: %s", journal->path, strerror(errno));
	lines_read(journal->file, options->each, options->data);
	return 0;
}

int journal_add(struct journal *journal, const json_t *line, struct why *why)
{
	errno = 0;
	if (json_dumpf(line, journal->file, JSON_COMPACT | JSON_SORT_KEYS) ||
	    fputc('\n', journal->file) == EOF || fflush(journal->file))
		return why_set(why, errno ? errno : EIO, "%s: %s", journal->path,
			       strerror(errno ? errno : EIO));
	return 0;
}

void journal_close(struct journal *journal)
{
	if (journal->file)
		fclose(journal->file);
	journal->file = NULL;
}
