# SPDX-License-Identifier: EUPL-1.2
# Prints what Debian's python3-icalendar reads in a calendar, one event a line: UID, DTSTAMP, first day, day after, then
# SUMMARY, CATEGORIES and DESCRIPTION in hexadecimal.
import sys

from icalendar import Calendar

with open(sys.argv[1], "rb") as file:
    calendar = Calendar.from_ical(file.read())
print(calendar["VERSION"], calendar["X-WR-CALNAME"].encode().hex())
for event in calendar.walk("VEVENT"):
    if event.errors:
        sys.exit(f"{event['UID']}: {event.errors}")
    alarms = [alarm["TRIGGER"].dt.days for alarm in event.walk("VALARM")]
    texts = [event["SUMMARY"], event["CATEGORIES"].cats[0], event["DESCRIPTION"]]
    print(
        event["UID"],
        event["DTSTAMP"].dt.strftime("%Y%m%dT%H%M%SZ"),
        event["DTSTART"].dt.isoformat(),
        event["DTEND"].dt.isoformat(),
        *alarms,
        *(text.encode().hex() for text in texts),
    )
