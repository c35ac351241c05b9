// SPDX-License-Identifier: Apache-2.0
/*
 * Every ceiling over input, in one place. A ceiling that only one folder needs still stands here, so that a reader can
 * see all of them at once. Each has a test at the ceiling and one above.
 */
#pragma once

enum {
    /* one request */
    LIMIT_HEADER_BYTES = 16 * 1024,
    LIMIT_HEADERS = 64,
    LIMIT_URL_BYTES = 4 * 1024,
    LIMIT_QUERY_PARAMS = 100,
    LIMIT_FORM_BYTES = 256 * 1024,
    LIMIT_CARRY_BYTES = 384 * 1024, /* of a form that carries another one, sealed: a third more than LIMIT_FORM_BYTES */
    LIMIT_JSON_BYTES = 1024 * 1024,
    LIMIT_JSON_DEPTH = 32,
    LIMIT_FORM_FIELDS = 1000,
    LIMIT_PAGE_BYTES = 8 * 1024 * 1024,
    LIMIT_REQUEST_ARENA = 64 * 1024 * 1024,

    /* what people type */
    LIMIT_TEXT_CHARS = 200,
    LIMIT_LONG_TEXT_CHARS = 4000,
    LIMIT_TABLE_ROWS = 500,
    LIMIT_TABLE_COLUMNS = 32,
    LIMIT_CELL_CHARS = 300,
    LIMIT_CSV_BYTES = 16 * 1024 * 1024,
    LIMIT_CSV_ROWS = 100 * 1000,
    LIMIT_PASTE_BYTES = 200 * 1024,
    LIMIT_SHEET_NOTES = 40,       /* things named about one pasted table */
    LIMIT_HAND_CELLS = 600,       /* inputs of one table; larger ones are pasted */

    /* the engine */
    LIMIT_FIELDS = 64,
    LIMIT_STATES = 32,
    LIMIT_ACTIONS = 48,
    LIMIT_ROLES_NAMED = 32, /* in one list of a definition */
    LIMIT_CHOICES = 64,
    LIMIT_LATE_STAGES = 8,
    LIMIT_WHENS = 8, /* fields in one `when` */
    LIMIT_SPAN_DAYS = 3650, /* of a limit */
    LIMIT_SPAN_MONTHS = 120,
    LIMIT_YEAR_FIRST = 1900, /* of a date that is typed */
    LIMIT_YEAR_LAST = 2100,
    LIMIT_HOLIDAY_YEARS = 64,
    LIMIT_FIELD_FAULTS = 20,
    LIMIT_LIST_VALUES = 100,
    LIMIT_CASES_AT_ONCE = 200,
    LIMIT_EVENT_DEPTH = 4,
    LIMIT_FACTS_BYTES = 256 * 1024,
    LIMIT_DUE_BATCH = 500,
    LIMIT_CHILDREN = 200,
    LIMIT_STEPS = 1000, /* in the life of one case */
    LIMIT_EXTENSIONS = 1,
    LIMIT_ALIKE_LOOKED = 100, /* posted questions of a village that one just written is held against */
    LIMIT_ALIKE_SHOWN = 3,
    LIMIT_CARRIED_ON = 8, /* cases joined one into the next, that a reader is led along */

    /* storage */
    LIMIT_GROUP_COMMIT = 64,
    LIMIT_WRITE_QUEUE = 1024,
    LIMIT_ROWS_MANY = 1000,
    LIMIT_PAGE_ROWS = 50,
    LIMIT_COUNTED = 99, /* what a page counts one by one; above it says "more than" */
    LIMIT_LIST_ROWS = 1000, /* of a list as a sheet; then it says where to go on */
    LIMIT_QUERY_CELLS = 48,

    /* the record */
    LIMIT_LEAF_BYTES = 4096,
    LIMIT_EVENT_BYTES = 512 * 1024, /* private bytes of one event */
    LIMIT_NOTE_BYTES = 64 * 1024,
    LIMIT_NOTE_SIGNATURES = 64,
    LIMIT_PROOF_HASHES = 63,

