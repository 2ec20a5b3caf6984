// SPDX-License-Identifier: EUPL-1.2
//
// A book: the records of a CA, read, and found by type and name. It is what everything that needs more than one record is
// computed from: rules, references, deadlines, bilans, tables, documents. Pure: whoever fills it (core/copy/copy_book.h,
// a test) says what was signed, by whom and when, and the same records give the same book in whatever order they come.
#ifndef MG_SCHEMA_BOOK_H
#define MG_SCHEMA_BOOK_H

#include "schema/record/path.h"
#include "schema/yaml/yaml.h"

// A signature of a record's bytes. Texts are borrowed from whoever filled the book.
struct mg_book_signature {
	const char *path;   // of the .sig
	const char *actor;  // for whom
	const char *key;    // the signatory's
	const char *holder; // the name of that key's holder, or ""
	bool valid;         // over the bytes in the book
	int64_t time_ms;    // of the commit that brought it; 0: not known
	const char *commit; // its id in hexadecimal, or ""
};

// What a record's path says (schema/record/path.h), "" or 0 for what it does not.
struct mg_book_parts {
	const char *id, *periode, *annee, *acteur, *indicateur, *cle;
	unsigned n, revision;
};

struct mg_book_record {
	const char *path;           // "actions/maraudes-7k2m.yaml"
	const struct mg_type *type; // loaded
	struct mg_book_parts parts;
	const struct mg_doc *doc;   // what it was read from: its text and marks; NULL of a record that was not read
	const struct mg_node *root; // a mapping, of the right shape when the folder's files are; NULL: not read
	const char *sha256;         // of its bytes, in hexadecimal; NULL for a type that is never signed
	const struct mg_book_signature *signatures; // by actor
	size_t n_signatures;
	int64_t made_ms, changed_ms; // stamps of the commits that made it and last changed it; 0: not known
	const char *commit;          // the one that last changed it, in hexadecimal; NULL: not known
	struct mg_slice kept;        // the document encoded (schema/yaml/yaml_code.h): for mg_book_add_kept
};

struct mg_book_shelf;

struct mg_book {
	const struct mg_types *types;
	const char *cooperative;        // the CA's id, or ""
	struct mg_book_record *records; // by type, then by path with numbers counted (v2 before v10, r2 after none)
	size_t n;
	bool knows_pieces; // whoever filled it looked for attachments too
	bool is_unloaded; // set before the first record: types are not loaded for it, which takes longer than its records
	// private
	size_t cap;
	const char **pieces; // the paths of attachments
	size_t n_pieces, pieces_cap;
	const struct mg_book_record **by_name; // by type, then name, then as above
	struct mg_book_shelf *shelf;           // NULL: nothing is read later
	struct mg_arena arena;                 // of everything
};

void mg_book_init(struct mg_book *book, const struct mg_types *types, const char *cooperative);
void mg_book_clear(struct mg_book *book);

// Makes room for n records, before the first is added: without it a large book takes twice the room. MG_ENOMEM.
int mg_book_reserve(struct mg_book *book, size_t n, struct mg_error *err) MG_CHECKED;

// Reads a file into the book. *record (may be NULL) is where to say more of it, until the next call; NULL when the file
// was passed over, being no record (a signature, a conflict, an attachment) or no mapping in YAML: the mistakes are then
// in findings (may be NULL).
int mg_book_add(struct mg_book *book, const char *path, struct mg_slice text, struct mg_book_record **record,
		struct mg_findings *findings, struct mg_error *err) MG_CHECKED;

// The same of a file that was read into a book before, from what that record kept, in this book's arena. *record is NULL
// also when the bytes are damaged.
int mg_book_add_kept(struct mg_book *book, const char *path, struct mg_slice kept, struct mg_book_record **record,
		     struct mg_error *err) MG_CHECKED;

// Puts a record there that was not read: doc and root are NULL.
int mg_book_add_unread(struct mg_book *book, const struct mg_path *path, struct mg_book_record **record,
		       struct mg_error *err) MG_CHECKED;

// Says that there is an attachment, by its path.
int mg_book_add_piece(struct mg_book *book, const char *path, struct mg_error *err) MG_CHECKED;

