// SPDX-License-Identifier: EUPL-1.2
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void well_formed_characters_are_read(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		uint32_t character;
	} cases[] = {
		{"a", 1, 'a'},
		{"\x7F", 1, 0x7F},
		{"\xC2\x80", 2, 0x80},
		{"\xDF\xBF", 2, 0x7FF},
		{"\xE0\xA0\x80", 3, 0x800},
		{"\xED\x9F\xBF", 3, 0xD7FF},
		{"\xEE\x80\x80", 3, 0xE000},
		{"\xEF\xBF\xBF", 3, 0xFFFF},
		{"\xF0\x90\x80\x80", 4, 0x10000},
		{"\xF4\x8F\xBF\xBF", 4, 0x10FFFF},
		{"éa", 2, 0xE9},
	};
	uint32_t character;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(mg_utf8_next(mg_slice_of(cases[i].bytes), &character), cases[i].len);
		assert_int_equal(character, cases[i].character);
		assert_int_equal(mg_utf8_next(mg_slice_of(cases[i].bytes), NULL), cases[i].len);
	}
	assert_int_equal(mg_utf8_next((struct mg_slice){"", 1}, &character), 1);
	assert_int_equal(character, 0);
}

static void malformed_characters_are_refused(void **state)
{
	static const struct {
		const char *bytes;
		const char *why;
	} cases[] = {
		{"", "nothing"},
		{"\x80", "a continuation alone"},
		{"\xBF", "the last continuation alone"},
		{"\xC3", "cut after one of two"},
		{"\xE2\x82", "cut after two of three"},
		{"\xF0\x9F\x98", "cut after three of four"},
		{"\xC3(", "no continuation"},
		{"\xE2(\xAC", "no second byte"},
		{"\xE2\x82(", "no third byte"},
		{"\xF0\x9F\x98(", "no fourth byte"},
		{"\xC3\xC3", "a start for a continuation"},
		{"\xC0\x80", "overlong NUL"},
		{"\xC1\xBF", "overlong U+7F"},
		{"\xE0\x80\x80", "overlong NUL in three"},
		{"\xE0\x9F\xBF", "overlong U+7FF"},
		{"\xF0\x80\x80\x80", "overlong NUL in four"},
		{"\xF0\x8F\xBF\xBF", "overlong U+FFFF"},
		{"\xED\xA0\x80", "first surrogate"},
		{"\xED\xBF\xBF", "last surrogate"},
		{"\xF4\x90\x80\x80", "U+110000"},
		{"\xF5\x80\x80\x80", "a start beyond Unicode"},
		{"\xF8\x88\x80\x80\x80", "five bytes"},
		{"\xFE", "never a start"},
		{"\xFF", "never a start"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint32_t character = 12345;
		size_t n = mg_utf8_next(mg_slice_of(cases[i].bytes), &character);

		if (n)
			fail_msg("%s was read as %zu bytes", cases[i].why, n);
		assert_int_equal(character, 12345);
	}
}

static void the_first_malformed_byte_is_found(void **state)
{
	static const struct {
		const char *text;
		size_t offset, count;
	} cases[] = {
		{"", 0, 0},      {"abc", 3, 3},           {"échéance", 10, 8},
		{"a€😀", 8, 3},   {"\xFFxyz", 0, 0},       {"ab\xC0\x80", 2, 0},
		{"é\xC3", 2, 0}, {"😀\xF0\x9F\x98", 4, 0}, {"\xC3\xA9\xA9", 2, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mg_slice text = mg_slice_of(cases[i].text);

		assert_int_equal(mg_utf8_check(text), cases[i].offset);
		if (cases[i].offset == text.len)
			assert_int_equal(mg_utf8_count(text), cases[i].count);
	}
}

// What is looked for eight bytes at once, against one byte at a time: every byte, at every place among ordinary ones.
static void eight_bytes_at_once_are_as_good_as_one(void **state)
{
	(void)state;
	for (unsigned byte = 0; byte < 256; byte++)
		for (size_t at = 0; at < 19; at++)
			for (size_t from = 0; from < 4; from++) {
				const bool high = byte >= 0x80, digit = byte >= '0' && byte <= '9';
				char bytes[19];
				struct mg_slice text = {bytes, sizeof bytes};

				memset(bytes, at % 2 ? '/' : ':', sizeof bytes); // the neighbours of the digits
				bytes[at] = (char)byte;
				assert_int_equal(mg_text_ascii(text, from), high && at >= from ? at : text.len);
				assert_int_equal(mg_text_digit(text, from), digit && at >= from ? at : text.len);
				assert_int_equal(mg_utf8_count(text), text.len - ((byte & 0xC0) == 0x80));
			}
	assert_int_equal(mg_text_digit(mg_slice_of(""), 0), 0);
	assert_int_equal(mg_utf8_count(mg_slice_of("éèêëàâäùûüïîôöç")), 15);
}

static void hexadecimal_goes_there_and_back(void **state)
{
	static const uint8_t bytes[] = {0x00, 0x0f, 0xa5, 0xff};
	uint8_t back[4];
	char text[9];

	(void)state;
	assert_string_equal(mg_hex_encode(text, bytes, 4), "000fa5ff");
	assert_true(mg_hex_decode(back, 4, text));
	assert_memory_equal(back, bytes, 4);
	assert_string_equal(mg_hex_encode(text, bytes, 0), "");
	assert_true(mg_hex_decode(back, 0, ""));
}

static void other_hexadecimal_is_refused(void **state)
{
	static const char *const texts[] = {"",     "0",    "00",   "000",  "00000", "000000", "00FF", "00fg",
					    "0x0f", " 0ff", "00f ", "-0ff", "00f/",  "00f:",   "00f`", "00fé"};
	uint8_t bytes[2];

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		if (mg_hex_decode(bytes, 2, texts[i]))
			fail_msg("\"%s\" was taken for two bytes", texts[i]);
}

// RFC 4648 section 10, in lower case and without padding; the zeroes after the text are the bits it pads with.
static void base32_agrees_with_the_rfc(void **state)
{
	static const struct {
		const char bytes[8];
		const char *text;
	} cases[] = {
		{"", ""},
		{"f", "my"},
		{"fo", "mzxq"},
		{"foo", "mzxw6"},
		{"foob", "mzxw6yq"},
		{"fooba", "mzxw6ytb"},
		{"foobar", "mzxw6ytboi"},
	};
	uint8_t read[8];
	char out[17];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const uint8_t *bytes = (const uint8_t *)cases[i].bytes;

		assert_string_equal(mg_base32_encode(out, strlen(cases[i].text), bytes), cases[i].text);
		assert_true(mg_base32_decode(read, strlen(cases[i].bytes), mg_slice_of(cases[i].text)));
		assert_memory_equal(read, bytes, strlen(cases[i].bytes));
	}
}

// A key id is 16 characters of exactly 10 bytes: reading an eleventh would be an overflow that the sanitizer sees.
static void base32_reads_no_byte_too_many(void **state)
{
	uint8_t bytes[10];
	char out[17];

	(void)state;
	memset(bytes, 0xFF, sizeof bytes);
	assert_string_equal(mg_base32_encode(out, 16, bytes), "7777777777777777");
	memset(bytes, 0, sizeof bytes);
	assert_string_equal(mg_base32_encode(out, 16, bytes), "aaaaaaaaaaaaaaaa");
}

// Another length, another letter, bits left over that are not zero.
static void base32_refuses_what_it_would_not_write(void **state)
{
	static const char *const texts[] = {"",         "mzxw6yt",   "mzxw6ytbo", "mzxw6yt=", "mzxw6yt1",
					    "MZXW6YTB", "mzxw6yt\n", "mz xw6yt",  "mzxw6yté"};
	uint8_t bytes[8];

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		if (mg_base32_decode(bytes, 5, mg_slice_of(texts[i])))
			fail_msg("\"%s\" was taken for five bytes", texts[i]);
	}
	assert_true(mg_base32_decode(bytes, 1, mg_slice_of("my")));
	assert_false(mg_base32_decode(bytes, 1, mg_slice_of("mz")));
	assert_false(mg_base32_decode(bytes, 4, mg_slice_of("mzxw6yr")));
}

