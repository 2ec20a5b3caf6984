// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/json.h"
#include "cli/say.h"
#include "schema/rule/rule.h"

#define CODE_COLUMNS    16
#define LEVEL_COLUMNS   3
#define ARTICLE_COLUMNS 14

static const struct {
	enum mg_act act;
	const char *word;
} acts[] = {{MG_ACT_SIGN, "sign"}, {MG_ACT_SUBMIT, "submit"}, {MG_ACT_CLOSE, "close"}};

// ---- data

static void put_words_json(struct mg_json *json, const struct mg_rule *rule)
{
	mg_json_key(json, "types");
	mg_json_open(json, '[');
	for (size_t i = 0; i < MG_RULE_CHECKS && rule->checks[i].look; i++)
		mg_json_text(json, rule->checks[i].type ? rule->checks[i].type : "*");
	mg_json_close(json, '[');
	mg_json_key(json, "blocks");
	mg_json_open(json, '[');
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (rule->blocks & acts[i].act)
			mg_json_text(json, acts[i].word);
	mg_json_close(json, '[');
}

static void put_rule_json(struct mg_json *json, const struct mg_rule_group *group, const struct mg_rule *rule)
{
	mg_json_open(json, '{');
	mg_json_pair(json, "code", rule->code);
	mg_json_pair(json, "level", mg_level_name(rule->level));
	mg_json_pair(json, "article", *rule->article ? rule->article : NULL);
	mg_json_pair(json, "group", _(group->title));
	mg_json_pair(json, "sentence", _(rule->sentence));
	mg_json_pair(json, "reason", rule->reason ? _(rule->reason) : NULL);
	put_words_json(json, rule);
	mg_json_pair(json, "since", rule->since);
	mg_json_pair(json, "until", rule->until);
	mg_json_close(json, '{');
}

static void put_all_json(void)
{
	struct mg_json json = {.out = stdout};

	mg_json_open(&json, '[');
	for (size_t i = 0; i < mg_rule_groups_count; i++)
		for (size_t k = 0; k < *mg_rule_groups[i].n; k++)
			put_rule_json(&json, &mg_rule_groups[i], &mg_rule_groups[i].rules[k]);
	mg_json_close(&json, '[');
	mg_json_end(&json);
}

// ---- people

static void put_cell(const char *text, size_t columns)
{
	size_t used = mg_put_text(stdout, text, 0);

	mg_put_blanks(stdout, used < columns ? columns - used : 1);
}

static void put_rule(const struct mg_rule *rule)
{
	bool any = false;

	put_cell(rule->code, CODE_COLUMNS);
	put_cell(mg_level_name(rule->level), LEVEL_COLUMNS);
	put_cell(rule->article, ARTICLE_COLUMNS);
	fputs(_(rule->sentence), stdout);
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (rule->blocks & acts[i].act) {
			printf(any ? ", %s" : " [%s", acts[i].word);
			any = true;
		}
	puts(any ? "]" : "");
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	(void)args;
	(void)err;
	if (cli->json) {
		put_all_json();
		return 0;
	}
	for (size_t i = 0; i < mg_rule_groups_count; i++) {
		printf("%s%s\n", i ? "\n" : "", _(mg_rule_groups[i].title));
		for (size_t k = 0; k < *mg_rule_groups[i].n; k++)
			put_rule(&mg_rule_groups[i].rules[k]);
	}
	return 0;
}

const struct mg_command mg_cmd_schema_rules = {
	.name = "schema rules",
	.purpose = N_("what the guide asks of records together"),
	.synopsis = "",
	.details = N_(
		"One line a rule: its code, its level ([E] is an obligation of the guide, [A] advises, [I] informs),\n"
		"where the guide says so, what must be and what to do. In brackets: what it blocks while it is\n"
		"broken. `maillage check` applies them."),
	.example = "maillage schema rules",
	.flags = MG_HAS_JSON,
	.run = run,
};
