// SPDX-License-Identifier: EUPL-1.2
//
// A ticket, and a request to join: what is read must be written again the same. A request cannot be signed here, so it is
// only held to reading.
#include "core/carry/request.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// The one line of a ticket's fields; a person may have typed it with blanks and capitals.
static void check_again(const struct mg_ticket *ticket)
{
	struct mg_buf text = {0};
	struct mg_ticket again;

	if (mg_ticket_format(ticket, &text, NULL) != 0 || mg_ticket_parse(mg_buf_slice(&text), &again, NULL) != 0)
		abort();
	if (!mg_id_equal(&ticket->ca, &again.ca) || strcmp(ticket->inviter, again.inviter) != 0 ||
	    memcmp(ticket->secret, again.secret, sizeof again.secret) != 0 || ticket->expires_s != again.expires_s ||
	    strcmp(ticket->actor, again.actor) != 0 || strcmp(ticket->url, again.url) != 0)
		abort();
	mg_buf_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t secret[MG_TICKET_SECRET_BYTES];
	const struct mg_slice text = {(const char *)data, size};
	struct mg_request request;
	struct mg_ticket ticket;

	if (mg_key_init(NULL) != 0)
		return 0;
	if (mg_ticket_parse(text, &ticket, NULL) == 0)
		check_again(&ticket);
	if (mg_request_parse(text, &request, NULL) == 0 && mg_request_proves(text, secret))
		abort();
	return 0;
}
