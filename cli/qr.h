// SPDX-License-Identifier: EUPL-1.2
//
// A QR code on a terminal, for what is read from one screen by another device's camera.
#ifndef MG_CLI_QR_H
#define MG_CLI_QR_H

#include "base/buf.h"

// Two modules to a character, dark on light whatever the terminal's colours, with the quiet zone that ISO/IEC 18004
// asks for. Letters become capitals, which a code holds in less room. MG_ELIMIT when it is too much for one code.
int mg_qr_format(const char *text, struct mg_buf *out, struct mg_error *err) MG_CHECKED;

#endif
