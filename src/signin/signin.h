// SPDX-License-Identifier: Apache-2.0
/*
 * signin: the door, and what one carries through it.
 *
 * lives:    the pages of signing in (a password, a PIN on a device that is known, a printed code), the second factor and
 *           its spare codes, one's own sessions and devices, codes handed out face to face
 * promises: an unknown login and a wrong secret are answered alike; nobody keeps a session's name over a sign-in; a code
 *           is taken once (OWASP ASVS 5.0, V6 and V7)
 * uses:     base codec seal store place record access process web room desk
 */
#pragma once

#include "room/room.h"

/* WebOptions.door: a form sent by somebody who is not signed in, or no longer as he was, comes back after he is. */
Err signin_door(const Request *q, Response *r, Err refused);

extern const Room signin_room;
