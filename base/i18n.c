// SPDX-License-Identifier: EUPL-1.2
#include "base/i18n.h"

#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef MG_LOCALEDIR
#define MG_LOCALEDIR "/usr/share/locale"
#endif

static const char *wanted_language(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return "";
}

// A minimal machine may lack fr_FR.UTF-8; gettext then reads LANGUAGE, provided the locale is not plain "C".
// Only the categories that are used: each costs a start some files to open, and numbers in files and JSON have a point
// whatever the language (LC_NUMERIC).
static void set_locale(void)
{
	const char *wanted = wanted_language();

	if (setlocale(LC_CTYPE, "") && setlocale(LC_MESSAGES, "") && strcmp(setlocale(LC_MESSAGES, NULL), "C") != 0)
		return;
	if (strncmp(wanted, "fr", 2) != 0 || !setlocale(LC_CTYPE, "C.UTF-8") || !setlocale(LC_MESSAGES, "C.UTF-8"))
		return;
	setenv("LANGUAGE", "fr", 0);
}

// A build tree has its catalogues beside the programs.
static const char *catalogue_dir(char *buf, size_t size)
{
	static const char beside[] = "/locale", proof[] = "/fr/LC_MESSAGES/maillage.mo";
	ssize_t len = readlink("/proc/self/exe", buf, size - sizeof beside - sizeof proof);
	char *slash;

	if (len <= 0)
		return MG_LOCALEDIR;
	buf[len] = '\0';
	slash = strrchr(buf, '/');
	if (!slash)
		return MG_LOCALEDIR;
	memcpy(slash, beside, sizeof beside);
	memcpy(slash + strlen(beside), proof, sizeof proof);
	if (access(buf, R_OK) != 0)
		return MG_LOCALEDIR;
	slash[strlen(beside)] = '\0';
	return buf;
}

void mg_i18n_init(void)
{
	char buf[PATH_MAX];

	set_locale();
	bindtextdomain("maillage", catalogue_dir(buf, sizeof buf));
	bind_textdomain_codeset("maillage", "UTF-8");
	textdomain("maillage");
}
