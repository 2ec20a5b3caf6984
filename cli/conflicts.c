// SPDX-License-Identifier: EUPL-1.2
#include "cli/conflicts.h"

#include "base/i18n.h"
#include "cli/read.h"
#include "cli/record.h"
#include "cli/say.h"
#include "cli/when.h"
#include "schema/record/path.h"

#define SHOWN_CHARS 60

static const struct mg_view_commit *commit_of(const struct mg_open_conflict *open,
					      const struct mg_conflict_entry *entry)
{
	return &open->input->commits[entry->commit];
}

// Why its author wrote it; "" when he did not say.
static const char *reason_of(struct mg_cli *cli, const struct mg_open_conflict *open,
			     const struct mg_conflict_entry *entry)
{
	struct mg_error err;
	const char *reason;

	if (mg_index_reason(mg_copy_store(cli->copy)->index, commit_of(open, entry)->position, &cli->arena, &reason,
			    &err) < 0)
		return "";
	return reason;
}

// ---- people

static void show_reason(FILE *out, const char *reason)
{
	if (!*reason)
		return;
	fputs("\n       « ", out);
	mg_put_lines(out, mg_slice_of(reason), 9);
	fputs(" »", out);
}

// What a write did where it has no value to tell: that of a decision is the commits it was about. NULL when it has one.
static const char *deed(const struct mg_write *w)
{
	switch (w->op) {
	case MG_DROP:
	case MG_OUT:
		return _("(removed)");
	case MG_KEEP:
		return _("(kept, by a decision)");
	case MG_EXISTS_MAP:
	case MG_EXISTS_LIST:
		return "";
	case MG_PUT:
	case MG_IN:
		break;
	}
	return NULL;
}

static void show_below(FILE *out, const struct mg_conflict_entry *entry)
{
	for (size_t i = 0; i < entry->n_below; i++) {
		const struct mg_write *w = &entry->below[i];
		const char *done = deed(w);

		fputs("\n         ", out);
		if (*w->place)
			mg_put_text(out, w->place, SHOWN_CHARS);
		else
			fputs(_("the whole record"), out);
		if (done) {
			fprintf(out, "%s%s", *done ? " " : "", done);
		} else {
			fputs(": ", out);
			mg_put_canon(out, w->value, SHOWN_CHARS);
		}
	}
}

static void show_value(FILE *out, const struct mg_conflict *conflict, const struct mg_conflict_entry *entry)
{
	if (entry->removed)
		fputs(_("(removed)"), out);
	else if (conflict->sealed)
		fputs(entry->side == conflict->shown ? _("what is signed") : _("a change beside it"), out);
	else
		mg_put_value(out, entry->value ? entry->value : conflict->sides[entry->side], SHOWN_CHARS);
}

void mg_conflict_show_values(struct mg_cli *cli, FILE *out, const struct mg_open_conflict *open, bool settled)
{
	const struct mg_conflict *conflict = open->conflict;

	for (size_t i = 0; i < conflict->n_entries; i++) {
		const struct mg_conflict_entry *entry = &conflict->entries[i];
		const struct mg_view_commit *commit = commit_of(open, entry);
		const char *holder = mg_copy_holder(cli->copy, commit->key, &cli->arena);
		char when[MG_WHEN_BYTES];

		fprintf(out, "    %zu  ", i + 1);
		show_value(out, conflict, entry);
		fprintf(out, "  — %s%s%s%s, %s", commit->actor, *holder ? " (" : "", holder, *holder ? ")" : "",
			mg_when_format(commit->stamp_ms, when));
		if (!settled && !conflict->sealed && entry->side == conflict->shown)
			fputs(_(", shown for now"), out);
		show_reason(out, reason_of(cli, open, entry));
		show_below(out, entry);
		putc('\n', out);
	}
}

// ---- programs

