// SPDX-License-Identifier: EUPL-1.2
//
// The key files of a home.
#include "base/file.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "core/key/home.h"
#include "core/key/key_format.h"
#include "core/key/key_sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
	const char *secret;
	const char *public;
} files[] = {
	[MG_HOME_DEVICE] = {"keys/device", "keys/device.pub"},
	[MG_HOME_SIGNATORY] = {"keys/signatory", "keys/signatory.pub"},
};

static int fail_missing(const struct mg_home *home, enum mg_home_key which, struct mg_error *err)
{
	if (which == MG_HOME_DEVICE) {
		mg_fail(err, MG_ENOTFOUND, _("there is no device key in %s"), home->dir);
		mg_error_hint(err, _("make one with: maillage key new --name \"Prénom Nom\""));
	} else {
		mg_fail(err, MG_ENOTFOUND, _("there is no signatory key in %s"), home->dir);
		mg_error_hint(err, _("make one with: maillage key new --signatory --name \"Prénom Nom\""));
	}
	return MG_ENOTFOUND;
}

// A key that others could read is no longer one's own; one they could replace would sign as they like.
static int check_mode(const struct stat *st, const char *path, struct mg_error *err)
{
	if (!S_ISREG(st->st_mode))
		return mg_fail(err, MG_EINVALID, _("%s is not a regular file"), path);
	if (st->st_mode & 077) {
		mg_fail(err, MG_EDENIED, _("other users of this machine may open the key %s"), path);
		mg_error_hint(err, _("close it with: chmod 600 %s"), path);
		return MG_EDENIED;
	}
	if (st->st_size > (off_t)MG_MAX_KEYFILE_BYTES)
		return mg_fail(err, MG_ELIMIT, _("%s is too large for a key"), path);
	return 0;
}

