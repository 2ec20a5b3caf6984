// SPDX-License-Identifier: EUPL-1.2
#include "cli/read.h"

#include "base/i18n.h"
#include "cli/findings.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int mg_read_text(const char *name, struct mg_slice text, struct mg_doc *doc, struct mg_error *err)
{
	const struct mg_sources sources = {.text = text};
	struct mg_findings findings;
	int rc;

	mg_findings_init(&findings);
	rc = mg_yaml_read(doc, name, text, &findings);
	if (rc == MG_EINVALID) {
		mg_findings_show(stderr, &findings, MG_LEVEL_INVALID, &sources);
		rc = MG_EXIT_FAILED;
	} else if (rc < 0) {
		rc = mg_cli_no_memory(err);
	}
	mg_findings_clear(&findings);
	return rc;
}

int mg_read_doc(struct mg_cli *cli, const char *path, struct mg_doc *doc, struct mg_error *err)
{
	struct mg_buf text = {0};
	int rc = mg_copy_read(cli->copy, path, &text, err);

	if (rc == MG_ENOTFOUND)
		rc = mg_copy_read_view(cli->copy, path, &text, err);
	if (rc == 0)
		rc = mg_read_text(path, mg_buf_slice(&text), doc, err);
	mg_buf_clear(&text);
	return rc;
}

int mg_read_recorded(struct mg_cli *cli, const char *path, struct mg_doc *doc, struct mg_error *err)
{
	struct mg_findings findings;
	struct mg_buf text = {0};
	int rc = mg_copy_read_view(cli->copy, path, &text, err);

	mg_findings_init(&findings);
	if (rc == 0)
		rc = mg_yaml_read(doc, path, mg_buf_slice(&text), &findings);
	if (rc == MG_EINVALID)
		rc = mg_fail(err, MG_EINVALID, _("%s cannot be read"), path);
	else if (rc == MG_ENOMEM)
		rc = mg_cli_no_memory(err);
	mg_findings_clear(&findings);
	mg_buf_clear(&text);
	return rc;
}

// Not mg_file_read: people give pipes and links too.
int mg_read_file(const char *file, struct mg_buf *out, struct mg_error *err)
{
	const bool is_stdin = strcmp(file, "-") == 0;
	int fd = is_stdin ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC), rc = 0;
	char chunk[16384];
	ssize_t n = 0;

	if (fd < 0)
		return mg_fail_errno(err, _("cannot read %s"), file);
	mg_buf_init(out, MG_MAX_PIECE_BYTES);
	while (!out->failed && (n = read(fd, chunk, sizeof chunk)) != 0) {
		if (n < 0 && errno != EINTR)
			break;
		mg_buf_put(out, chunk, n > 0 ? (size_t)n : 0);
	}
	rc = n < 0 ? mg_fail_errno(err, _("cannot read %s"), file) : mg_buf_check(out, err);
	if (!is_stdin)
		close(fd);
	return rc;
}
