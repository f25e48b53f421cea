// SPDX-License-Identifier: GPL-2.0-only
/* The leaves that read or write text: command line, versions, configuration, frames. */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/tests/check.h"
#include "harness/base/why.h"
#include "harness/guest/boot/cmdline.h"
#include "harness/guest/init/frame.h"
#include "harness/guest/kernel/apt.h"
#include "harness/guest/kernel/bzimage.h"
#include "harness/guest/kernel/config.h"

static void cmdline_check(void)
{
	struct cmdline_options options = { .emulated = true,
					   .tsc_khz = 2300001,
					   .append = "a b=c" };
	char text[4096], words[2100];
	struct why why;

	CHECK(!cmdline_write(text, sizeof(text), &options, &why));
	CHECK(strstr(text, " tsc_early_khz=2300001 a b=c"));
	CHECK(strstr(text, " tsc=reliable "));
	CHECK(!strstr(text, "quiet"));
	options.virtual_clock = true;
	CHECK(!cmdline_write(text, sizeof(text), &options, &why));
	CHECK(strstr(text, " tsc_early_khz=1000000 "));
	options.emulated = options.virtual_clock = false;
	CHECK(!cmdline_write(text, sizeof(text), &options, &why));
	CHECK(!strstr(text, "tsc"));
	options.append = "two\nlines";
	CHECK(cmdline_write(text, sizeof(text), &options, &why) == -EINVAL);
	memset(words, 'x', sizeof(words) - 1);
	words[sizeof(words) - 1] = '\0';
	options.append = words;
	CHECK(cmdline_write(text, sizeof(text), &options, &why) == -E2BIG);
}

