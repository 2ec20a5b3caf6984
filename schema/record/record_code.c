// SPDX-License-Identifier: EUPL-1.2
//
// Codes that registers give (x-code): a text of the right form may still be nobody's.
#include "schema/record/record.h"

#include "base/i18n.h"
#include "base/text.h"
#include "schema/code/commune.h"
#include "schema/code/qpv.h"
#include "schema/code/siren.h"
#include "schema/record/path_word.h"
#include "schema/record/record_at.h"

#include <stdarg.h>
#include <stdio.h>

struct walk {
	const struct mg_path *path;
	struct mg_findings *findings;
};

// A value where a code is wanted.
struct place {
	const struct walk *walk;
	const struct mg_record_at *at;
	const struct mg_node *node;
};

static void MG_PRINTF(5, 6) report(const struct place *place, const char *code, enum mg_level level, const char *hint,
				   const char *format, ...)
{
	char message[512];
	va_list ap;

	if (mg_findings_pass(place->walk->findings, level))
		return;
	va_start(ap, format);
	vsnprintf(message, sizeof message, format, ap);
	va_end(ap);
	mg_record_report(place->walk->findings, place->walk->path, place->at,
			 mg_record_schema_at(place->walk->path, place->at),
			 &(struct mg_finding){.code = code,
					      .level = level,
					      .article = "",
					      .mark = place->node->start,
					      .length = (uint32_t)mg_utf8_count(place->node->text),
					      .message = message,
					      .hint = hint});
}

// How much of the code a message shows, for "%.*s".
#define SHOWN(place) mg_path_shown((place)->node->text), (place)->node->text.data

// ---- the kinds of codes

static void report_withdrawn(const struct place *place, struct mg_slice former, const struct mg_commune *now)
{
	char hint[256];

	snprintf(hint, sizeof hint, _("did you mean \"%.*s\" (%.*s)?"), (int)now->code.len, now->code.data,
		 (int)now->name.len, now->name.data);
	if (former.len)
		report(place, "commune-withdrawn", MG_LEVEL_E, hint,
		       _("\"%.*s\" (%.*s) is no commune, or not any more"), SHOWN(place), (int)former.len, former.data);
	else
		report(place, "commune-withdrawn", MG_LEVEL_E, hint, _("\"%.*s\" is no commune any more"),
		       SHOWN(place));
}

static void look_at_commune(const struct place *place)
{
	struct mg_slice vintage, former;
	struct mg_commune commune;

	if (mg_commune_exists(place->node->text))
		return;
	vintage = mg_commune_vintage();
	if (mg_commune_now(place->node->text, &former, &commune))
		report_withdrawn(place, former, &commune);
	else
		report(place, "commune-unknown", MG_LEVEL_E,
		       _("write the commune's name instead: its code is then told; a postal code is none"),
		       _("no commune of France has the code \"%.*s\" (communes of %.*s)"), SHOWN(place),
		       (int)vintage.len, vintage.data);
}

static void look_at_siren(const struct place *place)
{
	if (!mg_siren_check(place->node->text))
		report(place, "siren-key", MG_LEVEL_E, _("copy it again from the register"),
		       _("\"%.*s\" is no SIREN: its last digit does not fit the others"), SHOWN(place));
}

static void look_at_body(const struct place *place)
{
	struct mg_body body;

	if (!mg_siren_check(place->node->text))
		look_at_siren(place);
	else if (mg_slice_is(place->node->text, MG_METROPOLE_DU_GRAND_PARIS))
		report(place, "epci-metropole", MG_LEVEL_A,
		       _("name the EPT of the communes concerned: communes work together there"),
		       _("\"%.*s\" is the whole Métropole du Grand Paris"), SHOWN(place));
	else if (!mg_body_find(place->node->text, &body))
		report(place, "epci-unknown", MG_LEVEL_A,
		       _("it may be of another year: copy it again, or go on if it is right"),
		       _("no EPCI or EPT has the SIREN \"%.*s\""), SHOWN(place));
}

static void look_at_siret(const struct place *place)
{
	if (!mg_siret_check(place->node->text))
		report(place, "siret-key", MG_LEVEL_E,
		       _("copy it again from the register: two digits may have changed places"),
		       _("\"%.*s\" is no SIRET: its last digit does not fit the others"), SHOWN(place));
}

static void look_at_finess(const struct place *place)
{
	if (!mg_finess_check(place->node->text))
		report(place, "finess-key", MG_LEVEL_A, _("copy it again from the register, or go on if it is right"),
		       _("the last digit of \"%.*s\" does not fit the others of a FINESS number"), SHOWN(place));
}

