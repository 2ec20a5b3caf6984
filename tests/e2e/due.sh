#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Deadlines: what is due when, why, in status, and in a calendar that another program reads. Only builds for tests obey
# the clock; the released programs are asked what does not depend on the day.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
at()
{
	export MAILLAGE_NOW
	MAILLAGE_NOW=$(date -u -d "$1 12:00" +%s)000
}

at 2018-01-10
found
ok "nothing is due of a new coopérative" m dd due
is "and that is said" "$out" 'Nothing is due.'
ok "nor for programs" m dd due --json
is "an empty list" "$(jq -c . <<<"$out")" '[]'
ok "status says nothing either" m dd status
unlike "of deadlines" "$out" 'maillage due'
ok "as JSON" m dd status --json
holds "none" "$out" '.due == {late: 0, coming: 0, next: null, notices: []}'

join asso signatory
m dd -q set cooperative phase_experimentale=true date_demarrage_programme=2018-01-01
fir=$(m dd -q new financement fir-2017 beneficiaire=asso-exemple financeur=dd-78 annee=2017 montant_annuel=1000)
m asso -q new action maraudes intitule=Maraudes promoteur_referent=asso-exemple statut=en_cours >/dev/null
m asso -q sync
m dd -q sync
m asso -q sync
ok "deadlines" m dd due --all
like "the account of what was funded" "$out" $'2018-06-30  L11  asso-exemple: Financial report of what was funded'
like "the trial" "$out" $'2020-10-01  L12  The trial of coopératives ends'
ok "each explained" m dd due --all --why
like "with its article and formula" "$out" 'art. 10: end of the exercise 2017-12-31 \+ 6 months = 2018-06-30'
like "and its records" "$out" $'\n +'"$fir"$'\n'
ok "for programs" m dd due --all --json
holds "with all of it" "$out" 'map(select(.code == "L11")) | .[0] | .date == "2018-06-30" and .records == ["'"$fir"'.yaml"] and .whom == "asso-exemple"'

if is_test_build; then
	at 2018-02-01
	ok "in time" m dd status --json
	holds "the next one is told" "$out" '.due.next.code == "L3" and .due.next.date == "2018-03-31" and .due.next.days == 58'
	at 2018-04-02
	ok "a bilan that is owed" m dd due --json
	holds "by the day the settings say" "$out" 'map(select(.code == "L4" and .subject == "2018-T1.asso-exemple"))[0] | .date == "2018-04-15" and .state == "coming" and .phase == "attendu"'
	at 2018-04-16
	ok "one that did not come" m dd due --json
	holds "is late" "$out" 'map(select(.subject == "2018-T1.asso-exemple"))[0] | .state == "late" and .days == -1'
	ok "explained" m dd due --why
	is "as the README tells" "$(grep -cFxf <(sed -n '/^\$ maillage due --why$/,/^```$/p' "$root/README.md") <<<"$out")" 4
	m dd -q set cooperative parametres.delai_bilan_jours=30
	ok "unless the coopérative takes its time" m dd due --json
	holds "thirty days" "$out" 'map(select(.subject == "2018-T1.asso-exemple"))[0] | .date == "2018-04-30" and .formula == "2018-T1 ends on 2018-03-31; + 30 days (delai_bilan_jours) = 2018-04-30"'
	m asso -q sync
	m asso -q new bilan_trimestriel 2018-T1 >/dev/null
	m asso -q submit 2018-T1 --passphrase-file "$work/phrase" >/dev/null
	m asso -q sync
	m dd -q sync
	ok "once it is signed" m dd due --all --json
	holds "it is done" "$out" 'map(select(.subject == "2018-T1.asso-exemple"))[0] | .state == "done" and .phase == "transmis"'
	at 2018-06-30
	ok "on the last day" m dd due --json
	holds "an account still comes" "$out" 'map(select(.code == "L11"))[0] | .state == "coming" and .days == 0'
	at 2018-07-01
	ok "the day after" m dd due
	like "it is late" "$out" $'Late:\n(.*\n)*2018-06-30  L11  asso-exemple: .* \\(1 day late\\)\n'
	ok "status tells it" m dd status
	like "with the count" "$out" $'Deadlines \\(`maillage due`\\): 2 late\n2018-07-30  L4 '
	MAILLAGE_NOW=$(date -u -d '2018-06-30 21:59:59' +%s)000
	ok "a second before midnight in Paris" m dd due --json
	holds "it is not late yet" "$out" 'map(select(.code == "L11"))[0].state == "coming"'
	MAILLAGE_NOW=$(date -u -d '2018-06-30 22:00:00' +%s)000
	ok "at midnight, summer time" m dd due --json
	holds "it is" "$out" 'map(select(.code == "L11"))[0].state == "late"'
fi

# ---- a calendar

ok "a calendar" m dd export ics -o "$work/a.ics"
ok "the same again" m dd export ics -o "$work/b.ics"
ok "to the byte" cmp "$work/a.ics" "$work/b.ics"
is "lines end as the format says" "$(grep -c $'\r$' "$work/a.ics")" "$(wc -l <"$work/a.ics")"
if /usr/bin/python3 -c 'import icalendar' 2>/dev/null; then
	ok "another program reads it" /usr/bin/python3 "$root/tests/vectors/ics.py" "$work/a.ics"
	like "with what is due" "$out" "L11\\.${fir#*/}@$ca\\.maillage [0-9TZ]+ 2018-06-30 2018-07-01 -7"
	ok "m dd due has as many" m dd due --json
	is "events" "$(grep -c BEGIN:VEVENT "$work/a.ics")" "$(jq length <<<"$out")"
fi
finish
