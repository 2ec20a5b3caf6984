// SPDX-License-Identifier: EUPL-1.2
#include "schema/record/path_word.h"

#include "base/i18n.h"
#include "base/text.h"

#include <stdio.h>

#define CONFLICTS     "conflits/"
#define PIECES        "pieces/"
#define RECORD_END    ".yaml"
#define SIGNATURE_END ".sig"
#define MAX_EXTENSION 8u // of an attachment: "geojson" has 7

static bool starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static bool ends(const char *text, const char *with)
{
	size_t len = strlen(text), tail = strlen(with);

	return len > tail && strcmp(text + len - tail, with) == 0;
}

// Appends within a buffer of a path's size; false when it does not fit.
static bool append(char *out, const char *data, size_t len)
{
	size_t used = strlen(out);

	if (used + len > MG_MAX_PATH_BYTES)
		return false;
	memcpy(out + used, data, len);
	out[used + len] = '\0';
	return true;
}

// ---- records

// Whether text begins as a pattern does, up to what differs from record to record: nearly all types are of another folder.
static bool begins_as(const char *pattern, const char *text)
{
	while (*pattern == *text && *pattern && *pattern != '.') {
		pattern++;
		text++;
	}
	return *pattern == '<' || *pattern == '.';
}

static int parse_record(const struct mg_types *types, const char *text, struct mg_path *path)
{
	size_t reached;

	for (size_t i = 0; i < mg_types_count(types); i++) {
		path->type = mg_types_at(types, i);
		if (begins_as(path->type->pattern, text) &&
		    mg_path_match(path->type, text, &path->parts, &reached, NULL) == 0) {
			memcpy(path->record, text, strlen(text) + 1); // no longer than path->text
			return 0;
		}
	}
	path->type = NULL;
	return MG_EINVALID;
}

// The first folder of a path or pattern, without its slash; the file when there is none.
static struct mg_slice folder(const char *path)
{
	return (struct mg_slice){path, strcspn(path, "/")};
}

static int unknown_folder(const struct mg_types *types, const char *text, struct mg_error *err)
{
	struct mg_slice typed = folder(text);
	char word[MG_MAX_PATH_BYTES + 1];

	(void)mg_fail(err, MG_EINVALID, _("no type of record stands in \"%.*s\""), (int)typed.len, typed.data);
	snprintf(word, sizeof word, "%.*s", (int)typed.len, typed.data);
	for (size_t i = 0; i < mg_types_count(types); i++) {
		const char *pattern = mg_types_at(types, i)->pattern;
		char name[MG_MAX_PATH_BYTES + 1];
		const char *candidate = name;

		snprintf(name, sizeof name, "%.*s", (int)folder(pattern).len, pattern);
		if (mg_nearest(word, &candidate, 1))
			return mg_error_hint(err, _("did you mean %s?"), pattern);
	}
	return MG_EINVALID;
}

// Why no record may stand there: the mistake found by the type that could be read furthest.
static int explain_record(const struct mg_types *types, const char *text, struct mg_error *err)
{
	const struct mg_type *best = NULL;
	struct mg_path_parts parts;
	size_t furthest = 0, reached = 0;

	if (!err)
		return MG_EINVALID;
	for (size_t i = 0; i < mg_types_count(types); i++) {
		const struct mg_type *type = mg_types_at(types, i);

		if (!mg_slice_equal(folder(type->pattern), folder(text)))
			continue;
		if (mg_path_match(type, text, &parts, &reached, NULL) < 0 && (!best || reached > furthest)) {
			best = type;
			furthest = reached;
		}
	}
	return best ? mg_path_match(best, text, &parts, &reached, err) : unknown_folder(types, text, err);
}

// ---- signatures

// Splits "<stem>.<acteur>.sig" into the record's path and the signer; false when it has not that form.
static bool split_signature(const char *text, char record[MG_MAX_PATH_BYTES + 1], struct mg_slice *signer)
{
	size_t end = strlen(text) - strlen(SIGNATURE_END), dot = end;

	while (dot > 0 && text[dot - 1] != '.' && text[dot - 1] != '/')
		dot--;
	if (dot == 0 || text[dot - 1] != '.')
		return false;
	*signer = (struct mg_slice){text + dot, end - dot};
	*record = '\0';
	return append(record, text, dot - 1) && append(record, RECORD_END, strlen(RECORD_END));
}

