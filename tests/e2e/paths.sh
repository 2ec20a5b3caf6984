#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# A record or a folder may be typed from the CA, from the folder one is in, or from the root of the machine.
. "$(dirname "$0")/lib.sh"

# from FOLDER ARGUMENT...: maillage started in that folder of dd's copy.
# shellcheck disable=SC2317
from()
{
	local folder=$1
	shift
	as dd env -C "ca/$folder" maillage "$@"
}

run as dd maillage key new --name "Anne Martin"
ok "a cooperative" as dd maillage init ca --title CA --departement 78 --actor dd-78 --name DD
run m dd new objectif soins niveau=general intitule=Soins
record=$out
name=${record#objectifs/}
copy=$work/dd/ca

while read -r folder typed; do
	run from "$folder" get "$typed" intitule
	is "in ${folder}, $typed" "$out" Soins
done <<END
. $record
. $record.yaml
. ./$record
. $copy/$record.yaml
objectifs $name
objectifs ./$name.yaml
objectifs $record
acteurs ../$record
acteurs $record
END

while read -r folder typed; do
	fails_with 1 "in $folder, $typed is no record" from "$folder" get "$typed"
	is "nothing is printed" "$out" ""
	like "and it is told" "$err" '^maillage: '
done <<END
. $name
. objectifs
. ../ca/$record
. ../../dd/ca/$record
. /etc/hostname
. $copy
acteurs ../../$record
acteurs $name
END
run m dd get "objectifs/soin"
like "the nearest is told" "$err" "did you mean $record"

while read -r folder typed count; do
	run from "$folder" check "$typed"
	like "in $folder, check $typed looks at $count" "$err" "records $count,"
done <<END
. . 4
. ./ 4
. $copy 4
. objectifs 1
. objectifs/ 1
. $copy/objectifs 1
. $record 1
objectifs . 1
objectifs .. 4
acteurs ../objectifs 1
acteurs objectifs 1
END
fails_with 1 "no such folder" from . check objectif
fails_with 1 "no folder outside" from . check ..

echo "# lu" >>"$copy/$record.yaml"
ok "another folder has nothing to record" from acteurs save .
like "which is told" "$err" 'nothing to record'
ok "its own has" from objectifs save .
run m dd status --json
is "all is recorded" "$(jq -c .unrecorded <<<"$out")" '[]'

echo brouillon >"$copy/notes"
ok "a file of no kind lies there" from . save
is "which is no reason to say nothing" "$err" 'nothing to record'
finish
