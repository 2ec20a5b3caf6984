// SPDX-License-Identifier: EUPL-1.2
//
// Laws of editing and patching, over made-up files written in every layout the author knows, and over the schemas:
// parse(edit(text)) equals edit(parse(text)); what is not touched keeps its bytes, comments included.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glob.h>
#include <stdio.h>

#include "base/file.h"
#include "schema/value/diff.h"
#include "schema/yaml/yaml.h"
#include "tests/prop/yaml_author.h"

#define DOCUMENTS 1200u
#define EDITS     6u

// cmocka cuts long messages short.
#define FAIL(...)                                                                                                      \
	do {                                                                                                           \
		fprintf(stderr, __VA_ARGS__);                                                                          \
		fail();                                                                                                \
	} while (0)

static void read_or_fail(struct mg_doc *doc, struct mg_slice text, const char *what, uint64_t seed)
{
	struct mg_findings findings;

	mg_findings_init(&findings);
	mg_doc_init(doc);
	if (mg_yaml_read(doc, what, text, &findings)) {
		struct mg_buf out = {0};

		for (size_t i = 0; i < findings.n; i++)
			mg_finding_print(&findings.items[i], text, &out);
		FAIL("seed %llu: %s cannot be read:\n%.*s\n%s", (unsigned long long)seed, what, (int)text.len,
		     text.data, mg_buf_text(&out));
	}
	mg_findings_clear(&findings);
}

// The tree as text, with keys in the order they have.
static void dump(const struct mg_node *node, struct mg_buf *out)
{
	if (node->type == MG_MAP) {
		for (size_t i = 0; i < node->as.map.n; i++) {
			mg_buf_puts(out, i ? "," : "{");
			mg_canon_string(node->as.map.pairs[i].key, out);
			mg_buf_putc(out, ':');
			dump(node->as.map.pairs[i].value, out);
		}
		mg_buf_puts(out, node->as.map.n ? "}" : "{}");
	} else if (node->type == MG_LIST) {
		for (size_t i = 0; i < node->as.list.n; i++) {
			mg_buf_puts(out, i ? "," : "[");
			dump(node->as.list.items[i], out);
		}
		mg_buf_puts(out, node->as.list.n ? "]" : "[]");
	} else {
		mg_node_canon(node, out);
	}
}

static void assert_same_tree(const struct mg_node *a, const struct mg_node *b, struct mg_slice before,
			     struct mg_slice after, const char *place, uint64_t seed)
{
	struct mg_buf x = {0}, y = {0};

	dump(a, &x);
	dump(b, &y);
	if (strcmp(mg_buf_text(&x), mg_buf_text(&y)) != 0)
		FAIL("seed %llu, place %s: got %s, expected %s\nbefore:\n%.*s\nafter:\n%.*s", (unsigned long long)seed,
		     place, mg_buf_text(&x), mg_buf_text(&y), (int)before.len, before.data, (int)after.len, after.data);
	mg_buf_clear(&x);
	mg_buf_clear(&y);
}

static size_t count(const struct mg_node *node)
{
	return node->type == MG_MAP ? node->as.map.n : node->type == MG_LIST ? node->as.list.n : 0;
}

static const struct mg_node *part(const struct mg_node *node, size_t i)
{
	return node->type == MG_MAP ? node->as.map.pairs[i].value : node->as.list.items[i];
}

// A place of the tree, existing or not, that mg_yaml_set must accept.
static void choose_place(struct author *author, const struct mg_node *root, struct mg_place *place)
{
	const struct mg_node *node = root;
	struct mg_buf canon = {0};

	place->steps = mg_arena_array(author->arena, 12, sizeof *place->steps);
	place->n = 0;
	while (place->n < 8 && (node->type == MG_MAP || node->type == MG_LIST) && pick(author, 6)) {
		struct mg_step *step = &place->steps[place->n];
		enum mg_list_kind kind = node->type == MG_LIST ? mg_list_kind(node) : MG_LIST_VALUE;
		size_t n = node->type == MG_MAP ? node->as.map.n : node->as.list.n;
		size_t i = pick(author, n + 1);

		if (node->type == MG_MAP) {
			*step = (struct mg_step){MG_STEP_KEY, i < n ? node->as.map.pairs[i].key : make_key(author)};
		} else if (kind == MG_LIST_VALUE) {
			break;
		} else if (kind == MG_LIST_SET || (kind == MG_LIST_EMPTY && pick(author, 2))) {
			*step = (struct mg_step){MG_STEP_MEMBER,
						 i < n ? node->as.list.items[i]->text : make_string(author)->text};
		} else {
			mg_buf_reset(&canon);
			mg_node_canon(i < n ? mg_node_get(node->as.list.items[i], "id") : make_number(author), &canon);
			*step = (struct mg_step){MG_STEP_ELEMENT,
						 {mg_arena_copy(author->arena, mg_buf_text(&canon), canon.len),
						  canon.len}};
		}
		place->n++;
		node = mg_place_find(root, place);
		if (!node)
			break;
	}
	mg_buf_clear(&canon);
}

