// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_node.h"
#include "core/report/convention.h"
#include "core/report/convention_parts.h"

#include "base/i18n.h"
#include "schema/convention/convention_text.h"

#define TYPE   "convention"
#define MONTHS 12

#define QUOTED "«\xC2\xA0%.*s\xC2\xA0»" // with the no-break spaces of French

// The guide's model (G:953-1086), with its three slips of grammar mended.
#define NEED                                                                                                           \
	"Il est apparu nécessaire de mobiliser et coordonner les actions de chacun des acteurs, dans leurs domaines " \
	"de compétences respectifs"
#define COMMITMENT                                                                                                            \
	"Considérant l’ensemble de ces éléments, les parties prenantes souhaitent s’engager de manière partenariale " \
	"au déploiement d’un programme de " QUOTED " dans le cadre de la démarche «\xC2\xA0"                                \
	"coopérative d’acteurs en promotion "                                                                              \
	"de la santé\xC2\xA0» initiée par l’ARS-IDF."
#define PURPOSE                                                                                                             \
	"Par la présente convention, les signataires s’engagent, conformément à leurs missions et domaines de "        \
	"compétences respectifs, à mettre en œuvre, suivre et adapter en cohérence avec les orientations mentionnées " \
	"en préambule, un programme relatif à " QUOTED "."
#define FUNDING                                                                                                            \
	"L’ARS s’engage à contribuer au soutien financier du programme dans des proportions et selon des modalités " \
	"qui sont déterminées respectivement et parallèlement. Le budget alloué est réparti en fonction de la "       \
	"contribution propre à chacun des intervenants dans les actions du programme."
#define MEETINGS  "définie conjointement par les parties"
#define QUARTERLY "Des bilans trimestriels devront être établis par les parties prenantes et transmis à l’ARS."
#define ANNUAL                                                                                                            \
	"Une réunion élargie entre les différentes parties devant permettre de dresser un bilan complet, devra avoir " \
	"lieu deux mois avant l’échéance annuelle. Il servira, par ailleurs, à déterminer la reconduction ou non "  \
	"d’une action engagée."
#define AMENDING                                                                                                       \
	"Toute proposition de modification de la présente convention ne pourra être prise en compte qu’après la " \
	"signature d’un avenant par les parties signataires."
#define ENDING                                                                                                                 \
	"Elle peut être résiliée à tout moment par l’une ou l’autre partie au moyen d’une lettre recommandée avec " \
	"avis de réception adressée à chacune des autres parties. La résiliation de la convention prendra effet un "       \
	"mois après la réception de cette lettre."

struct draft {
	const struct mg_book *book;
	struct mg_arena *arena;
	const struct mg_node *kept;        // the draft that is there, else the text that is signed; NULL
	const struct mg_node *signed_text; // NULL: there is none
	struct mg_bilan_map map;
};

static struct mg_slice text_of(const struct mg_book_record *record, const char *key)
{
	return record ? mg_node_string(mg_node_get(record->root, key)) : (struct mg_slice){0};
}

// A field that somebody wrote stays.
static void add(struct draft *d, const char *key, const struct mg_node *made)
{
	const struct mg_node *kept = mg_node_get(d->kept, key);
	bool is_written = kept && (kept->type != MG_STRING || kept->text.len) && kept->type != MG_NULL;

	mg_bilan_add(&d->map, key, is_written ? kept : made);
}

static void add_text(struct draft *d, const char *key, const char *text)
{
	add(d, key, mg_node_new_string(d->arena, mg_slice_of(text)));
}

// {key: text}
static const struct mg_node *holding(const struct draft *d, const char *key, const char *text)
{
	struct mg_bilan_map map = {.arena = d->arena};

	mg_bilan_add_text(&map, key, mg_slice_of(text));
	return mg_bilan_map_node(&map);
}

// ---- title and preamble

static void add_title(struct draft *d)
{
	struct mg_slice title = text_of(mg_book_cooperative(d->book), "intitule");
	const char *text = mg_arena_printf(d->arena, "Convention de partenariat relative à " QUOTED, (int)title.len,
					   title.len ? title.data : "");

	add(d, "intitule", text ? mg_node_new_string(d->arena, mg_slice_of(text)) : NULL);
}

