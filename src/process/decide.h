// SPDX-License-Identifier: Apache-2.0
/* The parts of a decision: whether somebody may, what it opens, when the limit ends. All pure. */
#pragma once

#include "process/process.h"

/* Everything but the facts and the limit: whether this actor may take the action now. Offers are made of this. */
MUST_USE Err decide_may(Arena *a, const Engine *e, const CaseView *view, const Step *s, Decision *ret_decision);

/* The first step of a case that is not there yet: view->c is its draft. `trusted`: the engine itself opens it. */
MUST_USE Err decide_opening(Arena *a, const Engine *e, const CaseView *view, const Step *s, bool trusted,
                            Decision *ret_decision);

/* The limit after the last step of the view, whose case has its facts already. */
Instant decide_due(const Engine *e, const CaseView *view, const Action *x, bool *ret_provisional);

/* The person may not take the action, because he took one that another hand must check. */
bool decide_is_barred(const CaseView *view, const Action *x, PersonId person);
/* He may type in what others signed on paper for this action; or why not. The view is that of the action. */
MUST_USE Err decide_typing(Arena *a, const CaseView *view, const Action *x, const Actor *who);
/* His signature may still be given: he is one of those who sign, took no step that this one checks, has not signed yet. */
bool decide_may_sign(const CaseView *view, const Action *x, PersonId person);
/* All of them hold: an absent flag is `false`, another absent value is nothing. */
bool decide_when(Arena *a, const Process *p, const When *whens, size_t count, const Json *facts);
/* How often it stands among the steps, signatures left out. */
int decide_times(const CaseView *view, Str action);
