// SPDX-License-Identifier: EUPL-1.2
#include "core/report/splitting.h"

#include "schema/value/fixed.h"

#include <inttypes.h>
#include <stdlib.h>

#define SIREN_CHARS 9
#define ARS         "ars" // all of its delegations are one legal person

// A body that receives or gives: an actor as one book has it.
struct body {
	size_t source;
	struct mg_slice id, siren, rna;
	const struct mg_node *root; // NULL: no such actor
	bool is_ars;
	size_t same; // the first body that is the same one
};

struct small {
	struct mg_splitting_item item;
	size_t beneficiary, funder; // of bodies
	int64_t year;
};

struct looking {
	const struct mg_splitting_source *sources;
	struct mg_arena *arena;
	struct body *bodies;
	size_t n_bodies, bodies_cap;
	struct small *smalls;
	size_t n_smalls, smalls_cap;
};

// ---- amounts

// Integer centimes; false for what is none, and for a fraction of one.
static bool read_centimes(const struct mg_node *amount, int64_t *centimes)
{
	struct mg_fixed value;

	if (!mg_fixed_read(amount, &value))
		return false;
	for (; value.scale > 2; value.scale--) {
		if (value.units % 10)
			return false;
		value.units /= 10;
	}
	for (; value.scale < 2; value.scale++)
		value.units *= 10;
	if (value.units < 0 || value.units > INT64_MAX / 1000000)
		return false;
	*centimes = (int64_t)value.units;
	return true;
}

const char *mg_splitting_amount(int64_t centimes, struct mg_arena *arena)
{
	return mg_arena_printf(arena, "%" PRId64 ".%02" PRId64, centimes / 100, centimes % 100);
}

// ---- who is who

static struct body describe(const struct looking *l, size_t source, struct mg_slice id)
{
	const struct mg_book_record *actor = mg_book_find(l->sources[source].book, "acteur", id);
	struct body body = {.source = source, .id = id, .root = actor ? actor->root : NULL};
	struct mg_slice siret = mg_node_string(mg_node_get(body.root, "siret"));
	struct mg_slice type = mg_node_string(mg_node_get(body.root, "type_structure"));

	body.rna = mg_node_string(mg_node_get(body.root, "rna"));
	body.is_ars = type.len > strlen(ARS) && memcmp(type.data, ARS "_", strlen(ARS "_")) == 0;
	if (siret.len >= SIREN_CHARS)
		body.siren = (struct mg_slice){siret.data, SIREN_CHARS};
	return body;
}

static bool is_known(struct mg_slice a, struct mg_slice b)
{
	return a.len && mg_slice_equal(a, b);
}

static bool is_same(const struct body *a, const struct body *b)
{
	return (a->source == b->source && mg_slice_equal(a->id, b->id)) || (a->is_ars && b->is_ars) ||
	       is_known(a->siren, b->siren) || is_known(a->rna, b->rna);
}

// The place of an actor's body among those known. A new one may show that two of them are one: then they are.
static int find_body(struct looking *l, size_t source, struct mg_slice id, size_t *at, struct mg_error *err)
{
	const struct body body = describe(l, source, id);
	struct body *grown;

	for (*at = 0; *at < l->n_bodies; ++*at)
		if (l->bodies[*at].source == source && mg_slice_equal(l->bodies[*at].id, id))
			return 0;
	grown = mg_arena_grow(l->arena, l->bodies, l->n_bodies, &l->bodies_cap, sizeof *grown);
	if (!grown)
		return mg_fail_memory(err);
	l->bodies = grown;
	*at = l->n_bodies++;
	grown[*at] = body;
	grown[*at].same = *at;
	for (size_t i = 0; i < *at; i++) {
		const size_t old = grown[*at].same, other = grown[i].same;
		const size_t kept = old < other ? old : other;

		for (size_t j = 0; old != other && is_same(&grown[i], &body) && j <= *at; j++)
			if (grown[j].same == old || grown[j].same == other)
				grown[j].same = kept;
	}
	return 0;
}

// ---- the decisions

static bool is_small(const struct mg_node *root, int64_t *centimes)
{
	struct mg_slice instrument = mg_node_string(mg_node_get(root, "instrument"));

	return (!instrument.len || mg_slice_is(instrument, "decision_attribution")) &&
	       read_centimes(mg_node_get(root, "montant_annuel"), centimes) && *centimes > 0 &&
	       *centimes < MG_SPLITTING_THRESHOLD_CENTIMES;
}

