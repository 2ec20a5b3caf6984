// SPDX-License-Identifier: EUPL-1.2
#include "schema/record/privacy.h"

#include "base/text.h"
#include "schema/record/privacy_birth.h"

#include <strings.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct mg_slice from(struct mg_slice text, size_t offset)
{
	return (struct mg_slice){text.data + offset, text.len - offset};
}

static bool begins(struct mg_slice text, const char *word)
{
	size_t len = strlen(word);

	return text.len >= len && memcmp(text.data, word, len) == 0;
}

// ---- telephone numbers

// Bytes of the one separator at text that people put between the pairs of a number; 0 when there is none.
static size_t separator(struct mg_slice text)
{
	static const char *const separators[] = {" ", ".", "-", "/", "\u00a0", "\u202f"};

	for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
		if (begins(text, separators[i]))
			return strlen(separators[i]);
	return 0;
}

// Bytes before the 6 or 7: "0", "+33 ", "0033(0)". 0 when a number does not begin here.
static size_t phone_prefix(struct mg_slice text)
{
	size_t at = begins(text, "+33") ? 3 : begins(text, "0033") ? 4 : 0;

	if (!at)
		return text.len && text.data[0] == '0' ? 1 : 0;
	at += separator(from(text, at));
	if (begins(from(text, at), "(0)"))
		at += 3;
	else if (begins(from(text, at), "0"))
		at += 1;
	return at + separator(from(text, at));
}

// After the 6 or 7 come four pairs, parted alike: 06 12 2018 is something else.
static size_t match_phone(struct mg_slice text)
{
	size_t at = phone_prefix(text), parted;

	if (!at || at >= text.len || (text.data[at] != '6' && text.data[at] != '7'))
		return 0;
	at++;
	parted = separator(from(text, at));
	for (int pair = 0; pair < 4; pair++) {
		if (separator(from(text, at)) != parted)
			return 0;
		at += parted;
		if (at + 1 >= text.len || !is_digit(text.data[at]) || !is_digit(text.data[at + 1]))
			return 0;
		at += 2;
	}
	return at < text.len && (is_digit(text.data[at]) || is_letter(text.data[at])) ? 0 : at;
}

// ---- addresses

// Whose customers are persons, before the last dot; the rest of a domain (fr, com, net) tells nothing.
static bool is_private_provider(struct mg_slice name)
{
	static const char *const providers[] = {
		"gmail",   "googlemail",  "orange",        "wanadoo",   "free",    "yahoo", "ymail",
		"hotmail", "outlook",     "live",          "msn",       "laposte", "sfr",   "neuf",
		"bbox",    "numericable", "club-internet", "aliceadsl", "cegetel", "voila", "aol",
		"icloud",  "protonmail",  "proton",        "gmx",
	};

	for (size_t i = 0; i < sizeof providers / sizeof *providers; i++)
		if (name.len == strlen(providers[i]) && strncasecmp(name.data, providers[i], name.len) == 0)
			return true;
	return false;
}

// contact@, mairie.mantes@: a desk that somebody holds, not somebody, even where small organisations have no domain.
static bool is_desk(struct mg_slice local)
{
	static const char *const desks[] = {
		"accueil",   "administration", "association", "bureau",      "contact", "coordination",
		"direction", "info",           "infos",       "secretariat", "mairie",  "standard",
	};

	for (size_t i = 0; i < sizeof desks / sizeof *desks; i++) {
		size_t len = strlen(desks[i]);

		if (local.len >= len && strncasecmp(local.data, desks[i], len) == 0 &&
		    (local.len == len || !is_letter(local.data[len])))
			return true;
	}
	return false;
}

static bool is_local(char c)
{
	return is_digit(c) || is_letter(c) || (c && strchr("._%+-", c));
}

// The address around the @ at an offset: at least one character before, one label of a private provider, a dot and a
// short last label after.
static bool match_email(struct mg_slice text, size_t sign, struct mg_slice *found)
{
	size_t start = sign, dot = sign + 1, end;

	while (start && is_local(text.data[start - 1]))
		start--;
	while (dot < text.len && (is_letter(text.data[dot]) || text.data[dot] == '-'))
		dot++;
	if (start == sign || dot >= text.len || text.data[dot] != '.')
		return false;
	for (end = dot + 1; end < text.len && is_letter(text.data[end]);)
		end++;
	if (end - dot < 3 || (end < text.len && (is_digit(text.data[end]) || text.data[end] == '-')) ||
	    (end + 1 < text.len && text.data[end] == '.' && is_letter(text.data[end + 1])))
		return false;
	*found = (struct mg_slice){text.data + start, end - start};
	return is_private_provider((struct mg_slice){text.data + sign + 1, dot - sign - 1}) &&
	       !is_desk((struct mg_slice){text.data + start, sign - start});
}

// ---- all

#define SHORTEST 8 // bytes: a@sfr.fr

// Whether something private may begin, or have its @, here. Nearly all bytes of nearly all records end here.
static bool may_begin(char c, char next)
{
	switch (c) {
	case '0':
	case '+':
	case '@':
		return true;
	case 'n':
	case 'N':
		return next == '\xC3' || next == 'e' || next == 'E';
	case 'd':
	case 'D':
		return next == 'a' || next == 'A' || next == 'd' || next == 'D';
	default:
		return false;
	}
}

static enum mg_private find_at(struct mg_slice text, size_t i, struct mg_slice *found)
{
	bool starts = i == 0 || (!is_digit(text.data[i - 1]) && !is_letter(text.data[i - 1]));
	char c = text.data[i];

	if ((c == '0' || c == '+') && starts) {
		*found = (struct mg_slice){text.data + i, match_phone(from(text, i))};
		return found->len ? MG_PRIVATE_PHONE : MG_PRIVATE_NONE;
	}
	if (c == '@')
		return match_email(text, i, found) ? MG_PRIVATE_EMAIL : MG_PRIVATE_NONE;
	if (starts)
		return mg_privacy_birth(text, i, found) ? MG_PRIVATE_BIRTH : MG_PRIVATE_NONE;
	return MG_PRIVATE_NONE;
}

// Numbers and dates have digits, addresses have an @.
static bool has_sign(struct mg_slice text, size_t offset)
{
	return mg_text_digit(text, offset) < text.len || memchr(text.data + offset, '@', text.len - offset);
}

enum mg_private mg_privacy_find(struct mg_slice text, size_t offset, struct mg_slice *found)
{
	if (text.len < offset + SHORTEST || !has_sign(text, offset))
		return MG_PRIVATE_NONE;
	for (size_t i = offset; i + 1 < text.len; i++) {
		struct mg_slice place = {0};
		enum mg_private what = MG_PRIVATE_NONE;

		if (may_begin(text.data[i], text.data[i + 1]))
			what = find_at(text, i, &place);
		if (what) {
			*found = place;
			return what;
		}
	}
	return MG_PRIVATE_NONE;
}
