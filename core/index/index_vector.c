// SPDX-License-Identifier: EUPL-1.2
#include "core/index/index_vector.h"

#include <stdlib.h>

// Vectors are kept as little-endian 32-bit numbers.
static void unpack(struct mg_vector *vector, const uint8_t *bytes)
{
	for (uint32_t i = 0; i < vector->n; i++, bytes += 4)
		vector->seen[i] = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
				  (uint32_t)bytes[3] << 24;
}

void mg_vector_pack(const struct mg_vector *vector, struct mg_buf *out)
{
	for (uint32_t i = 0; i < vector->n; i++) {
		uint32_t x = vector->seen[i];
		uint8_t bytes[4] = {(uint8_t)x, (uint8_t)(x >> 8), (uint8_t)(x >> 16), (uint8_t)(x >> 24)};

		mg_buf_put(out, bytes, sizeof bytes);
	}
}

bool mg_vector_read(sqlite3_stmt *row, int column, struct mg_vector *vector)
{
	vector->n = (uint32_t)sqlite3_column_bytes(row, column) / 4;
	vector->seen = calloc(vector->n + 1, sizeof *vector->seen);
	if (vector->seen)
		unpack(vector, sqlite3_column_blob(row, column));
	return vector->seen != NULL;
}

int mg_vector_absorb(struct mg_vector *vector, const struct mg_vector *other, struct mg_error *err)
{
	if (other->n > vector->n) {
		uint32_t *seen = realloc(vector->seen, (other->n + 1) * sizeof *seen);

		if (!seen)
			return mg_fail_memory(err);
		memset(seen + vector->n, 0, (other->n - vector->n) * sizeof *seen);
		vector->seen = seen;
		vector->n = other->n;
	}
	for (uint32_t i = 0; i < other->n; i++) {
		if (other->seen[i] > vector->seen[i])
			vector->seen[i] = other->seen[i];
	}
	return 0;
}
