// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/boot/kvm_probe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/child.h"
#include "harness/base/why.h"

#ifdef __x86_64__

#include <linux/kvm.h>
#include <sys/mman.h>

#define MEMORY_BYTES 0x10000
#define PML4 0x1000
#define PDPT 0x2000
#define PD 0x3000
#define CODE 0x8000
#define STACK 0xf000
#define PROBE_PORT 0xf4
#define LIMIT_MS 3000

#define CR0_PE (1u << 0)
#define CR0_ET (1u << 4)
#define CR0_PG (1u << 31)
#define CR4_PAE (1u << 5)
#define CR4_OSFXSR (1u << 9)
#define EFER_LME (1u << 8)
#define EFER_LMA (1u << 10)
#define CPUID_ENTRIES 128
#define PAGE_PRESENT_WRITE 3
#define PAGE_HUGE (1u << 7)

/* xorps %xmm0,%xmm0 ; movb $0x2a,%al ; outb %al,$0xf4 ; hlt */
static const unsigned char code[] = { 0x0f, 0x57, 0xc0, 0xb0, 0x2a, 0xe6, PROBE_PORT, 0xf4 };

struct probe {
	int kvm, vm, vcpu;
	unsigned char *memory;
	struct kvm_run *run;
	size_t run_size;
};

static int memory_set(struct probe *probe)
{
	struct kvm_userspace_memory_region region = { .memory_size = MEMORY_BYTES };
	uint64_t *table;

	probe->memory = mmap(NULL, MEMORY_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			     -1, 0);
	if (probe->memory == MAP_FAILED)
		return -errno;
	table = (uint64_t *)(probe->memory + PML4);
	table[0] = PDPT | PAGE_PRESENT_WRITE;
	table = (uint64_t *)(probe->memory + PDPT);
	table[0] = PD | PAGE_PRESENT_WRITE;
	/* one page of 2 MiB, from 0: only the first 64 KiB exist */
	table = (uint64_t *)(probe->memory + PD);
	table[0] = PAGE_PRESENT_WRITE | PAGE_HUGE;
	memcpy(probe->memory + CODE, code, sizeof(code));
	region.userspace_addr = (uintptr_t)probe->memory;
	return ioctl(probe->vm, KVM_SET_USER_MEMORY_REGION, &region) ? -errno : 0;
}

static int cpuid_set(struct probe *probe)
{
	struct kvm_cpuid2 *cpuid;
	int err = 0;

	cpuid = calloc(1, sizeof(*cpuid) + CPUID_ENTRIES * sizeof(cpuid->entries[0]));
	if (!cpuid)
		return -ENOMEM;
	cpuid->nent = CPUID_ENTRIES;
	if (ioctl(probe->kvm, KVM_GET_SUPPORTED_CPUID, cpuid) ||
	    ioctl(probe->vcpu, KVM_SET_CPUID2, cpuid))
		err = -errno;
	free(cpuid);
	return err;
}

static int registers_set(struct probe *probe)
{
	const struct kvm_segment code_segment = {
		.limit = 0xffffffff,
		.selector = 8,
		.type = 11,
		.present = 1,
		.s = 1,
		.l = 1,
		.g = 1,
	};
	const struct kvm_segment data_segment = {
		.limit = 0xffffffff,
		.selector = 16,
		.type = 3,
		.present = 1,
		.s = 1,
		.db = 1,
		.g = 1,
	};
	struct kvm_regs regs = { .rip = CODE, .rsp = STACK, .rflags = 2 };
	struct kvm_sregs sregs;

	if (ioctl(probe->vcpu, KVM_GET_SREGS, &sregs))
		return -errno;
	sregs.cr3 = PML4;
	sregs.cr4 = CR4_PAE | CR4_OSFXSR;
	sregs.cr0 = CR0_PE | CR0_ET | CR0_PG;
	sregs.efer = EFER_LME | EFER_LMA;
	sregs.cs = code_segment;
	sregs.ds = sregs.es = sregs.fs = sregs.gs = sregs.ss = data_segment;
	if (ioctl(probe->vcpu, KVM_SET_SREGS, &sregs) || ioctl(probe->vcpu, KVM_SET_REGS, &regs))
		return -errno;
	return 0;
}

