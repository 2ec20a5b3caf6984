// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/ticket.h"

#include "base/i18n.h"
#include "schema/record/path.h"

#include <stdio.h>

#define PREFIX      "maillage1:"
#define KEY_BYTES   10 // of a key id
#define CHECK_BYTES 4
#define FIXED_BYTES (MG_ID_BYTES + KEY_BYTES + MG_TICKET_SECRET_BYTES + 4 + 1 + 1 + CHECK_BYTES)
#define MAX_BYTES   (FIXED_BYTES + MG_MAX_ID_CHARS + MG_TICKET_URL_MAX)
#define MAX_CHARS   ((8 * MAX_BYTES + 4) / 5)
#define LAST_SECOND UINT32_MAX // in 2106

void mg_ticket_invitation(const uint8_t secret[MG_TICKET_SECRET_BYTES], char out[MG_INVITATION_CHARS + 1])
{
	uint8_t digest[32];

	mg_sha256((struct mg_slice){(const char *)secret, MG_TICKET_SECRET_BYTES}, digest);
	mg_base32_encode(out, MG_INVITATION_CHARS, digest);
}

static void check_of(const struct mg_buf *bytes, uint8_t digest[32])
{
	struct mg_buf all = {0};

	mg_buf_puts(&all, PREFIX);
	mg_buf_put_slice(&all, mg_buf_slice(bytes));
	mg_sha256(mg_buf_slice(&all), digest);
	mg_buf_clear(&all);
}

// ---- writing

static void put_text(struct mg_buf *out, const char *text)
{
	mg_buf_putc(out, (char)strlen(text));
	mg_buf_puts(out, text);
}

int mg_ticket_format(const struct mg_ticket *ticket, struct mg_buf *out, struct mg_error *err)
{
	uint8_t inviter[KEY_BYTES], digest[32];
	char text[MAX_CHARS + 1];
	struct mg_buf bytes = {0};
	int code = 0;

	if (strlen(ticket->url) > MG_TICKET_URL_MAX)
		return mg_fail(err, MG_ELIMIT, _("the remote's URL is too long for a ticket"));
	if (!mg_base32_decode(inviter, KEY_BYTES, mg_slice_of(ticket->inviter)) || ticket->expires_s < 0 ||
	    ticket->expires_s > LAST_SECOND || strlen(ticket->actor) > MG_MAX_ID_CHARS)
		return mg_fail(err, MG_EINVALID, _("no ticket can be made of this"));
	mg_buf_put(&bytes, ticket->ca.bytes, MG_ID_BYTES);
	mg_buf_put(&bytes, inviter, KEY_BYTES);
	mg_buf_put(&bytes, ticket->secret, MG_TICKET_SECRET_BYTES);
	for (int shift = 24; shift >= 0; shift -= 8)
		mg_buf_putc(&bytes, (char)(ticket->expires_s >> shift & 0xff));
	put_text(&bytes, ticket->actor);
	put_text(&bytes, ticket->url);
	check_of(&bytes, digest);
	mg_buf_put(&bytes, digest, CHECK_BYTES);
	mg_buf_putc(&bytes, '\0'); // the encoder reads on to a whole character
	code = mg_buf_check(&bytes, err);
	if (!code) {
		size_t chars = (8 * (bytes.len - 1) + 4) / 5;

		mg_buf_puts(out, PREFIX);
		mg_buf_puts(out, mg_base32_encode(text, chars, (const uint8_t *)bytes.data));
	}
	mg_buf_clear(&bytes);
	return code ? code : mg_buf_check(out, err);
}

// ---- reading

static int not_a_ticket(struct mg_error *err)
{
	mg_fail(err, MG_EINVALID, _("this is no ticket"));
	return mg_error_hint(err, _("a ticket begins with %s and is one line of about 170 characters: copy all of it"),
			     PREFIX);
}

static int altered(struct mg_error *err)
{
	mg_fail(err, MG_EINVALID, _("the ticket is not whole, or a character of it was changed"));
	return mg_error_hint(err, _("copy it again, or ask for another: maillage invite"));
}

