// SPDX-License-Identifier: EUPL-1.2
//
// libgit2 as an archive asks for GSSAPI, with which it would answer a web server that wants Kerberos. It does so with
// credentials of the user's session, which Maillage never offers it; and Debian has GSSAPI as shared libraries only, seven
// of them, whose loading would take as long as a whole `maillage log`. So here it is absent, as on a machine without
// Kerberos (RFC 2744, 3.9.1: GSS_S_UNAVAILABLE), where libgit2 goes on to the server's next offer. Programs with the
// shared libgit2 do not take this file from the archive.
#include <stddef.h>
#include <stdint.h>

static uint32_t unavailable(void)
{
	return UINT32_C(16) << 16;
}

#define ABSENT(name)                                                                                                   \
	uint32_t name(void);                                                                                           \
	uint32_t name(void) __attribute__((alias("unavailable")))

ABSENT(gss_delete_sec_context);
ABSENT(gss_display_status);
ABSENT(gss_import_name);
ABSENT(gss_indicate_mechs);
ABSENT(gss_init_sec_context);
ABSENT(gss_release_buffer);
ABSENT(gss_release_name);
ABSENT(gss_release_oid_set);

extern const void *const GSS_C_NT_HOSTBASED_SERVICE;
const void *const GSS_C_NT_HOSTBASED_SERVICE = NULL;
