// SPDX-License-Identifier: EUPL-1.2
//
// What somebody reads first who opens a proof. In French, as all documents are, whatever the locale.
#include "core/report/proof_impl.h"

#include "core/key/key.h"

#include <time.h>

static void put_time(int64_t stamp_ms, struct mg_buf *out)
{
	time_t seconds = (time_t)(stamp_ms / 1000);
	struct tm tm = {0};
	char text[sizeof "31/12/9999 à 23:59:59 UTC"] = "";

	if (gmtime_r(&seconds, &tm) && strftime(text, sizeof text, "%d/%m/%Y à %H:%M:%S UTC", &tm))
		mg_buf_puts(out, text);
}

static void put_signatures(struct mg_copy *copy, const struct mg_proof *proof, struct mg_arena *arena,
			   struct mg_buf *out)
{
	for (size_t i = 0; i < proof->n; i++) {
		const struct mg_proof_signature *signature = &proof->signatures[i];
		const char *holder = mg_copy_holder(copy, signature->key, arena);
		char hex[MG_ID_HEX];

		mg_buf_printf(out, "  - %s (%s), clé %s, espace %s\n    fichier : document/%s\n    enregistrée le ",
			      signature->actor, holder ? holder : "", signature->key, signature->ns,
			      mg_proof_name(signature->path));
		put_time(signature->commit.stamp_ms, out);
		mg_buf_printf(out, " par l'appareil %s de %s\n    commit : %s\n", signature->commit.key,
			      signature->commit.actor, mg_id_format(&signature->commit.id, hex));
	}
}

static void put_document_checks(const struct mg_path *record, const struct mg_proof *proof, struct mg_buf *out)
{
	mg_buf_puts(out, "\n1. Ces octets ont été signés par ces clés (répond « Good \"…\" signature » ; toute autre\n"
			 "   réponse : le document, la signature ou la clé n'est pas ce qui a été signé) :\n\n");
	for (size_t i = 0; i < proof->n; i++) {
		const struct mg_proof_signature *signature = &proof->signatures[i];

		mg_buf_printf(out, "    ssh-keygen -Y verify -f signataires -I %s -n %s -s document/%s < document/%s\n",
			      signature->actor, signature->ns, mg_proof_name(signature->path),
			      mg_proof_name(record->text));
	}
}

static void put_history_checks(const char *ca, const struct mg_path *record, const struct mg_proof *proof,
			       struct mg_buf *out)
{
	mg_buf_puts(
		out,
		"\n2. L'historique (un dépôt git à part ; il n'a que ce que la preuve demande). Ne dit rien ; une "
		"erreur\n"
		"   ici : l'archive est abîmée.\n\n"
		"    git init -q historique\n"
		"    git -C historique unpack-objects -q < historique.pack\n\n"
		"3. Tous les commits sont signés par des clés de « signataires » (répond « Good \"git\" signature »\n"
		"   pour chacun, et finit par 0) :\n\n");
	mg_buf_puts(out, // xargs: a long history does not fit on one command line
		    "    git -C historique rev-list $(cut -f4 signatures.txt) | xargs git -C historique "
		    "-c gpg.format=ssh -c gpg.ssh.allowedSignersFile=\"$PWD/signataires\" verify-commit\n");
	mg_buf_puts(out,
		    "\n4. Le premier commit est celui de la coopérative, que chacun a reçu avec son invitation :\n\n");
	mg_buf_printf(out, "    git -C historique rev-list --max-parents=0 %s\n", "$(cut -f4 signatures.txt)");
	mg_buf_printf(out, "    répond : %s\n\n", ca);
	mg_buf_puts(out, "5. Les octets signés sont ceux des commits (ne dit rien) :\n\n");
	for (size_t i = 0; i < proof->n; i++) {
		char hex[MG_ID_HEX];

		mg_buf_printf(out, "    git -C historique show %s:%s | cmp - document/%s\n",
			      mg_id_format(&proof->signatures[i].commit.id, hex), record->text,
			      mg_proof_name(record->text));
	}
	mg_buf_puts(out,
		    "\n6. Les clés sont celles des acteurs : chacune a une fiche dans l'historique, dont la ligne\n"
		    "   « cle » est celle de « signataires » :\n\n");
	for (size_t i = 0; i < proof->n; i++) {
		char hex[MG_ID_HEX];

		mg_buf_printf(out, "    git -C historique show %s:cles/%s.yaml\n",
			      mg_id_format(&proof->signatures[i].commit.id, hex), proof->signatures[i].key);
	}
	mg_buf_puts(out, "\n   Pour ne pas comparer à l'œil (répond par l'acteur de la fiche) :\n\n");
	for (size_t i = 0; i < proof->n; i++) {
		char hex[MG_ID_HEX];

		mg_buf_printf(out,
			      "    git -C historique show %s:cles/%s.yaml | grep -o 'ssh-ed25519 [A-Za-z0-9+/]*' | "
			      "grep -Ff - signataires | cut -d' ' -f1\n",
			      mg_id_format(&proof->signatures[i].commit.id, hex), proof->signatures[i].key);
	}
}

int mg_proof_readme(struct mg_copy *copy, const struct mg_path *record, const struct mg_proof *proof,
		    struct mg_buf *out, struct mg_error *err)
{
	struct mg_arena arena;

	mg_arena_init(&arena, 0);
	mg_buf_printf(
		out,
		"PREUVE : %s\n\n"
		"Coopérative d'acteurs : %s\n"
		"Cette archive se vérifie sans Maillage, sans réseau, avec git et ssh-keygen (OpenSSH 8.2 ou plus\n"
		"récent). Ouvrez un terminal dans le dossier où elle a été décompressée.\n\n"
		"Signatures, par date :\n",
		record->text, mg_copy_id(copy));
	put_signatures(copy, proof, &arena, out);
	put_document_checks(record, proof, out);
	put_history_checks(mg_copy_id(copy), record, proof, out);
	mg_buf_puts(
		out,
		"\nCe que cela ne montre pas : l'heure d'un appareil est celle de son propriétaire. La date qui "
		"compte est\ncelle de l'accusé de réception (espace accuse@maillage), que met l'appareil de la "
		"DD ; sans accusé, il n'y\nen a pas. Que chaque clé ait été inscrite par qui le pouvait, la DD ou un "
		"signataire du même acteur, se vérifie\nsur une copie de la coopérative (`maillage verify`) ; "
		"sans copie, demandez à un partenaire de votre choix ce que\nrépond chez lui `maillage "
		"allowed-signers` : les clés de « signataires » y sont. Les autres fiches de la coopérative sont "
		"nommées dans "
		"l'historique et n'y sont pas : `git fsck`\nles dit manquantes.\n");
	mg_arena_clear(&arena);
	return mg_buf_check(out, err);
}
