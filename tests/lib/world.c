// SPDX-License-Identifier: EUPL-1.2
#include "tests/lib/world_impl.h"

#include "base/file.h"
#include "core/key/key_format.h"
#include "core/trust/seal.h"
#include "tests/lib/vault.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void world_must(int code, const struct mg_error *err)
{
	if (code)
		fail_msg("%s (code %d, %s:%d)", err->message, code, err->file, err->line);
}

static char *format(const char *text, ...) MG_PRINTF(1, 2);

static char *format(const char *text, ...)
{
	va_list ap;
	char *out;
	int n;

	va_start(ap, text);
	n = vsnprintf(NULL, 0, text, ap);
	va_end(ap);
	out = malloc((size_t)n + 1);
	assert_non_null(out);
	va_start(ap, text);
	vsnprintf(out, (size_t)n + 1, text, ap);
	va_end(ap);
	return out;
}

// ---- keys

static void make_key(struct mg_secret_key *key, uint64_t seed, size_t i, const char *use)
{
	uint8_t bytes[crypto_sign_SEEDBYTES], public[MG_KEY_BYTES];
	char *text = format("%llu %zu %s", (unsigned long long)seed, i, use);
	struct mg_error err;

	*key = (struct mg_secret_key){0};
	mg_sha256(mg_slice_of(text), bytes);
	world_must(mg_key_alloc(key, &err), &err);
	assert_int_equal(crypto_sign_seed_keypair(public, key->secret, bytes), 0);
	mg_key_set_public(&key->public, public);
	world_must(mg_key_set_name(key->comment, mg_slice_of(text), &err), &err);
	free(text);
}

static char *key_file(const struct world_copy *c, const struct mg_secret_key *key, const char *use)
{
	struct mg_buf line = {0};
	char *text;

	mg_key_format_line(&key->public, NULL, &line);
	text = format("acteur: %s\nusage: %s\ntitulaire: %s\ncle: %s\n", c->actor, use, key->comment,
		      mg_buf_text(&line));
	mg_buf_clear(&line);
	return text;
}

// ---- copies

static void init_copy(struct world *w, size_t i)
{
	struct world_copy *c = &w->copies[i];
	struct mg_error err;

	*c = (struct world_copy){.dir = format("%s/ca-%zu", w->dir, i), .now_ms = WORLD_START_MS};
	c->home.dir = format("%s/home-%zu", w->dir, i);
	snprintf(c->actor, sizeof c->actor, i ? "asso-%zu" : "dd-78", i);
	make_key(&c->device, w->seed, i, "appareil");
	make_key(&c->signatory, w->seed, i, "signataire");
	world_must(mg_home_save_device(&c->home, &c->device, &err), &err);
}

static void clear_copy(struct world_copy *c)
{
	mg_copy_close(c->copy);
	vault_free(c->vault);
	mg_home_close(&c->home);
	mg_key_clear(&c->device);
	mg_key_clear(&c->signatory);
	free(c->dir);
}

// What the first commit holds: the CA, the DD, its keys.
static void create_ca(struct world *w)
{
	struct world_copy *c = &w->copies[0];
	char device[MG_MAX_PATH_BYTES + 1], signatory[MG_MAX_PATH_BYTES + 1];
	char *text = format("format: 1\nnonce: essai-%032llu\nintitule: Essai\ndd_animatrice: dd-78\n",
			    (unsigned long long)w->seed);
	char *device_text = key_file(c, &c->device, "appareil");
	char *signatory_text = key_file(c, &c->signatory, "signataire");
	const char actor[] = "nom: DD des Yvelines\nrole: dd\n";
	struct mg_clock clock = world_clock(c);
	struct mg_error err;

	mg_seal_key_path(c->device.public.id, device);
	mg_seal_key_path(c->signatory.public.id, signatory);
	{
		const struct mg_first_file files[] = {{"cooperative.yaml", mg_slice_of(text)},
						      {"acteurs/dd-78.yaml", mg_slice_of(actor)},
						      {device, mg_slice_of(device_text)},
						      {signatory, mg_slice_of(signatory_text)}};

		world_must(mg_copy_create(c->dir, &c->home, &clock, w->types, c->actor, files, 4, &c->copy, &err),
			   &err);
	}
	world_store_first(w);
	free(text);
	free(device_text);
	free(signatory_text);
}

