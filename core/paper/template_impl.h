// SPDX-License-Identifier: EUPL-1.2
//
// A template, read. Private to core/paper/template*.c.
#ifndef MG_CORE_TEMPLATE_IMPL_H
#define MG_CORE_TEMPLATE_IMPL_H

#include "core/paper/template.h"

enum mg_tag_kind {
	MG_TAG_TEXT,     // as it stands
	MG_TAG_VALUE,    // {{name}}
	MG_TAG_SECTION,  // {{#name}}
	MG_TAG_INVERTED, // {{^name}}
	MG_TAG_END,      // {{/name}}
	MG_TAG_PARTIAL,  // {{>name}}
	MG_TAG_COMMENT,  // {{! }}, dropped
};

struct mg_tag {
	enum mg_tag_kind kind;
	struct mg_slice text; // the text, or the name
	size_t to;            // of a section: its end; of a partial: the template
	unsigned line;
};

struct mg_template {
	const char *name;
	struct mg_tag *tags;
	size_t n, cap;
};

struct mg_template_set {
	struct mg_template *items; // in the order given
	size_t n;
};

const struct mg_template *mg_template_find(const struct mg_template_set *set, struct mg_slice name);

#endif
