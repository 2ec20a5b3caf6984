// SPDX-License-Identifier: EUPL-1.2
#include "schema/record/date_guess.h"

#include "base/i18n.h"

#include <strings.h>

#define CENTURY 2000 // of a year of two digits: no CA is older

struct word {
	char text[12];
	size_t digits; // at its start
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

// Letters and digits; a byte beyond ASCII is a letter of a French month.
static bool in_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

// Splits into at most max words; max + 1 when there are more, or one is too long.
static size_t split(struct mg_slice text, struct word *words, size_t max)
{
	size_t n = 0, at = 0;

	while (at < text.len) {
		size_t end = at;

		while (end < text.len && in_word(text.data[end]))
			end++;
		if (end == at) {
			at++;
			continue;
		}
		if (n == max || end - at >= sizeof words->text)
			return max + 1;
		words[n] = (struct word){0};
		memcpy(words[n].text, text.data + at, end - at);
		while (is_digit(words[n].text[words[n].digits]))
			words[n].digits++;
		n++;
		at = end;
	}
	return n;
}

// 1 to 12, or 0. An abbreviation will do when it begins one month only.
static int month_named(const char *word)
{
	static const char *const months[] = {"janvier", "février", "mars",      "avril",   "mai",      "juin",
					     "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
	static const char *const plain[] = {"fevrier", "aout", "decembre"};
	static const int plain_month[] = {2, 8, 12};

	for (int i = 0; i < 12; i++)
		if (strlen(word) >= 3 && strncasecmp(months[i], word, strlen(word)) == 0 &&
		    strcasecmp(word, "jui") != 0)
			return i + 1;
	for (size_t i = 0; i < 3; i++)
		if (strlen(word) >= 3 && strncasecmp(plain[i], word, strlen(word)) == 0)
			return plain_month[i];
	return 0;
}

// The number a word begins with; 0 when there is none, or one too long for a date.
static int number_of(const struct word *word)
{
	int number = 0;

	for (size_t i = 0; i < word->digits && word->digits <= 8; i++)
		number = number * 10 + (word->text[i] - '0');
	return number;
}

static int year_of(const struct word *word)
{
	return word->digits == 2 ? CENTURY + number_of(word) : number_of(word);
}

static bool set(struct mg_date *date, int year, int month, int day)
{
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > mg_date_days_in_month(year, month))
		return false;
	*date = (struct mg_date){year, month, day};
	return true;
}

// What stands where year, month and day do, the day before the month unless the year is first. How many words it is in: 3,
// 1 when there is nothing between them, 0 when it is no date.
static size_t read_parts(struct mg_slice text, struct mg_date *date)
{
	struct word words[3];
	size_t n = split(text, words, 3);
	const struct word *year, *day;

	if (n == 1 && words[0].digits == 8 && words[0].text[8] == '\0') {
		int all = number_of(&words[0]);

		*date = (struct mg_date){all / 10000, all / 100 % 100, all % 100};
		return n;
	}
	if (n != 3)
		return 0;
	year = words[0].digits == 4 ? &words[0] : &words[2];
	day = year == &words[0] ? &words[2] : &words[0];
	if ((year->digits != 4 && year->digits != 2) || year->text[year->digits] || day->digits < 1 || day->digits > 2)
		return 0;
	*date = (struct mg_date){year_of(year), words[1].digits ? number_of(&words[1]) : month_named(words[1].text),
				 number_of(day)};
	return n;
}

bool mg_date_guess(struct mg_slice text, struct mg_date *date)
{
	struct mg_date typed;
	size_t n = read_parts(text, &typed);

	return n && (set(date, typed.year, typed.month, typed.day) ||
		     (n == 3 && set(date, typed.year, typed.day, typed.month)));
}

bool mg_date_guess_month_end(struct mg_slice text, struct mg_date *last)
{
	struct mg_date typed, first, guess;

	if (mg_date_guess(text, &guess) || !read_parts(text, &typed) || typed.day < 29 || typed.day > 31 ||
	    !set(&first, typed.year, typed.month, 1))
		return false;
	*last = (struct mg_date){typed.year, typed.month, mg_date_days_in_month(typed.year, typed.month)};
	return true;
}

bool mg_date_hint(struct mg_slice text, struct mg_buf *hint)
{
	char day[MG_DATE_CHARS + 1];
	struct mg_date date;

	if (mg_date_guess(text, &date)) {
		mg_date_format(date, day);
		mg_buf_printf(hint, _("did you mean %s?"), day);
		return true;
	}
	if (!mg_date_guess_month_end(text, &date))
		return false;
	mg_date_format(date, day);
	mg_buf_printf(hint, _("that month has %d days; the last is %s"), date.day, day);
	return true;
}
