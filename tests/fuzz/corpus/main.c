// SPDX-License-Identifier: EUPL-1.2
//
// Runs a fuzz target over its committed corpus, tests/fuzz/corpus/TARGET/, as a plain test: no fuzzer is needed, and
// an input that once crashed never does so again unseen. TARGET is the program's own name.
#include "base/file.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_INPUT_BYTES (16u << 20) // well above any limit a target enforces

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Names the input first: when the target crashes, that line is the last one.
static int try_input(const char *name)
{
	struct mg_error err = {0};
	struct mg_buf input = {0};
	uint8_t *exact;

	printf("# %s\n", name);
	fflush(stdout);
	if (mg_file_read(name, MAX_INPUT_BYTES, &input, &err) != 0) {
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

static int try_corpus(const char *target, int *tried)
{
	bool there = chdir("tests/fuzz/corpus") == 0 && chdir(target) == 0;
	DIR *dir = there ? opendir(".") : NULL;
	struct dirent *entry;
	int failed = 0;

	while (dir && !failed && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		failed = try_input(entry->d_name);
		*tried += 1;
	}
	if (dir)
		closedir(dir);
	return failed;
}

int main(int argc, char **argv)
{
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char *target = slash ? slash + 1 : "";
	int tried = 0;
	int failed;

	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	failed = try_corpus(target, &tried);
	printf("1..1\n%sok 1 - %d inputs of tests/fuzz/corpus/%s\n", !failed && tried ? "" : "not ", tried, target);
	return failed || !tried;
}
