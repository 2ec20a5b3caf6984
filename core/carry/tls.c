// SPDX-License-Identifier: EUPL-1.2
//
// libgit2 has no option to start without certificates, so this stands between it and mbedTLS, with which Debian builds
// it. Where libgit2 is a shared library, a program's own function comes before that of another library (ELF symbol
// interposition, ld.so(8)); where it is linked in, the linker does the same (--wrap of ld(1), tools/deps). A libgit2 that
// is built with another TLS library never calls it, and starts as it always does.
#define _GNU_SOURCE // RTLD_NEXT

#include "core/carry/tls.h"

#include "base/i18n.h"
#include "core/repo/repo.h"

#include <dlfcn.h>
#include <git2.h>
#include <pthread.h>
#include <stdatomic.h>

struct mbedtls_x509_crt;

typedef int (*parse_file)(struct mbedtls_x509_crt *chain, const char *path);

// libgit2's own state is one for the whole program, and so is what was kept from it.
static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;
static _Atomic(const char *) put_off; // the file of certificates that waits to be read; libgit2's own text
static _Thread_local bool starting;

int mbedtls_x509_crt_parse_file(struct mbedtls_x509_crt *chain, const char *path);
int __wrap_mbedtls_x509_crt_parse_file(struct mbedtls_x509_crt *chain, const char *path);
__attribute__((weak)) int __real_mbedtls_x509_crt_parse_file(struct mbedtls_x509_crt *chain, const char *path);

// mbedTLS's own: the linker knows it, or else the dynamic one.
static parse_file find_own(void)
{
	parse_file own = __real_mbedtls_x509_crt_parse_file;
	void *found;

	if (!own) {
		found = dlsym(RTLD_NEXT, "mbedtls_x509_crt_parse_file");
		memcpy(&own, &found, sizeof own); // ISO C converts no object pointer to a function's
	}
	return own;
}

int __wrap_mbedtls_x509_crt_parse_file(struct mbedtls_x509_crt *chain, const char *path)
{
	static const int file_io_error = -0x2900; // MBEDTLS_ERR_X509_FILE_IO_ERROR
	parse_file own;

	if (starting) {
		atomic_store(&put_off, path);
		return 0; // none read, none wrong
	}
	own = find_own();
	return own ? own(chain, path) : file_io_error;
}

// Weak: gives way to mbedTLS's own where that is linked in.
__attribute__((weak)) int mbedtls_x509_crt_parse_file(struct mbedtls_x509_crt *chain, const char *path)
{
	return __wrap_mbedtls_x509_crt_parse_file(chain, path);
}

int mg_tls_start_git(void)
{
	int rc;

	starting = true;
	rc = git_libgit2_init();
	starting = false;
	return rc;
}

int mg_tls_load(struct mg_error *err)
{
	const char *path;
	int rc = 0;

	pthread_mutex_lock(&loading);
	path = atomic_load(&put_off);
	if (path)
		rc = git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, path, NULL);
	if (!rc)
		atomic_store(&put_off, NULL);
	pthread_mutex_unlock(&loading);
	return rc < 0 ? mg_fail_git(err, rc, _("cannot read the certificates of this system (%s)"), path) : 0;
}
