/* Made by weave of test/golden/weave_sql/good/empty.sql: change that file, not this one. */
#pragma once

#include "store/store.h"


extern const DbQuery *const empty_queries[];
extern const size_t empty_query_count;
