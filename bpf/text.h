/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BPF_TEXT_H
#define RST_BPF_TEXT_H

#include <linux/types.h>

/* One page: text is mapped by pages, so a piece is readable as a whole or not at all. */
struct text_piece {
	__u8 bytes[4096];
};

#endif
