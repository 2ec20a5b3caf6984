# SPDX-License-Identifier: EUPL-1.2
# Prints FILE:LINE:CODE for each line of C, without comments and without the inside of texts.
FNR == 1 { inside = 0 }
{
	rest = $0
	code = ""
	while (rest != "") {
		if (inside) {
			end = index(rest, "*/")
			inside = !end
			rest = end ? substr(rest, end + 2) : ""
		} else if (match(rest, /^"([^"\\]|\\.)*"/)) {
			code = code "\"\""
			rest = substr(rest, RLENGTH + 1)
		} else if (match(rest, /^'([^'\\]|\\.)+'/)) {
			code = code "' '"
			rest = substr(rest, RLENGTH + 1)
		} else if (rest ~ /^\/\//) {
			rest = ""
		} else if (rest ~ /^\/\*/) {
			inside = 1
			rest = substr(rest, 3)
		} else {
			match(rest, /^.[^"'\/]*/)
			code = code substr(rest, 1, RLENGTH)
			rest = substr(rest, RLENGTH + 1)
		}
	}
	print FILENAME ":" FNR ":" code
}