// mg_file_read would leave pieces of the secret behind: in its chunks on the stack, in a buffer it grows.
static int read_bytes(int fd, const char *path, struct mg_buf *out, struct mg_error *err)
{
	mg_key_reserve(out, MG_MAX_KEYFILE_BYTES);
	if (out->failed)
		return mg_buf_check(out, err);
	while (out->len < MG_MAX_KEYFILE_BYTES) {
		ssize_t n = read(fd, out->data + out->len, MG_MAX_KEYFILE_BYTES - out->len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return mg_fail_errno(err, _("cannot read %s"), path);
		if (n == 0)
			break;
		out->len += (size_t)n;
	}
	return 0;
}

static int read_secret(const struct mg_home *home, enum mg_home_key which, struct mg_buf *out, struct mg_error *err)
{
	char path[MG_HOME_PATH_BYTES];
	struct stat st;
	int code, fd;

	code = mg_home_path(home, files[which].secret, path, err);
	if (code)
		return code;
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT ? fail_missing(home, which, err) : mg_fail_errno(err, _("cannot read %s"), path);
	if (fstat(fd, &st) != 0)
		code = mg_fail_errno(err, _("cannot read %s"), path);
	else
		code = check_mode(&st, path, err);
	if (!code)
		code = read_bytes(fd, path, out, err);
	close(fd);
	return code;
}

int mg_home_load_device(const struct mg_home *home, struct mg_secret_key *key, struct mg_error *err)
{
	struct mg_buf text = {0};
	int code;

	*key = (struct mg_secret_key){0};
	code = read_secret(home, MG_HOME_DEVICE, &text, err);
	if (!code) {
		code = mg_key_parse_openssh(mg_buf_slice(&text), key, err);
		if (code)
			mg_error_prefix(err, "%s/%s", home->dir, files[MG_HOME_DEVICE].secret);
	}
	mg_key_wipe(&text);
	return code;
}

int mg_home_load_signatory(const struct mg_home *home, struct mg_slice passphrase, struct mg_secret_key *key,
			   struct mg_error *err)
{
	struct mg_buf text = {0};
	int code;

	*key = (struct mg_secret_key){0};
	code = read_secret(home, MG_HOME_SIGNATORY, &text, err);
	if (!code) {
		code = mg_key_parse_sealed(mg_buf_slice(&text), passphrase, key, err);
		if (code)
			mg_error_prefix(err, "%s/%s", home->dir, files[MG_HOME_SIGNATORY].secret);
	}
	mg_buf_clear(&text);
	return code;
}

static int public_of_secret(const struct mg_home *home, enum mg_home_key which, struct mg_public_key *public,
			    char name[MG_KEY_NAME_BYTES], struct mg_error *err)
{
	struct mg_secret_key key;
	struct mg_buf text = {0};
	int code;

	if (which == MG_HOME_SIGNATORY) {
		code = read_secret(home, which, &text, err);
		if (!code)
			code = mg_sealed_key_public(mg_buf_slice(&text), public, name, err);
		mg_buf_clear(&text);
		return code;
	}
	code = mg_home_load_device(home, &key, err);
	if (code)
		return code;
	*public = key.public;
	memcpy(name, key.comment, MG_KEY_NAME_BYTES);
	mg_key_clear(&key);
	return 0;
}

int mg_home_public(const struct mg_home *home, enum mg_home_key which, struct mg_public_key *key,
		   char name[MG_KEY_NAME_BYTES], struct mg_error *err)
{
	char path[MG_HOME_PATH_BYTES];
	struct mg_buf line = {0};
	int code = mg_home_path(home, files[which].public, path, err);

	if (!code)
		code = mg_file_read(path, MG_MAX_KEYFILE_BYTES, &line, err);
	if (code == MG_ENOTFOUND)
		return public_of_secret(home, which, key, name, err);
	if (!code) {
		code = mg_key_parse_named(mg_buf_slice(&line), key, name, err);
		if (code)
			mg_error_prefix(err, "%s", path);
	}
	mg_buf_clear(&line);
	return code;
}

static int check_free(const struct mg_home *home, enum mg_home_key which, struct mg_error *err)
{
	char path[MG_HOME_PATH_BYTES];
	int code = mg_home_path(home, files[which].secret, path, err);

	if (code || !mg_file_exists(path))
		return code;
	mg_fail(err, MG_EEXISTS, _("there is a key already: %s"), path);
	mg_error_hint(err, _("a key is never overwritten; another identity takes another MAILLAGE_HOME"));
	return MG_EEXISTS;
}

// The secret first: a .pub alone would be enrolled, and nobody could sign with it.
static int write_pair(const struct mg_home *home, enum mg_home_key which, const struct mg_secret_key *key,
		      struct mg_slice secret, int flags, struct mg_error *err)
{
	char path[MG_HOME_PATH_BYTES];
	struct mg_buf line = {0};
	int code;

	code = mg_home_path(home, files[which].secret, path, err);
	if (!code)
		code = mg_file_write(path, secret, MG_FILE_PRIVATE | flags, err);
	if (code)
		return code;
	mg_key_format_line(&key->public, key->comment, &line);
	mg_buf_putc(&line, '\n');
	code = mg_buf_check(&line, err);
	if (!code)
		code = mg_home_path(home, files[which].public, path, err);
	if (!code)
		code = mg_file_write(path, mg_buf_slice(&line), 0, err);
	mg_buf_clear(&line);
	return code;
}

int mg_home_save_device(const struct mg_home *home, const struct mg_secret_key *key, struct mg_error *err)
{
	struct mg_buf text = {0};
	int code;

	code = check_free(home, MG_HOME_DEVICE, err);
	if (!code)
		code = mg_key_format_openssh(key, &text, err);
	if (!code)
		code = write_pair(home, MG_HOME_DEVICE, key, mg_buf_slice(&text), MG_FILE_NEW, err);
	mg_key_wipe(&text);
	return code;
}

int mg_home_save_signatory(const struct mg_home *home, const struct mg_secret_key *key, struct mg_slice passphrase,
			   struct mg_error *err)
{
	struct mg_buf text = {0};
	int code;

	code = check_free(home, MG_HOME_SIGNATORY, err);
	if (!code)
		code = mg_key_format_sealed(key, passphrase, &text, err);
	if (!code)
		code = write_pair(home, MG_HOME_SIGNATORY, key, mg_buf_slice(&text), MG_FILE_NEW, err);
	mg_buf_clear(&text);
	return code;
}

// A copy first, then the new one over it: a kill in between loses neither.
int mg_home_renew_device(const struct mg_home *home, char old[MG_KEY_ID_CHARS + 1], struct mg_secret_key *key,
			 struct mg_error *err)
{
	struct mg_secret_key before = {0};
	char name[32], path[MG_HOME_PATH_BYTES];
	struct mg_buf text = {0};
	int code = mg_home_load_device(home, &before, err);

	*key = (struct mg_secret_key){0};
	if (!code)
		code = mg_key_generate(key, before.comment, err);
	snprintf(name, sizeof name, "keys/device-%s", before.public.id);
	if (!code)
		code = mg_home_path(home, name, path, err);
	if (!code)
		code = mg_key_format_openssh(&before, &text, err);
	if (!code)
		code = mg_file_write(path, mg_buf_slice(&text), MG_FILE_PRIVATE, err);
	mg_key_wipe(&text);
	if (!code)
		code = mg_key_format_openssh(key, &text, err);
	if (!code)
		code = mg_home_path(home, files[MG_HOME_DEVICE].public, path, err);
	if (!code)
		code = mg_file_remove(path, err); // which would tell the old one after a kill
	if (!code)
		code = write_pair(home, MG_HOME_DEVICE, key, mg_buf_slice(&text), 0, err);
	memcpy(old, before.public.id, sizeof before.public.id);
	mg_key_wipe(&text);
	mg_key_clear(&before);
	if (code)
		mg_key_clear(key);
	return code;
}

int mg_home_create_device(const struct mg_home *home, const char *name, struct mg_secret_key *key, struct mg_error *err)
{
	int code = mg_key_generate(key, name, err);

	if (!code)
		code = mg_home_save_device(home, key, err);
	if (code)
		mg_key_clear(key);
	return code;
}

int mg_home_create_signatory(const struct mg_home *home, const char *name, struct mg_slice passphrase,
			     struct mg_secret_key *key, struct mg_error *err)
{
	int code = mg_key_generate(key, name, err);

	if (!code)
		code = mg_home_save_signatory(home, key, passphrase, err);
	if (code)
		mg_key_clear(key);
	return code;
}

int mg_home_change_passphrase(const struct mg_home *home, struct mg_slice old_passphrase,
			      struct mg_slice new_passphrase, struct mg_error *err)
{
	struct mg_secret_key key;
	struct mg_buf text = {0};
	int code;

	code = mg_home_load_signatory(home, old_passphrase, &key, err);
	if (!code)
		code = mg_key_format_sealed(&key, new_passphrase, &text, err);
	if (!code)
		code = write_pair(home, MG_HOME_SIGNATORY, &key, mg_buf_slice(&text), 0, err);
	mg_buf_clear(&text);
	mg_key_clear(&key);
	return code;
}