// The model: what setting a place does to a tree, written anew without a thought for bytes.
static const struct mg_node *model_set(struct author *author, const struct mg_node *node, const struct mg_place *place,
				       const struct mg_node *value)
{
	struct mg_place first = {place->steps, 1}, rest = {place->steps + 1, place->n ? place->n - 1 : 0};
	const struct mg_step *step = place->steps;
	struct mg_arena *arena = author->arena;
	const struct mg_node *old, *new, **items;
	struct mg_pair *pairs;
	size_t n, m = 0;

	if (!place->n)
		return value;
	if (!node || node->type == MG_NULL)
		node = step->kind == MG_STEP_KEY ? mg_node_new_map(arena, NULL, 0) : mg_node_new_list(arena, NULL, 0);
	old = mg_place_find(node, &first);
	n = count(node);
	pairs = mg_arena_array(arena, n + 8, sizeof *pairs);
	items = mg_arena_array(arena, n + 8, sizeof *items);
	new = value || old ? model_set(author, old, &rest, value) : NULL;
	if (new && step->kind == MG_STEP_MEMBER)
		new = mg_node_new_string(arena, step->name);
	if (new && step->kind == MG_STEP_ELEMENT && (!old || place->n == 1) && !mg_node_get(new, "id")) {
		struct mg_findings findings;
		struct mg_doc id;

		mg_findings_init(&findings);
		mg_doc_init(&id);
		assert_int_equal(mg_yaml_read(&id, "", step->name, &findings), 0);
		pairs[0] = (struct mg_pair){.key = mg_slice_of("id"), .value = mg_node_copy(arena, id.root)};
		for (size_t i = 0; i < new->as.map.n; i++)
			pairs[i + 1] = new->as.map.pairs[i];
		new = mg_node_new_map(arena, pairs, new->as.map.n + 1);
		mg_doc_clear(&id);
		mg_findings_clear(&findings);
	}
	for (size_t i = 0; i <= n; i++) {
		const struct mg_node *each = i == n                 ? NULL
					     : node->type == MG_MAP ? node->as.map.pairs[i].value
								    : node->as.list.items[i];

		if (i == n ? old || !new : each == old && !new)
			continue;
		pairs[m] =
			(struct mg_pair){.key = i == n || node->type != MG_MAP ? step->name : node->as.map.pairs[i].key,
					 .value = i == n || each == old ? new : each};
		items[m] = pairs[m].value;
		m++;
	}
	return node->type == MG_MAP ? mg_node_new_map(arena, pairs, m) : mg_node_new_list(arena, items, m);
}

static void assert_same_bytes(const struct mg_node *old, const struct mg_node *new, struct mg_slice before,
			      struct mg_slice after, uint64_t seed)
{
	struct mg_slice x = {before.data + old->start.offset, old->end.offset - old->start.offset};
	struct mg_slice y = {after.data + new->start.offset, new->end.offset - new->start.offset};

	if (!mg_slice_equal(x, y))
		FAIL("seed %llu: <%.*s> became <%.*s>\nbefore:\n%.*s\nafter:\n%.*s", (unsigned long long)seed,
		     (int)x.len, x.data, (int)y.len, y.data, (int)before.len, before.data, (int)after.len, after.data);
}

// Every scalar outside the place touched has the bytes it had. touched is relative to old; NULL off its path.
static void assert_untouched(const struct mg_node *old, const struct mg_node *new, const struct mg_place *touched,
			     struct mg_slice before, struct mg_slice after, uint64_t seed)
{
	struct mg_place first = {touched ? touched->steps : NULL, 1}, rest = {NULL, 0};
	const struct mg_node *below = NULL;
	bool gone;