static void add_sentence(struct mg_buf *out, struct mg_slice sentence)
{
	if (!sentence.len)
		return;
	mg_buf_put_slice(out, sentence);
	mg_buf_puts(out, strchr(".!?", sentence.data[sentence.len - 1]) ? "\n" : ".\n");
}

// What the diagnosis shows, why the CA is there, what it aims at, and what its parties commit themselves to.
static const struct mg_node *make_preamble(const struct draft *d)
{
	const struct mg_book_record *ca = mg_book_cooperative(d->book);
	size_t n;
	const struct mg_book_record *diagnostics = mg_book_of(d->book, "diagnostic", &n);
	struct mg_slice problem = n ? text_of(&diagnostics[n - 1], "problematique_degagee") : (struct mg_slice){0};
	const struct mg_book_record *aim = mg_book_find(d->book, "objectif", text_of(ca, "objectif_general"));
	struct mg_slice title = text_of(ca, "intitule");
	const struct mg_node *preamble = NULL;
	struct mg_buf text = {0};

	add_sentence(&text, problem.len ? problem : text_of(ca, "problematique"));
	add_sentence(&text, text_of(ca, "raison_etre"));
	mg_buf_puts(&text, NEED);
	mg_buf_puts(&text, text_of(aim, "intitule").len ? ", avec pour objectif général : " : "");
	add_sentence(&text, text_of(aim, "intitule").len ? text_of(aim, "intitule") : mg_slice_of("."));
	mg_buf_printf(&text, COMMITMENT "\n", (int)title.len, title.len ? title.data : "");
	if (!text.failed)
		preamble = mg_node_new_string(d->arena, mg_buf_slice(&text));
	mg_buf_clear(&text);
	return preamble;
}

// ---- articles

// What the parties wrote around the list stays; the list is what the records say.
static const struct mg_node *make_purpose(const struct draft *d)
{
	struct mg_slice written = mg_node_string(mg_node_get(mg_node_get(d->kept, "art1_objet"), "texte"));
	struct mg_slice title = text_of(mg_book_cooperative(d->book), "intitule");
	const char *made = mg_arena_printf(d->arena, PURPOSE, (int)title.len, title.len ? title.data : "");
	struct mg_bilan_map map = {.arena = d->arena};

	mg_bilan_add_text(&map, "texte", written.len ? written : mg_slice_of(made ? made : ""));
	mg_bilan_add(&map, "objectifs", mg_convention_objectives(d->book, d->arena));
	return mg_bilan_map_node(&map);
}

// The steering committee, or the technical one: the guide's own model names either.
static const char *steering_body(const struct mg_book *book)
{
	static const char *const kinds[] = {"comite_pilotage", "comite_technique"};
	size_t n;
	const struct mg_book_record *bodies = mg_book_of(book, "instance", &n);

	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
		for (size_t i = 0; i < n; i++)
			if (mg_slice_is(text_of(&bodies[i], "type"), kinds[k]))
				return mg_book_name(&bodies[i]);
	return "";
}

static const struct mg_node *make_steering(const struct draft *d, const struct mg_node *actions)
{
	struct mg_convention_names leaders = {.arena = d->arena}, promoters = {.arena = d->arena};
	const struct mg_book_record *ca = mg_book_cooperative(d->book);
	const struct mg_node *others = ca ? mg_node_get(ca->root, "copilotes") : NULL;
	struct mg_bilan_map map = {.arena = d->arena};
	const char *body = steering_body(d->book);

	if (*body)
		mg_bilan_add_text(&map, "instance", mg_slice_of(body));
	mg_convention_name(&leaders, text_of(ca, "dd_animatrice"));
	for (size_t i = 0; others && others->type == MG_LIST && i < others->as.list.n; i++)
		mg_convention_name(&leaders, mg_node_string(others->as.list.items[i]));
	for (size_t i = 0; i < actions->as.list.n; i++)
		mg_convention_name(&promoters,
				   mg_node_string(mg_node_get(actions->as.list.items[i], "promoteur_referent")));
	mg_bilan_add(&map, "co_pilote", mg_convention_names(&leaders));
	mg_bilan_add(&map, "promoteurs", mg_convention_names(&promoters));
	return mg_bilan_map_node(&map);
}

