// SPDX-License-Identifier: EUPL-1.2
#include "core/trust/flood.h"

#include "base/file.h"
#include "base/i18n.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define DAY_MS         86400000
#define MAX_FILE_BYTES (MG_MAX_LINES * 40u)

struct arrivals {
	char key[MG_KEY_ID_CHARS + 1];
	uint32_t commits;
};

struct mg_flood {
	struct mg_copy *copy;
	struct mg_arena *arena;
	int64_t day;
	struct arrivals *lines;
	size_t n, cap;
	bool changed;
};

static int path_of(struct mg_copy *copy, struct mg_buf *path, struct mg_error *err)
{
	mg_buf_printf(path, "%s/arrivals", mg_repo_state_dir(copy->store.repo));
	return mg_buf_check(path, err);
}

static int add_line(struct mg_flood *flood, const char *key, uint32_t commits, struct mg_error *err)
{
	struct arrivals *grown = mg_arena_grow(flood->arena, flood->lines, flood->n, &flood->cap, sizeof *grown);

	if (!grown)
		return mg_fail_memory(err);
	flood->lines = grown;
	grown[flood->n] = (struct arrivals){.commits = commits};
	memcpy(grown[flood->n].key, key, MG_KEY_ID_CHARS);
	flood->n++;
	return 0;
}

// "<day>", then "<key> <commits>" for each line; of another day or malformed, it says nothing.
static int parse(struct mg_flood *flood, const char *text, struct mg_error *err)
{
	char *rest;
	int code = 0;

	if (strtoll(text, &rest, 10) != flood->day || *rest++ != '\n')
		return 0;
	while (!code && strcspn(rest, " \n") == MG_KEY_ID_CHARS && rest[MG_KEY_ID_CHARS] == ' ') {
		char *after;
		unsigned long commits = strtoul(rest + MG_KEY_ID_CHARS + 1, &after, 10);

		code = add_line(flood, rest, commits < UINT32_MAX ? (uint32_t)commits : UINT32_MAX, err);
		rest = *after == '\n' ? after + 1 : after;
	}
	return code;
}

int mg_flood_read(struct mg_copy *copy, struct mg_arena *arena, struct mg_flood **out, struct mg_error *err)
{
	struct mg_flood *flood = mg_arena_alloc(arena, sizeof *flood);
	struct mg_buf path = {0}, text = {0};
	int code;

	*out = NULL;
	if (!flood)
		return mg_fail_memory(err);
	*flood = (struct mg_flood){.copy = copy, .arena = arena, .day = mg_copy_now_ms(copy) / DAY_MS};
	code = path_of(copy, &path, err);
	if (!code)
		code = mg_file_read(mg_buf_text(&path), MAX_FILE_BYTES, &text, err);
	if (!code)
		code = parse(flood, mg_buf_text(&text), err);
	else if (code == MG_ENOTFOUND || code == MG_ELIMIT)
		code = 0;
	mg_buf_clear(&path);
	mg_buf_clear(&text);
	*out = code ? NULL : flood;
	return code;
}

int mg_flood_write(const struct mg_flood *flood, struct mg_error *err)
{
	struct mg_buf path = {0}, text = {0};
	int code = flood->changed ? path_of(flood->copy, &path, err) : 0;

	mg_buf_printf(&text, "%" PRId64 "\n", flood->day);
	for (size_t i = 0; i < flood->n; i++)
		mg_buf_printf(&text, "%s %" PRIu32 "\n", flood->lines[i].key, flood->lines[i].commits);
	if (!code)
		code = mg_buf_check(&text, err);
	if (!code && flood->changed)
		code = mg_file_write(mg_buf_text(&path), mg_buf_slice(&text), MG_FILE_LAZY, err);
	mg_buf_clear(&path);
	mg_buf_clear(&text);
	return code;
}

static struct arrivals *find(const struct mg_flood *flood, const char *key)
{
	for (size_t i = 0; i < flood->n; i++) {
		if (strcmp(flood->lines[i].key, key) == 0)
			return &flood->lines[i];
	}
	return NULL;
}

bool mg_flood_is_full(const struct mg_flood *flood, const char *key)
{
	const struct arrivals *line = find(flood, key);

	return line && line->commits >= flood->copy->day_limit;
}

int mg_flood_count(struct mg_flood *flood, const char *key, struct mg_error *err)
{
	struct arrivals *line = find(flood, key);

	flood->changed = true;
	if (!line)
		return add_line(flood, key, 1, err);
	line->commits++;
	return 0;
}
