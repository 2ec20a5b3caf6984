# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# Helpers of the end-to-end tests: real programs, people with private homes, TAP on stdout.
#
#   . "$(dirname "$0")/lib.sh"
#   as dd maillage init ca --title ...     each person has a folder, $work/NAME, where `as` runs; the copy is ca/ in it
#   found; join asso                       dd founds a coopérative in dd/ca, and enrols asso, who clones it
#   m dd set actions/x cible=150           short for: as dd maillage -C ca set ...
#   ok "a title" m dd check                runs it and leaves $code, $out and $err for the next lines
#   like "it says why" "$err" 'SIRET'
#   finish                                 checks every copy with stock git and maillage verify, and ends the test
#
# MAILLAGE_BIN is the folder of the programs (build/release); KEEP=1 keeps $work. A test goes on after a failure.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bin=$(cd "${MAILLAGE_BIN:-$root/build/release}" && pwd) || exit 1
work=$(mktemp -d "${TMPDIR:-/tmp}/maillage-e2e-XXXXXX")
declare -A daemons=()
number=0
failures=0
out='' err='' code=0 ca=''

# Nothing of the machine or of its user changes a result.
unset MAILLAGE_HOME MAILLAGE_NOW XDG_CONFIG_HOME XDG_DATA_HOME LANGUAGE SSH_AUTH_SOCK GIT_DIR GIT_WORK_TREE
export PATH="$bin:$PATH" HOME="$work/nobody" LC_ALL=C.UTF-8 TZ=UTC
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_TERMINAL_PROMPT=0
# A code that no test expects, and a file a process, so that a daemon's report is seen too.
# libgit2 1.5 leaks whenever an expression does not match (mended in 1.6; our own use of pcre2 is seen by the unit tests), and
# some hundred bytes for each connection over ssh.
export LSAN_OPTIONS="suppressions=$root/tests/e2e/lsan.supp:print_suppressions=0"
export ASAN_OPTIONS="exitcode=99:log_path=$work/sanitizer" UBSAN_OPTIONS="exitcode=99:print_stacktrace=1"
mkdir -p "$HOME"
trap clean_up EXIT

clean_up()
{
	local name
	for name in "${!daemons[@]}"; do
		kill -KILL "${daemons[$name]}" 2>/dev/null
	done
	if [[ -n ${KEEP-} ]]; then
		echo "# kept: $work"
	else
		rm -rf "$work"
	fi
}

# Makes NAME's folder and private MAILLAGE_HOME, and prints the latter.
home()
{
	[[ -d $work/$1/home ]] || mkdir -p "$work/$1/home"
	echo "$work/$1/home"
}

# as NAME COMMAND...: runs it as NAME, in NAME's folder.
as()
{
	local name=$1
	shift
	(
		home "$name" >/dev/null
		cd "$work/$name" && MAILLAGE_HOME=$PWD/home exec "$@"
	)
}

# m NAME ARGUMENT...: maillage on NAME's copy.
m()
{
	local name=$1
	shift
	as "$name" maillage -C ca "$@"
}

# Whether these programs obey MAILLAGE_NOW: only builds for tests do.
is_test_build()
{
	[[ $bin != */release ]]
}

# result TITLE TRUE|FALSE [DIAGNOSTIC...]: one line of TAP.
result()
{
	number=$((number + 1))
	if [[ $2 == true ]]; then
		echo "ok $number - $1"
		return
	fi
	failures=$((failures + 1))
	echo "not ok $number - $1"
	shift 2
	printf '%s\n' "$@" | sed 's/^/#   /'
}

# Runs a command into $code, $out and $err.
run()
{
	code=0
	"$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
	{ out=$(<"$work/out") err=$(<"$work/err"); } 2>/dev/null # the shell leaves zero bytes out, and says so
}

# fails_with CODE TITLE COMMAND...: it ends with exactly that code.
fails_with()
{
	local expected=$1 title=$2 as_expected=true
	shift 2
	run "$@"
	((code == expected)) || as_expected=false
	result "$title" $as_expected "exit code $code and not $expected: $*" "$out" "$err"
}

# ok TITLE COMMAND...: it ends with 0.
ok()
{
	fails_with 0 "$@"
}

# is TITLE GOT EXPECTED
is()
{
	local same=true
	[[ $2 == "$3" ]] || same=false
	result "$1" $same "got:      $2" "expected: $3"
}

# like TITLE GOT REGEX (extended; unlike: the reverse)
like()
{
	local matches=true
	[[ $2 =~ $3 ]] || matches=false
	result "$1" $matches "got:      $2" "expected: /$3/"
}

unlike()
{
	local differs=true
	[[ ! $2 =~ $3 ]] || differs=false
	result "$1" $differs "got:      $2" "expected not to match /$3/"
}

# holds TITLE JSON FILTER: jq says true.
holds()
{
	local true=false
	[[ $(jq -c "$3" <<<"$2" 2>&1) != true ]] || true=true
	result "$1" $true "not so: $3" "${2:0:2000}"
}

# until_ok SECONDS TITLE COMMAND...: it ends with 0 before that time; tried 20 times a second.
until_ok()
{
	local end=$((SECONDS + $1)) title=$2 in_time=true
	shift 2
	run "$@"
	while ((code != 0)); do
		if ((SECONDS > end)); then
			in_time=false
			break
		fi
		sleep 0.05
		run "$@"
	done
	result "$title" $in_time "not in time: $*" "$out" "$err"
}

# The rest of the test cannot be done without this.
bail()
{
	result "$1" false "$out" "$err"
	done_testing
}

