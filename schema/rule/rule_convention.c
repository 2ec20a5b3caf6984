// SPDX-License-Identifier: EUPL-1.2
#include "schema/rule/rule_convention.h"

static void read_text(struct mg_rule_run *run, struct mg_rule_convention *convention)
{
	const struct mg_convention_term *term = &convention->term;

	convention->in_force = term->has_effect && mg_date_compare(run->today, term->effect) >= 0 &&
			       mg_date_compare(run->today, term->end) < 0;
	if (mg_convention_text(run->book, term->id, &run->today, &run->arena, &convention->text, NULL) < 0)
		convention->text = (struct mg_convention_text){0};
	if (convention->in_force && convention->text.root &&
	    mg_convention_drift(run->book, &convention->text, &run->arena, &convention->drift, NULL) < 0)
		convention->drift = (struct mg_amendments){0};
}

const struct mg_rule_convention *mg_rule_convention(struct mg_rule_run *run)
{
	static const struct mg_rule_convention none;
	struct mg_rule_convention *new;
	bool holding;

	if (run->convention)
		return run->convention;
	new = mg_arena_alloc(&run->arena, sizeof *new);
	if (!new)
		return &none;
	*new = none;
	holding = mg_book_hold(run->book, true); // the text is made of parts of records
	new->found = mg_convention_current(run->book, &new->term);
	if (new->found)
		read_text(run, new);
	(void)mg_book_hold(run->book, holding);
	run->convention = new;
	return new;
}

bool mg_rule_is_current(struct mg_rule_run *run, const struct mg_book_record *version)
{
	const struct mg_rule_convention *convention = mg_rule_convention(run);

	return convention->found && convention->term.text == version;
}

const char *mg_rule_date_text(struct mg_rule_run *run, struct mg_date date)
{
	char text[MG_DATE_CHARS + 1];
	const char *copy;

	mg_date_format(date, text);
	copy = mg_arena_strdup(&run->arena, text);
	return copy ? copy : "";
}

struct mg_notice mg_rule_notice_by(struct mg_rule_run *run, struct mg_slice actor)
{
	const struct mg_rule_convention *convention = mg_rule_convention(run);
	size_t n;
	const struct mg_book_record *records = mg_book_of(run->book, "resiliation", &n);

	for (size_t i = 0; convention->found && i < n; i++)
		if (strcmp(records[i].parts.id, convention->term.id) == 0 &&
		    mg_slice_equal(mg_rule_text(records[i].root, "auteur"), actor))
			return mg_notice_of(&records[i], convention->term.parties);
	return (struct mg_notice){0};
}
