// SPDX-License-Identifier: EUPL-1.2
#include "cli/progress.h"

#include "base/i18n.h"

#include <stdio.h>
#include <unistd.h>

#define INTERVAL_MS 100 // quicker nobody reads, and a terminal over a slow line would hold the work up

static const char *words(enum mg_stage stage)
{
	switch (stage) {
	case MG_STAGE_RECEIVE:
		return _("objects received");
	case MG_STAGE_CHECK:
		return _("commits checked");
	case MG_STAGE_PACK:
		break;
	}
	return _("objects packed");
}

static void show(void *context, enum mg_stage stage, size_t done, size_t total)
{
	struct mg_progress_line *line = context;
	const struct mg_clock *clock = mg_cli_clock();
	int64_t now_ms = clock->now_ms(clock->context);

	if (line->shown_ms && now_ms - line->shown_ms < INTERVAL_MS && done != total)
		return;
	line->shown_ms = now_ms;
	if (total)
		fprintf(stderr, "\r\033[K%s: %zu / %zu", words(stage), done, total);
	else
		fprintf(stderr, "\r\033[K%s: %zu", words(stage), done);
	fflush(stderr);
}

struct mg_progress *mg_progress_begin(const struct mg_cli *cli, struct mg_progress_line *line)
{
	*line = (struct mg_progress_line){.progress = {show, line}};
	return !cli->quiet && isatty(STDERR_FILENO) ? &line->progress : NULL;
}

void mg_progress_end(struct mg_progress_line *line)
{
	if (line->shown_ms)
		fputs("\r\033[K", stderr);
	line->shown_ms = 0;
}
