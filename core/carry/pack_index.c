// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/pack_index.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "core/carry/pack_file.h"
#include "core/repo/delta.h"
#include "core/repo/repo_pack.h"

#include <git2.h>
#include <stdlib.h>

#define TELL_EACH 256u // objects: often enough for who waits, or wants to stop

#define TREE 2 // as packs number kinds

// What is told from an object is a list, and beside it the one from which most is told in turn: that comes last, when the
// object itself need not be kept any more. So at most a few versions of one folder are held, however long the chain.
// Numbers of objects from 1 on; 0: none.
struct node {
	uint32_t base, next;   // of MG_PACK_DELTA: what it is told from, and the next told from that
	uint32_t light, heavy; // told from this one
	uint32_t weight;       // objects told from it, and from those
	uint8_t kind;
	bool is_whole, is_named;
};

struct named_delta {
	struct mg_id base;
	uint32_t number;
};

// An object that others are told from.
struct frame {
	uint32_t number;
	unsigned depth;
	size_t next_named; // of those told by its name
	struct mg_buf bytes;
};

struct naming {
	struct mg_pack_file *file;
	struct mg_packed *objects;
	struct node *nodes;
	uint32_t n, done;
	struct named_delta *by_name; // deltas, by rising name of their base
	size_t n_by_name, cap_by_name;
	struct frame stack[MG_MAX_DELTA_DEPTH + 1];
	size_t n_stack, held; // bytes in it
	struct mg_buf delta;
	mg_pack_tell tell;
	void *context;
	struct mg_error *err;
};

static int malformed(struct naming *p)
{
	return mg_fail(p->err, MG_EINVALID, _("the pack is damaged or cut short"));
}

// ---- names

// Packs number kinds as libgit2 does. A tag is nothing of ours, but somebody may have left one.
static int name_bytes(struct naming *p, unsigned kind, struct mg_slice bytes, struct mg_id *id)
{
	git_oid oid;
	int rc;

	if (kind == TREE) {
		mg_repo_name(MG_OBJECT_TREE, bytes, id);
		return 0;
	}
	rc = git_odb_hash(&oid, bytes.data, bytes.len, (git_object_t)kind);
	memcpy(id->bytes, oid.id, MG_ID_BYTES);
	return rc < 0 ? mg_fail_git(p->err, rc, _("cannot name an object")) : 0;
}

static int name_object(struct naming *p, uint32_t number, unsigned kind, struct mg_slice bytes)
{
	struct node *node = &p->nodes[number - 1];
	int code = name_bytes(p, kind, bytes, &p->objects[number - 1].id);

	node->kind = (uint8_t)kind;
	node->is_named = true;
	p->done++;
	if (!code && p->tell && (p->done % TELL_EACH == 0 || p->done == p->n) && p->tell(p->context, p->done, p->n))
		code = mg_fail(p->err, MG_EBUSY, _("stopped"));
	return code;
}

// ---- what there is