skip_all()
{
	echo "1..0 # SKIP $1"
	exit 0
}

# start_daemon NAME [ARGUMENT...]: maillaged on NAME's copy; its output goes to $work/NAME/daemon.log.
start_daemon()
{
	local name=$1
	shift
	home "$name" >/dev/null
	# Not by `as`: the process to end must be the daemon's own.
	(cd "$work/$name" && MAILLAGE_HOME=$PWD/home exec maillaged "$@" ca) >>"$work/$name/daemon.log" 2>&1 </dev/null &
	daemons[$name]=$!
}

# stop_daemon NAME [SIGNAL]: within 5 seconds, and with 0 when asked politely.
stop_daemon()
{
	local name=$1 signal=${2-TERM} pid=${daemons[$1]} ended=true status=0 tries=100
	unset "daemons[$name]"
	kill -"$signal" "$pid" 2>/dev/null
	while kill -0 "$pid" 2>/dev/null && ((tries-- > 0)); do
		sleep 0.05
	done
	kill -KILL "$pid" 2>/dev/null && ended=false
	wait "$pid" 2>/dev/null || status=$?
	[[ $signal == KILL || $status == 0 ]] || ended=false
	result "$name's daemon ends" $ended "exit code $status" "$(tail -n 20 "$work/$name/daemon.log")"
}

# found: dd makes a coopérative in dd/ca, whose id is then in $ca, with $work/remote.git as the remote `origin`.
# Everybody's passphrase is in $work/phrase.
found()
{
	echo 'une phrase secrète' >"$work/phrase"
	as dd maillage -q key new --name 'Déléguée Exemple' >/dev/null || bail 'dd makes a key'
	ca=$(as dd maillage -q init ca --title 'Publics invisibles' --departement 78 --actor dd-78 --name 'DD des Yvelines' \
		--passphrase-file "$work/phrase" 2>/dev/null) || bail 'dd founds a coopérative'
	git init -q --bare -b main "$work/remote.git" || bail 'there is a remote'
	m dd -q remote add origin "$work/remote.git" || bail 'dd adds it'
	m dd -q sync || bail 'dd syncs'
}

# enrol NAME [signatory]: NAME makes keys; dd enrols them for the actor NAME-exemple, and syncs. With $role, if any: a partner
# changes its own records only, another DD whatever dd may.
enrol()
{
	local name=$1 keys=()
	as "$name" maillage -q key new --name "$name Exemple" >"$work/$name.pub" || bail "$name makes a key"
	keys=(--key "$(<"$work/$name.pub")")
	if [[ ${2-} == signatory ]]; then
		as "$name" maillage -q key new --signatory --name "Signataire $name" --passphrase-file "$work/phrase" \
			>"$work/$name.signatory.pub" || bail "$name makes a signatory key"
		keys+=(--signatory-key "$(<"$work/$name.signatory.pub")")
	fi
	{ m dd -q enrol "$name-exemple" --name "Structure Exemple $name" --type association ${role:+--role "$role"} "${keys[@]}" && m dd -q sync; } \
		>/dev/null || bail "$name is enrolled"
}

# join NAME [signatory]: the same, then NAME clones the coopérative.
join()
{
	home "$1" >/dev/null
	enrol "$@"
	as "$1" maillage -q clone "$work/remote.git" ca --id "$ca" >/dev/null || bail "$1 gets a copy"
}

# main_of NAME: the commit that NAME's copy shows.
main_of()
{
	git -C "$work/$1/ca" rev-parse main
}

# A port of the loopback where nobody listens now.
free_port()
{
	local port
	while port=$((20000 + RANDOM % 12000)) && (: >"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
		:
	done
	echo "$port"
}

# Stock git verifies each commit of each line, with the signers that Maillage lists. Derived commits are in no line.
verify_commits()
{
	local copy=$1 commits
	maillage -C "$copy" allowed-signers >"$work/signers" || return 1
	mapfile -t commits < <(git -C "$copy" rev-list --glob='refs/maillage/lines/*')
	if ((${#commits[@]} == 0)); then
		echo "no commit in refs/maillage/lines" >&2
		return 1
	fi
	git -C "$copy" -c gpg.format=ssh -c gpg.ssh.allowedSignersFile="$work/signers" verify-commit "${commits[@]}"
}

# verify_copy NAME [FOLDER]: what every copy must pass, whatever happened to it.
verify_copy()
{
	local name=$1 folder=${2-ca}
	ok "$name: git fsck --strict" as "$name" git -C "$folder" fsck --strict --no-dangling
	ok "$name: maillage verify" as "$name" maillage -C "$folder" verify
	MAILLAGE_HOME=$(home "$name") ok "$name: git verify-commit" verify_commits "$work/$name/$folder"
}

done_testing()
{
	local reports
	for reports in "$work"/sanitizer.*; do
		# A thread that ended while leaks were looked for is no leak.
		grep -sqv 'Unable to get registers from thread' "$reports" || continue
		result "no memory error" false "$(cat "$reports")"
	done
	echo "1..$number"
	exit $((failures > 0))
}

# Verifies every copy and every bare repository under $work, then ends.
finish()
{
	local path name
	for name in "${!daemons[@]}"; do
		stop_daemon "$name"
	done
	for path in "$work"/*/ca; do
		[[ ! -d $path/.git ]] || verify_copy "$(basename "$(dirname "$path")")"
	done
	for path in "$work"/*.git "$work"/*/*.git; do
		[[ ! -d $path/objects ]] || ok "${path#"$work"/}: git fsck --strict" git -C "$path" fsck --strict --no-dangling
	done
	done_testing
}
