// SPDX-License-Identifier: EUPL-1.2
#include "tests/lib/remembered.h"

#include "tests/lib/memo.h"

#include <pthread.h>
#include <sodium.h>

// What the linker puts in the place of libsodium's functions, and these by their other names.
int __real_crypto_sign_verify_detached(const unsigned char *sig, const unsigned char *m, unsigned long long m_len,
				       const unsigned char *pk);
int __wrap_crypto_sign_verify_detached(const unsigned char *sig, const unsigned char *m, unsigned long long m_len,
				       const unsigned char *pk);
int __real_crypto_core_ed25519_is_valid_point(const unsigned char *p);
int __wrap_crypto_core_ed25519_is_valid_point(const unsigned char *p);

// There is one in a process, as there is one libsodium.
static struct memo answers;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; // signatures are verified by several threads

static bool recall(const uint8_t name[MEMO_NAME_BYTES], int *answer)
{
	intptr_t found = 0;
	bool is_known;

	pthread_mutex_lock(&lock);
	is_known = memo_find(&answers, name, &found);
	pthread_mutex_unlock(&lock);
	*answer = (int)found;
	return is_known;
}

static int remember(const uint8_t name[MEMO_NAME_BYTES], int answer)
{
	pthread_mutex_lock(&lock);
	memo_add(&answers, name, answer);
	pthread_mutex_unlock(&lock);
	return answer;
}

int __wrap_crypto_sign_verify_detached(const unsigned char *sig, const unsigned char *m, unsigned long long m_len,
				       const unsigned char *pk)
{
	crypto_generichash_state state;
	uint8_t name[MEMO_NAME_BYTES];
	int answer;

	crypto_generichash_init(&state, NULL, 0, sizeof name);
	crypto_generichash_update(&state, sig, crypto_sign_BYTES);
	crypto_generichash_update(&state, pk, crypto_sign_PUBLICKEYBYTES);
	crypto_generichash_update(&state, m, m_len);
	crypto_generichash_final(&state, name, sizeof name);
	if (recall(name, &answer))
		return answer;
	return remember(name, __real_crypto_sign_verify_detached(sig, m, m_len, pk));
}

int __wrap_crypto_core_ed25519_is_valid_point(const unsigned char *p)
{
	uint8_t name[MEMO_NAME_BYTES];
	int answer;

	crypto_generichash(name, sizeof name, p, crypto_core_ed25519_BYTES, NULL, 0);
	if (recall(name, &answer))
		return answer;
	return remember(name, __real_crypto_core_ed25519_is_valid_point(p));
}

void remembered_clear(void)
{
	memo_clear(&answers);
}
