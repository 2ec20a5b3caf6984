// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/request.h"

#include "base/i18n.h"
#include "core/key/sshsig.h"
#include "schema/record/path.h"
#include "schema/yaml/yaml.h"

#include <sodium.h>

#define MG_NS_REQUEST "demande@maillage"
#define PROOF_BYTES   crypto_auth_hmacsha256_BYTES
#define PROOF_HEX     (2 * PROOF_BYTES + 1)
#define INDENT        "  "

// The keys, in their order; `signataire` may be missing.
static const char *const keys[] = {"cooperative", "acteur", "invitation", "cle", "signataire", "preuve", "signature"};
enum { KEY_CA, KEY_ACTOR, KEY_INVITATION, KEY_DEVICE, KEY_SIGNATORY, KEY_PROOF, KEY_SIGNATURE, N_KEYS };

static void prove(struct mg_slice text, const uint8_t secret[MG_TICKET_SECRET_BYTES], uint8_t proof[PROOF_BYTES])
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, secret, MG_TICKET_SECRET_BYTES);
	crypto_auth_hmacsha256_update(&state, (const uint8_t *)text.data, text.len);
	crypto_auth_hmacsha256_final(&state, proof);
	sodium_memzero(&state, sizeof state);
}

// ---- writing

static const struct mg_node *key_line(struct mg_arena *arena, const struct mg_public_key *key, const char *holder)
{
	struct mg_buf line = {0};
	const struct mg_node *node;

	mg_key_format_line(key, holder, &line);
	node = line.failed ? NULL : mg_node_new_string(arena, mg_buf_slice(&line));
	mg_buf_clear(&line);
	return node;
}

static int put_fields(const struct mg_request *request, struct mg_buf *out, struct mg_error *err)
{
	struct mg_pair pairs[KEY_PROOF];
	char ca[MG_ID_HEX];
	const struct mg_node *node;
	struct mg_arena arena;
	size_t n = 0;

	mg_arena_init(&arena, 0);
	pairs[n++].value = mg_node_new_string(&arena, mg_slice_of(mg_id_format(&request->ca, ca)));
	pairs[n++].value = mg_node_new_string(&arena, mg_slice_of(request->actor));
	pairs[n++].value = mg_node_new_string(&arena, mg_slice_of(request->invitation));
	pairs[n++].value = key_line(&arena, &request->device, request->holder);
	if (request->has_signatory)
		pairs[n++].value = key_line(&arena, &request->signatory, request->signatory_holder);
	for (size_t i = 0; i < n; i++)
		pairs[i].key = mg_slice_of(keys[i]);
	node = mg_node_new_map(&arena, pairs, n);
	if (node)
		mg_yaml_write(node, out);
	mg_arena_clear(&arena);
	return node ? mg_buf_check(out, err) : mg_fail_memory(err);
}

static void put_indented(struct mg_buf *out, struct mg_slice text)
{
	while (text.len) {
		const char *end = memchr(text.data, '\n', text.len);
		size_t n = end ? (size_t)(end - text.data) + 1 : text.len;

		mg_buf_puts(out, INDENT);
		mg_buf_put(out, text.data, n);
		text.data += n;
		text.len -= n;
	}
}

int mg_request_format(const struct mg_request *request, const uint8_t secret[MG_TICKET_SECRET_BYTES],
		      const struct mg_secret_key *device, struct mg_buf *out, struct mg_error *err)
{
	uint8_t proof[PROOF_BYTES];
	char hex[PROOF_HEX];
	struct mg_buf armour = {0};
	int code;

	mg_buf_reset(out);
	code = put_fields(request, out, err);
	if (code)
		return code;
	prove(mg_buf_slice(out), secret, proof);
	mg_buf_printf(out, "%s: %s\n", keys[KEY_PROOF], mg_hex_encode(hex, proof, PROOF_BYTES));
	code = mg_sshsig_sign(device, MG_NS_REQUEST, mg_buf_slice(out), &armour, err);
	if (!code) {
		mg_buf_printf(out, "%s: |\n", keys[KEY_SIGNATURE]);
		put_indented(out, mg_buf_slice(&armour));
	}
	mg_buf_clear(&armour);
	return code ? code : mg_buf_check(out, err);
}

// ---- reading

// A request that was read: its text as it was signed, and where each field stands.
struct parsed {
	struct mg_doc doc;
	const struct mg_pair *fields[N_KEYS]; // NULL: absent
};

static int malformed(struct mg_error *err)
{
	mg_fail(err, MG_EINVALID, _("this is no request to join, or it is not whole"));
	return mg_error_hint(err, _("ask for the file again, as an attachment: `maillage join` made it"));
}

// Mail programs may have given the lines other ends.
static int drop_returns(struct mg_slice text, struct mg_buf *out, struct mg_error *err)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] != '\r' || i + 1 == text.len || text.data[i + 1] != '\n')
			mg_buf_putc(out, text.data[i]);
	}
	return mg_buf_check(out, err);
}