	if (touched && !touched->n)
		return;
	if (old->type != MG_MAP && old->type != MG_LIST) {
		// A value that stood for nothing may have got parts.
		if (!touched)
			assert_same_bytes(old, new, before, after, seed);
		return;
	}
	if (touched) {
		rest = (struct mg_place){touched->steps + 1, touched->n - 1};
		below = mg_place_find(old, &first);
	}
	gone = below && !rest.n && count(new) < count(old);
	for (size_t i = 0, j = 0; i < count(old); i++)
		if (part(old, i) != below || !gone)
			assert_untouched(part(old, i), part(new, j++), part(old, i) == below ? &rest : NULL, before,
					 after, seed);
}

static size_t count_comments(struct mg_slice text)
{
	size_t count = 0;

	for (size_t i = 0; i + 2 < text.len; i++)
		count += text.data[i] == '#' && text.data[i + 1] == ' ' && text.data[i + 2] == 'c';
	return count;
}

static size_t line_start(struct mg_slice text, size_t offset)
{
	while (offset && text.data[offset - 1] != '\n')
		offset--;
	return offset;
}

static size_t next_line(struct mg_slice text, size_t offset)
{
	const char *end = memchr(text.data + offset, '\n', text.len - offset);

	return end ? (size_t)(end - text.data) + 1 : text.len;
}

// Neither key nor item: nothing, blanks, a comment.
static bool is_idle(struct mg_slice text, size_t line)
{
	while (line < text.len && text.data[line] == ' ')
		line++;
	return line >= text.len || strchr("#\r\n", text.data[line]);
}

// What goes with a part that is removed: its whole lines; the comments between its key and it; and, when a block scalar
// above would take them, those indented below.
static struct mg_slice lines_around(const struct mg_node *node, struct mg_slice text)
{
	size_t start = line_start(text, node->start.offset), end = next_line(text, node->end.offset);

	do
		start = start ? line_start(text, start - 1) : 0;
	while (start && is_idle(text, start));
	while (end < text.len && strchr(" \r\n", text.data[end]) && is_idle(text, end))
		end = next_line(text, end);
	return (struct mg_slice){text.data + start, end - start};
}

// Comments inside what was replaced or removed may go with it; all others stay. node is NULL when something was added.
static void assert_comments_kept(const struct mg_node *node, bool removed, struct mg_slice before,
				 struct mg_slice after, uint64_t seed)
{
	size_t had = count_comments(before), has = count_comments(after), inside = 0;

	if (node && removed)
		inside = count_comments(lines_around(node, before));
	else if (node)
		inside = count_comments(
			(struct mg_slice){before.data + node->start.offset, node->end.offset - node->start.offset});
	if (has + inside < had)
		FAIL("seed %llu: %zu comments lost, %zu stood inside\nbefore:\n%.*s\nafter:\n%.*s",
		     (unsigned long long)seed, had - has, inside, (int)before.len, before.data, (int)after.len,
		     after.data);
}

// Of a place that is not there: the empty value that gives way to what is added, or NULL.
static const struct mg_node *hollow(const struct mg_node *root, struct mg_place *place)
{
	struct mg_place above = *place;
	const struct mg_node *node = NULL;

	while (!node && above.n--)
		node = mg_place_find(root, &above);
	return node && !count(node) ? node : NULL;
}

static bool is_map_place(const struct mg_place *place)
{
	return place->n && place->steps[place->n - 1].kind == MG_STEP_ELEMENT;
}

static void check_edit(struct author *author, const struct mg_doc *doc, uint64_t seed, struct mg_buf *result)
{
	const struct mg_node *old, *value, *wanted;
	struct mg_buf out = {0}, name = {0};
	struct mg_error err = {0};
	struct mg_place place;
	struct mg_doc after;

	choose_place(author, doc->root, &place);
	mg_place_format(&place, &name);
	old = mg_place_find(doc->root, &place);
	value = !pick(author, 4) ? NULL : is_map_place(&place) ? make_map(author, 2, NULL) : make_value(author, 2);
	if (value && is_map_place(&place) && mg_node_get(value, "id"))
		value = mg_node_new_map(author->arena, NULL, 0);
	wanted = model_set(author, doc->root, &place, value);
	if (!wanted)
		wanted = mg_node_new_map(author->arena, NULL, 0);
	if (mg_yaml_set(doc, &place, value, &out, &err))
		FAIL("seed %llu, place %s: %s\n%.*s", (unsigned long long)seed, mg_buf_text(&name), err.message,
		     (int)doc->text.len, doc->text.data);
	read_or_fail(&after, mg_buf_slice(&out), "edited", seed);
	assert_same_tree(after.root, wanted, doc->text, after.text, mg_buf_text(&name), seed);
	if (place.n) {
		assert_untouched(doc->root, after.root, &place, doc->text, after.text, seed);
		assert_comments_kept(old ? old : hollow(doc->root, &place), old && !value, doc->text, after.text, seed);
	}
	mg_doc_clear(&after);
	mg_buf_clear(result);
	*result = out;
	mg_buf_clear(&name);
}

