// SPDX-License-Identifier: EUPL-1.2
#include "cli/when.h"

#include "base/i18n.h"
#include "schema/record/date_guess.h"

#include <stdio.h>
#include <time.h>

char *mg_when_format(int64_t ms, char out[MG_WHEN_BYTES])
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm local;

	if (!ms || !localtime_r(&seconds, &local) || !strftime(out, MG_WHEN_BYTES, "%Y-%m-%d %H:%M", &local))
		snprintf(out, MG_WHEN_BYTES, "–");
	return out;
}

int mg_when_parse_date(const char *option, const char *typed, struct mg_date *date, struct mg_error *err)
{
	struct mg_buf hint = {0};

	if (mg_date_parse(mg_slice_of(typed), date))
		return 0;
	(void)mg_fail(err, MG_EUSAGE, _("%s takes a date such as 2018-01-31, not \"%s\""), option, typed);
	if (mg_date_hint(mg_slice_of(typed), &hint))
		(void)mg_error_hint(err, "%s", mg_buf_text(&hint));
	mg_buf_clear(&hint);
	return MG_EUSAGE;
}

int mg_when_parse_day(const char *option, const char *typed, int days, int64_t *ms, struct mg_error *err)
{
	struct mg_date date;
	struct tm local;

	if (mg_when_parse_date(option, typed, &date, err) < 0)
		return MG_EUSAGE;
	local = (struct tm){.tm_year = date.year - 1900,
			    .tm_mon = date.month - 1,
			    .tm_mday = date.day + days,
			    .tm_isdst = -1}; // mktime carries the day over and finds whether it is summer
	*ms = (int64_t)mktime(&local) * 1000;
	return 0;
}

int mg_when_parse_span(const char *since, const char *until, int64_t *since_ms, int64_t *until_ms, struct mg_error *err)
{
	int rc = 0;

	*since_ms = *until_ms = 0;
	if (since)
		rc = mg_when_parse_day("--since", since, 0, since_ms, err);
	if (rc == 0 && until)
		rc = mg_when_parse_day("--until", until, 1, until_ms, err);
	if (rc == 0 && since && until && *since_ms >= *until_ms)
		rc = mg_fail(err, MG_EUSAGE, _("--until %s is before --since %s"), until, since);
	return rc;
}
