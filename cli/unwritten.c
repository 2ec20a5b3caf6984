// SPDX-License-Identifier: EUPL-1.2
#include "cli/unwritten.h"

#include "base/i18n.h"
#include "cli/label.h"
#include "cli/read.h"
#include "cli/say.h"
#include "schema/value/place.h"

// What the guide advises to fill, and what the draft asks: there, and empty.
static bool is_asked(struct mg_cli *cli, const struct mg_node *root, const struct mg_finding *finding)
{
	struct mg_place place;
	struct mg_error unread;

	if (finding->level <= MG_LEVEL_A)
		return true;
	return mg_place_parse(finding->field, &cli->arena, &place, &unread) == 0 && mg_place_find(root, &place);
}

// The element of a list that a field is of: "maraudes-7k2m" of actions[maraudes-7k2m].freins; empty for the record's own.
static struct mg_slice element_of(const char *field)
{
	const char *open = strchr(field, '['), *close = open ? strchr(open, ']') : NULL;

	return close ? (struct mg_slice){open + 1, (size_t)(close - open - 1)} : (struct mg_slice){0};
}

static void put_title(const struct mg_type *type, const char *field, struct mg_buf *line)
{
	const struct mg_schema *shape = NULL;
	struct mg_slice title = {0};
	struct mg_error unknown;

	if (mg_record_field_shape(type, field, &shape, &unknown) == 0)
		title = mg_label_field(shape, "title");
	mg_buf_put_slice(line, title.len ? title : mg_slice_of(field));
}

// One line an element: its id, and the titles of what is empty in it.
static int tell_lines(struct mg_cli *cli, const struct mg_path *path, const struct mg_node *root,
		      const struct mg_findings *findings, size_t *told, struct mg_error *err)
{
	struct mg_slice element = {0};
	struct mg_buf line = {0};
	int rc;

	*told = 0;
	for (size_t i = 0; i < findings->n; i++) {
		const struct mg_finding *each = &findings->items[i];
		struct mg_slice of = element_of(each->field);

		if (!is_asked(cli, root, each))
			continue;
		if (!*told)
			mg_say(cli, _("Left to write, as the guide advises:"));
		if (line.len && !mg_slice_equal(of, element)) {
			mg_say(cli, "  %s", mg_buf_text(&line));
			mg_buf_clear(&line);
		}
		if (line.len)
			mg_buf_puts(&line, ", ");
		else if (of.len)
			mg_buf_printf(&line, _("%.*s: "), (int)of.len, of.data);
		put_title(path->type, each->field, &line);
		element = of;
		++*told;
	}
	rc = mg_buf_check(&line, err);
	if (rc == 0 && line.len)
		mg_say(cli, "  %s", mg_buf_text(&line));
	mg_buf_clear(&line);
	return rc;
}

// A quarter's bilan is submitted, a year's is signed.
static void tell_next(const struct mg_cli *cli, const struct mg_path *path, bool unwritten)
{
	const bool quarterly = *path->parts.periode;
	char printed[MG_MAX_PATH_BYTES + 1];

	mg_path_print(path->text, printed);
	if (unwritten)
		mg_say(cli, _("`maillage edit %s` opens it; then: maillage %s %s"), printed,
		       quarterly ? "submit" : "sign", quarterly ? path->parts.periode : printed);
	else
		mg_say(cli, _("Read it, then: maillage %s %s"), quarterly ? "submit" : "sign",
		       quarterly ? path->parts.periode : printed);
}

int mg_unwritten_tell(struct mg_cli *cli, const struct mg_path *path, struct mg_error *err)
{
	struct mg_findings findings;
	struct mg_doc doc;
	size_t told;
	int rc;

	mg_doc_init(&doc);
	mg_findings_init(&findings);
	rc = mg_read_recorded(cli, path->text, &doc, err);
	if (rc != 0)
		goto out;
	mg_record_check_filled(path, &doc, &findings);
	rc = tell_lines(cli, path, doc.root, &findings, &told, err);
	if (rc == 0)
		tell_next(cli, path, told > 0);
out:
	mg_findings_clear(&findings);
	mg_doc_clear(&doc);
	return rc;
}
