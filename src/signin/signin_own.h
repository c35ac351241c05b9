// SPDX-License-Identifier: Apache-2.0
/* What the files of this room share. */
#pragma once

#include "desk/prove.h"
#include "signin/signin.h"

/* In place of the session the request came with; sets the cookie. */
MUST_USE Err signin_start_session(const Request *q, Response *r, const SessionNew *fresh, Session *ret_session);
/* Where he was going: to the form he had typed, or to that address. */
MUST_USE Err signin_go_on(const Request *q, Response *r, Str token, Str next);
Str signin_kept(const Request *q); /* what he brings along, sealed; "" */
void signin_show_spares(const Request *q, Response *r, const Str *spares, Str next); /* once, to be printed */

Err signin_get_login(const Request *q, Response *r);
Err signin_prepare_login(const Request *q, const void **ret_prepared);
Err signin_post_login(const Request *q, Response *r);
Err signin_get_code(const Request *q, Response *r);
Err signin_post_code(const Request *q, Response *r);
Err signin_get_factor(const Request *q, Response *r);
Err signin_post_factor(const Request *q, Response *r);
Err signin_prepare_account(const Request *q, const void **ret_prepared);
Err signin_get_account(const Request *q, Response *r);
Err signin_post_account(const Request *q, Response *r);
Err signin_get_handout(const Request *q, Response *r);
Err signin_post_handout(const Request *q, Response *r);
Err signin_post_logout(const Request *q, Response *r);
