// SPDX-License-Identifier: EUPL-1.2
#include "base/process.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_NAME 16 // the kernel's TASK_COMM_LEN

static bool is_called(const char *pid, const char *name)
{
	char path[PATH_MAX], found[MAX_NAME + 1] = "";
	const size_t len = strlen(name);
	FILE *file;

	snprintf(path, sizeof path, "/proc/%s/comm", pid);
	file = fopen(path, "re");
	if (!file)
		return false;
	if (!fgets(found, sizeof found, file))
		found[0] = '\0';
	fclose(file);
	found[strcspn(found, "\n")] = '\0';
	return strncmp(found, name, len) == 0 && (found[len] == '\0' || found[len] == '-');
}

// Both are real paths.
static bool is_at_or_below(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	return strncmp(path, dir, len) == 0 && (path[len] == '\0' || path[len] == '/');
}

static bool is_in(const char *pid, const char *dir)
{
	char path[PATH_MAX], cwd[PATH_MAX];
	ssize_t n;

	snprintf(path, sizeof path, "/proc/%s/cwd", pid);
	n = readlink(path, cwd, sizeof cwd - 1);
	if (n < 0)
		return errno == EACCES;
	cwd[n] = '\0';
	return is_at_or_below(cwd, dir);
}

bool mg_process_works_in(const char *name, const char *dir)
{
	char real[PATH_MAX], self[24];
	DIR *processes = realpath(dir, real) ? opendir("/proc") : NULL;
	struct dirent *entry;
	bool found = false;

	snprintf(self, sizeof self, "%ld", (long)getpid());
	while (!found && processes && (entry = readdir(processes)))
		found = isdigit((unsigned char)entry->d_name[0]) && strcmp(entry->d_name, self) != 0 &&
			is_called(entry->d_name, name) && is_in(entry->d_name, real);
	if (processes)
		closedir(processes);
	return found;
}

char *mg_process_user(char out[MG_PROCESS_USER_BYTES])
{
	struct passwd entry, *found = NULL;
	char texts[4096];

	out[0] = '\0';
	if (getpwuid_r(getuid(), &entry, texts, sizeof texts, &found) == 0 && found)
		snprintf(out, MG_PROCESS_USER_BYTES, "%s", found->pw_name);
	return out;
}
