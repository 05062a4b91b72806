/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

/* What was written on stderr since `begin`. */
static int saved, ends[2];

static void begin(void)
{
    assert_int_equal(pipe(ends), 0);
    saved = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
}

static const char *written(void)
{
    static char text[4096];
    ssize_t n;

    dup2(saved, STDERR_FILENO);
    close(saved);
    close(ends[1]);
    n = read(ends[0], text, sizeof(text) - 1);
    close(ends[0]);
    text[n > 0 ? n : 0] = '\0';
    return text;
}

static void write_one(void)
{
    vd_log(VD_LOG_WARN, "a \"line\"", VD_F_INT("n", -3), VD_F_STR("s", "x\\y"),
           VD_F_BYTES("b", VD_SLICE("\x01\xff\n")));
}

static void logfmt_is_a_line_of_pairs(void **state)
{
    const char *line;

    begin();
    write_one();
    line = written();
    assert_int_equal(strncmp(line, "time=20", 7), 0);
    assert_non_null(strstr(line, "Z level=warn msg=\"a \\\"line\\\"\" n=-3 s=\"x\\\\y\" "
                                 "b=\"\\x01\\xff\\x0a\"\n"));
}

static void json_is_an_object_on_a_line(void **state)
{
    const char *line;

    vd_log_set_format(VD_LOG_JSON);
    begin();
    write_one();
    line = written();
    vd_log_set_format(VD_LOG_LOGFMT);
    assert_int_equal(strncmp(line, "{\"level\":\"warn\",\"ts\":\"20", 24), 0);
    assert_non_null(strstr(line, "Z\",\"msg\":\"a \\\"line\\\"\",\"n\":-3,\"s\":\"x\\\\y\","
                                 "\"b\":\"\\u0001\\u00ff\\u000a\"}\n"));
}

static void what_is_below_the_level_is_not_written(void **state)
{
    vd_log_set_level(VD_LOG_ERROR);
    begin();
    write_one();
    vd_log(VD_LOG_ERROR, "e");
    vd_log_set_level(VD_LOG_INFO);
    assert_non_null(strstr(written(), "Z level=error msg=\"e\"\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logfmt_is_a_line_of_pairs),
        cmocka_unit_test(json_is_an_object_on_a_line),
        cmocka_unit_test(what_is_below_the_level_is_not_written),
    };

    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
