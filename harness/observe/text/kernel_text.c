// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/text/kernel_text.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bpf/text.h"
#include "text.skel.h"

#define KCORE "/proc/kcore"
#define SEGMENTS_MAX 64

/* /proc/kcore is an ELF core file: a program header says where in it an address lies. */
static int read_kcore(struct text *text)
{
	Elf64_Phdr header[SEGMENTS_MAX];
	int err = -EFAULT;
	Elf64_Ehdr elf;
	int fd, i;

	fd = open(KCORE, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (pread(fd, &elf, sizeof(elf), 0) != sizeof(elf) || elf.e_phnum > SEGMENTS_MAX ||
	    pread(fd, header, elf.e_phnum * sizeof(*header), elf.e_phoff) < 0)
		elf.e_phnum = 0;
	for (i = 0; i < elf.e_phnum && err; i++) {
		if (header[i].p_type != PT_LOAD || text->start < header[i].p_vaddr ||
		    text->start + text->size > header[i].p_vaddr + header[i].p_memsz)
			continue;
		if (pread(fd, text->bytes, text->size,
			  header[i].p_offset + text->start - header[i].p_vaddr) ==
		    (ssize_t)text->size)
			err = 0;
	}
	close(fd);
	text->through = KCORE;
	return err;
}

static int read_pieces(struct text *text, struct text_bpf *bpf, const struct text_piece *piece)
{
	uint64_t address;
	LIBBPF_OPTS(bpf_test_run_opts, options, .ctx_in = &address, .ctx_size_in = sizeof(address));
	int program = bpf_program__fd(bpf->progs.read_text);
	size_t at, read = 0;

	for (at = 0; at + sizeof(*piece) <= text->size; at += sizeof(*piece)) {
		address = text->start + at;
		if (bpf_prog_test_run_opts(program, &options))
			return -errno;
		if (options.retval)
			continue; /* freed: init text */
		memcpy(text->bytes + at, piece->bytes, sizeof(*piece));
		read++;
	}
	return read ? 0 : -EFAULT;
}

static int read_bpf(struct text *text)
{
	struct text_bpf *bpf = text_bpf__open_and_load();
	struct text_piece *piece;
	int err;

	if (!bpf)
		return -errno;
	piece = mmap(NULL, sizeof(*piece), PROT_READ, MAP_SHARED, bpf_map__fd(bpf->maps.piece), 0);
	if (piece == MAP_FAILED) {
		err = -errno;
	} else {
		err = read_pieces(text, bpf, piece);
		munmap(piece, sizeof(*piece));
	}
	text_bpf__destroy(bpf);
	text->through = "bpf";
	return err;
}

int text_read(struct text *text, uint64_t start, uint64_t end)
{
	int err;

	text->start = start & ~(sizeof(struct text_piece) - 1);
	text->size = (end - text->start + sizeof(struct text_piece) - 1) &
		     ~(sizeof(struct text_piece) - 1);
	text->bytes = calloc(1, text->size);
	if (!text->bytes)
		return -ENOMEM;
	err = read_kcore(text);
	if (err)
		err = read_bpf(text);
	if (err)
		text_free(text);
	return err;
}

void text_free(struct text *text)
{
	free(text->bytes);
	text->bytes = NULL;
}
