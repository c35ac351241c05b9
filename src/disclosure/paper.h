// SPDX-License-Identifier: Apache-2.0
/* The sheets that hang in the village, as blocks for print: for pages here and for the command line. */
#pragma once

#include "disclosure/disclosure.h"
#include "print/print.h"

MUST_USE Err disclosure_paper_period(const Request *q, const Place *village, Period period, PaperKind kind,
                                     PrintSheet *ret_sheet);
/* The board that staff hang: with what stands on the board alone (masked names of who was helped), as long as the item
 * is displayed; afterwards like any other. For staff: the caller has looked at the permission. */
MUST_USE Err disclosure_paper_board(const Request *q, const Place *village, Period period, PaperKind kind,
                                    PrintSheet *ret_sheet);
MUST_USE Err disclosure_paper_poster(const Request *q, const Place *village, PrintSheet *ret_sheet);
