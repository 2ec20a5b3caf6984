// SPDX-License-Identifier: EUPL-1.2
#include "core/report/awaited.h"

#include "schema/due/convention_term.h"

static const char *const texts[] = {"convention", "avenant", "renouvellement"};

const struct mg_book_record *mg_awaited_instead(const struct mg_book *book, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_book_record *all = mg_book_of(book, "convention", &n), *found = NULL;

	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].parts.id, record->parts.id) == 0 && all[i].parts.n > record->parts.n &&
		    mg_signing_of(book, &all[i]).n_signed)
			found = &all[i];
	return found;
}

bool mg_awaited_is_moot(const struct mg_book *book, const struct mg_book_record *record, struct mg_date today)
{
	struct mg_convention_term term;

	return strcmp(record->type->name, "convention") != 0 && mg_convention_term(book, record->parts.id, &term) &&
	       term.has_effect && mg_date_compare(today, term.end) >= 0;
}

// A version gives way to a later one; what changes or renews a convention, to its end.
static bool is_needed(const struct mg_book *book, const struct mg_book_record *record, struct mg_date today)
{
	if (strcmp(record->type->name, "convention") == 0)
		return mg_awaited_instead(book, record) == NULL;
	return !mg_awaited_is_moot(book, record, today);
}

static bool has_left(const struct mg_book *book, struct mg_slice actor)
{
	const struct mg_book_record *record = mg_book_find(book, "acteur", actor);
	struct mg_slice status = mg_node_string(mg_node_get(record ? record->root : NULL, "statut_membre"));

	return mg_slice_is(status, "retire") || mg_slice_is(status, "refus");
}

static bool awaits(const struct mg_book *book, const struct mg_awaited *text, struct mg_slice actor)
{
	struct mg_date day;

	return text->signing.n_signed && mg_signing_has_party(text->signing.parties, actor) &&
	       !mg_signing_by(book, text->record, actor, &day);
}

int mg_awaited_from(const struct mg_book *book, struct mg_slice actor, struct mg_date today, struct mg_arena *arena,
		    struct mg_awaited **out, size_t *n, struct mg_error *err)
{
	size_t cap = 0;

	*out = NULL;
	*n = 0;
	for (size_t t = 0; t < sizeof texts / sizeof *texts && !has_left(book, actor); t++) {
		size_t count;
		const struct mg_book_record *records = mg_book_of(book, texts[t], &count);

		for (size_t i = 0; i < count; i++) {
			const struct mg_awaited each = {&records[i], mg_signing_of(book, &records[i])};
			struct mg_awaited *grown;

			if (!awaits(book, &each, actor) || !is_needed(book, &records[i], today))
				continue;
			grown = mg_arena_grow(arena, *out, *n, &cap, sizeof *grown);
			if (!grown)
				return mg_fail_memory(err);
			*out = grown;
			grown[(*n)++] = each;
		}
	}
	return 0;
}
