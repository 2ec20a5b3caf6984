// SPDX-License-Identifier: EUPL-1.2
//
// Tickets, requests and invitations: what is not exactly what was made is refused.
#include "tests/unit/keygen.h"

#include "core/carry/invitation.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define NOW_MS     1795000000000
#define DAY_MS     86400000LL

static struct mg_home home;
static struct mg_error err;
static struct mg_ticket ticket;
static struct mg_secret_key key;

static int set_up(void **state)
{
	struct mg_home_env env = {.maillage_home = "home"};

	(void)state;
	err = (struct mg_error){0};
	ticket = (struct mg_ticket){.ca.bytes = {0x12, 0x34, 0xff},
				    .inviter = KEYGEN_ID,
				    .secret = {1, 2, 3, 4, 0, 255},
				    .expires_s = NOW_MS / 1000 + 60,
				    .actor = "asso-exemple",
				    .url = "/media/clé USB/dépôt.git"};
	keygen_key(&key, "Jeanne: Martin #1");
	return mg_home_open(&home, &env, NULL);
}

static int tear_down(void **state)
{
	(void)state;
	mg_key_clear(&key);
	mg_home_close(&home);
	return system("rm -rf home");
}

static void format_ticket(struct mg_buf *out)
{
	mg_buf_reset(out);
	assert_int_equal(mg_ticket_format(&ticket, out, &err), 0);
}

static void assert_same_ticket(const struct mg_ticket *read)
{
	assert_true(mg_id_equal(&read->ca, &ticket.ca));
	assert_string_equal(read->inviter, ticket.inviter);
	assert_memory_equal(read->secret, ticket.secret, sizeof ticket.secret);
	assert_int_equal(read->expires_s, ticket.expires_s);
	assert_string_equal(read->actor, ticket.actor);
	assert_string_equal(read->url, ticket.url);
}

// ---- tickets

static void a_ticket_reads_as_it_was_made(void **state)
{
	static const char *const urls[] = {"", "https://git.example.org/ca.git", "/media/clé USB/dépôt.git",
					   "git@example.org:ca.git"};
	struct mg_buf text = {0};
	struct mg_ticket read;

	(void)state;
	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
		snprintf(ticket.url, sizeof ticket.url, "%s", urls[i]);
		format_ticket(&text);
		assert_int_equal(mg_ticket_parse(mg_buf_slice(&text), &read, &err), 0);
		assert_same_ticket(&read);
	}
	mg_buf_clear(&text);
}

static void a_ticket_of_any_length_reads(void **state)
{
	struct mg_buf text = {0};
	struct mg_ticket read;

	(void)state;
	memset(ticket.actor, 'a', MG_MAX_ID_CHARS);
	for (size_t n = 0; n <= MG_TICKET_URL_MAX; n++) {
		memset(ticket.url, 'x', n);
		ticket.url[n] = '\0';
		format_ticket(&text);
		assert_int_equal(mg_ticket_parse(mg_buf_slice(&text), &read, &err), 0);
		assert_same_ticket(&read);
	}
	mg_buf_clear(&text);
}

