// SPDX-License-Identifier: GPL-2.0-only
/* report_sample FOLDER FILLERS VERSION...: writes FOLDER/VERSION.json for each version. */
#include <stdio.h>
#include <stdlib.h>

#include "harness/report/results.h"
#include "harness/report/tests/sample.h"

int main(int argc, char **argv)
{
	char path[4096];
	json_t *results;
	int err;
	int i;

	for (i = 3; i < argc; i++) {
		snprintf(path, sizeof(path), "%s/%s.json", argv[1], argv[i]);
		results = sample_results(argv[i], strtoul(argv[2], NULL, 10));
		err = results_save(results, path);
		json_decref(results);
		if (err) {
			fprintf(stderr, "%s: cannot be written\n", path);
			return 1;
		}
	}
	return argc < 4;
}
