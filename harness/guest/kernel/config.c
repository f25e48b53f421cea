// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/kernel/config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/why.h"
#include "harness/guest/kernel/unpack.h"

const struct config_option config_options[] = {
	{ "NET", true, false, "", "networking" },
	{ "INET", true, false, "", "TCP" },
	{ "NET_NS", true, false, "", "every case has network namespaces of its own" },
	{ "IPV6", true, true, "", "half of all cases" },
	{ "PACKET", true, true, "", "the capture of segments" },
	{ "BPF_SYSCALL", true, false, "", "the tracer" },
	{ "BPF_EVENTS", true, false, "", "the tracer" },
	{ "KPROBES", true, false, "", "BPF_EVENTS depends on it" },
	{ "KALLSYMS", true, false, "", "the names of functions in a call chain" },
	{ "PROC_FS", true, false, "", "counters" },
	{ "SYSFS", true, false, "", "BTF, tracefs" },
	{ "TMPFS", true, false, "", "private /run/netns" },
	{ "BLK_DEV_INITRD", true, false, "", "rstlab matrix: the guest's programs" },
	{ "DEVTMPFS", true, false, "", "rstlab matrix: the guest's /dev" },
	{ "BINFMT_ELF", true, false, "", "programs" },
	{ "SERIAL_8250_CONSOLE", true, false, "", "rstlab matrix: the kernel's own messages" },
	{ "VIRTIO_CONSOLE", true, true, "", "rstlab matrix: results leave through it" },
	{ "VIRTIO_MMIO", false, true, "",
	  "rstlab matrix boots on q35 (slower) instead of microvm" },
	{ "VIRTIO_PCI", false, true, "", "no second try on q35 when microvm fails" },
	{ "PVH", false, false, "", "rstlab matrix boots a bzImage on q35 (slower)" },
	{ "VETH", false, true, "", "links are netkit: cases about the link layer are N/A" },
	{ "NETKIT", false, false, "6.7", "links need VETH" },
	{ "DEBUG_INFO_BTF", false, false, "",
	  "the tracer is tracefs: contract-* and bpf_sock_destroy() cases are N/A" },
	{ "FTRACE", false, false, "", "the tracefs tracer" },
	{ "PROC_KCORE", false, false, "", "rstlab sites on the running kernel" },
	{ "INET_DIAG", false, true, "", "SOCK_DESTROY cases are N/A" },
	{ "INET_TCP_DIAG", false, true, "", "SOCK_DESTROY cases are N/A" },
	{ "INET_DIAG_DESTROY", false, false, "", "SOCK_DESTROY cases are N/A" },
	{ "SYN_COOKIES", false, false, "", "SYN cookie cases are N/A" },
	{ "TCP_MD5SIG", false, false, "", "TCP-MD5 cases are N/A" },
	{ "TCP_AO", false, false, "6.7", "TCP-AO cases are N/A" },
	{ "CRYPTO_HMAC", false, false, "", "TCP-AO cases are N/A" },
	{ "CRYPTO_SHA1", false, false, "", "TCP-AO cases are N/A" },
	{ "IP_MULTIPLE_TABLES", false, false, "", "cases about routes of a RST are N/A" },
	{ "IPV6_MULTIPLE_TABLES", false, false, "", "cases about routes of a RST are N/A" },
	{ "MPTCP", false, false, "5.6", "MPTCP cases are N/A" },
	{ "MPTCP_IPV6", false, false, "5.6", "MPTCP cases over IPv6 are N/A" },
	{ "NF_TABLES", false, true, "", "nftables reject cases are N/A" },
	{ "NF_TABLES_INET", false, false, "", "nftables reject cases are N/A" },
	{ "NF_TABLES_NETDEV", false, false, "", "reject at ingress is N/A" },
	{ "NFT_REJECT", false, true, "", "nftables reject cases are N/A" },
	{ "NFT_REJECT_INET", false, true, "", "nftables reject cases are N/A" },
	{ "NFT_REJECT_NETDEV", false, true, "5.9", "reject at ingress is N/A" },
	{ "BRIDGE", false, true, "", "bridge reject cases are N/A" },
	{ "NF_TABLES_BRIDGE", false, true, "", "bridge reject cases are N/A" },
	{ "NFT_BRIDGE_REJECT", false, true, "", "bridge reject cases are N/A" },
};

const unsigned int config_option_count = ARRAY_SIZE(config_options);

_Static_assert(ARRAY_SIZE(config_options) <=
		       sizeof(((struct config_result *)0)->state) / sizeof(enum config_state),
	       "struct config_result is too small");

/* "CONFIG_VETH=m" as a whole line */
static enum config_state option_state(const char *text, const char *name)
{
	size_t length = strlen(name);
	const char *line = text;

	for (; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, "CONFIG_", 7) || strncmp(line + 7, name, length) ||
		    line[7 + length] != '=')
			continue;
		if (line[8 + length] == 'y')
			return CONFIG_BUILT_IN;
		return line[8 + length] == 'm' ? CONFIG_MODULE : CONFIG_MISSING;
	}
	return CONFIG_MISSING;
}

/* The text of the file, expanded if it is compressed; to be freed. */
static char *text_read(const char *path, struct why *why)
{
	int fd = memfd_create("rstlab-config", MFD_CLOEXEC);
	struct stat status;
	char *text = NULL;

	if (fd < 0 || unpack_file(path, fd, why))
		goto out;
	if (!fstat(fd, &status) && status.st_size < 16 << 20)
		text = calloc(1, status.st_size + 1);
	if (text && pread(fd, text, status.st_size, 0) != status.st_size) {
		why_set(why, EIO, "%s: cannot be read", path);
		free(text);
		text = NULL;
	}
out:
	if (fd >= 0)
		close(fd);
	return text;
}

int config_check(const char *path, struct config_result *result, struct why *why)
{
	const struct config_option *option;
	enum config_state state;
	unsigned int i;
	char *text;

	memset(result, 0, sizeof(*result));
	text = text_read(path, why);
	if (!text)
		return -EIO;
	if (!strstr(text, "\nCONFIG_") && strncmp(text, "CONFIG_", 7)) {
		free(text);
		return why_set(why, EINVAL, "%s: no kernel configuration", path);
	}
	for (i = 0; i < config_option_count; i++) {
		option = &config_options[i];
		state = option_state(text, option->name);
		/* What must be built in and is a module comes too late. */
		if (state == CONFIG_MODULE && !option->module)
			state = CONFIG_MISSING;
		result->state[i] = state;
		result->modules += state == CONFIG_MODULE;
		result->required_missing += state == CONFIG_MISSING && option->required;
		result->optional_missing += state == CONFIG_MISSING && !option->required;
	}
	free(text);
	return 0;
}

void config_print(const struct config_result *result, FILE *out)
{
	const struct config_option *option;
	unsigned int i, pass;

	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < config_option_count; i++) {
			option = &config_options[i];
			if (result->state[i] != CONFIG_MISSING || option->required != !pass)
				continue;
			fprintf(out, "%s CONFIG_%-22s %s%s%s%s\n", pass ? "optional" : "REQUIRED",
				option->name, option->purpose, *option->since ? " (since " : "",
				option->since, *option->since ? ")" : "");
		}
	}
	fprintf(out, "%u options: %u required missing, %u optional missing, %u as modules\n",
		config_option_count, result->required_missing, result->optional_missing,
		result->modules);
}

void config_fragment(FILE *out)
{
	unsigned int i;

	for (i = 0; i < config_option_count; i++)
		fprintf(out, "CONFIG_%s=y\n", config_options[i].name);
}