// Without blanks, in small letters. MG_EINVALID when that is more than a ticket can be.
static int clean(struct mg_slice text, char out[sizeof PREFIX + MAX_CHARS], size_t *n, struct mg_error *err)
{
	*n = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (memchr(" \t\r\n", c, 4))
			continue;
		if (*n == sizeof PREFIX - 1 + MAX_CHARS)
			return not_a_ticket(err);
		out[(*n)++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	out[*n] = '\0';
	return 0;
}

static int check_prefix(const char *text, struct mg_error *err)
{
	static const char name[] = "maillage";

	if (strncmp(text, PREFIX, sizeof PREFIX - 1) == 0)
		return 0;
	if (strncmp(text, name, sizeof name - 1) != 0 || text[sizeof name - 1] < '0' || text[sizeof name - 1] > '9')
		return not_a_ticket(err);
	mg_fail(err, MG_EINVALID, _("this ticket was made by a later version of Maillage"));
	return mg_error_hint(err, _("install the version its sender uses"));
}

// What is still to be read.
struct reader {
	const uint8_t *at;
	size_t left;
	bool failed;
};

static void take(struct reader *r, void *out, size_t n)
{
	if (r->failed || n > r->left) {
		r->failed = true;
		return;
	}
	memcpy(out, r->at, n);
	r->at += n;
	r->left -= n;
}

static void take_text(struct reader *r, char *out, size_t max)
{
	uint8_t n = 0;

	take(r, &n, 1);
	if (n > max)
		r->failed = true;
	take(r, out, n);
	if (!r->failed)
		out[n] = '\0';
	r->failed = r->failed || strlen(out) != n;
}

static bool is_url(const char *url)
{
	struct mg_slice text = mg_slice_of(url);

	for (size_t i = 0; i < text.len; i++) {
		if ((unsigned char)text.data[i] < ' ' || text.data[i] == 0x7f)
			return false;
	}
	return *url != '-' && mg_utf8_check(text) == text.len;
}

static bool read_fields(struct reader *r, struct mg_ticket *out)
{
	uint8_t inviter[KEY_BYTES] = {0}, expiry[4] = {0};

	take(r, out->ca.bytes, MG_ID_BYTES);
	take(r, inviter, KEY_BYTES);
	take(r, out->secret, MG_TICKET_SECRET_BYTES);
	take(r, expiry, sizeof expiry);
	take_text(r, out->actor, MG_MAX_ID_CHARS);
	take_text(r, out->url, MG_TICKET_URL_MAX);
	if (r->failed || r->left || mg_path_check_id("actor", mg_slice_of(out->actor), NULL) != 0 || !is_url(out->url))
		return false;
	mg_base32_encode(out->inviter, MG_KEY_ID_CHARS, inviter);
	for (size_t i = 0; i < sizeof expiry; i++)
		out->expires_s = out->expires_s << 8 | expiry[i];
	return true;
}

int mg_ticket_parse(struct mg_slice text, struct mg_ticket *out, struct mg_error *err)
{
	char clean_text[sizeof PREFIX + MAX_CHARS];
	uint8_t bytes[MAX_BYTES], digest[32];
	struct mg_buf body = {0};
	size_t chars, n;
	int code;

	*out = (struct mg_ticket){0};
	code = clean(text, clean_text, &chars, err);
	if (!code)
		code = check_prefix(clean_text, err);
	if (code)
		return code;
	chars -= sizeof PREFIX - 1;
	n = chars * 5 / 8;
	if (n < FIXED_BYTES || !mg_base32_decode(bytes, n, (struct mg_slice){clean_text + sizeof PREFIX - 1, chars}))
		return altered(err);
	mg_buf_put(&body, bytes, n - CHECK_BYTES);
	check_of(&body, digest);
	if (mg_buf_check(&body, err))
		code = MG_ENOMEM;
	else if (memcmp(digest, bytes + n - CHECK_BYTES, CHECK_BYTES) != 0 ||
		 !read_fields(&(struct reader){.at = bytes, .left = n - CHECK_BYTES}, out))
		code = altered(err);
	mg_buf_clear(&body);
	if (code)
		*out = (struct mg_ticket){0};
	return code;
}
