#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Bilans of a quarter: drafted from measures, signed, consolidated, corrected; what is signed does not change, and
# ssh-keygen is the judge.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
found
join asso signatory
join mairie signatory
join centre
sign=(--passphrase-file "$work/phrase")

# syncs NAME...: one after the other; conflicts may be pending.
syncs()
{
	local name
	for name in "$@"; do
		m "$name" -q sync 2>"$work/err" || (($? == 3)) || result "$name syncs" false "$(cat "$work/err")"
	done
}

# judge NAME SIGNER NAMESPACE RECORD: what ssh-keygen says of SIGNER's signature in NAME's copy.
judge()
{
	maillage -C "$work/$1/ca" allowed-signers >"$work/signers"
	ssh-keygen -Y verify -f "$work/signers" -I "$2" -n "$3" -s "$work/$1/ca/$4.$2.sig" <"$work/$1/ca/$4.yaml"
}

# refused TITLE NAME COMMAND...: exit 1, one reason on stderr, and nothing recorded.
refused()
{
	local title=$1 name=$2 before
	shift 2
	before=$(main_of "$name")
	fails_with 1 "$title" m "$name" "$@"
	like "the reason is told" "$err" '^maillage: .+|: not signed|: refused'
	is "nothing was recorded" "$(main_of "$name")" "$before"
}

