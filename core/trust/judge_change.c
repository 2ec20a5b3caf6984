// SPDX-License-Identifier: EUPL-1.2
//
// Acceptance, "content": what each changed file holds, and the writes that makes.
#include "core/trust/judge_impl.h"

#include "base/i18n.h"
#include "core/key/key.h"
#include "core/repo/values.h"
#include "schema/record/record.h"

static int take_writes(struct mg_judging *j, struct mg_change *c)
{
	struct mg_writes writes = {.arena = j->arena};
	int code = mg_diff(c->old, c->new, &writes, j->err);

	c->writes = writes.items;
	c->n_writes = writes.n;
	return code;
}

static int read_old(struct mg_judging *j, struct mg_change *c)
{
	return mg_id_is_zero(&c->before) ? 0 : mg_judge_value_of(j, c->path.text, &c->before, &c->old);
}

// A key's file is named after the key in it.
static int check_key(struct mg_judging *j, const struct mg_change *c)
{
	struct mg_public_key key;
	struct mg_slice line = mg_node_string(mg_node_get(c->new, "cle"));
	char *text;
	int code;

	if (!c->path.parts.cle[0])
		return 0;
	text = mg_arena_copy(j->arena, line.data, line.len);
	if (!text)
		return mg_fail_memory(j->err);
	code = mg_key_parse_line(text, &key, j->err);
	if (!code && strcmp(key.id, c->path.parts.cle) != 0)
		code = mg_fail(j->err, MG_EINVALID, _("it holds the key %s"), key.id);
	return code ? mg_judge_refuse_if(j, code, MG_CHECK_CONTENT, c->path.text) : 0;
}

static int refuse_shape(struct mg_judging *j, const struct mg_change *c, const struct mg_findings *findings)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct mg_finding *f = &findings->items[i];

		if (f->level == MG_LEVEL_INVALID)
			return mg_judge_refuse(j, MG_CHECK_CONTENT, c->path.text, "%u:%u: %s", f->mark.line,
					       f->mark.col, f->message);
	}
	return mg_judge_refuse(j, MG_CHECK_CONTENT, c->path.text, _("the record has not the right shape"));
}

// The shape alone decides: what is still to be filled in may be recorded.
static int parse_new(struct mg_judging *j, struct mg_change *c, struct mg_slice text)
{
	struct mg_findings findings;
	struct mg_doc doc;
	int code;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	code = mg_yaml_read(&doc, c->path.text, text, &findings);
	if (!code && !mg_record_check_shape(j->store->types, &c->path, &doc, &findings))
		code = MG_EINVALID;
	if (code == MG_EINVALID)
		code = refuse_shape(j, c, &findings);
	else if (!code && !(c->new = mg_values_keep(j->store->values, &c->after, doc.root, j->arena)))
		code = mg_fail_memory(j->err);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	return code;
}

static int read_new(struct mg_judging *j, struct mg_change *c)
{
	struct mg_buf text = {0};
	int code = 0;

	if (mg_id_is_zero(&c->after))
		return 0;
	if (mg_id_equal(&c->after, &j->text_of)) {
		code = parse_new(j, c, mg_buf_slice(&j->text));
	} else {
		code = mg_repo_read(j->store->repo, &c->after, MG_OBJECT_BLOB, MG_ANY_SIZE, &text,
				    j->err); // see check_size
		if (!code)
			code = parse_new(j, c, mg_buf_slice(&text));
	}
	mg_buf_clear(&text);
	return code ? code : check_key(j, c);
}

static const struct mg_node *object_name(struct mg_judging *j, const struct mg_id *id)
{
	char hex[MG_ID_HEX];

	return mg_id_is_zero(id) ? NULL : mg_node_new_string(j->arena, mg_slice_of(mg_id_format(id, hex)));
}

static int read_change(struct mg_judging *j, struct mg_change *c)
{
	int code = 0;

	if (c->path.kind == MG_PATH_CONFLICT)
		return 0; // judged by the view
	if (c->path.kind == MG_PATH_RECORD) {
		code = read_old(j, c);
		if (!code)
			code = read_new(j, c);
	} else {
		c->old = object_name(j, &c->before);
		c->new = object_name(j, &c->after);
	}
	return code ? code : take_writes(j, c);
}

int mg_judge_content(struct mg_judging *j)
{
	int code = 0;

	for (size_t i = 0; !code && i < j->out->n_changes; i++)
		code = read_change(j, &j->out->changes[i]);
	return code;
}
