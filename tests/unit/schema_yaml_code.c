// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/yaml/yaml_code.h"
#include "tests/unit/yaml_fixture.h"

#include <stdio.h>
#include <stdlib.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const char *const documents[] = {
	"a: 1\n",
	"",
	"~\n",
	"texte\n",
	"\xEF\xBB\xBF"
	"a: é\nb: ici\n",
	"a: 1\r\nb: deux\r\n",
	"a: [1, -2, 0x1F, 1.5e3, .inf, true, ~, \"x\", 'y']\n",
	"{a: {b: [], c: {}}, d: \"\"}\n",
	"# commentaire\na:   plain   # après\n\nb:\n  - x\n  - id: l1\n    nom: Éole\n",
	"a: \"é\\n\\u00e9\"\nb: 'l''eau'\nc: deux\n  lignes\n",
	"a: |\n  une\n\n  deux\nb: >-\n  pliée\n  ici\nc:\nd: |+\n  fin\n\n",
	"? a\n: 1\n\"clé\": 2\n'': 3\n",
	"[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]\n",
	"9223372036854775808\n",
	"a: sans fin",
};

static void encode(const struct mg_doc *doc, struct mg_buf *bytes)
{
	mg_buf_reset(bytes);
	mg_doc_encode(doc, bytes);
}

static void assert_same_mark(struct mg_mark a, struct mg_mark b)
{
	assert_int_equal(a.offset, b.offset);
	assert_int_equal(a.line, b.line);
	assert_int_equal(a.col, b.col);
}

static void assert_same_text(struct mg_slice a, struct mg_slice b)
{
	assert_int_equal(a.len, b.len);
	if (a.len)
		assert_memory_equal(a.data, b.data, a.len);
}

static void assert_same(const struct mg_node *a, const struct mg_node *b)
{
	assert_int_equal(a->type, b->type);
	assert_int_equal(a->style, b->style);
	assert_same_mark(a->start, b->start);
	assert_same_mark(a->end, b->end);
	assert_same_text(a->text, b->text);
	if (a->type == MG_LIST) {
		assert_int_equal(a->as.list.n, b->as.list.n);
		for (size_t i = 0; i < a->as.list.n; i++)
			assert_same(a->as.list.items[i], b->as.list.items[i]);
	} else if (a->type == MG_MAP) {
		assert_int_equal(a->as.map.n, b->as.map.n);
		for (size_t i = 0; i < a->as.map.n; i++) {
			assert_same_text(a->as.map.pairs[i].key, b->as.map.pairs[i].key);
			assert_same_mark(a->as.map.pairs[i].key_start, b->as.map.pairs[i].key_start);
			assert_same_mark(a->as.map.pairs[i].key_end, b->as.map.pairs[i].key_end);
			assert_same(a->as.map.pairs[i].value, b->as.map.pairs[i].value);
		}
	} else {
		assert_true(mg_node_equal(a, b));
	}
}

static void test_a_document_comes_back_whole(void **state)
{
	struct mg_buf bytes = {0};
	struct mg_arena arena;
	struct mg_doc doc, back;

	(void)state;
	mg_arena_init(&arena, 0);
	for (size_t i = 0; i < LENGTH(documents); i++) {
		read_text(&doc, documents[i]);
		encode(&doc, &bytes);
		assert_true(mg_doc_decode(mg_buf_slice(&bytes), &arena, &back));
		assert_same_text(back.text, doc.text);
		assert_int_equal(back.crlf, doc.crlf);
		assert_same(back.root, doc.root);
		mg_doc_clear(&doc);
	}
	mg_arena_clear(&arena);
	mg_buf_clear(&bytes);
}

static void test_bytes_cut_short_are_damaged(void **state)
{
	struct mg_buf bytes = {0};
	struct mg_arena arena;
	struct mg_doc doc, back;

	(void)state;
	mg_arena_init(&arena, 0);
	for (size_t i = 0; i < LENGTH(documents); i++) {
		read_text(&doc, documents[i]);
		encode(&doc, &bytes);
		for (size_t len = 0; len < bytes.len; len++) {
			char *cut = malloc(len + 1); // so that reading further is seen

			assert_non_null(cut);
			memcpy(cut, bytes.data, len);
			cut = realloc(cut, len ? len : 1);
			assert_false(mg_doc_decode((struct mg_slice){cut, len}, &arena, &back));
			assert_null(back.root);
			free(cut);
		}
		mg_buf_putc(&bytes, '\0');
		assert_false(mg_doc_decode(mg_buf_slice(&bytes), &arena, &back));
		mg_doc_clear(&doc);
	}
	mg_arena_clear(&arena);
	mg_buf_clear(&bytes);
}

// Another document, or none; never a place or a text outside of it.
static void check_within(const struct mg_node *node, struct mg_slice text)
{
	assert_true(node->start.offset <= node->end.offset && node->end.offset <= text.len);
	for (size_t i = 0; node->type == MG_LIST && i < node->as.list.n; i++)
		check_within(node->as.list.items[i], text);
	for (size_t i = 0; node->type == MG_MAP && i < node->as.map.n; i++)
		check_within(node->as.map.pairs[i].value, text);
}

static void test_any_bit_may_be_wrong(void **state)
{
	struct mg_buf bytes = {0};
	struct mg_arena arena;
	struct mg_doc doc, back;

	(void)state;
	for (size_t i = 0; i < LENGTH(documents); i++) {
		read_text(&doc, documents[i]);
		encode(&doc, &bytes);
		for (size_t bit = 0; bit < 8 * bytes.len; bit++) {
			mg_arena_init(&arena, 0);
			bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
			if (mg_doc_decode(mg_buf_slice(&bytes), &arena, &back))
				check_within(back.root, back.text);
			bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
			mg_arena_clear(&arena);
		}
		mg_doc_clear(&doc);
	}
	mg_buf_clear(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_document_comes_back_whole),
		cmocka_unit_test(test_bytes_cut_short_are_damaged),
		cmocka_unit_test(test_any_bit_may_be_wrong),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