action=$(m asso -q new action maraudes intitule=Maraudes statut=en_cours calendrier_previsionnel.debut=2018-01-15)
m dd -q new action bilans-de-sante intitule="Bilans de santé" promoteur_referent=centre-exemple statut=en_cours >/dev/null
count=$(m asso -q new indicateur rencontres intitule=Rencontres action="${action#actions/}" agregation=somme unite=rencontres)
unique=$(m asso -q new indicateur personnes intitule=Personnes action="${action#actions/}" agregation=non_agregeable)
syncs asso dd mairie asso
count=${count#indicateurs/} unique=${unique#indicateurs/}

# ---- drafting

m asso -q new mesure "$count" 2018-T1 observations='[{date: 2018-01-20, valeur: 41.5}, {date: 2018-02-17, valeur: 35.5}]' >/dev/null
m asso -q new mesure "$unique" 2018-T1 observations='[{date: 2018-03-31, valeur: 51}]' >/dev/null
ok "a bilan is drafted from the measures" m asso new bilan_trimestriel 2018-T1
bilan=$out
is "at its path" "$bilan" bilans/2018-T1/asso-exemple
json=$(m asso yaml "$work/asso/ca/$bilan.yaml")
holds "its figures are their sums" "$json" "any(.chiffres[]; .id == \"$count\" and .valeur == 77)"
holds "it names its CA, quarter and actor" "$json" "[.cooperative, .periode, .acteur] == [\"$ca\", \"2018-T1\", \"asso-exemple\"]"
m asso -q set "$bilan" "actions[${action#actions/}].freins=Peu de bénévoles"
m asso -q set "mesures/2018-T1/$count--asso-exemple" observations='[{date: 2018-01-20, valeur: 42}, {date: 2018-02-17, valeur: 36}]'
ok "drafted again" m asso new bilan_trimestriel 2018-T1
json=$(m asso yaml "$work/asso/ca/$bilan.yaml")
holds "figures are up to date" "$json" "any(.chiffres[]; .id == \"$count\" and .valeur == 78)"
holds "what was written stays" "$json" 'any(.actions[]; .freins == "Peu de bénévoles")'
m mairie -q new mesure "$count" 2018-T1 observations='[{date: 2018-03-10, valeur: 12}]' >/dev/null
m mairie -q new mesure "$unique" 2018-T1 observations='[{date: 2018-03-31, valeur: 9}]' >/dev/null
m mairie -q new bilan_trimestriel 2018-T1 >/dev/null
syncs asso mairie dd asso

# ---- signing

echo 'une autre phrase' >"$work/wrong"
refused "a wrong passphrase" asso submit 2018-T1 --passphrase-file "$work/wrong"
refused "no passphrase file" asso submit 2018-T1 --passphrase-file "$work/nowhere"
fails_with 2 "no terminal to ask it on" m asso submit 2018-T1
like "says what to give" "$err" '--passphrase-file'
refused "no signatory key" centre sign "$bilan" "${sign[@]}"
refused "another partner's bilan" mairie sign "$bilan" "${sign[@]}"
refused "the DD before the partner" dd sign "$bilan" "${sign[@]}"
fails_with 2 "a record that nobody signs" m asso sign "$action" "${sign[@]}"
ok "submit" m asso submit 2018-T1 "${sign[@]}" -m "validé en bureau"
ok "the signature stands beside" test -f "$work/asso/ca/$bilan.asso-exemple.sig"
ok "ssh-keygen agrees" judge asso asso-exemple bilan@maillage "$bilan"
fails_with 255 "but not in another namespace" judge asso asso-exemple consolidation@maillage "$bilan"
refused "signing twice" asso submit 2018-T1 "${sign[@]}"

# ---- sealed

refused "a later set" asso set "$bilan" commentaire=trop
refused "a later rm" asso rm "$bilan"
sed -i 's/valeur: 78/valeur: 98/' "$work/asso/ca/$bilan.yaml"
refused "a later edit" asso save
fails_with 4 "verify sees the changed byte" m asso verify
like "and where" "$out$err" "$bilan"
holds "in JSON too" "$(m asso verify --json)" "(.ok | not) and (.verdicts | length == 1 and .[0].path == \"$bilan.yaml\")"
fails_with 255 "and so does ssh-keygen" judge asso asso-exemple bilan@maillage "$bilan"
git -C "$work/asso/ca" show "main:$bilan.yaml" >"$work/asso/ca/$bilan.yaml"
ok "put back, all is well" m asso verify
cp "$work/asso/ca/$bilan.asso-exemple.sig" "$work/sig"
sed -i '5y/ABCDEFabcdef/BCDEFAbcdefa/' "$work/asso/ca/$bilan.asso-exemple.sig"
fails_with 4 "a changed signature too" m asso verify
rm "$work/asso/ca/$bilan.asso-exemple.sig"
fails_with 4 "or one that has gone" m asso verify
run m asso save
cp "$work/sig" "$work/asso/ca/$bilan.asso-exemple.sig"
ok "put back, all is well" m asso verify
syncs asso mairie dd
ok "the DD has it" judge dd asso-exemple bilan@maillage "$bilan"
refused "the DD does not change it" dd set "$bilan" commentaire=trop
refused "nobody acknowledges what was not submitted" dd acknowledge 2018-T1 mairie-exemple "${sign[@]}"
refused "nor what is not there" dd acknowledge 2018-T1 centre-exemple "${sign[@]}"
ok "but the DD signs that it was received" m dd acknowledge 2018-T1 asso-exemple "${sign[@]}"
ok "ssh-keygen agrees: it is a receipt" judge dd dd-78 accuse@maillage "$bilan"
fails_with 255 "and no bilan of the DD's" judge dd dd-78 bilan@maillage "$bilan"
ok "show says who signed" m dd show "$bilan"
like "both" "$out" 'asso-exemple.*dd-78|dd-78.*asso-exemple'

# ---- an edit that had not seen the signature

as bureau maillage -q key new --name "Second poste" >"$work/bureau.pub"
m dd -q enrol asso-exemple --key "$(<"$work/bureau.pub")" >/dev/null
syncs dd
as bureau maillage -q clone "$work/remote.git" ca --id "$ca" >/dev/null
m asso -q new mesure "$count" 2018-T2 observations='[{date: 2018-05-01, valeur: 1}]' >/dev/null
m asso -q new bilan_trimestriel 2018-T2 >/dev/null
syncs asso bureau
m bureau -q set bilans/2018-T2/asso-exemple commentaire="écrit sans avoir vu la signature"
m asso -q submit 2018-T2 "${sign[@]}"
syncs asso bureau asso
is "both copies are equal" "$(main_of bureau)" "$(main_of asso)"
fails_with 1 "the signed bytes are shown" m asso get bilans/2018-T2/asso-exemple commentaire
ok "ssh-keygen agrees" judge bureau asso-exemple bilan@maillage bilans/2018-T2/asso-exemple
holds "the other value is told" "$(m asso conflicts --json)" \
	'length == 1 and any(.[0].values[]; (.shown | not) and any(.below[]?;
	.field == "commentaire" and .value == "écrit sans avoir vu la signature"))'
m bureau -q set bilans/2018-T2/asso-exemple commentaire=encore 2>/dev/null
is "which does not open the record" "$?" 1

# ---- a record in conflict

m asso -q new mesure "$count" 2018-T3 observations='[{date: 2018-08-01, valeur: 1}]' >/dev/null
m asso -q new bilan_trimestriel 2018-T3 >/dev/null
syncs asso bureau
m asso -q set bilans/2018-T3/asso-exemple commentaire=un
m bureau -q set bilans/2018-T3/asso-exemple commentaire=deux
syncs asso bureau asso
refused "is not signed" asso submit 2018-T3 "${sign[@]}"

# ---- consolidation

