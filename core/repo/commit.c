// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/commit.h"

#include "base/i18n.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

// ---- reading

// What is left to read of a commit.
struct reader {
	struct mg_slice rest;
	struct mg_error *err;
};

static int malformed(struct reader *r, const char *what)
{
	return mg_fail(r->err, MG_EINVALID, _("the commit's %s is missing or malformed"), what);
}

// The next line, without its newline; false at the end.
static bool next_line(struct mg_slice *rest, struct mg_slice *line)
{
	const char *end = rest->len ? memchr(rest->data, '\n', rest->len) : NULL;

	if (!end)
		return false;
	*line = (struct mg_slice){rest->data, (size_t)(end - rest->data)};
	rest->data = end + 1;
	rest->len -= line->len + 1;
	return true;
}

static bool begins(struct mg_slice text, const char *prefix)
{
	size_t len = strlen(prefix);

	return text.len >= len && memcmp(text.data, prefix, len) == 0;
}

static struct mg_slice after(struct mg_slice text, size_t n)
{
	return (struct mg_slice){text.data + n, text.len - n};
}

static bool parse_id(struct mg_slice hex, struct mg_id *id)
{
	char text[MG_ID_HEX];

	if (hex.len != sizeof text - 1)
		return false;
	memcpy(text, hex.data, hex.len);
	text[hex.len] = '\0';
	return mg_id_parse(text, id);
}

static int parse_parents(struct reader *r, struct mg_arena *arena, struct mg_commit *out)
{
	struct mg_slice line;
	size_t cap = 0;

	while (begins(r->rest, "parent ") && next_line(&r->rest, &line)) {
		struct mg_id *grown = mg_arena_grow(arena, out->parents, out->n_parents, &cap, sizeof *grown);

		if (!grown)
			return mg_fail_memory(r->err);
		out->parents = grown;
		if (out->n_parents == MG_MAX_PARENTS)
			return mg_fail(r->err, MG_ELIMIT, _("the commit has more than %u parents"), MG_MAX_PARENTS);
		if (!parse_id(after(line, strlen("parent ")), &out->parents[out->n_parents++]))
			return malformed(r, "parent");
	}
	return 0;
}

// A decimal number without sign or leading zero.
static bool parse_number(struct mg_slice digits, int64_t *value)
{
	*value = 0;
	if (!digits.len || digits.len > 18 || (digits.len > 1 && digits.data[0] == '0'))
		return false;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.data[i] < '0' || digits.data[i] > '9')
			return false;
		*value = *value * 10 + (digits.data[i] - '0');
	}
	return true;
}

static bool is_name(struct mg_slice text, size_t max)
{
	if (!text.len || text.len > max)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
			return false;
	}
	return true;
}

static bool take_until(struct mg_slice *rest, const char *mark, struct mg_slice *part)
{
	size_t len = strlen(mark);

	for (size_t i = 0; i + len <= rest->len; i++) {
		if (memcmp(rest->data + i, mark, len) == 0) {
			*part = (struct mg_slice){rest->data, i};
			*rest = after(*rest, i + len);
			return true;
		}
	}
	return false;
}

// "author <actor> <<key>@maillage> <seconds> +0000", or committer
static int parse_person(struct reader *r, const char *header, struct mg_commit *out)
{
	struct mg_slice line, actor, key, seconds;

	if (!begins(r->rest, header) || !next_line(&r->rest, &line))
		return malformed(r, header);
	line = after(line, strlen(header));
	if (!begins(line, " "))
		return malformed(r, header);
	line = after(line, 1);
	if (!take_until(&line, " <", &actor) || !take_until(&line, "@maillage> ", &key) ||
	    !take_until(&line, " +0000", &seconds) || line.len || !is_name(actor, MG_MAX_ID_CHARS) ||
	    !is_name(key, MG_KEY_ID_CHARS) || key.len != MG_KEY_ID_CHARS || !parse_number(seconds, &out->seconds))
		return malformed(r, header);
	memcpy(out->actor, actor.data, actor.len);
	out->actor[actor.len] = '\0';
	memcpy(out->key, key.data, key.len);
	out->key[key.len] = '\0';
	return 0;
}

