// SPDX-License-Identifier: EUPL-1.2
#include "schema/book/book.h"

#include "base/i18n.h"
#include "schema/book/shelf.h"
#include "schema/yaml/yaml_code.h"

#include <stdlib.h>

void mg_book_init(struct mg_book *book, const struct mg_types *types, const char *cooperative)
{
	*book = (struct mg_book){.types = types, .cooperative = cooperative};
	mg_arena_init(&book->arena, 0);
}

void mg_book_clear(struct mg_book *book)
{
	mg_shelf_free(book->shelf);
	mg_arena_clear(&book->arena);
	*book = (struct mg_book){0};
}

int mg_book_reserve(struct mg_book *book, size_t n, struct mg_error *err)
{
	book->records = mg_arena_array(&book->arena, n, sizeof *book->records);
	if (!book->records)
		return mg_fail_memory(err);
	book->cap = n;
	return 0;
}

// ---- parts

static const char *copy_part(struct mg_arena *arena, const char *part)
{
	return *part ? mg_arena_strdup(arena, part) : "";
}

int mg_book_parts_copy(struct mg_arena *arena, const struct mg_path_parts *from, struct mg_book_parts *to,
		       struct mg_error *err)
{
	*to = (struct mg_book_parts){
		.id = copy_part(arena, from->id),
		.periode = copy_part(arena, from->periode),
		.annee = copy_part(arena, from->annee),
		.acteur = copy_part(arena, from->acteur),
		.indicateur = copy_part(arena, from->indicateur),
		.cle = copy_part(arena, from->cle),
		.n = from->n,
		.revision = from->revision,
	};
	if (to->id && to->periode && to->annee && to->acteur && to->indicateur && to->cle)
		return 0;
	return mg_fail_memory(err);
}

const char *mg_book_part(const struct mg_book_record *record, const char *name)
{
	const struct mg_book_parts *parts = &record->parts;
	const struct {
		const char *name, *part;
	} named[] = {
		{"id", parts->id},         {"periode", parts->periode},       {"annee", parts->annee},
		{"acteur", parts->acteur}, {"indicateur", parts->indicateur}, {"cle", parts->cle},
	};

	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (strcmp(name, named[i].name) == 0)
			return named[i].part;
	return NULL;
}

// ---- filling

// Puts a document of the book's arena at the end of the records.
static int append(struct mg_book *book, const struct mg_path *path, const struct mg_doc *doc, struct mg_slice kept,
		  struct mg_book_record **record, struct mg_error *err)
{
	struct mg_book_record *grown = mg_arena_grow(&book->arena, book->records, book->n, &book->cap, sizeof *grown);
	const char *text = mg_arena_strdup(&book->arena, path->text);
	struct mg_book_parts parts;

	if (!grown || !text || mg_book_parts_copy(&book->arena, &path->parts, &parts, NULL) < 0)
		return mg_fail_memory(err);
	book->records = grown;
	grown += book->n++;
	*grown = (struct mg_book_record){.path = text,
					 .type = path->type,
					 .parts = parts,
					 .doc = doc,
					 .root = doc ? doc->root : NULL,
					 .kept = kept};
	if (record)
		*record = grown;
	return 0;
}

static bool is_record(const struct mg_book *book, const char *path, struct mg_path *parsed)
{
	int rc = book->is_unloaded ? mg_path_locate(book->types, path, parsed, NULL)
				   : mg_path_parse(book->types, path, parsed, NULL);

	return rc == 0 && parsed->kind == MG_PATH_RECORD;
}

int mg_book_add_kept(struct mg_book *book, const char *path, struct mg_slice kept, struct mg_book_record **record,
		     struct mg_error *err)
{
	struct mg_path parsed;
	struct mg_doc *doc;

	if (record)
		*record = NULL;
	if (!is_record(book, path, &parsed))
		return 0;
	doc = mg_arena_alloc(&book->arena, sizeof *doc);
	if (!doc)
		return mg_fail_memory(err);
	if (!mg_doc_decode(kept, &book->arena, doc) || doc->root->type != MG_MAP)
		return 0;
	return append(book, &parsed, doc, kept, record, err);
}

// A document by itself takes whole blocks of memory; in the book it takes what it needs.
static int keep(struct mg_book *book, const struct mg_doc *doc, struct mg_slice *kept, struct mg_error *err)
{
	struct mg_buf bytes = {0};
	int rc;

	mg_doc_encode(doc, &bytes);
	rc = mg_buf_check(&bytes, err);
	if (rc == 0) {
		*kept = (struct mg_slice){mg_arena_copy(&book->arena, bytes.data, bytes.len), bytes.len};
		rc = kept->data ? 0 : mg_fail_memory(err);
	}
	mg_buf_clear(&bytes);
	return rc;
}