ok "mairie submits" m mairie submit 2018-T1 "${sign[@]}"
syncs mairie asso dd
refused "a partner does not consolidate" asso consolidate 2018-T1
ok "the DD does" m dd consolidate 2018-T1
consolidation=$out
is "at its path" "$consolidation" bilans/2018-T1/consolidation
json=$(m dd yaml "$work/dd/ca/$consolidation.yaml")
holds "who was expected" "$json" '.attendus == ["asso-exemple", "centre-exemple", "mairie-exemple"]'
holds "who is missing" "$json" '.recus == ["asso-exemple", "mairie-exemple"] and .manquants == ["centre-exemple"]'
holds "the total" "$json" "any(.chiffres[]; .id == \"$count\" and .valeur == 90 and ([.contributions[].valeur] == [78, 12]))"
holds "no total of unique persons" "$json" "any(.chiffres[]; .id == \"$unique\" and (has(\"valeur\") | not) and ([.contributions[].valeur] == [51, 9]))"
is "the digests are those of the files" "$(jq -r '.bilans[] | "\(.sha256)  \(.fichier)"' <<<"$json" | (cd "$work/dd/ca" && sha256sum -c --quiet && echo same))" same
refused "a partner does not sign it first" asso sign "$consolidation" "${sign[@]}"
m dd -q set "$consolidation" synthese="Deux bilans sur trois"
ok "the DD signs it" m dd sign "$consolidation" "${sign[@]}"
ok "ssh-keygen agrees" judge dd dd-78 consolidation@maillage "$consolidation"

# ---- a correction

m asso -q set "mesures/2018-T1/$count--asso-exemple" "observations=[{date: 2018-01-20, valeur: 40}]" statut=corrigee motif_correction=doublon
ok "a signed bilan is corrected by another" m asso new bilan_trimestriel 2018-T1
fails_with 1 "which says why" m asso submit 2018-T1 "${sign[@]}"
ok "drafted again with a reason" m asso new bilan_trimestriel 2018-T1 -m "sortie comptée deux fois"
is "beside it" "$out" "$bilan--r2"
holds "which names it" "$(m asso yaml "$work/asso/ca/$bilan--r2.yaml")" ".remplace.fichier == \"$bilan.yaml\" and any(.chiffres[]; .valeur == 40 and .valeur_anterieure == 78 and .motif_correction == \"doublon\") and .motif_correction == \"sortie comptée deux fois\""
ok "the first stays" judge asso asso-exemple bilan@maillage "$bilan"
ok "submit takes the latest" m asso submit 2018-T1 "${sign[@]}"
ok "ssh-keygen agrees" judge asso asso-exemple bilan@maillage "$bilan--r2"
syncs asso dd
ok "so is a consolidation" m dd consolidate 2018-T1
is "beside it" "$out" "$consolidation--r2"
json=$(m dd yaml "$work/dd/ca/$consolidation--r2.yaml")
holds "with the corrected total" "$json" "any(.chiffres[]; .id == \"$count\" and .valeur == 52)"
holds "and what was written" "$json" '.synthese == "Deux bilans sur trois"'
ok "and is signed in turn" m dd sign "$consolidation--r2" "${sign[@]}"

# ---- a forged history

# forge MESSAGE: in a folder copied with everything but the keys, the DD's line goes on with a commit nobody signed, which
# changes a signed bilan. Prints the commit.
forge()
{
	local blob tree
	blob=$(sed 's/valeur: 78/valeur: 98/' "$work/dd/ca/$bilan.yaml" | git hash-object -w --stdin)
	export GIT_INDEX_FILE=$work/index GIT_AUTHOR_NAME=dd-78 GIT_COMMITTER_NAME=dd-78
	export GIT_AUTHOR_EMAIL=${line##*/}@maillage GIT_COMMITTER_EMAIL=${line##*/}@maillage
	git read-tree main
	git update-index --cacheinfo "100644,$blob,$bilan.yaml"
	tree=$(git write-tree)
	git commit-tree -p "$line" -m "$1" "$tree"
}

syncs dd asso mairie bureau centre dd
key=$(m dd status --json | jq -r .key)
line=refs/maillage/lines/$key
tip=$(git -C "$work/dd/ca" rev-parse "$line")
cp -r "$work/dd/ca" "$work/forged"
cd "$work/forged" || bail "a copy to forge"
commit=$(forge "bilans/2018-T1/asso-exemple: 78 → 98

Maillage-Stamp: $(date +%s)000")
git update-ref "$line" "$commit"
like "stock git finds no signature" "$(git verify-commit "$commit" 2>&1; echo $?)" '1$'
holds "the commit is refused" "$(as mairie maillage -C "$work/forged" status --json)" \
	".refused | length == 1 and .[0].commit == \"$commit\" and .[0].key == \"$key\" and (.[0].code | IN(\"signature\", \"time\", \"shape\"))"
is "the line is what it was" "$(git rev-parse "$line")" "$tip"
ok "and so are the documents" as mairie maillage -C "$work/forged" verify

git -C "$work/forged" update-ref "$line" "$commit"
git push -qf "$work/remote.git" "$commit:$line"
run m asso sync
is "sent to everybody, it stops nobody" "$((code == 0 || code == 3))" 1
like "who says so" "$err" 'refused'
is "and keeps what was signed" "$(m asso yaml "$work/asso/ca/$bilan.yaml" | jq "any(.chiffres[]; .valeur == 78)")" true
cd "$work" || exit
finish