// The others, enrolled by the DD in one commit.
static void enrol_all(struct world *w, const char *role)
{
	struct mg_edit edits[3 * WORLD_MAX_COPIES];
	char *texts[6 * WORLD_MAX_COPIES];
	size_t n_edits = 0, n_texts = 0;
	struct mg_recorded out;
	struct mg_arena arena;
	struct mg_error err;

	for (size_t i = 1; i < w->n; i++) {
		struct world_copy *c = &w->copies[i];
		char *const made[] = {format("acteurs/%s.yaml", c->actor),
				      format("nom: Association %zu\nrole: %s\n", i, role),
				      format("cles/%s.yaml", c->device.public.id),
				      key_file(c, &c->device, "appareil"),
				      format("cles/%s.yaml", c->signatory.public.id),
				      key_file(c, &c->signatory, "signataire")};

		for (size_t k = 0; k < 6; k += 2)
			edits[n_edits++] = (struct mg_edit){.path = made[k], .bytes = mg_slice_of(made[k + 1])};
		for (size_t k = 0; k < 6; k++)
			texts[n_texts++] = made[k];
	}
	mg_arena_init(&arena, 0);
	world_must(mg_copy_record(w->copies[0].copy, edits, n_edits, NULL, 0, NULL, &arena, &out, NULL, &err), &err);
	mg_arena_clear(&arena);
	while (n_texts)
		free(texts[--n_texts]);
}

// An empty copy that knows which CA it is of, as a clone has before it fetches, and then fetches.
static void join(struct world *w, size_t i, size_t from)
{
	struct world_copy *c = &w->copies[i];
	struct mg_clock clock = world_clock(c);
	struct mg_error err;

	world_must(mg_copy_wrap(world_new_repo(w, i), &c->home, &clock, w->types, &c->copy, &err), &err);
	world_must(mg_copy_pin(c->copy, &w->copies[0].copy->store.ca, &err), &err);
	world_send(w, from, i);
}

static char *new_folder(void)
{
	const char *parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : getenv("TMPDIR");
	char *dir = format("%s/maillage-world-XXXXXX", parent && *parent ? parent : "/tmp");

	assert_non_null(mkdtemp(dir));
	return dir;
}

#define WORLD_MAX_TYPES 64

static struct mg_types *open_types(const char *name, const char *schema)
{
	struct mg_embedded items[WORLD_MAX_TYPES];
	struct mg_types *types;
	struct mg_error err;

	if (!name) {
		world_must(mg_types_open(&types, &err), &err);
		return types;
	}
	assert_in_range(mg_embedded_types_count, 1, WORLD_MAX_TYPES - 1);
	items[0] = (struct mg_embedded){name, (const unsigned char *)schema, strlen(schema)};
	memcpy(items + 1, mg_embedded_types, mg_embedded_types_count * sizeof *items);
	world_must(mg_types_open_from(&types, items, mg_embedded_types_count + 1, &err), &err);
	return types;
}

static void init_world(struct world *w, size_t n, uint64_t seed, const char *role, bool in_memory,
		       struct mg_types *types)
{
	struct mg_error err;

	assert_in_range(n, 1, WORLD_MAX_COPIES);
	*w = (struct world){.dir = new_folder(), .types = types, .seed = seed, .n = n, .in_memory = in_memory};
	w->owns_types = true;
	world_store_init(w);
	world_must(mg_key_init(&err), &err);
	for (size_t i = 0; i < n; i++)
		init_copy(w, i);
	create_ca(w);
	world_advance(w, 1000);
	if (n > 1)
		enrol_all(w, role);
	world_advance(w, 1000);
	for (size_t i = 1; i < n; i++)
		join(w, i, 0);
}

void world_init(struct world *w, size_t n, uint64_t seed)
{
	init_world(w, n, seed, "dd", false, open_types(NULL, NULL));
}

void world_init_as(struct world *w, size_t n, uint64_t seed, const char *role)
{
	init_world(w, n, seed, role, false, open_types(NULL, NULL));
}

void world_init_with(struct world *w, size_t n, uint64_t seed, const char *role, const char *name, const char *schema)
{
	init_world(w, n, seed, role, false, open_types(name, schema));
}

void world_init_in_memory(struct world *w, size_t n, uint64_t seed, struct mg_types *types)
{
	init_world(w, n, seed, "dd", true, types ? types : open_types(NULL, NULL));
	w->owns_types = !types;
}

void world_clear(struct world *w)
{
	struct mg_error err;

	for (size_t i = 0; i < w->n; i++)
		clear_copy(&w->copies[i]);
	world_store_clear(w);
	if (w->owns_types)
		mg_types_close(w->types);
	world_must(mg_file_remove_tree(w->dir, false, &err), &err);
	free(w->dir);
}

