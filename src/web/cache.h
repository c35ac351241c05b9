// SPDX-License-Identifier: Apache-2.0
/*
 * Public pages, kept whole: body, gzip twin and the heads to send them with. Lookups happen on the I/O thread,
 * insertions on workers, touches on the writer; one lock, held for nothing but pointers.
 */
#pragma once

#include "base/base.h"

typedef struct Cache Cache;
typedef struct CacheEntry CacheEntry;

typedef enum CacheForm { CACHE_PLAIN, CACHE_GZIP, CACHE_UNCHANGED, CACHE_FORMS } CacheForm;

typedef struct CachePage {
    Str key;    /* the choice's letter, then the path */
    Str path;   /* what web_touch compares */
    Str etag;   /* with its quotes */
    Str heads[CACHE_FORMS];
    Str plain, gzip;
    Instant true_until;
} CachePage;

typedef struct CacheHit {
    CacheEntry *entry; /* to be given back with cache_release */
    Str etag;
    Str heads[CACHE_FORMS];
    const Str *parts[CACHE_FORMS];
    size_t part_counts[CACHE_FORMS];
} CacheHit;

Cache *cache_new(Arena *a); /* closed with the arena */
bool cache_find(Cache *c, Str key, Instant now, CacheHit *ret_hit);
void cache_release(void *entry); /* a NetAnswer's release */
uint64_t cache_ticket(Cache *c); /* taken before reading what the page will say */
/* Not kept when something under the page's path was touched since the ticket, or when it is too large. */
void cache_put(Cache *c, uint64_t ticket, const CachePage *page);
void cache_touch(Cache *c, Str path_prefix);

typedef struct CacheStats {
    size_t entries, bytes;
    uint64_t hits, misses, evicted, touched;
} CacheStats;
CacheStats cache_stats(Cache *c);
