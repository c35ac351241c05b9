// SPDX-License-Identifier: Apache-2.0
/*
 * The cache of public pages. Memory is blocks of one size, taken from the arena as the cache grows and never given
 * back: nothing fragments, and the ceiling holds to the byte. An entry is a chain of blocks; what has to stand in one
 * piece (key, heads, lists of parts) stands in the first.
 */
#include "web/cache.h"

#include <pthread.h>

enum {
    BLOCK_BYTES = 8 * 1024,
    BLOCKS_MAX = LIMIT_CACHE_BYTES / BLOCK_BYTES,
    BUCKETS = 8192, /* a power of two */
    TOUCHES = 256,  /* remembered, so that a page read before a touch is not kept after it */
    TOUCH_BYTES = 64,
    LEAD_MAX = BLOCK_BYTES - 64,
};

typedef struct Block {
    struct Block *next;
    char bytes[BLOCK_BYTES - sizeof(struct Block *)];
} Block;

struct CacheEntry {
    Cache *cache;
    CacheEntry *chain;         /* of its bucket */
    CacheEntry *newer, *older; /* by last use */
    uint64_t hash;
    Str key, path, etag, heads[CACHE_FORMS];
    const Str *parts[CACHE_FORMS];
    size_t part_counts[CACHE_FORMS];
    Instant true_until;
    Block *blocks;
    size_t block_count;
    unsigned readers; /* being sent just now */
    bool dropped;     /* no longer found; its blocks go when the last reader is done */
};

typedef struct Touch {
    char at[TOUCH_BYTES];
    size_t len; /* a longer prefix is remembered as "everything" */
} Touch;

struct Cache {
    pthread_mutex_t lock;
    Arena *arena;
    CacheEntry *buckets[BUCKETS];
    CacheEntry *newest, *oldest, *free_entries;
    Block *free_blocks;
    size_t blocks_made, blocks_used, entries;
    Touch touches[TOUCHES];
    uint64_t touch_count, hits, misses, evicted;
};

static void cache_free(void *arg)
{
    Cache *c = arg;
    pthread_mutex_destroy(&c->lock);
    arena_free(c->arena);
}

/* Memory of its own: the cache grows on whichever thread fills it. */
Cache *cache_new(Arena *a)
{
    Arena *own = arena_new(2 * LIMIT_CACHE_BYTES);
    Cache *c = ARENA_NEW(own, Cache);
    c->arena = own;
    pthread_mutex_init(&c->lock, NULL);
    arena_defer(a, cache_free, c);
    return c;
}

/* -- under the lock --------------------------------------------------------------------------------------------------- */

static void unlink_use(Cache *c, CacheEntry *e)
{
    *(e->newer ? &e->newer->older : &c->newest) = e->older;
    *(e->older ? &e->older->newer : &c->oldest) = e->newer;
    e->newer = e->older = NULL;
}

static void link_newest(Cache *c, CacheEntry *e)
{
    e->older = c->newest;
    *(c->newest ? &c->newest->newer : &c->oldest) = e;
    c->newest = e;
}

static CacheEntry **slot_of(Cache *c, uint64_t hash, Str key)
{
    CacheEntry **slot = &c->buckets[hash & (BUCKETS - 1)];
    while (*slot && ((*slot)->hash != hash || !str_eq((*slot)->key, key)))
        slot = &(*slot)->chain;
    return slot;
}

static void give_blocks(Cache *c, CacheEntry *e)
{
    while (e->blocks) {
        Block *b = e->blocks;
        e->blocks = b->next;
        b->next = c->free_blocks;
        c->free_blocks = b;
        c->blocks_used--;
    }
    e->chain = c->free_entries;
    c->free_entries = e;
}

static void drop(Cache *c, CacheEntry *e)
{
    CacheEntry **slot = slot_of(c, e->hash, e->key);
    *slot = e->chain;
    unlink_use(c, e);
    c->entries--;
    e->dropped = true;
    if (e->readers == 0)
        give_blocks(c, e);
}

