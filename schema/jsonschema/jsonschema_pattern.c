// SPDX-License-Identifier: EUPL-1.2
#include "schema/jsonschema/jsonschema_pattern.h"

#include "base/i18n.h"
#include "schema/jsonschema/ecma.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdlib.h>

// PCRE2 counts backtracks anew at each character it starts from, so what one start may use depends on how many there
// are: about a million steps, tens of milliseconds, for one text, whatever the expression.
#define MAX_STEPS       1000000u
#define MIN_START_STEPS 1000u
#define MAX_HEAP_KIB    32768u // a group repeated over a long text backtracks by some 300 bytes a character
#define MAX_SOURCE      4096u

struct mg_pattern {
	pcre2_code *code;
	struct mg_slice source;
	bool anchored; // can only start at the first character
};

static int compile(struct mg_pattern *pattern, struct mg_slice translated, struct mg_error *err)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX | PCRE2_MATCH_UNSET_BACKREF |
			   PCRE2_ALLOW_EMPTY_CLASS | PCRE2_NEVER_BACKSLASH_C;
	PCRE2_UCHAR reason[128];
	int code = 0;
	PCRE2_SIZE offset = 0;

	if (!context)
		return mg_fail_memory(err);
	pcre2_set_compile_extra_options(context, PCRE2_EXTRA_ALT_BSUX);
	pattern->code = pcre2_compile((PCRE2_SPTR)translated.data, translated.len, options, &code, &offset, context);
	pcre2_compile_context_free(context);
	if (pattern->code)
		return 0;
	pcre2_get_error_message(code, reason, sizeof reason);
	return mg_fail(err, MG_EINVALID, _("\"%.*s\" is no regular expression: %s"), (int)pattern->source.len,
		       pattern->source.data, (const char *)reason);
}

static bool is_anchored(const pcre2_code *code)
{
	uint32_t options = 0;

	pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &options);
	return options & PCRE2_ANCHORED;
}

int mg_pattern_new(struct mg_slice source, struct mg_pattern **out, struct mg_error *err)
{
	struct mg_pattern *pattern;
	struct mg_buf translated = {0};
	int rc;

	*out = NULL;
	if (source.len > MAX_SOURCE)
		return mg_fail(err, MG_ELIMIT, _("a regular expression has at most %u bytes"), MAX_SOURCE);
	pattern = calloc(1, sizeof *pattern);
	if (!pattern)
		return mg_fail_memory(err);
	pattern->source = source;
	rc = mg_ecma_translate(source, &translated, err);
	if (!rc)
		rc = compile(pattern, mg_buf_slice(&translated), err);
	mg_buf_clear(&translated);
	if (rc) {
		mg_pattern_free(pattern);
		return rc;
	}
	pattern->anchored = is_anchored(pattern->code);
	*out = pattern;
	return 0;
}

void mg_pattern_free(struct mg_pattern *pattern)
{
	if (!pattern)
		return;
	pcre2_code_free(pattern->code);
	free(pattern);
}

struct mg_slice mg_pattern_source(const struct mg_pattern *pattern)
{
	return pattern->source;
}

static void *take(size_t size, void *data)
{
	struct mg_matcher *matcher = data;
	size_t need = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
	void *room = matcher->room + matcher->used;

	if (need < size || need > sizeof matcher->room - matcher->used)
		return malloc(size);
	matcher->used += need;
	return room;
}

static void give_back(void *block, void *data)
{
	struct mg_matcher *matcher = data;
	uintptr_t at = (uintptr_t)block, room = (uintptr_t)matcher->room;

	if (at < room || at >= room + sizeof matcher->room)
		free(block);
}

// Not the room: a document without patterns should not pay for wiping it.
void mg_matcher_init(struct mg_matcher *matcher)
{
	matcher->general = NULL;
	matcher->limits = NULL;
	matcher->data = NULL;
	matcher->used = 0;
}

void mg_matcher_clear(struct mg_matcher *matcher)
{
	pcre2_match_data_free(matcher->data);
	pcre2_match_context_free(matcher->limits);
	pcre2_general_context_free(matcher->general);
	mg_matcher_init(matcher);
}

static bool ready(struct mg_matcher *matcher)
{
	if (matcher->data)
		return true;
	if (!matcher->general)
		matcher->general = pcre2_general_context_create(take, give_back, matcher);
	if (matcher->general && !matcher->limits)
		matcher->limits = pcre2_match_context_create(matcher->general);
	if (!matcher->limits)
		return false;
	pcre2_set_heap_limit(matcher->limits, MAX_HEAP_KIB);
	matcher->data = pcre2_match_data_create(1, matcher->general);
	return matcher->data != NULL;
}

enum mg_match mg_pattern_match(const struct mg_pattern *pattern, struct mg_matcher *matcher, struct mg_slice text)
{
	size_t starts = pattern->anchored ? 1 : text.len + 1, steps = MAX_STEPS / starts;
	int rc;

	if (!ready(matcher))
		return MG_MATCH_TOO_HARD;
	pcre2_set_match_limit(matcher->limits, steps > MIN_START_STEPS ? (uint32_t)steps : MIN_START_STEPS);
	rc = pcre2_match(pattern->code, (PCRE2_SPTR)(text.data ? text.data : ""), text.len, 0, 0, matcher->data,
			 matcher->limits);
	if (rc >= 0)
		return MG_MATCH;
	if (rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_HEAPLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT ||
	    rc == PCRE2_ERROR_NOMEMORY)
		return MG_MATCH_TOO_HARD;
	return MG_NO_MATCH;
}