/* deb-version(7) */
static void version_check(void)
{
	static const struct {
		const char *lower, *higher;
	} pairs[] = {
		{ "6.12.117-1~deb12u1", "6.12.117-1" },
		{ "6.12.9-1", "6.12.10-1" },
		{ "6.1.192-1", "6.1.192-2" },
		{ "7.2.12-1~bpo13+1", "7.2.13-1" },
		{ "1.0~rc1", "1.0" },
		{ "1.0", "1.0a" },
		{ "1.0a", "1.0+" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(pairs); i++) {
		CHECK(apt_version_compare(pairs[i].lower, pairs[i].higher) == -1);
		CHECK(apt_version_compare(pairs[i].higher, pairs[i].lower) == 1);
		CHECK(apt_version_compare(pairs[i].lower, pairs[i].lower) == 0);
	}
	CHECK(apt_version_compare("1.01", "1.1") == 0);
}

static void file_write(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	CHECK(file && fputs(text, file) >= 0 && !fclose(file));
}

static enum config_state state_of(const struct config_result *result, const char *name)
{
	unsigned int i;

	for (i = 0; i < config_option_count; i++)
		if (!strcmp(config_options[i].name, name))
			return result->state[i];
	fprintf(stderr, "no option %s\n", name);
	exit(1);
}

static void config_file_check(const char *path)
{
	struct config_result result;
	struct why why;

	file_write(path, "# Linux/x86\nCONFIG_INET=m\nCONFIG_VETH=m\nCONFIG_NETKIT=y\n"
			 "# CONFIG_TCP_AO is not set\nCONFIG_IPV6_X=y\nCONFIG_MPTCP=n\n");
	CHECK(!config_check(path, &result, &why));
	CHECK(state_of(&result, "INET") == CONFIG_MISSING); /* must be built in */
	CHECK(state_of(&result, "VETH") == CONFIG_MODULE);
	CHECK(state_of(&result, "NETKIT") == CONFIG_BUILT_IN);
	CHECK(state_of(&result, "TCP_AO") == CONFIG_MISSING);
	CHECK(state_of(&result, "IPV6") == CONFIG_MISSING);
	CHECK(state_of(&result, "MPTCP") == CONFIG_MISSING);
	CHECK(result.required_missing && result.modules == 1);
	file_write(path, "just a text\n");
	CHECK(config_check(path, &result, &why) == -EINVAL);
	CHECK(config_check("/nonexistent", &result, &why) < 0);
}

/* What the fragment asks for satisfies the check. */
static void config_round_trip(const char *path)
{
	struct config_result result;
	FILE *file = fopen(path, "w");
	struct why why;

	CHECK(file);
	config_fragment(file);
	CHECK(!fclose(file));
	CHECK(!config_check(path, &result, &why));
	CHECK(!result.required_missing && !result.optional_missing && !result.modules);
}

static void bzimage_check(const char *path, const char *vmlinux)
{
	unsigned char header[0x300] = { 0 };
	char release[64];
	struct why why;
	int fd;

	file_write(path, "this is a text file, not a kernel\n");
	CHECK(kernel_file_kind(path) == KERNEL_FILE_OTHER);
	CHECK(bzimage_extract(path, "/nonexistent/vmlinux", &why) == -EINVAL);
	memcpy(header + 0x202, "HdrS\x0f\x02", 6);
	header[0x20e] = 0x70; /* the release is at 0x270 */
	memcpy(header + 0x270, "6.12.1-test (me) #1", 20);
	header[0x1f1] = 1;
	header[0x24d] = 0x7f; /* a payload far beyond the end of the file */
	fd = open(path, O_WRONLY | O_TRUNC);
	CHECK(fd >= 0 && write(fd, header, sizeof(header)) == sizeof(header) && !close(fd));
	CHECK(kernel_file_kind(path) == KERNEL_FILE_BZIMAGE);
	CHECK(!kernel_file_release(path, release, sizeof(release), &why));
	CHECK_TEXT("6.12.1-test", release);
	CHECK(bzimage_extract(path, vmlinux, &why) == -EINVAL);
	CHECK(strstr(why.text, "cut short"));
	CHECK(access(vmlinux, F_OK));
	/* A file that is there already is not touched. */
	file_write(vmlinux, "precious");
	CHECK(bzimage_extract(path, vmlinux, &why) == -EEXIST);
	CHECK(!access(vmlinux, F_OK) && !unlink(vmlinux));
}

/* A vmlinux that is nothing but a note. */
struct note_file {
	Elf64_Ehdr ehdr;
	Elf64_Phdr phdr;
	Elf64_Nhdr note;
	char name[4];
	uint64_t entry;
};

static bool pvh_found(const char *path, const struct note_file *file)
{
	int fd = open(path, O_WRONLY | O_TRUNC);

	CHECK(fd >= 0 && write(fd, file, sizeof(*file)) == sizeof(*file) && !close(fd));
	CHECK(kernel_file_kind(path) == KERNEL_FILE_ELF64);
	return vmlinux_has_pvh(path);
}

static void pvh_check(const char *path)
{
	const struct note_file pvh = {
		.ehdr = { .e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
			  .e_type = ET_EXEC,
			  .e_machine = EM_X86_64,
			  .e_version = EV_CURRENT,
			  .e_ehsize = sizeof(Elf64_Ehdr),
			  .e_phoff = sizeof(Elf64_Ehdr),
			  .e_phentsize = sizeof(Elf64_Phdr),
			  .e_phnum = 1 },
		.phdr = { .p_type = PT_NOTE,
			  .p_offset = offsetof(struct note_file, note),
			  .p_filesz = sizeof(struct note_file) - offsetof(struct note_file, note) },
		.note = { .n_namesz = 4, .n_descsz = 8, .n_type = 18 },
		.name = "Xen",
	};
	struct note_file other;

	CHECK(pvh_found(path, &pvh));
	other = pvh;
	other.note.n_type = 17;
	CHECK(!pvh_found(path, &other));
	other = pvh;
	memcpy(other.name, "Xyz", 4);
	CHECK(!pvh_found(path, &other));
	other = pvh;
	other.phdr.p_type = PT_LOAD;
	CHECK(!pvh_found(path, &other));
	other = pvh;
	other.phdr.p_filesz++; /* beyond the end of the file */
	CHECK(!pvh_found(path, &other));
}

static void frame_check(const char *path)
{
	static struct line line = { .from = "stdout" };
	struct frame frame = { .fd = open(path, O_RDWR | O_TRUNC) };
	static const char expected[] = "{\"case\":\"x\"}\n"
				       "{\"log\":\"a \\\"b\\\" \\u0009\\\\\",\"from\":\"stdout\"}\n"
				       "{\"log\":\"{ no object\",\"from\":\"stdout\"}\n"
				       "{\"log\":\"rest\",\"from\":\"stdout\"}\n";
	char text[512] = "";

	CHECK(frame.fd >= 0);
	frame_feed(&frame, &line, "{\"case\":", 8);
	frame_feed(&frame, &line, "\"x\"}\na \"b\" \t\\\n\n{ no object\nrest", 31);
	frame_flush(&frame, &line);
	CHECK(!frame.error && frame.count == 4);
	CHECK(pread(frame.fd, text, sizeof(text) - 1, 0) > 0);
	CHECK_TEXT(expected, text);
	close(frame.fd);
}

int main(void)
{
	char path[] = "/tmp/rstlab-text-test-XXXXXX";
	int fd = mkstemp(path);
	char second[sizeof(path) + 8];

	CHECK(fd >= 0);
	close(fd);
	snprintf(second, sizeof(second), "%s.vmlinux", path);
	cmdline_check();
	version_check();
	config_file_check(path);
	config_round_trip(path);
	bzimage_check(path, second);
	pvh_check(path);
	frame_check(path);
	unlink(path);
	return 0;
}
