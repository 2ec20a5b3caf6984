// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/roll_list.h"

#include "base/file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define FOLDERS      256u
#define HEAD_BYTES   8u
#define COUNTS_BYTES (FOLDERS * 4u)
#define SUM_BYTES    4u
#define ENDS_BYTES   (HEAD_BYTES + COUNTS_BYTES + 2 * MG_ID_BYTES) // of a pack's index: all but its objects
#define EACH_BYTES   (MG_ID_BYTES + 2 * SUM_BYTES)
#define MAX_INDEX    (ENDS_BYTES + MG_ROLL_OBJECTS * EACH_BYTES)

// Names are evenly spread: `git gc --auto` takes one folder of loose objects for all. One would often say that it is time
// when it is not.
static const char *const sample[] = {"17", "5b", "9e", "d2"};
#define SAMPLES (sizeof sample / sizeof *sample)

static bool ends_with(const char *name, const char *end)
{
	size_t len = strlen(name), end_len = strlen(end);

	return len > end_len && strcmp(name + len - end_len, end) == 0;
}

// ---- is it time?

static size_t count_loose(const char *objects_dir, const char *folder)
{
	char path[PATH_MAX];
	struct dirent *entry;
	size_t n = 0;
	DIR *dir;

	snprintf(path, sizeof path, "%s/%s", objects_dir, folder);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		n += entry->d_name[0] != '.';
	if (dir)
		closedir(dir);
	return n;
}

// Packs are rolled up with those of a like size only: else one that has grown would be packed again with each small one that
// arrives, once there are many.
enum size {
	SMALL,
	MIDDLE,
	LARGE,
	SIZES,
};

static enum size size_of(size_t objects)
{
	return objects <= MG_ROLL_SMALL ? SMALL : objects <= MG_ROLL_OBJECTS ? MIDDLE : LARGE;
}

// By the length of its index.
static enum size size_of_index(const char *objects_dir, const char *name)
{
	char path[PATH_MAX];
	struct stat st;

	snprintf(path, sizeof path, "%s/pack/%s", objects_dir, name);
	if (stat(path, &st) != 0 || st.st_size < (off_t)ENDS_BYTES)
		return LARGE;
	return size_of(((size_t)st.st_size - ENDS_BYTES) / EACH_BYTES);
}

static bool are_packs_due(const char *objects_dir)
{
	size_t n[SIZES] = {0};
	char path[PATH_MAX];
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof path, "%s/pack", objects_dir);
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		if (ends_with(entry->d_name, ".idx") && entry->d_name[0] != '.')
			n[size_of_index(objects_dir, entry->d_name)]++;
	}
	if (dir)
		closedir(dir);
	return n[SMALL] >= MG_ROLL_PACKS || n[MIDDLE] >= MG_ROLL_PACKS;
}

bool mg_roll_is_due(const char *objects_dir)
{
	size_t loose = 0;

	for (size_t i = 0; i < SAMPLES; i++)
		loose += count_loose(objects_dir, sample[i]);
	return loose * FOLDERS >= MG_ROLL_LOOSE * SAMPLES || are_packs_due(objects_dir);
}

static int64_t time_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec : 0;
}

static int add(struct mg_roll_list *list, struct mg_roll_object object, struct mg_error *err)
{
	struct mg_roll_object *grown = mg_arena_grow(list->arena, list->objects, list->n, &list->cap, sizeof *grown);

	if (!grown)
		return mg_fail_memory(err);
	list->objects = grown;
	grown[list->n++] = object;
	return 0;
}

// ---- loose

