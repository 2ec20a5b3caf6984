// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "base/text.h"

#include <stdio.h>

// One a line, however many.
// clang-format off
const struct mg_command *const mg_commands[] = {
	&mg_cmd_key_new,
	&mg_cmd_key_show,
	&mg_cmd_key_revoke,
	&mg_cmd_key_passphrase,
	&mg_cmd_key_export,
	&mg_cmd_key_import,
	&mg_cmd_init,
	&mg_cmd_enrol,
	&mg_cmd_invite,
	&mg_cmd_join,
	&mg_cmd_clone,
	&mg_cmd_remote_add,
	&mg_cmd_remote_list,
	&mg_cmd_remote_remove,
	&mg_cmd_sync,
	&mg_cmd_bundle_create,
	&mg_cmd_bundle_apply,
	&mg_cmd_new,
	&mg_cmd_set,
	&mg_cmd_get,
	&mg_cmd_list,
	&mg_cmd_show,
	&mg_cmd_edit,
	&mg_cmd_rm,
	&mg_cmd_save,
	&mg_cmd_check,
	&mg_cmd_yaml,
	&mg_cmd_schema_export,
	&mg_cmd_schema_rights,
	&mg_cmd_schema_rules,
	&mg_cmd_schema,
	&mg_cmd_status,
	&mg_cmd_conflicts,
	&mg_cmd_resolve,
	&mg_cmd_log,
	&mg_cmd_blame,
	&mg_cmd_audit,
	&mg_cmd_trace,
	&mg_cmd_sign,
	&mg_cmd_submit,
	&mg_cmd_acknowledge,
	&mg_cmd_return,
	&mg_cmd_consolidate,
	&mg_cmd_close,
	&mg_cmd_reopen,
	&mg_cmd_due,
	&mg_cmd_table,
	&mg_cmd_export,
	&mg_cmd_verify,
	&mg_cmd_print,
	&mg_cmd_proof,
	&mg_cmd_allowed_signers,
	&mg_cmd_recover,
	&mg_cmd_reindex,
	&mg_cmd_help,
};
// clang-format on
const size_t mg_commands_count = sizeof mg_commands / sizeof *mg_commands;

#define MAX_COMMANDS 128 // whose names are compared with a mistyped one

// Whether words begin with a name of one or two words.
static bool begins(const char *const *words, size_t n, const char *name, size_t *used)
{
	size_t first = strcspn(name, " ");

	if (!n || strlen(words[0]) != first || memcmp(words[0], name, first) != 0)
		return false;
	*used = name[first] ? 2 : 1;
	return !name[first] || (n > 1 && strcmp(words[1], name + first + 1) == 0);
}

// The commands whose first word is this one: what may follow it.
static int missing_second(const char *first, const char *second, struct mg_error *err)
{
	const char *seconds[MAX_COMMANDS] = {NULL}, *nearest;
	char listed[128] = "";
	size_t count = 0, len = strlen(first);

	for (size_t i = 0; i < mg_commands_count && count < MAX_COMMANDS; i++)
		if (strncmp(mg_commands[i]->name, first, len) == 0 && mg_commands[i]->name[len] == ' ')
			seconds[count++] = mg_commands[i]->name + len + 1;
	if (!count)
		return 0;
	for (size_t i = 0, used = 0; i < count && used < sizeof listed; i++)
		used += (size_t)snprintf(listed + used, sizeof listed - used, "%s%s", i ? ", " : "", seconds[i]);
	nearest = second ? mg_nearest(second, seconds, count) : NULL;
	if (second)
		(void)mg_fail(err, MG_EUSAGE, _("there is no command \"%s %s\""), first, second);
	else
		(void)mg_fail(err, MG_EUSAGE, _("something is missing after \"maillage %s\""), first);
	return nearest ? mg_error_hint(err, _("did you mean %s %s?"), first, nearest)
		       : mg_error_hint(err, _("after %s comes one of: %s"), first, listed);
}

int mg_command_find(const char *const *words, size_t n, const struct mg_command **command, size_t *used,
		    struct mg_error *err)
{
	const char *names[MAX_COMMANDS], *nearest;
	size_t length;

	*command = NULL;
	*used = 0;
	for (size_t i = 0; i < mg_commands_count; i++) {
		if (!begins(words, n, mg_commands[i]->name, &length) || length <= *used)
			continue;
		*command = mg_commands[i]; // "schema export" before "schema"
		*used = length;
	}
	if (*command)
		return 0;
	if (!n)
		return mg_fail(err, MG_EUSAGE, _("no command was given"));
	if (missing_second(words[0], n > 1 ? words[1] : NULL, err) < 0)
		return MG_EUSAGE;
	for (size_t i = 0; i < mg_commands_count && i < MAX_COMMANDS; i++)
		names[i] = mg_commands[i]->name;
	nearest = mg_nearest(words[0], names, mg_commands_count);
	(void)mg_fail(err, MG_EUSAGE, _("there is no command \"%s\""), words[0]);
	return nearest ? mg_error_hint(err, _("did you mean %s?"), nearest)
		       : mg_error_hint(err, _("`maillage help` lists the commands"));
}
