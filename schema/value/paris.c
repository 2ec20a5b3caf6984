// SPDX-License-Identifier: EUPL-1.2
#include "schema/value/paris.h"

#define HOUR_MS 3600000LL
#define DAY_MS  (24 * HOUR_MS)
#define WEEK    7

// Of the first and the last date there is, from the epoch.
#define FIRST_DAY (-719162)
#define LAST_DAY  2932896

static const struct mg_date epoch = {1970, 1, 1}; // a Thursday

// The date of an instant in Greenwich.
static struct mg_date utc_date(int64_t ms)
{
	static const struct mg_date first = {1, 1, 1}, last = {9999, 12, 31};
	int64_t days = ms / DAY_MS - (ms % DAY_MS < 0);

	if (days < FIRST_DAY)
		return first;
	if (days > LAST_DAY)
		return last;
	return mg_date_add_days(epoch, (int)days);
}

// 01:00 UTC on the last Sunday of a month of 31 days.
static int64_t change_ms(int year, int month)
{
	int days = mg_date_days_between(epoch, (struct mg_date){year, month, 31});
	int since_sunday = ((days + 4) % WEEK + WEEK) % WEEK;

	return (int64_t)(days - since_sunday) * DAY_MS + HOUR_MS;
}

// Both changes are far from the new year, so the year in Greenwich is the year that counts.
static int64_t offset_ms(int64_t ms)
{
	int year = utc_date(ms).year;
	bool summer = ms >= change_ms(year, 3) && ms < change_ms(year, 10);

	return summer ? 2 * HOUR_MS : HOUR_MS;
}

struct mg_date mg_paris_date(int64_t ms)
{
	return utc_date(ms < INT64_MAX - DAY_MS ? ms + offset_ms(ms) : ms);
}

// No change is at midnight, so an hour before tells the offset of midnight itself.
int64_t mg_paris_midnight_ms(struct mg_date date)
{
	int64_t utc = mg_date_days_between(epoch, date) * DAY_MS;

	return utc - offset_ms(utc - HOUR_MS);
}
