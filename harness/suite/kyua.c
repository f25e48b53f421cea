// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/kyua.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/child.h"
#include "harness/base/why.h"
#include "netns/mounts.h"

#define WORK_FOLDER "/run/rstlab"
#define ARROW "  ->  "

/* What Kyua says of a case that it ended at its deadline, and of one that died. */
#define TIMED_OUT "Test case body timed out"
#define KILLED "Premature exit; test case received signal %d"

/*
 * One run of Kyua, and what of its output was not taken yet: it says "case  ->  " long before how
 * that ended.
 */
struct kyua {
	pid_t pid;
	int output;
	char text[4096];
	size_t length;
	char last[512]; /* line that says nothing of a case */
};

/* In the child: the private tmpfs, where Kyua keeps its work folders and its database. */
static const char *make_work_folder(const void *data)
{
	(void)data;
	if (mkdir(WORK_FOLDER, 0755) && errno != EEXIST)
		return "make " WORK_FOLDER;
	errno = -mounts_private();
	if (errno || mount("tmpfs", WORK_FOLDER, "tmpfs", 0, NULL))
		return "mount a private tmpfs";
	return setenv("TMPDIR", WORK_FOLDER, 1) || setenv("HOME", WORK_FOLDER, 1)
		       ? "set its environment"
		       : NULL;
}

/* The words that Kyua is started with. */
struct words {
	const char **argv; /* NULL at the end */
	size_t count;
	bool incomplete; /* no memory */
};

static void add_word(struct words *words, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add_word(struct words *words, const char *format, ...)
{
	va_list arguments;
	char *text = NULL;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	va_end(arguments);
	if (!text || array_grow(words->argv, words->count)) {
		free(text);
		words->incomplete = true;
		return;
	}
	words->argv[words->count++] = text;
}

static void words_free(struct words *words)
{
	while (words->count)
		free((char *)words->argv[--words->count]);
	free(words->argv);
}

static void write_words(struct words *words, const struct selection *selection,
			const struct runner_options *options)
{
	const char *const *variables;
	size_t i;

	add_word(words, "kyua");
	add_word(words, "--logfile=/dev/null");
	add_word(words, "--variable=parallelism=%d", options->parallel);
	for (variables = options->variables; *variables; variables += 2)
		add_word(words, "--variable=test_suites.rstlab.%s=%s", variables[0], variables[1]);
	add_word(words, "test");
	add_word(words, "--kyuafile=%s/Kyuafile", options->folder);
	add_word(words, "--results-file=" WORK_FOLDER "/results.db");
	for (i = 0; i < selection->count; i++)
		add_word(words, "%s_test:%s", selection->cases[i].file->name,
			 selection->cases[i].name);
	if (array_grow(words->argv, words->count))
		words->incomplete = true;
	else
		words->argv[words->count] = NULL;
}

static int start(struct kyua *kyua, const struct selection *selection,
		 const struct runner_options *options)
{
	struct words words = { .argv = NULL };
	int pipes[2];

	write_words(&words, selection, options);
	if (words.incomplete || pipe2(pipes, O_CLOEXEC)) {
		words_free(&words);
		return words.incomplete ? -ENOMEM : -errno;
	}
	kyua->pid = child_start(words.argv, &(struct child_options){
						    .out = pipes[1],
						    .err = pipes[1],
						    .prepare = make_work_folder,
					    });
	words_free(&words);
	close(pipes[1]);
	kyua->output = pipes[0];
	if (kyua->pid < 0)
		close(kyua->output);
	return kyua->pid < 0 ? kyua->pid : 0;
}

/* Takes "  [0.030s]" off the end of @text. */
static double take_seconds(char *text)
{
	char *bracket = strrchr(text, '[');
	double seconds = bracket ? strtod(bracket + 1, NULL) : 0;

	while (bracket && bracket > text && bracket[-1] == ' ')
		bracket--;
	if (bracket)
		*bracket = '\0';
	return seconds;
}

/* "close_unread_test:close_unread_data_v4  ->  failed: wire: ...  [0.030s]" */
bool kyua_parse(const char *line, struct ending *ending)
{
	const char *arrow = strstr(line, ARROW);
	const char *colon = strchr(line, ':');
	char rest[sizeof(ending->reason) + 64];

	*ending = (struct ending){ .how = ENDED_BROKEN };
	if (!arrow || !colon || colon > arrow)
		return false;
	snprintf(ending->name, sizeof(ending->name), "%.*s", (int)(arrow - colon - 1), colon + 1);
	snprintf(rest, sizeof(rest), "%s", arrow + strlen(ARROW));
	ending->seconds = take_seconds(rest);
	ending_read(ending, rest);
	if (ending->how != ENDED_BROKEN)
		return true;
	ending->timed_out = !strcmp(ending->reason, TIMED_OUT);
	if (ending->timed_out)
		*ending->reason = '\0';
	else if (sscanf(ending->reason, KILLED, &ending->signal) != 1)
		ending->signal = 0;
	return true;
}

static void take_lines(struct kyua *kyua, const struct runner_callbacks *callbacks)
{
	struct ending ending;
	char *line = kyua->text;
	char *end;

	kyua->text[kyua->length] = '\0';
	while ((end = strchr(line, '\n'))) {
		*end = '\0';
		if (kyua_parse(line, &ending))
			callbacks->ended(&ending, callbacks->data);
		else if (*line)
			snprintf(kyua->last, sizeof(kyua->last), "%.500s", line);
		line = end + 1;
	}
	kyua->length -= line - kyua->text;
	memmove(kyua->text, line, kyua->length);
	/* No line of Kyua's that matters is that long. */
	if (kyua->length == sizeof(kyua->text) - 1)
		kyua->length = 0;
}

/* Until Kyua closes its output. */
static void follow(struct kyua *kyua, int socket, const struct runner_callbacks *callbacks)
{
	struct pollfd ready[] = {
		{ .fd = kyua->output, .events = POLLIN },
		{ .fd = socket, .events = POLLIN },
	};
	ssize_t got;

	for (;;) {
		if (poll(ready, 2, -1) < 0)
			continue;
		if (ready[1].revents)
			callbacks->readable(callbacks->data);
		if (!ready[0].revents)
			continue;
		got = read(kyua->output, kyua->text + kyua->length,
			   sizeof(kyua->text) - 1 - kyua->length);
		if (got <= 0)
			return;
		kyua->length += got;
		take_lines(kyua, callbacks);
	}
}

/* Returns its exit status, or -errno; 128 and more: ended by a signal. */
static int finish(struct kyua *kyua)
{
	int status;

	close(kyua->output);
	status = child_wait(kyua->pid);
	if (status < 0)
		return status;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int kyua_run(const struct selection *selection, const struct runner_options *options,
	     const struct runner_callbacks *callbacks, struct why *why)
{
	struct kyua kyua = { .length = 0 };
	int status = start(&kyua, selection, options);

	if (status)
		return why_set(why, -status, "cannot start kyua: %s", strerror(-status));
	follow(&kyua, options->socket, callbacks);
	status = finish(&kyua);
	/* 1: a case failed. */
	return status > 1 ? why_set(why, EIO, "kyua ended with %d: %s", status, kyua.last) : 0;
}
