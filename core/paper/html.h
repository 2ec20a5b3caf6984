// SPDX-License-Identifier: EUPL-1.2
//
// Text made inert inside HTML.
#ifndef MG_CORE_HTML_H
#define MG_CORE_HTML_H

#include "base/buf.h"

// Appends text so that a browser shows it and does nothing else with it, between tags or inside a quoted attribute.
// Controls and bytes that are no UTF-8 become U+FFFD. Controls of the direction of writing are shown as "[U+202E]": they
// would let a reader see other words than those that were signed.
void mg_html_put(struct mg_slice text, struct mg_buf *out);

#endif
