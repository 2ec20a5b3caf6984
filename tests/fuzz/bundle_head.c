// SPDX-License-Identifier: EUPL-1.2
//
// What can be read of a bundle's head, written and read again, is the same.
#include "core/carry/bundle_head.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_same(const struct mg_bundle_head *a, const struct mg_bundle_head *b)
{
	if (a->n_needs != b->n_needs || a->n_refs != b->n_refs)
		abort();
	for (size_t i = 0; i < a->n_needs; i++) {
		if (!mg_id_equal(&a->needs[i], &b->needs[i]))
			abort();
	}
	for (size_t i = 0; i < a->n_refs; i++) {
		if (!mg_id_equal(&a->refs[i].id, &b->refs[i].id) || strcmp(a->refs[i].name, b->refs[i].name) != 0)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mg_bundle_head head, again;
	struct mg_buf text = {0};
	struct mg_arena arena;

	mg_arena_init(&arena, 0);
	if (mg_bundle_head_parse((struct mg_slice){(const char *)data, size}, &arena, &head, NULL) == 0) {
		if (head.bytes > size)
			abort();
		mg_bundle_head_format(&head, &text);
		if (mg_bundle_head_parse(mg_buf_slice(&text), &arena, &again, NULL) != 0)
			abort();
		check_same(&head, &again);
	}
	mg_buf_clear(&text);
	mg_arena_clear(&arena);
	return 0;
}
