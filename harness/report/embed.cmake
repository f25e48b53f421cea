# SPDX-License-Identifier: GPL-2.0-only
# cmake -DINPUT=page.css -DOUTPUT=page_css.c -DNAME=page_css -P embed.cmake: a file as a C string.
file(READ ${INPUT} hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "(0x[0-9a-f][0-9a-f],0x[0-9a-f][0-9a-f],0x[0-9a-f][0-9a-f],0x[0-9a-f][0-9a-f],0x[0-9a-f][0-9a-f],0x[0-9a-f][0-9a-f],0x[0-9a-f][0-9a-f],0x[0-9a-f][0-9a-f],)"
	"\t\\1\n" bytes "${bytes}")
file(WRITE ${OUTPUT} "#include \"harness/report/page.h\"\n\nconst char ${NAME}[] = {\n${bytes}0x00 };\n")
