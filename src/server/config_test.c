/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"
#include "server/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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
    vd_config_deinit(&config);
    config = (struct vd_config){.name = NULL};
    return vd_config_parse(argc, argv, &config, error);
}

/* The line with the path in the place of %s. */
static void put_path(char *to, size_t size, const char *line, const char *path)
{
    const char *at = strstr(line, "%s");

    assert_non_null(at);
    snprintf(to, size, "%.*s%s%s", (int)(at - line), line, path, at + 2);
}

/* Parses with these lines in a file, whose name is put for %s. */
static int parse_with_file(const char *lines, const char *line)
{
    char path[] = "/tmp/vd-config-XXXXXX", whole[256];
    int fd = mkstemp(path), rc;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, lines, strlen(lines)), strlen(lines));
    close(fd);
    put_path(whole, sizeof(whole), line, path);
    rc = parse(whole);
    unlink(path);
    return rc;
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
    assert_int_equal(config.quota_bytes, (uint64_t)2 << 30);
    assert_int_equal(config.max_request_bytes, 1572864);
    assert_int_equal(config.max_txn_ops, 128);
    assert_int_equal(config.retention.kind, VD_RETAIN_HALF);
    assert_int_equal(config.metrics.count, 0);
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

static void names_come_one_by_one_or_with_commas(void **state)
{
    assert_int_equal(parse("--allowed-hosts a.example,b.example --cors * --allowed-hosts=c"), 0);
    assert_int_equal(config.allowed_hosts.count, 3);
    assert_string_equal(config.allowed_hosts.items[0], "a.example");
    assert_string_equal(config.allowed_hosts.items[1], "b.example");
    assert_string_equal(config.allowed_hosts.items[2], "c");
    assert_int_equal(config.cors.count, 1);
    assert_int_equal(parse("--cors http://[::1]:3000,https://app.example.com,null"), 0);
    assert_int_equal(config.cors.count, 3);
    assert_string_equal(config.cors.items[1], "https://app.example.com");
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
        {"--drain 1m30s --tail-bytes 65536", 90000, 65536},
        {"--drain 1.5s --tail-bytes 65536", 1500, 65536},
        {"--drain 1s500ms --tail-bytes 65536", 1500, 65536},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        assert_int_equal(parse(cases[i].line), 0);
        assert_int_equal(config.drain_ms, cases[i].drain_ms);
        assert_int_equal(config.tail_bytes, cases[i].tail_bytes);
    }
}

static void a_certificate_makes_every_listener_secure_but_the_plain_ones(void **state)
{
    assert_int_equal(parse("--cert c --key k --listen-plain 127.0.0.1:2 --listen 127.0.0.1:1 "
                           "--listen-metrics 127.0.0.1:3"),
                     0);
    assert_int_equal(config.listen.count, 2);
    assert_string_equal(config.listen.items[0], "127.0.0.1:1");
    assert_true(config.listen.secure[0]);
    assert_string_equal(config.listen.items[1], "127.0.0.1:2");
    assert_false(config.listen.secure[1]);
    assert_false(config.metrics.secure[0]);
    assert_int_equal(parse("--cert c --key k"), 0);
    assert_int_equal(config.listen.count, 1);
    assert_true(config.listen.secure[0]);
    assert_int_equal(parse("--listen none --listen-plain 127.0.0.1:2"), 0);
    assert_int_equal(config.listen.count, 1);
    assert_false(config.listen.secure[0]);
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
        {"--v2-root x", "must end in a slash"},
        {"--kube-prefix registry", "must begin with a slash"},
        {"--kube-prefix /", "not end in one"},
        {"--kube-accept webhooks,sel", "must be webhooks, cel or both"},
        {"--cert a", "--cert a: needs the --key that belongs to it"},
        {"--key a", "--key a: needs the --cert that it belongs to"},
        {"--client-ca a", "--client-ca a: needs --cert and --key"},
        {"--drain 1.2.3s", "not understood"},
        {"--drain 1e3s", "not understood"},
        {"--drain 1s2", "not understood"},
        {"--drain .5s", "not understood"},
        {"--retain 100", "write an age (24h), a size (1GiB), revisions (100000rev) or all"},
        {"--retain 0h", "not understood"},
        {"--retain 1M", "not understood"},
        {"--retain some", "not understood"},
        {"--auto-compaction-mode hourly", "must be periodic or revision"},
        {"--auto-compaction-retention x", "write hours, like 1, or a time, like 30m"},
        {"--auto-compaction-mode revision --auto-compaction-retention 1h", "how many revisions"},
        {"--retain 1h --auto-compaction-retention 1", "--retain: cannot stand beside"},
        {"--max-txn-ops 0", "must lie between 1 and 16384"},
        {"--max-request-bytes 1", "must lie between 1024"},
        {"--cors example.com", "--cors example.com: not an origin"},
        {"--cors https://app.example.com/", "not an origin"},
        {"--cors https://*.example.com", "not an origin"},
        {"--cors https://App.example.com", "not an origin"},
        {"--cors http://a,,http://b", "--cors: an empty name"},
        {"--cors=", "--cors: its value is empty"},
        {"--allowed-hosts a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q", "more than 16 times"},
        {"--config /nonexistent/file", "/nonexistent/file: cannot be read"},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        assert_int_equal(parse(cases[i].line), VD_INVALID);
        if (!strstr(error, cases[i].says) || strchr(error, '\n'))
            fail_msg("%s: says '%s'", cases[i].line, error);
    }
}

