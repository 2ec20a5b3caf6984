#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The daemon: what is saved with any editor is recorded and reaches the partners; what is invalid stays and is told.
# shellcheck disable=SC2317 # ok and until_ok call functions by name
. "$(dirname "$0")/lib.sh"
action=actions/maraudes-7k2m

# logged NAME REGEX: NAME's daemon has written a line that matches.
logged()
{
	grep -qE -- "$2" "$work/$1/daemon.log"
}

# How often.
times_logged()
{
	grep -cE -- "$2" "$work/$1/daemon.log"
}

# holds NAME TEXT: NAME's file of the action has that line.
holds()
{
	grep -qxF -- "$2" "$work/$1/ca/$action.yaml" 2>/dev/null
}

# recorded_is NAME FIELD VALUE: in NAME's main, whatever stands in the folder.
recorded_is()
{
	git -C "$work/$1/ca" show "main:$action.yaml" 2>/dev/null | grep -qxF -- "$2: $3"
}

# The time of a log line, in milliseconds since 1970.
time_of()
{
	local stamp
	stamp=$(sed -E 's/^time=([^ ]*) .*/\1/' <<<"$1")
	date -d "$stamp" +%s%3N
}

# save NAME LINE...: as a shell or a simple editor does, in place.
save()
{
	local name=$1
	shift
	printf '%s\n' "$@" >"$work/$name/ca/$action.yaml"
}

is_last()
{
	[[ $("$@") == 'Essai 60' ]]
}

# connected PORT: somebody has called that port of the loopback (/proc/net/tcp tells it in hexadecimal, 01: established).
connected()
{
	grep -qE " 0100007F:[0-9A-F]{4} 0100007F:$(printf %04X "$1") 01 " /proc/net/tcp
}

# need COMMAND...: without it the rest makes no sense.
need()
{
	run "$@"
	((code == 0)) || bail "$*"
}

# ---- two partners and a bare repository between them

need git init --quiet --bare "$work/hub.git"
for name in dd asso; do
	need as "$name" maillage key new --name "$name"
done
need as dd maillage init ca --title Essai --departement 78 --actor dd-78 --name "DD des Yvelines"
need m dd enrol asso --name Asso --type association --role dd --key "$(as asso maillage key show)"
need m dd remote add origin "$work/hub.git"
need m dd sync
need as asso maillage clone "$work/hub.git" ca
mkdir -p "$work"/{dd,asso}/ca/actions

# ---- what it does not start for

fails_with 1 "a folder that is no CA's" as dd maillaged home
like "it says so" "$err" '^maillaged: '
fails_with 1 "a folder that is not there" as dd maillaged nowhere
fails_with 2 "a folder given twice" as dd maillaged ca ca/actions
fails_with 2 "an unknown option" as dd maillaged --fast ca
ok "its help" maillaged --help
ok "its version" maillaged --version
is "the version of both" "${out#maillaged }" "$(maillage --version | sed 's/maillage //')"

# ---- a save

start_daemon dd --verbose
start_daemon asso
until_ok 10 "dd's daemon has synced once" logged dd 'event=synced remote=origin'
until_ok 10 "asso's daemon has started" logged asso 'event=started'
start=$(date +%s%3N)
save dd 'intitule: Maraudes' 'promoteur_referent: asso'
until_ok 2 "a saved file is recorded" logged dd "event=recorded commit=[0-9a-f]{40} fields=[0-9]+ path=$action\$"
echo "# $(($(time_of "$(grep event=recorded "$work/dd/daemon.log")") - start)) ms from the save to the commit"
until_ok 10 "it reaches the other copy" holds asso 'intitule: Maraudes'
echo "# $(($(date +%s%3N) - start)) ms from the save to the other copy"
ok "there it is recorded" recorded_is asso intitule Maraudes

mkdir -p "$work/dd/tmp"
printf '%s\n' 'intitule: Maraudes de nuit' 'promoteur_referent: asso' >"$work/dd/tmp/new"
mv "$work/dd/tmp/new" "$work/dd/ca/$action.yaml"
until_ok 2 "so is one moved into place" recorded_is dd intitule 'Maraudes de nuit'
until_ok 10 "and reaches the other copy" holds asso 'intitule: Maraudes de nuit'

# Each save may fall into the recording of the one before: whoever saves goes on from what he saved last.
for n in {1..60}; do
	printf 'intitule: Essai %s\npromoteur_referent: asso\n' "$n" >"$work/dd/tmp/new"
	mv "$work/dd/tmp/new" "$work/dd/ca/actions/essai-0001.yaml"
	sleep 0.02
done
until_ok 5 "saves in quick succession" is_last m dd get actions/essai-0001 intitule
is "ask nobody which of them counts" "$(times_logged dd state=stale)" 0

mkdir "$work/asso/ca/objectifs"
printf 'intitule: Aller vers\nniveau: general\n' >"$work/asso/ca/objectifs/aller-0001.yaml"
until_ok 2 "a file in a new folder is seen" logged asso 'event=recorded .*path=objectifs/aller-0001$'

