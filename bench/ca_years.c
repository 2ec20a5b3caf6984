// SPDX-License-Identifier: EUPL-1.2
#include "bench/ca_years.h"
#include "bench/measure.h"

#include "core/copy/copy_book.h"
#include "core/key/key_format.h"
#include "core/key/sshsig.h"
#include "core/report/bilan.h"
#include "core/trust/seal.h"
#include "schema/yaml/yaml.h"

#include <stdio.h>
#include <stdlib.h>

struct edits {
	struct mg_arena arena;
	struct mg_edit *items;
	size_t n, cap;
};

struct partner {
	char id[YEARS_ACTOR_BYTES];
	struct mg_secret_key device, signatory;
	struct mg_home home;
};

struct years {
	struct bench_ca *ca;
	struct mg_clock clock;
	struct partner *partners;
	unsigned n;
	struct mg_secret_key dd; // its signatory
};

static void *need(void *memory)
{
	static const struct mg_error err = {.message = "out of memory"};

	bench_must(memory ? 0 : MG_ENOMEM, &err);
	return memory;
}

const char *years_period(unsigned quarter, char out[YEARS_PERIOD_BYTES])
{
	snprintf(out, YEARS_PERIOD_BYTES, "%u-T%u", 2018 + quarter / 4, 1 + quarter % 4);
	return out;
}

const char *years_actor(unsigned partner, char out[YEARS_ACTOR_BYTES])
{
	snprintf(out, YEARS_ACTOR_BYTES, "acteur-%03u", partner);
	return out;
}

// ---- recording

static struct mg_slice add_edit(struct edits *edits, const char *path, const struct mg_buf *text)
{
	struct mg_slice bytes = {need(mg_arena_copy(&edits->arena, mg_buf_text(text), text->len)), text->len};

	edits->items = need(mg_arena_grow(&edits->arena, edits->items, edits->n, &edits->cap, sizeof *edits->items));
	edits->items[edits->n++] = (struct mg_edit){.path = need(mg_arena_strdup(&edits->arena, path)), .bytes = bytes};
	return bytes;
}

static void record(struct mg_copy *copy, struct edits *edits)
{
	struct mg_recorded out;
	struct mg_error err;

	bench_must(mg_copy_record(copy, edits->items, edits->n, NULL, 0, NULL, &edits->arena, &out, NULL, &err), &err);
	mg_arena_clear(&edits->arena);
	*edits = (struct edits){0};
	mg_arena_init(&edits->arena, 0);
}

static void add_signature(const struct years *y, struct edits *edits, const char *path, struct mg_slice bytes,
			  const char *actor, const struct mg_secret_key *key)
{
	struct mg_path record, signature;
	struct mg_buf armour = {0};
	struct mg_error err;

	bench_must(mg_path_parse(y->ca->types, path, &record, &err), &err);
	bench_must(mg_path_of_signature(&record, actor, &signature, &err), &err);
	bench_must(mg_sshsig_sign(key, mg_seal_namespace(&signature), bytes, &armour, &err), &err);
	add_edit(edits, signature.text, &armour);
	mg_buf_clear(&armour);
}

// ---- who is there

static void add_key(struct edits *edits, const char *actor, const char *use, const struct mg_secret_key *key)
{
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_buf line = {0}, text = {0};

	mg_seal_key_path(key->public.id, path);
	mg_key_format_line(&key->public, NULL, &line);
	mg_buf_printf(&text, "acteur: %s\nusage: %s\ntitulaire: %s\ncle: %s\n", actor, use, key->comment,
		      mg_buf_text(&line));
	add_edit(edits, path, &text);
	mg_buf_clear(&line);
	mg_buf_clear(&text);
}

static void add_partner(struct years *y, struct edits *edits, const char *dir, uint64_t seed, unsigned i)
{
	struct partner *p = &y->partners[i];
	struct mg_buf text = {0};
	struct mg_error err;
	char path[64];

	years_actor(i, p->id);
	bench_ca_key(y->ca, seed, 10 + 2 * i, &p->device);
	bench_ca_key(y->ca, seed, 11 + 2 * i, &p->signatory);
	snprintf(path, sizeof path, "/homes/%s", p->id);
	p->home.dir = bench_join(dir, path);
	bench_must(mg_home_save_device(&p->home, &p->device, &err), &err);
	snprintf(path, sizeof path, "acteurs/%s.yaml", p->id);
	mg_buf_printf(&text, "nom: Structure %u\nrole: partenaire\nstatut_membre: membre\n", i);
	add_edit(edits, path, &text);
	mg_buf_reset(&text);
	snprintf(path, sizeof path, "actions/action-%03u.yaml", i);
	mg_buf_printf(&text, "intitule: Action %u\npromoteur_referent: %s\nstatut: en_cours\n", i, p->id);
	add_edit(edits, path, &text);
	mg_buf_clear(&text);
	add_key(edits, p->id, "appareil", &p->device);
	add_key(edits, p->id, "signataire", &p->signatory);
}

