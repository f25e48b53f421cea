// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/boot/accel.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/file.h"
#include "harness/guest/boot/kvm_probe.h"
#include "harness/guest/image/cache.h"

#define ANSWER_FILE "kvm"

/* The cached answer is good for one boot of the host and one QEMU. */
static void key_write(const struct accel *accel, char *text, size_t size)
{
	char boot_id[64];

	file_read_line("/proc/sys/kernel/random/boot_id", boot_id, sizeof(boot_id));
	snprintf(text, size, "%s\n%s\n", boot_id, accel->qemu);
}

static void answer_write(const struct accel *accel, const char *cache_path, const char *answer)
{
	char path[PATH_MAX], text[512];

	key_write(accel, text, sizeof(text));
	snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s", answer);
	snprintf(path, sizeof(path), "%s/" ANSWER_FILE, cache_path);
	/* Not being able to remember costs a probe, nothing else. */
	(void)file_replace(path, text, strlen(text));
}

static bool answer_read(const struct accel *accel, const char *cache_path, char *answer,
			size_t size)
{
	char path[PATH_MAX], key[256];
	bool known;
	char *text;

	key_write(accel, key, sizeof(key));
	snprintf(path, sizeof(path), "%s/" ANSWER_FILE, cache_path);
	known = file_read(path, &text) >= 0 && !strncmp(text, key, strlen(key));
	if (known)
		snprintf(answer, size, "%s", text + strlen(key));
	free(text);
	return known;
}

static void tcg_set(struct accel *accel, const char *reason)
{
	accel->kvm = false;
	if (reason)
		snprintf(accel->text, sizeof(accel->text), "tcg (KVM: %.60s)", reason);
	else
		snprintf(accel->text, sizeof(accel->text), "tcg");
}

static void kvm_set(struct accel *accel)
{
	accel->kvm = true;
	snprintf(accel->text, sizeof(accel->text), "kvm");
}

int accel_choose(struct accel *accel, enum guest_accel wanted, bool virtual_clock,
		 struct cache *cache, struct why *why)
{
	char answer[256];
	struct why reason = { "" };

	if (wanted == GUEST_ACCEL_TCG || virtual_clock) {
		tcg_set(accel, NULL);
		return 0;
	}
	if (wanted == GUEST_ACCEL_KVM) {
		kvm_set(accel);
		if (kvm_probe(&reason))
			return why_set(why, ENODEV, "KVM does not work here (%s); use --accel tcg",
				       reason.text);
		return 0;
	}
	if (!answer_read(accel, cache->path, answer, sizeof(answer))) {
		snprintf(answer, sizeof(answer), "%s", kvm_probe(&reason) ? reason.text : "kvm");
		answer_write(accel, cache->path, answer);
	}
	if (!strcmp(answer, "kvm"))
		kvm_set(accel);
	else
		tcg_set(accel, answer);
	return 0;
}

void accel_reject_kvm(struct accel *accel, const char *cache_path, const char *reason)
{
	answer_write(accel, cache_path, reason);
	tcg_set(accel, reason);
}
