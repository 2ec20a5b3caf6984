// SPDX-License-Identifier: EUPL-1.2
//
// Reading records for the rules. A file of the folder may have any shape: what is not as it should be is as if it were
// not there, since the shape's own findings tell it.
#include "schema/rule/rule_run.h"

#include "schema/record/record.h"

bool mg_rule_date_in(const struct mg_node *node, const char *key, struct mg_date *date)
{
	return mg_date_parse(mg_rule_text(node, key), date);
}

struct mg_slice mg_rule_text(const struct mg_node *node, const char *key)
{
	return mg_node_string(mg_node_get(node, key));
}

bool mg_rule_is(const struct mg_node *node, const char *key, const char *word)
{
	return mg_slice_is(mg_rule_text(node, key), word);
}

bool mg_rule_is_one_of(const struct mg_node *node, const char *key, const char *const *words)
{
	const struct mg_slice text = mg_rule_text(node, key);

	for (; *words; words++)
		if (mg_slice_is(text, *words))
			return true;
	return false;
}

bool mg_rule_has(const struct mg_node *node, const char *key)
{
	return !mg_record_is_empty(mg_node_get(node, key));
}

const struct mg_node *const *mg_rule_list(const struct mg_node *node, const char *key, size_t *n)
{
	const struct mg_node *list = mg_node_get(node, key);

	*n = list && list->type == MG_LIST ? list->as.list.n : 0;
	return *n ? list->as.list.items : NULL;
}

const char *mg_rule_place(struct mg_rule_run *run, const char *key, const struct mg_node *item, const char *field)
{
	const struct mg_node *id = mg_node_get(item, "id");
	struct mg_buf place = {0}, canon = {0};
	const char *text;

	mg_step_format(&(struct mg_step){MG_STEP_KEY, mg_slice_of(key)}, &place);
	if (id) {
		mg_node_canon(id, &canon);
		mg_step_format(&(struct mg_step){MG_STEP_ELEMENT, mg_buf_slice(&canon)}, &place);
	}
	if (id && field)
		mg_step_format(&(struct mg_step){MG_STEP_KEY, mg_slice_of(field)}, &place);
	text = mg_arena_strdup(&run->arena, mg_buf_text(&place));
	mg_buf_clear(&canon);
	mg_buf_clear(&place);
	return text ? text : "";
}

const struct mg_book_record *mg_rule_follow(const struct mg_rule_run *run, const char *type, const struct mg_node *node,
					    const char *key)
{
	struct mg_slice name = mg_rule_text(node, key);

	return name.len ? mg_book_find(run->book, type, name) : NULL;
}

const struct mg_node *mg_rule_pass(const struct mg_rule_run *run, const struct mg_book_record *record)
{
	mg_book_put_back(run->book);
	return mg_book_root(run->book, record);
}

bool mg_rule_is_named_by(const struct mg_rule_run *run, const struct mg_book_record *record, const char *type)
{
	size_t n;
	const struct mg_reference_known *items = mg_references_to(&run->references, record, &n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(items[i].from->type->name, type) == 0)
			return true;
	return false;
}

bool mg_rule_in_programme(const struct mg_node *action)
{
	static const char *const in[] = {"conventionnee", "en_cours", "suspendue", "realisee", "reconduite", NULL};

	return mg_rule_is_one_of(action, "statut", in);
}

static void count_indicator(struct mg_rule_indicators *has, const struct mg_node *root)
{
	has->n++;
	has->process |= mg_rule_is(root, "type_indicateur", "processus");
	has->activity |= mg_rule_is(root, "type_indicateur", "activite");
	has->result |= mg_rule_is(root, "type_indicateur", "resultat");
	has->qualitative |= mg_rule_is(root, "nature", "qualitatif");
}

struct mg_rule_indicators mg_rule_indicators_of(const struct mg_rule_run *run, const struct mg_book_record *action)
{
	struct mg_rule_indicators has = {0};
	size_t n;
	const struct mg_node *const *names = mg_rule_list(action->root, "indicateurs", &n);
	const struct mg_reference_known *items;

	for (size_t i = 0; i < n; i++) {
		const struct mg_book_record *named = mg_book_find(run->book, "indicateur", mg_node_string(names[i]));

		if (named)
			count_indicator(&has, named->root);
	}
	items = mg_references_to(&run->references, action, &n);
	for (size_t i = 0; i < n; i++)
		if (strcmp(items[i].from->type->name, "indicateur") == 0)
			count_indicator(&has, mg_book_root(run->book, items[i].from));
	return has;
}
