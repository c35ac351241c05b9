// SPDX-License-Identifier: Apache-2.0
/* The sheets that hang in the village, as blocks for print: for pages here and for the command line. */
#pragma once

#include "disclosure/disclosure.h"
#include "print/print.h"

MUST_USE Err disclosure_paper_period(const Request *q, const Place *village, Period period, PaperKind kind,
                                     PrintSheet *ret_sheet);
/* What is to hang on the wall today: every item from the day it is published to the end of its display, with what stands on
 * the board alone (masked names of who was helped). For staff: the caller has looked at the permission. */
MUST_USE Err disclosure_paper_board(const Request *q, const Place *village, PaperKind kind, PrintSheet *ret_sheet);
MUST_USE Err disclosure_paper_poster(const Request *q, const Place *village, PrintSheet *ret_sheet);
