// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/kernel/bzimage.h"

#include <elf.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"

static void write_image(const void *data, size_t size)
{
	FILE *file = fopen("image", "w");

	ATF_REQUIRE(file);
	ATF_REQUIRE_INTEQ(1, fwrite(data, size, 1, file));
	ATF_REQUIRE_INTEQ(0, fclose(file));
}

/* Of release 6.12.1-test, with a payload far beyond the end of the file. */
static void write_cut_image(void)
{
	unsigned char header[0x300] = { 0 };

	memcpy(header + 0x202, "HdrS\x0f\x02", 6);
	header[0x20e] = 0x70; /* the release is at 0x270 */
	memcpy(header + 0x270, "6.12.1-test (me) #1", 20);
	header[0x1f1] = 1;
	header[0x24d] = 0x7f;
	write_image(header, sizeof(header));
}

ATF_TC_WITHOUT_HEAD(a_text_is_no_kernel);
ATF_TC_BODY(a_text_is_no_kernel, tc)
{
	struct why why;

	atf_utils_create_file("image", "this is a text file, not a kernel\n");
	ATF_CHECK_INTEQ(KERNEL_FILE_OTHER, kernel_file_kind("image"));
	ATF_CHECK_INTEQ(-EINVAL, bzimage_extract("image", "vmlinux", &why));
	ATF_CHECK(!atf_utils_file_exists("vmlinux"));
}

ATF_TC_WITHOUT_HEAD(the_release_is_in_the_header);
ATF_TC_BODY(the_release_is_in_the_header, tc)
{
	char release[64];
	struct why why;

	write_cut_image();
	ATF_CHECK_INTEQ(KERNEL_FILE_BZIMAGE, kernel_file_kind("image"));
	ATF_REQUIRE_INTEQ(0, kernel_file_release("image", release, sizeof(release), &why));
	ATF_CHECK_STREQ("6.12.1-test", release);
}

ATF_TC_WITHOUT_HEAD(an_image_cut_short_leaves_no_file);
ATF_TC_BODY(an_image_cut_short_leaves_no_file, tc)
{
	struct why why;

	write_cut_image();
	ATF_CHECK_INTEQ(-EINVAL, bzimage_extract("image", "vmlinux", &why));
	CHECK_HAS("cut short", why.text);
	ATF_CHECK(!atf_utils_file_exists("vmlinux"));
}

ATF_TC_WITHOUT_HEAD(a_file_that_is_there_is_not_touched);
ATF_TC_BODY(a_file_that_is_there_is_not_touched, tc)
{
	struct why why;

	write_cut_image();
	atf_utils_create_file("vmlinux", "precious");
	ATF_CHECK_INTEQ(-EEXIST, bzimage_extract("image", "vmlinux", &why));
	ATF_CHECK(atf_utils_compare_file("vmlinux", "precious"));
}

/* A vmlinux that is nothing but a note. */
struct note_file {
	Elf64_Ehdr ehdr;
	Elf64_Phdr phdr;
	Elf64_Nhdr note;
	char name[4];
	uint64_t entry;
};

static bool pvh_found(const struct note_file *file)
{
	write_image(file, sizeof(*file));
	ATF_CHECK_INTEQ(KERNEL_FILE_ELF64, kernel_file_kind("image"));
	return vmlinux_has_pvh("image");
}

ATF_TC_WITHOUT_HEAD(the_note_of_pvh_is_found);
ATF_TC_BODY(the_note_of_pvh_is_found, tc)
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

	ATF_CHECK(pvh_found(&pvh));
	other = pvh;
	other.note.n_type = 17;
	ATF_CHECK(!pvh_found(&other));
	other = pvh;
	memcpy(other.name, "Xyz", 4);
	ATF_CHECK(!pvh_found(&other));
	other = pvh;
	other.phdr.p_type = PT_LOAD;
	ATF_CHECK(!pvh_found(&other));
	other = pvh;
	other.phdr.p_filesz++; /* beyond the end of the file */
	ATF_CHECK(!pvh_found(&other));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, a_text_is_no_kernel);
	ATF_TP_ADD_TC(tp, the_release_is_in_the_header);
	ATF_TP_ADD_TC(tp, an_image_cut_short_leaves_no_file);
	ATF_TP_ADD_TC(tp, a_file_that_is_there_is_not_touched);
	ATF_TP_ADD_TC(tp, the_note_of_pvh_is_found);
	return atf_no_error();
}
