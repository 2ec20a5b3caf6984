// SPDX-License-Identifier: EUPL-1.2
#include "core/report/trace_impl.h"

#include "schema/book/signing.h"
#include "schema/record/record.h"
#include "schema/record/rights.h"

#include <stdlib.h>

struct mg_trace_rights {
	const struct mg_type *type;
	unsigned who; // may write its records
};

struct mg_trace_holder {
	char key[MG_KEY_ID_CHARS + 1];
	const char *name;
};

struct mg_trace_author {
	const char *actor;
	struct mg_author author;
};

struct gathering {
	struct mg_tracer *tracer;
	struct mg_trace *node;
	size_t cap;
};

// ---- who

// Where a key is among those that are remembered, in their order, or would be.
static size_t holder_at(const struct mg_tracer *t, const char *key)
{
	size_t low = 0, high = t->n_holders;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(t->holders[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const char *mg_trace_holder_of(struct mg_tracer *t, const char *key)
{
	const size_t at = holder_at(t, key);
	struct mg_trace_holder *grown;

	if (at < t->n_holders && strcmp(t->holders[at].key, key) == 0)
		return t->holders[at].name;
	grown = mg_arena_grow(t->arena, t->holders, t->n_holders, &t->holders_cap, sizeof *grown);
	if (!grown || strlen(key) > MG_KEY_ID_CHARS)
		return "";
	t->holders = grown;
	memmove(&grown[at + 1], &grown[at], (t->n_holders++ - at) * sizeof *grown);
	memcpy(grown[at].key, key, strlen(key) + 1);
	grown[at].name = mg_copy_holder(t->copy, key, t->arena);
	return grown[at].name;
}

// What an actor is today. Without its record it is nobody.
static const struct mg_author *author_of(struct mg_tracer *t, const char *actor)
{
	const char *path = mg_arena_printf(t->arena, "acteurs/%s.yaml", actor);
	struct mg_trace_author *grown;
	struct mg_error ignored;
	struct mg_doc doc;

	for (size_t i = 0; i < t->n_authors; i++)
		if (strcmp(t->authors[i].actor, actor) == 0)
			return &t->authors[i].author;
	grown = mg_arena_grow(t->arena, t->authors, t->n_authors, &t->authors_cap, sizeof *grown);
	if (!grown || !path)
		return NULL;
	t->authors = grown;
	grown += t->n_authors++;
	*grown = (struct mg_trace_author){.actor = mg_arena_strdup(t->arena, actor)};
	if (!grown->actor)
		grown->actor = "";
	grown->author.id = mg_slice_of(grown->actor);
	mg_doc_init(&doc);
	if (mg_copy_read_doc(t->copy, path, &doc, &ignored) == 0)
		mg_author_describe(&grown->author, mg_node_copy(t->arena, doc.root), t->cooperative);
	mg_doc_clear(&doc);
	return &grown->author;
}

// Whether an author is what a word of x-droits means.
static bool is_who(const struct mg_author *author, unsigned bit, const char *word, bool owns,
		   const struct mg_node *root)
{
	if (bit == MG_WHO_OWNER)
		return owns;
	if (bit == MG_WHO_DD)
		return author->is_dd;
	if (bit == MG_WHO_PARTY)
		return mg_signing_has_party(mg_node_get(root, "parties"), author->id);
	if (bit == MG_WHO_PARTNER && !author->role.len)
		return true;
	return bit == MG_WHO_ALL || mg_slice_is(author->role, word);
}

// Who may write records of a type; nobody when that cannot be read.
static unsigned writers_of(struct mg_tracer *t, const struct mg_type *type)
{
	struct mg_trace_rights *grown;
	struct mg_rights rights;
	struct mg_error ignored;

	for (size_t i = 0; i < t->n_rights; i++)
		if (t->rights[i].type == type)
			return t->rights[i].who;
	grown = mg_arena_grow(t->arena, t->rights, t->n_rights, &t->rights_cap, sizeof *grown);
	if (!grown || mg_rights_read(t->copy->store.types, type, &rights, &ignored) < 0)
		return 0;
	t->rights = grown;
	grown[t->n_rights] = (struct mg_trace_rights){type, rights.who[MG_RIGHT_CREATE] | rights.who[MG_RIGHT_MODIFY]};
	return grown[t->n_rights++].who;
}

static const char *right_of(struct mg_tracer *t, const struct mg_path *path, const struct mg_node *root,
			    const char *actor)
{
	const unsigned who = path->type ? writers_of(t, path->type) : 0;
	const bool owns = who && mg_slice_is(mg_record_owner(path, root), actor);
	const struct mg_author *author;
	const char *word;
	unsigned bit;

	if (!who)
		return "";
	if (owns && (who & MG_WHO_OWNER)) // the commonest, and nothing is to be read
		return "proprietaire";
	author = author_of(t, actor);
	for (size_t i = 0; author && (word = mg_who_word(i, &bit)); i++)
		if ((who & bit) && is_who(author, bit, word, owns, root))
			return word;
	return "";
}

// ---- what

static bool is_told(const struct mg_write *write)
{
	return write->op == MG_PUT || write->op == MG_DROP || write->op == MG_IN || write->op == MG_OUT;
}

// Whether the commit counts: 1, 0 or an error.
static int counts(struct mg_tracer *t, const struct mg_id *id)
{
	struct mg_index *index = t->copy->store.index;
	struct mg_index_commit commit;
	mg_position position;
	int rc;

	if (!t->history.n_cuts)
		return 1;
	rc = mg_index_find(index, id, &position, t->err);
	if (rc == 0)
		rc = mg_index_commit(index, position, &commit, t->err);
	return rc < 0 ? rc : !mg_history_leaves_out(&t->history, &commit);
}

static const char *keep(struct mg_arena *arena, const char *text, bool *failed)
{
	const char *copy = text ? mg_arena_strdup(arena, text) : NULL;

	*failed |= text && !copy;
	return copy;
}

static int gather(void *context, const struct mg_index_change *change, struct mg_error *err)
{
	struct gathering *g = context;
	struct mg_tracer *t = g->tracer;
	struct mg_trace_write *grown, *write;
	bool failed = false;
	int rc = is_told(&change->write) ? counts(t, &change->commit) : 0;

	if (rc <= 0)
		return rc;
	grown = mg_arena_grow(t->arena, g->node->writes, g->node->n_writes, &g->cap, sizeof *grown);
	if (!grown)
		return mg_fail_memory(err);
	g->node->writes = grown;
	write = &grown[g->node->n_writes++];
	*write =
		(struct mg_trace_write){.op = change->write.op, .commit = change->commit, .stamp_ms = change->stamp_ms};
	write->place = keep(t->arena, change->write.place, &failed);
	write->value = keep(t->arena, change->write.value, &failed);
	write->old = keep(t->arena, change->write.old, &failed);
	write->actor = keep(t->arena, change->actor, &failed);
	write->key = keep(t->arena, change->key, &failed);
	write->reason = keep(t->arena, change->reason ? change->reason : "", &failed);
	write->holder = "";
	write->right = "";
	return failed ? mg_fail_memory(err) : 0;
}

// Of one place the newest first; the commit's id decides between two of one time, as the view does.
static int compare_writes(const void *a, const void *b)
{
	const struct mg_trace_write *x = a, *y = b;
	int order = strcmp(x->place, y->place);

	if (!order)
		order = (x->stamp_ms < y->stamp_ms) - (x->stamp_ms > y->stamp_ms);
	return order ? order : mg_id_compare(&y->commit, &x->commit);
}

// Whether something above the place was taken away later.
static bool is_dropped(const struct mg_trace *node, const struct mg_trace_write *write)
{
	for (size_t i = 0; i < node->n_writes; i++) {
		const struct mg_trace_write *other = &node->writes[i];

		if (other->op == MG_DROP && other->stamp_ms > write->stamp_ms &&
		    mg_place_contains(other->place, write->place))
			return true;
	}
	return false;
}

static void mark_standing(struct mg_trace *node)
{
	size_t drops = 0;

	for (size_t i = 0; i < node->n_writes; i++)
		drops += node->writes[i].op == MG_DROP;
	for (size_t i = 0; i < node->n_writes; i++) {
		struct mg_trace_write *write = &node->writes[i];
		const bool newest = i == 0 || strcmp(write->place, write[-1].place) != 0;

		write->stands =
			newest && (write->op == MG_PUT || write->op == MG_IN) && !(drops && is_dropped(node, write));
	}
}

int mg_trace_writes(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *root)
{
	const struct mg_index_query query = {.path = node->path, .place = node->place};
	struct gathering g = {t, node, 0};
	struct mg_path path;
	int rc = mg_index_log(t->copy->store.index, &query, gather, &g, t->err);

	if (rc < 0)
		return rc;
	if (mg_path_locate(t->copy->store.types, node->path, &path, NULL) < 0)
		path = (struct mg_path){0};
	if (node->n_writes)
		qsort(node->writes, node->n_writes, sizeof *node->writes, compare_writes);
	mark_standing(node);
	for (size_t i = 0; i < node->n_writes; i++) {
		node->writes[i].holder = mg_trace_holder_of(t, node->writes[i].key);
		node->writes[i].right = right_of(t, &path, root, node->writes[i].actor);
	}
	return 0;
}

const struct mg_trace_write *mg_trace_write_at(const struct mg_trace *node, const char *place)
{
	for (size_t i = 0; i < node->n_writes; i++)
		if (node->writes[i].stands && strcmp(node->writes[i].place, place) == 0)
			return &node->writes[i];
	return NULL;
}
