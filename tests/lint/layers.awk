# SPDX-License-Identifier: EUPL-1.2
# Prints the includes that break the layers: base <- schema <- core <- daemon, cli; each library has one folder.
BEGIN {
	may["base"] = " base "
	may["schema"] = " base schema "
	may["core"] = " base schema core "
	may["daemon"] = " base schema core daemon "
	may["cli"] = " base schema core cli "
	home["yaml.h"] = home["pcre2.h"] = "schema"
	home["git2.h"] = home["sodium.h"] = home["sqlite3.h"] = home["zlib.h"] = home["openssl.h"] = home["zip.h"] = "core"
	home["uv.h"] = "daemon"
	home["qrencode.h"] = "cli"
}
FNR == 1 {
	layer = FILENAME
	sub(/\/.*/, "", layer)
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
	split($0, part, "\"")
	to = part[2]
	if (!sub(/\/.*/, "", to))
		print FILENAME ":" FNR ": \"" part[2] "\" is not written from the root"
	else if (!index(may[layer], " " to " "))
		print FILENAME ":" FNR ": " layer " may not include \"" part[2] "\""
}
/^[ \t]*#[ \t]*include[ \t]*</ {
	split($0, part, /[<>]/)
	to = part[2]
	if (to ~ /^(git2|sodium|uv|openssl)\//)
		sub(/\/.*/, ".h", to)
	if (to in home && home[to] != layer)
		print FILENAME ":" FNR ": <" part[2] "> belongs to " home[to] "/"
}
