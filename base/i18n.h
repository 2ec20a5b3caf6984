// SPDX-License-Identifier: EUPL-1.2
//
// Messages. Sources are in English; po/fr.po has the French; the user's locale decides. Data (record keys, labels
// from the schemas, wording of documents) is French and never goes through here.
#ifndef MG_BASE_I18N_H
#define MG_BASE_I18N_H

#include <libintl.h>

#define _(text)          gettext(text)
#define N_(text)         (text) // marked for extraction, translated where it is printed
#define P_(one, many, n) ngettext(one, many, (unsigned long)(n))

// Sets the locale from the environment and finds the catalogue: beside the program (a build tree), else where it was
// installed. A French environment without an installed French locale still gets French. Call once, first, in main.
void mg_i18n_init(void);

#endif