static int machine_make(struct probe *probe, const char **step)
{
	int size, err;

	*step = "open /dev/kvm";
	probe->kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (probe->kvm < 0)
		return -errno;
	*step = "KVM_CREATE_VM";
	probe->vm = ioctl(probe->kvm, KVM_CREATE_VM, 0);
	if (probe->vm < 0)
		return -errno;
	*step = "KVM_SET_USER_MEMORY_REGION";
	err = memory_set(probe);
	if (err)
		return err;
	*step = "KVM_CREATE_VCPU";
	probe->vcpu = ioctl(probe->vm, KVM_CREATE_VCPU, 0);
	if (probe->vcpu < 0)
		return -errno;
	size = ioctl(probe->kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	if (size < (int)sizeof(struct kvm_run))
		return -EINVAL;
	probe->run_size = size;
	probe->run = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, probe->vcpu, 0);
	if (probe->run == MAP_FAILED)
		return -errno;
	*step = "CPUID";
	err = cpuid_set(probe);
	*step = err ? *step : "registers";
	return err ? err : registers_set(probe);
}

/* Runs in the child; the answer is one line, empty if all is well. */
static void probe_run(char *answer, size_t size)
{
	struct probe probe = { .kvm = -1 };
	const char *step = "";
	int err;

	*answer = '\0';
	err = machine_make(&probe, &step);
	if (err) {
		snprintf(answer, size, "%s: %s", step, strerror(-err));
		return;
	}
	if (ioctl(probe.vcpu, KVM_RUN, 0))
		snprintf(answer, size, "KVM_RUN: %s", strerror(errno));
	else if (probe.run->exit_reason == KVM_EXIT_INTERNAL_ERROR)
		snprintf(answer, size, "internal error %u on an SSE instruction",
			 probe.run->internal.suberror);
	else if (probe.run->exit_reason != KVM_EXIT_IO || probe.run->io.port != PROBE_PORT)
		snprintf(answer, size, "unexpected exit %u on an SSE instruction",
			 probe.run->exit_reason);
	else if (((unsigned char *)probe.run)[probe.run->io.data_offset] != 0x2a)
		snprintf(answer, size, "wrong value from the guest");
}

int kvm_probe(struct why *why)
{
	char answer[200] = "";
	struct pollfd end;
	int pipe_fds[2];
	pid_t pid;
	int rc;

	if (pipe2(pipe_fds, O_CLOEXEC))
		return why_set(why, errno, "pipe: %s", strerror(errno));
	pid = child_fork();
	if (!pid) {
		probe_run(answer, sizeof(answer));
		_exit(write(pipe_fds[1], answer, sizeof(answer)) != sizeof(answer));
	}
	close(pipe_fds[1]);
	end = (struct pollfd){ .fd = pipe_fds[0], .events = POLLIN };
	rc = pid < 0 ? -1 : poll(&end, 1, LIMIT_MS);
	if (rc == 1 && read(pipe_fds[0], answer, sizeof(answer)) != sizeof(answer))
		snprintf(answer, sizeof(answer), "the probe died");
	else if (rc < 1)
		snprintf(answer, sizeof(answer), "no answer within %d ms", LIMIT_MS);
	close(pipe_fds[0]);
	if (pid > 0) {
		kill(pid, SIGKILL);
		child_wait(pid);
	}
	return *answer ? why_set(why, ENODEV, "%s", answer) : 0;
}

#else

int kvm_probe(struct why *why)
{
	return why_set(why, ENODEV, "this host is no x86-64");
}

#endif
