// SPDX-License-Identifier: EUPL-1.2
#include "schema/value/date.h"

#include <stdio.h>

#define LAST_YEAR  9999
#define MONTHS     12
#define YEAR_MONTH 7 // characters of AAAA-MM

int mg_date_days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

// n digits at text as a number, or -1.
static int digits(const char *text, size_t n)
{
	int value = 0;

	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

bool mg_date_parse(struct mg_slice text, struct mg_date *date)
{
	struct mg_date read;

	if (text.len != MG_DATE_CHARS || text.data[4] != '-' || text.data[YEAR_MONTH] != '-')
		return false;
	read = (struct mg_date){digits(text.data, 4), digits(text.data + 5, 2), digits(text.data + 8, 2)};
	if (read.year < 1 || read.month < 1 || read.month > MONTHS || read.day < 1 ||
	    read.day > mg_date_days_in_month(read.year, read.month))
		return false;
	*date = read;
	return true;
}

static void put_digits(char *out, size_t n, unsigned number)
{
	while (n--) {
		out[n] = (char)('0' + number % 10);
		number /= 10;
	}
}

// By hand: a table of years has thousands, and printf takes ten times as long.
void mg_date_format(struct mg_date date, char out[MG_DATE_CHARS + 1])
{
	put_digits(out, 4, (unsigned)date.year);
	out[4] = '-';
	put_digits(out + 5, 2, (unsigned)date.month);
	out[7] = '-';
	put_digits(out + 8, 2, (unsigned)date.day);
	out[MG_DATE_CHARS] = '\0';
}

int mg_date_compare(struct mg_date a, struct mg_date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

static const struct mg_date first_date = {1, 1, 1}, last_date = {LAST_YEAR, 12, 31};

struct mg_date mg_date_add_months(struct mg_date date, int months)
{
	long count = (long)date.year * MONTHS + (date.month - 1) + months;
	struct mg_date moved;
	int days;

	if (count < MONTHS)
		return first_date;
	if (count >= (LAST_YEAR + 1L) * MONTHS)
		return last_date;
	moved = (struct mg_date){(int)(count / MONTHS), (int)(count % MONTHS) + 1, date.day};
	days = mg_date_days_in_month(moved.year, moved.month);
	if (moved.day > days)
		moved.day = days;
	return moved;
}

// Days since 1 March of the year 0, counting each year from March so that the leap day comes last.
static long day_number(struct mg_date date)
{
	long year = date.month > 2 ? date.year : date.year - 1L;
	long month = (date.month + 9) % MONTHS; // March is 0

	return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date.day - 1;
}

static struct mg_date date_of_number(long number)
{
	long year = (10000 * number + 14780) / 3652425;
	long day = number - (365 * year + year / 4 - year / 100 + year / 400);
	long month;

	if (day < 0) {
		year--;
		day = number - (365 * year + year / 4 - year / 100 + year / 400);
	}
	month = (100 * day + 52) / 3060;
	return (struct mg_date){(int)(year + (month + 2) / MONTHS), (int)((month + 2) % MONTHS) + 1,
				(int)(day - (month * 306 + 5) / 10 + 1)};
}

struct mg_date mg_date_add_days(struct mg_date date, int days)
{
	long number = day_number(date) + days;

	if (number < day_number(first_date))
		return first_date;
	if (number > day_number(last_date))
		return last_date;
	return date_of_number(number);
}

int mg_date_days_between(struct mg_date a, struct mg_date b)
{
	return (int)(day_number(b) - day_number(a));
}

bool mg_quarter_parse(struct mg_slice text, struct mg_quarter *quarter)
{
	int year;

	if (text.len != MG_PERIOD_CHARS || text.data[4] != '-' || text.data[5] != 'T' || text.data[6] < '1' ||
	    text.data[6] > '4')
		return false;
	year = digits(text.data, 4);
	if (year < 1)
		return false;
	*quarter = (struct mg_quarter){year, text.data[6] - '0'};
	return true;
}

void mg_quarter_format(struct mg_quarter quarter, char out[MG_PERIOD_CHARS + 1])
{
	snprintf(out, MG_PERIOD_CHARS + 1, "%04u-T%u", (unsigned)quarter.year % 10000, (unsigned)quarter.number % 10);
}

struct mg_quarter mg_quarter_of(struct mg_date date)
{
	return (struct mg_quarter){date.year, (date.month + 2) / 3};
}

struct mg_date mg_quarter_first_day(struct mg_quarter quarter)
{
	return (struct mg_date){quarter.year, 3 * quarter.number - 2, 1};
}

struct mg_date mg_quarter_last_day(struct mg_quarter quarter)
{
	int month = 3 * quarter.number;

	return (struct mg_date){quarter.year, month, mg_date_days_in_month(quarter.year, month)};
}
