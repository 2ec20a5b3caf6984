// SPDX-License-Identifier: EUPL-1.2
#include "schema/code/qpv.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

// Three characters: "078", "02A", "974".
static bool is_departement(const char *text)
{
	const int tens = text[1] - '0', units = text[2] - '0';

	if (text[0] == '9')
		return (text[1] == '7' || text[1] == '8') && is_digit(text[2]);
	if (text[0] != '0' || !is_digit(text[1]))
		return false;
	if (text[1] == '2' && (text[2] == 'A' || text[2] == 'B'))
		return true;
	return is_digit(text[2]) && tens * 10 + units >= 1 && tens * 10 + units <= 95 && tens * 10 + units != 20;
}

static bool are_digits(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_digit(text[i]))
			return false;
	return true;
}

unsigned mg_qpv_vintage(struct mg_slice text)
{
	if (text.len != 8 || text.data[0] != 'Q' || !is_departement(text.data + 2))
		return 0;
	if (text.data[1] == 'P' && are_digits(text.data + 5, 3))
		return 2015;
	if (text.data[1] == 'N' && are_digits(text.data + 5, 2) && strchr("NMI", text.data[7]))
		return 2024;
	return 0;
}
