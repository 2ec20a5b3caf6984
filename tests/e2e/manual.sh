#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# docs/maillage.1 and the help of each command tell the same options, and the manual's examples work.
. "$(dirname "$0")/lib.sh"
manual=$root/docs/maillage.1

# ---- the manual and help

# "set", "key new"...: the commands that help lists.
commands()
{
	maillage help | sed -nE '/^Commands:/,/^$/ s/^  ([a-z-]+( [a-z]+)?)  .*/\1/p'
}

# The long options that help lists for a command.
options()
{
	local words
	read -ra words <<<"$1"
	maillage help "${words[@]}" | sed -nE 's/^  (-.,)? *--([a-z-]+).*/\2/p' | sort -u
}

# The long options in the headings of the manual's entries of a command; -m stands for --reason.
entries()
{
	awk -v name="$1" '/^\.Sh COMMANDS/ { on = 1 }
		/^\.Sh JSON/ { exit }
		on && /^\.It Xo/ { heading = ""; open = 1; next }
		/^\.Xc/ { open = 0; if (index(heading " ", ".Cm " name " ") == 1) print heading; next }
		open { heading = heading " " $0; sub(/^ /, "", heading); next }
		on && /^\.It Cm/ && index($0 " ", ".It Cm " name " ") == 1' "$manual" |
		grep -oE 'Fl -?[a-z-]+|\| -[a-z]+' | sed -E 's/^(Fl|\|) -?//; s/^m$/reason/' | sort -u
}

mapfile -t names < <(commands)
is "help lists the commands" "$((${#names[@]} > 30))" 1
for name in "${names[@]}"; do
	like "the manual has $name" "$(<"$manual")" $'\n'"\.(It )?Cm ${name}"$'[ \n]'
	is "with the options of its help" "$(entries "$name" | xargs)" "$(options "$name" | xargs)"
done

# ---- the examples

# The lines typed in one of its displays.
display()
{
	awk -v wanted="$1" '/^\.Bd -literal/ { n++; inside = n == wanted; next }
		/^\.Ed/ { inside = 0 }
		inside' "$manual" | sed -E 's/^\$ //; s/\\e$/\\/; s|/media/partage|'"$work"'|g'
}

mkdir -p "$work/me"
echo "une phrase de passe" >"$work/me/phrase"
display 1 >"$work/begin"
{
	echo "cd ca"
	display 2
	display 3
	display 4
} >"$work/go-on"
ok "a CA begins as the manual says" as me bash -eu ../begin
ok "work goes on as it says" as me bash -eu ../go-on
like "the change is in the log, with its reason" "$out" 'décision du copil.*statut: en_cours'
finish
