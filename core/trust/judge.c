// SPDX-License-Identifier: EUPL-1.2
#include "core/trust/judge_impl.h"
#include "core/repo/parse.h"
#include "core/repo/values.h"

#include "base/i18n.h"
#include "schema/yaml/yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORMAT_HELD 1 // the greatest `format` of cooperative.yaml that this program knows

static const char *const names[] = {
	[MG_CHECK_SHAPE] = "shape",   [MG_CHECK_SIGNATURE] = "signature", [MG_CHECK_FORK] = "fork",
	[MG_CHECK_TIME] = "time",     [MG_CHECK_CONTENT] = "content",     [MG_CHECK_RIGHTS] = "rights",
	[MG_CHECK_SEAL] = "seal",     [MG_CHECK_VIEW] = "view",           [MG_CHECK_PARENT] = "parent",
	[MG_CHECK_FORMAT] = "format", [MG_CHECK_AHEAD] = "ahead",         [MG_CHECK_FLOOD] = "flood"};

const char *mg_check_name(enum mg_check check)
{
	return names[check];
}

MG_PRINTF(5, 0)
static void decide(struct mg_judging *j, enum mg_decision decision, enum mg_check check, const char *path,
		   const char *format, va_list ap)
{
	struct mg_verdict *v = &j->out->verdict;

	*v = (struct mg_verdict){.decision = decision, .check = check};
	snprintf(v->path, sizeof v->path, "%s", path ? path : "");
	vsnprintf(v->message, sizeof v->message, format, ap);
}

int mg_judge_refuse(struct mg_judging *j, enum mg_check check, const char *path, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	decide(j, MG_REFUSED, check, path, format, ap);
	va_end(ap);
	return 1;
}

int mg_judge_hold(struct mg_judging *j, enum mg_check check, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	decide(j, MG_HELD, check, NULL, format, ap);
	va_end(ap);
	return 1;
}

int mg_judge_refuse_if(struct mg_judging *j, int code, enum mg_check check, const char *path)
{
	if (code == MG_EINVALID || code == MG_ELIMIT || code == MG_ETRUST)
		return mg_judge_refuse(j, check, path, "%s", j->err->message);
	return code;
}

static int compare_path(const void *path, const void *change)
{
	const struct mg_change *c = change;

	return strcmp(path, c->path.text);
}

struct mg_change *mg_judge_change_at(const struct mg_judging *j, const char *path)
{
	return j->n_by_path ? bsearch(path, j->out->changes, j->n_by_path, sizeof *j->out->changes, compare_path)
			    : NULL;
}

static int read_text(struct mg_judging *j, const char *path, const struct mg_id *blob, struct mg_buf *out)
{
	if (j->commit->n_parents)
		return mg_snapshot_read_known(j->store, &j->out->base, path, blob, MG_MAX_VIEW_BYTES, out, j->err);
	return mg_repo_read(j->store->repo, blob, MG_OBJECT_BLOB, MG_MAX_RECORD_BYTES, out, j->err);
}

int mg_judge_value_of(struct mg_judging *j, const char *path, const struct mg_id *blob, const struct mg_node **value)
{
	struct mg_buf text = {0};
	int code;

	*value = mg_values_find(j->store->values, blob);
	if (*value)
		return 0;
	code = read_text(j, path, blob, &text);
	if (!code)
		code = mg_parse_known(path, mg_buf_slice(&text), j->store->values, blob, j->arena, value, j->err);
	mg_buf_clear(&text);
	return code;
}

int mg_judge_value(struct mg_judging *j, const char *path, const struct mg_node **value)
{
	struct mg_id blob;
	int code = j->commit->n_parents ? mg_snapshot_find(j->store, &j->out->base, path, &blob, j->err)
					: mg_repo_find(j->store->repo, &j->commit->tree, path, &blob, j->err);

	*value = NULL;
	return code ? code : mg_judge_value_of(j, path, &blob, value);
}

// A CA whose format this program does not know yet may have other rules: nothing is refused, all of it waits.
static int check_format(struct mg_judging *j)
{
	const struct mg_node *cooperative, *format;
	int code = mg_judge_value(j, "cooperative.yaml", &cooperative);

	if (code == MG_ENOTFOUND)
		return mg_judge_refuse(j, MG_CHECK_SHAPE, "cooperative.yaml",
				       _("a coopérative without cooperative.yaml"));
	if (code)
		return mg_judge_refuse_if(j, code, MG_CHECK_CONTENT, "cooperative.yaml");
	format = mg_node_get(cooperative, "format");
	if (format && format->type == MG_INT && format->as.integer > FORMAT_HELD)
		return mg_judge_hold(
			j, MG_CHECK_FORMAT,
			_("this coopérative uses format %lld; this program knows up to %d: install a newer one"),
			(long long)format->as.integer, FORMAT_HELD);
	return 0;
}

int mg_judge(struct mg_store *store, const struct mg_commit *commit, int64_t now_ms,
	     const struct mg_snapshot *made_from, struct mg_arena *arena, struct mg_judged *out, struct mg_error *err)
{
	static int (*const checks[])(struct mg_judging *) = {mg_judge_parents,   check_format,  mg_judge_tree,
							     mg_judge_signature, mg_judge_fork, mg_judge_time,
							     mg_judge_content,   mg_judge_keys, mg_judge_rights,
							     mg_judge_seal,      mg_judge_view};
	struct mg_judging j = {.store = store,
			       .commit = commit,
			       .now_ms = now_ms,
			       .made_from = made_from,
			       .arena = arena,
			       .out = out,
			       .diff = {.arena = arena},
			       .err = err};
	int code = 0;

	*out = (struct mg_judged){.base = {.arena = arena}};
	for (size_t i = 0; !code && i < sizeof checks / sizeof *checks; i++)
		code = checks[i](&j);
	mg_buf_clear(&j.text);
	return code < 0 ? code : 0;
}

int mg_judge_record(struct mg_store *store, const struct mg_commit *commit, const struct mg_judged *judged,
		    struct mg_error *err)
{
	mg_position position;
	int code = mg_index_add(store->index, commit, &position, err);

	if (!code)
		code = mg_snapshot_name_conflicts(store, &judged->base, err);
	for (size_t i = 0; !code && i < judged->n_acts; i++) {
		struct mg_key_act act = judged->acts[i];

		act.position = position;
		code = mg_index_add_key_act(store->index, &act, err);
	}
	for (size_t i = 0; !code && i < judged->n_changes; i++) {
		const struct mg_change *c = &judged->changes[i];

		if (c->path.kind != MG_PATH_CONFLICT && !mg_id_equal(&c->before, &c->after))
			code = mg_index_add_touch(store->index, position, c->path.text, &c->after, err);
		for (size_t w = 0; !code && w < c->n_writes; w++)
			code = mg_index_add_write(store->index, position, c->path.text, w, &c->writes[w], err);
	}
	return code;
}