static int list_folder(struct mg_roll_list *list, unsigned first, struct mg_error *err)
{
	char path[PATH_MAX], hex[2 * MG_ID_HEX];
	struct dirent *entry;
	DIR *dir;
	int code = 0;

	snprintf(path, sizeof path, "%s/%02x", list->objects_dir, first);
	dir = opendir(path);
	while (!code && dir && (entry = readdir(dir))) {
		struct mg_roll_object object = {.pack = MG_ROLL_NO_PACK};

		snprintf(hex, sizeof hex, "%02x%.60s", first, entry->d_name);
		if (!mg_id_parse(hex, &object.id))
			continue;
		snprintf(path, sizeof path, "%s/%02x/%s", list->objects_dir, first, entry->d_name);
		object.time_ns = time_of(path);
		code = add(list, object, err);
	}
	if (dir)
		closedir(dir);
	return code;
}

// ---- packs

static uint32_t get_be32(const char *from)
{
	const unsigned char *b = (const unsigned char *)from;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

// A pack that has grown, that somebody marked, or that git knows more of than we do, is kept.
static bool is_kept(const char *path)
{
	static const char *const marks[] = {"keep", "promisor", "mtimes", "bitmap"};
	char mark[PATH_MAX];
	struct stat st;

	snprintf(mark, sizeof mark, "%.*spack", (int)(strlen(path) - strlen("idx")), path);
	if (stat(mark, &st) != 0 || st.st_size > MG_ROLL_BYTES)
		return true;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		snprintf(mark, sizeof mark, "%.*s%s", (int)(strlen(path) - strlen("idx")), path, marks[i]);
		if (mg_file_exists(mark))
			return true;
	}
	return false;
}

static int list_pack(struct mg_roll_list *list, struct mg_slice index, size_t pack, int64_t time_ns,
		     struct mg_error *err)
{
	size_t n = get_be32(index.data + HEAD_BYTES + COUNTS_BYTES - 4);
	const char *names = index.data + HEAD_BYTES + COUNTS_BYTES, *offsets = names + n * (MG_ID_BYTES + SUM_BYTES);
	int code = 0;

	for (size_t i = 0; !code && i < n; i++) {
		struct mg_roll_object object = {.time_ns = time_ns,
						.pack = pack,
						.offset = get_be32(offsets + i * SUM_BYTES)};

		memcpy(object.id.bytes, names + i * MG_ID_BYTES, MG_ID_BYTES);
		code = add(list, object, err);
	}
	return code;
}

// An index of version 2 of a small pack. Its pack's checksum and its own end it.
static bool is_small(struct mg_slice index)
{
	size_t n;

	if (index.len < HEAD_BYTES + COUNTS_BYTES || memcmp(index.data, "\377tOc\0\0\0\2", HEAD_BYTES) != 0)
		return false;
	n = get_be32(index.data + HEAD_BYTES + COUNTS_BYTES - 4);
	return size_of(n) != LARGE && index.len == ENDS_BYTES + n * EACH_BYTES;
}

// Reads the index of a pack that is to be looked into; *n: how many objects it has, 0 when it is left alone.
static int read_index(const struct mg_roll_list *list, const char *name, struct mg_buf *index, int64_t *time_ns,
		      size_t *n, struct mg_error *err)
{
	struct mg_buf path = {0};
	struct mg_error unread;
	int code;

	*n = 0;
	mg_buf_printf(&path, "%s/pack/%s", list->objects_dir, name);
	code = mg_buf_check(&path, err);
	if (!code && !is_kept(mg_buf_text(&path)) && !mg_file_read(mg_buf_text(&path), MAX_INDEX, index, &unread) &&
	    is_small(mg_buf_slice(index))) {
		*n = get_be32(index->data + HEAD_BYTES + COUNTS_BYTES - 4);
		*time_ns = time_of(mg_buf_text(&path));
	}
	mg_buf_clear(&path);
	return code;
}

