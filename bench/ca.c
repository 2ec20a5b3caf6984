// SPDX-License-Identifier: EUPL-1.2
#include "bench/ca.h"

#include "bench/measure.h"
#include "core/key/key_format.h"
#include "core/carry/remote.h"
#include "core/copy/copy_impl.h"
#include "core/trust/seal.h"

#include <git2.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ACTOR       "dd-78"
#define PER_COMMIT  5000 // of the import
#define PROSE_LINES 9    // which bring a record to 1 KB

static void *need(void *memory)
{
	static const struct mg_error err = {.message = "out of memory"};

	bench_must(memory ? 0 : MG_ENOMEM, &err);
	return memory;
}

char *bench_join(const char *a, const char *b)
{
	size_t len = strlen(a) + strlen(b) + 1;
	char *text = need(malloc(len));

	snprintf(text, len, "%s%s", a, b);
	return text;
}

// ---- records

const char *bench_record_path(size_t number, char path[BENCH_PATH_BYTES])
{
	snprintf(path, BENCH_PATH_BYTES, "%s/fiche-%06zu.yaml", number % 2 ? "objectifs" : "actions", number);
	return path;
}

static const char *const prose[PROSE_LINES] = {
	"Aller vers les publics que personne ne rencontre, là où ils vivent",
	"Tenir une permanence chaque semaine avec le centre communal d'action sociale",
	"Accompagner vers le soin les personnes en rupture de droits",
	"Former les bénévoles des associations au repérage de la souffrance psychique",
	"Réunir les partenaires chaque trimestre pour partager les situations difficiles",
	"Mesurer ce que les bénéficiaires disent de l'accueil, deux fois par an",
	"Mettre à disposition un interprète lors des premières consultations",
	"Orienter vers la permanence d'accès aux soins de santé de l'hôpital",
	"Préparer la relève de l'action avec les médiateurs en santé"};

// A block scalar's lines, from `first` on, round about.
static void put_prose(struct mg_buf *out, const char *indent, size_t first, size_t lines)
{
	for (size_t i = 0; i < lines; i++)
		mg_buf_printf(out, "%s%s ;\n", indent, prose[(first + i) % PROSE_LINES]);
}

void bench_record_text(const struct bench_record *r, struct mg_buf *out)
{
	mg_buf_reset(out);
	mg_buf_printf(out, "intitule: Fiche %zu, version %u\n", r->number, r->title);
	if (r->number % 2) {
		mg_buf_printf(out, "effets_attendus: Effets de la fiche %zu, version %u\n", r->number, r->second);
		mg_buf_puts(out, "niveau: operationnel\n"
				 "parent: general\n"
				 "determinants: [logement, revenus, isolement]\n"
				 "complements:\n"
				 "  priorite: 2\n"
				 "  notes: |\n");
		put_prose(out, "    ", r->number, PROSE_LINES);
		return;
	}
	mg_buf_printf(out, "contenu: Contenu de la fiche %zu, version %u\n", r->number, r->second);
	mg_buf_puts(out, "promoteur_referent: " ACTOR "\n"
			 "calendrier_previsionnel:\n"
			 "  debut: 2024-01-15\n"
			 "  fin: 2024-12-31\n"
			 "modes_intervention: [maraude, hors les murs]\n"
			 "lieux_precis:\n"
			 "  - id: l1\n"
			 "    nom: Maison des associations\n"
			 "    commune: \"78621\"\n"
			 "moyens_humains_etp: 0.5\n"
			 "importance: forte\n"
			 "statut: en_cours\n"
			 "opportunites: |\n");
	put_prose(out, "  ", r->number, PROSE_LINES - 2);
}

void bench_ca_put(struct bench_ca *ca, const struct bench_record *records, size_t n)
{
	struct mg_edit *edits = need(calloc(n, sizeof *edits));
	struct mg_buf text = {0};
	struct mg_recorded out;
	struct mg_arena arena;
	struct mg_error err;

	mg_arena_init(&arena, 0);
	for (size_t i = 0; i < n; i++) {
		char path[BENCH_PATH_BYTES];

		bench_record_text(&records[i], &text);
		edits[i].path = need(mg_arena_strdup(&arena, bench_record_path(records[i].number, path)));
		edits[i].bytes = (struct mg_slice){need(mg_arena_copy(&arena, mg_buf_text(&text), text.len)), text.len};
	}
	bench_must(mg_copy_record(ca->copy, edits, n, NULL, 0, NULL, &arena, &out, NULL, &err), &err);
	mg_buf_clear(&text);
	mg_arena_clear(&arena);
	free(edits);
}

