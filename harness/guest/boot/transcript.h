/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_BOOT_TRANSCRIPT_H
#define RST_GUEST_BOOT_TRANSCRIPT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define RECORD_RUNNING_MAX 64

/* Follows the records of one guest (protocol.h): what runs, what is complete. */
struct record_reader {
	char *line;
	size_t length;
	bool booted; /* PID 1 reported */
	bool ended; /* the last record came */
	bool end_matches; /* and its count of records is what was received */
	int status; /* exit status of the command, once ended */
	unsigned int malformed; /* lines that are no JSON object, or follow the end */
	unsigned long count;
	char release[128]; /* uname -r of the guest */
	char *running[RECORD_RUNNING_MAX]; /* cases begun and not ended, oldest first */
	unsigned int running_count;
};

/*
 * Take more bytes; each whole record is passed to each(record, text, data), which may be NULL and
 * does not own the record.  0 or -errno.
 */
int record_feed(struct record_reader *reader, const char *data, size_t length,
		void (*each)(const json_t *record, const char *text, void *data), void *each_data);

/* The cases begun and not ended, oldest first, separated by ' '. */
void record_running(const struct record_reader *reader, char *text, size_t size);

void record_free(struct record_reader *reader);

#endif
