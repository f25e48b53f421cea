#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# As a program of tools/testing/selftests/net: prints KTAP and ends as kselftest does (0 pass, 1 fail, 4 skip).
# RSTLAB names the built tree; under virtme-ng: vng -r bzImage -- tools/testing/selftests/net/rstlab.sh
set -u
: "${RSTLAB:=$(dirname "$0")/../../build}"
result=$(mktemp)
trap 'rm -f "$result"' EXIT

"$RSTLAB/rstlab" run -o "$result" "$@" >&2
status=$?
if [ ! -s "$result" ]; then
	echo "TAP version 13"
	echo "1..0 # SKIP rstlab could not run here"
	exit 4
fi
"$RSTLAB/rstlab" report --format ktap "$result"
[ $status -eq 2 ] && exit 4
exit $status
