// SPDX-License-Identifier: Apache-2.0
/* SQL as a row of tokens: enough to find words, parameters, strings and the end of a statement. */
#include "sql.h"

#include <string.h>
#include <strings.h>

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t word_len(Str s)
{
    size_t n = 0;
    while (n < s.len && (is_letter(s.at[n]) || is_digit(s.at[n])))
        n++;
    return n;
}

/* To behind the closing mark; a string that never ends goes to the end of the text. */
static size_t quoted_len(Str s, Str close)
{
    size_t at;
    return str_find(str_from(s, close.len), close, &at) ? close.len + at + close.len : s.len;
}

static size_t blank_len(Str s)
{
    size_t n = 0;
    while (n < s.len && strchr(" \t\r\n", s.at[n]))
        n++;
    return n;
}

static size_t line_len(Str s)
{
    size_t at;
    return str_find(s, S("\n"), &at) ? at : s.len;
}

bool sql_next(Str text, size_t *at, SqlToken *ret_token)
{
    Str rest = str_from(text, *at);
    if (!rest.len)
        return false;
    char c = rest.at[0], after = rest.len > 1 ? rest.at[1] : '\0';
    *ret_token = (SqlToken){.kind = SQL_MARK, .at = *at};
    size_t len = 1;
    if ((len = blank_len(rest)) > 0)
        ret_token->kind = SQL_BLANK;
    else if (c == '-' && after == '-')
        ret_token->kind = SQL_COMMENT, len = line_len(rest);
    else if (c == '\'' || c == '"')
        ret_token->kind = SQL_STRING, len = quoted_len(rest, (Str){rest.at, 1});
    else if (c == '$' && after == '$')
        ret_token->kind = SQL_STRING, len = quoted_len(rest, S("$$"));
    else if (c == ':' && is_letter(after))
        ret_token->kind = SQL_PARAM, len = 1 + word_len(str_from(rest, 1));
    else if (is_letter(c) || is_digit(c))
        ret_token->kind = SQL_WORD, len = word_len(rest);
    else
        len = c == ':' && after == ':' ? 2 : 1;
    ret_token->text = str_sub(rest, 0, len);
    *at += len;
    return true;
}

bool sql_next_said(Str text, size_t *at, SqlToken *ret_token)
{
    while (sql_next(text, at, ret_token))
        if (ret_token->kind != SQL_BLANK && ret_token->kind != SQL_COMMENT)
            return true;
    *ret_token = (SqlToken){.kind = SQL_BLANK};
    return false;
}

bool sql_is_word(SqlToken t, const char *word)
{
    return t.kind == SQL_WORD && t.text.len == strlen(word) && strncasecmp(t.text.at, word, t.text.len) == 0;
}

bool sql_has_word(Str text, const char *word)
{
    SqlToken t;
    for (size_t at = 0; sql_next_said(text, &at, &t);)
        if (sql_is_word(t, word))
            return true;
    return false;
}

Str sql_fold(Arena *a, Str text)
{
    Sheet folded = {.arena = a};
    SqlToken t;
    bool after_mark = true;
    for (size_t at = 0; sql_next_said(text, &at, &t);) {
        bool mark = t.kind == SQL_MARK;
        if (!after_mark && !mark)
            weave_put_str(&folded, S(" "));
        weave_put_str(&folded, t.text);
        after_mark = mark;
    }
    return (Str){folded.bytes, folded.len};
}

int sql_line_of(Str text, size_t at, int first_line)
{
    for (size_t i = 0; i < at && i < text.len; i++)
        first_line += text.at[i] == '\n';
    return first_line;
}
