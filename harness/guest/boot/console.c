// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/boot/console.h"

#include <stdio.h>
#include <string.h>

#include "harness/base/array.h"

/* At the start of the line's body: a program's message that quotes such words is none. */
static const char *const splat_starts[] = {
	"BUG: ", /* NULL dereference, KASAN, KMSAN, scheduling while atomic, ... */
	"WARNING: ", /* WARN(), lockdep, suspicious RCU usage */
	"Oops: ",
	"Oops[#",
	"general protection fault",
	"Kernel panic - not syncing",
	"kernel BUG at ",
	"UBSAN: ",
	"KASAN: ",
	"KCSAN: ",
	"Unable to handle kernel ",
	"divide error: ",
	"invalid opcode: ",
	"stack segment: ",
	"double fault: ",
	"list_add corruption",
	"list_del corruption",
	"refcount_t: ",
	"unregister_netdevice: waiting for ",
	"watchdog: BUG: ",
	"watchdog: Watchdog detected hard LOCKUP",
	"NMI watchdog: Watchdog detected hard LOCKUP",
	"rcu: INFO: ",
	"INFO: rcu",
	"INFO: task ",
	"INFO: trying to register non-static key",
	"INFO: lockdep is turned off",
};

const char *console_line_body(const char *line)
{
	const char *end;

	if (*line == '<' && (end = strchr(line, '>')) && end - line < 5)
		line = end + 1;
	while (*line == '[') {
		end = strchr(line, ']');
		if (!end || end - line > 24 ||
		    strspn(line + 1, " 0123456789.TC") + 1 < (size_t)(end - line))
			break;
		line = end + 1;
		line += *line == ' ';
	}
	return line;
}

bool console_line_is_splat(const char *line)
{
	const char *body = console_line_body(line);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(splat_starts); i++)
		if (!strncmp(body, splat_starts[i], strlen(splat_starts[i])))
			return true;
	return false;
}

/* "CPU: 0 PID: 412 " of the first line of a warning differs from boot to boot. */
static void number_drop(char *text, const char *label)
{
	char *at = strstr(text, label);
	size_t length;

	if (!at)
		return;
	length = strlen(label);
	length += strspn(at + length, "0123456789");
	length += strspn(at + length, " ");
	memmove(at, at + length, strlen(at + length) + 1);
}

static void text_append(struct console *console, const char *text, size_t length)
{
	size_t room = sizeof(console->text) - console->text_length - 2;

	if (length > room)
		return;
	memcpy(console->text + console->text_length, text, length);
	console->text_length += length;
	console->text[console->text_length++] = '\n';
	console->text[console->text_length] = '\0';
}

static bool line_take(struct console *console)
{
	bool first = false;

	while (console->length && console->line[console->length - 1] == '\r')
		console->length--;
	console->line[console->length] = '\0';
	if (strstr(console->line, "Kernel panic - not syncing"))
		console->panicked = true;
	/* calibrate_APIC_clock(), setup_boot_APIC_clock() */
	if (strstr(console->line, "disabling apic timer") ||
	    strstr(console->line, "APIC timer disabled due to verification failure"))
		console->timerless = true;
	if (!*console->splat && console_line_is_splat(console->line)) {
		snprintf(console->splat, sizeof(console->splat), "%s",
			 console_line_body(console->line));
		number_drop(console->splat, "CPU: ");
		number_drop(console->splat, "PID: ");
		first = true;
	}
	if (*console->splat)
		text_append(console, console->line, console->length);
	console->length = 0;
	return first;
}

bool console_feed(struct console *console, const char *data, size_t length)
{
	bool first = false;

	console->any = console->any || length;
	for (; length; data++, length--) {
		if (*data == '\n')
			first |= line_take(console);
		else if (console->length < sizeof(console->line) - 1 && *data)
			console->line[console->length++] = *data;
	}
	return first;
}

bool console_finish(struct console *console)
{
	return console->length ? line_take(console) : false;
}