static int add_small(struct looking *l, size_t source, const struct mg_book_record *record, int64_t wanted,
		     struct mg_error *err)
{
	const struct mg_node *year = mg_node_get(record->root, "annee");
	struct small small = {.item = {source, record, 0}}, *grown;
	int rc;

	if (!year || year->type != MG_INT || (wanted && year->as.integer != wanted) ||
	    !is_small(record->root, &small.item.centimes))
		return 0;
	small.year = year->as.integer;
	rc = find_body(l, source, mg_node_string(mg_node_get(record->root, "beneficiaire")), &small.beneficiary, err);
	if (rc == 0)
		rc = find_body(l, source, mg_node_string(mg_node_get(record->root, "financeur")), &small.funder, err);
	if (rc < 0)
		return rc;
	grown = mg_arena_grow(l->arena, l->smalls, l->n_smalls, &l->smalls_cap, sizeof *grown);
	if (!grown)
		return mg_fail_memory(err);
	l->smalls = grown;
	grown[l->n_smalls++] = small;
	return 0;
}

static int gather(struct looking *l, size_t n_sources, int64_t year, struct mg_error *err)
{
	int rc = 0;

	for (size_t s = 0; rc == 0 && s < n_sources; s++) {
		size_t n;
		const struct mg_book_record *records = mg_book_of(l->sources[s].book, "financement", &n);

		for (size_t i = 0; rc == 0 && i < n; i++)
			rc = add_small(l, s, &records[i], year, err);
	}
	for (size_t i = 0; rc == 0 && i < l->n_smalls; i++) { // once it is known who is the same as whom
		l->smalls[i].beneficiary = l->bodies[l->smalls[i].beneficiary].same;
		l->smalls[i].funder = l->bodies[l->smalls[i].funder].same;
	}
	return rc;
}

static int compare_places(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int compare_groups(const struct small *x, const struct small *y)
{
	int order = (x->year > y->year) - (x->year < y->year);

	if (!order)
		order = compare_places(x->beneficiary, y->beneficiary);
	return order ? order : compare_places(x->funder, y->funder);
}

static int compare_smalls(const void *a, const void *b)
{
	const struct small *x = a, *y = b;
	int order = compare_groups(x, y);

	if (!order)
		order = compare_places(x->item.source, y->item.source);
	return order ? order : strcmp(x->item.record->path, y->item.record->path);
}

static int make_group(const struct looking *l, const struct small *smalls, size_t n, struct mg_splitting_group *out,
		      struct mg_error *err)
{
	struct mg_splitting_item *items = mg_arena_array(l->arena, n, sizeof *items);
	const struct body *to = &l->bodies[smalls->beneficiary], *from = &l->bodies[smalls->funder];

	if (!items)
		return mg_fail_memory(err);
	*out = (struct mg_splitting_group){to->root, from->root, to->id, from->id, smalls->year, items, n, 0, false};
	for (size_t i = 0; i < n; i++) {
		items[i] = smalls[i].item;
		out->centimes += items[i].centimes;
	}
	out->reaches = out->centimes >= MG_SPLITTING_THRESHOLD_CENTIMES;
	return 0;
}

int mg_splitting(const struct mg_splitting_source *sources, size_t n, int64_t year, struct mg_arena *arena,
		 struct mg_splitting_group **groups, size_t *n_groups, struct mg_error *err)
{
	struct looking l = {.sources = sources, .arena = arena};
	int rc = gather(&l, n, year, err);

	*n_groups = 0;
	*groups = rc == 0 ? mg_arena_array(arena, l.n_smalls, sizeof **groups) : NULL;
	if (rc < 0 || !*groups)
		return rc < 0 ? rc : mg_fail_memory(err);
	if (l.n_smalls)
		qsort(l.smalls, l.n_smalls, sizeof *l.smalls, compare_smalls);
	for (size_t start = 0, end; rc == 0 && start < l.n_smalls; start = end) {
		for (end = start + 1; end < l.n_smalls && compare_groups(&l.smalls[start], &l.smalls[end]) == 0;)
			end++;
		if (end - start > 1)
			rc = make_group(&l, &l.smalls[start], end - start, &(*groups)[(*n_groups)++], err);
	}
	return rc;
}