// The keys in their order, each a text.
static bool find_fields(struct parsed *p)
{
	const struct mg_node *root = p->doc.root;
	size_t key = 0;

	if (!root || root->type != MG_MAP)
		return false;
	for (size_t i = 0; i < root->as.map.n; i++) {
		const struct mg_pair *pair = &root->as.map.pairs[i];

		if (key == KEY_SIGNATORY && !mg_slice_is(pair->key, keys[key]))
			key++;
		if (key == N_KEYS || !mg_slice_is(pair->key, keys[key]) || pair->value->type != MG_STRING)
			return false;
		p->fields[key++] = pair;
	}
	return key == N_KEYS;
}

// Close it also after a failure.
static int open_request(struct mg_slice text, struct parsed *p, struct mg_error *err)
{
	struct mg_findings findings;
	struct mg_buf plain = {0};
	int code;

	*p = (struct parsed){0};
	mg_doc_init(&p->doc);
	if (text.len > MG_MAX_REQUEST_BYTES)
		return malformed(err);
	mg_findings_init(&findings);
	code = drop_returns(text, &plain, err);
	if (!code && (mg_yaml_read(&p->doc, "", mg_buf_slice(&plain), &findings) || !find_fields(p)))
		code = malformed(err);
	mg_findings_clear(&findings);
	mg_buf_clear(&plain);
	return code;
}

static void close_request(struct parsed *p)
{
	mg_doc_clear(&p->doc);
}

static struct mg_slice field(const struct parsed *p, size_t key)
{
	return p->fields[key] ? p->fields[key]->value->text : (struct mg_slice){0};
}

// What stands before a field.
static struct mg_slice before(const struct parsed *p, size_t key)
{
	return (struct mg_slice){p->doc.text.data, p->fields[key]->key_start.offset};
}

static bool take_text(const struct parsed *p, size_t key, char *out, size_t size)
{
	struct mg_slice text = field(p, key);

	if (text.len >= size || memchr(text.data, '\0', text.len))
		return false;
	memcpy(out, text.data, text.len);
	out[text.len] = '\0';
	return true;
}

static bool take_names(const struct parsed *p, struct mg_request *out)
{
	char ca[MG_ID_HEX];
	uint8_t invitation[MG_INVITATION_CHARS * 5 / 8];

	return take_text(p, KEY_CA, ca, sizeof ca) && mg_id_parse(ca, &out->ca) &&
	       take_text(p, KEY_ACTOR, out->actor, sizeof out->actor) &&
	       mg_path_check_id("actor", mg_slice_of(out->actor), NULL) == 0 &&
	       take_text(p, KEY_INVITATION, out->invitation, sizeof out->invitation) &&
	       mg_base32_decode(invitation, sizeof invitation, mg_slice_of(out->invitation));
}

static int take_keys(const struct parsed *p, struct mg_request *out, struct mg_error *err)
{
	int code = mg_key_parse_named(field(p, KEY_DEVICE), &out->device, out->holder, err);

	out->has_signatory = p->fields[KEY_SIGNATORY] != NULL;
	if (!code && out->has_signatory)
		code = mg_key_parse_named(field(p, KEY_SIGNATORY), &out->signatory, out->signatory_holder, err);
	return code;
}

static int check_signature(const struct parsed *p, const struct mg_request *request, struct mg_error *err)
{
	struct mg_public_key signer;
	int code = mg_sshsig_verify(field(p, KEY_SIGNATURE), MG_NS_REQUEST, before(p, KEY_SIGNATURE), &signer, err);

	if (!code && strcmp(signer.id, request->device.id) != 0)
		code = mg_fail(err, MG_ETRUST, _("the request is signed by another key than the one it asks for"));
	return code;
}

int mg_request_parse(struct mg_slice text, struct mg_request *out, struct mg_error *err)
{
	struct parsed p;
	int code = open_request(text, &p, err);

	*out = (struct mg_request){0};
	if (!code && !take_names(&p, out))
		code = malformed(err);
	if (!code)
		code = take_keys(&p, out, err);
	if (!code)
		code = check_signature(&p, out, err);
	close_request(&p);
	if (code)
		*out = (struct mg_request){0};
	return code;
}

bool mg_request_proves(struct mg_slice text, const uint8_t secret[MG_TICKET_SECRET_BYTES])
{
	uint8_t expected[PROOF_BYTES], given[PROOF_BYTES];
	char hex[PROOF_HEX];
	struct parsed p;
	bool proves = false;

	if (open_request(text, &p, NULL) == 0 && take_text(&p, KEY_PROOF, hex, sizeof hex) &&
	    mg_hex_decode(given, sizeof given, hex)) {
		prove(before(&p, KEY_PROOF), secret, expected);
		proves = sodium_memcmp(given, expected, sizeof given) == 0;
	}
	close_request(&p);
	return proves;
}
