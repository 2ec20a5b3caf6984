// SPDX-License-Identifier: EUPL-1.2
//
// All schemas, rules and references over a region of CAs, from files to verdict, from memory and from the disk; how that
// grows with CAs and with the records of one; and what one changed record of a copy costs, through what the index remembers
// of the others.
#include "bench/bench.h"
#include "bench/ca.h"

#include "base/file.h"
#include "base/limits.h"
#include "core/copy/copy_book.h"
#include "schema/record/record.h"
#include "schema/rule/rule.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CAS      50
#define ACTORS   40u
#define ACTIONS  200u
#define PER_ACT  3u // indicators of each action
#define MAX_TEXT 2048

struct region {
	char *dir;
	struct mg_types *types;
};

// The size of a CA, in times of the usual one.
static unsigned records_of(unsigned times)
{
	return 2 + ACTORS + times * (ACTIONS + ACTIONS * PER_ACT);
}

// ---- the records

static void put_actor(unsigned i, char *path, char *text)
{
	snprintf(path, BENCH_PATH_BYTES, "acteurs/acteur-%u.yaml", i);
	snprintf(text, MAX_TEXT,
		 "nom: Association numéro %u\ntype_structure: association\nrole: %s\nstatut_membre: membre\n"
		 "secteurs: [%s]\nrole_dans_ca: Va vers les publics invisibles, les oriente et les accompagne\n"
		 "contribution_propre: Deux salariés et un véhicule aménagé\n"
		 "domaines_competence: Médiation en santé, accès aux droits\n",
		 i, i ? "partenaire" : "dd", i % 2 ? "social" : "sante, education");
}

static void put_action(unsigned i, char *path, char *text)
{
	snprintf(path, BENCH_PATH_BYTES, "actions/action-%u.yaml", i);
	snprintf(text, MAX_TEXT,
		 "intitule: Maraudes et actions hors les murs, secteur %u\npromoteur_referent: acteur-%u\n"
		 "contenu: Aller vers les publics invisibles, orienter vers l'action sociale et les bilans de santé\n"
		 "calendrier_previsionnel: {debut: 2018-01-15, fin: 2018-12-31}\n"
		 "modes_intervention: [maraude, hors les murs, orientation]\npublic_cible: [jeunes]\n"
		 "lieux_precis:\n  - {id: l1, nom: Gare, commune: \"78621\"}\n  - {id: l2, nom: Mairie, commune: "
		 "\"78423\"}\n"
		 "moyens_humains_etp: 0.5\nobjectifs: [general]\nindicateurs: [i-%u, i-%u, i-%u]\n"
		 "resultats_attendus: 200 personnes rencontrées dans l'année\n"
		 "sources_methodes: feuille de maraude, entretiens\nimportance: forte\nstatut: conventionnee\n"
		 "freins: Le froid, l'éloignement, la méfiance\nleviers: Le bus et les bénévoles du quartier\n",
		 i, i % ACTORS, i * PER_ACT, i * PER_ACT + 1, i * PER_ACT + 2);
}

static void put_indicator(unsigned i, char *path, char *text)
{
	static const char *const kinds[] = {"processus", "activite", "resultat\nniveau_resultat: final"};

	snprintf(path, BENCH_PATH_BYTES, "indicateurs/i-%u.yaml", i);
	snprintf(text, MAX_TEXT,
		 "intitule: Nombre de personnes rencontrées, %u\ndefinition: Toute personne à qui l'équipe a parlé\n"
		 "type_indicateur: %s\nobjet: action\naction: action-%u\nresponsable: acteur-%u\nnature: %s\nunite: "
		 "personnes\n"
		 "cible: 200\nagregation: somme\noutil_mesure: feuille_presence\nsources: feuille de maraude\n"
		 "methodes: comptage à chaque sortie\ndefini_le: 2017-12-20\n",
		 i, kinds[i % 3], i / PER_ACT, i % ACTORS, i % 3 ? "quantitatif" : "qualitatif");
}

// The i-th record of a CA.
static void put_record(unsigned i, unsigned times, char *path, char *text)
{
	if (i == 0) {
		snprintf(path, BENCH_PATH_BYTES, "cooperative.yaml");
		snprintf(text, MAX_TEXT,
			 "intitule: Alliance\ndd_animatrice: acteur-0\nobjectif_general: general\n"
			 "date_demarrage_programme: 2018-01-15\nphase_courante: mise_en_oeuvre\n");
	} else if (i == 1) {
		snprintf(path, BENCH_PATH_BYTES, "objectifs/general.yaml");
		snprintf(text, MAX_TEXT, "intitule: Mobiliser\nniveau: general\n");
	} else if (i < 2 + ACTORS) {
		put_actor(i - 2, path, text);
	} else if (i < 2 + ACTORS + times * ACTIONS) {
		put_action(i - 2 - ACTORS, path, text);
	} else {
		put_indicator(i - 2 - ACTORS - times * ACTIONS, path, text);
	}
}

