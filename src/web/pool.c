// SPDX-License-Identifier: Apache-2.0
/* Recycled arenas and the bounded queue: the two things threads pass each other besides answers. */
#include "web/inside.h"

void pool_open(Pool *p, Arena *a, size_t spare_max)
{
    *p = (Pool){.spare = ARENA_ARRAY(a, Arena *, spare_max), .max = spare_max};
    pthread_mutex_init(&p->lock, NULL);
}

void pool_close(Pool *p)
{
    while (p->count > 0)
        arena_free(p->spare[--p->count]);
    pthread_mutex_destroy(&p->lock);
}

Arena *pool_take(Pool *p)
{
    pthread_mutex_lock(&p->lock);
    Arena *a = p->count > 0 ? p->spare[--p->count] : NULL;
    pthread_mutex_unlock(&p->lock);
    return a ? a : arena_new(LIMIT_REQUEST_ARENA);
}

void pool_give(Pool *p, Arena *a)
{
    arena_reset(a);
    pthread_mutex_lock(&p->lock);
    bool kept = p->count < p->max;
    if (kept)
        p->spare[p->count++] = a;
    pthread_mutex_unlock(&p->lock);
    if (!kept)
        arena_free(a);
}

void queue_open(Queue *w, Arena *a)
{
    *w = (Queue){.ring = ARENA_ARRAY(a, Task *, LIMIT_WORK_QUEUE)};
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->more, NULL);
}

bool queue_push(Queue *w, Task *t)
{
    pthread_mutex_lock(&w->lock);
    bool has_room = w->count < LIMIT_WORK_QUEUE && !w->closed;
    if (has_room)
        w->ring[(w->first + w->count++) % LIMIT_WORK_QUEUE] = t;
    pthread_mutex_unlock(&w->lock);
    if (has_room)
        pthread_cond_signal(&w->more);
    return has_room;
}

Task *queue_pop(Queue *w)
{
    pthread_mutex_lock(&w->lock);
    while (w->count == 0 && !w->closed)
        pthread_cond_wait(&w->more, &w->lock);
    Task *t = NULL;
    if (w->count > 0) {
        t = w->ring[w->first];
        w->first = (w->first + 1) % LIMIT_WORK_QUEUE;
        w->count--;
    }
    pthread_mutex_unlock(&w->lock);
    return t;
}

void queue_close(Queue *w)
{
    pthread_mutex_lock(&w->lock);
    w->closed = true;
    pthread_mutex_unlock(&w->lock);
    pthread_cond_broadcast(&w->more);
}

size_t queue_count(Queue *w)
{
    pthread_mutex_lock(&w->lock);
    size_t count = w->count;
    pthread_mutex_unlock(&w->lock);
    return count;
}
