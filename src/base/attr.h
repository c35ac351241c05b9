// SPDX-License-Identifier: Apache-2.0
/* Compiler attributes under names that say what they are for. */
#pragma once

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))
#define UNUSED __attribute__((unused))
#define NORETURN __attribute__((noreturn))
#ifdef ANALYZED
#define NEVER_NULL /* ERR_IS says it in a way that analysers read */
#else
#define NEVER_NULL __attribute__((returns_nonnull))
#endif

/* gcc's analyser reports a leak of our own types when it knows who frees them; clang 14 rejects the arguments. */
#ifdef __clang__
#define FREED_BY(fn)
#else
#define FREED_BY(fn) __attribute__((malloc(fn, 1)))
#endif

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
