# SPDX-License-Identifier: EUPL-1.2
# Prints the functions of more than `max` lines. In our layout a function's braces stand alone in the first column.
/^[a-z].*\(/ { name = $0 }
/^\{$/ { start = FNR }
/^\}$/ && start {
	if (FNR - start > max)
		print FILENAME ":" start ": " FNR - start " lines: " name
	start = 0
}