static void add_indicators(struct edits *edits)
{
	struct mg_buf text = {0};
	char path[64];

	for (unsigned i = 0; i < YEARS_INDICATORS; i++) {
		snprintf(path, sizeof path, "indicateurs/indicateur-%03u.yaml", i);
		mg_buf_reset(&text);
		mg_buf_printf(&text,
			      "intitule: Indicateur %u\naction: action-000\nagregation: somme\nunite: personnes\n", i);
		add_edit(edits, path, &text);
	}
	mg_buf_clear(&text);
}

// ---- what they send

static void put_bilan(const struct years *y, unsigned quarter, unsigned partner, struct mg_buf *text)
{
	char period[YEARS_PERIOD_BYTES];

	mg_buf_printf(text, "cooperative: %s\nperiode: %s\nacteur: %s\nactions: []\nchiffres:\n",
		      mg_copy_id(y->ca->copy), years_period(quarter, period), y->partners[partner].id);
	for (unsigned i = partner < YEARS_SHORT ? 0 : 1; i < YEARS_INDICATORS; i++)
		mg_buf_printf(text,
			      "  - id: indicateur-%03u\n    intitule: Indicateur %u\n    action: action-000\n"
			      "    agregation: somme\n    unite: personnes\n    valeur: %u\n",
			      i, i, 1 + (i * partner + quarter) % 97);
}

static const char *bilan_path(const struct years *y, unsigned quarter, unsigned partner, char out[64])
{
	char period[YEARS_PERIOD_BYTES];

	snprintf(out, 64, "bilans/%s/%s.yaml", years_period(quarter, period), y->partners[partner].id);
	return out;
}

static void send_bilans(struct years *y, unsigned partner, struct edits *edits)
{
	const struct partner *p = &y->partners[partner];
	struct mg_buf text = {0};
	struct mg_copy *copy;
	struct mg_error err;
	char path[64];

	bench_must(mg_copy_open(y->ca->dir, &p->home, &y->clock, y->ca->types, &copy, &err), &err);
	bench_durable(false);
	for (unsigned i = 0; i < YEARS_QUARTERS; i++) {
		mg_buf_reset(&text);
		put_bilan(y, i, partner, &text);
		bilan_path(y, i, partner, path);
		add_signature(y, edits, path, add_edit(edits, path, &text), p->id, &p->signatory);
	}
	record(copy, edits);
	mg_copy_close(copy);
	mg_buf_clear(&text);
}

static void acknowledge(struct years *y, unsigned quarter, struct edits *edits)
{
	struct mg_buf text = {0};
	char path[64];

	for (unsigned i = 0; i < y->n; i++) {
		mg_buf_reset(&text);
		put_bilan(y, quarter, i, &text);
		add_signature(y, edits, bilan_path(y, quarter, i, path), mg_buf_slice(&text), "dd-78", &y->dd);
	}
	record(y->ca->copy, edits);
	mg_buf_clear(&text);
}

static void consolidate(struct years *y, struct edits *edits)
{
	char period[YEARS_PERIOD_BYTES];
	struct mg_bilan_made made;
	struct mg_buf text = {0};
	struct mg_book book;
	struct mg_error err;

	bench_must(mg_copy_book(y->ca->copy, MG_BOOK_RECORDED, MG_BOOK_SIGNATURES, NULL, 0, &book, NULL, &err), &err);
	bench_must(mg_bilan_consolidate(&book, years_period(0, period), &edits->arena, &made, &err), &err);
	mg_yaml_write(made.root, &text);
	add_signature(y, edits, made.path.text, add_edit(edits, made.path.text, &text), "dd-78", &y->dd);
	record(y->ca->copy, edits);
	mg_buf_clear(&text);
	mg_book_clear(&book);
}

static void clear(struct years *y)
{
	for (unsigned i = 0; i < y->n; i++) {
		mg_key_clear(&y->partners[i].device);
		mg_key_clear(&y->partners[i].signatory);
		mg_home_close(&y->partners[i].home);
	}
	free(y->partners);
	mg_key_clear(&y->dd);
}

static int64_t now_of(void *context)
{
	struct bench_ca *ca = context;

	ca->now_ms += 1000;
	return ca->now_ms;
}

void bench_years_make(struct bench_ca *ca, const char *dir, uint64_t seed, unsigned partners)
{
	struct years y = {.ca = ca, .clock = {now_of, ca}, .n = partners};
	struct edits edits = {0};

	mg_arena_init(&edits.arena, 0);
	bench_ca_make_for(ca, dir, seed, 0, 1);
	y.partners = need(calloc(partners, sizeof *y.partners));
	bench_ca_key(ca, seed, 1, &y.dd);
	add_key(&edits, "dd-78", "signataire", &y.dd);
	add_indicators(&edits);
	for (unsigned i = 0; i < partners; i++)
		add_partner(&y, &edits, dir, seed, i);
	record(ca->copy, &edits);
	for (unsigned i = 0; i < partners; i++)
		send_bilans(&y, i, &edits);
	for (unsigned i = 0; i < YEARS_QUARTERS; i++)
		acknowledge(&y, i, &edits);
	consolidate(&y, &edits);
	mg_arena_clear(&edits.arena);
	clear(&y);
}
