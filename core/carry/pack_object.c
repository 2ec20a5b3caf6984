// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/pack_object.h"

#include "base/i18n.h"

#include <git2.h>

// libgit2 tells of an allocation it was not allowed (core/repo/repo_memory.c) by the class of its error.
int mg_pack_fail_read(int rc, const struct mg_id *id, struct mg_error *err)
{
	const git_error *last = git_error_last();
	char hex[MG_ID_HEX];

	if (last && last->klass == GIT_ERROR_NOMEMORY)
		return mg_fail(err, MG_ELIMIT, _("the object %s is too large"), mg_id_format(id, hex));
	if (rc == GIT_ENOTFOUND)
		return mg_fail(err, MG_ENOTFOUND, _("the object %s is missing"), mg_id_format(id, hex));
	return mg_fail(err, MG_EINVALID, _("the object %s cannot be read"), mg_id_format(id, hex));
}

static enum mg_object_type type_of(git_odb_object *object)
{
	git_object_t type = git_odb_object_type(object);

	return type == GIT_OBJECT_COMMIT ? MG_OBJECT_COMMIT : type == GIT_OBJECT_TREE ? MG_OBJECT_TREE : MG_OBJECT_BLOB;
}

int mg_pack_put_object(struct mg_pack_maker *maker, git_odb *odb, const struct mg_id *id, bool check_name,
		       struct mg_error *err)
{
	git_odb_object *object = NULL;
	enum mg_object_type type;
	struct mg_slice bytes;
	char hex[MG_ID_HEX];
	git_oid oid;
	int code, rc;

	git_oid_fromraw(&oid, id->bytes);
	rc = git_odb_read(&object, odb, &oid);
	if (rc < 0)
		return mg_pack_fail_read(rc, id, err);
	type = type_of(object);
	bytes = (struct mg_slice){git_odb_object_data(object), git_odb_object_size(object)};
	if (check_name && !mg_repo_is_named(type, bytes, id))
		code = mg_fail(err, MG_EINVALID, _("the object %s cannot be read"), mg_id_format(id, hex));
	else
		code = mg_pack_maker_put(maker, id, type, bytes, err);
	git_odb_object_free(object);
	return code;
}
