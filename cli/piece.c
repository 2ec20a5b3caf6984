// SPDX-License-Identifier: EUPL-1.2
#include "cli/piece.h"

#include "base/file.h"
#include "base/i18n.h"
#include "cli/record.h"
#include "cli/say.h"
#include "cli/slug.h"

#define MAX_EXTENSION 8 // of docs/format-paths.md
#define MIB           (1u << 20)

// ---- its name

static const char *base_of(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? slash + 1 : file;
}

// "pdf" of "Scan du 14.PDF", in lower case. False when there is none that a path may have.
static bool extension_of(const char *base, char out[MAX_EXTENSION + 1])
{
	const char *dot = strrchr(base, '.');
	size_t n = dot ? strlen(dot + 1) : 0;

	if (n == 0 || n > MAX_EXTENSION || dot == base)
		return false;
	for (size_t i = 0; i <= n; i++) {
		char c = dot[1 + i];

		out[i] = (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
		if (i < n && !(out[i] >= 'a' && out[i] <= 'z') && !(out[i] >= '0' && out[i] <= '9'))
			return false;
	}
	return true;
}

static int find_name(const char *file, const char *title, char slug[MG_SLUG_MAX + 1], char extension[MAX_EXTENSION + 1],
		     struct mg_error *err)
{
	const char *base = base_of(file), *dot = strrchr(base, '.');
	struct mg_slice stem =
		title ? mg_slice_of(title) : (struct mg_slice){base, dot ? (size_t)(dot - base) : strlen(base)};

	if (!extension_of(base, extension)) {
		(void)mg_fail(err, MG_EUSAGE, _("%s does not end as a file of a known kind does, such as .pdf"), base);
		return mg_error_hint(err, _("rename it: 1 to %d letters or digits after a dot"), MAX_EXTENSION);
	}
	if (mg_slug_make(stem, slug))
		return 0;
	(void)mg_fail(err, MG_EUSAGE, _("no letter or digit of \"%.*s\" can be part of a name"), (int)stem.len,
		      stem.data);
	return mg_error_hint(err, _("name it: maillage new piece %s NAME"), base);
}

// ---- its bytes

static int read_file(const char *file, struct mg_buf *bytes, struct mg_error *err)
{
	int rc = mg_file_read(file, MG_MAX_PIECE_BYTES, bytes, err);

	if (rc == MG_ELIMIT) {
		(void)mg_fail(err, MG_ELIMIT, _("%s is larger than the %u MiB that an attachment may have"), file,
			      MG_MAX_PIECE_BYTES / MIB);
		return mg_error_hint(
			err,
			_("every partner keeps it for ever: scan it in grey at 150 dpi, or attach its pages apart"));
	}
	return rc == 0 && !bytes->len ? mg_fail(err, MG_EUSAGE, _("%s is empty"), file) : rc;
}

// The attachment that has these bytes, whatever it is called; out->was_there tells.
static int find_same(struct mg_cli *cli, struct mg_piece *out, struct mg_error *err)
{
	const char *prefix = mg_arena_printf(&cli->arena, "pieces/%.*s-", MG_PATH_HASH_CHARS, out->sha256);
	struct mg_buf bytes = {0};
	const char **paths;
	size_t n = 0;
	int rc = prefix ? mg_index_paths(mg_copy_store(cli->copy)->index, prefix, &cli->arena, &paths, &n, err)
			: mg_cli_no_memory(err);

	for (size_t i = 0; rc == 0 && i < n && !out->was_there; i++) {
		rc = mg_copy_read_view(cli->copy, paths[i], &bytes, err);
		if (rc == 0) {
			out->was_there = true;
			rc = mg_path_parse(cli->types, paths[i], &out->path, err);
		} else if (rc == MG_ENOTFOUND) { // it was removed
			rc = 0;
		}
		mg_buf_clear(&bytes);
	}
	return rc;
}

int mg_piece_store(struct mg_cli *cli, const char *file, const char *title, const char *reason, struct mg_piece *out,
		   struct mg_error *err)
{
	const struct mg_recording how = {.reason = reason};
	char slug[MG_SLUG_MAX + 1], extension[MAX_EXTENSION + 1];
	struct mg_recorded recorded;
	struct mg_buf bytes = {0};
	const char *path;
	int rc = find_name(file, title, slug, extension, err);

	*out = (struct mg_piece){.was_there = false};
	if (rc == 0)
		rc = read_file(file, &bytes, err);
	if (rc == 0) {
		mg_sha256_hex(mg_buf_slice(&bytes), out->sha256);
		rc = find_same(cli, out, err);
	}
	if (rc == 0 && !out->was_there) {
		path = mg_arena_printf(&cli->arena, "pieces/%.*s-%s.%s", MG_PATH_HASH_CHARS, out->sha256, slug,
				       extension);
		rc = path ? mg_path_parse(cli->types, path, &out->path, err) : mg_cli_no_memory(err);
		if (rc == 0) {
			const struct mg_edit edit = {.path = out->path.text, .bytes = mg_buf_slice(&bytes)};

			rc = mg_record_edits(cli, &edit, 1, &how, &recorded, err);
		}
	}
	mg_buf_clear(&bytes);
	return rc;
}

void mg_piece_tell(const struct mg_cli *cli, const struct mg_piece *piece)
{
	mg_say(cli, piece->was_there ? _("this file is there already, SHA-256 %s") : _("attached, SHA-256 %s"),
	       piece->sha256);
	mg_say(cli, _("name it in the record it belongs to: maillage set RECORD FIELD=%s"), piece->path.text);
}
