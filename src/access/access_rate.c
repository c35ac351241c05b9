// SPDX-License-Identifier: Apache-2.0
/*
 * Token buckets in memory. They slow a caller down and forget him; nobody is ever banned, because a whole village may
 * share one address. The table is bounded: who comes new takes the place of the one who waited least lately.
 */
#include <pthread.h>

#include "access/access.h"

enum {
    WAYS = 4,
    SETS = LIMIT_RATE_BUCKETS / WAYS,
    TOKEN = 1000, /* thousandths, so that slow rates need no fractions */
};

typedef struct Rate {
    int64_t burst;      /* tokens a bucket holds */
    int64_t refill_ms;  /* one token comes back in so many milliseconds */
    bool for_everybody; /* one bucket, whoever asks */
} Rate;

/* What stands behind the figures: docs/why/pin.md. */
static const Rate rates[] = {
    [RATE_LOGIN_ADDRESS] = {30, 2000, false}, /* 30 a minute */
    [RATE_LOGIN_ALL] = {50, 20, true},        /* 50 a second */
    [RATE_ASK_ADDRESS] = {60, 1000, false},   /* a meeting behind one address may ask at once */
    [RATE_SLIP_ADDRESS] = {10, 10000, false}, /* wrong slips: 10 at once, then 6 a minute */
    [RATE_SLIP_ALL] = {60, 10000, true},
};

typedef struct Bucket {
    Digest who;
    int64_t tokens; /* in thousandths */
    int64_t at_ms;
    bool used;
} Bucket;

static Bucket buckets[SETS][WAYS];
static Bucket everybody[COUNT_OF(rates)]; /* apart, so that no crowd can push them out */
static Digest salt; /* makes the place of a bucket unguessable: nobody can aim at somebody else's */
static bool salted;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Time that has not yet made a whole thousandth stays on the clock: asking often does not cost the refill. */
static void fill(Bucket *b, const Rate *rate, int64_t now_ms)
{
    int64_t passed = now_ms > b->at_ms ? now_ms - b->at_ms : 0;
    if (passed >= rate->burst * rate->refill_ms) {
        b->tokens = rate->burst * TOKEN;
        b->at_ms = now_ms;
        return;
    }
    int64_t earned = passed * TOKEN / rate->refill_ms;
    b->at_ms += earned * rate->refill_ms / TOKEN;
    b->tokens += earned;
    if (b->tokens > rate->burst * TOKEN)
        b->tokens = rate->burst * TOKEN;
}

/* The bucket of this name, or the one in its set that was touched longest ago, made new. */
static Bucket *bucket_in(Bucket *set, size_t ways, const Digest *name, int64_t full, int64_t now_ms)
{
    Bucket *oldest = set;
    for (size_t i = 0; i < ways; i++) {
        if (set[i].used && memcmp(&set[i].who, name, sizeof *name) == 0)
            return &set[i];
        if (oldest->used && (!set[i].used || set[i].at_ms < oldest->at_ms))
            oldest = &set[i];
    }
    *oldest = (Bucket){.who = *name, .tokens = full, .at_ms = now_ms, .used = true};
    return oldest;
}

/* Holds the lock. */
static Bucket *bucket_of(RateKind kind, Str who, int64_t now_ms)
{
    const Rate *rate = &rates[kind];
    const uint8_t tag = (uint8_t)kind;
    const Str parts[] = {{(const char *)salt.at, sizeof salt.at}, {(const char *)&tag, 1},
                         rate->for_everybody ? STR_NONE : who};
    Digest name = seal_sha256_parts(parts, COUNT_OF(parts));
    uint32_t hash;
    memcpy(&hash, name.at, sizeof hash);
    Bucket *b = rate->for_everybody ? bucket_in(&everybody[kind], 1, &name, rate->burst * TOKEN, now_ms)
                                    : bucket_in(buckets[hash % SETS], WAYS, &name, rate->burst * TOKEN, now_ms);
    fill(b, rate, now_ms);
    return b;
}

static Bucket *locked_bucket(RateKind kind, Str who, int64_t now_ms)
{
    REQUIRE(kind > 0 && (size_t)kind < COUNT_OF(rates));
    REQUIRE(pthread_mutex_lock(&lock) == 0);
    if (!salted) {
        seal_random(&salt, sizeof salt);
        salted = true;
    }
    return bucket_of(kind, who, now_ms);
}

bool access_rate_take(RateKind kind, Str who, int64_t now_ms)
{
    Bucket *b = locked_bucket(kind, who, now_ms);
    bool taken = b->tokens >= TOKEN;
    if (taken)
        b->tokens -= TOKEN;
    REQUIRE(pthread_mutex_unlock(&lock) == 0);
    return taken;
}

void access_rate_give_back(RateKind kind, Str who, int64_t now_ms)
{
    Bucket *b = locked_bucket(kind, who, now_ms);
    b->tokens += TOKEN;
    if (b->tokens > rates[kind].burst * TOKEN)
        b->tokens = rates[kind].burst * TOKEN;
    REQUIRE(pthread_mutex_unlock(&lock) == 0);
}