static void below_json(struct mg_json *json, const struct mg_conflict_entry *entry)
{
	mg_json_key(json, "below");
	mg_json_open(json, '[');
	for (size_t i = 0; i < entry->n_below; i++) {
		mg_json_open(json, '{');
		mg_json_pair(json, "field", entry->below[i].place);
		mg_json_key(json, "value");
		mg_json_canon(json, entry->below[i].op == MG_KEEP ? NULL : entry->below[i].value);
		if (entry->below[i].op == MG_KEEP) {
			mg_json_key(json, "kept");
			mg_json_bool(json, true);
		}
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
}

static void value_json(struct mg_cli *cli, struct mg_json *json, const struct mg_open_conflict *open, size_t i)
{
	const struct mg_conflict_entry *entry = &open->conflict->entries[i];
	const struct mg_view_commit *commit = commit_of(open, entry);

	mg_json_open(json, '{');
	mg_json_pair_int(json, "n", (int64_t)i + 1);
	mg_json_key(json, "value");
	mg_json_node(json, entry->removed ? NULL : open->conflict->sides[entry->side]);
	if (entry->n_below)
		below_json(json, entry);
	mg_json_pair(json, "actor", commit->actor);
	mg_json_pair(json, "key", commit->key);
	mg_json_key(json, "commit");
	mg_json_id(json, &commit->id);
	mg_json_key(json, "time");
	mg_json_time(json, commit->stamp_ms);
	mg_json_pair(json, "reason", reason_of(cli, open, entry));
	mg_json_key(json, "removed");
	mg_json_bool(json, entry->removed);
	mg_json_key(json, "shown");
	mg_json_bool(json, entry->side == open->conflict->shown);
	mg_json_close(json, '{');
}

void mg_conflict_json(struct mg_cli *cli, struct mg_json *json, const struct mg_open_conflict *open)
{
	mg_json_open(json, '{');
	mg_json_pair(json, "id", open->conflict->id);
	mg_json_pair_record(json, "record", open->path);
	mg_json_pair(json, "field", open->conflict->at);
	mg_json_key(json, "values");
	mg_json_open(json, '[');
	for (size_t i = 0; i < open->conflict->n_entries; i++)
		value_json(cli, json, open, i);
	mg_json_close(json, '[');
	mg_json_close(json, '{');
}

// ---- what a commit settled

int mg_conflicts_read(struct mg_cli *cli, struct mg_open_conflicts *out, struct mg_error *err)
{
	return mg_copy_conflicts(cli->copy, &cli->arena, &out->items, &out->n, err);
}

static const struct mg_open_conflict *find(const struct mg_open_conflicts *list, const char *id)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->items[i].conflict->id, id) == 0)
			return &list->items[i];
	return NULL;
}

// What stands at the place now.
static void show_now(struct mg_cli *cli, const struct mg_open_conflict *open)
{
	struct mg_buf text = {0};
	struct mg_place place;
	struct mg_error err;
	struct mg_doc doc;

	mg_doc_init(&doc);
	if (mg_copy_read_view(cli->copy, open->path, &text, &err) == 0 &&
	    mg_read_text(open->path, mg_buf_slice(&text), &doc, &err) == 0 &&
	    mg_place_parse(open->conflict->at, &cli->arena, &place, &err) == 0) {
		fputs(_("    now  "), stderr);
		mg_put_value(stderr, mg_place_find(doc.root, &place), SHOWN_CHARS);
		putc('\n', stderr);
	}
	mg_doc_clear(&doc);
	mg_buf_clear(&text);
}

void mg_conflicts_tell_settled(struct mg_cli *cli, const struct mg_open_conflicts *before,
			       const struct mg_recorded *recorded)
{
	for (size_t i = 0; i < recorded->n_settled && !cli->quiet; i++) {
		const struct mg_settled *settled = &recorded->settled[i];
		const struct mg_open_conflict *open = find(before, settled->id);
		const char *place = open ? open->conflict->at : settled->place;
		char printed[MG_MAX_PATH_BYTES + 1];

		mg_path_print(settled->path, printed);
		if (*place)
			mg_say(cli, _("This settled the conflict about %s of %s. The values were:"), place, printed);
		else
			mg_say(cli, _("This settled the conflict about the whole of %s. The values were:"), printed);
		if (!open)
			continue;
		mg_conflict_show_values(cli, stderr, open, true);
		if (!open->conflict->sealed)
			show_now(cli, open);
	}
}
