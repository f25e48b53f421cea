// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/tracer/trace.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/why.h"
#include "harness/observe/facts.h"
#include "harness/observe/tracer/tracer.h"
#include "rst.skel.h"

struct bpf_trace {
	struct trace trace;
	struct rst_bpf *bpf;
	struct ring_buffer *ring;
	void (*each)(void *context, const struct rst_event *event);
	void *context;
};

static int deliver(void *context, void *data, size_t size)
{
	struct bpf_trace *bpf = context;

	if (size >= sizeof(struct rst_event))
		bpf->each(bpf->context, data);
	return 0;
}

static int quiet(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

static int load(struct bpf_trace *trace, const struct facts *facts, unsigned int netns)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .btf_custom_path = facts_btf_path(facts));

	libbpf_set_print(quiet);
	trace->bpf = rst_bpf__open_opts(&options);
	if (!trace->bpf)
		return -errno;
	trace->bpf->rodata->netns = netns;
	trace->bpf->rodata->has_reason = facts_send_reset_arguments(facts) > 2;
	return rst_bpf__load(trace->bpf);
}

static void close_bpf(struct trace *trace)
{
	struct bpf_trace *bpf = (struct bpf_trace *)trace;

	ring_buffer__free(bpf->ring);
	rst_bpf__destroy(bpf->bpf);
	free(bpf);
}

static int consume_bpf(struct trace *trace,
		       void (*each)(void *context, const struct rst_event *event), void *context)
{
	struct bpf_trace *bpf = (struct bpf_trace *)trace;
	int count;

	bpf->each = each;
	bpf->context = context;
	count = ring_buffer__consume(bpf->ring);
	return bpf->bpf->bss->lost ? -ENOBUFS : count;
}

static bool skipped_bpf(const struct trace *trace)
{
	const struct bpf_trace *bpf = (const struct bpf_trace *)trace;
	struct bpf_prog_info info = { 0 };
	struct bpf_program *program;
	bool skipped = false;
	__u32 size;

	bpf_object__for_each_program(program, bpf->bpf->obj) {
		size = sizeof(info);
		if (!bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &size))
			skipped |= info.recursion_misses > 0;
	}
	return skipped;
}

static unsigned long long nameless_bpf(const struct trace *trace)
{
	return ((const struct bpf_trace *)trace)->bpf->bss->nameless;
}

static int fd_bpf(const struct trace *trace)
{
	return ring_buffer__epoll_fd(((const struct bpf_trace *)trace)->ring);
}

static int open_bpf(struct bpf_trace *trace, const struct facts *facts, unsigned int netns,
		    struct why *why)
{
	int err = load(trace, facts, netns);

	if (err)
		return why_set(why, -err, "cannot load the BPF probes: %s%s", strerror(-err),
			       err == -EPERM ? " (run as root)" : "");
	err = rst_bpf__attach(trace->bpf);
	if (err)
		return why_set(why, -err, "cannot attach to tcp:tcp_send_reset: %s",
			       strerror(-err));
	trace->ring = ring_buffer__new(bpf_map__fd(trace->bpf->maps.events), deliver, trace, NULL);
	if (!trace->ring)
		return why_set(why, errno, "cannot map the ring buffer: %s", strerror(errno));
	return 0;
}

int trace_open(struct trace **result, const struct facts *facts, unsigned int netns,
	       struct why *why)
{
	struct bpf_trace *trace = calloc(1, sizeof(*trace));
	int err;

	if (!trace)
		return why_set(why, ENOMEM, "out of memory");
	trace->trace = (struct trace){
		.consume = consume_bpf,
		.skipped = skipped_bpf,
		.nameless = nameless_bpf,
		.fd = fd_bpf,
		.close = close_bpf,
	};
	err = open_bpf(trace, facts, netns, why);
	if (err)
		close_bpf(&trace->trace);
	else
		*result = &trace->trace;
	return err;
}
