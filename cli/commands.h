// SPDX-License-Identifier: EUPL-1.2
//
// The rows of the table, each in the file of its name.
#ifndef MG_CLI_COMMANDS_H
#define MG_CLI_COMMANDS_H

#include "cli/command.h"

extern const struct mg_command mg_cmd_key_new, mg_cmd_key_show, mg_cmd_key_revoke, mg_cmd_key_passphrase,
	mg_cmd_key_export, mg_cmd_key_import;
extern const struct mg_command mg_cmd_init, mg_cmd_enrol, mg_cmd_invite, mg_cmd_join, mg_cmd_clone;
extern const struct mg_command mg_cmd_remote_add, mg_cmd_remote_list, mg_cmd_remote_remove, mg_cmd_sync;
extern const struct mg_command mg_cmd_bundle_create, mg_cmd_bundle_apply;
extern const struct mg_command mg_cmd_new, mg_cmd_set, mg_cmd_get, mg_cmd_list, mg_cmd_show, mg_cmd_edit, mg_cmd_rm,
	mg_cmd_save;
extern const struct mg_command mg_cmd_check, mg_cmd_yaml, mg_cmd_schema, mg_cmd_schema_export, mg_cmd_schema_rights,
	mg_cmd_schema_rules;
extern const struct mg_command mg_cmd_status, mg_cmd_conflicts, mg_cmd_resolve;
extern const struct mg_command mg_cmd_log, mg_cmd_blame, mg_cmd_audit;
extern const struct mg_command mg_cmd_sign, mg_cmd_submit, mg_cmd_acknowledge, mg_cmd_return;
extern const struct mg_command mg_cmd_consolidate, mg_cmd_close, mg_cmd_reopen;
extern const struct mg_command mg_cmd_trace, mg_cmd_print;
extern const struct mg_command mg_cmd_due, mg_cmd_table, mg_cmd_export;
extern const struct mg_command mg_cmd_verify, mg_cmd_proof, mg_cmd_allowed_signers, mg_cmd_recover, mg_cmd_reindex;
extern const struct mg_command mg_cmd_help;

#endif