static Block *take_block(Cache *c)
{
    if (!c->free_blocks && c->blocks_made < BLOCKS_MAX) {
        c->free_blocks = ARENA_NEW(c->arena, Block);
        c->blocks_made++;
    }
    Block *b = c->free_blocks;
    if (!b)
        return NULL;
    c->free_blocks = b->next;
    b->next = NULL;
    c->blocks_used++;
    return b;
}

/* As many blocks as asked for, from whoever was used longest ago; false when those are all being sent. */
static bool take_blocks(Cache *c, CacheEntry *e, size_t count)
{
    Block **end = &e->blocks;
    while (e->block_count < count) {
        Block *b = take_block(c);
        if (b) {
            *end = b;
            end = &b->next;
            e->block_count++;
        } else if (c->oldest) {
            c->evicted++;
            drop(c, c->oldest);
        } else {
            return false;
        }
    }
    return true;
}

static CacheEntry *take_entry(Cache *c)
{
    if (c->entries >= LIMIT_CACHE_ENTRIES) {
        c->evicted++;
        drop(c, c->oldest);
    }
    CacheEntry *e = c->free_entries;
    if (e)
        c->free_entries = e->chain;
    else
        e = ARENA_NEW(c->arena, CacheEntry);
    *e = (CacheEntry){.cache = c};
    return e;
}

static bool lies_under(Str path, Str prefix)
{
    if (prefix.len == 0 || !str_starts(path, prefix))
        return prefix.len == 0;
    return path.len == prefix.len || path.at[prefix.len] == '/' || prefix.at[prefix.len - 1] == '/';
}

static bool touched_since(const Cache *c, uint64_t ticket, Str path)
{
    if (c->touch_count - ticket > TOUCHES)
        return true;
    for (uint64_t i = ticket; i < c->touch_count; i++) {
        const Touch *t = &c->touches[i % TOUCHES];
        if (lies_under(path, (Str){t->at, t->len}))
            return true;
    }
    return false;
}

/* -- filling an entry --------------------------------------------------------------------------------------------------- */

typedef struct Fill {
    Block *block;
    size_t used;
} Fill;

static void *fill_lead(Fill *f, size_t size)
{
    size_t start = (f->used + 7) & ~(size_t)7;
    f->used = start + size;
    REQUIRE(f->used <= sizeof f->block->bytes);
    return f->block->bytes + start;
}

static Str fill_str(Fill *f, Str s)
{
    char *to = fill_lead(f, s.len);
    if (s.len)
        memcpy(to, s.at, s.len);
    return (Str){to, s.len};
}

static size_t fill_parts(Fill *f, Str body, Str *parts)
{
    size_t count = 0;
    while (body.len > 0) {
        if (f->used == sizeof f->block->bytes) {
            f->block = f->block->next;
            f->used = 0;
            REQUIRE(f->block); /* as many as were counted out */
        }
        Str part = str_sub(body, 0, sizeof f->block->bytes - f->used);
        parts[count++] = (Str){memcpy(f->block->bytes + f->used, part.at, part.len), part.len};
        f->used += part.len;
        body = str_from(body, part.len);
    }
    return count;
}

static size_t parts_max(Str body)
{
    return body.len / sizeof(((Block *)0)->bytes) + 2;
}

static size_t lead_bytes(const CachePage *p)
{
    size_t len = p->key.len + p->path.len + p->etag.len + 16 * 8;
    for (size_t i = 0; i < CACHE_FORMS; i++)
        len += p->heads[i].len;
    return len + (parts_max(p->plain) + parts_max(p->gzip)) * sizeof(Str);
}

