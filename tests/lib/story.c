// SPDX-License-Identifier: EUPL-1.2
#include "tests/lib/story.h"

#include <stdio.h>
#include <stdlib.h>

static struct mg_types *types;

// What one event points to.
struct happening {
	struct mg_arena arena;
	struct mg_findings findings;
	struct mg_event event;
	struct mg_saved saved;
	struct mg_synced synced;
	struct mg_unrecorded left[64];
	struct mg_remote remotes[8];
	struct mg_sync_rejection rejections[4];
};

// ---- words to an event

static const char *const states[] = {
	[MG_UNRECORDED_CHANGED] = "changed", [MG_UNRECORDED_NEW] = "new",     [MG_UNRECORDED_REMOVED] = "removed",
	[MG_UNRECORDED_INVALID] = "invalid", [MG_UNRECORDED_STALE] = "stale", [MG_UNRECORDED_DENIED] = "denied",
	[MG_UNRECORDED_FOREIGN] = "foreign"};

// The text after "NAME=" when the word is that, else NULL.
static const char *value_of(const char *word, const char *name)
{
	size_t len = strlen(name);

	return strncmp(word, name, len) == 0 && word[len] == '=' ? word + len + 1 : NULL;
}

static bool take_code(const char *word, int *code, struct mg_error *err)
{
	static const struct {
		const char *name;
		enum mg_code code;
	} codes[] = {{"busy", MG_EBUSY}, {"denied", MG_EDENIED}, {"io", MG_EIO}, {"git", MG_EGIT}};

	for (size_t i = 0; i < COUNT(codes); i++) {
		if (strncmp(word, codes[i].name, strlen(codes[i].name)) == 0) {
			*code = mg_fail(err, codes[i].code, "%s", word);
			return true;
		}
	}
	return false;
}

static void add_remotes(struct happening *e, const char *names)
{
	char *rest = mg_arena_strdup(&e->arena, names), *name;

	e->saved.remotes = e->remotes;
	while ((name = strtok_r(rest, ",", &rest))) {
		assert_true(e->saved.n_remotes < COUNT(e->remotes));
		e->remotes[e->saved.n_remotes++] = (struct mg_remote){.name = name, .url = "/nowhere"};
	}
}

// PATH:STATE[:LINE]
static void add_left(struct happening *e, const char *word)
{
	char *rest = mg_arena_strdup(&e->arena, word);
	struct mg_unrecorded *left = &e->left[e->saved.n_left++];
	const char *state, *line;

	assert_true(e->saved.n_left <= COUNT(e->left));
	left->path = strtok_r(rest, ":", &rest);
	state = strtok_r(rest, ":", &rest);
	line = strtok_r(rest, ":", &rest);
	for (size_t i = 0; i < COUNT(states); i++) {
		if (strcmp(states[i], state) == 0)
			left->state = (enum mg_unrecorded_state)i;
	}
	if (left->state == MG_UNRECORDED_STALE)
		left->stale_field = "contenu";
	if (line) {
		mg_findings_add(&e->findings,
				&(struct mg_finding){.code = "enum",
						     .level = MG_LEVEL_INVALID,
						     .path = left->path,
						     .mark = {.line = (uint32_t)strtoul(line, NULL, 10), .col = 4},
						     .message = "no such word"});
	}
}

// A commit of one field in each of so many files.
static void add_recorded(struct happening *e, size_t n_files)
{
	static const char *paths[] = {"actions/x-0000.yaml", "actions/y-0000.yaml"};

	assert_true(n_files <= COUNT(paths));
	e->saved.recorded =
		(struct mg_recorded){.commit.bytes = {0xab}, .n_fields = n_files, .paths = paths, .n_paths = n_files};
}

static void read_saved(struct happening *e, const char *word)
{
	const char *value;

	if ((value = value_of(word, "tips")))
		e->saved.tips = strtoull(value, NULL, 10);
	else if ((value = value_of(word, "remotes")))
		add_remotes(e, value);
	else if ((value = value_of(word, "left")))
		add_left(e, value);
	else if (strcmp(word, "commit") == 0)
		add_recorded(e, 1);
	else if (strcmp(word, "put-off") == 0)
		e->saved.put_off = true;
	else if ((value = value_of(word, "commit")))
		add_recorded(e, strtoul(value, NULL, 10));
	else if (!take_code(word, &e->saved.code, &e->saved.err))
		fail_msg("what is %s?", word);
}

static void read_synced(struct happening *e, const char *word)
{
	struct mg_sync *sync = &e->synced.sync;
	const char *value;

	if (!e->synced.remote)
		e->synced.remote = word;
	else if ((value = value_of(word, "tips")))
		e->synced.tips = strtoull(value, NULL, 10);
	else if ((value = value_of(word, "pushed")))
		sync->pushed = strtoul(value, NULL, 10);
	else if ((value = value_of(word, "received")))
		sync->received = strtoul(value, NULL, 10);
	else if ((value = value_of(word, "refused")))
		sync->refused = strtoul(value, NULL, 10);
	else if ((value = value_of(word, "held")))
		sync->held = strtoul(value, NULL, 10);
	else if ((value = value_of(word, "rejected")))
		e->rejections[sync->n_rejections++] = (struct mg_sync_rejection){value, "hook said no"};
	else if (strcmp(word, "own-moved") == 0)
		e->synced.own_kept = false;
	else if (strcmp(word, "main-left") == 0)
		sync->main_left = true;
	else if (!take_code(word, &e->synced.code, &e->synced.err))
		fail_msg("what is %s?", word);
}

