// SPDX-License-Identifier: EUPL-1.2
//
// What libsodium said of signatures and public keys, asked once: all copies of a simulated world are in one process, and
// each verifies the same commits. A program that is linked with REMEMBERED (Makefile) is told again what was said of the
// very same bytes; anything else is verified.
#ifndef MG_TESTS_LIB_REMEMBERED_H
#define MG_TESTS_LIB_REMEMBERED_H

// Forgets it all.
void remembered_clear(void);

#endif
