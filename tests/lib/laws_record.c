// SPDX-License-Identifier: EUPL-1.2
//
// One record in a tree, held against all that was ever written to it.
#include "tests/lib/laws_impl.h"

#include "core/view/conflict.h"

static void read_doc(const struct mg_buf *text, struct mg_doc *doc)
{
	struct mg_findings findings;

	mg_findings_init(&findings);
	mg_doc_init(doc);
	if (mg_yaml_read(doc, "", mg_buf_slice(text), &findings))
		fail_msg("%s: %s", mg_buf_text(text), findings.items[0].message);
	mg_findings_clear(&findings);
}

static const char *canon(struct laws_look *l, const struct mg_node *node)
{
	struct mg_buf text = {0};
	const char *copy;

	if (node)
		mg_node_canon(node, &text);
	copy = node ? mg_arena_strdup(l->arena, mg_buf_text(&text)) : "(absent)";
	mg_buf_clear(&text);
	return copy;
}

// ---- files

static void read_blob(struct laws_look *l, const struct mg_id *blob, struct mg_buf *out)
{
	laws_must(mg_repo_read(l->store->repo, blob, MG_OBJECT_BLOB, MG_MAX_PIECE_BYTES, out, &l->err), &l->err);
}

static bool read_file(struct laws_look *l, const struct laws_file *file, struct mg_buf *out)
{
	if (mg_id_is_zero(&file->blob))
		return false;
	read_blob(l, &file->blob, out);
	return true;
}

static void check_text(struct laws_look *l, const char *path, const struct mg_buf *text, const struct mg_buf *wanted)
{
	if (strcmp(mg_buf_text(text), mg_buf_text(wanted)) != 0)
		fail_msg("%s: %s is\n%s\ninstead of\n%s", laws_name_of(l), path, mg_buf_text(text),
			 mg_buf_text(wanted));
}

static void check_file(struct laws_look *l, const struct laws_file *file, const struct mg_buf *wanted)
{
	struct mg_buf text = {0};

	if (!read_file(l, file, &text))
		fail_msg("%s: %s is missing; it should be\n%s", laws_name_of(l), file->path, mg_buf_text(wanted));
	check_text(l, file->path, &text, wanted);
	mg_buf_clear(&text);
}

// ---- bytes

// The latest of the touches that nobody who had seen it has touched again, among those that hold the record.
static bool latest_holder(struct laws_look *l, const struct mg_index_history *h, struct mg_id *blob)
{
	struct mg_index_commit best = {0}, commit;
	bool found = false;

	for (size_t i = 0; i < h->n_touches; i++) {
		const struct mg_index_touch *t = &h->touches[i];
		bool superseded = mg_id_is_zero(&t->blob) || !laws_within(l, t->position);

		for (size_t k = 0; !superseded && k < h->n_touches; k++)
			superseded = laws_within(l, h->touches[k].position) &&
				     mg_index_saw(l->store->index, h->touches[k].position, t->position);
		if (superseded)
			continue;
		laws_must(mg_index_commit(l->store->index, t->position, &commit, &l->err), &l->err);
		if (!found || commit.stamp_ms > best.stamp_ms ||
		    (commit.stamp_ms == best.stamp_ms && mg_id_compare(&commit.id, &best.id) > 0)) {
			best = commit;
			*blob = t->blob;
			found = true;
		}
	}
	return found;
}

// The layout of the latest holder with the view's values. doc: the file that stands there, already read; it is often that.
static void check_bytes(struct laws_look *l, const struct laws_seen *s, const struct mg_buf *is,
			const struct mg_doc *doc)
{
	struct mg_buf text = {0}, wanted = {0};
	struct mg_doc other;
	struct mg_id blob;

	mg_doc_init(&other);
	if (!latest_holder(l, &s->h, &blob)) {
		mg_yaml_write(s->result.value, &wanted);
	} else if (mg_id_equal(&blob, &s->files.record.blob)) {
		laws_must(mg_yaml_patch(doc, s->result.value, &wanted, &l->err), &l->err);
	} else {
		read_blob(l, &blob, &text);
		read_doc(&text, &other);
		laws_must(mg_yaml_patch(&other, s->result.value, &wanted, &l->err), &l->err);
	}
	check_text(l, s->path, is, &wanted);
	mg_doc_clear(&other);
	mg_buf_clear(&text);
	mg_buf_clear(&wanted);
}

// ---- what is shown of a conflict

static bool later(const struct mg_view_commit *a, const struct mg_view_commit *b)
{
	return a->stamp_ms > b->stamp_ms || (a->stamp_ms == b->stamp_ms && mg_id_compare(&a->id, &b->id) > 0);
}

// A member of a set may be shown as out; nothing else is shown as gone.
static bool may_be_shown(const struct mg_conflict *c, const struct mg_conflict_entry *entry)
{
	return !entry->removed || strstr(c->at, "[=");
}

static void check_shown(struct laws_look *l, const struct mg_conflict *c, const struct mg_view_input *input)
{
	const struct mg_conflict_entry *last = NULL;

	for (size_t i = 0; i < c->n_entries; i++) {
		const struct mg_conflict_entry *entry = &c->entries[i];

		if (i && later(&input->commits[c->entries[i - 1].commit], &input->commits[entry->commit]))
			fail_msg("%s: the values of %s in %s are not in order", laws_name_of(l), c->place, input->path);
		if (may_be_shown(c, entry))
			last = entry;
	}
	if (!last || last->side != c->shown)
		fail_msg("%s: of %s in %s the latest is not shown", laws_name_of(l), c->place, input->path);
}

