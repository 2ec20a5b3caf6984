// SPDX-License-Identifier: EUPL-1.2
#include "core/line/subject.h"

#include "base/text.h"

#define MAX_VALUE_CHARS 24 // of a value in the line
#define MAX_FIELDS      3  // told by name; more are counted
#define MAX_LINE_CHARS  100

// A value short enough to tell, without the quotes of its canonical text; "…" stands for the rest.
static void put_value(const char *canon, struct mg_buf *out)
{
	struct mg_slice text = mg_slice_of(canon);
	size_t chars = 0;

	if (text.len >= 2 && text.data[0] == '"') {
		text.data++;
		text.len -= 2;
	}
	while (text.len && chars < MAX_VALUE_CHARS) {
		size_t n = mg_utf8_next(text, NULL);

		if (!n || (uint8_t)text.data[0] < 0x20)
			break;
		mg_buf_put(out, text.data, n);
		text.data += n;
		text.len -= n;
		chars++;
	}
	if (text.len)
		mg_buf_puts(out, "…");
}

static void put_write(const struct mg_write *w, struct mg_buf *out)
{
	mg_buf_puts(out, w->place);
	if (w->op == MG_DROP || w->op == MG_OUT) {
		mg_buf_puts(out, " −");
	} else if (w->op == MG_PUT && w->old) {
		mg_buf_puts(out, " ");
		put_value(w->old, out);
		mg_buf_puts(out, " → ");
		put_value(w->value, out);
	}
}

static bool is_existence(const struct mg_write *w)
{
	return w->op == MG_EXISTS_MAP || w->op == MG_EXISTS_LIST || w->op == MG_KEEP;
}

static void put_fields(const struct mg_change *c, struct mg_buf *out)
{
	size_t told = 0, more = 0;

	for (size_t i = 0; i < c->n_writes; i++) {
		if (is_existence(&c->writes[i]) || !c->writes[i].place[0])
			continue;
		if (told == MAX_FIELDS) {
			more++;
			continue;
		}
		mg_buf_puts(out, told++ ? ", " : ": ");
		put_write(&c->writes[i], out);
	}
	if (more)
		mg_buf_printf(out, " (+%zu)", more);
}

// New and removed files are told by a sign, changed ones by their fields.
static void put_change(const struct mg_change *c, struct mg_buf *out)
{
	char name[MG_MAX_PATH_BYTES + 1];

	mg_path_print(c->path.text, name);
	mg_buf_puts(out, name);
	if (mg_id_is_zero(&c->before))
		mg_buf_puts(out, " +");
	else if (mg_id_is_zero(&c->after))
		mg_buf_puts(out, " −");
	else
		put_fields(c, out);
}

static void shorten(struct mg_buf *out, size_t start)
{
	struct mg_slice rest = {out->data + start, out->len - start};
	size_t chars = 0;

	while (rest.len && chars < MAX_LINE_CHARS) {
		size_t n = mg_utf8_next(rest, NULL);

		rest.data += n ? n : 1;
		rest.len -= n ? n : 1;
		chars++;
	}
	if (!rest.len)
		return;
	mg_buf_splice(out, out->len - rest.len, rest.len, mg_slice_of("…"));
}

void mg_subject_format(const struct mg_change *changes, size_t n, size_t settled, struct mg_buf *out)
{
	size_t start = out->len, told = 0;

	for (size_t i = 0; i < n; i++) {
		if (changes[i].path.kind == MG_PATH_CONFLICT)
			continue;
		if (told++)
			mg_buf_puts(out, "; ");
		put_change(&changes[i], out);
	}
	if (!told)
		mg_buf_puts(out, settled > 1 ? "conflits tranchés" : "conflit tranché");
	if (!out->failed)
		shorten(out, start);
}
