#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Git hosts that want to know who comes: over ssh by the device's key or ssh-agent's, over https by the name and password of
# the address, which no list, error or invitation shows. (Without TLS here: that is libgit2's.)
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
export ASAN_OPTIONS="$ASAN_OPTIONS:fast_unwind_on_malloc=0" # to name the leaks of libgit2 and libssh2 (lsan.supp)
python=/usr/bin/python3 # Debian's, which sees Debian's libraries
$python -W ignore -c 'import asyncssh' 2>/dev/null || skip_all "python3-asyncssh is missing"
found
mkdir -p "$HOME/.ssh"
ssh-keygen -q -t ed25519 -N '' -f "$work/host"
cp "$work/host.pub" "$work/keys" # nobody's who comes
port=$(free_port)
$python -W ignore "$root/tests/e2e/host.py" ssh "$port" "$work/host" "$work/keys" >"$work/ssh.log" 2>&1 &
server=$!
web=$(free_port)
(cd "$work" && exec $python "$root/tests/e2e/host.py" http "$web" claire 'mot%de:passe@') >"$work/http.log" 2>&1 &
servers=("$server" $!)
agent=
trap 'kill "${servers[@]}" $agent 2>/dev/null; clean_up' EXIT
listens()
{
	(: >"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
until_ok 20 "there is a host for ssh" listens "$port"
until_ok 20 "and one for http" listens "$web"

# --- ssh

m dd -q remote remove origin
m dd remote add host "ssh://git@127.0.0.1:$port$work/remote.git"
fails_with 1 "a host whose key nobody knows" m dd sync
like "is not trusted, and what to do is said" "$err" 'ssh hostkey.*connect to it once with'
echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 "$work/host.pub")" >"$HOME/.ssh/known_hosts"
fails_with 1 "a host that does not know this device" m dd sync
like "lets nobody in, and what to do is said" "$err" 'does not let this device in.*maillage key show'
as dd maillage key show | cut -d' ' -f1,2 >"$work/keys" # asyncssh takes no accent in the name behind it
m dd -q set cooperative intitule='Publics éloignés' >/dev/null
ok "who has given it his key writes there" m dd sync
like "with the line" "$err" '1 line sent'
ok "and clones from there" as dd maillage clone "ssh://git@127.0.0.1:$port$work/remote.git" other --id "$ca"
is "who has no key is not let in" "$(as asso maillage -q clone "ssh://git@127.0.0.1:$port$work/remote.git" ca 2>&1 | grep -c 'let this device in')" 1
as asso maillage -q key new --name 'Jean Petit' >/dev/null
fails_with 1 "nor who has another" as asso maillage clone "ssh://git@127.0.0.1:$port$work/remote.git" ca
is "and nothing is left" "$([[ -e $work/asso/ca ]] && echo left)" ""
ssh-keygen -q -t ed25519 -N '' -f "$work/mine"
cp "$work/mine.pub" "$work/keys"
fails_with 1 "when the host has but another key of his" m dd sync
eval "$(ssh-agent)" >/dev/null
agent=$SSH_AGENT_PID
ssh-add -q "$work/mine"
ok "that one may be in his agent" m dd sync
ssh-keygen -q -t ed25519 -N '' -f "$work/false"
echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 "$work/false.pub")" >"$HOME/.ssh/known_hosts"
fails_with 1 "a host that is not the one it was" m dd sync
like "is not trusted" "$err" 'ssh hostkey'
m dd -q remote remove host

# --- http

git -C "$work/remote.git" config http.receivepack true
address="claire:mot%25de%3apasse%40@127.0.0.1:$web/remote.git"
m dd remote add host "http://127.0.0.1:$web/remote.git"
fails_with 1 "without a password" m dd sync
like "what to do is said" "$err" 'NAME:TOKEN@'
m dd -q remote remove host
m dd remote add host "http://claire:faux@127.0.0.1:$web/remote.git"
fails_with 1 "with a wrong one" m dd sync
unlike "it is not shown" "$out$err" 'faux'
m dd -q remote remove host
m dd remote add host "http://$address"
m dd -q set cooperative intitule='Publics' >/dev/null
ok "with the right one, whatever its characters" m dd sync
like "the line goes" "$err" '1 line sent'
is "the host has it" "$(git -C "$work/remote.git" rev-parse main)" "$(main_of dd)"
is "the list shows neither who nor the password" "$(m dd remote list)" "host	http://127.0.0.1:$web/remote.git"
holds "nor does JSON" "$(m dd remote list --json)" '.[0].url | contains("claire") or contains("passe") | not'
is "only its owner reads where it is kept" "$(stat -c %a "$work/dd/ca/.git/config")" 600
m dd -q remote add second "$work/remote.git"
is "after other remotes came too" "$(stat -c %a "$work/dd/ca/.git/config")" 600
m dd -q remote remove second
is "and went" "$(stat -c %a "$work/dd/ca/.git/config")" 600
ok "a copy can be made so" as dd maillage clone "http://$address" third --id "$ca"
is "which keeps it as well" "$(stat -c %a "$work/dd/third/.git/config")" 600
fails_with 1 "another coopérative is not taken for it" as dd maillage clone "http://$address" fourth --id "${ca//[0-9]/0}"
unlike "and the password is not shown" "$out$err" 'passe'
ok "an invitation says where" m dd invite mairie-exemple --name 'Mairie' --type collectivite_commune
ticket=$out
as mairie maillage -q key new --name 'Paul Roux' >/dev/null
fails_with 1 "but who is invited has a password of his own" as mairie maillage join "$ticket" ca
like "to ask for" "$err" 'NAME:TOKEN@'
unlike "and a name, which is not the inviter's" "$out$err" 'claire'
m dd -q remote add token "http://ghp_secret@127.0.0.1:$web/remote.git"
fails_with 1 "a token in the place of the name" m dd sync token
unlike "is not shown when it is refused" "$out$err" 'ghp_'
unlike "nor in the list, nor by status" "$(m dd remote list)$(m dd status)$(m dd status --json)" 'ghp_'
is "and only its owner reads where it is kept" "$(stat -c %a "$work/dd/ca/.git/config")" 600
m dd -q remote remove token
long=$(printf 'x%.0s' {1..600})
m dd -q remote add long "http://claire:$long@127.0.0.1:$web/remote.git"
fails_with 1 "a password beyond any host's" m dd sync long
like "is told as one" "$err" 'too long'
m dd -q remote remove long
finish
