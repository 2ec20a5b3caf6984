#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# An auditor's questions, asked of a coopérative where things have happened: the programs, in French as in English.
# tests/unit/core_audit.c has the cases.
. "$(dirname "$0")/lib.sh"
found
join asso signatory
join mairie signatory
sign=(--passphrase-file "$work/phrase")

# syncs NAME...: one after the other; conflicts may be pending.
syncs()
{
	local name
	for name in "$@"; do
		m "$name" -q sync 2>"$work/err" || (($? == 3)) || result "$name syncs" false "$(cat "$work/err")"
	done
}

# asks NAME QUESTION...: the answers, as JSON.
asks()
{
	m "$1" audit "${@:2}" --json
}

mapfile -t questions < <(m asso audit --json | jq -r '.[].question')
is "the questions are these" "${questions[*]}" "apres-transmission apres-cloture cible-abaissee retroactif sans-motif sans-avenant signe-par conflits cles-revoquees indicateurs-apres-demarrage sans-droit octets-signes"
ok "they are listed with what they mean" m asso audit
like "each" "$out" 'cible-abaissee +targets made easier'
fails_with 2 "another is none of them" m asso audit cible-abaisse
like "the nearest is told" "$err" 'did you mean cible-abaissee'
fails_with 2 "one at a time" m asso audit conflits signe-par
fails_with 2 "days are days" m asso audit conflits --since demain
fails_with 2 "in order" m asso audit conflits --since 2018-02-01 --until 2018-01-01
ok "the list needs no copy" as asso maillage audit
fails_with 1 "an answer does" as asso maillage audit conflits

for question in "${questions[@]}"; do
	ok "nothing happened yet: $question" m asso audit "$question"
	is "and says nothing but that" "$out" ""
	like "in words" "$err" 'nothing of that kind|does not say'
	is "an empty list" "$(asks asso "$question" -q)" "[]"
done

# ---- a target, twice

indicateur=$(m asso -q new indicateur pas intitule="Pas comptés à l'été" cible=200 agregation=somme)
action=$(m asso -q new action marche intitule="Marche du dimanche" statut=en_cours)
syncs asso dd mairie
m asso -q new mesure "${indicateur#indicateurs/}" 2018-T1 observations='[{id: a, valeur: 60}]' >/dev/null
m asso -q set "$indicateur" cible=180 -m "chiffre d'été : à réviser"
m asso -q set "$action" intitule="Marche de l’après-midi"
syncs asso dd mairie asso
json=$(asks mairie cible-abaissee)
holds "a lowered target" "$json" "[.[] | .record, .field, .old, .new, .actor, .code] == [\"$indicateur\", \"cible\", 200, 180, \"asso-exemple\", \"known\"]"
holds "with its author's words, his name and key, the commit" "$json" '.[0] | .reason == "chiffre d'"'"'été : à réviser" and .person == "asso Exemple" and (.key | length == 16) and (.commit | length == 40)'
ok "in words" m mairie audit cible-abaissee
like "what, by whom, why" "$out" "asso-exemple \(asso Exemple\).*« chiffre d'été : à réviser ».*$indicateur  cible: 200 → 180"
holds "a value replaced without a reason" "$(asks dd sans-motif)" "[.[] | .record, .old, .new] == [\"$action\", \"Marche du dimanche\", \"Marche de l’après-midi\"]"
ok "until yesterday" m dd audit sans-motif --until 2018-01-01
is "there was none" "$out" ""
ok "in French" env LC_ALL=C.UTF-8 LANGUAGE=fr MAILLAGE_HOME="$work/asso/home" maillage -C "$work/asso/ca" audit

# ---- side by side

m asso -q set "$action" freins="peu de bénévoles"
m dd -q set "$action" freins="la météo" -m "réunion du 3 mai"
syncs dd asso dd
id=$(m dd conflicts --json | jq -r '.[0].id')
holds "an open conflict" "$(asks dd conflits)" '[.[] | .code, .field] == ["open", "freins"]'
m asso -q resolve "$id" --value "la météo, et peu de bénévoles" -m "les deux, dit le copil"
syncs asso dd mairie
json=$(asks dd conflits)
holds "is settled" "$json" '.[0] | .code == "settled" and .actor == "asso-exemple" and .reason == "les deux, dit le copil" and .new == "la météo, et peu de bénévoles"'
holds "between these" "$json" '.[0].old | sort == ["la météo", "peu de bénévoles"]'
is "on every copy" "$(asks mairie conflits)" "$json"

# ---- signed

bilan=$(m asso -q new bilan_trimestriel 2018-T1)
m asso -q submit 2018-T1 "${sign[@]}"
syncs asso dd
m dd -q acknowledge 2018-T1 asso-exemple "${sign[@]}"
m asso -q set "mesures/2018-T1/${indicateur#indicateurs/}--asso-exemple" observations='[{id: a, valeur: 75}]' -m "feuille retrouvée"
syncs dd asso mairie
holds "who signed" "$(asks mairie signe-par)" '[.[] | .actor, .code] | contains(["asso-exemple", "signed"]) and contains(["dd-78", "received"])'
json=$(asks mairie apres-transmission)
holds "and what changed afterwards" "$json" '[.[] | select(.field == "observations[a].valeur") | .old, .new, .reason, .code] == [60, 75, "feuille retrouvée", "after"]'
holds "with what says that it is a correction" "$json" '[.[].field] | sort == ["motif_correction", "observations[a].valeur", "statut"]'
sed -i 's/avancement/avancements/;$a complements: {note: ajoutée}' "$work/mairie/ca/$bilan.yaml"
holds "a signed file that somebody edited" "$(asks mairie octets-signes)" '([.[] | .record, .code] | unique) == ["bilans/2018-T1/asso-exemple", "changed"] and ([.[].actor] | sort) == ["asso-exemple", "dd-78"]'
is "is his alone" "$(asks dd octets-signes -q)" "[]"
git -C "$work/mairie/ca" show "main:$bilan.yaml" >"$work/mairie/ca/$bilan.yaml"

# ---- the programme, and a key

m dd -q set cooperative date_demarrage_programme=2018-01-02
m asso -q new indicateur tard intitule=Tard >/dev/null
device=$(m mairie status --json | jq -r .key)
m dd -q key revoke "$device" -m "départ de l'élue" >/dev/null
syncs asso dd asso
holds "an indicator that came late" "$(asks dd indicateurs-apres-demarrage)" 'any(.[]; .code == "added" and (.record | startswith("indicateurs/tard-")))'
holds "a key that was revoked" "$(asks asso cles-revoquees)" "any(.[]; .code == \"revoked\" and .record == \"cles/$device\" and .reason == \"départ de l'élue\")"
finish
