// SPDX-License-Identifier: EUPL-1.2
//
// What is said of a record beside what it holds: its digest, who signed it, when it was written.
#include "core/copy/copy_book_impl.h"

#include "core/trust/seal.h"

#include <stdlib.h>

// A record that is being described.
struct subject {
	struct mg_loader *l;
	unsigned more;
	const struct mg_loader_file *file;
	bool is_object; // its bytes are those of file's blob, so that the index may know them
	struct mg_slice bytes;
	struct mg_buf own; // the bytes, when they had to be read here
};

static int need_bytes(struct subject *s)
{
	int rc = s->bytes.data ? 0 : mg_loader_read(s->l, s->file, &s->own);

	if (rc == 0 && !s->bytes.data)
		s->bytes = mg_buf_slice(&s->own);
	return rc;
}

// ---- its digest

static int note_digest(struct mg_loader *l, const struct mg_index_digest *digest)
{
	struct mg_index_digest *grown =
		mg_arena_grow(&l->arena, l->digests, l->n_digests, &l->digests_cap, sizeof *grown);

	if (!grown)
		return mg_fail_memory(l->err);
	l->digests = grown;
	grown[l->n_digests++] = *digest;
	return 0;
}

static int compare_digests(const void *a, const void *b)
{
	const struct mg_index_digest *x = a, *y = b;

	return mg_id_compare(&x->blob, &y->blob);
}

static int ask_digest(const struct mg_loader *l, struct mg_index_digest *digest, bool *known)
{
	const struct mg_index_digest *found;

	if (!l->hashed)
		return mg_index_digest(l->copy->store.index, digest, known, l->err);
	found = bsearch(digest, l->hashed, l->n_hashed, sizeof *found, compare_digests);
	*known = found != NULL;
	if (found)
		*digest = *found;
	return 0;
}

static int find_digest(struct subject *s, struct mg_index_digest *digest)
{
	struct mg_loader *l = s->l;
	bool known = false;
	int rc = 0;

	*digest = (struct mg_index_digest){0};
	if (s->is_object) {
		digest->blob = s->file->blob;
		rc = ask_digest(l, digest, &known);
	}
	if (rc < 0 || known)
		return rc;
	rc = need_bytes(s);
	if (rc == 0)
		mg_sha256_hex(s->bytes, digest->sha256);
	return rc == 0 && s->is_object ? note_digest(l, digest) : rc;
}

static int add_digest(struct subject *s, struct mg_book_record *record)
{
	struct mg_index_digest digest;
	int rc = find_digest(s, &digest);

	if (rc < 0)
		return rc;
	record->sha256 = mg_arena_strdup(s->l->keep, digest.sha256);
	return record->sha256 ? 0 : mg_fail_memory(s->l->err);
}

// ---- its signatures

static int note_seal(struct mg_loader *l, const struct mg_index_seal *seal)
{
	struct mg_index_seal *grown = mg_arena_grow(&l->arena, l->seals, l->n_seals, &l->seals_cap, sizeof *grown);

	if (!grown)
		return mg_fail_memory(l->err);
	l->seals = grown;
	grown[l->n_seals++] = *seal;
	return 0;
}

// Computes whose signature of the record's bytes a file is. What cannot be read is nobody's, and may be read next time.
static int verify(struct subject *s, const struct mg_loader_file *file, const struct mg_path *path,
		  struct mg_index_seal *seal)
{
	struct mg_loader *l = s->l;
	struct mg_buf armour = {0};
	struct mg_public_key key;
	struct mg_error why;
	int rc = need_bytes(s), read;

	if (rc < 0)
		return rc;
	read = mg_loader_read(l, file, &armour);
	if (read == 0)
		rc = mg_seal_verify(path, s->bytes, mg_buf_slice(&armour), &key, &why);
	mg_buf_clear(&armour);
	if (read < 0 || rc == MG_ENOMEM)
		return 0;
	if (rc == 0)
		memcpy(seal->key, key.id, sizeof seal->key);
	return s->is_object ? note_seal(l, seal) : 0;
}

static int compare_seals(const void *a, const void *b)
{
	const struct mg_index_seal *x = a, *y = b;
	int order = mg_id_compare(&x->signature, &y->signature);

	if (!order)
		order = mg_id_compare(&x->record, &y->record);
	return order ? order : strcmp(x->ns, y->ns);
}

static int ask_index(const struct mg_loader *l, struct mg_index_seal *seal, bool *known)
{
	const struct mg_index_seal *found;

	if (!l->known)
		return mg_index_seal(l->copy->store.index, seal, known, l->err);
	found = bsearch(seal, l->known, l->n_known, sizeof *found, compare_seals);
	*known = found != NULL;
	if (found)
		memcpy(seal->key, found->key, sizeof seal->key);
	return 0;
}

static int find_signer(struct subject *s, const struct mg_loader_file *file, const struct mg_path *path,
		       struct mg_index_seal *seal)
{
	bool known = false;
	int rc = 0;

	*seal = (struct mg_index_seal){.ns = mg_seal_namespace(path)};
	if (s->is_object) {
		seal->signature = file->blob;
		seal->record = s->file->blob;
		rc = ask_index(s->l, seal, &known);
	}
	return rc < 0 || known ? rc : verify(s, file, path, seal);
}

static int compare_last(const void *path, const void *last)
{
	return strcmp(path, ((const struct mg_index_last *)last)->path);
}

static int find_last(const struct mg_loader *l, const char *path, struct mg_id *commit, int64_t *stamp_ms)
{
	const struct mg_index_last *last = NULL;
	struct mg_index_span span = {0};
	int rc = 0;

	if (l->last)
		last = bsearch(path, l->last, l->n_last, sizeof *last, compare_last);
	else
		rc = mg_index_span(l->copy->store.index, path, &span, l->err);
	*commit = last ? last->commit : span.last;
	*stamp_ms = last ? last->stamp_ms : span.last_ms;
	return rc == MG_ENOTFOUND ? 0 : rc;
}