static int parse_people(struct reader *r, struct mg_commit *out)
{
	struct mg_slice author = r->rest, committer;
	int code = parse_person(r, "author", out);

	if (code)
		return code;
	author.len = (size_t)(r->rest.data - author.data);
	committer = r->rest;
	code = parse_person(r, "committer", out);
	if (code)
		return code;
	committer.len = (size_t)(r->rest.data - committer.data);
	if (!mg_slice_equal(after(author, strlen("author ")), after(committer, strlen("committer "))))
		return mg_fail(r->err, MG_EINVALID, _("the commit's author and committer differ"));
	return 0;
}

// The signature's lines, each but the first indented by a space, joined again; the armour's last newline is put back.
static int parse_signature(struct reader *r, struct mg_arena *arena, struct mg_commit *out)
{
	struct mg_buf armour = {0};
	struct mg_slice line;

	if (!begins(r->rest, "gpgsig "))
		return 0;
	if (!next_line(&r->rest, &line))
		return malformed(r, "gpgsig");
	mg_buf_put_slice(&armour, after(line, strlen("gpgsig ")));
	mg_buf_putc(&armour, '\n');
	while (begins(r->rest, " ") && next_line(&r->rest, &line)) {
		mg_buf_put_slice(&armour, after(line, 1));
		mg_buf_putc(&armour, '\n');
	}
	out->signature.data = armour.failed ? NULL : mg_arena_copy(arena, mg_buf_text(&armour), armour.len);
	out->signature.len = armour.len;
	mg_buf_clear(&armour);
	return out->signature.data ? 0 : mg_fail_memory(r->err);
}

static struct mg_slice trim(struct mg_slice text)
{
	while (text.len && strchr(" \n", text.data[0]))
		text = after(text, 1);
	while (text.len && strchr(" \n", text.data[text.len - 1]))
		text.len--;
	return text;
}

// The trailer is the message's last line; a second one anywhere makes the stamp ambiguous.
static int parse_message(struct reader *r, struct mg_commit *out)
{
	struct mg_slice message = r->rest, stamp;
	size_t at;

	if (!message.len || memchr(message.data, '\0', message.len) || mg_utf8_check(message) != message.len ||
	    message.data[message.len - 1] != '\n')
		return malformed(r, "message");
	at = message.len - 1;
	while (at > 0 && message.data[at - 1] != '\n')
		at--;
	stamp = (struct mg_slice){message.data + at, message.len - 1 - at};
	if (!begins(stamp, MG_STAMP_TRAILER) || !parse_number(after(stamp, strlen(MG_STAMP_TRAILER)), &out->stamp_ms))
		return malformed(r, "Maillage-Stamp");
	r->rest = (struct mg_slice){message.data, at};
	if (!next_line(&r->rest, &out->subject) || !out->subject.len)
		return malformed(r, "message");
	out->reason = trim(r->rest);
	for (struct mg_slice line, rest = (struct mg_slice){message.data, at}; next_line(&rest, &line);) {
		if (begins(line, MG_STAMP_TRAILER))
			return mg_fail(r->err, MG_EINVALID, _("the commit has two stamps"));
	}
	return 0;
}

static int join_signed(struct mg_slice raw, struct mg_slice head, struct mg_slice tail, struct mg_arena *arena,
		       struct mg_commit *out, struct mg_error *err)
{
	char *bytes;

	if (!out->signature.len) {
		out->signed_bytes = raw;
		return 0;
	}
	bytes = mg_arena_alloc(arena, head.len + tail.len + 1);
	if (!bytes)
		return mg_fail_memory(err);
	memcpy(bytes, head.data, head.len);
	memcpy(bytes + head.len, tail.data, tail.len);
	out->signed_bytes = (struct mg_slice){bytes, head.len + tail.len};
	return 0;
}