static const struct mg_node *make_duration(const struct draft *d)
{
	struct mg_bilan_map map = {.arena = d->arena};

	mg_bilan_add(&map, "duree_mois", mg_node_new_int(d->arena, MONTHS));
	mg_bilan_add_text(&map, "renouvellement", mg_slice_of("expres"));
	return mg_bilan_map_node(&map);
}

static void add_article_4(struct draft *d, const struct mg_node *actions)
{
	add(d, "art4_1_pilotage", make_steering(d, actions));
	add(d, "art4_2_reunions_operationnelles", holding(d, "periodicite", MEETINGS));
	mg_bilan_add(&d->map, "art4_2_indicateurs", mg_convention_indicators(d->book, actions, d->arena));
	add(d, "art4_3_bilans_trimestriels", holding(d, "modalites", QUARTERLY));
	add(d, "art4_4_bilan_annuel", holding(d, "modalites", ANNUAL));
}

// ---- the whole

// An earlier text's own days and signatures are not the next one's.
static const char *const of_one_text[] = {"art5_duree",   "date_signature",   "signatures",
					  "document_pdf", "empreinte_sha256", NULL};
static const char *const nothing[] = {NULL};

static const struct mg_node *make_root(struct draft *d, const struct mg_type *type, unsigned number, bool is_next)
{
	const struct mg_node *signed_actions = mg_node_get(d->signed_text, "art2_actions"), *actions, *made;

	actions = mg_convention_actions(d->book, signed_actions, d->arena);
	if (!actions)
		return NULL;
	mg_bilan_add_text(&d->map, "cooperative", mg_slice_of(d->book->cooperative));
	mg_bilan_add(&d->map, "version", mg_node_new_int(d->arena, number));
	add_title(d);
	mg_bilan_add(&d->map, "parties", mg_convention_parties(d->book, mg_node_get(d->kept, "parties"), d->arena));
	add(d, "preambule", make_preamble(d));
	mg_bilan_add(&d->map, "art1_objet", make_purpose(d));
	mg_bilan_add(&d->map, "art2_actions", actions);
	add_text(d, "art3_financement", FUNDING);
	add_article_4(d, actions);
	if (is_next)
		mg_bilan_add(&d->map, "art5_duree", make_duration(d));
	else
		add(d, "art5_duree", make_duration(d));
	add_text(d, "art5_avenants", AMENDING);
	add_text(d, "art5_resiliation", ENDING);
	made = mg_bilan_map_node(&d->map);
	return made ? mg_bilan_merge(d->arena, type, made, d->kept, is_next ? of_one_text : nothing) : NULL;
}

int mg_convention_draft(const struct mg_book *book, const char *id, struct mg_arena *arena, struct mg_bilan_made *made,
			struct mg_error *err)
{
	const struct mg_type *type = mg_types_find(book->types, TYPE);
	const struct mg_book_record *last = mg_convention_last(book, TYPE, id), *before;
	struct draft d = {.book = book, .arena = arena, .map = {.arena = arena}};
	struct mg_path_parts parts = {0};
	struct mg_convention_text text;
	struct mg_bilan_made result;
	int rc;

	if (!type)
		return mg_fail(err, MG_EINTERNAL, _("there is no type of record \"%s\""), TYPE);
	rc = mg_path_check_id("id", mg_slice_of(id), err);
	if (rc < 0)
		return rc;
	memcpy(parts.id, id, strlen(id) + 1);
	before = mg_convention_unsigned(last, &parts.n);
	rc = mg_convention_text(book, id, NULL, arena, &text, NULL);
	if (rc == MG_ENOMEM)
		return mg_fail_memory(err);
	d.signed_text = rc == 0 ? text.root : NULL;
	d.kept = before ? before->root : d.signed_text ? d.signed_text : last ? last->root : NULL;
	rc = mg_path_format(type, &parts, &result.path, err);
	if (rc < 0)
		return rc;
	result.root = make_root(&d, type, parts.n, !before && last);
	if (!result.root)
		return mg_fail_memory(err);
	*made = result;
	return 0;
}
