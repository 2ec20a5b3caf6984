// SPDX-License-Identifier: EUPL-1.2
#include "schema/record/privacy_birth.h"

#include "schema/record/privacy.h"

#include <stdint.h>
#include <strings.h>

#define NAME_BYTES 60 // before the words, where the name is looked for
#define GAP_BYTES  8  // between the words and the date: " : le "

static struct mg_slice from(struct mg_slice text, size_t offset)
{
	return (struct mg_slice){text.data + offset, text.len - offset};
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

// Bytes of the first of these words that text begins with, whatever the case of its ASCII letters; 0 when none.
static size_t begins_any(struct mg_slice text, const char *const *words)
{
	for (; *words; words++)
		if (text.len >= strlen(*words) && strncasecmp(text.data, *words, strlen(*words)) == 0)
			return strlen(*words);
	return 0;
}

// ---- dates

static size_t digits(struct mg_slice text, size_t most)
{
	size_t n = 0;

	while (n < text.len && n <= most && is_digit(text.data[n]))
		n++;
	return n <= most ? n : 0;
}

// " avril 1984" and " avr. 84" after the day.
static size_t month_and_year(struct mg_slice text)
{
	static const char *const months[] = {
		"janvier", "février", "fevrier",   "mars",    "avril",    "mai",      "juin",     "juillet",
		"août",    "aout",    "septembre", "octobre", "novembre", "décembre", "decembre", NULL,
	};
	size_t at = text.len && text.data[0] == ' ' ? 1 : 0, len = begins_any(from(text, at), months);

	at += len;
	if (!len || at >= text.len || text.data[at] != ' ')
		return 0;
	len = digits(from(text, at + 1), 4);
	return len == 4 || len == 2 ? at + 1 + len : 0;
}

size_t mg_privacy_date(struct mg_slice text)
{
	size_t first = digits(text, 4), second, third, at;
	char sign = first < text.len ? text.data[first] : '\0';

	if (!first || first == 3)
		return 0;
	at = first + (first < 3 && begins_any(from(text, first), (const char *const[]){"er", NULL}) ? 2 : 0);
	if (first < 3 && (at > first || sign == ' '))
		return (second = month_and_year(from(text, at))) ? at + second : 0;
	if (!sign || !strchr("/.-", sign))
		return 0;
	second = digits(from(text, first + 1), 2);
	at = first + 1 + second;
	if (!second || at >= text.len || text.data[at] != sign)
		return 0;
	third = digits(from(text, at + 1), first == 4 ? 2 : 4);
	return third && third != 3 ? at + 1 + third : 0;
}

// ---- names

static bool is_upper(const char *c, size_t n)
{
	return n && ((*c >= 'A' && *c <= 'Z') || (n > 1 && (uint8_t)c[0] == 0xC3 && (uint8_t)c[1] <= 0x9E));
}

// Words that begin a sentence, with a capital of their own.
static bool is_article(struct mg_slice word)
{
	static const char *const articles[] = {"Le", "La", "Les", "L'", "Un", "Une", "Ce", "Cette", "Notre", "Nos"};

	for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
		if (mg_slice_is(word, articles[i]))
			return true;
	return false;
}

static bool is_title(struct mg_slice word)
{
	static const char *const titles[] = {"M.", "M", "Mr", "Mme", "Mlle", "Monsieur", "Madame", "Mademoiselle"};

	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		if (mg_slice_is(word, titles[i]))
			return true;
	return false;
}

// Whether a person is named: a title, or two words in a row that begin with a capital.
static bool names_person(struct mg_slice text)
{
	bool after_capital = false;
	size_t i = 0;

	while (i < text.len) {
		size_t len = 0;
		struct mg_slice word;
		bool capital;

		while (i + len < text.len && !strchr(" ,;:(\t\n", text.data[i + len]))
			len++;
		word = (struct mg_slice){text.data + i, len};
		capital = is_upper(word.data, len) && !is_article(word);
		if (is_title(word) || (capital && after_capital))
			return true;
		after_capital = len ? capital : after_capital;
		i += len + 1;
	}
	return false;
}

// ---- births

static bool date_follows(struct mg_slice text, size_t at, size_t *end)
{
	for (size_t gap = 0; gap <= GAP_BYTES && at + gap < text.len; gap++) {
		size_t len = is_digit(text.data[at + gap]) ? mg_privacy_date(from(text, at + gap)) : 0;

		*end = at + gap + len;
		if (len)
			return true;
		if (!strchr(" :le(\t\n", text.data[at + gap]))
			return false;
	}
	return false;
}

bool mg_privacy_birth(struct mg_slice text, size_t at, struct mg_slice *found)
{
	// What forms say; and what may be said of a cooperative too, unless it follows a name.
	static const char *const surely[] = {"né(e) ", "ne(e) ", "né.e ", "date de naissance", "DDN", NULL};
	static const char *const perhaps[] = {"née le ", "né le ", "nées le ", "nés le ", NULL};
	size_t len = begins_any(from(text, at), surely), before = at < NAME_BYTES ? at : NAME_BYTES, end = 0;
	bool sure = len > 0;

	if (!sure)
		len = begins_any(from(text, at), perhaps);
	if (!len || !date_follows(text, at + len, &end))
		return false;
	*found = (struct mg_slice){text.data + at, end - at};
	return sure || names_person((struct mg_slice){text.data + at - before, before});
}
