// SPDX-License-Identifier: EUPL-1.2
//
// The command line: one table of commands. Parsing, usage and help all read it; a command is a file cli/cmd_*.c with its
// row and its function. stdout is for data, stderr for people.
#ifndef MG_CLI_COMMAND_H
#define MG_CLI_COMMAND_H

#include "base/arena.h"
#include "core/copy/copy.h"
#include "core/key/home.h"
#include "schema/record/type.h"
#include "schema/value/date.h"

// What the exit codes mean (maillage.1, EXIT STATUS).
enum mg_exit {
	MG_EXIT_DONE = 0,
	MG_EXIT_FAILED = 1, // or E findings
	MG_EXIT_USAGE = 2,
	MG_EXIT_CONFLICTS = 3, // pending; of commands with MG_CAN_CONFLICT only
	MG_EXIT_TRUST = 4,     // not trusted; of commands with MG_CAN_TRUST only
	MG_EXIT_BUSY = 5,
};

struct mg_command;

// One run of the program.
struct mg_cli {
	const struct mg_command *command;
	bool json, quiet;
	struct mg_arena arena;  // lives until the end
	struct mg_home home;    // dir NULL: not opened
	struct mg_types *types; // NULL: not opened
	struct mg_copy *copy;   // NULL: not opened
};

struct mg_option {
	char letter; // 0: none
	const char *name;
	const char *value; // what help calls its value; NULL: it takes none
	const char *help;  // marked with N_
};

#define MG_MAX_OPTIONS 8

// What was typed after the command's name.
struct mg_args {
	const char *values[MG_MAX_OPTIONS]; // by option: its value, "" for one without; NULL: not given
	const char **words;                 // the rest, in order
	size_t n;
};

enum mg_needs {
	MG_NEEDS_TYPES = 1 << 0,
	MG_NEEDS_HOME = 1 << 1,
	MG_NEEDS_COPY = 1 << 2, // the copy around the current folder; with its types, and the home when there is one
	MG_HAS_JSON = 1 << 3,   // takes --json
	MG_CAN_CONFLICT = 1 << 4,
	MG_CAN_TRUST = 1 << 5,
};

#define MG_ANY_WORDS 1000000u

// Texts but the name and the example are marked with N_ and translated where they are printed.
struct mg_command {
	const char *name; // one word, or two: "key new"
	const char *purpose;
	const char *synopsis;            // what follows the name
	const char *details;             // paragraphs, or NULL
	const char *example;             // lines, or NULL
	const struct mg_option *options; // up to one without a name; NULL: none
	unsigned min_words, max_words;
	unsigned flags; // enum mg_needs

	// 0; a negative code with err told; or an exit code from 1 when everything has been told already.
	int (*run)(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err);
};

// The table, in the order help lists it.
extern const struct mg_command *const mg_commands[];
extern const size_t mg_commands_count;

// The command that words[0..n) begin with; *used is how many of them name it. MG_EUSAGE, with the nearest, when none.
int mg_command_find(const char *const *words, size_t n, const struct mg_command **command, size_t *used,
		    struct mg_error *err) MG_CHECKED;

// Opens what a command needs and is not open yet.
int mg_cli_need(struct mg_cli *cli, unsigned needs, struct mg_error *err) MG_CHECKED;
void mg_cli_clear(struct mg_cli *cli);

// The time of this machine, as core takes it.
const struct mg_clock *mg_cli_clock(void);

// The day it is by that clock, in Paris: what deadlines and dated rules are computed for.
struct mg_date mg_cli_today(void);

// "out of memory", told.
int mg_cli_no_memory(struct mg_error *err);

// The translation of a text of the table; "" of none.
const char *mg_cli_text(const char *text);

// Options that several commands have.
#define MG_OPTION_REASON                                                                                               \
	{                                                                                                              \
		'm', "reason", N_("REASON"), N_("why; it is kept in the history")                                      \
	}
#define MG_OPTION_PASSPHRASE                                                                                           \
	{                                                                                                              \
		0, "passphrase-file", N_("FILE"), N_("its first line is the passphrase; else it is asked")             \
	}

#endif
