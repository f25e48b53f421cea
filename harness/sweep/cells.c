// SPDX-License-Identifier: GPL-2.0-only
/* Bringing connections into a state. */
#include "harness/sweep/cells.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness/base/why.h"
#include "harness/expect/names.h"
#include "harness/observe/wire.h"
#include "harness/story/fence.h"
#include "harness/story/flow.h"
#include "harness/story/sock.h"
#include "harness/world/inject.h"
#include "harness/world/test.h"

/* Away from the ports of other verbs; the ghost's go up with every try. */
#define CELLS_PORT 7500
#define FIRST_PORT 20000

/* More than cells of a state, less than net.core.somaxconn. */
#define BACKLOG 1024

/* The receive window of every connection spans 2**32, where comparisons go wrong first. */
#define IRS 0xffffff00u

/* For the states in which there is no connection: any numbers do. */
#define NO_ISS 5000u
#define NO_WINDOW 65535u

void cells_fail(struct test *t, const struct cell *cell, const char *format, ...)
{
	char name[SWEEP_CELL_NAME_MAX];
	va_list arguments;
	struct why what;

	va_start(arguments, format);
	why_vset(&what, 0, format, arguments);
	va_end(arguments);
	sweep_cell_name(&cell->sight.cell, name);
	test_fail(t, FAILED_SETUP, "%s: %s", name, what.text);
}

struct cell *cells_next(const struct cells *cells, size_t *index)
{
	while (*index < cells->count)
		if (!cells->cell[(*index)++].done)
			return &cells->cell[*index - 1];
	return NULL;
}

struct cell *cells_find(const struct cells *cells, const struct frame *frame)
{
	const struct segment *segment = &frame->segment;
	uint16_t sut_port = frame->outgoing ? segment->source_port : segment->destination_port;
	uint16_t peer_port = frame->outgoing ? segment->destination_port : segment->source_port;
	size_t index = (uint16_t)(peer_port - cells->first_port);
	struct cell *cell = &cells->cell[index];

	if (frame->kind != FRAME_TCP || index >= cells->count || cell->done ||
	    cell->sut_port != sut_port)
		return NULL;
	return cell;
}

/* Up to the hard limit: a socket for each cell, and for each further try. */
static void allow_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static void assign(struct test *t, struct cells *cells, size_t index, struct sweep_cell what)
{
	struct cell *cell = &cells->cell[index];

	*cell = (struct cell){
		.sight.cell = what,
		.sight.is_v6 = t->family == AF_INET6,
		/* As before the SYN of either side; the verbs move it on. */
		.sight.block = sweep_block(SWEEP_CLOSED, NO_ISS, IRS, NO_WINDOW),
		.sut_port = cells->state == SWEEP_CLOSED ? CLOSED_PORT : CELLS_PORT,
		.peer_port = cells->first_port + index,
		.fd = -1,
	};
	sweep_state_apply(what.state, &cell->sight.block);
}

void cells_new(struct test *t, struct cells *cells, enum sweep_state state)
{
	size_t i;

	*cells = (struct cells){
		.state = state,
		.listener = -1,
		.first_port = FIRST_PORT,
		.seen = t->frames,
		.cell = calloc(sweep_cell_count(), sizeof(*cells->cell)),
	};
	if (!cells->cell)
		test_fail(t, FAILED_SETUP, "no memory");
	allow_descriptors();
	for (i = 0; i < sweep_cell_count(); i++)
		if (sweep_cell_at(i).state == state)
			assign(t, cells, cells->count++, sweep_cell_at(i));
}

void cells_renew(struct test *t, struct cells *cells)
{
	struct cell *cell;
	size_t i = 0;

	if (cells->first_port + 2 * cells->count > UINT16_MAX)
		test_fail(t, FAILED_SETUP, "no port is left for another try");
	if (cells->listener >= 0)
		cells_unlisten(t, cells);
	cells->first_port += cells->count;
	while ((cell = cells_next(cells, &i)))
		assign(t, cells, i - 1, cell->sight.cell);
}

