#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Printable documents of a small coopérative: what they say, what a validator that is not ours says of them (tidy), and
# that the footer leads a stranger to where each figure comes from.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
command -v tidy >/dev/null || skip_all "no tidy: tools/deps test installs it"
found
join asso signatory
sign=(--passphrase-file "$work/phrase")

# printed RECORD: asso's document of it in $work/page.html, which must be sound HTML.
printed()
{
	ok "print $1" m asso print "$1" -o "$work/page.html"
	page=$(sed "1,/<body>/d" "$work/page.html")
	ok "tidy agrees: $1" tidy -quiet -errors --warn-proprietary-attributes no "$work/page.html"
	is "and has nothing to say" "$err" ''
}

action=$(m asso -q new action maraudes intitule='Maraudes <b>à la gare</b>' statut=en_cours \
	calendrier_previsionnel.debut=2018-01-15 contenu='Trois sorties
par mois & une pause')
count=$(m asso -q new indicateur rencontres intitule=Rencontres action="${action#actions/}" agregation=somme unite=rencontres)
count=${count#indicateurs/}
m asso -q new mesure "$count" 2018-T1 observations='[{date: 2018-01-20, valeur: 41.5}, {date: 2018-02-17, valeur: 35500.5}]' >/dev/null
bilan=$(m asso -q new bilan_trimestriel 2018-T1)
m asso -q set "$bilan" budget_consomme=22999.99 moyens_mobilises_etp=0.45

# ---- a record of any type

printed "$action"
like "the title is escaped" "$page" 'Maraudes &lt;b&gt;à la gare&lt;/b&gt;'
unlike "everywhere" "$page" '<b>'
like "labels come from the schema" "$page" 'Contenu de l&#39;action'
like "dates are French" "$page" $'15\u00a0janvier\u00a02018'
like "whom it names is told" "$page" "Structure Exemple asso \(asso-exemple\)"

# ---- a bilan, before and after it is signed

printed "$bilan"
like "a draft says so" "$page" 'personne ne l.{1,3}a encore signé'
like "and who shall sign" "$page" 'N.{1,3}a pas encore signé'
like "amounts are French" "$page" $'22\u202f999,99\u00a0€'
like "the figure" "$page" $'35\u202f542<'
m asso -q submit 2018-T1 "${sign[@]}" || bail "asso signs"
printed "$bilan"
unlike "signed, it is a draft no more" "$page" 'encore signé'
like "who signed" "$page" 'valide[.]</strong>.*Signataire asso'
like "its digest is the file's" "$page" "$(sha256sum <"$work/asso/ca/$bilan.yaml" | cut -d' ' -f1)"
like "the coopérative" "$page" "$ca"
cp "$work/page.html" "$work/first.html"
m asso -q set "$action" contenu="autre chose"
printed "$bilan"
ok "what else changes does not change it" cmp "$work/first.html" "$work/page.html"

# ---- a convention: each party's signature, and whose is missing

convention=conventions/publics/v1
{ m asso -q sync && m dd -q sync; } || bail "they sync"
goal=$(m dd -q new objectif mobiliser intitule=Mobiliser niveau=operationnel)
body=$(m dd -q new instance cotech type=comite_technique intitule=Cotech) || bail "there is a body"
mkdir -p "$work/dd/ca/conventions/publics"
sed -E "/^#|^autres_financeurs|^signatures|^  - id: s1|^    (partie|personne|date|mode|empreinte):/d; s/^cooperative: .*/cooperative: $ca/
	s/mobiliser-m1n2/${goal#objectifs/}/
	s/cotech-sante-c1d2/${body#instances/}/; s/maraudes-7k2m/${action#actions/}/; s/personnes-rencontrees-a1b2/$count/" \
	"$root/tests/vectors/records/convention.yaml" >"$work/dd/ca/$convention.yaml"
ok "a convention" m dd save
ok "the DD signs it" m dd sign "$convention" "${sign[@]}"
{ m dd -q sync && m asso -q sync; } || bail "they sync"
printed "$convention"
like "its articles have the guide's titles" "$page" '<span class="numero">Article 2</span> Descriptif des actions du programme</h2>'
like "the actions their fields" "$page" $'0,5\u00a0ETP'
like "the ARS is the first party" "$page" 'l.{1,3}Agence Régionale de Santé Île-de-France .ARS-IdF., <strong>DD des Yvelines</strong>,<br>Représentée par Claire Exemple, Déléguée départementale'
like "then the partners" "$page" 'Et <strong>Structure Exemple asso</strong>,<br>En la personne de Paul Exemple, Président'
like "one has signed" "$page" 'valide[.]</strong> Signé par voie électronique'
like "the other is awaited" "$page" '<span class="code">asso-exemple</span></p>'$'\n''<p>Paul Exemple, Président</p>'$'\n''<p class="place">N.{1,3}a pas encore signé'
ok "the other signs" m asso sign "$convention" "${sign[@]}"
printed "$convention"
is "both have signed" "$(grep -c 'valide[.]</strong>' <<<"$page")" 2
unlike "nobody is awaited" "$page" 'pas encore signé'
like "it says from when to when" "$page" $'en vigueur du 15\u00a0février\u00a02018 au 14\u00a0février\u00a02019 inclus'
like "the footer's command" "$page" "maillage trace $convention<"
ok "works" m asso trace "$convention"
like "without Maillage too" "$page" 'git show ([0-9a-f]{40}):([a-z0-9/.-]+) [|] sha256sum'
is "which gives the digest that is printed" "$(git -C "$work/asso/ca" show "${BASH_REMATCH[1]}:${BASH_REMATCH[2]}" | sha256sum | cut -d' ' -f1)" \
	"$(grep -oE 'SHA-256 <span class="code">[0-9a-f]{64}' <<<"$page" | grep -oE '[0-9a-f]{64}$' | tail -1)"

# judge_printed: the page's command of ssh-keygen, as somebody would type it, with the names it stands for.
judge_printed()
{
	local command
	command=$(grep -oE 'ssh-keygen -Y verify [^<]*' <<<"$page" | sed 's/&lt;/</; s/ACTEUR/asso-exemple/g; s|CLES|../signers|')
	m asso allowed-signers >"$work/asso/signers" && (cd "$work/asso/ca" && eval "$command")
}
ok "and so is the signature judged" judge_printed
like "valid" "$out" 'Good.*asso-exemple'

# ---- tables

ok "a table to print" m asso table indicateurs --html "$work/page.html"
ok "tidy agrees" tidy -quiet -errors --warn-proprietary-attributes no "$work/page.html"
is "and has nothing to say" "$err" ''
page=$(<"$work/page.html")
like "it lies across" "$page" 'A4 landscape'
like "and is escaped" "$page" '<td>Maraudes &lt;b&gt;à la gare&lt;/b&gt;</td>'
fails_with 2 "to print or for a spreadsheet" m asso table indicateurs --html - --csv -

# ---- the documents of known records (tests/unit/core_paper.c)

for page in "$root"/tests/vectors/papers/*.html; do
	ok "tidy agrees: $(basename "$page")" tidy -quiet -errors --warn-proprietary-attributes no "$page"
done

# ---- mistakes

fails_with 1 "a record that is not there" m asso print bilans/2018-T4/asso-exemple
echo 'autre: chose' >>"$work/asso/ca/$action.yaml"
fails_with 1 "one with edits that are not recorded" m asso print "$action"
git -C "$work/asso/ca" show "main:$action.yaml" >"$work/asso/ca/$action.yaml"
fails_with 1 "a folder that is not there" m asso print "$action" -o /proc/nowhere/page.html
finish