# ---- both programs at once

ok "the command line records while the daemon runs" m dd set "$action" numero=4
until_ok 10 "the daemon sends that" holds asso 'numero: 4'
ok "the other side too" m asso set "$action" numero=5
until_ok 10 "and back" holds dd 'numero: 5'
is "with no conflict" "$(m dd status --json | jq .conflicts)" 0

# ---- what cannot be recorded

n_commits=$(times_logged dd event=recorded)
save dd 'intitule: Maraudes de nuit' 'promoteur_referent: asso' 'numero: cinq'
until_ok 2 "an invalid file is told, with its place" \
	logged dd "level=warn .*event=left state=invalid path=$action line=3 column=9 code=type "
is "it is not recorded" "$(as dd git -C ca show "main:$action.yaml" | grep numero)" "numero: 5"
ok "it stays as it is" holds dd 'numero: cinq'
run m dd status --json
is "status shows it and its place" "$(jq -r '.invalid[] | "\(.path) \(.line):\(.col)"' <<<"$out")" "$action.yaml 3:9"
touch "$work/dd/ca/$action.yaml"
printf 'not: [a record' >"$work/dd/ca/actions/broken-0001.yaml"
until_ok 2 "and one that is no YAML" logged dd 'event=left state=invalid path=actions/broken-0001 '
is "each is told once" "$(times_logged dd 'event=left state=invalid')" 2
is "nothing was recorded" "$(times_logged dd event=recorded)" "$n_commits"
rm "$work/dd/ca/actions/broken-0001.yaml"
save dd 'intitule: Maraudes de nuit' 'promoteur_referent: asso' 'numero: 6'
until_ok 2 "once mended it is recorded" recorded_is dd numero 6
until_ok 10 "and sent" holds asso 'numero: 6'

for name in .maraudes.swp maraudes-7k2m.yaml~ '#maraudes#' 4913; do
	echo draft >"$work/dd/ca/actions/$name"
done
sleep 0.3
unlike "editors' files are nothing" "$(<"$work/dd/daemon.log")" 'path=[^ ]*(swp|4913|~|#)'
rm "$work"/dd/ca/actions/{.maraudes.swp,maraudes-7k2m.yaml~,'#maraudes#',4913}

# ---- many at once

for i in {1000..1299}; do
	printf 'intitule: Action %s\npromoteur_referent: asso\n' "$i" >"$work/dd/ca/actions/a-$i.yaml"
done
until_ok 20 "300 files are recorded" test "$(m dd list action | wc -l)" -ge 301
until_ok 30 "and reach the other copy" test -f "$work/asso/ca/actions/a-1299.yaml"
sleep 1
quiet=$(times_logged dd .)
sleep 2
is "then it is quiet: what came back is no news" "$(times_logged dd .)" "$quiet"

# ---- a remote that is not there

need m dd remote add stick "$work/hub.git"
need git -C "$work/dd/ca" config remote.stick.url "$work/stick.git"
stop_daemon dd
start_daemon dd
until_ok 10 "a remote that fails is told" logged dd 'level=warn .*event=sync-failed remote=stick retry-ms=5000 code='
save dd 'intitule: Maraudes de nuit' 'promoteur_referent: asso' 'numero: 7'
until_ok 2 "and delays nothing" recorded_is dd numero 7
until_ok 10 "the other remote has it" holds asso 'numero: 7'

# ---- the end

stop_in_time()
{
	local start
	start=$(date +%s%3N)
	stop_daemon "$@"
	is "within two seconds" $(($(date +%s%3N) - start < 2000)) 1
}

pid=${daemons[dd]}
stop_in_time dd
like "it says so" "$(tail -n 1 "$work/dd/daemon.log")" 'event=stopped$'
ok "it is gone" test ! -e "/proc/$pid"
save dd 'intitule: Maraudes de nuit' 'promoteur_referent: asso' 'numero: 8'
start_daemon dd
until_ok 5 "what was saved meanwhile is recorded at the start" recorded_is dd numero 8
stop_in_time dd INT

# A partner that takes the call and never says a word.
timeout 60 python3 -c '
import signal, socket
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
signal.pause()' >"$work/port" &
mute=$!
until_ok 5 "somebody listens" test -s "$work/port"
need git -C "$work/dd/ca" config remote.stick.url "git://127.0.0.1:$(<"$work/port")/ca.git"
start_daemon dd
until_ok 5 "its connection is made" connected "$(<"$work/port")"
save dd 'intitule: Maraudes de nuit' 'promoteur_referent: asso' 'numero: 9'
until_ok 6 "a partner that says nothing delays little" recorded_is dd numero 9
until_ok 10 "nor the other remote" holds asso 'numero: 9'
stop_in_time dd
like "nor the end" "$(tail -n 1 "$work/dd/daemon.log")" 'event=abandoned$'
kill "$mute"
stop_in_time asso
finish
