// SPDX-License-Identifier: EUPL-1.2
#include "core/report/table.h"

#include "schema/record/record.h"

struct saying {
	struct mg_table *table;
	const struct mg_column_words *words;
	const struct mg_type *type; // NULL: the words are the column's own
	bool french;
};

static struct mg_slice own_word(const struct mg_word *word, struct mg_slice value, bool french)
{
	while (word && word->value && !mg_slice_is(value, word->value))
		word++;
	return word && word->value ? mg_slice_of(french ? word->french : word->english) : value;
}

static struct mg_slice word_of(const struct saying *saying, struct mg_slice value)
{
	return saying->type ? mg_record_label_in(saying->type, saying->words->field, value, saying->french)
			    : own_word(saying->words->own, value, saying->french);
}

#define BETWEEN ", "

// The first value of a cell, and the rest behind what stands between.
static struct mg_slice take_value(struct mg_slice *rest)
{
	const size_t gap = strlen(BETWEEN);
	struct mg_slice value = {rest->data, 0};

	while (value.len < rest->len &&
	       (rest->len - value.len < gap || memcmp(rest->data + value.len, BETWEEN, gap) != 0))
		value.len++;
	*rest = value.len < rest->len ? (struct mg_slice){rest->data + value.len + gap, rest->len - value.len - gap}
				      : (struct mg_slice){0};
	return value;
}

static bool say_cell(const struct saying *saying, struct mg_slice *cell)
{
	struct mg_slice rest = *cell, said = {0};

	while (rest.len)
		if (!mg_table_join(saying->table, &said, BETWEEN, word_of(saying, take_value(&rest))))
			return false;
	*cell = said;
	return true;
}

int mg_table_say(struct mg_table *table, const struct mg_types *types, bool french, struct mg_error *err)
{
	for (size_t i = 0; i < table->kind->n_words; i++) {
		const struct mg_column_words *words = &table->kind->words[i];
		const struct saying saying = {table, words, words->type ? mg_types_find(types, words->type) : NULL,
					      french};

		if (words->type && !saying.type)
			return mg_fail_memory(err);
		for (size_t row = 0; row < table->n; row++)
			if (!say_cell(&saying, &table->rows[row].cells[words->column]))
				return mg_fail_memory(err);
	}
	return 0;
}
