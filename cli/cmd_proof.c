// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/json.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "core/report/proof.h"

#include <stdio.h>

static void show_json(const struct mg_path *record, const char *file, const struct mg_proof *proof)
{
	struct mg_json json = {.out = stdout};
	char printed[MG_MAX_PATH_BYTES + 1];

	mg_path_print(record->text, printed);
	mg_json_open(&json, '{');
	mg_json_pair(&json, "record", printed);
	mg_json_pair(&json, "file", file);
	mg_json_pair_int(&json, "commits", (int64_t)proof->commits);
	mg_json_key(&json, "signatures");
	mg_json_open(&json, '[');
	for (size_t i = 0; i < proof->n; i++) {
		const struct mg_proof_signature *signature = &proof->signatures[i];

		mg_json_open(&json, '{');
		mg_json_pair(&json, "actor", signature->actor);
		mg_json_pair(&json, "key", signature->key);
		mg_json_pair(&json, "namespace", signature->ns);
		mg_json_key(&json, "commit");
		mg_json_id(&json, &signature->commit.id);
		mg_json_key(&json, "time");
		mg_json_time(&json, signature->commit.stamp_ms);
		mg_json_close(&json, '{');
	}
	mg_json_close(&json, '[');
	mg_json_close(&json, '{');
	mg_json_end(&json);
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const char *file = args->words[1];
	struct mg_proof proof;
	struct mg_path record;
	int rc = mg_typed_record(cli, args->words[0], &record, err);

	if (rc == 0)
		rc = mg_proof_write(cli->copy, record.text, file, &cli->arena, &proof, err);
	if (rc == MG_ETRUST) {
		mg_say_error(err);
		return MG_EXIT_TRUST;
	}
	if (rc < 0)
		return rc;
	if (cli->json)
		show_json(&record, file, &proof);
	mg_say(cli,
	       P_("%s has %zu signature and the history behind it; LISEZMOI.txt says how to check it.",
		  "%s has %zu signatures and the history behind them; LISEZMOI.txt says how to check it.", proof.n),
	       file, proof.n);
	return 0;
}

const struct mg_command mg_cmd_proof = {
	.name = "proof",
	.purpose = N_("puts into one file what proves who signed a record, and when"),
	.synopsis = N_("RECORD OUT.zip"),
	.details = N_(
		"The document, its signatures, the DD's receipt, the keys, and the signed history back to the first\n"
		"commit: whoever has git and ssh-keygen can check it, without Maillage. Nobody else's records are\n"
		"in it."),
	.example = "maillage proof bilans/2018-T1/asso-exemple preuve.zip",
	.min_words = 2,
	.max_words = 2,
	.flags = MG_NEEDS_COPY | MG_HAS_JSON | MG_CAN_TRUST,
	.run = run,
};
