// SPDX-License-Identifier: Apache-2.0
/* Text: folding and tidying give UTF-8 and are done after once; words for search hold nothing else. */
#include "fuzz.h"

FUZZ(a, bytes)
{
    Str folded = text_fold(a, bytes), line = text_tidy(a, bytes, false), lines = text_tidy(a, bytes, true);
    REQUIRE(text_is_utf8(folded) && text_is_utf8(line) && text_is_utf8(lines));
    REQUIRE(str_eq(text_fold(a, folded), folded));
    REQUIRE(str_eq(text_tidy(a, line, false), line) && str_eq(text_tidy(a, lines, true), lines));
    REQUIRE(text_chars(text_cut(bytes, 7)) <= 7);
    if (text_is_utf8(bytes))
        REQUIRE(text_is_utf8(text_cut(bytes, 3)));
    Str words = text_bigrams(a, bytes), phrase = text_phrase(a, bytes);
    REQUIRE(text_is_utf8(words) && !str_has(words, S("\"")) && !str_has(words, S("  ")));
    REQUIRE((words.len == 0) == (phrase.len == 0));
    (void)text_has_control(bytes);
    Out *o = out_new(a, LIMIT_JSON_BYTES, NULL);
    const Json *j;
    json_string(o, bytes);
    if (!memchr(bytes.len ? bytes.at : "", '\0', bytes.len)) /* jansson knows no NUL in text */
        REQUIRE(!json_read(a, out_str(o), LIMIT_JSON_BYTES, &j));
}
