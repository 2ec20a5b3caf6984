// SPDX-License-Identifier: EUPL-1.2
//
// Three texts, a NUL between them: a place, a value (empty: remove) and a document. Setting the place changes it and no
// other; patching the document towards the value, and back, says what was asked.
#include "base/limits.h"
#include "schema/value/diff.h"
#include "schema/yaml/yaml.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

// Anything but the place itself, or what is above it and had to be made for it.
static void check_writes(const struct mg_writes *writes, const char *place)
{
	for (size_t i = 0; i < writes->n; i++)
		require(mg_place_contains(place, writes->items[i].place) ||
			mg_place_contains(writes->items[i].place, place));
}

// Another id makes another place of the element, or none.
static bool is_id(const struct mg_place *place)
{
	return mg_slice_is(place->steps[place->n - 1].name, "id");
}

static void check_set(const struct mg_doc *doc, const struct mg_place *place, const struct mg_node *value)
{
	struct mg_buf out = {0}, name = {0};
	const struct mg_node *found;
	struct mg_findings findings;
	struct mg_writes writes;
	struct mg_arena arena;
	struct mg_doc after;

	mg_arena_init(&arena, 0);
	mg_findings_init(&findings);
	mg_doc_init(&after);
	writes = (struct mg_writes){.arena = &arena};
	if (mg_yaml_set(doc, place, value, &out, NULL) == 0) {
		require(mg_yaml_read(&after, "", mg_buf_slice(&out), &findings) == 0);
		mg_place_format(place, &name);
		found = mg_place_find(after.root, place);
		require(mg_diff(doc->root, after.root, &writes, NULL) == 0);
		if (place->n && !is_id(place)) {
			require(value ? found != NULL : found == NULL);
			check_writes(&writes, mg_buf_text(&name));
		}
	}
	mg_doc_clear(&after);
	mg_findings_clear(&findings);
	mg_arena_clear(&arena);
	mg_buf_clear(&out);
	mg_buf_clear(&name);
}

static void check_patch(const struct mg_doc *doc, const struct mg_node *target)
{
	struct mg_findings findings;
	struct mg_writes writes;
	struct mg_arena arena;
	struct mg_buf out = {0}, again = {0};
	struct mg_doc after;

	mg_arena_init(&arena, 0);
	mg_findings_init(&findings);
	mg_doc_init(&after);
	writes = (struct mg_writes){.arena = &arena};
	require(mg_yaml_patch(doc, target, &out, NULL) == 0);
	if (out.len <= MG_MAX_RECORD_BYTES) {
		require(mg_yaml_read(&after, "", mg_buf_slice(&out), &findings) == 0);
		require(mg_diff(after.root, target, &writes, NULL) == 0 && writes.n == 0);
		require(mg_yaml_patch(&after, target, &again, NULL) == 0);
		require(mg_slice_equal(mg_buf_slice(&out), mg_buf_slice(&again)));
	}
	mg_doc_clear(&after);
	mg_findings_clear(&findings);
	mg_arena_clear(&arena);
	mg_buf_clear(&out);
	mg_buf_clear(&again);
}

static void check(const char *place_text, struct mg_slice value_text, struct mg_slice text)
{
	struct mg_findings findings;
	struct mg_doc doc, value;
	struct mg_place place;
	struct mg_arena arena;

	mg_arena_init(&arena, 0);
	mg_findings_init(&findings);
	mg_doc_init(&doc);
	mg_doc_init(&value);
	if (mg_yaml_read(&doc, "", text, &findings) == 0 && mg_yaml_read(&value, "", value_text, &findings) == 0) {
		if (mg_place_parse(place_text, &arena, &place, NULL) == 0)
			check_set(&doc, &place, value_text.len ? value.root : NULL);
		check_patch(&doc, value.root);
		check_patch(&value, doc.root);
	}
	mg_doc_clear(&doc);
	mg_doc_clear(&value);
	mg_findings_clear(&findings);
	mg_arena_clear(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *value = size ? memchr(data, 0, size) : NULL, *text;
	char place[128];
	size_t len;

	if (!value || (size_t)(value - data) >= sizeof place)
		return 0;
	len = (size_t)(value++ - data);
	memcpy(place, data, len);
	place[len] = '\0';
	text = memchr(value, 0, size - (size_t)(value - data));
	if (text)
		check(place, (struct mg_slice){(const char *)value, (size_t)(text - value)},
		      (struct mg_slice){(const char *)text + 1, size - (size_t)(text + 1 - data)});
	return 0;
}