    /* who, and how often */
    LIMIT_ROLES = 200,
    LIMIT_PERMISSIONS = 100,
    LIMIT_ROLE_NAMES = 32,        /* names in one list of a role */
    LIMIT_ACTED_BY = 7,
    LIMIT_HOUSE_WORDS = 60,  /* who runs the site, its filing number: characters */
    LIMIT_COPIES = 100,      /* of a database before the same upgrade */
    LIMIT_PERSON_NAME_CHARS = 40,
    LIMIT_LOGIN_CHARS = 40,
    LIMIT_PERSONS_PER_HOME = 999 * 1000,
    LIMIT_OFFICES_PER_HOME = 999 * 1000,
    LIMIT_OFFICES_OF_PERSON = 50,
    LIMIT_DEVICES_OF_PERSON = 5,
    LIMIT_SESSIONS_OF_PERSON = 200,
    LIMIT_PIN_FAILURES = 15, /* in a row, slowed down from the fifth on: then only a new code helps */
    LIMIT_LOGIN_FAILURES = 5,
    LIMIT_STRANGE_LOGINS = 10 * 1000, /* counters kept for logins that do not exist; the oldest makes room */
    LIMIT_PASSWORD_BYTES = 200,
    LIMIT_PASSWORD_CHARS_MIN = 12, /* longer than whatever stands on lists of the commonest */
    LIMIT_HASHES_AT_ONCE = 2,
    LIMIT_HASHES_WAITING = 32,
    LIMIT_IDEMPOTENCY_KEY_BYTES = 64,
    LIMIT_RATE_BUCKETS = 8192,

    /* definitions and catalogues */
    LIMIT_YAML_BYTES = 1024 * 1024,
    LIMIT_YAML_NODES = 100 * 1000,
    LIMIT_YAML_DEPTH = 24,
    LIMIT_DISCLOSURE_ITEMS = 64,
    LIMIT_CATALOGUE_ROWS = 1000, /* versions of items */
    LIMIT_ADDED_ITEMS = 20, /* that one village asked to see besides */
    LIMIT_BACKUP_FILES = 64,       /* that a backup carries beside the rows */
    LIMIT_PLACE_TEXT_CHARS = 60,   /* a place's name, its area, its hours */
    LIMIT_SUCCESSORS = 8,          /* that are looked along for the place that stands */
    LIMIT_PLACE_ROW_BYTES = 4096,
    LIMIT_PEOPLE_ROWS = 5000,      /* of one import */
    LIMIT_PEOPLE_COMPLAINTS = 200, /* told of one import */

    /* serving */
    LIMIT_CONNECTIONS = 4096,
    LIMIT_WORK_QUEUE = 1024,
    LIMIT_CACHE_BYTES = 24 * 1024 * 1024,
    LIMIT_CACHE_ENTRIES = 4096,
    LIMIT_CACHE_PAGE_BYTES = 512 * 1024,
    LIMIT_CONNECTIONS_ADDRESS = 256,
    LIMIT_BODIES_BYTES = 64 * 1024 * 1024,
    LIMIT_HEADER_MS = 10 * 1000,
    LIMIT_IDLE_MS = 15 * 1000,
    LIMIT_IDLE_CROWDED_MS = 5 * 1000,
    LIMIT_BODY_GRACE_MS = 5 * 1000,
    LIMIT_BODY_BYTES_PER_S = 500,
    LIMIT_STALL_MS = 30 * 1000,
    LIMIT_LINGER_MS = 2 * 1000,
    LIMIT_STOP_MS = 10 * 1000,
    LIMIT_QUEUE_WAIT_MS = 2 * 1000,
    LIMIT_DUE_AGE_MS = 10 * 60 * 1000,

    /* paper */
    LIMIT_PRINT_PAGES = 400,
    LIMIT_PRINT_SHEETS = 400,
    LIMIT_PRINT_BLOCKS = 1000, /* on one sheet */
    LIMIT_PRINT_CELLS = 40 * 1000, /* in one table */
    LIMIT_PRINT_TEXT_BYTES = 16 * 1024,
    LIMIT_PRINT_CAPTION_CHARS = 80, /* in a box or in the foot, where text cannot run on */
    LIMIT_PRINT_SIGNS = 12,
    LIMIT_PRINT_JOB_BYTES = 16 * 1024 * 1024,
    LIMIT_PRINT_BYTES = 64 * 1024 * 1024,
    LIMIT_PRINT_MEMORY = 512 * 1024 * 1024,
    LIMIT_PRINT_SECONDS = 20,
    LIMIT_PRINT_AT_ONCE = 4,
};
