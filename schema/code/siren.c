// SPDX-License-Identifier: EUPL-1.2
#include "schema/code/siren.h"

#define LA_POSTE "356000000"

static bool are_digits(struct mg_slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	return text.len > 0;
}

// Luhn's formula over the whole text: false when it has another character than a digit, or none.
static bool luhn(struct mg_slice digits)
{
	unsigned sum = 0;

	if (!are_digits(digits))
		return false;
	for (size_t i = 0; i < digits.len; i++) {
		unsigned digit = (unsigned)(digits.data[digits.len - 1 - i] - '0') << (i % 2);

		sum += digit > 9 ? digit - 9 : digit;
	}
	return sum % 10 == 0;
}

static unsigned sum_of(struct mg_slice digits)
{
	unsigned sum = 0;

	for (size_t i = 0; i < digits.len; i++)
		sum += (unsigned)(digits.data[i] - '0');
	return sum;
}

bool mg_siren_check(struct mg_slice text)
{
	return text.len == 9 && luhn(text);
}

bool mg_siret_check(struct mg_slice text)
{
	if (text.len != 14 || !are_digits(text))
		return false;
	return luhn(text) || (memcmp(text.data, LA_POSTE, 9) == 0 && sum_of(text) % 5 == 0);
}

bool mg_finess_check(struct mg_slice text)
{
	if (text.len != 9)
		return false;
	if (text.data[1] == 'A' || text.data[1] == 'B')
		return text.data[0] == '2' && are_digits((struct mg_slice){text.data + 2, 7});
	return luhn(text);
}