int mg_commit_parse(struct mg_slice raw, struct mg_arena *arena, struct mg_commit *out, struct mg_error *err)
{
	char *copy = mg_arena_copy(arena, raw.data, raw.len);
	struct reader r = {{copy, raw.len}, err};
	struct mg_slice line, head, tail;
	int code;

	*out = (struct mg_commit){0};
	if (!copy)
		return mg_fail_memory(err);
	raw.data = copy;
	if (!begins(r.rest, "tree ") || !next_line(&r.rest, &line) ||
	    !parse_id(after(line, strlen("tree ")), &out->tree))
		return malformed(&r, "tree");
	code = parse_parents(&r, arena, out);
	if (!code)
		code = parse_people(&r, out);
	if (code)
		return code;
	head = (struct mg_slice){raw.data, (size_t)(r.rest.data - raw.data)};
	code = parse_signature(&r, arena, out);
	if (code)
		return code;
	tail = r.rest;
	if (!next_line(&r.rest, &line) || line.len)
		return mg_fail(err, MG_EINVALID, _("the commit has a header that no line's commit has"));
	code = parse_message(&r, out);
	return code ? code : join_signed(raw, head, tail, arena, out, err);
}

// ---- writing

int mg_commit_format(const struct mg_commit *commit, struct mg_buf *out, struct mg_error *err)
{
	char hex[MG_ID_HEX];

	mg_buf_reset(out);
	mg_buf_printf(out, "tree %s\n", mg_id_format(&commit->tree, hex));
	for (size_t i = 0; i < commit->n_parents; i++)
		mg_buf_printf(out, "parent %s\n", mg_id_format(&commit->parents[i], hex));
	mg_buf_printf(out, "author %s <%s@maillage> %" PRId64 " +0000\n", commit->actor, commit->key, commit->seconds);
	mg_buf_printf(out, "committer %s <%s@maillage> %" PRId64 " +0000\n\n", commit->actor, commit->key,
		      commit->seconds);
	mg_buf_put_slice(out, commit->subject);
	mg_buf_puts(out, "\n\n");
	if (commit->reason.len) {
		mg_buf_put_slice(out, commit->reason);
		mg_buf_puts(out, "\n\n");
	}
	mg_buf_printf(out, MG_STAMP_TRAILER "%" PRId64 "\n", commit->stamp_ms);
	return mg_buf_check(out, err);
}

int mg_commit_assemble(struct mg_slice unsigned_bytes, struct mg_slice armour, struct mg_buf *out, struct mg_error *err)
{
	struct mg_slice head, rest = unsigned_bytes;

	mg_buf_reset(out);
	if (!take_until(&rest, "\n\n", &head))
		return mg_fail(err, MG_EINTERNAL, _("a commit without a message"));
	mg_buf_put(out, unsigned_bytes.data, head.len + 1);
	mg_buf_puts(out, "gpgsig ");
	if (armour.len && armour.data[armour.len - 1] == '\n')
		armour.len--;
	for (size_t i = 0; i < armour.len; i++) {
		mg_buf_putc(out, armour.data[i]);
		if (armour.data[i] == '\n')
			mg_buf_putc(out, ' ');
	}
	mg_buf_puts(out, "\n\n");
	mg_buf_put_slice(out, rest);
	return mg_buf_check(out, err);
}

// ---- trust

int mg_commit_verify(const struct mg_commit *commit, struct mg_public_key *signer, struct mg_error *err)
{
	int code;

	if (!commit->signature.len)
		return mg_fail(err, MG_ETRUST, _("the commit is not signed"));
	code = mg_sshsig_verify(commit->signature, MG_NS_COMMIT, commit->signed_bytes, signer, err);
	if (code)
		return code;
	if (strcmp(signer->id, commit->key) != 0)
		return mg_fail(err, MG_ETRUST, _("the commit names the key %s but is signed by %s"), commit->key,
			       signer->id);
	return 0;
}
