// SPDX-License-Identifier: EUPL-1.2
#include "cli/qr.h"

#include "base/i18n.h"

#include <errno.h>
#include <qrencode.h>

#define QUIET 4 // modules of the margin

// Black on white, said for each line, since a terminal may be white on black.
#define DARK_ON_LIGHT "\033[30;47m"
#define AS_BEFORE     "\033[0m"

static bool is_dark(const QRcode *code, int row, int column)
{
	if (row < 0 || column < 0 || row >= code->width || column >= code->width)
		return false;
	return code->data[row * code->width + column] & 1;
}

static void put_rows(const QRcode *code, int row, struct mg_buf *out)
{
	static const char *const blocks[] = {" ", "▄", "▀", "█"}; // lower half, upper half, both

	mg_buf_puts(out, DARK_ON_LIGHT);
	for (int column = -QUIET; column < code->width + QUIET; column++)
		mg_buf_puts(out, blocks[2 * is_dark(code, row, column) + is_dark(code, row + 1, column)]);
	mg_buf_puts(out, AS_BEFORE "\n");
}

int mg_qr_format(const char *text, struct mg_buf *out, struct mg_error *err)
{
	QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_L, QR_MODE_8, 0); // not case-sensitive: capitals

	if (!code && errno == ENOMEM)
		return mg_fail_memory(err);
	if (!code)
		return mg_fail(err, MG_ELIMIT, _("this is too long for a QR code"));
	for (int row = -QUIET; row < code->width + QUIET; row += 2)
		put_rows(code, row, out);
	QRcode_free(code);
	return mg_buf_check(out, err);
}
