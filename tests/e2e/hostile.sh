#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# What a stranger, or a member who means harm, can leave in a remote: objects beyond any limit, names made for a shell, old
# tips. Each is refused with its code, nothing of it stays, and what honest people left there comes in. Through a folder,
# which this program reads itself, and through git's own protocol.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all "python3 is missing"
# Most of its time is git's and python's: it is spent once, where memory errors are seen.
[[ $bin != */release ]] || skip_all "with sanitizers only"
found
join asso
evil=$work/evil
port=$(free_port)
git init -q --bare -b main "$evil"
git daemon --reuseaddr --listen=127.0.0.1 --port="$port" --export-all --enable=receive-pack --base-path="$work" \
	"$work" >"$work/daemon.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; clean_up' EXIT
m dd -q remote add folder "$evil"
m dd -q remote add served "git://127.0.0.1:$port/evil"
m asso -q remote add evil "$evil"
action=$(m dd -q new action maraudes intitule=Maraudes promoteur_referent=asso-exemple statut=en_cours)
m dd -q sync folder
m asso -q sync evil
until_ok 5 "there is a server" git ls-remote -q "git://127.0.0.1:$port/evil"

# Packs of objects that no honest program makes, into the stranger's repository: prints the tip of each kind.
cat >"$work/forge.py" <<'END'
import hashlib, struct, subprocess, sys, zlib
repository, kind, parent, levels = sys.argv[1:5]
TYPES = {"commit": 1, "tree": 2, "blob": 3, "delta": 7}
entries = []
def head(code, size):
    byte, size, out = code << 4 | size & 15, size >> 4, b""
    while size:
        out, byte, size = out + bytes([byte | 128]), size & 127, size >> 7
    return out + bytes([byte])
def add(type, body):
    entries.append(head(TYPES[type], len(body)) + zlib.compress(body, 1))
    return hashlib.sha1(b"%s %d\0" % (type.encode(), len(body)) + body).digest()
def number(n):
    out = b""
    while n > 127:
        out, n = out + bytes([n & 127 | 128]), n >> 7
    return out + bytes([n])
def commit(tree, parents=(parent,)):
    who = b"asso-exemple <aaaaaaaaaaaaaaaa@maillage> 1500000000 +0000"
    lines = [b"tree " + tree.hex().encode()] + [b"parent " + p.encode() for p in parents]
    lines += [b"author " + who, b"committer " + who, b"", b"x", b"", b"Maillage-Stamp: 1500000000000", b""]
    return add("commit", b"\n".join(lines)).hex()
def tree(*items):
    return add("tree", b"".join(b"%s %s\0" % (mode, name) + id for mode, name, id in items))
blob = add("blob", b"intitule: x\n")
if kind == "record":
    tip = commit(tree((b"100644", b"x.yaml", add("blob", bytes(64 << 20)))))
elif kind == "deep":
    inner = tree((b"100644", b"x", blob))
    for _ in range(int(levels)):
        inner = tree((b"40000", b"d", inner))
    tip = commit(inner)
elif kind == "wide":
    tip = commit(tree(*((b"100644", b"%07d" % i, blob) for i in range(1000000))))
elif kind == "parents":
    tip = commit(tree((b"100644", b"x.yaml", blob)), [parent] * 30000)
elif kind == "odd": # what git itself cannot walk over
    who = b"asso-exemple <aaaaaaaaaaaaaaaa@maillage> 1500000000 +0000"
    words = (b"tree " + tree((b"100644", b"x.yaml", blob)).hex().encode(), b"parent " + parent.encode(), b"writer " + who, b"", b"x", b"")
    tip = add("commit", b"\n".join(words)).hex()
elif kind == "bomb":
    # 100 KB of zeros, and deltas that make sixteen times as much each: six would make terabytes.
    size, base = 100000, bytes(100000)
    id = add("blob", base)
    for step in range(2):
        body, base = number(size) + number(size * 16) + 16 * (b"\xf0" + struct.pack("<I", size)[:3]), base * 16
        entries.append(head(7, len(body)) + id + zlib.compress(body))
        size *= 16
        id = hashlib.sha1(b"blob %d\0" % size + base).digest()
    tip = commit(tree((b"100644", b"x.yaml", id)))
pack = b"PACK" + struct.pack(">II", 2, len(entries)) + b"".join(entries)
pack += hashlib.sha1(pack).digest()
subprocess.run(["git", "-C", repository, "index-pack", "--stdin"], input=pack, check=True, stdout=subprocess.DEVNULL)
print(tip)
END

