/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_PAGE_H
#define RST_REPORT_PAGE_H

/* The files of html/ as texts, embedded at build time. */
extern const char page_html[]; /* with @MARKS@ where html.c writes the rest */
extern const char page_css[];
extern const char page_js[];

#endif