static void fill(CacheEntry *e, const CachePage *p)
{
    Fill f = {.block = e->blocks};
    REQUIRE(f.block);
    e->key = fill_str(&f, p->key);
    e->path = fill_str(&f, p->path);
    e->etag = fill_str(&f, p->etag);
    for (size_t i = 0; i < CACHE_FORMS; i++)
        e->heads[i] = fill_str(&f, p->heads[i]);
    Str *plain = fill_lead(&f, parts_max(p->plain) * sizeof(Str));
    Str *gzip = fill_lead(&f, parts_max(p->gzip) * sizeof(Str));
    e->parts[CACHE_GZIP] = gzip;
    e->part_counts[CACHE_GZIP] = fill_parts(&f, p->gzip, gzip);
    e->parts[CACHE_PLAIN] = plain;
    e->part_counts[CACHE_PLAIN] = fill_parts(&f, p->plain, plain);
    e->true_until = p->true_until;
}

/* -- what the others call ------------------------------------------------------------------------------------------------- */

bool cache_find(Cache *c, Str key, Instant now, CacheHit *ret_hit)
{
    pthread_mutex_lock(&c->lock);
    CacheEntry *e = *slot_of(c, str_hash(key), key);
    if (e && e->true_until.ms <= now.ms) {
        drop(c, e);
        e = NULL;
    }
    if (e) {
        c->hits++;
        e->readers++;
        if (c->newest != e) {
            unlink_use(c, e);
            link_newest(c, e);
        }
        *ret_hit = (CacheHit){.entry = e, .etag = e->etag};
        memcpy(ret_hit->heads, e->heads, sizeof e->heads);
        memcpy(ret_hit->parts, e->parts, sizeof e->parts);
        memcpy(ret_hit->part_counts, e->part_counts, sizeof e->part_counts);
    } else {
        c->misses++;
    }
    pthread_mutex_unlock(&c->lock);
    return e != NULL;
}

void cache_release(void *entry)
{
    CacheEntry *e = entry;
    Cache *c = e->cache;
    pthread_mutex_lock(&c->lock);
    REQUIRE(e->readers > 0);
    if (--e->readers == 0 && e->dropped)
        give_blocks(c, e);
    pthread_mutex_unlock(&c->lock);
}

uint64_t cache_ticket(Cache *c)
{
    pthread_mutex_lock(&c->lock);
    uint64_t ticket = c->touch_count;
    pthread_mutex_unlock(&c->lock);
    return ticket;
}

void cache_put(Cache *c, uint64_t ticket, const CachePage *page)
{
    size_t lead = lead_bytes(page), bytes = lead + page->plain.len + page->gzip.len;
    if (page->plain.len + page->gzip.len > LIMIT_CACHE_PAGE_BYTES || lead > LEAD_MAX)
        return;
    pthread_mutex_lock(&c->lock);
    if (!touched_since(c, ticket, page->path)) {
        uint64_t hash = str_hash(page->key);
        CacheEntry *before = *slot_of(c, hash, page->key);
        if (before)
            drop(c, before);
        CacheEntry *e = take_entry(c);
        e->hash = hash;
        if (take_blocks(c, e, bytes / sizeof(((Block *)0)->bytes) + 1)) {
            fill(e, page);
            *slot_of(c, hash, page->key) = e;
            link_newest(c, e);
            c->entries++;
        } else {
            give_blocks(c, e);
        }
    }
    pthread_mutex_unlock(&c->lock);
}

void cache_touch(Cache *c, Str path_prefix)
{
    pthread_mutex_lock(&c->lock);
    Touch *t = &c->touches[c->touch_count++ % TOUCHES];
    t->len = path_prefix.len <= TOUCH_BYTES ? path_prefix.len : 0;
    if (t->len)
        memcpy(t->at, path_prefix.at, t->len);
    for (CacheEntry *e = c->newest, *older; e; e = older) {
        older = e->older;
        if (lies_under(e->path, path_prefix))
            drop(c, e);
    }
    pthread_mutex_unlock(&c->lock);
}

CacheStats cache_stats(Cache *c)
{
    pthread_mutex_lock(&c->lock);
    CacheStats stats = {.entries = c->entries, .bytes = c->blocks_used * BLOCK_BYTES, .hits = c->hits,
                        .misses = c->misses, .evicted = c->evicted, .touched = c->touch_count};
    pthread_mutex_unlock(&c->lock);
    return stats;
}
