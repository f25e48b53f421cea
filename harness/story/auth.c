// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/auth.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "harness/packet/signature.h"
#include "harness/world/test.h"

/* Of include/uapi/linux/tcp.h since 6.7; the build host's header may be older. */
#define AO_ADD_KEY 38
#define AO_ALGORITHM "hmac(sha1)"

struct ao_add {
	struct sockaddr_storage address;
	char algorithm[64];
	int32_t ifindex;
	uint32_t set_current : 1, set_rnext : 1, reserved : 30;
	uint16_t reserved2;
	uint8_t prefix;
	uint8_t send_id;
	uint8_t receive_id;
	uint8_t mac_length;
	uint8_t key_flags;
	uint8_t key_length;
	uint8_t key[80];
} __attribute__((aligned(8)));

static void set_address(const struct test *t, struct sockaddr_storage *storage,
			const struct address *remote)
{
	struct address address = test_socket_address(t, remote);
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)storage;
	struct sockaddr_in *v4 = (struct sockaddr_in *)storage;

	storage->ss_family = address.family;
	if (address.family == AF_INET)
		v4->sin_addr = address.v4;
	else
		v6->sin6_addr = address.v6;
}

struct key_option {
	int option;
	const char *name;
};

static const struct key_option md5_option = { TCP_MD5SIG, "TCP_MD5SIG" };
static const struct key_option ao_option = { AO_ADD_KEY, "TCP_AO_ADD_KEY" };

static void set_key(struct test *t, int fd, const struct key_option *kind, const void *key,
		    size_t size)
{
	if (!setsockopt(fd, IPPROTO_TCP, kind->option, key, size))
		return;
	/* The kernel knows the option, but not the algorithm that the key names. */
	if (errno == ENOENT)
		test_not_applicable(t, "CONFIG_CRYPTO_HMAC or CONFIG_CRYPTO_SHA1");
	test_fail(t, FAILED_SETUP, "setsockopt(%s): %s", kind->name, strerror(errno));
}

void md5_key(struct test *t, int fd, const struct end *remote)
{
	struct tcp_md5sig key = { .tcpm_keylen = strlen(SIGNATURE_KEY) };

	set_address(t, &key.tcpm_addr, &remote->address);
	memcpy(key.tcpm_key, SIGNATURE_KEY, strlen(SIGNATURE_KEY));
	set_key(t, fd, &md5_option, &key, sizeof(key));
}

static void ao_add(struct test *t, int fd, const struct end *remote, uint8_t send_id,
		   uint8_t receive_id)
{
	struct ao_add key = {
		.algorithm = AO_ALGORITHM,
		.prefix = remote->address.family == AF_INET ? 32 : 128,
		.send_id = send_id,
		.receive_id = receive_id,
	};

	set_address(t, &key.address, &remote->address);
	signature_ao_key(send_id, (char *)key.key);
	key.key_length = strlen((const char *)key.key);
	set_key(t, fd, &ao_option, &key, sizeof(key));
}

void ao_key(struct test *t, int fd, const struct end *remote)
{
	ao_add(t, fd, remote, 1, 1);
}

void ao_keys(struct test *t, int fd, const struct end *remote)
{
	ao_add(t, fd, remote, 11, 12);
	ao_add(t, fd, remote, 21, 22);
}
