/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"
#include "server/config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct vd_config config;
static char error[VD_CONFIG_ERROR_BYTES];

/* Words divided by spaces. */
static int parse(const char *line)
{
    static char copy[512];
    char *argv[32], *word, *rest = NULL;
    int argc = 0;

    strncpy(copy, line, sizeof(copy) - 1);
    for (word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        argv[argc++] = word;
    error[0] = '\0';
    return vd_config_parse(argc, argv, &config, error);
}

static void without_flags_the_defaults_hold(void **state)
{
    assert_int_equal(parse(""), 0);
    assert_int_equal(config.listen.count, 1);
    assert_string_equal(config.listen.items[0], "127.0.0.1:2379");
    assert_string_equal(config.data_dir, "./vedette.data");
    assert_false(config.ephemeral);
    assert_in_range(config.threads, 1, 8);
    assert_int_equal(config.drain_ms, 3000);
    assert_int_equal(config.tail_bytes, 64 << 20);
    assert_int_equal(config.log_level, VD_LOG_INFO);
}

static void values_stand_behind_a_space_or_an_equals_sign(void **state)
{
    assert_int_equal(parse("--listen 127.0.0.1:0 --data=/tmp/x --ephemeral --threads=3 "
                           "--listen=unix:/tmp/s --drain 500ms --tail-bytes=1MiB "
                           "--cache-bytes 0 --log-level debug --max-connections 7"),
                     0);
    assert_int_equal(config.listen.count, 2);
    assert_string_equal(config.listen.items[1], "unix:/tmp/s");
    assert_string_equal(config.data_dir, "/tmp/x");
    assert_true(config.ephemeral);
    assert_int_equal(config.threads, 3);
    assert_int_equal(config.drain_ms, 500);
    assert_int_equal(config.tail_bytes, 1 << 20);
    assert_int_equal(config.cache_bytes, 0);
    assert_int_equal(config.max_connections, 7);
    assert_int_equal(config.log_level, VD_LOG_DEBUG);
    assert_int_equal(parse("--listen none"), 0);
    assert_int_equal(config.listen.count, 0);
}

static void units_of_time_and_size_are_understood(void **state)
{
    static const struct {
        const char *line;
        uint64_t drain_ms, tail_bytes;
    } cases[] = {
        {"--drain 3 --tail-bytes 65536", 3000, 65536},
        {"--drain 2m --tail-bytes 1GB", 120000, 1000000000},
        {"--drain 1h --tail-bytes 64K", 3600000, 65536},
        {"--drain 0ms --tail-bytes 2G", 0, (uint64_t)2 << 30},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        assert_int_equal(parse(cases[i].line), 0);
        assert_int_equal(config.drain_ms, cases[i].drain_ms);
        assert_int_equal(config.tail_bytes, cases[i].tail_bytes);
    }
}

static void what_is_wrong_is_named_in_one_line(void **state)
{
    static const struct {
        const char *line, *says;
    } cases[] = {
        {"--nonsense", "--nonsense: no such flag"},
        {"--thread 2", "--thread: no such flag"},
        {"file", "file: serve takes flags only"},
        {"--listen", "--listen: needs a value"},
        {"--threads 0", "must lie between 1 and 60"},
        {"--threads 61", "must lie between"},
        {"--threads x", "--threads x: not understood; write it like --threads 8"},
        {"--threads -1", "not understood"},
        {"--threads 2x", "not understood"},
        {"--drain 3y", "write it like --drain 3s"},
        {"--drain 2h", "must lie between"},
        {"--tail-bytes 1", "must lie between 65536"},
        {"--tail-bytes 99999999999G", "not understood"},
        {"--ephemeral=yes", "--ephemeral: takes no value"},
        {"--data=", "--data: its value is empty"},
        {"--log-level loud", "must be error, warn, info or debug"},
        {"--listen none --listen 127.0.0.1:0", "cannot stand beside another"},
        {"--advertise here", "not a URL"},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        assert_int_equal(parse(cases[i].line), VD_INVALID);
        if (!strstr(error, cases[i].says) || strchr(error, '\n'))
            fail_msg("%s: says '%s'", cases[i].line, error);
    }
}

static void help_is_asked_for_in_two_ways(void **state)
{
    assert_int_equal(parse("--ephemeral --help"), VD_END);
    assert_int_equal(parse("-h"), VD_END);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_flags_the_defaults_hold),
        cmocka_unit_test(values_stand_behind_a_space_or_an_equals_sign),
        cmocka_unit_test(units_of_time_and_size_are_understood),
        cmocka_unit_test(what_is_wrong_is_named_in_one_line),
        cmocka_unit_test(help_is_asked_for_in_two_ways),
    };

    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
