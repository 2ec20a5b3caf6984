#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Lock files: what a killed git program left is removed, what a git program at work holds is not.
# shellcheck disable=SC2317 # ok calls functions by name
. "$(dirname "$0")/lib.sh"
run as dd maillage key new --name "Anne Martin"
ok "a cooperative" as dd maillage init ca --title CA --departement 78 --actor dd-78 --name DD
action=$(m dd -q new objectif soins niveau=general intitule=Soins)
copy=$work/dd/ca

for lock in index.lock HEAD.lock refs/heads/main.lock; do
	: >"$copy/.git/$lock"
	ok "set, beside a $lock of nobody" m dd -q set "$action" "intitule=Beside $lock"
	is "it is recorded" "$(m dd get "$action" intitule)" "Beside $lock"
done
for lock in index.lock refs/heads/main.lock; do
	ok "$lock is gone" test ! -e "$copy/.git/$lock"
done
ok "git works" git -C "$copy" status --porcelain
is "its index is main" "$(git -C "$copy" status --porcelain)" ""

# git commit holds the index's lock while its author writes the message.
cat >"$work/editor" <<'END'
#!/bin/sh
: >"$1.open"
while [ ! -e "$1.done" ]; do sleep 0.05; done
echo "By hand" >"$1"
END
chmod +x "$work/editor"
sed -i 's/^intitule: .*/intitule: By hand/' "$copy/$action.yaml"
(
	cd "$copy" || exit
	GIT_EDITOR=$work/editor timeout 60 git -c user.name=A -c user.email=a@example.org commit -q -a
) >/dev/null 2>&1 &
committing=$!
message=$copy/.git/COMMIT_EDITMSG
until_ok 20 "git commit opens its editor" test -e "$message.open"
ok "it holds the lock" test -e "$copy/.git/index.lock"
before=$(git -C "$copy" for-each-ref)
fails_with 5 "set meanwhile is told to wait" m dd set "$action" niveau=operationnel
like "and why" "$err" "another program holds"
is "nothing is recorded" "$(git -C "$copy" for-each-ref)" "$before"
ok "the lock stays" test -e "$copy/.git/index.lock"
: >"$message.done"
ok "git commit ends well" wait "$committing"
ok "then set works" m dd -q set "$action" niveau=operationnel
is "what was committed by hand is recorded" "$(m dd get "$action" intitule)" "By hand"
is "and what was set" "$(m dd get "$action" niveau)" operationnel
finish