static void import(struct bench_ca *ca, size_t n)
{
	struct bench_record *records = need(calloc(PER_COMMIT, sizeof *records));

	for (size_t from = 0; from < n; from += PER_COMMIT) {
		size_t some = n - from < PER_COMMIT ? n - from : PER_COMMIT;

		for (size_t i = 0; i < some; i++)
			records[i] = (struct bench_record){.number = from + i};
		bench_ca_put(ca, records, some);
	}
	ca->n = n;
	free(records);
}

// ---- copies

static int64_t now_of(void *context)
{
	struct bench_ca *ca = context;

	ca->now_ms += 1000;
	return ca->now_ms;
}

static struct mg_clock clock_of(struct bench_ca *ca)
{
	return (struct mg_clock){now_of, ca};
}

static void make_key(struct mg_secret_key *key, uint64_t seed, unsigned number)
{
	uint8_t bytes[crypto_sign_SEEDBYTES], public[MG_KEY_BYTES];
	struct mg_error err;
	char text[64];

	snprintf(text, sizeof text, "bench %llu %u", (unsigned long long)seed, number);
	*key = (struct mg_secret_key){0};
	mg_sha256(mg_slice_of(text), bytes);
	bench_must(mg_key_alloc(key, &err), &err);
	crypto_sign_seed_keypair(public, key->secret, bytes);
	mg_key_set_public(&key->public, public);
	bench_must(mg_key_set_name(key->comment, mg_slice_of(text), &err), &err);
}

static void init(struct bench_ca *ca, const char *dir, uint64_t seed, unsigned device)
{
	struct mg_error err;

	*ca = (struct bench_ca){.dir = bench_join(dir, "/ca"),
				.device_path = bench_join(dir, "/home/keys/device"),
				.home.dir = bench_join(dir, "/home"),
				.now_ms = BENCH_START_MS + device}; // two clocks that never agree to the millisecond
	bench_must(mg_key_init(&err), &err);
	bench_must(mg_types_open(&ca->types, &err), &err);
	make_key(&ca->device, seed, device);
}

static void save_device(const struct bench_ca *ca)
{
	struct mg_error err;

	bench_must(mg_home_save_device(&ca->home, &ca->device, &err), &err);
}

void bench_durable(bool durable)
{
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, (int)durable);
}

static void put_key_file(struct mg_buf *text, uint64_t seed, unsigned device, char path[MG_MAX_PATH_BYTES + 1])
{
	struct mg_secret_key key;
	struct mg_buf line = {0};

	make_key(&key, seed, device);
	mg_seal_key_path(key.public.id, path);
	mg_key_format_line(&key.public, NULL, &line);
	mg_buf_printf(text, "acteur: " ACTOR "\nusage: appareil\ntitulaire: %s\ncle: %s\n", key.comment,
		      mg_buf_text(&line));
	mg_buf_clear(&line);
	mg_key_clear(&key);
}

void bench_ca_key(const struct bench_ca *ca, uint64_t seed, unsigned device, struct mg_secret_key *key)
{
	(void)ca; // whose library is started
	make_key(key, seed, device);
}

