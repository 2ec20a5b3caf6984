// SPDX-License-Identifier: EUPL-1.2
#include "core/sha1.h"

#include <string.h>

#define BLOCK_BYTES  64u
#define LENGTH_BYTES 8u // of the message's length in bits, at the end of the last block

static uint32_t rotate(uint32_t x, unsigned bits)
{
	return x << bits | x >> (32 - bits);
}

// The message's words, and those made from them (RFC 3174, 6.1 a and b).
static void expand(const uint8_t *block, uint32_t words[80])
{
	for (size_t i = 0; i < 16; i++, block += 4)
		words[i] = (uint32_t)block[0] << 24 | (uint32_t)block[1] << 16 | (uint32_t)block[2] << 8 | block[3];
	for (size_t i = 16; i < 80; i++)
		words[i] = rotate(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
}

// One step (6.1 d), of which only the function and its constant differ from one quarter to the next.
static void step(uint32_t s[5], uint32_t mixed, uint32_t word)
{
	uint32_t next = rotate(s[0], 5) + mixed + s[4] + word;

	s[4] = s[3];
	s[3] = s[2];
	s[2] = rotate(s[1], 30);
	s[1] = s[0];
	s[0] = next;
}

static void add_block(uint32_t state[5], const uint8_t *block)
{
	uint32_t words[80], s[5];
	size_t i = 0;

	expand(block, words);
	memcpy(s, state, sizeof s);
	for (; i < 20; i++)
		step(s, ((s[1] & s[2]) | (~s[1] & s[3])) + 0x5a827999u, words[i]);
	for (; i < 40; i++)
		step(s, (s[1] ^ s[2] ^ s[3]) + 0x6ed9eba1u, words[i]);
	for (; i < 60; i++)
		step(s, ((s[1] & s[2]) | (s[1] & s[3]) | (s[2] & s[3])) + 0x8f1bbcdcu, words[i]);
	for (; i < 80; i++)
		step(s, (s[1] ^ s[2] ^ s[3]) + 0xca62c1d6u, words[i]);
	for (i = 0; i < 5; i++)
		state[i] += s[i];
}

void mg_sha1(struct mg_slice bytes, uint8_t digest[MG_SHA1_BYTES])
{
	uint32_t state[5] = {0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u, 0xc3d2e1f0u};
	size_t whole = bytes.len / BLOCK_BYTES * BLOCK_BYTES, rest = bytes.len - whole;
	size_t end = rest + 1 + LENGTH_BYTES <= BLOCK_BYTES ? BLOCK_BYTES : 2 * BLOCK_BYTES;
	uint64_t bits = (uint64_t)bytes.len * 8;
	uint8_t last[2 * BLOCK_BYTES] = {0};

	for (size_t i = 0; i < whole; i += BLOCK_BYTES)
		add_block(state, (const uint8_t *)bytes.data + i);
	if (rest)
		memcpy(last, bytes.data + whole, rest);
	last[rest] = 0x80;
	for (size_t i = 0; i < LENGTH_BYTES; i++)
		last[end - 1 - i] = (uint8_t)(bits >> 8 * i);
	for (size_t i = 0; i < end; i += BLOCK_BYTES)
		add_block(state, last + i);
	for (size_t i = 0; i < MG_SHA1_BYTES; i++)
		digest[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
}
