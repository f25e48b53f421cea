/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_HTML_DATA_H
#define RST_REPORT_HTML_DATA_H

#include <stdio.h>

#include "harness/report/matrix.h"

/*
 * Writes what the page's script shows of a cell, as JSON that is safe inside <script>.  Eleven
 * kernels say mostly the same, so each text, each side of an outcome and each record is there
 * once and referred to by its index:
 *
 *	{"kernels": [label], "releases": [...], "verdicts": [...], "keys": [...], "oracles": [...],
 *	 "strings": [text], "sides": [[string of each oracle]],
 *	 "records": [[verdict, string why, side expected, side observed]],
 *	 "cells": [[record of each kernel and family]]}
 *
 * -1 stands for none.
 */
void html_data_write(const struct matrix *matrix, FILE *out);

#endif