// As mail programs and QR codes leave it.
static void folds_and_capitals_do_no_harm(void **state)
{
	struct mg_buf text = {0}, folded = {0};
	struct mg_ticket read;

	(void)state;
	format_ticket(&text);
	mg_buf_puts(&folded, " \t");
	for (size_t i = 0; i < text.len; i++) {
		char c = mg_buf_text(&text)[i];

		mg_buf_putc(&folded, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
		if (i % 60 == 59)
			mg_buf_puts(&folded, "\r\n ");
	}
	assert_int_equal(mg_ticket_parse(mg_buf_slice(&folded), &read, &err), 0);
	assert_same_ticket(&read);
	mg_buf_clear(&text);
	mg_buf_clear(&folded);
}

static void assert_refused_ticket(struct mg_slice text)
{
	struct mg_ticket read;

	err = (struct mg_error){0};
	if (mg_ticket_parse(text, &read, &err) != MG_EINVALID)
		fail_msg("\"%.*s\" was taken for a ticket", (int)text.len, text.data);
	assert_true(*err.message && *err.hint);
	assert_string_equal(read.actor, "");
}

static void a_changed_ticket_is_refused(void **state)
{
	struct mg_buf text = {0};

	(void)state;
	format_ticket(&text);
	for (size_t i = 0; i < text.len; i++) {
		char was = text.data[i];

		for (const char *other = "abq27:"; *other; other++) {
			text.data[i] = *other;
			if (*other != was)
				assert_refused_ticket(mg_buf_slice(&text));
		}
		text.data[i] = was;
		assert_refused_ticket((struct mg_slice){mg_buf_text(&text), i}); // cut there
	}
	mg_buf_puts(&text, "a");
	assert_refused_ticket(mg_buf_slice(&text));
	mg_buf_clear(&text);
}

static void what_is_no_ticket_is_refused(void **state)
{
	static const char *const texts[] = {
		"",  "maillage",   "maillage1",   "maillage1:",  "maillage1:aaaa", "maillage2:abcd",
		":", "maillagex:", "https://a.b", "maillage1:é", "maillage1:a1b0"};
	struct mg_buf long_text = {0};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_refused_ticket(mg_slice_of(texts[i]));
	mg_buf_puts(&long_text, "maillage1:");
	mg_buf_fill(&long_text, 'a', 1 << 20);
	assert_refused_ticket(mg_buf_slice(&long_text));
	mg_buf_clear(&long_text);
}

// Fields that the check covers, but no inviter may write.
static void a_ticket_with_odd_fields_is_refused(void **state)
{
	static const char *const actors[] = {"", "Asso", "a--b", "../x", "a b"};
	static const char *const urls[] = {"--upload-pack=x", "a\nb", "\x1b[2J", "\xff"};
	struct mg_buf text = {0};

	(void)state;
	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
		snprintf(ticket.url, sizeof ticket.url, "%s", urls[i]);
		format_ticket(&text);
		assert_refused_ticket(mg_buf_slice(&text));
	}
	*ticket.url = '\0';
	for (size_t i = 0; i < sizeof actors / sizeof *actors; i++) {
		snprintf(ticket.actor, sizeof ticket.actor, "%s", actors[i]);
		format_ticket(&text);
		assert_refused_ticket(mg_buf_slice(&text));
	}
	mg_buf_clear(&text);
}

static void what_fits_no_ticket_is_not_written(void **state)
{
	struct mg_buf text = {0};

	(void)state;
	ticket.expires_s = (int64_t)1 << 32;
	assert_int_equal(mg_ticket_format(&ticket, &text, &err), MG_EINVALID);
	ticket.expires_s = -1;
	assert_int_equal(mg_ticket_format(&ticket, &text, &err), MG_EINVALID);
	ticket.expires_s = 1;
	snprintf(ticket.inviter, sizeof ticket.inviter, "short");
	assert_int_equal(mg_ticket_format(&ticket, &text, &err), MG_EINVALID);
	assert_int_equal(text.len, 0);
	mg_buf_clear(&text);
}

// ---- requests

static struct mg_request request_of_ticket(void)
{
	struct mg_request request = {.ca = ticket.ca, .device = key.public};

	memcpy(request.actor, ticket.actor, sizeof request.actor);
	memcpy(request.holder, key.comment, sizeof request.holder);
	mg_ticket_invitation(ticket.secret, request.invitation);
	return request;
}

static void format_request(const struct mg_request *request, struct mg_buf *out)
{
	assert_int_equal(mg_request_format(request, ticket.secret, &key, out, &err), 0);
}

static void a_request_reads_as_it_was_made(void **state)
{
	struct mg_request request = request_of_ticket(), read;
	struct mg_secret_key signatory = {0};
	struct mg_buf text = {0};

	(void)state;
	format_request(&request, &text);
	assert_int_equal(mg_request_parse(mg_buf_slice(&text), &read, &err), 0);
	assert_string_equal(read.actor, "asso-exemple");
	assert_string_equal(read.holder, "Jeanne: Martin #1");
	assert_string_equal(read.device.id, KEYGEN_ID);
	assert_string_equal(read.invitation, request.invitation);
	assert_true(mg_id_equal(&read.ca, &ticket.ca));
	assert_false(read.has_signatory);
	assert_true(mg_request_proves(mg_buf_slice(&text), ticket.secret));

	assert_int_equal(mg_key_generate(&signatory, "Luc", &err), 0);
	request.has_signatory = true;
	request.signatory = signatory.public;
	snprintf(request.signatory_holder, sizeof request.signatory_holder, "Luc");
	format_request(&request, &text);
	assert_int_equal(mg_request_parse(mg_buf_slice(&text), &read, &err), 0);
	assert_true(read.has_signatory);
	assert_string_equal(read.signatory.id, signatory.public.id);
	assert_string_equal(read.signatory_holder, "Luc");
	mg_key_clear(&signatory);
	mg_buf_clear(&text);
}

