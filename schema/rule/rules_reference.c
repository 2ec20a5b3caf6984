// SPDX-License-Identifier: EUPL-1.2
//
// References between records: no article asks for them, and nothing in the guide means anything without them.
#include "schema/rule/rule_run.h"
#include "schema/rule/rule_table.h"

#include "base/i18n.h"
#include "base/text.h"
#include "schema/record/path_word.h"

#include <stdio.h>

#define MAX_GUESSES 50u // a name is compared with all others: only so often, in a folder full of mistakes

// ---- to nothing

static const char *path_shown(struct mg_arena *arena, const struct mg_book_record *record)
{
	return mg_arena_copy(arena, record->path, strlen(record->path) - strlen(".yaml"));
}

// The nearest of the names, or of the paths, that records of a type have.
static const char *nearest_of(const struct mg_book_record *records, size_t n, const struct mg_reference *reference,
			      struct mg_arena *arena)
{
	const bool is_path = mg_reference_is_path(reference);
	const char *typed = mg_arena_copy(arena, reference->name.data, reference->name.len);
	const char **names = mg_arena_array(arena, n, sizeof *names);

	for (size_t i = 0; names && i < n; i++) {
		names[i] = is_path ? path_shown(arena, &records[i]) : mg_book_name(&records[i]);
		if (!names[i])
			return NULL;
	}
	return typed && names ? mg_nearest(typed, names, n) : NULL;
}

// The nearest name that a record of that type has; of a path, the nearest path.
static const char *nearest_name(struct mg_rule_run *run, const struct mg_reference *reference)
{
	size_t n = 0;
	const struct mg_book_record *records =
		reference->type ? mg_book_list(run->book, reference->type->name, &n) : NULL;
	struct mg_arena arena; // of all names, which are many
	const char *nearest;

	if (!n || run->guesses++ >= MAX_GUESSES)
		return NULL;
	mg_arena_init(&arena, 0);
	nearest = nearest_of(records, n, reference, &arena);
	if (nearest)
		nearest = mg_arena_strdup(&run->arena, nearest);
	mg_arena_clear(&arena);
	return nearest;
}

// Whether what is named was there once: by its path, or by the id in the path of its type. *path is then that.
static bool was_there(const struct mg_rule_run *run, const struct mg_reference *reference, struct mg_path *path)
{
	struct mg_path_parts parts = {0};
	const struct mg_slice name = reference->name;

	if (!run->was)
		return false;
	if (mg_reference_is_path(reference)) {
		if (!mg_reference_path(name, path->text))
			return false;
	} else {
		if (name.len > MG_MAX_ID_CHARS)
			return false;
		memcpy(parts.id, name.data, name.len);
		if (mg_path_format(reference->type, &parts, path, NULL) < 0)
			return false;
	}
	return run->was(run->was_data, path->text);
}

// One sentence: that there is none, or none any more.
static const char *sentence(struct mg_rule_run *run, const struct mg_reference *reference, bool was)
{
	const int n = mg_path_shown(reference->name);
	const char *name = reference->name.data;

	if (mg_reference_is_path(reference))
		return mg_arena_printf(&run->arena,
				       was ? _("the record \"%.*s\" was removed") : _("there is no record \"%.*s\""), n,
				       name);
	return mg_arena_printf(&run->arena,
			       was ? _("the record %s \"%.*s\" was removed")
				   : _("there is no record %s named \"%.*s\""),
			       reference->type->name, n, name);
}

static void look_at_one(void *data, const struct mg_reference *reference, const struct mg_record_at *at,
			const struct mg_schema *schema)
{
	struct mg_rule_run *run = data;
	const char *nearest = NULL, *said;
	struct mg_path path;
	char hint[256];
	bool was;

	if (reference->to || mg_findings_pass(run->findings, run->rule->level))
		return;
	was = was_there(run, reference, &path);
	if (was)
		snprintf(hint, sizeof hint, _("name another; `maillage log %.*s` tells who removed it, and why"),
			 (int)(strlen(path.text) - strlen(".yaml")), path.text);
	else
		nearest = nearest_name(run, reference);
	if (nearest)
		snprintf(hint, sizeof hint, _("did you mean %s?"), nearest);
	said = sentence(run, reference, was);
	if (said)
		mg_rule_say_at(run, reference, at, schema, was || nearest ? hint : NULL, "%s", said);
}