// Reads the text; *kept is empty when it is no mapping.
static int read_text(struct mg_book *book, const char *path, struct mg_slice text, struct mg_slice *kept,
		     struct mg_findings *findings, struct mg_error *err)
{
	struct mg_findings ignored;
	struct mg_doc doc;
	int rc;

	*kept = (struct mg_slice){0};
	mg_findings_init(&ignored);
	ignored.brief = true;
	mg_doc_init(&doc);
	rc = mg_yaml_read(&doc, path, text, findings ? findings : &ignored);
	mg_findings_clear(&ignored);
	if (rc == MG_ENOMEM)
		rc = mg_fail_memory(err);
	else
		rc = rc == 0 && doc.root->type == MG_MAP ? keep(book, &doc, kept, err) : 0;
	mg_doc_clear(&doc);
	return rc;
}

int mg_book_add(struct mg_book *book, const char *path, struct mg_slice text, struct mg_book_record **record,
		struct mg_findings *findings, struct mg_error *err)
{
	struct mg_slice kept;
	struct mg_path parsed;
	int rc;

	if (record)
		*record = NULL;
	if (!is_record(book, path, &parsed))
		return 0;
	rc = read_text(book, path, text, &kept, findings, err);
	return rc == 0 && kept.data ? mg_book_add_kept(book, path, kept, record, err) : rc;
}

int mg_book_add_unread(struct mg_book *book, const struct mg_path *path, struct mg_book_record **record,
		       struct mg_error *err)
{
	return append(book, path, NULL, (struct mg_slice){0}, record, err);
}

int mg_book_add_piece(struct mg_book *book, const char *path, struct mg_error *err)
{
	const char **grown =
		mg_arena_grow(&book->arena, book->pieces, book->n_pieces, &book->pieces_cap, sizeof *grown);
	const char *text = mg_arena_strdup(&book->arena, path);

	if (!grown || !text)
		return mg_fail_memory(err);
	book->pieces = grown;
	grown[book->n_pieces++] = text;
	return 0;
}

// ---- order

const char *mg_book_name(const struct mg_book_record *record)
{
	const struct mg_book_parts *parts = &record->parts;

	return *parts->id           ? parts->id
	       : *parts->indicateur ? parts->indicateur
	       : *parts->acteur     ? parts->acteur
				    : parts->cle;
}

static int compare_numbers(unsigned a, unsigned b)
{
	return (a > b) - (a < b);
}

static int compare_parts(const struct mg_book_parts *a, const struct mg_book_parts *b)
{
	const char *const pairs[][2] = {
		{a->periode, b->periode}, {a->annee, b->annee},           {a->id, b->id},
		{a->cle, b->cle},         {a->indicateur, b->indicateur}, {a->acteur, b->acteur},
	};

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		int order = *pairs[i][0] == *pairs[i][1] ? strcmp(pairs[i][0], pairs[i][1])
							 : (unsigned char)*pairs[i][0] - (unsigned char)*pairs[i][1];

		if (order)
			return order;
	}
	return a->n != b->n ? compare_numbers(a->n, b->n) : compare_numbers(a->revision, b->revision);
}

static int compare_types(const struct mg_book_record *x, const struct mg_book_record *y)
{
	return x->type == y->type ? 0 : strcmp(x->type->name, y->type->name);
}

static int compare_records(const void *a, const void *b)
{
	const struct mg_book_record *x = a, *y = b;
	int order = compare_types(x, y);

	if (!order)
		order = compare_parts(&x->parts, &y->parts);
	return order ? order : strcmp(x->path, y->path);
}

static int compare_names(const void *a, const void *b)
{
	const struct mg_book_record *const *x = a, *const *y = b;
	int order = compare_types(*x, *y);

	if (!order)
		order = strcmp(mg_book_name(*x), mg_book_name(*y));
	return order ? order : (*x > *y) - (*x < *y); // both stand in the sorted array
}

int mg_book_sort(struct mg_book *book, struct mg_error *err)
{
	book->by_name = mg_arena_array(&book->arena, book->n, sizeof(struct mg_book_record *));
	if (!book->by_name)
		return mg_fail_memory(err);
	if (!book->n)
		return 0;
	qsort(book->records, book->n, sizeof *book->records, compare_records);
	for (size_t i = 0; i < book->n; i++)
		book->by_name[i] = &book->records[i];
	qsort(book->by_name, book->n, sizeof(struct mg_book_record *), compare_names);
	return 0;
}

// ---- asking

