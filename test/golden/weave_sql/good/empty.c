/* Made by weave of test/golden/weave_sql/good/empty.sql: change that file, not this one. */
#include "empty_sql.h"

const DbQuery *const empty_queries[] = {
    NULL,
};
const size_t empty_query_count = 0;
