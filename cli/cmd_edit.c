// SPDX-License-Identifier: EUPL-1.2
//
// edit: an editor on the record's own file, as people do without us; then a check, and save. When the file is not valid it
// can be opened again, with what is wrong still on the screen.
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/findings.h"
#include "cli/save.h"
#include "cli/say.h"
#include "cli/typed.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ; // POSIX: declared by whoever needs it

enum { EDIT_REASON };

// As git looks for it.
static const char *editor(void)
{
	const char *visual = getenv("VISUAL"), *plain = getenv("EDITOR");

	return visual && *visual                    ? visual
	       : plain && *plain                    ? plain
	       : access("/usr/bin/nano", X_OK) == 0 ? "nano"
						    : "vi";
}

static int wait_for(pid_t child, const char *name, struct mg_error *err)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return mg_fail_errno(err, _("cannot run the editor %s"), name);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	(void)mg_fail(err, MG_EIO, _("the editor %s failed; nothing was recorded"), name);
	return mg_error_hint(err, _("EDITOR or VISUAL names the editor to use"));
}

// The editor may be several words ("code --wait"), which the shell takes apart.
static int spawn(const char *name, char *file, pid_t *child, struct mg_error *err)
{
	struct mg_buf command = {0};
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int failed, rc;

	mg_buf_printf(&command, "exec %s \"$1\"", name);
	rc = mg_buf_check(&command, err);
	if (rc == 0) {
		char shell[] = "sh", option[] = "-c";
		char *const arguments[] = {shell, option, command.data, shell, file, NULL};

		sigemptyset(&defaults);
		sigaddset(&defaults, SIGINT);
		posix_spawnattr_init(&attributes);
		posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
		posix_spawnattr_setsigdefault(&attributes, &defaults);
		failed = posix_spawn(child, "/bin/sh", NULL, &attributes, arguments, environ);
		posix_spawnattr_destroy(&attributes);
		errno = failed;
		rc = failed ? mg_fail_errno(err, _("cannot run the editor %s"), name) : 0;
	}
	mg_buf_clear(&command);
	return rc;
}

// ^C is the editor's while it runs.
static int open_editor(char *file, struct mg_error *err)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
	const char *name = editor();
	pid_t child;
	int rc;

	fflush(stdout);
	sigaction(SIGINT, &ignore, &before);
	rc = spawn(name, file, &child, err);
	if (rc == 0)
		rc = wait_for(child, name, err);
	sigaction(SIGINT, &before, NULL);
	return rc;
}

// Whether the file has the right shape; what is wrong is shown.
static int check(struct mg_cli *cli, const char *path, bool *valid, struct mg_error *err)
{
	struct mg_sources sources = {0};
	struct mg_findings findings;
	struct mg_buf text = {0};
	struct mg_doc doc;
	int rc = mg_copy_read(cli->copy, path, &text, err);

	mg_doc_init(&doc);
	mg_findings_init(&findings);
	*valid = true;
	if (rc == 0 && mg_record_check(cli->types, path, mg_buf_slice(&text), &doc, &findings) < 0) {
		sources.text = mg_buf_slice(&text);
		mg_findings_show(stderr, &findings, MG_LEVEL_INVALID, &sources);
		*valid = false;
	}
	mg_findings_clear(&findings);
	mg_doc_clear(&doc);
	mg_buf_clear(&text);
	return rc;
}

static bool wants_again(void)
{
	int answer, next;

	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return false;
	fputs(_("Open it again? [Y/n] "), stderr);
	answer = getchar();
	for (next = answer; next != '\n' && next != EOF; next = getchar())
		;
	return answer != EOF && answer != 'n' && answer != 'N';
}

static int edit_until_valid(struct mg_cli *cli, const char *path, char *file, bool *valid, struct mg_error *err)
{
	int rc;

	do {
		rc = open_editor(file, err);
		if (rc == 0)
			rc = check(cli, path, valid, err);
	} while (rc == 0 && !*valid && wants_again());
	return rc;
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_path path;
	const char *text = path.text;
	char *file;
	bool valid = false;
	int rc = mg_typed_record(cli, args->words[0], &path, err);

	if (rc == 0 && path.kind != MG_PATH_RECORD)
		rc = mg_fail(err, MG_EUSAGE, _("%s is no record to edit"), args->words[0]);
	if (rc < 0)
		return rc;
	file = mg_arena_printf(&cli->arena, "%s/%s", mg_copy_dir(cli->copy), path.text);
	if (!file)
		return mg_cli_no_memory(err);
	rc = edit_until_valid(cli, path.text, file, &valid, err);
	if (rc < 0)
		return rc;
	if (!valid) {
		mg_warn(_("nothing was recorded; the file stays as you left it"));
		return MG_EXIT_FAILED;
	}
	return mg_save_paths(cli, &text, 1, MG_SIDE_ASK, args->values[EDIT_REASON], err);
}

static const struct mg_option options[] = {
	[EDIT_REASON] = MG_OPTION_REASON,
	{0},
};

const struct mg_command mg_cmd_edit = {
	.name = "edit",
	.purpose = N_("opens a record in your editor, then checks and records it"),
	.synopsis = N_("RECORD [-m REASON]"),
	.details = N_(
		"VISUAL or EDITOR names the editor. Any other way of editing the file does as well: `maillage save`\n"
		"then records it."),
	.example = "maillage edit actions/maraudes-7k2m",
	.options = options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run,
};