int world_setup(void **state)
{
	static struct world w;

	world_init(&w, 3, 1);
	*state = &w;
	return 0;
}

int world_teardown(void **state)
{
	world_clear(*state);
	return 0;
}

size_t world_clone_home(struct world *w, size_t of)
{
	struct world_copy *c = &w->copies[w->n];
	struct mg_error err;

	assert_in_range(w->n, 1, WORLD_MAX_COPIES - 1);
	init_copy(w, w->n);
	mg_key_clear(&c->device);
	make_key(&c->device, w->seed, of, "appareil");
	world_must(mg_file_remove_tree(c->home.dir, false, &err), &err);
	world_must(mg_home_save_device(&c->home, &c->device, &err), &err);
	memcpy(c->actor, w->copies[of].actor, sizeof c->actor);
	c->now_ms = w->copies[of].now_ms;
	join(w, w->n, 0);
	return w->n++;
}

size_t world_add_device(struct world *w, size_t of, struct mg_error *err)
{
	struct world_copy *c = &w->copies[w->n];
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_error undo;
	char *text;
	int code;

	assert_in_range(w->n, 1, WORLD_MAX_COPIES - 1);
	init_copy(w, w->n);
	memcpy(c->actor, w->copies[of].actor, sizeof c->actor);
	c->now_ms = w->copies[of].now_ms;
	mg_seal_key_path(c->device.public.id, path);
	text = key_file(c, &c->device, "appareil");
	code = world_try_put(w, of, path, text, err);
	free(text);
	if (code) {
		world_must(mg_file_remove_tree(c->home.dir, false, &undo), &undo);
		clear_copy(c);
		return 0;
	}
	join(w, w->n, of);
	return w->n++;
}

// ---- what people do

void world_advance(struct world *w, int64_t ms)
{
	for (size_t i = 0; i < w->n; i++)
		w->copies[i].now_ms += ms;
}

int world_try_put(struct world *w, size_t i, const char *path, const char *text, struct mg_error *err)
{
	struct mg_edit edit = {.path = path, .bytes = mg_slice_of(text)};
	struct mg_recorded out;
	struct mg_arena arena;
	int code;

	mg_arena_init(&arena, 0);
	code = mg_copy_record(w->copies[i].copy, &edit, 1, NULL, 0, NULL, &arena, &out, NULL, err);
	mg_arena_clear(&arena);
	return code;
}

void world_put(struct world *w, size_t i, const char *path, const char *text)
{
	struct mg_error err;

	world_must(world_try_put(w, i, path, text, &err), &err);
}

void world_settle(struct world *w, size_t i, const char *id, size_t take)
{
	struct mg_recorded out;
	struct mg_arena arena;
	struct mg_error err;
	int code;

	mg_arena_init(&arena, 0);
	if (take)
		code = mg_copy_resolve(w->copies[i].copy, id, take, NULL, NULL, &arena, &out, &err);
	else
		code = mg_copy_record(w->copies[i].copy, NULL, 0, &id, 1, NULL, &arena, &out, NULL, &err);
	world_must(code, &err);
	mg_arena_clear(&arena);
}

int world_try_sign(struct world *w, size_t i, const char *path, struct mg_error *err)
{
	struct mg_recorded out;
	struct mg_arena arena;
	int code;

	mg_arena_init(&arena, 0);
	code = mg_copy_sign(w->copies[i].copy, path, &w->copies[i].signatory, NULL, &arena, &out, err);
	mg_arena_clear(&arena);
	return code;
}

void world_type(struct world *w, size_t i, const char *path, const char *text)
{
	char *full = format("%s/%s", w->copies[i].dir, path);
	struct mg_error err;

	if (text)
		world_must(mg_file_write(full, mg_slice_of(text), MG_FILE_LAZY, &err), &err);
	else
		world_must(mg_file_remove(full, &err), &err);
	free(full);
}

int world_try_save(struct world *w, size_t i, enum mg_side side, size_t *left, struct mg_error *err)
{
	struct mg_unrecorded *files;
	struct mg_recorded out;
	struct mg_arena arena;
	int code;

	mg_arena_init(&arena, 0);
	code = mg_copy_save(w->copies[i].copy, NULL, 0, side, NULL, &arena, &out, &files, left, NULL, err);
	mg_arena_clear(&arena);
	return code;
}

size_t world_save(struct world *w, size_t i, enum mg_side side)
{
	struct mg_error err;
	size_t left;

	world_must(world_try_save(w, i, side, &left, &err), &err);
	return left;
}