static void check_patch(struct author *author, const struct mg_doc *doc, uint64_t seed, struct mg_buf *result)
{
	struct mg_writes writes = {.arena = author->arena};
	const struct mg_node *target = doc->root;
	struct mg_buf out = {0}, again = {0};
	struct mg_error err = {0};
	struct mg_doc after;

	for (uint64_t i = pick(author, 5); i; i--) {
		struct mg_place place;
		const struct mg_node *value;

		choose_place(author, target, &place);
		value = is_map_place(&place) || !place.n ? make_map(author, 2, NULL) : make_value(author, 2);
		if (is_map_place(&place) && mg_node_get(value, "id"))
			value = mg_node_new_map(author->arena, NULL, 0);
		target = model_set(author, target, &place, pick(author, 3) || !place.n ? value : NULL);
	}
	if (mg_yaml_patch(doc, target, &out, &err))
		FAIL("seed %llu: %s\n%.*s", (unsigned long long)seed, err.message, (int)doc->text.len, doc->text.data);
	read_or_fail(&after, mg_buf_slice(&out), "patched", seed);
	assert_int_equal(mg_diff(after.root, target, &writes, &err), 0);
	if (writes.n)
		FAIL("seed %llu: the patch still differs at %s\nbefore:\n%.*s\nafter:\n%.*s", (unsigned long long)seed,
		     writes.items[0].place, (int)doc->text.len, doc->text.data, (int)out.len, mg_buf_text(&out));
	assert_int_equal(mg_yaml_patch(&after, target, &again, &err), 0);
	assert_string_equal(mg_buf_text(&out), mg_buf_text(&again));
	mg_doc_clear(&after);
	mg_buf_clear(result);
	*result = out;
	mg_buf_clear(&again);
}

static void run(void (*check)(struct author *, const struct mg_doc *, uint64_t, struct mg_buf *))
{
	for (uint64_t seed = 1; seed <= DOCUMENTS; seed++) {
		struct mg_arena arena;
		struct author author = {.state = seed * 7919, .arena = &arena};
		struct mg_buf text = {0};
		const struct mg_node *root;
		struct mg_doc doc;

		mg_arena_init(&arena, 0);
		root = pick(&author, 12) ? make_map(&author, 0, NULL) : make_value(&author, 0);
		write_document(&author, root, &text);
		read_or_fail(&doc, mg_buf_slice(&text), "made up", seed);
		assert_same_tree(doc.root, root, mg_buf_slice(&text), mg_buf_slice(&text), "", seed);
		for (unsigned i = 0; i < EDITS; i++) {
			check(&author, &doc, seed, &text);
			// Now and then the next edit is of what this one left.
			if (pick(&author, 2))
				continue;
			mg_doc_clear(&doc);
			read_or_fail(&doc, mg_buf_slice(&text), "edited", seed);
		}
		mg_doc_clear(&doc);
		mg_buf_clear(&text);
		mg_arena_clear(&arena);
	}
}

static void test_edits(void **state)
{
	(void)state;
	run(check_edit);
}

static void test_patches(void **state)
{
	(void)state;
	run(check_patch);
}

static void test_real_files(void **state)
{
	struct mg_buf text = {0};
	glob_t files = {0};

	(void)state;
	if (glob("schema/types/*.yaml", 0, NULL, &files))
		skip();
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct mg_arena arena;
		struct author author = {.state = i, .arena = &arena};
		struct mg_doc doc;

		mg_arena_init(&arena, 0);
		assert_int_equal(mg_file_read(files.gl_pathv[i], 1 << 20, &text, NULL), 0);
		read_or_fail(&doc, mg_buf_slice(&text), files.gl_pathv[i], i);
		for (unsigned j = 0; j < EDITS; j++) {
			check_edit(&author, &doc, i, &text);
			check_patch(&author, &doc, i, &text);
		}
		mg_doc_clear(&doc);
		mg_arena_clear(&arena);
	}
	globfree(&files);
	mg_buf_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_edits),
		cmocka_unit_test(test_patches),
		cmocka_unit_test(test_real_files),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