static void look_at_qpv(const struct place *place)
{
	if (!mg_qpv_vintage(place->node->text))
		report(place, "qpv-form", MG_LEVEL_A,
		       _("since 2024: QN, the département (078), two digits, and N, M or I, as in QN07801M"),
		       _("\"%.*s\" is not the code of a priority neighbourhood"), SHOWN(place));
}

static const struct {
	const char *name;
	void (*look)(const struct place *place);
} kinds[] = {
	{"commune", look_at_commune}, {"epci", look_at_body},     {"siren", look_at_siren},
	{"siret", look_at_siret},     {"finess", look_at_finess}, {"qpv", look_at_qpv},
};

// ---- walking

static void walk_node(const struct walk *walk, const struct mg_schema *schema, const struct mg_node *node,
		      const struct mg_record_at *at);

static void look(const struct walk *walk, const struct mg_schema *schema, const struct mg_node *node,
		 const struct mg_record_at *at)
{
	const struct place place = {walk, at, node};
	const struct mg_slice code = mg_schema_asked(schema)->code;

	for (size_t i = 0; code.len && node->text.len && i < sizeof kinds / sizeof *kinds; i++)
		if (mg_slice_is(code, kinds[i].name))
			kinds[i].look(&place);
}

// The bodies of a list of communes, each once.
struct bodies {
	struct mg_body items[8];
	size_t n;
	struct mg_buf names;
};

static void add_body(struct bodies *bodies, struct mg_slice commune)
{
	struct mg_commune found;

	if (!mg_commune_find(commune, &found) || !found.body.siren.len)
		return;
	for (size_t i = 0; i < bodies->n; i++)
		if (mg_slice_equal(bodies->items[i].siren, found.body.siren))
			return;
	if (bodies->n == sizeof bodies->items / sizeof *bodies->items)
		return;
	mg_buf_puts(&bodies->names, bodies->n ? ", " : "");
	mg_buf_put_slice(&bodies->names, found.body.name);
	bodies->items[bodies->n++] = found.body;
}

// A territory may well lie in several; who plans for one then plans with the others.
static void look_at_bodies(const struct walk *walk, const struct mg_node *list, const struct mg_record_at *at)
{
	const struct place place = {walk, at, list};
	struct bodies bodies = {.n = 0};

	for (size_t i = 0; i < list->as.list.n; i++)
		add_body(&bodies, list->as.list.items[i]->text);
	if (bodies.n > 1)
		report(&place, "communes-bodies", MG_LEVEL_A,
		       _("have each of them at the table, or keep to the communes of one"),
		       _("these communes are of several EPCI or EPT: %s"), mg_buf_text(&bodies.names));
	mg_buf_clear(&bodies.names);
}

static void walk_list(const struct walk *walk, const struct mg_schema *schema, const struct mg_node *list,
		      const struct mg_record_at *at)
{
	const bool keyed = mg_list_kind(list) == MG_LIST_KEYED;

	for (size_t i = 0; i < list->as.list.n; i++) {
		const struct mg_schema *shape = mg_schema_item(schema, i);
		const struct mg_node *item = list->as.list.items[i];
		struct mg_record_at here = {at, {0}, keyed ? mg_node_get(item, "id") : NULL};

		if (shape)
			walk_node(walk, shape, item, keyed ? &here : at);
		if (shape && i == 1 && mg_slice_is(mg_schema_asked(shape)->code, "commune"))
			look_at_bodies(walk, list, at);
	}
}

static void walk_map(const struct walk *walk, const struct mg_schema *schema, const struct mg_node *map,
		     const struct mg_record_at *at)
{
	const struct mg_schema *property;
	struct mg_slice key;

	for (size_t i = 0; mg_schema_key(schema, i, &key, &property); i++) {
		const struct mg_node *value = mg_schema_asked(property)->has_codes ? mg_node_get_slice(map, key) : NULL;
		struct mg_record_at here = {at, key, NULL};

		if (value)
			walk_node(walk, property, value, &here);
	}
}

static void walk_node(const struct walk *walk, const struct mg_schema *schema, const struct mg_node *node,
		      const struct mg_record_at *at)
{
	if (node->type == MG_MAP)
		walk_map(walk, schema, node, at);
	else if (node->type == MG_LIST)
		walk_list(walk, schema, node, at);
	else
		look(walk, schema, node, at);
}

void mg_record_check_codes(const struct mg_path *path, const struct mg_doc *doc, struct mg_findings *findings)
{
	const struct walk walk = {path, findings};

	walk_node(&walk, path->type->shape, doc->root, NULL);
}
