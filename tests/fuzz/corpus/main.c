// SPDX-License-Identifier: EUPL-1.2
//
// Runs a fuzz target over its committed corpus, tests/fuzz/corpus/TARGET/, as a plain test: no fuzzer is needed, and
// an input that once crashed never does so again unseen. TARGET is the program's own name.
#include "base/file.h"

#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_INPUT_BYTES (16u << 20) // well above any limit a target enforces

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Names the input first: when the target crashes, that line is the last one.
static int try_input(const char *path)
{
	struct mg_error err = {0};
	struct mg_buf input = {0};
	uint8_t *exact;

	printf("# %s\n", path);
	fflush(stdout);
	if (mg_file_read(path, MAX_INPUT_BYTES, &input, &err) != 0) {
		printf("# %s\n", err.message);
		return -1;
	}
	exact = malloc(input.len ? input.len : 1); // no byte more, so that the sanitizer sees a read beyond
	if (exact) {
		memcpy(exact, mg_buf_text(&input), input.len);
		LLVMFuzzerTestOneInput(exact, input.len);
	}
	free(exact);
	mg_buf_clear(&input);
	return exact ? 0 : -1;
}

static int try_folder(const char *folder, int *tried)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	int failed = 0;

	while (dir && !failed && (entry = readdir(dir))) {
		char path[PATH_MAX];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		failed = try_input(path);
		*tried += 1;
	}
	if (dir)
		closedir(dir);
	return failed;
}

int main(int argc, char **argv)
{
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char *target = slash ? slash + 1 : argv[0];
	char folder[PATH_MAX];
	int tried = 0;
	int failed;

	snprintf(folder, sizeof folder, "tests/fuzz/corpus/%s", target);
	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	failed = try_folder(folder, &tried);
	printf("1..1\n%sok 1 - %d inputs of %s\n", !failed && tried ? "" : "not ", tried, folder);
	return failed || !tried;
}
