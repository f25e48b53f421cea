/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_MATRIX_KERNELS_H
#define RST_MATRIX_KERNELS_H

/* The kernels of ci/kernels.txt, NULL at the end. */
extern const char *const kernels_default[];

#endif