static int describe_signature(struct subject *s, const struct mg_loader_file *file, const struct mg_path *path,
			      struct mg_book_signature *out)
{
	struct mg_loader *l = s->l;
	char hex[MG_ID_HEX] = "";
	struct mg_index_seal seal;
	struct mg_id commit;
	int rc = find_signer(s, file, path, &seal);

	*out = (struct mg_book_signature){.valid = *seal.key != '\0', .holder = ""};
	if (rc == 0)
		rc = find_last(l, path->text, &commit, &out->time_ms);
	if (rc < 0)
		return rc;
	if (!mg_id_is_zero(&commit))
		mg_id_format(&commit, hex);
	if (out->valid && !(s->more & MG_BOOK_NAMELESS))
		out->holder = mg_copy_holder(l->copy, seal.key, l->keep);
	out->path = mg_arena_strdup(l->keep, path->text);
	out->actor = mg_arena_strdup(l->keep, path->signer);
	out->key = mg_arena_strdup(l->keep, seal.key);
	out->commit = mg_arena_strdup(l->keep, hex);
	return out->path && out->actor && out->key && out->commit ? 0 : mg_fail_memory(l->err);
}

// Whose signature of the record a file beside it is, by its name: what follows the record's stem.
static bool is_signature(const struct mg_path *record, const char *end, struct mg_path *path)
{
	const size_t n = strlen(end);
	char actor[MG_MAX_ID_CHARS + 1];

	if (n <= 4 || n - 4 > MG_MAX_ID_CHARS || strcmp(end + n - 4, ".sig") != 0)
		return false;
	memcpy(actor, end, n - 4);
	actor[n - 4] = '\0';
	return mg_path_of_signature(record, actor, path, NULL) == 0;
}

// A text that was read from a path, into the array of a path: it fits.
static void put(char *to, const char *from)
{
	memcpy(to, from, strlen(from) + 1);
}

static void path_of(const struct mg_book_record *record, struct mg_path *path)
{
	const struct mg_book_parts *parts = &record->parts;

	*path = (struct mg_path){.type = record->type, .parts = {.n = parts->n, .revision = parts->revision}};
	put(path->parts.id, parts->id);
	put(path->parts.periode, parts->periode);
	put(path->parts.annee, parts->annee);
	put(path->parts.acteur, parts->acteur);
	put(path->parts.indicateur, parts->indicateur);
	put(path->parts.cle, parts->cle);
	put(path->text, record->path);
	put(path->record, record->path);
}

// The signatures stand beside their record: "v1.yaml", and about it "v1.dd-78.sig".
static int add_signatures(struct subject *s, struct mg_book_record *record)
{
	const size_t stem = strlen(record->path) - strlen("yaml");
	struct mg_loader *l = s->l;
	const char *prefix = mg_arena_copy(l->keep, record->path, stem);
	struct mg_book_signature *signatures = NULL;
	struct mg_path path, of;
	size_t cap = 0;
	int rc = prefix ? 0 : mg_fail_memory(l->err);

	path_of(record, &of);
	for (size_t i = rc == 0 ? mg_loader_first(l, prefix) : l->n; rc == 0 && i < l->n; i++) {
		struct mg_book_signature *grown;

		if (strncmp(l->files[i].path, prefix, stem) != 0)
			break;
		if (!is_signature(&of, l->files[i].path + stem, &path))
			continue;
		grown = mg_arena_grow(l->keep, signatures, record->n_signatures, &cap, sizeof *grown);
		if (!grown)
			return mg_fail_memory(l->err);
		signatures = grown;
		rc = describe_signature(s, &l->files[i], &path, &grown[record->n_signatures++]);
	}
	record->signatures = signatures;
	return rc;
}

// ---- its times

static int add_times(struct mg_loader *l, struct mg_book_record *record)
{
	struct mg_index_span span;
	char commit[MG_ID_HEX];
	int rc = mg_index_span(l->copy->store.index, record->path, &span, l->err);

	record->made_ms = span.first_ms;
	record->changed_ms = span.last_ms;
	if (rc < 0)
		return rc == MG_ENOTFOUND ? 0 : rc;
	mg_id_format(&span.last, commit);
	if (!l->commit || strcmp(l->commit, commit) != 0)
		l->commit = mg_arena_strdup(l->keep, commit);
	record->commit = l->commit;
	return l->commit ? 0 : mg_fail_memory(l->err);
}

// ---- all of it

int mg_loader_describe(struct mg_loader *l, unsigned more, struct mg_book_record *record,
		       const struct mg_loader_file *file, struct mg_slice bytes)
{
	// A file of the folder may have been saved since git's index told of it.
	struct subject s = {.l = l,
			    .more = more,
			    .file = file,
			    .bytes = bytes,
			    .is_object = l->wanted->source == MG_BOOK_RECORDED && file && !mg_id_is_zero(&file->blob)};
	int rc = 0;

	if (record->type->ns || (more & MG_BOOK_DIGESTS))
		rc = add_digest(&s, record);
	if (rc == 0 && record->type->ns && (more & MG_BOOK_SIGNATURES))
		rc = add_signatures(&s, record);
	if (rc == 0 && (more & MG_BOOK_TIMES))
		rc = add_times(l, record);
	mg_buf_clear(&s.own);
	return rc;
}

void mg_loader_keep(const struct mg_loader *l)
{
	mg_index_keep_seals(l->copy->store.index, l->seals, l->n_seals, l->digests, l->n_digests);
}
