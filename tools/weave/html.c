// SPDX-License-Identifier: Apache-2.0
/* weave html OUT.c OUT.h THIS.html */
#include "html.h"

int weave_html(Weave *w, int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "weave html OUT.c OUT.h THIS.html\n");
        return 2;
    }
    Source source;
    if (!weave_open(w, argv[2], &source))
        return 1;
    HtmlFile f = {.weave = w, .source = &source, .unit = weave_unit(&source)};
    html_read_file(&f);
    html_struct_settle(&f);
    if (w->complaints == 0)
        html_check_file(&f);
    if (w->complaints)
        return 1;
    Sheet code = {.arena = w->arena}, header = {.arena = w->arena};
    html_write_header(&f, &header);
    html_write_code(&f, weave_file_name(str_of(argv[1])), &code);
    return weave_write(w, argv[0], &code) && weave_write(w, argv[1], &header) ? 0 : 1;
}