// As a mail from Windows leaves it.
static void other_line_ends_do_no_harm(void **state)
{
	struct mg_request request = request_of_ticket(), read;
	struct mg_buf text = {0}, crlf = {0};

	(void)state;
	format_request(&request, &text);
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '\n')
			mg_buf_putc(&crlf, '\r');
		mg_buf_putc(&crlf, text.data[i]);
	}
	assert_int_equal(mg_request_parse(mg_buf_slice(&crlf), &read, &err), 0);
	assert_true(mg_request_proves(mg_buf_slice(&crlf), ticket.secret));
	mg_buf_clear(&text);
	mg_buf_clear(&crlf);
}

static void assert_refused_request(struct mg_slice text)
{
	struct mg_request read;
	int code;

	err = (struct mg_error){0};
	code = mg_request_parse(text, &read, &err);
	if (code != MG_EINVALID && code != MG_ETRUST)
		fail_msg("taken for a request (%d): %.*s", code, (int)text.len, text.data);
	assert_true(*err.message);
}

static void a_changed_request_is_refused(void **state)
{
	struct mg_request request = request_of_ticket();
	struct mg_buf text = {0};

	(void)state;
	format_request(&request, &text);
	for (size_t i = 0; i < text.len; i++) {
		text.data[i] ^= 1;
		assert_refused_request(mg_buf_slice(&text));
		text.data[i] ^= 1;
	}
	for (size_t i = 0; i + 1 < text.len; i += 7)
		assert_refused_request((struct mg_slice){mg_buf_text(&text), i});
	mg_buf_clear(&text);
}

static void a_request_signed_by_another_is_refused(void **state)
{
	struct mg_request request = request_of_ticket();
	struct mg_secret_key other = {0};
	struct mg_buf text = {0};

	(void)state;
	assert_int_equal(mg_key_generate(&other, "Voleur", &err), 0);
	assert_int_equal(mg_request_format(&request, ticket.secret, &other, &text, &err), 0);
	assert_refused_request(mg_buf_slice(&text));
	mg_key_clear(&other);
	mg_buf_clear(&text);
}

static void odd_requests_are_refused(void **state)
{
	static const char *const texts[] = {"",         "a: b\n",        "- a\n", "cooperative: x\nacteur: y\n",
					    "\xff\xfe", "signature: |\n"};
	struct mg_buf large = {0};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_refused_request(mg_slice_of(texts[i]));
	mg_buf_fill(&large, '\n', MG_MAX_REQUEST_BYTES + 1);
	assert_refused_request(mg_buf_slice(&large));
	mg_buf_clear(&large);
}

// ---- invitations

static void invite(void)
{
	struct mg_invitation invitation = {.ca = ticket.ca, .name = "Asso: exemple", .expires_s = ticket.expires_s};

	memcpy(invitation.secret, ticket.secret, sizeof ticket.secret);
	memcpy(invitation.actor, ticket.actor, sizeof ticket.actor);
	assert_int_equal(mg_invitation_save(&home, &invitation, &err), 0);
}

static int answer(const struct mg_id *ca, const struct mg_request *request, int64_t now_ms, struct mg_invitation *out)
{
	struct mg_buf text = {0};
	int code;

	format_request(request, &text);
	err = (struct mg_error){0};
	code = mg_invitation_answered(&home, ca, mg_buf_slice(&text), request, now_ms, out, &err);
	mg_buf_clear(&text);
	return code;
}

