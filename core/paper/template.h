// SPDX-License-Identifier: EUPL-1.2
//
// Templates of documents: HTML with holes, in the part of Mustache that cannot do harm (docs/format-modele.md). A value is
// always escaped, and nothing can say otherwise. Pure: the same templates and data give the same bytes.
#ifndef MG_CORE_TEMPLATE_H
#define MG_CORE_TEMPLATE_H

#include "schema/record/embedded.h"
#include "schema/value/node.h"

#define MG_TEMPLATE_MAX       64u  // templates of a set
#define MG_TEMPLATE_MAX_DEPTH 200u // of sections and templates in each other, when rendered

struct mg_template_set;

// Reads templates that may name each other; the texts are borrowed. Everything lives in the arena. MG_EINVALID, with the
// template and the line, when one is wrong; MG_ELIMIT when they are too many.
int mg_template_open(const struct mg_embedded *items, size_t n, struct mg_arena *arena, struct mg_template_set **out,
		     struct mg_error *err) MG_CHECKED;

// The name of a template as the set keeps it; NULL when there is none.
const char *mg_template_named(const struct mg_template_set *set, struct mg_slice name);

// Whether a template, or one that it includes, has a hole or section of that name, or of what is in it: of "a", "a.b" too.
bool mg_template_mentions(const struct mg_template_set *set, const char *name, const char *hole);

// Whether a template includes another, itself or through those it includes.
bool mg_template_includes(const struct mg_template_set *set, const char *name, const char *other);

// Appends the template filled with the data. MG_ENOTFOUND when there is none of that name; MG_EINVALID when a hole meets a
// list or a mapping; MG_ELIMIT when it includes itself without end.
int mg_template_render(const struct mg_template_set *set, const char *name, const struct mg_node *data,
		       struct mg_buf *out, struct mg_error *err) MG_CHECKED;

#endif
