/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_SCENARIO_H
#define RST_STORY_SCENARIO_H

/*
 * What every scenario file includes; for MPTCP, signatures and rules of netfilter there are verbs
 * in headers of their own.  A scenario is a row of facts and a story: the row says what must
 * follow, the story drives the SUT into the situation with the verbs of the headers below.  After
 * the story the harness judges by itself; a verb that cannot do its part ends the test.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "harness/expect/cause.h"
#include "harness/expect/row.h"
#include "harness/story/conn.h"
#include "harness/story/destroy.h"
#include "harness/story/fence.h"
#include "harness/story/flow.h"
#include "harness/story/obstacle.h"
#include "harness/story/peer.h"
#include "harness/story/process.h"
#include "harness/story/sock.h"
#include "harness/story/sysctl.h"
#include "netns/topology.h"

#endif
