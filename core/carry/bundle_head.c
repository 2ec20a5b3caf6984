// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/bundle_head.h"

#include "base/i18n.h"

#define FIRST_LINE "# v2 git bundle\n"
#define HEX        (MG_ID_HEX - 1u)

struct reading {
	struct mg_slice rest;
	struct mg_arena *arena;
	struct mg_bundle_head *out;
	size_t cap_needs, cap_refs;
	struct mg_error *err;
};

static int malformed(struct mg_error *err)
{
	return mg_fail(err, MG_EINVALID, _("it is no git bundle of version 2, or is cut short"));
}

static bool take_line(struct mg_slice *rest, struct mg_slice *line)
{
	const char *end = rest->len ? memchr(rest->data, '\n', rest->len) : NULL;

	if (!end)
		return false;
	*line = (struct mg_slice){rest->data, (size_t)(end - rest->data)};
	rest->data += line->len + 1;
	rest->len -= line->len + 1;
	return true;
}

static bool take_id(struct mg_slice *line, struct mg_id *id)
{
	char hex[MG_ID_HEX];

	if (line->len < HEX)
		return false;
	memcpy(hex, line->data, HEX);
	hex[HEX] = '\0';
	line->data += HEX;
	line->len -= HEX;
	return mg_id_parse(hex, id);
}

static int take_need(struct reading *r, struct mg_slice line)
{
	struct mg_bundle_head *out = r->out;
	struct mg_id *grown = mg_arena_grow(r->arena, out->needs, out->n_needs, &r->cap_needs, sizeof *grown);

	if (!grown)
		return mg_fail_memory(r->err);
	out->needs = grown;
	if (out->n_refs || !take_id(&line, &grown[out->n_needs]) || (line.len && line.data[0] != ' '))
		return malformed(r->err);
	out->n_needs++;
	return 0;
}

static int take_ref(struct reading *r, struct mg_slice line)
{
	struct mg_bundle_head *out = r->out;
	struct mg_bundle_ref *grown = mg_arena_grow(r->arena, out->refs, out->n_refs, &r->cap_refs, sizeof *grown);

	if (!grown)
		return mg_fail_memory(r->err);
	out->refs = grown;
	if (!take_id(&line, &grown[out->n_refs].id) || line.len < 2 || line.data[0] != ' ' ||
	    memchr(line.data, '\0', line.len))
		return malformed(r->err);
	grown[out->n_refs].name = mg_arena_copy(r->arena, line.data + 1, line.len - 1);
	return grown[out->n_refs++].name ? 0 : mg_fail_memory(r->err);
}

int mg_bundle_head_parse(struct mg_slice bytes, struct mg_arena *arena, struct mg_bundle_head *out,
			 struct mg_error *err)
{
	struct reading r = {.rest = bytes, .arena = arena, .out = out, .err = err};
	const size_t first = strlen(FIRST_LINE);
	struct mg_slice line;
	int code = 0;

	*out = (struct mg_bundle_head){0};
	if (bytes.len < first || memcmp(bytes.data, FIRST_LINE, first) != 0)
		return malformed(err);
	r.rest.data += first;
	r.rest.len -= first;
	while (!code) {
		if (!take_line(&r.rest, &line))
			return malformed(err);
		if (!line.len)
			break;
		if (line.data[0] == '-')
			code = take_need(&r, (struct mg_slice){line.data + 1, line.len - 1});
		else
			code = take_ref(&r, line);
	}
	out->bytes = bytes.len - r.rest.len;
	return code;
}

void mg_bundle_head_format(const struct mg_bundle_head *head, struct mg_buf *out)
{
	char hex[MG_ID_HEX];

	mg_buf_puts(out, FIRST_LINE);
	for (size_t i = 0; i < head->n_needs; i++)
		mg_buf_printf(out, "-%s \n", mg_id_format(&head->needs[i], hex));
	for (size_t i = 0; i < head->n_refs; i++)
		mg_buf_printf(out, "%s %s\n", mg_id_format(&head->refs[i].id, hex), head->refs[i].name);
	mg_buf_putc(out, '\n');
}
