// SPDX-License-Identifier: EUPL-1.2
#include "base/share.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#define WORTH       8u         // things for each thread: to start one takes as long as one or two of them
#define MAX_THREADS 16u        // beside the caller's
#define STACK_BYTES (1u << 20) // what reading the deepest record takes under sanitizers, several times over

struct share {
	mg_share_work work;
	void *context;
	size_t n;
	atomic_size_t next; // the first that nobody has begun
};

static void *take_part(void *context)
{
	struct share *share = context;

	for (size_t i = atomic_fetch_add(&share->next, 1); i < share->n; i = atomic_fetch_add(&share->next, 1))
		share->work(share->context, i);
	return NULL;
}

// How many to start beside the caller's.
static unsigned helpers(size_t n, unsigned threads)
{
	long processors = threads == MG_SHARE_PROCESSORS ? sysconf(_SC_NPROCESSORS_ONLN) : (long)threads;
	size_t wanted = processors > 1 ? (size_t)processors - 1 : 0;

	wanted = wanted < n / WORTH ? wanted : n / WORTH;
	return wanted < MAX_THREADS ? (unsigned)wanted : MAX_THREADS;
}

void mg_share(mg_share_work work, void *context, size_t n, unsigned threads)
{
	struct share share = {.work = work, .context = context, .n = n, .next = 0};
	unsigned wanted = helpers(n, threads), started = 0;
	pthread_t ids[MAX_THREADS];
	pthread_attr_t small;

	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, STACK_BYTES);
	while (started < wanted && pthread_create(&ids[started], &small, take_part, &share) == 0)
		started++;
	take_part(&share);
	for (unsigned i = 0; i < started; i++)
		pthread_join(ids[i], NULL);
	pthread_attr_destroy(&small);
}
