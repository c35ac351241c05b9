// SPDX-License-Identifier: Apache-2.0
/* The sheets that hang in the village, as blocks for print: for pages here and for the command line. */
#pragma once

#include "disclosure/disclosure.h"
#include "print/print.h"

MUST_USE Err disclosure_paper_period(const Request *q, const Place *village, Period period, PaperKind kind,
                                     PrintSheet *ret_sheet);
MUST_USE Err disclosure_paper_poster(const Request *q, const Place *village, PrintSheet *ret_sheet);