static char *full_path(const struct region *region, unsigned ca, const char *path)
{
	char folder[32];
	char *dir, *full;

	snprintf(folder, sizeof folder, "/ca-%u/", ca);
	dir = bench_join(region->dir, folder);
	full = bench_join(dir, path);
	free(dir);
	return full;
}

static void write_ca(const struct region *region, unsigned ca, unsigned times)
{
	char path[BENCH_PATH_BYTES], text[MAX_TEXT];
	struct mg_error err;

	for (unsigned i = 0; i < records_of(times); i++) {
		char *full;

		put_record(i, times, path, text);
		full = full_path(region, ca, path);
		bench_must(mg_file_write(full, mg_slice_of(text), MG_FILE_LAZY, &err), &err);
		free(full);
	}
}

// ---- reading and judging

static void read_ca(const struct region *region, unsigned ca, unsigned times, struct mg_book *book)
{
	char path[BENCH_PATH_BYTES], ignored[MAX_TEXT];
	struct mg_buf text = {0};
	struct mg_error err;

	mg_book_init(book, region->types, "");
	for (unsigned i = 0; i < records_of(times); i++) {
		char *full;

		put_record(i, times, path, ignored);
		full = full_path(region, ca, path);
		bench_must(mg_file_read(full, MG_MAX_RECORD_BYTES, &text, &err), &err);
		bench_must(mg_book_add(book, path, mg_buf_slice(&text), NULL, NULL, &err), &err);
		free(full);
	}
	mg_buf_clear(&text);
	bench_must(mg_book_sort(book, &err), &err);
}

static void judge(const struct mg_types *types, struct mg_rule_run *run, const struct mg_book_record *record)
{
	struct mg_findings findings;
	struct mg_path path;
	struct mg_error err;

	mg_findings_init(&findings);
	bench_must(mg_path_parse(types, record->path, &path, &err), &err);
	mg_record_check_doc(types, &path, record->doc, &findings);
	mg_rule_check_record(run, record, &findings);
	mg_findings_clear(&findings);
}

// All records of a CA, or, when one is named, that one only.
static void judge_book(const struct mg_book *book, const char *one)
{
	const struct mg_date today = {2018, 6, 1};
	struct mg_rule_run *run;
	struct mg_error err;

	bench_must(mg_rule_open(book, today, &run, &err), &err);
	if (one)
		judge(book->types, run, mg_book_at(book, one));
	for (size_t i = 0; !one && i < book->n; i++)
		judge(book->types, run, &book->records[i]);
	mg_rule_close(run);
}

static void check_ca(const struct region *region, unsigned ca, unsigned times)
{
	struct mg_book book;

	read_ca(region, ca, times, &book);
	judge_book(&book, NULL);
	mg_book_clear(&book);
}

static void measure(const struct region *region, unsigned cas, unsigned times, unsigned runs)
{
	struct bench_series ours = {.items = (double)cas * records_of(times)};
	char what[80];

	for (unsigned i = 0; i < runs; i++) {
		bench_start(&ours);
		for (unsigned ca = 0; ca < cas; ca++)
			check_ca(region, ca, times);
		bench_stop(&ours);
	}
	snprintf(what, sizeof what, "schemas and rules, %u CAs of %u records", cas, records_of(times));
	bench_row(what, &ours, NULL, NULL);
	bench_note("%s: %.2f s", what, ours.cpu[0] / 1e3);
}

// ---- from the disk