// The parts of a path, in the arena. MG_ENOMEM.
int mg_book_parts_copy(struct mg_arena *arena, const struct mg_path_parts *from, struct mg_book_parts *to,
		       struct mg_error *err) MG_CHECKED;

// The part a pattern names ("acteur"): "" when the path has none; NULL when no pattern may name it, or it is a number.
const char *mg_book_part(const struct mg_book_record *record, const char *name);

// To be called once, after the last record and before the first question below. MG_ENOMEM.
int mg_book_sort(struct mg_book *book, struct mg_error *err) MG_CHECKED;

// The records of a type, *n of them side by side; NULL when there are none.
const struct mg_book_record *mg_book_of(const struct mg_book *book, const char *type, size_t *n);

// The same, for who reads them one by one by mg_book_root, or not at all.
const struct mg_book_record *mg_book_list(const struct mg_book *book, const char *type, size_t *n);

// The same of a quarter or a year: those with that <periode> or <annee> in their path.
const struct mg_book_record *mg_book_of_period(const struct mg_book *book, const char *type, const char *period,
					       size_t *n);

// What other records call one: its <id>; where its path has none, its <indicateur>, <acteur> or <cle>; else "".
const char *mg_book_name(const struct mg_book_record *record);

// The record of a type by that name; of several (versions, corrections, periods) the last. NULL when there is none.
const struct mg_book_record *mg_book_find(const struct mg_book *book, const char *type, struct mg_slice name);
const struct mg_book_record *mg_book_find_unread(const struct mg_book *book, const char *type, struct mg_slice name);

// The record at a path; NULL.
const struct mg_book_record *mg_book_at(const struct mg_book *book, const char *path);
const struct mg_book_record *mg_book_at_unread(const struct mg_book *book, const char *path);

// The CA's own record, cooperative.yaml; NULL.
const struct mg_book_record *mg_book_cooperative(const struct mg_book *book);

// Whether there is an attachment with that SHA-256, in hexadecimal: its name begins with it. Of a book that knows.
bool mg_book_has_piece(const struct mg_book *book, struct mg_slice sha256);

// The actor's signature when there is a valid one; NULL.
const struct mg_book_signature *mg_book_signed_by(const struct mg_book_record *record, struct mg_slice actor);

// Whether anybody's signature is valid: then the record's bytes stay as they are.
bool mg_book_is_sealed(const struct mg_book_record *record);

// ---- records that are read later
//
// Ten thousand documents take 50 MB. Who looks at all records, but at few of them at once, puts them into the book
// unread and says how they are read: the functions above then read those that they give, but for `_list` and `_unread`,
// and mg_book_root reads one of these. What was read stays until mg_book_put_back. For a book whose records were all
// read the functions below do nothing, so that who computes from a book needs not know which it is.

// Reads a record into *doc, which is initialised; leaves it empty when it is no mapping in YAML. A failure that is no
// fault of the file is told by mg_book_failed, once all is done.
typedef int mg_book_read(void *data, const struct mg_book_record *record, struct mg_doc *doc, struct mg_error *err);

// data must outlive the book. Until the book is sorted nothing is read, and from then on nothing added. MG_ENOMEM.
int mg_book_read_later(struct mg_book *book, mg_book_read *read, void *data, struct mg_error *err) MG_CHECKED;
int mg_book_failed(const struct mg_book *book, struct mg_error *err) MG_CHECKED;

// The record's root, read when it was not yet. NULL when record is NULL, or nothing says how it is read.
const struct mg_node *mg_book_root(const struct mg_book *book, const struct mg_book_record *record);

// Ends the roots, documents and texts of records that were read and are not kept, when they are many. For who goes
// through many records, between two of them.
void mg_book_put_back(const struct mg_book *book);

// Reads a record when it was not yet, and keeps it until as many calls of mg_book_release.
void mg_book_keep(const struct mg_book *book, const struct mg_book_record *record);
void mg_book_release(const struct mg_book *book, const struct mg_book_record *record);

// While it is set, whatever record the functions above give is kept for good. Returns what was set before.
bool mg_book_hold(const struct mg_book *book, bool holding);

#endif