// ---- the tree of a view

static void check_value(struct laws_look *l, const struct laws_seen *s, const struct mg_doc *doc)
{
	struct mg_writes writes = {.arena = l->arena};

	laws_must(mg_diff(s->result.value, doc->root, &writes, &l->err), &l->err);
	if (writes.n)
		fail_msg("%s: %s is\n%s\ninstead of\n%s", laws_name_of(l), s->path, canon(l, doc->root),
			 canon(l, s->result.value));
}

static void check_record(struct laws_look *l, const struct laws_seen *s)
{
	struct mg_buf text = {0};
	struct mg_doc doc;

	if (read_file(l, &s->files.record, &text)) {
		read_doc(&text, &doc);
		check_value(l, s, &doc);
		if (s->result.value)
			check_bytes(l, s, &text, &doc);
		mg_doc_clear(&doc);
	} else if (s->result.value) {
		fail_msg("%s: %s is missing; it should be\n%s", laws_name_of(l), s->path, canon(l, s->result.value));
	}
	mg_buf_clear(&text);
}

static void check_conflicts(struct laws_look *l, const struct laws_seen *s)
{
	struct mg_buf text = {0};

	for (size_t i = 0; i < s->result.n_conflicts; i++) {
		check_shown(l, &s->result.conflicts[i], &s->input);
		laws_must(mg_conflict_format(&s->result.conflicts[i], &s->input, &text, &l->err), &l->err);
		check_file(l, &s->files.conflicts[i], &text);
	}
	mg_buf_clear(&text);
}

// ---- nothing is lost

static bool ends(const struct mg_write *w)
{
	return w->op == MG_PUT || w->op == MG_DROP || w->op == MG_IN || w->op == MG_OUT;
}

static bool superseded(struct laws_look *l, const struct mg_index_history *h, size_t i)
{
	struct mg_index_commit commit;
	char hex[MG_ID_HEX];

	laws_must(mg_index_commit(l->store->index, h->written_by[i], &commit, &l->err), &l->err);
	mg_id_format(&commit.id, hex);
	for (size_t k = 0; k < h->n_writes; k++) {
		const struct mg_write *w = &h->writes[k];

		if (!laws_within(l, h->written_by[k]))
			continue;
		if (ends(w) && mg_place_contains(w->place, h->writes[i].place) &&
		    mg_index_saw(l->store->index, h->written_by[k], h->written_by[i]))
			return true;
		if (w->op == MG_KEEP && strcmp(w->place, h->writes[i].place) == 0 && strstr(w->value, hex))
			return true;
	}
	return false;
}

static bool stands(struct laws_look *l, const struct mg_node *record, const struct mg_write *w)
{
	const struct mg_node *node;
	struct mg_place place;

	laws_must(mg_place_parse(w->place, l->arena, &place, &l->err), &l->err);
	node = record ? mg_place_find(record, &place) : NULL;
	return node && (w->op == MG_IN || strcmp(canon(l, node), w->value) == 0);
}

static bool listed(const struct mg_view_result *result, const struct mg_view_input *input, const struct mg_write *w,
		   mg_position by)
{
	for (size_t i = 0; i < result->n_conflicts; i++) {
		const struct mg_conflict *c = &result->conflicts[i];

		for (size_t k = 0; k < c->n_entries; k++) {
			if (input->commits[c->entries[k].commit].position == by && mg_place_contains(c->at, w->place))
				return true;
		}
	}
	return false;
}

static void check_kept(struct laws_look *l, const struct laws_seen *s)
{
	for (size_t i = 0; i < s->h.n_writes; i++) {
		const struct mg_write *w = &s->h.writes[i];
		mg_position by = s->h.written_by[i];

		if ((w->op == MG_PUT || w->op == MG_IN) && laws_within(l, by) && !stands(l, s->result.value, w) &&
		    !superseded(l, &s->h, i) && !listed(&s->result, &s->input, w, by))
			fail_msg("%s: %s of %s, put by commit %u, is lost", laws_name_of(l), w->place, s->path, by);
	}
}

// ---- the whole

void laws_check_slowly(struct laws_look *l, const struct mg_id *tree, struct laws_seen *s)
{
	size_t n;

	laws_must(mg_snapshot_record(l->store, s->path, l->frontier, l->n, NULL, l->arena, &s->result, &s->input,
				     &l->err),
		  &l->err);
	n = s->result.n_conflicts;
	s->files.record = laws_find_file(l, tree, s->path);
	s->files.conflicts = mg_arena_array(l->arena, n + 1, sizeof *s->files.conflicts);
	assert_non_null(s->files.conflicts);
	for (size_t i = 0; i < n; i++)
		s->files.conflicts[i] = laws_find_file(l, tree, mg_conflict_path(s->result.conflicts[i].id, l->arena));
	s->files.n_conflicts = n;
	check_record(l, s);
	check_conflicts(l, s);
	check_kept(l, s);
}
