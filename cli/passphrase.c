// SPDX-License-Identifier: EUPL-1.2
#include "cli/passphrase.h"

#include "base/i18n.h"
#include "core/key/key.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#define MAX_BYTES 1024 // longer than anybody types; a file of another kind was named then

// All its bytes at once, so that growing leaves no copy behind to wipe.
static int reserve(struct mg_buf *out, struct mg_error *err)
{
	mg_buf_init(out, MAX_BYTES);
	mg_buf_fill(out, '\0', MAX_BYTES);
	if (mg_buf_check(out, err) < 0)
		return MG_ENOMEM;
	mg_buf_reset(out);
	return 0;
}

// One line without its end. 0, or -1 with errno. Byte by byte: a pipe may hold more than a line for somebody else.
static int read_line(int fd, struct mg_buf *out)
{
	char byte;

	for (;;) {
		ssize_t n = read(fd, &byte, 1);

		if (n < 0)
			return -1;
		if (n == 0 || byte == '\n')
			break;
		mg_buf_putc(out, byte);
	}
	if (out->len && out->data[out->len - 1] == '\r')
		out->data[--out->len] = '\0';
	return 0;
}

// ---- file

// Not mg_file_read: a pipe (`<(pass show maillage)`) is a good place for a passphrase.
static int from_file(const char *file, struct mg_buf *out, struct mg_error *err)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC), rc = 0;

	if (fd < 0)
		return mg_fail_errno(err, _("cannot read the passphrase file %s"), file);
	if (read_line(fd, out) != 0)
		rc = mg_fail_errno(err, _("cannot read the passphrase file %s"), file);
	else if (out->failed)
		rc = mg_fail(err, MG_ELIMIT, _("the first line of %s is too long for a passphrase"), file);
	else if (!out->len)
		rc = mg_fail(err, MG_EUSAGE, _("the first line of %s is empty"), file);
	close(fd);
	return rc;
}

// ---- terminal

static volatile sig_atomic_t interrupted;

static void remember(int number)
{
	interrupted = number;
}

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
#define N_SIGNALS (sizeof signals / sizeof *signals)

// Signals wait until the terminal echoes again, then do what they do.
static void ask_quietly(int tty, struct mg_buf *out)
{
	struct sigaction old[N_SIGNALS], action = {.sa_handler = remember};
	struct termios before, quiet;

	interrupted = 0;
	for (size_t i = 0; i < N_SIGNALS; i++)
		sigaction(signals[i], &action, &old[i]);
	if (tcgetattr(tty, &before) == 0) {
		quiet = before;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(tty, TCSAFLUSH, &quiet);
		if (read_line(tty, out) != 0)
			mg_buf_reset(out);
		tcsetattr(tty, TCSAFLUSH, &before);
	}
	dprintf(tty, "\n");
	for (size_t i = 0; i < N_SIGNALS; i++)
		sigaction(signals[i], &old[i], NULL);
	if (interrupted)
		raise(interrupted);
}

static void ask(int tty, const char *prompt, struct mg_buf *out)
{
	do {
		mg_buf_reset(out);
		dprintf(tty, "%s", prompt);
		ask_quietly(tty, out);
	} while (interrupted == SIGTSTP); // stopped and come back
}

static int open_terminal(struct mg_error *err)
{
	int tty = isatty(STDERR_FILENO) ? open("/dev/tty", O_RDWR | O_CLOEXEC) : -1;

	if (tty >= 0)
		return tty;
	(void)mg_fail(err, MG_EUSAGE, _("a passphrase is needed and there is no terminal to ask for it"));
	return mg_error_hint(err, _("put it in a file and give --passphrase-file FILE"));
}

// ---- both

bool mg_passphrase_possible(const char *file)
{
	int tty = file ? -1 : open_terminal(NULL);

	if (tty >= 0)
		close(tty);
	return file || tty >= 0;
}

int mg_passphrase_get(const char *file, struct mg_buf *out, struct mg_error *err)
{
	int tty, rc = reserve(out, err);

	if (rc < 0)
		return rc;
	if (file)
		return from_file(file, out, err);
	tty = open_terminal(err);
	if (tty < 0)
		return tty;
	ask(tty, _("Passphrase of the signatory key: "), out);
	close(tty);
	return out->len ? 0 : mg_fail(err, MG_ECRYPTO, _("no passphrase was given"));
}

int mg_passphrase_choose(const char *file, struct mg_buf *out, struct mg_error *err)
{
	struct mg_buf again = {0};
	int tty, rc = reserve(out, err);

	if (rc == 0)
		rc = file ? from_file(file, out, err) : reserve(&again, err);
	if (rc < 0 || file)
		return rc;
	tty = open_terminal(err);
	if (tty >= 0) {
		ask(tty, _("Choose a passphrase for the signatory key: "), out);
		if (out->len)
			ask(tty, _("The same once more: "), &again);
		close(tty);
	}
	if (tty < 0)
		rc = tty;
	else if (!mg_slice_equal(mg_buf_slice(out), mg_buf_slice(&again)))
		rc = mg_fail(err, MG_EINVALID, _("the two passphrases are not the same"));
	mg_key_wipe(&again);
	return rc;
}