static int look_at_pack(struct mg_roll_list *list, const char *name, struct mg_error *err)
{
	struct mg_roll_pack *packs =
		mg_arena_grow(list->arena, list->packs, list->n_packs, &list->packs_cap, sizeof *packs);
	struct mg_buf index = {0};
	int64_t time_ns;
	size_t n;
	int code;

	if (!packs)
		return mg_fail_memory(err);
	list->packs = packs;
	code = read_index(list, name, &index, &time_ns, &n, err);
	if (!code && n) {
		packs[list->n_packs] = (struct mg_roll_pack){.name = mg_arena_strdup(list->arena, name), .n = n};
		if (!packs[list->n_packs++].name)
			code = mg_fail_memory(err);
	}
	mg_buf_clear(&index);
	return code;
}

static int list_packs(struct mg_roll_list *list, struct mg_error *err)
{
	const char *folder = mg_arena_printf(list->arena, "%s/pack", list->objects_dir);
	const char *together = mg_arena_printf(list->arena, "%s/multi-pack-index", folder ? folder : "");
	struct dirent *entry;
	DIR *dir;
	int code = 0;

	if (!folder || !together)
		return mg_fail_memory(err);
	dir = mg_file_exists(together) ? NULL : opendir(folder); // git's index of several packs names each of them
	while (!code && dir && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, "pack-", 5) == 0 && ends_with(entry->d_name, ".idx"))
			code = look_at_pack(list, entry->d_name, err);
	}
	if (dir)
		closedir(dir);
	return code;
}

// ---- not too many at once

static int latest_first(const void *a, const void *b)
{
	const struct mg_roll_object *x = a, *y = b;

	return x->time_ns != y->time_ns ? (x->time_ns > y->time_ns ? -1 : 1) : mg_id_compare(&x->id, &y->id);
}

static int smallest_first(const void *a, const void *b)
{
	const struct mg_roll_pack *x = a, *y = b;

	return x->n != y->n ? (x->n < y->n ? -1 : 1) : strcmp(x->name, y->name);
}

static void keep_latest(struct mg_roll_list *list)
{
	if (list->n <= MG_ROLL_AT_ONCE)
		return;
	qsort(list->objects, list->n, sizeof *list->objects, latest_first);
	list->n = MG_ROLL_AT_ONCE;
}

static bool keep_of_size(struct mg_roll_list *list, enum size size)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n_packs; i++)
		n += size_of(list->packs[i].n) == size;
	if (n < MG_ROLL_PACKS)
		return false;
	n = 0;
	for (size_t i = 0; i < list->n_packs; i++) {
		if (size_of(list->packs[i].n) == size)
			list->packs[n++] = list->packs[i];
	}
	list->n_packs = n;
	return true;
}

// Those of the size of which there are many, if any, and of these the smallest: what they become is of the next size.
static void keep_smallest(struct mg_roll_list *list)
{
	size_t n = 0, kept = 0;

	if (!keep_of_size(list, SMALL) && !keep_of_size(list, MIDDLE))
		list->n_packs = 0;
	if (list->n_packs)
		qsort(list->packs, list->n_packs, sizeof *list->packs, smallest_first);
	while (kept < list->n_packs && n + list->packs[kept].n <= MG_ROLL_AT_ONCE)
		n += list->packs[kept++].n;
	list->n_packs = kept;
}

static int list_objects_of_packs(struct mg_roll_list *list, struct mg_error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < list->n_packs; i++) {
		struct mg_buf index = {0};
		int64_t time_ns;
		size_t n;

		code = read_index(list, list->packs[i].name, &index, &time_ns, &n, err);
		if (!code && n)
			code = list_pack(list, mg_buf_slice(&index), i, time_ns, err);
		mg_buf_clear(&index);
	}
	return code;
}

int mg_roll_list(struct mg_roll_list *list, struct mg_error *err)
{
	int code = 0;

	for (unsigned first = 0; !code && first < FOLDERS; first++)
		code = list_folder(list, first, err);
	if (code)
		return code;
	keep_latest(list);
	code = list_packs(list, err);
	if (code)
		return code;
	keep_smallest(list);
	return list_objects_of_packs(list, err);
}