static const char *const fields[] = {"cible",  "échéance",   "intitulé", "promoteur_referent", "population_cible",
				     "budget", "date_debut", "date_fin"};

static void the_nearest_word_is_proposed(void **state)
{
	static const struct {
		const char *typed, *word;
	} cases[] = {
		{"cible", "cible"},
		{"cibel", "cible"},
		{"cibles", "cible"},
		{"cble", "cible"},
		{"Cible", "cible"},
		{"echeance", "échéance"},
		{"Echéance", "échéance"},
		{"intitule", "intitulé"},
		{"promoteur-referent", "promoteur_referent"},
		{"promoteur référent", "promoteur_referent"},
		{"buget", "budget"},
		{"datefin", "date_fin"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *word = mg_nearest(cases[i].typed, fields, COUNT(fields));

		if (!word)
			fail_msg("nothing near %s", cases[i].typed);
		assert_string_equal(word, cases[i].word);
	}
}

static void nothing_near_is_nothing(void **state)
{
	static const char *const texts[] = {
		"",
		"x",
		"zzz",
		"cabane",
		"d",
		"montant",
		"\xFF",
		"\xC3",
		"promoteur",
		"été",
		"un_mot_bien_plus_long_que_tout_ce_que_nous_nommons_jamais",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		const char *word = mg_nearest(texts[i], fields, COUNT(fields));

		if (word)
			fail_msg("\"%s\" was taken for %s", texts[i], word);
	}
	assert_null(mg_nearest("cible", fields, 0));
}

static void words_too_long_to_compare_are_passed_over(void **state)
{
	static const char *const words[] = {"un_mot_bien_plus_long_que_tout_ce_que_nous_nommons_jamais", "court"};

	(void)state;
	assert_string_equal(mg_nearest("cour", words, COUNT(words)), "court");
	assert_null(mg_nearest(words[0], words, COUNT(words)));
}

static void an_equal_distance_gives_the_first(void **state)
{
	static const char *const one[] = {"action", "axion"}, *const other[] = {"axion", "action"};

	(void)state;
	assert_string_equal(mg_nearest("acion", one, COUNT(one)), "action");
	assert_string_equal(mg_nearest("acion", other, COUNT(other)), "axion");
}

// Short enough that two edits would be too far.
static void two_letters_swapped_are_one_edit(void **state)
{
	static const char *const words[] = {"date"};

	(void)state;
	assert_non_null(mg_nearest("daet", words, 1));
	assert_null(mg_nearest("dxxe", words, 1));
}

static void two_halves_are_one_character(void **state)
{
	static const struct {
		const char *text;
		uint32_t character;
	} cases[] = {
		{"\\uD83D\\uDE00", 0x1F600},
		{"\\ud800\\udc00", 0x10000},
		{"\\uDBFF\\uDFFF", 0x10FFFF},
		{"\\uD83D", 0},
		{"\\uD83D\\uDE0", 0},
		{"\\uD83D\\u0041", 0},
		{"\\uDE00\\uD83D", 0},
		{"\\uD83D uDE00", 0},
		{"\\uD83g\\uDE00", 0},
		{"\\xD83D\\uDE00", 0},
		{"", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(mg_text_pair(mg_slice_of(cases[i].text), 0), cases[i].character);
	assert_int_equal(mg_text_pair(mg_slice_of("a\\uD83D\\uDE00"), 1), 0x1F600);
	assert_int_equal(mg_text_pair(mg_slice_of("a"), 2), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_halves_are_one_character),
		cmocka_unit_test(well_formed_characters_are_read),
		cmocka_unit_test(malformed_characters_are_refused),
		cmocka_unit_test(the_first_malformed_byte_is_found),
		cmocka_unit_test(eight_bytes_at_once_are_as_good_as_one),
		cmocka_unit_test(hexadecimal_goes_there_and_back),
		cmocka_unit_test(other_hexadecimal_is_refused),
		cmocka_unit_test(base32_agrees_with_the_rfc),
		cmocka_unit_test(base32_reads_no_byte_too_many),
		cmocka_unit_test(base32_refuses_what_it_would_not_write),
		cmocka_unit_test(the_nearest_word_is_proposed),
		cmocka_unit_test(nothing_near_is_nothing),
		cmocka_unit_test(words_too_long_to_compare_are_passed_over),
		cmocka_unit_test(an_equal_distance_gives_the_first),
		cmocka_unit_test(two_letters_swapped_are_one_edit),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("base_text", tests, NULL, NULL);
}
