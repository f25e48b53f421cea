// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/kernel/bzimage.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/why.h"
#include "harness/guest/kernel/unpack.h"

/* Documentation/arch/x86/boot.rst: offsets in the first sector and the one after it. */
#define BOOT_SETUP_SECTS 0x1f1
#define BOOT_MAGIC 0x202
#define BOOT_PROTOCOL 0x206
#define BOOT_KERNEL_VERSION 0x20e
#define BOOT_PAYLOAD_OFFSET 0x248
#define BOOT_PAYLOAD_LENGTH 0x24c
#define BOOT_HEADER_END 0x260
#define BOOT_PROTOCOL_PAYLOAD 0x0208

#define XEN_ELFNOTE_PHYS32_ENTRY 18

struct image {
	const unsigned char *data;
	size_t length;
};

static int image_map(struct image *image, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	void *data;

	image->data = NULL;
	image->length = 0;
	if (fd < 0)
		return -errno;
	if (fstat(fd, &status) || !S_ISREG(status.st_mode) || !status.st_size) {
		close(fd);
		return -EINVAL;
	}
	data = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (data == MAP_FAILED)
		return -errno;
	image->data = data;
	image->length = status.st_size;
	return 0;
}

static void image_unmap(struct image *image)
{
	if (image->data)
		munmap((void *)image->data, image->length);
}

static uint32_t image_u32(const struct image *image, size_t offset)
{
	uint32_t value;

	memcpy(&value, image->data + offset, sizeof(value));
	return value;
}

static uint16_t image_u16(const struct image *image, size_t offset)
{
	uint16_t value;

	memcpy(&value, image->data + offset, sizeof(value));
	return value;
}

static enum kernel_file_kind image_kind(const struct image *image)
{
	const Elf64_Ehdr *ehdr = (const void *)image->data;

	if (image->length >= BOOT_HEADER_END && !memcmp(image->data + BOOT_MAGIC, "HdrS", 4) &&
	    image_u16(image, BOOT_PROTOCOL) >= BOOT_PROTOCOL_PAYLOAD)
		return KERNEL_FILE_BZIMAGE;
	if (image->length >= sizeof(*ehdr) && !memcmp(ehdr->e_ident, ELFMAG, SELFMAG) &&
	    ehdr->e_ident[EI_CLASS] == ELFCLASS64 && ehdr->e_machine == EM_X86_64 &&
	    ehdr->e_type == ET_EXEC)
		return KERNEL_FILE_ELF64;
	return KERNEL_FILE_OTHER;
}

enum kernel_file_kind kernel_file_kind(const char *path)
{
	enum kernel_file_kind kind = KERNEL_FILE_OTHER;
	struct image image;

	if (!image_map(&image, path))
		kind = image_kind(&image);
	image_unmap(&image);
	return kind;
}

static const unsigned char *release_find(const struct image *image, enum kernel_file_kind kind)
{
	static const char banner[] = "Linux version ";
	const unsigned char *found;
	size_t offset;

	if (kind == KERNEL_FILE_BZIMAGE) {
		offset = image_u16(image, BOOT_KERNEL_VERSION) + 0x200u;
		return offset > 0x200 && offset < image->length ? image->data + offset : NULL;
	}
	/* linux_proc_banner holds the same words with "%s": take the one that goes on in digits. */
	found = image->data;
	while ((found = memmem(found, image->data + image->length - found, banner,
			       sizeof(banner) - 1))) {
		found += sizeof(banner) - 1;
		if (found < image->data + image->length && *found >= '0' && *found <= '9')
			return found;
	}
	return NULL;
}

int kernel_file_release(const char *path, char *release, size_t size, struct why *why)
{
	const unsigned char *from, *end;
	struct image image;
	size_t n = 0;
	int err;

	err = image_map(&image, path);
	if (err)
		return why_set(why, -err, "%s: %s", path, strerror(-err));
	from = release_find(&image, image_kind(&image));
	end = image.data + image.length;
	while (from && from + n < end && from[n] > ' ' && n + 1 < size)
		n++;
	if (n)
		snprintf(release, size, "%.*s", (int)n, (const char *)from);
	else
		err = why_set(why, EINVAL, "%s: names no kernel release", path);
	image_unmap(&image);
	return err;
}

static int payload_write(const struct image *image, const char *bzimage, int fd, struct why *why)
{
	size_t sectors = image->data[BOOT_SETUP_SECTS] ? image->data[BOOT_SETUP_SECTS] : 4;
	size_t offset = (sectors + 1) * 512 + image_u32(image, BOOT_PAYLOAD_OFFSET);
	size_t length = image_u32(image, BOOT_PAYLOAD_LENGTH);

	if (offset > image->length || length > image->length - offset || length < 8)
		return why_set(why, EINVAL, "%s: cut short (payload ends beyond the file)",
			       bzimage);
	/*
	 * The kernel's build appends the expanded size (4 bytes) to all but gzip, which ends with
	 * it anyway (scripts/Makefile.lib, size_append): not part of the stream.
	 */
	if (image->data[offset] != 0x1f || image->data[offset + 1] != 0x8b)
		length -= 4;
	return unpack_stream(image->data + offset, length, fd, why);
}

int bzimage_extract(const char *bzimage, const char *vmlinux, struct why *why)
{
	struct image image;
	int fd, err;

	err = image_map(&image, bzimage);
	if (err)
		return why_set(why, -err, "%s: %s", bzimage, strerror(-err));
	if (image_kind(&image) != KERNEL_FILE_BZIMAGE) {
		image_unmap(&image);
		return why_set(why, EINVAL, "%s: not a bzImage", bzimage);
	}
	fd = open(vmlinux, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0) {
		err = why_set(why, errno, "%s: %s", vmlinux, strerror(errno));
		goto out;
	}
	err = payload_write(&image, bzimage, fd, why);
	if (close(fd) && !err)
		err = why_set(why, errno, "%s: %s", vmlinux, strerror(errno));
	if (!err && kernel_file_kind(vmlinux) != KERNEL_FILE_ELF64)
		err = why_set(why, ENOEXEC, "%s: payload is no x86-64 ELF image", bzimage);
	if (err)
		unlink(vmlinux);
out:
	image_unmap(&image);
	return err;
}

static bool notes_have_pvh(Elf_Data *data)
{
	size_t offset = 0, name, description;
	GElf_Nhdr note;

	while (data && (offset = gelf_getnote(data, offset, &note, &name, &description)))
		if (note.n_type == XEN_ELFNOTE_PHYS32_ENTRY && note.n_namesz == sizeof("Xen") &&
		    !memcmp((const char *)data->d_buf + name, "Xen", sizeof("Xen")))
			return true;
	return false;
}

bool vmlinux_has_pvh(const char *vmlinux)
{
	struct image image;
	bool found = false;
	GElf_Phdr phdr;
	Elf *elf = NULL;
	int i;

	elf_version(EV_CURRENT);
	if (!image_map(&image, vmlinux) && image_kind(&image) == KERNEL_FILE_ELF64)
		elf = elf_memory((char *)image.data, image.length);
	for (i = 0; elf && gelf_getphdr(elf, i, &phdr) && !found; i++)
		if (phdr.p_type == PT_NOTE)
			found = notes_have_pvh(elf_getdata_rawchunk(elf, phdr.p_offset,
								    phdr.p_filesz, ELF_T_NHDR));
	elf_end(elf);
	image_unmap(&image);
	return found;
}