static int parse_signature(const struct mg_types *types, const char *text, struct mg_path *path, struct mg_error *err)
{
	struct mg_slice signer;
	char record[MG_MAX_PATH_BYTES + 1];

	path->kind = MG_PATH_SIGNATURE;
	if (!split_signature(text, record, &signer))
		return mg_fail(err, MG_EINVALID, _("a signature is named <record>.<actor>.sig"));
	if (parse_record(types, record, path) < 0)
		return explain_record(types, record, err);
	if (!path->type->ns)
		return mg_fail(err, MG_EINVALID, _("a record \"%s\" is not signed"), path->type->name);
	if (mg_path_check_id("signer", signer, err) < 0)
		return MG_EINVALID;
	memcpy(path->signer, signer.data, signer.len);
	return 0;
}

int mg_path_of_signature(const struct mg_path *record, const char *actor, struct mg_path *signature,
			 struct mg_error *err)
{
	struct mg_path made = *record;
	size_t stem = strlen(record->record) - strlen(RECORD_END);

	if (record->kind != MG_PATH_RECORD || !record->type->ns)
		return mg_fail(err, MG_EINVALID, _("%s is not a record that is signed"), record->text);
	if (mg_path_check_id("signer", mg_slice_of(actor), err) < 0)
		return MG_EINVALID;
	made.kind = MG_PATH_SIGNATURE;
	made.text[stem] = '\0';
	if (!append(made.text, ".", 1) || !append(made.text, actor, strlen(actor)) ||
	    !append(made.text, SIGNATURE_END, strlen(SIGNATURE_END)))
		return mg_fail(err, MG_ELIMIT, _("the path of the signature of %s is too long"), record->text);
	memcpy(made.signer, actor, strlen(actor) + 1);
	*signature = made;
	return 0;
}

// ---- conflicts and attachments

static int parse_conflict(const char *text, struct mg_path *path, struct mg_error *err)
{
	const char *name = text + strlen(CONFLICTS);
	struct mg_slice id = {name, strcspn(name, ".")};

	path->kind = MG_PATH_CONFLICT;
	if (mg_path_check_key("conflict", id, err) < 0)
		return MG_EINVALID;
	if (strcmp(id.data + id.len, RECORD_END) != 0)
		return mg_fail(err, MG_EINVALID, _("a conflict stands at conflits/<id>.yaml"));
	memcpy(path->parts.id, id.data, id.len);
	return 0;
}

static bool is_extension(struct mg_slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!mg_path_is_id_char(text.data[i]))
			return false;
	return text.len > 0 && text.len <= MAX_EXTENSION;
}

static int parse_piece(const char *text, struct mg_path *path, struct mg_error *err)
{
	const char *name = text + strlen(PIECES);
	size_t hash = strspn(name, "0123456789abcdef");
	struct mg_slice slug = {name + hash + 1, 0}, extension;

	path->kind = MG_PATH_PIECE;
	if (hash != MG_PATH_HASH_CHARS || name[hash] != '-')
		return mg_fail(
			err, MG_EINVALID,
			_("an attachment's name begins with the first 16 hexadecimal digits of its SHA-256 and \"-\""));
	slug.len = strcspn(slug.data, "./");
	if (mg_path_check_id("name", slug, err) < 0)
		return MG_EINVALID;
	extension = mg_slice_of(slug.data + slug.len);
	if (*extension.data != '.' || !is_extension((struct mg_slice){extension.data + 1, extension.len - 1}))
		return mg_fail(err, MG_EINVALID,
			       _("an attachment's name ends in one extension of 1 to %u letters or digits"),
			       MAX_EXTENSION);
	memcpy(path->hash, name, hash);
	return 0;
}

// ---- any path

