// SPDX-License-Identifier: EUPL-1.2
//
// What was signed: by whom, and whether it is still that.
#include "core/audit/audit_impl.h"

#include "base/i18n.h"

#include <stdio.h>

// What the commit that brought a signature says of it; the key is the signatory's own.
static int of_signature(struct mg_auditing *a, const struct mg_book_record *record,
			const struct mg_book_signature *signature, struct mg_audit_answer *answer)
{
	mg_position position = mg_audit_position(a, signature->commit);
	int code = 0;

	*answer = (struct mg_audit_answer){.record = record->path};
	if (position)
		code = mg_audit_of_commit(a, position, answer);
	answer->actor = signature->actor;
	answer->key = signature->key;
	answer->person = *signature->holder ? signature->holder : NULL; // else the key tells
	answer->time_ms = signature->time_ms;
	return code;
}

// ---- who signed

static int tell_signature(struct mg_auditing *a, const struct mg_book_record *record,
			  const struct mg_book_signature *signature)
{
	char why[MG_ERROR_MESSAGE_MAX];
	struct mg_audit_answer answer;
	int code = of_signature(a, record, signature, &answer);
	const bool receipt = record->type->receipt && strcmp(signature->actor, record->parts.acteur) != 0;

	answer.code = !signature->valid ? "broken" : receipt ? "received" : "signed";
	snprintf(why, sizeof why,
		 !signature->valid ? _("its signature no longer matches")
		 : receipt         ? _("acknowledges that it was received")
				   : _("signed"));
	answer.why = why;
	return code ? code : mg_audit_add(a, &answer);
}

int mg_audit_signatures(struct mg_auditing *a)
{
	int code = 0;

	for (size_t i = 0; !code && i < a->book->n; i++) {
		const struct mg_book_record *record = &a->book->records[i];

		for (size_t k = 0; !code && record->type->opener && k < record->n_signatures; k++)
			code = tell_signature(a, record, &record->signatures[k]);
	}
	return code;
}

// ---- signed bytes

static const struct mg_book_signature *signature_at(const struct mg_book_record *record, const char *path)
{
	for (size_t i = 0; record && i < record->n_signatures; i++) {
		if (strcmp(record->signatures[i].path, path) == 0)
			return &record->signatures[i];
	}
	return NULL;
}

// What is wrong with a signed file of the folder; NULL when nothing is.
static const char *find_wrong(const struct mg_book_record *record, const struct mg_book_record *on_disk,
			      const struct mg_book_signature *signature, const char **why)
{
	const struct mg_book_signature *there = signature_at(on_disk, signature->path);

	*why = _("what is recorded does not match its signature");
	if (!signature->valid)
		return "recorded";
	*why = _("the signed file is no longer in the folder");
	if (!on_disk)
		return "gone";
	*why = _("the file in the folder is not the one that was signed");
	if (strcmp(record->sha256, on_disk->sha256) != 0)
		return "changed";
	*why = _("its signature is no longer in the folder");
	if (!there)
		return "unsigned";
	*why = _("its signature in the folder is not the one that was recorded");
	return there->valid ? NULL : "signature";
}

static int check_signed(struct mg_auditing *a, const struct mg_book_record *record,
			const struct mg_book_signature *signature)
{
	struct mg_audit_answer answer;
	const char *why, *code_word = find_wrong(record, mg_book_at(a->folder, record->path), signature, &why);
	int code = code_word ? of_signature(a, record, signature, &answer) : 0;

	if (!code_word || code)
		return code;
	answer.code = code_word;
	answer.why = why;
	return mg_audit_add(a, &answer);
}

int mg_audit_signed_bytes(struct mg_auditing *a)
{
	int code = 0;

	for (size_t i = 0; !code && i < a->book->n; i++) {
		const struct mg_book_record *record = &a->book->records[i];

		for (size_t k = 0; !code && record->type->opener && k < record->n_signatures; k++)
			code = check_signed(a, record, &record->signatures[k]);
	}
	return code;
}
