// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_total.h"

#include "base/i18n.h"

#define MEAN_DIGITS 2u // a mean has this many digits more than the values it is made of

#define NOTE_NOT_ADDED   "non agrégeable : les valeurs sont listées, jamais additionnées"
#define NOTE_LISTED      "liste : les valeurs ne se réunissent pas en un chiffre"
#define NOTE_SAME_DAY    "plusieurs valeurs différentes à la dernière date : aucune n'est retenue"
#define NOTE_PLAIN_MEAN  "moyenne simple : aucun dénominateur n'est donné"
#define NOTE_NO_WEIGHT   "un dénominateur manque : la moyenne pondérée n'est pas calculée"
#define NOTE_ZERO_WEIGHT "le dénominateur total est nul : la moyenne n'est pas calculée"

struct mg_bilan_point mg_bilan_point_of(const struct mg_node *item)
{
	struct mg_bilan_point point = {.date = mg_node_string(mg_node_get(item, "date"))};

	point.has_value = mg_fixed_read(mg_node_get(item, "valeur"), &point.value);
	point.has_weight = mg_fixed_read(mg_node_get(item, "denominateur"), &point.weight);
	return point;
}

static int out_of_range(struct mg_error *err)
{
	return mg_fail(err, MG_ELIMIT, _("the values are too large, or have too many digits, to be brought together"));
}

static int sum(const struct mg_bilan_point *points, size_t n, struct mg_bilan_total *total, struct mg_error *err)
{
	for (size_t i = 0; i < n; i++) {
		if (points[i].has_value && !mg_fixed_add(total->value, points[i].value, &total->value))
			return out_of_range(err);
		total->has_value |= points[i].has_value;
	}
	return 0;
}

static int greatest(const struct mg_bilan_point *points, size_t n, struct mg_bilan_total *total, struct mg_error *err)
{
	for (size_t i = 0; i < n; i++) {
		int order = 1;

		if (!points[i].has_value)
			continue;
		if (total->has_value && !mg_fixed_compare(points[i].value, total->value, &order))
			return out_of_range(err);
		if (order > 0 || (order == 0 && points[i].value.scale > total->value.scale)) // 1.0 rather than 1
			total->value = points[i].value;
		total->has_value = true;
	}
	return 0;
}

static int last(const struct mg_bilan_point *points, size_t n, struct mg_bilan_total *total, struct mg_error *err)
{
	for (size_t i = 0; i < n; i++) {
		int order = total->has_value ? mg_slice_compare(points[i].date, total->date) : 1, same = 0;

		if (!points[i].has_value || order < 0)
			continue;
		if (order > 0) {
			total->value = points[i].value;
			total->date = points[i].date;
			total->note = NULL;
		} else if (!mg_fixed_compare(points[i].value, total->value, &same)) {
			return out_of_range(err);
		} else if (same != 0) {
			total->note = NOTE_SAME_DAY;
		} else if (points[i].value.scale > total->value.scale) {
			total->value = points[i].value;
		}
		total->has_value = true;
	}
	if (total->note)
		total->has_value = false; // which of them is the last, a person must say
	return 0;
}

// Weights of the points that have a value: all, none, or some of them.
static void weigh(const struct mg_bilan_point *points, size_t n, size_t *valued, size_t *weighted)
{
	*valued = *weighted = 0;
	for (size_t i = 0; i < n; i++) {
		*valued += points[i].has_value;
		*weighted += points[i].has_value && points[i].has_weight;
	}
}

// Rounded once, at the end, so that the order of the points does not matter.
static int mean(const struct mg_bilan_point *points, size_t n, struct mg_bilan_total *total, struct mg_error *err)
{
	struct mg_fixed sum_of_products = {0}, product, weights = {0};
	size_t valued, weighted;
	unsigned scale = 0;

	weigh(points, n, &valued, &weighted);
	if (!valued)
		return 0;
	if (weighted && weighted < valued) {
		total->note = NOTE_NO_WEIGHT;
		return 0;
	}
	for (size_t i = 0; i < n; i++) {
		struct mg_fixed weight = weighted ? points[i].weight : (struct mg_fixed){1, 0};

		if (!points[i].has_value)
			continue;
		if (!mg_fixed_multiply(points[i].value, weight, &product) ||
		    !mg_fixed_add(sum_of_products, product, &sum_of_products) ||
		    !mg_fixed_add(weights, weight, &weights))
			return out_of_range(err);
		scale = points[i].value.scale > scale ? points[i].value.scale : scale;
	}
	total->note = weighted ? NULL : NOTE_PLAIN_MEAN;
	total->has_weight = weighted > 0;
	total->weight = weights;
	if (!weights.units) {
		total->note = NOTE_ZERO_WEIGHT;
		return 0;
	}
	scale = scale + MEAN_DIGITS < MG_FIXED_MAX_SCALE ? scale + MEAN_DIGITS : MG_FIXED_MAX_SCALE;
	if (!mg_fixed_divide(sum_of_products, weights, scale, &total->value))
		return out_of_range(err);
	total->has_value = true;
	return 0;
}

// A single value needs no bringing together; of several, none is chosen.
static int alone(const struct mg_bilan_point *points, size_t n, struct mg_bilan_total *total, const char *note)
{
	if (n == 1 && points[0].has_value) {
		total->has_value = true;
		total->value = points[0].value;
	}
	total->note = n > 1 ? note : NULL;
	return 0;
}

static const struct way {
	const char *name;
	int (*reduce)(const struct mg_bilan_point *points, size_t n, struct mg_bilan_total *total,
		      struct mg_error *err);
} ways[] = {{"somme", sum}, {"max", greatest}, {"dernier", last}, {"moyenne_ponderee", mean}};

static const struct way *way_of(struct mg_slice agregation)
{
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (mg_slice_is(agregation, ways[i].name))
			return &ways[i];
	return NULL;
}

bool mg_bilan_comes_together(struct mg_slice agregation)
{
	return way_of(agregation) != NULL;
}

int mg_bilan_total(struct mg_slice agregation, const struct mg_bilan_point *points, size_t n,
		   struct mg_bilan_total *total, struct mg_error *err)
{
	const struct way *way = way_of(agregation);

	*total = (struct mg_bilan_total){0};
	if (way)
		return way->reduce(points, n, total, err);
	return alone(points, n, total, mg_slice_is(agregation, "liste") ? NOTE_LISTED : NOTE_NOT_ADDED);
}
