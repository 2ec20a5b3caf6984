#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Does the simulator see what it is there to see? Each fault below is planted in a copy of one source, linked before the
# library it belongs to; the simulator must then fail within some seeds. TAP.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

unset MAKEFLAGS MFLAGS MAKELEVEL # of a make that runs this
seeds=120 # within which each fault must show; most do in the first
dir=build/mutation
variant=release # as tests/run has built it; and the quickest to run

# name @ file @ what is replaced (a sed command) @ why it is wrong @ the seed that saw it last time, which is played first
faults()
{
	cat <<-'END'
		above@core/view/view_resolve.c@s/; p; p = p->parent)/; p; p = NULL)/@a write above ends nothing@1
		ancestry@core/view/view_resolve.c@s/ && mg_view_saw(v, e, w))/ \&\& e->by != w->by)/@what nobody had seen is ended too@1
		kinds@core/view/view_container.c@s/if (w->in->op == MG_DROP || w->in->op == MG_OUT)/if (false)/@what is gone says which kind of list stands@62
		revival@core/view/view_resolve.c@s/mg_view_ends(e) && !e->ignored/mg_view_ends(e)/@what a drop had seen does not live on with the place@2
		order@core/view/view.c@s/if (a->stamp_ms != b->stamp_ms)/if (false)/@the latest is told by id alone@1
		keep@core/view/view.c@s/w->voided = true;/;/@a kept place is dropped all the same@6
		history@core/view/fold.c@s/if (!mg_index_set_has(index, all, h->written_by\[i\]))/if (false)/@writes of other tips count@1
		layout@core/view/fold.c@s/commit.stamp_ms > best.stamp_ms/commit.stamp_ms < best.stamp_ms/@the earliest layout is kept@1
		sole@core/view/fold.c@s/for (size_t i = 0; sole &&/for (size_t i = 0; false \&\&/@one commit decides though it had not seen the others@1
		thief@core/view/history_hear.c@s/if (act->open && mg_index_set_holds(&r->counting, &act->commit))/if (act->open)/@what a thief revokes is heard@19
		settled@core/view/fold.c@s/saw_every_write(f->store->index, h, &h->touches\[0\])/true/@a value without a touch is not laid out@36
	END
}

# What make would run last to build a target, with the fault's object instead of the source's own.
last_command()
{
	make -n VARIANT=$variant -W "$1" "$2" | tail -n 1
}

# plant NAME FILE SED: builds $dir/NAME.
plant()
{
	local name=$1 file=$2 object="$dir/$1.o" compile link
	sed "$3" "$file" >"$dir/$name.c"
	if cmp -s "$file" "$dir/$name.c"; then
		echo "# nothing was replaced in $file"
		return 1
	fi
	compile=$(last_command "$file" "build/$variant/${file%.c}.o")
	link=$(last_command tests/sim/sim.c "build/$variant/tests/sim/sim")
	compile=${compile/-c $file/-Wno-error -w -c $dir/$name.c}
	eval "${compile/-o build\/$variant\/${file%.c}.o/-o $object}" &&
		eval "${link/-o build\/$variant\/tests\/sim\/sim /-o $dir/$name $object }"
}

if [[ ${MAILLAGE_BIN-} == */asan ]]; then
	echo "1..0 # SKIP once is enough"
	exit
fi
mkdir -p "$dir"
make -s VARIANT=$variant build/$variant/tests/sim/sim >&2 || exit 1
echo "1..$(faults | wc -l)"
# play FROM TO: whether these seeds see nothing.
play()
{
	"$dir/$name" -x "$1" "$2" >"$dir/$name.out" 2>&1
}

number=0
failed=0
while IFS='@' read -r name file change why likely; do
	number=$((number + 1))
	if ! plant "$name" "$file" "$change" >&2; then
		echo "not ok $number - $name: cannot be planted"
		failed=1
	elif play "$likely" "$likely" && play 1 $seeds; then
		echo "not ok $number - $name: $why, and $seeds seeds do not see it"
		failed=1
	else
		echo "ok $number - $why: seen by seed $(sed -n 's/^not ok [0-9]* - seed //p' "$dir/$name.out" | head -n 1)"
	fi
done < <(faults)
exit $failed