static void inject(struct test *t, const struct cell *cell, const struct rfc9293_segment *what,
		   bool fast_open)
{
	struct segment segment = {
		.source = topology_address(&t->topology, GHOST, t->family),
		.destination = topology_address(&t->topology, SUT, t->family),
		.source_port = cell->peer_port,
		.destination_port = cell->sut_port,
		.seq = what->seq,
		.ack = what->ack,
		.flags = what->flags,
		.window = what->wnd,
		.length = what->text,
		.ttl = 64,
	};
	int err;

	/* Empty: a client without a cookie (RFC 7413 4.1.1). */
	if (fast_open) {
		memcpy(segment.options, (uint8_t[]){ 34, 2, TCPOPT_NOP, TCPOPT_NOP }, 4);
		segment.options_length = 4;
	}
	err = inject_segment(t->injector, &segment, NULL);
	if (err)
		test_fail(t, FAILED_SETUP, "cannot send a segment: %s", strerror(-err));
}

void cells_inject(struct test *t, const struct cell *cell, const struct rfc9293_segment *segment)
{
	inject(t, cell, segment, false);
}

/* A segment without text, at RCV.NXT or (SYN) before. */
static void say(struct test *t, const struct cells *cells, const struct cell *cell, uint8_t flags)
{
	const struct rfc9293_block *block = &cell->sight.block;
	struct rfc9293_segment segment = {
		.flags = flags,
		.seq = flags & SYN ? block->irs : block->rcv_nxt,
		.ack = flags & ACK ? block->snd_una : 0,
		.wnd = block->snd_wnd,
	};

	inject(t, cell, &segment, cells->fast_open && flags == SYN);
}

/* What the SUT says of itself: its numbers and its window. */
static void learn(struct rfc9293_block *block, const struct segment *segment)
{
	if (segment->flags & SYN && block->iss != segment->seq) {
		block->iss = segment->seq;
		block->snd_una = segment->seq;
		block->snd_nxt = segment->seq + 1;
		block->snd_wl2 = segment->seq;
	}
	if (segment->flags & FIN)
		block->snd_nxt = segment->seq + segment->length + 1;
	block->rcv_wnd = segment->window;
	if (segment->flags & ACK)
		block->rcv_wnd += segment->ack - block->rcv_nxt;
}

/* Reads until the SUT has sent @flags, acknowledging all that there was, for every cell. */
static void await(struct test *t, struct cells *cells, uint8_t flags)
{
	long long deadline = test_deadline(t);
	const struct frame *frame;
	struct cell *cell;
	size_t left = 0;
	size_t i = 0;

	for (; (cell = cells_next(cells, &i)); left++)
		cell->answered = false;
	while (left && (frame = test_frame(t, &cells->seen, deadline))) {
		cell = cells_find(cells, frame);
		if (!cell || !frame->outgoing)
			continue;
		if (frame->segment.flags & RST)
			cells_fail(t, cell, "the SUT sent a RST before the segment of the cell");
		learn(&cell->sight.block, &frame->segment);
		if (frame->segment.flags & SYN && !cell->syn_ns)
			cell->syn_ns = frame->time_ns;
		if (cell->answered || frame->segment.flags != flags ||
		    (flags & ACK && frame->segment.ack != cell->sight.block.rcv_nxt))
			continue;
		cell->answered = true;
		left--;
	}
	for (i = 0; left && (cell = cells_next(cells, &i));)
		if (!cell->answered)
			cells_fail(t, cell,
				   flags & FIN		  ? "the SUT did not send its FIN"
				   : flags == SYN	  ? "the SUT did not send its SYN"
				   : flags == (SYN | ACK) ? "the SUT did not send its SYN,ACK"
							  : "the SUT did not acknowledge");
}

void cells_listen(struct test *t, struct cells *cells)
{
	cells->listener = sock_new(t, SUT, CELLS_PORT);
	sock_listen(t, cells->listener, BACKLOG);
}

