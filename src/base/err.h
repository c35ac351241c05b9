// SPDX-License-Identifier: Apache-2.0
/*
 * An error is a value with a sentence. NULL is success. A fault names a message (found in every language's .po file
 * under `key`, with the way out under `key` + ".do"), fills its {1}..{4}, and may name the field it is about.
 *
 *     return ERR(a, ERR_RULE, "err.process.not_yet", .args = {day});
 *     return ERR(a, ERR_INPUT, "err.form.too_long", .field = f->name, .args = {max});
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"

typedef enum ErrCode {
    ERR_INPUT = 1, /* 422: a field is wrong               */
    ERR_LOGIN,     /* 401: nobody is signed in            */
    ERR_DENIED,    /* 403: signed in, but not for this    */
    ERR_MISSING,   /* 404: not there, or not to be seen   */
    ERR_GONE,      /* 410: it was public, and was taken away */
    ERR_CONFLICT,  /* 409: somebody else was faster       */
    ERR_RULE,      /* 422: the law or the process forbids */
    ERR_LIMIT,     /* 413/429: a ceiling                  */
    ERR_AGAIN,     /* 503: busy, try again                */
    ERR_BROKEN,    /* 500: our fault                      */
} ErrCode;

enum { ERR_ARGS = 4 };

typedef struct Fault {
    ErrCode code;
    Str key;
    Str args[ERR_ARGS];
    Str field;  /* the name of the field, or none */
    const Str *options; /* what would have been taken; for programs */
    size_t option_count;
    Str detail; /* for the log, never for the page */
    const char *file;
    int line;
} Fault;

typedef const Fault *Err;

NEVER_NULL Err err_make(Arena *a, const Fault *fault); /* copies everything into the arena */

/* Says where and stops the process. */
NORETURN void err_stop(const char *file, int line, const char *what);

/* Analysers do not read NEVER_NULL: without this they follow a fault on as if all were well (test/analyze). */
#ifdef ANALYZED
#define ERR_IS(err) ((err) ?: (err_stop(__FILE__, __LINE__, #err), (Err)0))
#else
#define ERR_IS(err) (err)
#endif

#define ERR(a, code_, key_, ...)                                                                                       \
    ERR_IS(err_make((a), &(Fault){.code = (code_), .key = S(key_), .file = __FILE__, .line = __LINE__, __VA_ARGS__}))

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        Err err_ = (call);                                                                                             \
        if (err_)                                                                                                      \
            return err_;                                                                                               \
    } while (0)

/* A broken promise between our own functions: says where and stops the process. Never for input. */
#define REQUIRE(condition) ((condition) ? (void)0 : err_stop(__FILE__, __LINE__, #condition))
