#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The session of README.md does what it says.
# shellcheck disable=SC2317 # `ok` calls the functions by name
. "$(dirname "$0")/lib.sh"

# The shell lines that stand below the remarks naming this test.
session()
{
	awk '/^<!-- tests\/e2e\/readme.sh / { ours = 1 }
		/^```$/ { if (inside) inside = ours = 0 }
		inside
		/^```sh$/ { inside = ours }' "$root/README.md"
}

# Runs it from here, in a folder of its own below $work. That a conflict waits (3) is part of the story.
play()
{
	cd "$work" && TMPDIR=$work bash -uc '
		set -E
		trap "code=\$?; ((code == 3)) || { echo \"code \$code: \$BASH_COMMAND\" >&2; exit 1; }" ERR
		. ./session
		echo "$PWD" >"$TMPDIR/where"'
}

session >"$work/session"
is "the README has its session" "$(grep -c '^PATH=' "$work/session")" 1
ok "every line of it works" play
where=$(cat "$work/where" 2>/dev/null)
[[ -n $where ]] || bail "it does not end"
like "both values are told" "$out" ' 1  150  — dd-78 \(Claire Martin\)'
like "the later one is shown" "$out" ' 2  180  — asso-exemple \(Jean Petit\), [^,]*, shown for now'
like "each with its reason" "$out" '« chiffre du copil ».*« résultats de mars »'
like "the decision is told with its reason" "$out" 'décidé au copil du 3 avril'
like "and so are the values it chose from" "$out" 'cible: 200 → 180 \*.*cible: 200 → 150 \*'
like "the DD's table tells of the correction" "$out" 'asso-exemple +Association Exemple +corrected'
like "the return is told to its actor" "$out" 'la seconde sortie compte double'
like "the figure is traced to who counted" "$out" 'observations.*valeur = 15'
like "and why it was corrected" "$out" 'key [a-z2-7]{16}, as proprietaire, commit [0-9a-f]{12} « comptée deux fois »'
like "an auditor is told who decided, and why" "$out" 'Jean Petit\).*décidé au copil du 3 avril.*decided between 150 \(dd-78\), 180 \(asso-exemple\)'
like "all is verified" "$out" 'All is well'
like "the document says who signed" "$(cat "$where/consolidation.html")" 'Signature vérifiée&#160;: valide'
for name in claire jean; do
	like "$name has the value chosen" "$(cat "$where/ca-$name"/indicateurs/*.yaml)" $'\n''cible: 150'
	ok "$name's copy: git fsck --strict" git -C "$where/ca-$name" fsck --strict --no-dangling
	ok "$name's copy: maillage verify" maillage -C "$where/ca-$name" verify
	ok "$name's copy: git verify-commit" verify_commits "$where/ca-$name"
done
finish
