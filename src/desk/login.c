// SPDX-License-Identifier: Apache-2.0
/* Passwords are looked at outside the writer, two at a time: each costs a tenth of a second and 64 MiB. */
#include <pthread.h>

#include "desk/desk_own.h"

/* What a login that does not exist is measured against, so that its answer takes as long as any other. */
static const Str nobody =
    S("$argon2id$v=19$m=65536,t=3,p=1$8jzeANj24+TmmHFlyTXguA$jM2CbF3XiVhB8Oekm2MLu4nKDgE0kVJb44Oaeqx87XM");

static struct {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    int running, waiting;
} places = {.lock = PTHREAD_MUTEX_INITIALIZER, .freed = PTHREAD_COND_INITIALIZER};

static bool take_place(void)
{
    pthread_mutex_lock(&places.lock);
    bool taken = places.waiting < LIMIT_HASHES_WAITING;
    places.waiting += taken;
    while (taken && places.running >= LIMIT_HASHES_AT_ONCE)
        pthread_cond_wait(&places.freed, &places.lock);
    places.waiting -= taken;
    places.running += taken;
    pthread_mutex_unlock(&places.lock);
    return taken;
}

static void leave_place(void)
{
    pthread_mutex_lock(&places.lock);
    places.running--;
    pthread_cond_signal(&places.freed);
    pthread_mutex_unlock(&places.lock);
}

Err desk_login_rate(const Request *q)
{
    int64_t now_ms = clock_monotonic_ms();
    bool may =
        access_rate_take(RATE_LOGIN_ADDRESS, q->address, now_ms) && access_rate_take(RATE_LOGIN_ALL, STR_NONE, now_ms);
    return may ? NULL : ERR(q->arena, ERR_LIMIT, "err.web.too_fast");
}

Err desk_hash_password(const Request *q, Str password, Str *ret_hash)
{
    if (!take_place())
        return ERR(q->arena, ERR_AGAIN, "err.desk.many_sign_in");
    *ret_hash = seal_password_hash(q->arena, password);
    leave_place();
    return NULL;
}

Err desk_verify_password(const Request *q, Str login, Str password, Str device, const DeskLogin **ret_login)
{
    DeskLogin *made = ARENA_NEW(q->arena, DeskLogin);
    TRY(desk_login_rate(q));
    TRY(access_login_find(q->db, q->arena, login, device, &made->row));
    made->row.keeps_device = !q->is_api;
    made->row.agent = desk_agent_of(q->arena, q->user_agent);
    if (password.len > LIMIT_PASSWORD_BYTES)
        return ERR(q->arena, ERR_INPUT, "err.access.login_wrong", .field = S("login"));
    if (!take_place())
        return ERR(q->arena, ERR_AGAIN, "err.desk.many_sign_in");
    made->verified = seal_password_ok(made->row.password_hash.len ? made->row.password_hash : nobody, password);
    leave_place();
    made->verified = made->verified && made->row.password_hash.len;
    *ret_login = made;
    return NULL;
}