static int forget_file(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	int fd = kind == FTW_F ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	(void)st;
	(void)where;
	if (fd >= 0) {
		(void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
		close(fd);
	}
	return 0;
}

// The region's files are on the disk only; the folders' entries may still be in memory.
static void measure_cold(const struct region *region, unsigned cas, unsigned times)
{
	struct bench_series ours = {0};
	char what[80];

	sync();
	(void)nftw(region->dir, forget_file, 16, FTW_PHYS);
	bench_start(&ours);
	for (unsigned ca = 0; ca < cas; ca++)
		check_ca(region, ca, times);
	bench_stop(&ours);
	snprintf(what, sizeof what, "the same from a cold disk, %u CAs of %u records", cas, records_of(times));
	bench_row(what, &ours, NULL, NULL);
}

static void with_region(const char *folder, unsigned cas, unsigned times,
			void (*work)(const struct region *region, unsigned cas, unsigned times))
{
	struct region region = {.dir = bench_join(folder, "/region")};
	struct mg_error err;

	bench_must(mg_types_open(&region.types, &err), &err);
	for (unsigned ca = 0; ca < cas; ca++)
		write_ca(&region, ca, times);
	work(&region, cas, times);
	mg_types_close(region.types);
	bench_must(mg_file_remove_tree(region.dir, false, &err), &err);
	free(region.dir);
}

static void grow_region(const struct region *region, unsigned cas, unsigned times)
{
	for (unsigned each = 5; 3 * each <= cas; each *= 3)
		measure(region, each, times, 1);
	measure(region, cas, times, 1);
}

static void grow_ca(const struct region *region, unsigned cas, unsigned times)
{
	measure(region, cas, times, 3);
}

// ---- one record changed

#define CHANGED "actions/action-7.yaml"
#define AT_ONCE 5000u // records of a commit

// A copy with the records of a CA, but for the first, which it has already.
static void make_copy(struct bench_ca *ca, const char *dir, unsigned times)
{
	const unsigned n = records_of(times) - 1;
	struct mg_edit *edits = calloc(n, sizeof *edits);
	struct mg_recorded out;
	struct mg_arena arena;
	struct mg_error err;

	mg_arena_init(&arena, 0);
	bench_ca_make(ca, dir, 1, 0);
	for (unsigned i = 0; edits && i < n; i++) {
		char path[BENCH_PATH_BYTES], text[MAX_TEXT];

		put_record(i + 1, times, path, text);
		edits[i].path = mg_arena_strdup(&arena, path);
		edits[i].bytes = mg_slice_of(mg_arena_strdup(&arena, text));
	}
	for (unsigned i = 0; i < n; i += AT_ONCE)
		bench_must(mg_copy_record(ca->copy, &edits[i], n - i < AT_ONCE ? n - i : AT_ONCE, NULL, 0, NULL, &arena,
					  &out, NULL, &err),
			   &err);
	mg_arena_clear(&arena);
	free(edits);
}

static void change(const struct bench_ca *ca, unsigned run)
{
	struct mg_buf text = {0};
	struct mg_error err;
	char *folder = bench_join(ca->dir, "/"), *full = bench_join(folder, CHANGED);

	bench_must(mg_file_read(full, MG_MAX_RECORD_BYTES, &text, &err), &err);
	mg_buf_printf(&text, "# %u\n", run);
	bench_must(mg_file_write(full, mg_buf_slice(&text), MG_FILE_LAZY, &err), &err);
	mg_buf_clear(&text);
	free(folder);
	free(full);
}

// The book of the folder, and what is found in one record or in all.
static void check_copy(const struct bench_ca *ca, const char *one)
{
	struct mg_book book;
	struct mg_error err;

	bench_must(mg_copy_book(ca->copy, MG_BOOK_FOLDER, MG_BOOK_SIGNATURES | MG_BOOK_TIMES, NULL, 0, &book, NULL,
				&err),
		   &err);
	judge_book(&book, one);
	mg_book_clear(&book);
}

static void measure_change(const struct bench *b, unsigned times)
{
	struct bench_series first = {0}, one = {0}, all = {0};
	struct bench_ca ca;
	struct mg_error err;
	char *dir = bench_join(b->memory, "/changed"), what[80];

	make_copy(&ca, dir, times);
	bench_start(&first);
	check_copy(&ca, NULL);
	bench_stop(&first);
	for (unsigned run = 0; run < 9; run++) {
		change(&ca, run);
		bench_start(&one);
		check_copy(&ca, CHANGED);
		bench_stop(&one);
		bench_start(&all);
		check_copy(&ca, NULL);
		bench_stop(&all);
	}
	snprintf(what, sizeof what, "a copy of %u records, nothing remembered", records_of(times));
	bench_row(what, &first, NULL, NULL);
	bench_row("  one record changed: that one judged", &one, NULL, NULL);
	bench_row("  one record changed: all judged", &all, NULL, NULL);
	bench_ca_clear(&ca);
	bench_must(mg_file_remove_tree(dir, false, &err), &err);
	free(dir);
}

void bench_rules(const struct bench *b)
{
	with_region(b->memory, CAS, 1, grow_region);
	with_region(b->disk, CAS, 1, measure_cold);
	for (unsigned times = 1; times <= 16; times *= 4)
		with_region(b->memory, 1, times, grow_ca);
	for (unsigned times = 1; times <= 16; times *= 4)
		measure_change(b, times);
}