// The first record whose type is not below, or, when after is set, is above a type's name.
static size_t bound(const struct mg_book *book, const char *type, bool after)
{
	size_t low = 0, high = book->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(book->records[middle].type->name, type) < (after ? 1 : 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct mg_book_record *mg_book_list(const struct mg_book *book, const char *type, size_t *n)
{
	size_t first = bound(book, type, false);

	*n = bound(book, type, true) - first;
	return *n ? &book->records[first] : NULL;
}

static const struct mg_book_record *take_all(const struct mg_book *book, const struct mg_book_record *records, size_t n)
{
	for (size_t i = 0; i < n; i++)
		mg_shelf_take(book, &records[i]);
	return records;
}

static const struct mg_book_record *take(const struct mg_book *book, const struct mg_book_record *record)
{
	return take_all(book, record, record ? 1 : 0);
}

const struct mg_book_record *mg_book_of(const struct mg_book *book, const char *type, size_t *n)
{
	const struct mg_book_record *records = mg_book_list(book, type, n);

	return take_all(book, records, *n);
}

// A path has a quarter or a year, or neither.
static const char *period_of(const struct mg_book_record *record)
{
	return *record->parts.periode ? record->parts.periode : record->parts.annee;
}

const struct mg_book_record *mg_book_of_period(const struct mg_book *book, const char *type, const char *period,
					       size_t *n)
{
	size_t first = bound(book, type, false), end = bound(book, type, true), last;

	for (size_t high = end; first < high;) {
		size_t middle = first + (high - first) / 2;

		if (strcmp(period_of(&book->records[middle]), period) < 0)
			first = middle + 1;
		else
			high = middle;
	}
	for (last = first; last < end && strcmp(period_of(&book->records[last]), period) == 0;)
		last++;
	*n = last - first;
	return *n ? take_all(book, &book->records[first], *n) : NULL;
}

// How the i-th record by name stands to a type and name.
static int compare_to(const struct mg_book *book, size_t i, const char *type, struct mg_slice name)
{
	int order = strcmp(book->by_name[i]->type->name, type);

	return order ? order : mg_slice_compare(mg_slice_of(mg_book_name(book->by_name[i])), name);
}

const struct mg_book_record *mg_book_find_unread(const struct mg_book *book, const char *type, struct mg_slice name)
{
	size_t low = 0, high = book->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_to(book, middle, type, name) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low && compare_to(book, low - 1, type, name) == 0 ? book->by_name[low - 1] : NULL;
}

const struct mg_book_record *mg_book_find(const struct mg_book *book, const char *type, struct mg_slice name)
{
	return take(book, mg_book_find_unread(book, type, name));
}

const struct mg_book_record *mg_book_at_unread(const struct mg_book *book, const char *path)
{
	const struct mg_book_record *of_type;
	struct mg_book_parts parts;
	struct mg_path parsed;
	size_t n;

	if (mg_path_locate(book->types, path, &parsed, NULL) < 0 || parsed.kind != MG_PATH_RECORD)
		return NULL;
	parts = (struct mg_book_parts){parsed.parts.id,     parsed.parts.periode,    parsed.parts.annee,
				       parsed.parts.acteur, parsed.parts.indicateur, parsed.parts.cle,
				       parsed.parts.n,      parsed.parts.revision};
	of_type = mg_book_list(book, parsed.type->name, &n);
	for (size_t low = 0, high = n; low < high;) {
		size_t middle = low + (high - low) / 2;
		int order = compare_parts(&of_type[middle].parts, &parts);

		if (!order)
			return &of_type[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct mg_book_record *mg_book_at(const struct mg_book *book, const char *path)
{
	return take(book, mg_book_at_unread(book, path));
}

const struct mg_book_record *mg_book_cooperative(const struct mg_book *book)
{
	size_t n;

	return mg_book_of(book, "cooperative", &n);
}

bool mg_book_has_piece(const struct mg_book *book, struct mg_slice sha256)
{
	const size_t folder = strlen("pieces/");

	for (size_t i = 0; sha256.len >= MG_PATH_HASH_CHARS && i < book->n_pieces; i++)
		if (strlen(book->pieces[i]) > folder &&
		    strncmp(book->pieces[i] + folder, sha256.data, MG_PATH_HASH_CHARS) == 0)
			return true;
	return false;
}

const struct mg_book_signature *mg_book_signed_by(const struct mg_book_record *record, struct mg_slice actor)
{
	for (size_t i = 0; i < record->n_signatures; i++)
		if (record->signatures[i].valid && mg_slice_is(actor, record->signatures[i].actor))
			return &record->signatures[i];
	return NULL;
}

bool mg_book_is_sealed(const struct mg_book_record *record)
{
	for (size_t i = 0; i < record->n_signatures; i++)
		if (record->signatures[i].valid)
			return true;
	return false;
}