static void the_invited_is_answered(void **state)
{
	struct mg_request request = request_of_ticket();
	struct mg_invitation found;

	(void)state;
	assert_false(mg_invitation_any(&home, &ticket.ca));
	invite();
	assert_true(mg_invitation_any(&home, &ticket.ca));
	assert_int_equal(answer(&ticket.ca, &request, NOW_MS, &found), 0);
	assert_string_equal(found.actor, "asso-exemple");
	assert_string_equal(found.name, "Asso: exemple");
	assert_string_equal(found.type, "");
	assert_string_equal(found.used_by, "");
}

static void an_invitation_is_private(void **state)
{
	struct stat st;

	(void)state;
	invite();
	assert_int_equal(system("test \"$(find home -type f -perm 600 | wc -l)\" = 1"), 0);
	assert_int_equal(stat("home/invitations", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
}

static void a_used_ticket_serves_nobody_else(void **state)
{
	struct mg_request request = request_of_ticket();
	struct mg_invitation found;

	(void)state;
	invite();
	assert_int_equal(answer(&ticket.ca, &request, NOW_MS, &found), 0);
	memcpy(found.used_by, request.device.id, sizeof found.used_by);
	assert_int_equal(mg_invitation_save(&home, &found, &err), 0);
	assert_int_equal(answer(&ticket.ca, &request, NOW_MS, &found), 0); // cut short the first time
	snprintf(found.used_by, sizeof found.used_by, "aaaaaaaaaaaaaaaa");
	assert_int_equal(mg_invitation_save(&home, &found, &err), 0);
	assert_int_equal(answer(&ticket.ca, &request, NOW_MS, &found), MG_EEXISTS);
	assert_non_null(strstr(err.hint, "aaaaaaaaaaaaaaaa"));
}

static void what_does_not_answer_is_refused(void **state)
{
	struct mg_request request = request_of_ticket(), other;
	struct mg_id foreign = {{9}};
	struct mg_invitation found;

	(void)state;
	assert_int_equal(answer(&ticket.ca, &request, NOW_MS, &found), MG_ETRUST); // invited by nobody here
	invite();
	assert_int_equal(answer(&foreign, &request, NOW_MS, &found), MG_ETRUST);
	assert_int_equal(answer(&ticket.ca, &request, NOW_MS + DAY_MS, &found), MG_ETRUST);
	other = request;
	snprintf(other.actor, sizeof other.actor, "mairie");
	assert_int_equal(answer(&ticket.ca, &other, NOW_MS, &found), MG_ETRUST);
	ticket.secret[0] ^= 1; // the right name, not the right secret
	assert_int_equal(answer(&ticket.ca, &request, NOW_MS, &found), MG_ETRUST);
}

static void a_damaged_invitation_is_told(void **state)
{
	struct mg_request request = request_of_ticket();
	struct mg_invitation found;

	(void)state;
	invite();
	assert_int_equal(system("sed -i 's/^secret: ..../secret: ffff/' home/invitations/*/*.yaml"), 0);
	assert_int_equal(answer(&ticket.ca, &request, NOW_MS, &found), MG_EINVALID);
	assert_int_equal(system("for f in home/invitations/*/*.yaml; do echo '[' >\"$f\"; done"), 0);
	assert_int_equal(answer(&ticket.ca, &request, NOW_MS, &found), MG_EINVALID);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_ticket_reads_as_it_was_made),
		TEST(a_ticket_of_any_length_reads),
		TEST(folds_and_capitals_do_no_harm),
		TEST(a_changed_ticket_is_refused),
		TEST(what_is_no_ticket_is_refused),
		TEST(a_ticket_with_odd_fields_is_refused),
		TEST(what_fits_no_ticket_is_not_written),
		TEST(a_request_reads_as_it_was_made),
		TEST(other_line_ends_do_no_harm),
		TEST(a_changed_request_is_refused),
		TEST(a_request_signed_by_another_is_refused),
		TEST(odd_requests_are_refused),
		TEST(the_invited_is_answered),
		TEST(an_invitation_is_private),
		TEST(a_used_ticket_serves_nobody_else),
		TEST(what_does_not_answer_is_refused),
		TEST(a_damaged_invitation_is_told),
	};

	if (mg_key_init(NULL) != 0)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, keygen_enter, keygen_leave);
}
