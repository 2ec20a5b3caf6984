// SPDX-License-Identifier: EUPL-1.2
#include "schema/rule/rule_run.h"

#include "base/i18n.h"

#include <stdarg.h>
#include <stdio.h>

#define MAX_LABEL   200 // bytes shown of a title of a schema
#define MAX_MESSAGE 512

// The nearest node that holds a place, and the schema of the place itself.
static const struct mg_node *look_up(const struct mg_book_record *record, const char *text,
				     const struct mg_schema **schema)
{
	const struct mg_node *node = NULL;
	struct mg_place place;
	struct mg_arena arena;

	mg_arena_init(&arena, 0);
	*schema = NULL;
	if (mg_place_parse(text, &arena, &place, NULL) == 0) {
		*schema = mg_schema_at(record->type->shape, &place);
		for (node = mg_place_find(record->root, &place); !node && place.n; place.n--)
			node = mg_place_find(record->root, &(struct mg_place){place.steps, place.n - 1});
	}
	mg_arena_clear(&arena);
	return node ? node : record->root;
}

// What is not filled in is told once: as such, when the field's own level is as grave as the rule's.
static bool is_told(const struct mg_findings *findings, const struct mg_rule *rule, const char *path, const char *place)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct mg_finding *each = &findings->items[i];

		if (each->level <= rule->level && strcmp(each->code, "missing") == 0 &&
		    strcmp(each->field, place) == 0 && strcmp(each->path, path) == 0)
			return true;
	}
	return false;
}

void mg_rule_say(struct mg_rule_run *run, const struct mg_book_record *record, const char *place, const char *hint,
		 const char *format, ...)
{
	const struct mg_rule *rule = run->rule;
	char message[MAX_MESSAGE], label[MAX_LABEL];
	const struct mg_schema *schema;
	va_list ap;

	if (is_told(run->findings, rule, record->path, place) || mg_findings_pass(run->findings, rule->level))
		return;
	va_start(ap, format);
	vsnprintf(message, sizeof message, format, ap);
	va_end(ap);
	mg_findings_add(run->findings, &(struct mg_finding){
					       .code = rule->code,
					       .level = rule->level,
					       .path = record->path,
					       .field = place,
					       .mark = look_up(record, place, &schema)->start,
					       .length = 1,
					       .message = message,
					       .hint = hint ? hint : _(rule->sentence),
					       .label = mg_record_keyword(schema, "title", label, sizeof label),
					       .article = rule->article,
				       });
}

void mg_rule_say_at(struct mg_rule_run *run, const struct mg_reference *reference, const struct mg_record_at *at,
		    const struct mg_schema *schema, const char *hint, const char *format, ...)
{
	const struct mg_rule *rule = run->rule;
	struct mg_finding finding = {.code = rule->code, .level = rule->level, .article = rule->article, .length = 1};
	char message[MAX_MESSAGE];
	struct mg_path path;
	va_list ap;

	if (mg_findings_pass(run->findings, rule->level) ||
	    mg_path_parse(run->book->types, reference->from->path, &path, NULL) < 0)
		return;
	va_start(ap, format);
	vsnprintf(message, sizeof message, format, ap);
	va_end(ap);
	finding.message = message;
	finding.hint = hint ? hint : _(rule->sentence);
	finding.mark = (reference->node ? reference->node : reference->from->root)->start;
	mg_record_report(run->findings, &path, at, schema, &finding);
}
