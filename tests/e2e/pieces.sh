#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Attachments: a scan is recorded, named by a record, reaches every partner, and is the same file there.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
found
join asso
scan="$work/Courrier de demande (signé).PDF"
printf '%%PDF-1.4 a letter\n\0\377 with bytes of any kind' >"$scan"
sha256=$(sha256sum <"$scan" | cut -d' ' -f1)

ok "a file is attached" m asso new piece "$scan" -m "reçu ce matin"
piece=$out
is "under its digest and a name made of its own" "$piece" "pieces/${sha256:0:16}-courrier-de-demande-signe.pdf"
like "its whole digest is told, for what wants it" "$err" "$sha256"
like "and how a record names it" "$err" "maillage set .*$piece"
ok "its bytes are the file's" cmp "$scan" "$work/asso/ca/$piece"
ok "the same file again" m asso new piece "$scan" autre-nom
is "is one attachment" "$out" "$piece"
like "which is told" "$err" 'already'
ok "one that is named" m asso new piece "$root/tests/e2e/pieces.sh" "Feuille de présence"
like "has that name" "$out" '-feuille-de-presence.sh$'
action=$(m asso -q new action maraudes intitule=Maraudes)
funding=$(m asso -q new financement maraudes beneficiaire=asso-exemple financeur=dd-78 "actions=[${action#actions/}]" 2>/dev/null) ||
	funding=$(m dd -q new financement maraudes beneficiaire=asso-exemple financeur=dd-78)
m asso -q sync
m dd -q sync
ok "a record names it" m dd set "$funding" fondement=courrier_demande courrier_demande.piece="$piece"
ok "everybody has it" cmp "$scan" "$work/dd/ca/$piece"
like "with who brought it, and why" "$(m dd log "$piece")" 'asso-exemple.*reçu ce matin'

# ---- what cannot be attached is told, and nothing is recorded

before=$(main_of asso)
fails_with 1 "a file that is not there" m asso new piece "$work/rien.pdf"
like "is named" "$err" 'rien.pdf'
: >"$work/vide.pdf"
fails_with 2 "an empty one" m asso new piece "$work/vide.pdf"
truncate -s $((10 * 1024 * 1024)) "$work/juste.pdf"
truncate -s $((10 * 1024 * 1024 + 1)) "$work/gros.pdf"
fails_with 1 "one above 10 MiB" m asso new piece "$work/gros.pdf"
like "with what to do" "$err" '10 MiB.*dpi'
cp "$scan" "$work/scan"
fails_with 2 "one without an extension" m asso new piece "$work/scan"
like "with what to do" "$err" 'rename'
cp "$scan" "$work/(??).pdf"
fails_with 2 "one without a name" m asso new piece "$work/(??).pdf"
like "with what to do" "$err" 'new piece .* NAME'
ok "unless it is given one" m asso new piece "$work/(??).pdf" rien
is "which is the same file as before" "$out" "$piece"
fails_with 2 "no file at all" m asso new piece
mkdir "$work/dossier.pdf"
fails_with 1 "a folder" m asso new piece "$work/dossier.pdf"
is "nothing was recorded" "$(main_of asso)" "$before"
ok "exactly 10 MiB may be" m asso new piece "$work/juste.pdf"
m asso -q sync
m dd -q sync
ok "the DD removes one" m dd rm "$piece"
m dd -q sync
finish