static void retention_is_understood_in_its_forms(void **state)
{
    static const struct {
        const char *line;
        enum vd_retention_kind kind;
        uint64_t amount;
    } cases[] = {
        {"--retain all", VD_RETAIN_ALL, 0},
        {"--retain 24h", VD_RETAIN_AGE, 86400000},
        {"--retain 30m", VD_RETAIN_AGE, 1800000},
        {"--retain 7d", VD_RETAIN_AGE, 604800000},
        {"--retain 1GiB", VD_RETAIN_BYTES, 1 << 30},
        {"--retain 500MB", VD_RETAIN_BYTES, 500000000},
        {"--retain 100000rev", VD_RETAIN_REVISIONS, 100000},
        {"--auto-compaction-retention 1", VD_RETAIN_PERIODIC, 3600000},
        {"--auto-compaction-retention 10h", VD_RETAIN_PERIODIC, 36000000},
        {"--auto-compaction-mode periodic --auto-compaction-retention 30m", VD_RETAIN_PERIODIC,
         1800000},
        {"--auto-compaction-retention 1000 --auto-compaction-mode revision", VD_RETAIN_EVERY_5M,
         1000},
        {"--auto-compaction-retention 0", VD_RETAIN_ALL, 0},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        assert_int_equal(parse(cases[i].line), 0);
        assert_int_equal(config.retention.kind, cases[i].kind);
        assert_int_equal(config.retention.amount, cases[i].amount);
    }
}

static void a_file_has_the_options_and_the_command_line_the_last_word(void **state)
{
    static const char lines[] = "# what we run\n"
                                "\n"
                                "listen 127.0.0.1:1\n"
                                "listen=127.0.0.1:2\r\n"
                                "  data = /srv/my data  \n"
                                "ephemeral\n"
                                "threads 4";

    assert_int_equal(parse_with_file(lines, "--config %s"), 0);
    assert_int_equal(config.listen.count, 2);
    assert_string_equal(config.listen.items[1], "127.0.0.1:2");
    assert_string_equal(config.data_dir, "/srv/my data");
    assert_true(config.ephemeral);
    assert_int_equal(config.threads, 4);
    assert_int_equal(parse_with_file(lines, "--threads 2 --config=%s --listen 127.0.0.1:3"), 0);
    assert_int_equal(config.threads, 2);
    assert_int_equal(config.listen.count, 1);
    assert_string_equal(config.listen.items[0], "127.0.0.1:3");
}

static void what_is_wrong_in_a_file_is_named_with_its_line(void **state)
{
    static const struct {
        const char *lines, *says;
    } cases[] = {
        {"threads 2\nnonsense 3\n", ":2: nonsense: no such option"},
        {"\nthreads many", ":2: --threads many: not understood"},
        {"ephemeral yes", ":1: --ephemeral: takes no value"},
        {"data", ":1: --data: needs a value"},
        {"config /etc/other", ":1: config: no such option"},
        {"--data x", ":1: --data: no such option"},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        assert_int_equal(parse_with_file(cases[i].lines, "--config %s"), VD_INVALID);
        if (!strstr(error, cases[i].says) || strchr(error, '\n'))
            fail_msg("%s: says '%s'", cases[i].lines, error);
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
        cmocka_unit_test(names_come_one_by_one_or_with_commas),
        cmocka_unit_test(units_of_time_and_size_are_understood),
        cmocka_unit_test(a_certificate_makes_every_listener_secure_but_the_plain_ones),
        cmocka_unit_test(what_is_wrong_is_named_in_one_line),
        cmocka_unit_test(retention_is_understood_in_its_forms),
        cmocka_unit_test(a_file_has_the_options_and_the_command_line_the_last_word),
        cmocka_unit_test(what_is_wrong_in_a_file_is_named_with_its_line),
        cmocka_unit_test(help_is_asked_for_in_two_ways),
    };

    int failed = cmocka_run_group_tests_name("config", tests, NULL, NULL);

    vd_config_deinit(&config);
    return failed;
}
