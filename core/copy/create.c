// SPDX-License-Identifier: EUPL-1.2
//
// Making a CA: its first commit, whose id is the CA's.
#include "core/copy/copy_impl.h"

#include "base/file.h"
#include "base/i18n.h"
#include "core/line/line.h"
#include "schema/record/record.h"

static int put_file(struct mg_copy *copy, const struct mg_first_file *file, struct mg_snapshot *tree,
		    struct mg_error *err)
{
	struct mg_findings findings;
	struct mg_doc doc;
	int code;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	code = mg_record_check(copy->store.types, file->path, file->bytes, &doc, &findings);
	if (code)
		mg_fail(err, code, "%s: %s", file->path, findings.n ? findings.items[0].message : "");
	else
		code = mg_snapshot_put(tree, file->path, file->bytes, err);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	return code;
}

static int first_commit(struct mg_copy *copy, const char *actor, const struct mg_first_file *files, size_t n,
			struct mg_arena *arena, struct mg_error *err)
{
	struct mg_line line = {.copy = copy, .arena = arena, .err = err};
	struct mg_snapshot tree = {.arena = arena};
	const struct mg_secret_key *key;
	struct mg_buf subject = {0};
	struct mg_id id;
	int code = mg_copy_device(copy, &key, err);

	for (size_t i = 0; !code && i < n; i++)
		code = put_file(copy, &files[i], &tree, err);
	if (code)
		return code;
	if (strlen(actor) >= sizeof line.writer.actor)
		return mg_fail(err, MG_EINVALID, _("the actor's name %s is too long"), actor);
	memcpy(line.writer.key, key->public.id, sizeof line.writer.key);
	memcpy(line.writer.actor, actor, strlen(actor) + 1);
	mg_buf_printf(&subject, "cooperative +; acteurs/%s +", actor);
	code = mg_buf_check(&subject, err);
	if (!code)
		code = mg_line_commit(&line, NULL, 0, &tree, mg_buf_slice(&subject), (struct mg_slice){0}, &id);
	if (!code)
		code = mg_copy_pin(copy, &id, err);
	mg_buf_clear(&subject);
	return code;
}

static int create(struct mg_copy *copy, const char *actor, const struct mg_first_file *files, size_t n,
		  struct mg_error *err)
{
	struct mg_arena arena;
	int code = mg_copy_lock(copy, err);

	if (code)
		return code;
	mg_arena_init(&arena, 0);
	code = first_commit(copy, actor, files, n, &arena, err);
	if (!code)
		code = mg_copy_refresh_main(copy, NULL, 0, err);
	mg_arena_clear(&arena);
	mg_copy_unlock(copy);
	return code;
}

int mg_copy_create(const char *dir, const struct mg_home *home, const struct mg_clock *clock,
		   const struct mg_types *types, const char *actor, const struct mg_first_file *files, size_t n,
		   struct mg_copy **out, struct mg_error *err)
{
	struct mg_error undo;
	struct mg_repo *repo;
	struct mg_copy *copy;
	bool was_there = mg_file_exists(dir);
	int code = mg_repo_create(dir, &repo, err);

	*out = NULL;
	if (code)
		return code;
	code = mg_copy_wrap(repo, home, clock, types, &copy, err);
	if (!code) {
		code = create(copy, actor, files, n, err);
		if (!code)
			*out = copy;
		else
			mg_copy_close(copy);
	}
	if (code && mg_file_remove_tree(dir, was_there, &undo))
		mg_error_hint(err, _("%s is left behind: remove it"), dir);
	return code;
}
