// SPDX-License-Identifier: Apache-2.0
/*
 * Limits resolved against a case. A limit counts whole days after the day of its base and ends at 24:00 of the
 * last one.
 */
#pragma once

#include "process/process.h"

/* The n-th workday after (or before) a day; the day itself for 0. */
Date limit_workday(const Engine *e, Date from, int32_t n, bool *ret_provisional);
/* The day a limit of days, workdays or months ends on. */
Date limit_day(const Engine *e, Date from, const Limit *limit, bool *ret_provisional);
/* What it counts from: a date field, the last time a state was entered or an action taken, the parent's, or entered. */
Date limit_base(const CaseView *view, const Limit *limit, Instant entered);
/* When the limit of a state ends; INSTANT_NONE without one, or while its base is unknown. */
Instant limit_end(const Engine *e, const CaseView *view, const Limit *limit, Instant entered, bool *ret_provisional);
/* not_before: the first day it is allowed on. Five days after: five full days lie between. Days before, or the day of a
 * field itself: from that day on. */
Date limit_first_day(const Engine *e, const CaseView *view, const Limit *limit);
/* A late stage counts from the day the limit ended on. */
Instant limit_late(const Engine *e, Instant due, const Limit *after);
/* Half of the days that lay between, rounded up, at least one; counted from today. */
Instant limit_half(Instant from, Instant until, Instant now);
