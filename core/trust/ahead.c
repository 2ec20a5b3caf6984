// SPDX-License-Identifier: EUPL-1.2
#include "core/trust/ahead.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define WINDOW      128u       // commits read ahead: enough that nobody waits, few enough to forget
#define MAX_BYTES   (4u << 20) // of them together: a stranger's are large
#define WORTH       16u        // commits waiting before a thread is started or woken: it costs as much as a signature
#define MAX_THREADS 16

enum state { EMPTY, WAITING, RUNNING, DONE };

struct slot {
	struct mg_ahead_commit item;
	struct mg_commit_checked checked;
	struct mg_arena arena;
	size_t bytes;
	enum state state; // of its signature; EMPTY: nothing to verify. With the lock
};

struct mg_ahead {
	struct mg_repo *repo;
	int wanted, running; // threads
	size_t first, n;     // of the slots in use; a ring
	size_t bytes;
	size_t begun; // slots ever used
	size_t taken; // slots before `first` whose commit the caller still looks at: 0 or 1
	size_t next;  // of the slots in use, counted from `first`: those before it nobody needs to begin. With the lock
	pthread_mutex_t lock;
	pthread_cond_t work, done;
	bool ends; // with the lock
	pthread_t threads[MAX_THREADS];
	struct slot *slots; // WINDOW of them, of which begun are more than memory: most often one commit comes
};

static int count_threads(int threads)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	if (threads == MG_AHEAD_AUTO)
		threads = processors > 1 ? (int)processors - 1 : 0;
	return threads < MAX_THREADS ? threads : MAX_THREADS;
}

struct mg_ahead *mg_ahead_new(struct mg_repo *repo, int threads)
{
	struct mg_ahead *ahead = calloc(1, sizeof *ahead);

	if (!ahead)
		return NULL;
	ahead->repo = repo;
	ahead->wanted = count_threads(threads);
	ahead->slots = malloc(WINDOW * sizeof *ahead->slots);
	if (!ahead->slots || pthread_mutex_init(&ahead->lock, NULL) != 0 ||
	    pthread_cond_init(&ahead->work, NULL) != 0 || pthread_cond_init(&ahead->done, NULL) != 0) {
		free(ahead->slots);
		free(ahead);
		return NULL;
	}
	return ahead;
}

void mg_ahead_free(struct mg_ahead *ahead)
{
	if (!ahead)
		return;
	pthread_mutex_lock(&ahead->lock);
	ahead->ends = true;
	pthread_cond_broadcast(&ahead->work);
	pthread_mutex_unlock(&ahead->lock);
	for (int i = 0; i < ahead->running; i++)
		pthread_join(ahead->threads[i], NULL);
	for (size_t i = 0; i < ahead->begun; i++)
		mg_arena_clear(&ahead->slots[i].arena);
	pthread_cond_destroy(&ahead->work);
	pthread_cond_destroy(&ahead->done);
	pthread_mutex_destroy(&ahead->lock);
	free(ahead->slots);
	free(ahead);
}

// ---- verifying

// Without the lock: the slot is this thread's while it is RUNNING.
static void verify(struct slot *slot)
{
	slot->checked.code = mg_commit_verify(&slot->item.commit, &slot->checked.signer, &slot->checked.err);
}

// With the lock. The oldest slot that nobody has begun; NULL.
static struct slot *next_waiting(struct mg_ahead *ahead)
{
	while (ahead->next < ahead->n) {
		struct slot *slot = &ahead->slots[(ahead->first + ahead->next++) % WINDOW];

		if (slot->state == WAITING)
			return slot;
	}
	return NULL;
}

static void *work(void *context)
{
	struct mg_ahead *ahead = context;
	struct slot *slot;

	pthread_mutex_lock(&ahead->lock);
	while (!ahead->ends) {
		slot = next_waiting(ahead);
		if (!slot) {
			pthread_cond_wait(&ahead->work, &ahead->lock);
			continue;
		}
		slot->state = RUNNING;
		pthread_mutex_unlock(&ahead->lock);
		verify(slot);
		pthread_mutex_lock(&ahead->lock);
		slot->state = DONE;
		pthread_cond_signal(&ahead->done);
	}
	pthread_mutex_unlock(&ahead->lock);
	return NULL;
}

// A thread that cannot be started is none: whoever judges does it all himself.
static void start_threads(struct mg_ahead *ahead)
{
	while (ahead->running < ahead->wanted &&
	       pthread_create(&ahead->threads[ahead->running], NULL, work, ahead) == 0)
		ahead->running++;
	ahead->wanted = ahead->running;
}

// ---- in order

bool mg_ahead_has_room(const struct mg_ahead *ahead)
{
	return ahead->n + ahead->taken < WINDOW && (!ahead->n || ahead->bytes < MAX_BYTES);
}

static void read_commit(struct mg_ahead *ahead, struct slot *slot)
{
	struct mg_ahead_commit *item = &slot->item;
	struct mg_buf raw = {0};

	item->is_read = true;
	item->code = mg_repo_read(ahead->repo, &item->id, MG_OBJECT_COMMIT, MG_MAX_COMMIT_BYTES, &raw, &item->err);
	if (!item->code)
		item->code = mg_commit_parse(mg_buf_slice(&raw), &slot->arena, &item->commit, &item->err);
	item->commit.id = item->id;
	slot->bytes = raw.len;
	mg_buf_clear(&raw);
}

void mg_ahead_add(struct mg_ahead *ahead, const struct mg_id *id, bool read)
{
	size_t at = (ahead->first + ahead->n) % WINDOW;
	struct slot *slot = &ahead->slots[at];
	bool verified;

	if (at < ahead->begun)
		mg_arena_clear(&slot->arena);
	else
		mg_arena_init(&ahead->slots[ahead->begun++].arena, 0);
	slot->item = (struct mg_ahead_commit){.id = *id};
	slot->bytes = 0;
	if (read)
		read_commit(ahead, slot);
	verified = read && !slot->item.code && ahead->wanted;
	slot->item.commit.checked = verified ? &slot->checked : NULL;
	pthread_mutex_lock(&ahead->lock);
	slot->state = verified ? WAITING : EMPTY;
	ahead->n++;
	ahead->bytes += slot->bytes;
	if (ahead->n - ahead->next >= WORTH)
		pthread_cond_signal(&ahead->work);
	pthread_mutex_unlock(&ahead->lock);
	if (verified && ahead->n >= WORTH && ahead->running < ahead->wanted)
		start_threads(ahead);
}

const struct mg_ahead_commit *mg_ahead_take(struct mg_ahead *ahead)
{
	struct slot *slot = &ahead->slots[ahead->first];

	ahead->taken = 0;
	if (!ahead->n)
		return NULL;
	pthread_mutex_lock(&ahead->lock);
	if (slot->state == WAITING) { // nobody was faster
		slot->state = DONE;
		slot->item.commit.checked = NULL;
	}
	while (slot->state == RUNNING)
		pthread_cond_wait(&ahead->done, &ahead->lock);
	ahead->first = (ahead->first + 1) % WINDOW;
	ahead->n--;
	ahead->next -= ahead->next > 0;
	ahead->bytes -= slot->bytes;
	pthread_mutex_unlock(&ahead->lock);
	ahead->taken = 1;
	return &slot->item;
}
