// SPDX-License-Identifier: EUPL-1.2
//
// Errors are values. A fallible function returns 0 or a negative enum mg_code and takes a struct mg_error * last;
// it fills that struct once, where the failure happened. Module boundaries may prefix it ("actions/x.yaml: ...");
// main prints it once. The struct has no heap, so it crosses threads by value. A NULL error is allowed everywhere.
#ifndef MG_BASE_ERROR_H
#define MG_BASE_ERROR_H

enum mg_code {
	MG_OK = 0,
	MG_EINVALID = -1,  // data from a file, a peer or a user that is not what its format says
	MG_ENOTFOUND = -2, // the named thing does not exist (often a result, not an error)
	MG_EEXISTS = -3,   // the thing to be made is there already
	MG_EIO = -4,       // the system refused a read, a write, a rename...; cause is the errno
	MG_ENOMEM = -5,
	MG_ELIMIT = -6,     // beyond a limit of limits.h
	MG_EBUSY = -7,      // another process holds this copy
	MG_ETRUST = -8,     // a signature, key or commit that does not verify
	MG_ECONFLICT = -9,  // somebody else's value stands there: a person must decide
	MG_EUSAGE = -10,    // the command line is wrong
	MG_EGIT = -11,      // libgit2 failed; cause is its code
	MG_ECRYPTO = -12,   // libsodium failed, wrong passphrase
	MG_EDENIED = -13,   // the key in use may not do that
	MG_EINTERNAL = -14, // a bug of ours
};

#define MG_ERROR_MESSAGE_MAX 512
#define MG_ERROR_HINT_MAX    384

struct mg_error {
	enum mg_code code;
	int cause;        // errno, libgit2 or libuv code; 0 when there is none
	const char *file; // origin in our sources
	int line;
	char message[MG_ERROR_MESSAGE_MAX]; // one sentence: what, where, why; already translated
	char hint[MG_ERROR_HINT_MAX];       // what to do next, or ""
};

#define MG_CHECKED            __attribute__((warn_unused_result))
#define MG_PRINTF(text, args) __attribute__((format(printf, text, args)))

// Fills err (when not NULL) and returns code, so that a failing function ends with `return mg_fail(err, ...)`.
#define mg_fail(err, code, ...) mg_error_set((err), (code), 0, __FILE__, __LINE__, __VA_ARGS__)

// The same for a failed system call: keeps errno and appends its text.
#define mg_fail_errno(err, ...) mg_error_set_errno((err), __FILE__, __LINE__, __VA_ARGS__)

// Out of memory.
#define mg_fail_memory(err) mg_error_set_memory((err), __FILE__, __LINE__)

int mg_error_set(struct mg_error *err, enum mg_code code, int cause, const char *file, int line, const char *format,
		 ...) MG_PRINTF(6, 7);
int mg_error_set_memory(struct mg_error *err, const char *file, int line);
int mg_error_set_errno(struct mg_error *err, const char *file, int line, const char *format, ...) MG_PRINTF(4, 5);

// Puts "<text>: " before the message; used where a module knows the path or object its callee did not.
void mg_error_prefix(struct mg_error *err, const char *format, ...) MG_PRINTF(2, 3);

// Says what to do next. Returns err->code, so `return mg_error_hint(err, ...)` can follow mg_fail. Where err may be NULL,
// return mg_fail's own code instead: without an error there is no code to give back.
int mg_error_hint(struct mg_error *err, const char *format, ...) MG_PRINTF(2, 3);

#endif