# leave KIND REMOTE: the stranger puts it there as a line, and asso something honest; $bad and $value are what they left.
count=0
leave()
{
	count=$((count + 1))
	value="valeur $count"
	levels=100000
	[[ $2 == folder ]] || levels=2000 # more than that git itself does not serve
	bad=$(python3 "$work/forge.py" "$evil" "$1" "$(main_of dd)" "$levels") || bail "$1 is made"
	echo "$bad" >"$evil/refs/maillage/lines/aaaaaaaaaaaaaaaa"
	m asso -q set "$action" "leviers=$value"
	m asso -q sync evil >/dev/null 2>&1
}

# objects NAME: how many objects a copy has.
objects()
{
	git -C "$work/$1/ca" count-objects -v | awk '/^(count|in-pack):/ { n += $2 } END { print n }'
}

for kind in record deep wide parents odd bomb; do
	for remote in folder served; do
		leave $kind $remote
		before=$(objects dd)
		run as dd timeout 60 maillage -C ca sync $remote
		is "$kind from the $remote: stops nobody" "$code" 0
		like "$kind from the $remote: is told" "$err" "1 commit from $remote was refused"
		holds "$kind from the $remote: has its code" "$(m dd status --json)" \
			"any(.refused[]; .commit == \"$bad\" and .code == \"shape\" and .message != \"\")"
		is "$kind from the $remote: leaves nothing" "$(git -C "$work/dd/ca" cat-file -e "$bad" 2>/dev/null && echo there)" ''
		ok "$kind from the $remote: at most the honest commit's objects" test $(($(objects dd) - before)) -le 8
		is "$kind from the $remote: the others go on" "$(m dd get "$action" leviers)" "$value"
		ok "$kind from the $remote: no quarantine is left" test -z "$(ls "$work/dd/ca/.git/maillage/quarantine")"
		ok "$kind from the $remote: is not fetched again" m dd sync $remote
		like "$kind from the $remote: nor told" "$err" 'nothing new'
		rm "$evil/refs/maillage/lines/aaaaaaaaaaaaaaaa"
	done
done

# ---- names

# shellcheck disable=SC2016 # it is the text that matters
for name in 'lines/$(touch${IFS}pwned)' 'lines/aaaaaaaaaaaaaaaa;id' 'lines/-oProxyCommand=x' 'lines/aaaaaaaaaaaaaaab`id`' \
	'forks/aaaaaaaaaaaaaaaa/x' 'lines/AAAAAAAAAAAAAAAA' 'forks/é'; do
	git -C "$evil" update-ref "refs/maillage/$name" "$bad" 2>/dev/null || echo "# git refuses $name itself"
done
# shellcheck disable=SC2016 # here too
git -C "$evil" update-ref 'refs/heads/maillage/x$(id)' "$bad"
for remote in folder served; do
	ok "references made for a shell: $remote" m dd sync $remote
	like "are no lines" "$err" 'nothing new'
done
ok "nothing was run" test ! -e "$work/dd/ca/pwned" -a ! -e "$work/dd/pwned" -a ! -e pwned
is "no such reference is here" "$(git -C "$work/dd/ca" for-each-ref | grep -cE 'AAAA|touch|Proxy|id')" 0
git -C "$evil" for-each-ref --format='delete %(refname)' | grep -vE 'lines/[a-z2-7]{16}$|heads/main$' |
	git -C "$evil" update-ref --stdin

# ---- requests to join

asked=refs/maillage/requests/aaaaaaaaaaaaaaaa
ticket=$(m dd -q invite mairie-exemple --name Mairie --type collectivite_commune)
mkdir -p "$evil/refs/maillage/requests"
for kind in record deep wide parents bomb; do
	for remote in folder served; do
		levels=100000
		[[ $remote == folder ]] || levels=2000
		bad=$(python3 "$work/forge.py" "$evil" "$kind" "$(main_of dd)" "$levels") || bail "$kind is made"
		echo "$bad" >"$evil/$asked"
		before=$(objects dd)
		run as dd timeout 60 maillage -C ca sync $remote
		is "$kind as a request from the $remote: stops nobody" "$code" 0
		is "$kind as a request from the $remote: leaves nothing" "$(objects dd)" "$before"
		m dd -q sync $remote
		is "$kind as a request from the $remote: is not fetched again" "$(grep -c "$bad" "$work/dd/ca/.git/maillage/junk")" 1
		is "$kind as a request from the $remote: has no name" "$(git -C "$work/dd/ca" for-each-ref "$asked")" ''
		ok "$kind as a request from the $remote: no quarantine is left" test -z "$(ls "$work/dd/ca/.git/maillage/quarantine")"
	done