static void read_event(struct happening *e, const char *text)
{
	static const char *const kinds[] = {
		[MG_EVENT_START] = "start", [MG_EVENT_PATH] = "path",     [MG_EVENT_ALL] = "all",
		[MG_EVENT_LINES] = "lines", [MG_EVENT_REMOTE] = "remote", [MG_EVENT_TICK] = "tick",
		[MG_EVENT_SAVED] = "saved", [MG_EVENT_SYNCED] = "synced", [MG_EVENT_STOP] = "stop"};
	char *rest, *word;
	size_t kind = 0;

	mg_arena_init(&e->arena, 0);
	mg_findings_init(&e->findings);
	rest = mg_arena_strdup(&e->arena, text);
	word = strtok_r(rest, " ", &rest);
	while (kind < COUNT(kinds) && strcmp(kinds[kind], word) != 0)
		kind++;
	assert_true(kind < COUNT(kinds));
	e->event.kind = (enum mg_event_kind)kind;
	e->saved.left = e->left;
	e->saved.findings = &e->findings;
	e->synced.own_kept = true;
	e->synced.sync.rejections = e->rejections;
	if (kind == MG_EVENT_SAVED)
		e->event.as.saved = &e->saved;
	if (kind == MG_EVENT_SYNCED)
		e->event.as.synced = &e->synced;
	while ((word = strtok_r(rest, " ", &rest))) {
		if (kind == MG_EVENT_PATH)
			e->event.as.path = word;
		else if (kind == MG_EVENT_REMOTE)
			e->event.as.remote = word;
		else if (kind == MG_EVENT_SAVED)
			read_saved(e, word);
		else
			read_synced(e, word);
	}
}

// ---- effects to words

static void put_effect(struct mg_buf *out, const struct mg_effect *effect)
{
	static const char *const levels[] = {"debug", "info", "warn", "error"};

	if (out->len)
		mg_buf_puts(out, "; ");
	switch (effect->kind) {
	case MG_EFFECT_LOG:
		mg_buf_printf(out, "%s %s", levels[effect->as.log.level], effect->as.log.text);
		break;
	case MG_EFFECT_SAVE:
		mg_buf_puts(out, effect->as.save.all ? "save all" : "save");
		for (size_t i = 0; i < effect->as.save.n; i++)
			mg_buf_printf(out, " %s", effect->as.save.paths[i]);
		break;
	case MG_EFFECT_SYNC:
		mg_buf_printf(out, "sync %s", effect->as.remote);
		break;
	case MG_EFFECT_WAIT:
		if (effect->as.at_ms == MG_NEVER)
			mg_buf_puts(out, "wait never");
		else
			mg_buf_printf(out, "wait %lld", (long long)effect->as.at_ms);
		break;
	case MG_EFFECT_CANCEL:
		mg_buf_puts(out, "cancel");
		break;
	case MG_EFFECT_EXIT:
		mg_buf_puts(out, "exit");
		break;
	}
}

void story_play(struct mg_engine *engine, int64_t now_ms, const char *event, struct mg_buf *out)
{
	struct happening *e = calloc(1, sizeof *e);
	struct mg_effects effects;

	assert_non_null(e);
	read_event(e, event);
	mg_effects_init(&effects);
	assert_int_equal(mg_engine_step(engine, &e->event, now_ms, &effects), 0);
	mg_buf_reset(out);
	for (size_t i = 0; i < effects.n; i++)
		put_effect(out, &effects.items[i]);
	mg_effects_clear(&effects);
	mg_findings_clear(&e->findings);
	mg_arena_clear(&e->arena);
	free(e);
}

int story_open(void **state)
{
	(void)state;
	return mg_types_open(&types, NULL);
}

int story_close(void **state)
{
	(void)state;
	mg_types_close(types);
	return 0;
}

struct mg_engine *story_engine(void)
{
	struct mg_engine *engine = mg_engine_new(types);

	assert_non_null(engine);
	return engine;
}

void story_tell(const struct story_line *lines, size_t n)
{
	struct mg_engine *engine = story_engine();
	struct mg_buf out = {0};

	for (size_t i = 0; i < n; i++) {
		story_play(engine, lines[i].now_ms, lines[i].event, &out);
		if (strcmp(mg_buf_text(&out), lines[i].effects) != 0)
			fail_msg("line %zu, %s:\n  got      %s\n  expected %s", i + 1, lines[i].event,
				 mg_buf_text(&out), lines[i].effects);
	}
	mg_buf_clear(&out);
	mg_engine_free(engine);
}
