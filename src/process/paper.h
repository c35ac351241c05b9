// SPDX-License-Identifier: Apache-2.0
/*
 * Steps signed on paper and typed by another hand (product rule 4: 纸上签字：李建民；录入：王芳). A sheet is named by its day
 * and by where it is filed. Whoever signed it is told, and says whether it was he: what he objects to does not count, and
 * no step that rests on it is taken until it was given back with a reason or he takes the objection back.
 */
#pragma once

#include "process/case.h"

typedef enum PaperSaid { PAPER_UNSAID, PAPER_AGREED, PAPER_DISPUTED, PAPER_SETTLED } PaperSaid;

typedef struct SignedPaper {
    CaseId about;
    int64_t version;       /* the step of the case */
    PersonId signer, typist;
    Str action;
    Date signed_on;
    Str filed_at;
    Instant at;            /* typed */
    PaperSaid said;
    Instant said_at;
} SignedPaper;

/* The sheets of a case, oldest first. */
MUST_USE Err process_papers(Db *db, Arena *a, Home home, CaseId about, const SignedPaper **ret, size_t *ret_count);
/* Those this person has not answered yet, oldest first. */
MUST_USE Err process_papers_of(Db *db, Arena *a, Home home, PersonId signer, size_t max, const SignedPaper **ret,
                               size_t *ret_count);

typedef struct PaperAnswer {
    Home home;
    CaseId about;
    int64_t version;
    const Actor *who;
    Instant now;
    bool mine;
    Str reason; /* why not; looked at when it is not his */
} PaperAnswer;
/* In a job; stands in the record as process.paper_agreed or process.paper_disputed. */
MUST_USE Err process_paper_say(Db *db, Arena *a, const Engine *e, const PaperAnswer *answer);