done
git -C "$evil" update-ref "$asked" "$(main_of asso)"
ok "a commit of a line as a request" m dd sync folder
is "is none" "$(git -C "$work/dd/ca" for-each-ref "$asked")" ''
home mairie >/dev/null
as mairie maillage -q key new --name 'Jeanne Martin' >/dev/null
ok "an honest one, beside it" as mairie maillage join "$ticket" joined --url "$evil"
ok "comes in" m dd sync folder
like "and is told" "$err" '1 request to join has come from folder'
holds "with its name" "$(m dd status --json)" '[.requests[].name] == ["Jeanne Martin"]'
rm -rf "${evil:?}/$asked" "$work/mairie"
git -C "$evil" for-each-ref --format='delete %(refname)' refs/maillage/requests | git -C "$evil" update-ref --stdin

# ---- old tips

line=refs/maillage/lines/$(m asso status --json | jq -r .key)
tip=$(git -C "$evil" rev-parse "$line")
git -C "$evil" update-ref "$line" "$tip~3"
for remote in folder served; do
	ok "a line rewound: $remote" m dd sync $remote
	is "is not rewound here" "$(git -C "$work/dd/ca" rev-parse "$line")" "$tip"
	is "and is put right there" "$(git -C "$evil" rev-parse "$line")" "$tip"
	git -C "$evil" update-ref "$line" "$ca"
done
m dd -q sync folder
git -C "$evil" update-ref refs/maillage/lines/bbbbbbbbbbbbbbbb "$tip~1"
ok "an old tip under another key's name" m dd sync folder
is "makes no line" "$(m dd status --json | jq '.lines | length')" 2

# ---- any number of lines

for one in a b c d e; do
	for other in p q r s t u; do
		junk=$(git -C "$evil" -c user.name=x -c user.email=x commit-tree -p "$tip" -m "$one$other" "$tip^{tree}")
		git -C "$evil" update-ref "refs/maillage/lines/cccccccccccccc$one$other" "$junk"
	done
done
before=$(m dd status --json | jq '.refused | length')
ok "thirty lines of junk" m dd sync folder
is "are refused" "$(($(m dd status --json | jq '.refused | length') - before))" 30
is "of which people are shown some" "$(m dd status | grep -cE '^  [0-9a-f]{12}  [a-z]+  ')" 20
like "and told how many more there are" "$(m dd status)" "and $((before + 10)) more: \`maillage status --json\` has all"

# ---- a host that takes nothing under refs/maillage/

git init -q --bare -b main "$work/host.git"
# shellcheck disable=SC2016 # the hook's own
printf '#!/bin/sh\ncase $1 in refs/maillage/*) echo no such place >&2; exit 1 ;; esac\n' >"$work/host.git/hooks/update"
chmod +x "$work/host.git/hooks/update"
m dd -q remote add host "git://127.0.0.1:$port/host.git"
ok "a host that refuses refs/maillage/" m dd sync host
like "is told of" "$err" 'refuses refs/maillage/'
is "it has branches" "$(git -C "$work/host.git" for-each-ref --format='%(refname)' refs/heads/maillage | wc -l)" 2
is "and main" "$(git -C "$work/host.git" rev-parse main)" "$(main_of dd)"
m dd -q set "$action" obstacles=pluie
ok "the next time" m dd sync host
unlike "nothing is told" "$err" 'refuses'
is "the line has gone there" "$(git -C "$work/host.git" rev-parse main)" "$(main_of dd)"
holds "status counts what it has" "$(m dd status --json)" 'any(.peers[]; .name == "host" and .ahead == 0 and .cause == null)'
m asso -q remote add host "git://127.0.0.1:$port/host.git"
ok "asso meets the DD there" m asso sync host
is "and has what it wrote" "$(m asso get "$action" obstacles)" pluie
home mairie >/dev/null
ok "one clones it" as mairie maillage clone "git://127.0.0.1:$port/host.git" ca --id "$ca"
is "with everything" "$(main_of mairie)" "$(main_of dd)"
fails_with 1 "clone of another CA's" as mairie maillage clone "git://127.0.0.1:$port/host.git" ca2 --id 0123456789012345678901234567890123456789
like "says which it is" "$err" "$ca"
finish