// The object that begins there, of those seen so far; 0.
static uint32_t number_at(const struct naming *p, uint32_t seen, uint64_t at)
{
	uint32_t low = 0, high = seen;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (p->objects[middle].offset < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < seen && p->objects[low].offset == at ? low + 1 : 0;
}

static int add_by_name(struct naming *p, const struct mg_id *base, uint32_t number)
{
	if (p->n_by_name == p->cap_by_name) {
		size_t cap = p->cap_by_name ? 2 * p->cap_by_name : 256;
		struct named_delta *grown = realloc(p->by_name, cap * sizeof *grown);

		if (!grown)
			return mg_fail_memory(p->err);
		p->by_name = grown;
		p->cap_by_name = cap;
	}
	p->by_name[p->n_by_name++] = (struct named_delta){*base, number};
	return 0;
}

static int list_one(struct naming *p, uint32_t i, uint64_t *at)
{
	struct mg_packed *packed = &p->objects[i];
	struct mg_pack_object object;
	int code = mg_pack_file_object(p->file, *at, &object, p->err);

	packed->offset = (uint32_t)*at;
	if (!code)
		code = mg_pack_file_inflate(p->file, &object, &p->delta, at, &packed->sum, p->err);
	if (code)
		return code;
	p->nodes[i] = (struct node){.weight = 1, .kind = (uint8_t)object.kind};
	if (object.kind == MG_PACK_DELTA) {
		p->nodes[i].base = number_at(p, i, object.base_at);
		return p->nodes[i].base ? 0 : malformed(p);
	}
	if (object.kind == MG_PACK_NAMED_DELTA)
		return add_by_name(p, &object.base, i + 1);
	p->nodes[i].is_whole = true;
	return name_object(p, i + 1, object.kind, mg_buf_slice(&p->delta));
}

static int by_base(const void *a, const void *b)
{
	const struct named_delta *x = a, *y = b;
	int order = mg_id_compare(&x->base, &y->base);

	return order ? order : (x->number > y->number) - (x->number < y->number);
}

// An object comes after what it is told from, so that going back each has its whole weight before it is hung up.
static void link_deltas(struct naming *p)
{
	for (uint32_t i = p->n; i > 0; i--) {
		struct node *node = &p->nodes[i - 1], *base = node->base ? &p->nodes[node->base - 1] : NULL;
		uint32_t light = i;

		if (!base)
			continue;
		base->weight += node->weight;
		if (!base->heavy || node->weight > p->nodes[base->heavy - 1].weight) {
			light = base->heavy;
			base->heavy = i;
		}
		if (light) {
			p->nodes[light - 1].next = base->light;
			base->light = light;
		}
	}
	if (p->n_by_name)
		qsort(p->by_name, p->n_by_name, sizeof *p->by_name, by_base);
}

static int list_all(struct naming *p)
{
	uint8_t sum[MG_PACK_TRAILER];
	uint64_t at = MG_PACK_HEAD, end;
	int code = mg_pack_file_trailer(p->file, &end, sum, p->err);

	if (!code && end > MG_MAX_PACK_FILE_BYTES)
		code = mg_fail(p->err, MG_ELIMIT, _("the pack has more than %u bytes"), MG_MAX_PACK_FILE_BYTES);
	for (uint32_t i = 0; !code && i < p->n; i++)
		code = list_one(p, i, &at);
	if (!code && at != end)
		code = malformed(p);
	if (!code)
		link_deltas(p);
	return code;
}

// ---- what is told from what

static size_t first_by_name(const struct naming *p, const struct mg_id *id)
{
	size_t low = 0, high = p->n_by_name;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (mg_id_compare(&p->by_name[middle].base, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool has_by_name(const struct naming *p, const struct frame *frame)
{
	return frame->next_named < p->n_by_name &&
	       mg_id_equal(&p->by_name[frame->next_named].base, &p->objects[frame->number - 1].id);
}

// The next object told from this one; 0. Each is given once.
static uint32_t next_told(struct naming *p, struct frame *frame)
{
	struct node *node = &p->nodes[frame->number - 1];
	uint32_t number = node->light;

	if (number)
		node->light = p->nodes[number - 1].next;
	else if (has_by_name(p, frame))
		number = p->by_name[frame->next_named++].number;
	else if ((number = node->heavy))
		node->heavy = 0;
	return number;
}

static bool has_told(const struct naming *p, const struct frame *frame)
{
	const struct node *node = &p->nodes[frame->number - 1];

	return node->light || node->heavy || has_by_name(p, frame);
}

static void pop(struct naming *p)
{
	struct frame *frame = &p->stack[--p->n_stack];

	p->held -= frame->bytes.len;
	mg_buf_clear(&frame->bytes);
}

// Keeps an object for those that are told from it, if any. The bytes are transferred.
static int push(struct naming *p, uint32_t number, unsigned depth, struct mg_buf *bytes)
{
	struct frame frame = {.number = number, .depth = depth, .bytes = *bytes};

	frame.next_named = first_by_name(p, &p->objects[number - 1].id);
	*bytes = (struct mg_buf){0};
	if (!has_told(p, &frame)) {
		mg_buf_clear(&frame.bytes);
		return 0;
	}
	p->held += frame.bytes.len;
	if (depth > MG_MAX_DELTA_DEPTH || p->held > MG_MAX_PACK_HELD) {
		mg_buf_clear(&frame.bytes);
		return mg_fail(p->err, MG_ELIMIT, _("the pack takes more work to unpack than any honest one"));
	}
	p->stack[p->n_stack++] = frame;
	return 0;
}

static int apply(struct naming *p, const struct frame *base, uint32_t number, struct mg_buf *out)
{
	struct mg_pack_object object;
	int code = mg_pack_file_object(p->file, p->objects[number - 1].offset, &object, p->err);

	if (!code)
		code = mg_pack_file_inflate(p->file, &object, &p->delta, NULL, NULL, p->err);
	if (!code)
		code = mg_delta_apply(mg_buf_slice(&base->bytes), mg_buf_slice(&p->delta), MG_MAX_TREE_BYTES, out,
				      p->err);
	return code;
}

// Names what is told from the object on top, and goes on with that; what nothing more is told from goes.
static int step(struct naming *p)
{
	struct frame *top = &p->stack[p->n_stack - 1];
	uint32_t number = next_told(p, top);
	unsigned depth = top->depth + 1;
	struct mg_buf bytes = {0};
	int code;

	if (!number) {
		pop(p);
		return 0;
	}
	if (p->nodes[number - 1].is_named) // its base is in the pack twice
		return malformed(p);
	code = apply(p, top, number, &bytes);
	if (!code)
		code = name_object(p, number, p->nodes[top->number - 1].kind, mg_buf_slice(&bytes));
	if (!code && !has_told(p, top))
		pop(p);
	if (!code)
		code = push(p, number, depth, &bytes);
	mg_buf_clear(&bytes);
	return code;
}

static int unpack_from(struct naming *p, uint32_t number)
{
	struct frame whole = {.number = number, .next_named = first_by_name(p, &p->objects[number - 1].id)};
	struct mg_pack_object object;
	int code;

	if (!has_told(p, &whole))
		return 0;
	code = mg_pack_file_object(p->file, p->objects[number - 1].offset, &object, p->err);
	if (!code)
		code = mg_pack_file_inflate(p->file, &object, &whole.bytes, NULL, NULL, p->err);
	if (!code)
		code = push(p, number, 0, &whole.bytes);
	mg_buf_clear(&whole.bytes);
	while (!code && p->n_stack)
		code = step(p);
	return code;
}

static int unpack_all(struct naming *p)
{
	int code = 0;

	for (uint32_t i = 0; !code && i < p->n; i++) {
		if (p->nodes[i].is_whole)
			code = unpack_from(p, i + 1);
	}
	return code || p->done == p->n ? code : malformed(p);
}

// ---- the whole

static int by_id(const void *a, const void *b)
{
	return mg_id_compare(&((const struct mg_packed *)a)->id, &((const struct mg_packed *)b)->id);
}

static int put_index(struct naming *p, struct mg_buf *index)
{
	uint8_t sum[MG_PACK_TRAILER];
	uint64_t end;
	int code = mg_pack_file_trailer(p->file, &end, sum, p->err);

	if (code)
		return code;
	qsort(p->objects, p->n, sizeof *p->objects, by_id);
	for (uint32_t i = 1; i < p->n; i++) {
		if (mg_id_equal(&p->objects[i - 1].id, &p->objects[i].id))
			return mg_fail(p->err, MG_EINVALID, _("the pack holds an object twice"));
	}
	mg_pack_put_index(index, p->objects, p->n, sum);
	return mg_buf_check(index, p->err);
}

static int name_all(struct naming *p)
{
	int code;

	p->objects = calloc((size_t)p->n + 1, sizeof *p->objects);
	p->nodes = calloc((size_t)p->n + 1, sizeof *p->nodes);
	if (!p->objects || !p->nodes)
		return mg_fail_memory(p->err);
	code = list_all(p);
	return code ? code : unpack_all(p);
}

int mg_pack_index(const char *path, mg_pack_tell tell, void *context, struct mg_buf *index, struct mg_error *err)
{
	struct naming *p = calloc(1, sizeof *p);
	int code;

	mg_buf_reset(index);
	if (!p)
		return mg_fail_memory(err);
	p->tell = tell;
	p->context = context;
	p->err = err;
	code = mg_pack_file_open(path, &p->file, &p->n, err);
	if (!code && p->n > MG_MAX_PACK_OBJECTS)
		code = malformed(p);
	if (!code)
		code = name_all(p);
	while (p->n_stack)
		pop(p);
	free(p->nodes);
	p->nodes = NULL;
	if (!code)
		code = put_index(p, index);
	mg_pack_file_close(p->file);
	mg_buf_clear(&p->delta);
	free(p->by_name);
	free(p->objects);
	free(p);
	return code;
}