static void look_for_nothing(struct mg_rule_run *run, const struct mg_book_record *record)
{
	mg_reference_each(run->book, record, look_at_one, run);
}

// ---- to an actor who left

static bool is_of_type(const struct mg_book_record *record, const char *const *types)
{
	for (; *types; types++)
		if (strcmp(record->type->name, *types) == 0)
			return true;
	return false;
}

// What tells of a time gone by names those who were there.
static bool is_past(const struct mg_rule_run *run, const struct mg_book_record *record)
{
	static const char *const over[] = {"realisee", "non_reconduite", "abandonnee", "terminee", NULL};
	// Who came, left, took part or learnt; that somebody's contacts and keys were his.
	static const char *const told[] = {"capitalisation", "diagnostic",  "formation",         "mouvement",
					   "personne",       "resiliation", "signature_externe", NULL};
	static const char *const dated[] = {"financement", "reunion", NULL};

	return *record->parts.periode || *record->parts.annee || record->type->ns || is_of_type(record, told) ||
	       mg_rule_is_one_of(record->root, "statut", over) ||
	       (is_of_type(record, dated) && mg_date_compare(mg_rule_day(run, record), run->today) < 0);
}

static void look_at_actor(void *data, const struct mg_reference *reference, const struct mg_record_at *at,
			  const struct mg_schema *schema)
{
	static const char *const left[] = {"retire", "refus", NULL};
	struct mg_rule_run *run = data;
	const struct mg_node *root = mg_book_root(run->book, reference->to);

	if (!mg_rule_is_one_of(root, "statut_membre", left) || strcmp(reference->type->name, "acteur") != 0)
		return;
	mg_rule_say_at(run, reference, at, schema, NULL, _("\"%.*s\" is no member of the coopérative any more"),
		       mg_path_shown(reference->name), reference->name.data);
}

static void look_for_left(struct mg_rule_run *run, const struct mg_book_record *record)
{
	if (!is_past(run, record))
		mg_reference_each(run->book, record, look_at_actor, run);
}

// ---- from nothing

// An indicator of an action says which, or the action names it.
static void look_for_lone(struct mg_rule_run *run, const struct mg_book_record *record)
{
	static const char *const wider[] = {"actions_meme_theme", "ca", "ensemble_regional", NULL};

	if (!mg_rule_is_one_of(record->root, "objet", wider) && !mg_rule_text(record->root, "action").len &&
	    !mg_rule_is_named_by(run, record, "action"))
		mg_rule_say(run, record, "action", NULL, _("no action has this indicator"));
}

const struct mg_rule mg_rules_reference[] = {
	{
		.code = "reference",
		.level = MG_LEVEL_E,
		.article = "",
		.sentence = N_("What a record names must exist: correct the name, or make the record."),
		.blocks = MG_ACT_SIGN | MG_ACT_SUBMIT,
		.of_others = true,
		.checks = {{NULL, look_for_nothing}},
	},
	{
		.code = "reference-left",
		.level = MG_LEVEL_A,
		.article = "",
		.sentence = N_("Who left the coopérative answers for nothing to come: name another actor."),
		.checks = {{NULL, look_for_left}},
	},
	{
		.code = "reference-lone",
		.level = MG_LEVEL_A,
		.article = "",
		.sentence = N_(
			"An indicator belongs to an action, unless its `objet` is wider: name the action, or add the "
			"indicator to those of the action."),
		.checks = {{"indicateur", look_for_lone}},
	},
};

const size_t mg_rules_reference_count = sizeof mg_rules_reference / sizeof *mg_rules_reference;
