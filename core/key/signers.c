// SPDX-License-Identifier: EUPL-1.2
//
// The allowed-signers file of stock ssh-keygen and git (ssh-keygen(1), "ALLOWED SIGNERS").
#include "core/copy/copy_impl.h"
#include "core/trust/verify.h"

#include <time.h>

#define SSH_TIME_CHARS 15 // 20180115100000Z

static void format_time(int64_t stamp_ms, char out[SSH_TIME_CHARS + 1])
{
	time_t seconds = (time_t)(stamp_ms / 1000);
	struct tm tm = {0};

	if (!gmtime_r(&seconds, &tm) || !strftime(out, SSH_TIME_CHARS + 1, "%Y%m%d%H%M%SZ", &tm))
		out[0] = '\0';
}

// When the key's file appeared, and when a revocation was first written in it (0: never).
static int times_of(struct mg_copy *copy, const struct mg_history *counting, const char *path, struct mg_arena *arena,
		    int64_t *enrolled_ms, int64_t *revoked_ms, struct mg_error *err)
{
	struct mg_index_history history;
	struct mg_index_commit commit;
	int code = mg_index_history(copy->store.index, path, arena, &history, err);

	*enrolled_ms = *revoked_ms = 0;
	if (!code)
		code = mg_history_restrict(copy->store.index, counting, &history, err);
	for (size_t i = 0; !code && i < history.n_writes; i++) {
		code = mg_index_commit(copy->store.index, history.written_by[i], &commit, err);
		if (!*enrolled_ms || commit.stamp_ms < *enrolled_ms)
			*enrolled_ms = commit.stamp_ms;
		if (mg_place_contains("revocation", history.writes[i].place) &&
		    (!*revoked_ms || commit.stamp_ms < *revoked_ms))
			*revoked_ms = commit.stamp_ms;
	}
	return code;
}

// Types may share one: the correction of a bilan, and every receipt.
static bool is_named_before(const struct mg_copy *copy, size_t end, const char *ns)
{
	for (size_t i = 0; i < end; i++) {
		const struct mg_type *type = mg_types_at(copy->store.types, i);

		if ((type->ns && strcmp(type->ns, ns) == 0) || (type->receipt && strcmp(type->receipt, ns) == 0))
			return true;
	}
	return false;
}

// A device signs commits; a signatory signs documents of every type, and keys.
static void put_namespaces(struct mg_copy *copy, bool device, struct mg_buf *out)
{
	if (device) {
		mg_buf_puts(out, MG_NS_COMMIT);
		return;
	}
	for (size_t i = 0, n = 0; i < mg_types_count(copy->store.types); i++) {
		const struct mg_type *type = mg_types_at(copy->store.types, i);

		if (type->ns && !is_named_before(copy, i, type->ns))
			mg_buf_printf(out, "%s%s", n++ ? "," : "", type->ns);
		if (type->receipt && !is_named_before(copy, i, type->receipt))
			mg_buf_printf(out, "%s%s", n++ ? "," : "", type->receipt);
	}
}

static int put_key(struct mg_copy *copy, const struct mg_history *counting, const char *path, struct mg_arena *arena,
		   struct mg_buf *out, struct mg_error *err)
{
	char after[SSH_TIME_CHARS + 1], before[SSH_TIME_CHARS + 1];
	struct mg_slice actor, line;
	int64_t enrolled_ms, revoked_ms;
	struct mg_public_key key;
	struct mg_doc cle;
	const char *text;
	int code;

	mg_doc_init(&cle);
	code = mg_copy_read_doc(copy, path, &cle, err);
	actor = mg_node_string(mg_node_get(cle.root, "acteur"));
	line = mg_node_string(mg_node_get(cle.root, "cle"));
	text = mg_arena_copy(arena, line.data, line.len);
	if (!code && !text)
		code = mg_fail_memory(err);
	if (!code)
		code = mg_key_parse_line(text, &key, err);
	if (!code)
		code = times_of(copy, counting, path, arena, &enrolled_ms, &revoked_ms, err);
	if (!code) {
		format_time(enrolled_ms, after);
		format_time(revoked_ms + 999,
			    before); // commits have whole seconds: the one it happened in still counts
		mg_buf_put_slice(out, actor);
		mg_buf_puts(out, " namespaces=\"");
		put_namespaces(copy, mg_slice_is(mg_node_string(mg_node_get(cle.root, "usage")), "appareil"), out);
		mg_buf_printf(out, "\",valid-after=\"%s\"", after);
		if (revoked_ms)
			mg_buf_printf(out, ",valid-before=\"%s\"", before);
		mg_buf_putc(out, ' ');
		mg_key_format_line(&key, "", out);
		mg_buf_putc(out, '\n');
	}
	mg_doc_clear(&cle);
	return code;
}

int mg_allowed_signers(struct mg_copy *copy, struct mg_buf *out, struct mg_error *err)
{
	struct mg_history history = {0};
	struct mg_arena arena;
	const char **paths;
	size_t n = 0;
	int code;

	mg_arena_init(&arena, 0);
	mg_buf_reset(out);
	code = mg_copy_history(copy, &arena, &history, err);
	if (!code)
		code = mg_index_paths(copy->store.index, "cles/", &arena, &paths, &n, err);
	for (size_t i = 0; !code && i < n; i++) {
		struct mg_path path;

		if (mg_path_parse(copy->store.types, paths[i], &path, NULL) || path.kind != MG_PATH_RECORD)
			continue; // a signature
		code = put_key(copy, &history, paths[i], &arena, out, err);
		code = code == MG_ENOTFOUND ? 0 : code; // removed since
	}
	if (!code)
		code = mg_buf_check(out, err);
	mg_arena_clear(&arena);
	return code;
}