void bench_ca_make_for(struct bench_ca *ca, const char *dir, uint64_t seed, size_t n, unsigned devices)
{
	struct mg_first_file *files = need(calloc(devices + 2, sizeof *files));
	char(*paths)[MG_MAX_PATH_BYTES + 1] = need(calloc(devices, sizeof *paths));
	struct mg_buf cooperative = {0}, *keys = need(calloc(devices, sizeof *keys));
	struct mg_clock clock = clock_of(ca);
	struct mg_error err;
	char nonce[64];

	init(ca, dir, seed, 0);
	save_device(ca);
	snprintf(nonce, sizeof nonce, "%032llx", (unsigned long long)seed);
	mg_buf_printf(&cooperative,
		      "format: 1\nnonce: \"%s\"\nintitule: Mesure\ndepartements: [\"78\"]\ndd_animatrice: " ACTOR "\n",
		      nonce);
	files[0] = (struct mg_first_file){"cooperative.yaml", mg_buf_slice(&cooperative)};
	files[1] =
		(struct mg_first_file){"acteurs/" ACTOR ".yaml",
				       mg_slice_of(
					       "nom: Délégation départementale\ntype_structure: ars_dd\nrole: dd\n")};
	for (unsigned i = 0; i < devices; i++) {
		put_key_file(&keys[i], seed, i, paths[i]);
		files[2 + i] = (struct mg_first_file){paths[i], mg_buf_slice(&keys[i])};
	}
	bench_must(mg_copy_create(ca->dir, &ca->home, &clock, ca->types, ACTOR, files, devices + 2, &ca->copy, &err),
		   &err);
	for (unsigned i = 0; i < devices; i++)
		mg_buf_clear(&keys[i]);
	mg_buf_clear(&cooperative);
	free(keys);
	free(paths);
	free(files);
	bench_durable(false);
	import(ca, n);
}

void bench_ca_make(struct bench_ca *ca, const char *dir, uint64_t seed, size_t n)
{
	bench_ca_make_for(ca, dir, seed, n, BENCH_DEVICES);
}

struct mg_id bench_ca_fetch(const struct bench_ca *to, const struct bench_ca *from)
{
	char name[128];
	struct mg_id tip;
	struct mg_error err;

	snprintf(name, sizeof name, MG_REF_LINES "%s", from->device.public.id);
	bench_command(NULL, "git", "-C", to->dir, "fetch", "-q", from->dir, name);
	bench_must(mg_repo_ref_get(from->copy->store.repo, name, &tip, &err), &err);
	return tip;
}

void bench_ca_take(struct bench_series *series, struct bench_ca *ca, const struct mg_id *tip)
{
	struct mg_ingested counts = {0};
	struct mg_error err;

	bench_durable(true);
	bench_must(mg_copy_lock(ca->copy, &err), &err);
	bench_start(series);
	bench_must(mg_ingest(ca->copy, tip, &counts, &err), &err);
	bench_must(mg_ingest_refs(ca->copy, &counts, &err), &err);
	bench_must(mg_copy_refresh_main(ca->copy, NULL, 0, &err), &err);
	bench_stop(series);
	mg_copy_unlock(ca->copy);
	bench_durable(false);
}

void bench_ca_join(struct bench_ca *ca, const char *dir, uint64_t seed, const struct bench_ca *of)
{
	struct mg_clock clock = clock_of(ca);
	struct mg_error err;

	init(ca, dir, seed, 1);
	save_device(ca);
	ca->now_ms += of->now_ms - BENCH_START_MS;
	ca->n = of->n;
	bench_durable(false);
	bench_must(mg_remote_clone(of->dir, ca->dir, NULL, &ca->home, &clock, ca->types, NULL, &ca->copy, &err), &err);
	bench_durable(false);
}

static void open_for(struct bench_ca *ca, const char *dir, uint64_t seed, size_t n, unsigned device)
{
	struct mg_clock clock = clock_of(ca);
	struct mg_error err;

	init(ca, dir, seed, device);
	ca->now_ms = time(NULL) * 1000LL; // after all that was recorded, by the programs too
	ca->n = n;
	bench_must(mg_copy_open(ca->dir, &ca->home, &clock, ca->types, &ca->copy, &err), &err);
}

void bench_ca_open(struct bench_ca *ca, const char *dir, uint64_t seed, size_t n)
{
	open_for(ca, dir, seed, n, 0);
}

void bench_ca_open_other(struct bench_ca *ca, const char *dir, uint64_t seed, size_t n)
{
	open_for(ca, dir, seed, n, 1);
}

void bench_ca_clear(struct bench_ca *ca)
{
	mg_copy_close(ca->copy);
	mg_types_close(ca->types);
	mg_home_close(&ca->home);
	mg_key_clear(&ca->device);
	free(ca->device_path);
	free(ca->dir);
}
