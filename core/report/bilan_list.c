// SPDX-License-Identifier: EUPL-1.2
//
// Figures that do not come together: of lists what stands in them, each thing once; of others who has which value.
#include "core/report/bilan_total.h"

#include <stdlib.h>

#define MOST_BYTES 2000u // of a note: a record holds 256 KiB

struct listing {
	struct mg_arena *arena;
	struct mg_slice *texts;
	size_t n, cap;
	bool failed;
};

static void add(struct listing *l, struct mg_slice text)
{
	struct mg_slice *grown = text.len ? mg_arena_grow(l->arena, l->texts, l->n, &l->cap, sizeof *grown) : NULL;

	if (!grown) {
		l->failed |= text.len > 0;
		return;
	}
	l->texts = grown;
	grown[l->n++] = text;
}

// An observation's text; where it has none, its value.
static void add_observation(struct listing *l, const struct mg_node *observation)
{
	const struct mg_node *value = mg_node_get(observation, "valeur");
	struct mg_slice text = mg_node_string(mg_node_get(observation, "texte"));
	struct mg_buf canon = {0};
	const char *copy;

	if (!text.len && value) {
		mg_node_canon(value, &canon);
		copy = mg_arena_strdup(l->arena, mg_buf_text(&canon));
		l->failed |= !copy;
		text = mg_slice_of(copy);
	}
	mg_buf_clear(&canon);
	add(l, text);
}

static int compare(const void *a, const void *b)
{
	return mg_slice_compare(*(const struct mg_slice *)a, *(const struct mg_slice *)b);
}

static size_t keep_distinct(struct listing *l)
{
	size_t n = 0;

	if (l->n)
		qsort(l->texts, l->n, sizeof *l->texts, compare);
	for (size_t i = 0; i < l->n; i++)
		if (!n || !mg_slice_equal(l->texts[i], l->texts[n - 1]))
			l->texts[n++] = l->texts[i];
	return n;
}

static const char *join(const struct listing *l)
{
	struct mg_buf note = {0};
	const char *copy;
	size_t i = 0;

	mg_buf_puts(&note, "liste : ");
	for (; i < l->n && note.len + l->texts[i].len < MOST_BYTES; i++) {
		mg_buf_puts(&note, i ? " ; " : "");
		mg_buf_put_slice(&note, l->texts[i]);
	}
	if (i < l->n)
		mg_buf_printf(&note, "%s%zu autres, dans les bilans", i ? " ; " : "", l->n - i);
	copy = note.failed ? NULL : mg_arena_strdup(l->arena, mg_buf_text(&note));
	mg_buf_clear(&note);
	return copy;
}

const char *mg_bilan_listed(const struct mg_node *const *items, size_t n, struct mg_arena *arena)
{
	struct listing l = {.arena = arena};

	for (size_t i = 0; i < n; i++) {
		const struct mg_node *list = mg_node_get(items[i], "observations");

		for (size_t j = 0; list && list->type == MG_LIST && j < list->as.list.n; j++)
			add_observation(&l, list->as.list.items[j]);
	}
	l.n = keep_distinct(&l);
	if (l.failed)
		return NULL;
	return l.n ? join(&l) : "";
}

// ---- values that are never added up

static void put_item(struct mg_buf *note, const struct mg_node *item, const char *before)
{
	const struct mg_node *value = mg_node_get(item, "valeur");

	mg_buf_puts(note, before);
	if (value)
		mg_node_canon(value, note);
	else
		mg_buf_put_slice(note, mg_node_string(mg_node_get(item, "texte")));
}

// The one value of a figure; where there is none, those of its observations.
static void put_values(struct mg_buf *note, const struct mg_node *figure)
{
	const struct mg_node *list = mg_node_get(figure, "observations");

	if (mg_node_get(figure, "valeur"))
		put_item(note, figure, " ");
	else if (!list || list->type != MG_LIST || !list->as.list.n)
		mg_buf_puts(note, " –");
	else
		for (size_t i = 0; i < list->as.list.n; i++)
			put_item(note, list->as.list.items[i], i ? " et " : " ");
}

const char *mg_bilan_apart(const struct mg_bilan_value *values, size_t n, struct mg_arena *arena)
{
	struct mg_buf note = {0};
	const char *copy;
	size_t i = 0;

	mg_buf_puts(&note, "non agrégeable, valeurs jamais additionnées : ");
	for (; i < n && note.len < MOST_BYTES; i++) {
		const bool same = i && strcmp(values[i].quarter, values[i - 1].quarter) == 0;

		mg_buf_puts(&note, !i ? "" : same ? ", " : " ; ");
		if (!same && *values[i].quarter)
			mg_buf_printf(&note, "%s ", values[i].quarter);
		mg_buf_puts(&note, values[i].acteur);
		put_values(&note, values[i].figure);
	}
	if (i < n)
		mg_buf_printf(&note, " ; %zu autres, dans les bilans", n - i);
	copy = note.failed ? NULL : mg_arena_strdup(arena, mg_buf_text(&note));
	mg_buf_clear(&note);
	return copy;
}
