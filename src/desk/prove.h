// SPDX-License-Identifier: Apache-2.0
/*
 * Who somebody is, asked at the door and again before a step that cannot be taken back: passwords looked at outside the
 * writer, devices that are known, the secret once more. The pages of signing in are the room signin's.
 */
#pragma once

#include "desk/desk.h"

#define DESK_PIN_COOKIE S("device")  /* a device that is bound by a printed code */
#define DESK_KNOWN_COOKIE S("known") /* and one that a password once opened */

/* -- passwords (login.c) -------------------------------------------------------------------------------------------- */
typedef struct DeskLogin { /* a password, looked at outside the job */
    LoginRow row;
    bool verified;
} DeskLogin;
/* On a worker: two passwords are hashed at once, some more wait, others are asked to come back. */
MUST_USE Err desk_verify_password(const Request *q, Str login, Str password, Str device, const DeskLogin **ret_login);
MUST_USE Err desk_hash_password(const Request *q, Str password, Str *ret_hash);
MUST_USE Err desk_login_rate(const Request *q);
Str desk_next(const Pairs *from); /* where to go on after signing in: an address of our own */

/* -- before what cannot be taken back (prove.c) --------------------------------------------------------------------- */
bool desk_must_prove(const Request *q); /* it was last given more than five minutes ago */
bool desk_step_proves(const Request *q, const Process *p, Str action); /* .. and this step wants it */
/* A `prepare` of the route: looks at what was typed into the field `proof`. */
Err desk_prepare_proof(const Request *q, const void **ret_prepared);
/* ret_proven: the request as it goes on. ret_refused: why the page has to ask again; NULL when he is who he is. */
MUST_USE Err desk_prove(const Request *q, const Request **ret_proven, Err *ret_refused);
DeskFaults desk_fault_at(const Request *q, Err refused, const char *field); /* a refusal of access, at that field */
Html desk_proof_field(const Request *q, const DeskFaults *faults); /* empty when nothing has to be proven */
MUST_USE Err desk_gate(const Request *q, const Process *p, Str action);
Str desk_pin_device(const Request *q);   /* the cookies of devices: bound by a code, known from a password */
Str desk_known_device(const Request *q);
/* -- what was typed at a shut door (kept_web.c, docs/why/kept.md) ---------------------------------------------------- */
/* To whoever is signed in: his own form to go on with, or that it is not his. False: nothing was carried. */
bool desk_show_kept(const Request *q, Response *r, Str sealed);
/* The same to whoever came in by this session just now, in the office in which it was typed. */
MUST_USE Err desk_back_in(const Request *q, Response *r, Str token, Str sealed, bool *ret_shown);

Str desk_agent_of(Arena *a, Str user_agent);         /* "android wechat" */
Str desk_agent_words(const Request *q, Str agent);
