// SPDX-License-Identifier: EUPL-1.2
//
// A megabyte as a C array takes the compiler seconds and half a gigabyte; the assembler takes the file as it is.
#include "schema/code/tsv.h"

#include <stdint.h>

#define EMBED(name, file)                                                                                              \
	__asm__(".pushsection .rodata\n"                                                                               \
		".hidden mg_tsv_" #name "_text\n.globl mg_tsv_" #name "_text\nmg_tsv_" #name "_text:\n"                \
		".incbin \"schema/code/" file "\"\n"                                                                   \
		"1:\n.byte 0\n.balign 8\n"                                                                             \
		".hidden mg_tsv_" #name "_bytes\n.globl mg_tsv_" #name "_bytes\nmg_tsv_" #name "_bytes:\n"             \
		".quad 1b - mg_tsv_" #name "_text\n.popsection\n");                                                    \
	extern const char mg_tsv_##name##_text[];                                                                      \
	extern const uint64_t mg_tsv_##name##_bytes;                                                                   \
	struct mg_slice mg_tsv_##name(void)                                                                            \
	{                                                                                                              \
		return (struct mg_slice){mg_tsv_##name##_text, (size_t)mg_tsv_##name##_bytes};                         \
	}                                                                                                              \
	struct mg_slice mg_tsv_##name(void)

EMBED(communes, "communes.tsv");
EMBED(withdrawn, "anciennes.tsv");
EMBED(bodies, "intercommunalites.tsv");