static int parse_kind(const struct mg_types *types, const char *text, struct mg_path *path, struct mg_error *err)
{
	if (starts(text, CONFLICTS))
		return parse_conflict(text, path, err);
	if (starts(text, PIECES))
		return parse_piece(text, path, err);
	if (ends(text, SIGNATURE_END))
		return parse_signature(types, text, path, err);
	return parse_record(types, text, path) < 0 ? explain_record(types, text, err) : 0;
}

static bool is_printable(const char *text)
{
	for (const char *at = text; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			return false;
	return mg_utf8_check(mg_slice_of(text)) == strlen(text);
}

// A segment that is empty, "." or "..": what would leave the folder, or name one file in two ways.
static bool has_odd_segment(const char *text)
{
	for (const char *at = text;; at++) {
		size_t len = strcspn(at, "/");

		if (len == 0 || (len == 1 && *at == '.') || (len == 2 && at[0] == '.' && at[1] == '.'))
			return true;
		at += len;
		if (!*at)
			return false;
	}
}

// What is wrong with any path of that form, before asking what might stand there; 0 when nothing is.
static int check_form(const char *text, struct mg_error *err)
{
	size_t len = strlen(text);

	if (!len)
		return mg_fail(err, MG_EINVALID, _("the path is empty"));
	if (len > MG_MAX_PATH_BYTES)
		return mg_fail(err, MG_EINVALID, _("the path has %zu bytes; at most %u are allowed"), len,
			       MG_MAX_PATH_BYTES);
	if (!is_printable(text))
		return mg_fail(err, MG_EINVALID, _("the path has bytes that are no printable text"));
	if (has_odd_segment(text))
		return mg_fail(err, MG_EINVALID, _("%s: not a path inside the folder of the CA"), text);
	if (strchr(text, '\\')) {
		(void)mg_fail(err, MG_EINVALID, _("%s: a path has no \"\\\""), text);
		return mg_error_hint(err, _("folders are separated by \"/\""));
	}
	if (ends(text, ".yml")) {
		(void)mg_fail(err, MG_EINVALID, _("%s: a record's name ends in .yaml"), text);
		return mg_error_hint(err, _("rename it to end in .yaml"));
	}
	return 0;
}

int mg_path_locate(const struct mg_types *types, const char *text, struct mg_path *path, struct mg_error *err)
{
	*path = (struct mg_path){0};
	if (check_form(text, err) < 0)
		return MG_EINVALID;
	memcpy(path->text, text, strlen(text) + 1); // check_form has looked at its length
	if (parse_kind(types, text, path, err) == 0)
		return 0;
	mg_error_prefix(err, "%s", text);
	return MG_EINVALID;
}

int mg_path_parse(const struct mg_types *types, const char *text, struct mg_path *path, struct mg_error *err)
{
	int rc = mg_path_locate(types, text, path, err);

	return rc == 0 && path->type ? mg_types_load(types, path->type, err) : rc;
}

int mg_path_normalise(const char *typed, char out[MG_MAX_PATH_BYTES + 1], struct mg_error *err)
{
	char path[MG_MAX_PATH_BYTES + 1] = "";
	bool whole;

	if (starts(typed, "./") || starts(typed, ".\\"))
		typed += 2;
	whole = ends(typed, RECORD_END) || ends(typed, SIGNATURE_END) || starts(typed, PIECES);
	if (!append(path, typed, strlen(typed)) || (!whole && !append(path, RECORD_END, strlen(RECORD_END))))
		return mg_fail(err, MG_EINVALID, _("the path has %zu bytes; at most %u are allowed"), strlen(typed),
			       MG_MAX_PATH_BYTES);
	for (char *at = path; *at; at++)
		if (*at == '\\')
			*at = '/';
	memcpy(out, path, sizeof path);
	return 0;
}

void mg_path_print(const char *path, char out[MG_MAX_PATH_BYTES + 1])
{
	size_t len = strlen(path);

	if (ends(path, RECORD_END))
		len -= strlen(RECORD_END);
	snprintf(out, MG_MAX_PATH_BYTES + 1, "%.*s", (int)(len < MG_MAX_PATH_BYTES ? len : MG_MAX_PATH_BYTES), path);
}
