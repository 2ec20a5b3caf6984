// SPDX-License-Identifier: EUPL-1.2
#include "base/text.h"

// Every letter and digit of ASCII as a text of its own.
static const char plain[] = "0\0001\0002\0003\0004\0005\0006\0007\0008\0009\000"
			    "a\000b\000c\000d\000e\000f\000g\000h\000i\000j\000k\000l\000m\000"
			    "n\000o\000p\000q\000r\000s\000t\000u\000v\000w\000x\000y\000z";

static const char *accented(uint32_t character)
{
	static const struct {
		const char *from, *to;
	} table[] = {
		{"àáâãäåāăąÀÁÂÃÄÅĀĂĄ", "a"},
		{"çćčÇĆČ", "c"},
		{"ďđĎĐ", "d"},
		{"èéêëēęěÈÉÊËĒĘĚ", "e"},
		{"ğĞ", "g"},
		{"ìíîïīıÌÍÎÏĪİ", "i"},
		{"łĺľŁĹĽ", "l"},
		{"ñńňÑŃŇ", "n"},
		{"òóôõöøōőÒÓÔÕÖØŌŐ", "o"},
		{"ŕřŔŘ", "r"},
		{"śşšŚŞŠ", "s"},
		{"ťţŤŢ", "t"},
		{"ùúûüūůűÙÚÛÜŪŮŰ", "u"},
		{"ýÿÝŸ", "y"},
		{"źżžŹŻŽ", "z"},
		{"œŒ", "oe"},
		{"æÆ", "ae"},
		{"ß", "ss"},
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct mg_slice rest = mg_slice_of(table[i].from);

		while (rest.len) {
			uint32_t each = 0;
			size_t n = mg_utf8_next(rest, &each);

			if (each == character)
				return table[i].to;
			rest.data += n;
			rest.len -= n;
		}
	}
	return NULL;
}

const char *mg_text_plain(uint32_t character)
{
	if (character >= '0' && character <= '9')
		return &plain[2 * (character - '0')];
	if (character >= 'a' && character <= 'z')
		return &plain[2 * (character - 'a' + 10)];
	if (character >= 'A' && character <= 'Z')
		return &plain[2 * (character - 'A' + 10)];
	return character < 0x80 ? NULL : accented(character);
}