void cells_listen_fast_open(struct test *t, struct cells *cells)
{
	cells_listen(t, cells);
	sock_option(t, cells->listener, IPPROTO_TCP, TCP_FASTOPEN, BACKLOG);
	cells->fast_open = true;
}

void cells_unlisten(struct test *t, struct cells *cells)
{
	sock_close(t, cells->listener);
	cells->listener = -1;
}

void cells_connect(struct test *t, struct cells *cells)
{
	struct end peer = { .address = topology_address(&t->topology, GHOST, t->family) };
	struct cell *cell;
	size_t i = 0;

	while ((cell = cells_next(cells, &i))) {
		/* A port for each: SYN_SENT sockets of one port share a listener's place. */
		cell->sut_port = peer.port = cell->peer_port;
		cell->fd = sock_new(t, SUT, cell->sut_port);
		sock_connect_start(t, cell->fd, &peer);
	}
	await(t, cells, SYN);
}

void cells_syn(struct test *t, struct cells *cells)
{
	struct cell *cell;
	size_t i = 0;

	while ((cell = cells_next(cells, &i)))
		say(t, cells, cell, SYN);
	await(t, cells, SYN | ACK);
}

void cells_acknowledge(struct test *t, struct cells *cells)
{
	struct cell *cell;
	size_t i = 0;

	while ((cell = cells_next(cells, &i))) {
		cell->sight.block.snd_una = cell->sight.block.snd_nxt;
		say(t, cells, cell, ACK);
	}
	fence(t);
}

void cells_finish(struct test *t, struct cells *cells)
{
	struct cell *cell;
	size_t i = 0;

	while ((cell = cells_next(cells, &i))) {
		say(t, cells, cell, FIN | ACK);
		cell->sight.block.rcv_nxt++;
	}
	await(t, cells, ACK);
}

void cells_accept(struct test *t, struct cells *cells)
{
	struct sockaddr_storage from;
	socklen_t size;
	uint16_t port;
	size_t left = 0;
	size_t i = 0;
	int fd;

	for (; cells_next(cells, &i); left++)
		;
	while (left--) {
		fd = sock_accept(t, cells->listener);
		size = sizeof(from);
		if (getpeername(fd, (struct sockaddr *)&from, &size))
			test_fail(t, FAILED_SETUP, "getpeername(): %s", strerror(errno));
		/* At the same place in sockaddr_in and sockaddr_in6. */
		port = ntohs(((struct sockaddr_in *)&from)->sin_port) - cells->first_port;
		if (port >= cells->count)
			test_fail(t, FAILED_SETUP, "accept() gave a connection that is no cell's");
		cells->cell[port].fd = fd;
	}
}

void cells_shutdown(struct test *t, struct cells *cells)
{
	struct cell *cell;
	size_t i = 0;

	while ((cell = cells_next(cells, &i)))
		sock_shutdown(t, cell->fd, SHUT_WR);
	await(t, cells, FIN | ACK);
}

void cells_close(struct test *t, struct cells *cells)
{
	struct cell *cell;
	size_t i = 0;

	while ((cell = cells_next(cells, &i))) {
		sock_close(t, cell->fd);
		cell->fd = -1;
	}
	await(t, cells, FIN | ACK);
}

void cells_expect_state(struct test *t, struct cells *cells, int state)
{
	struct tcp_info info;
	struct cell *cell;
	socklen_t size;
	size_t i = 0;

	fence(t);
	while ((cell = cells_next(cells, &i))) {
		size = sizeof(info);
		memset(&info, 0, sizeof(info));
		if (getsockopt(cell->fd, IPPROTO_TCP, TCP_INFO, &info, &size))
			cells_fail(t, cell, "getsockopt(TCP_INFO) failed");
		if (info.tcpi_state != state)
			cells_fail(t, cell, "expected state %s, got %s", name_of_state(state),
				   name_of_state(info.tcpi_state));
	}
}
