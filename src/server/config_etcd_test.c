/* SPDX-License-Identifier: Apache-2.0 */
#include "server/config_etcd.h"

#include "base/check.h"
#include "server/etcd_flags.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { WORDS = 32 };

static struct vd_config config;
static char error[VD_CONFIG_ERROR_BYTES];

static int split(const char *line, char *copy, size_t size, char *words[WORDS])
{
    char *word, *rest = NULL;
    int count = 0;

    snprintf(copy, size, "%s", line);
    for (word = strtok_r(copy, " ", &rest); word && count < WORDS - 1;
         word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    words[count] = NULL;
    return count;
}

/* Words divided by spaces. */
static int parse_in(const char *environment, const char *line)
{
    static char lines[2][1024];
    char *argv[WORDS], *variables[WORDS];
    int argc = split(line, lines[0], sizeof(lines[0]), argv);

    split(environment, lines[1], sizeof(lines[1]), variables);
    error[0] = '\0';
    vd_config_deinit(&config);
    config = (struct vd_config){.name = NULL};
    return vd_config_parse_etcd(argc, argv, variables, &config, error);
}

static int parse(const char *line)
{
    return parse_in("", line);
}

static void without_flags_the_defaults_of_etcd_hold(void **state)
{
    assert_int_equal(parse(""), 0);
    assert_true(config.is_etcd);
    assert_string_equal(config.name, "default");
    assert_string_equal(config.data_dir, "default.etcd");
    assert_int_equal(config.listen.count, 1);
    assert_string_equal(config.listen.items[0], "localhost:2379");
    assert_int_equal(config.retention.kind, VD_RETAIN_ALL);
    assert_int_equal(config.quota_bytes, (uint64_t)2 << 30);
    assert_int_equal(config.log_format, VD_LOG_JSON);
    assert_int_equal(config.note_count, 0);
}

static void flags_are_written_as_go_takes_them(void **state)
{
    static const char *const lines[] = {
        "--name n1 --data-dir /tmp/d",
        "--name=n1 --data-dir=/tmp/d",
        "-name n1 -data-dir=/tmp/d",
        "--name other --name n1 --pre-vote --data-dir /tmp/d",
        "--pre-vote=false --name n1 --data-dir /tmp/d",
    };

    for (size_t i = 0; i < VD_COUNT(lines); i++) {
        assert_int_equal(parse(lines[i]), 0);
        assert_string_equal(config.name, "n1");
        assert_string_equal(config.data_dir, "/tmp/d");
    }
}

static void flags_that_mean_something_are_obeyed(void **state)
{
    assert_int_equal(
        parse("--name infra1 --listen-client-urls http://127.0.0.1:2379,http://[::1]:2380/ "
              "--advertise-client-urls https://10.0.0.1:2379,http://10.0.0.2:2379 "
              "--listen-client-http-urls unix:///tmp/s --listen-metrics-urls http://0.0.0.0:2381 "
              "--quota-backend-bytes 8589934592 --max-request-bytes 10485760 --max-txn-ops 1024 "
              "--experimental-watch-progress-notify-interval 1m30s --auto-compaction-mode revision "
              "--auto-compaction-retention 1000 --log-level warn --log-format console"),
        0);
    assert_string_equal(config.data_dir, "infra1.etcd");
    assert_int_equal(config.listen.count, 3);
    assert_string_equal(config.listen.items[0], "127.0.0.1:2379");
    assert_string_equal(config.listen.items[1], "[::1]:2380");
    assert_string_equal(config.listen.items[2], "unix:/tmp/s");
    assert_int_equal(config.metrics.count, 1);
    assert_string_equal(config.metrics.items[0], "0.0.0.0:2381");
    assert_int_equal(config.advertise.count, 2);
    assert_string_equal(config.advertise.items[0], "https://10.0.0.1:2379");
    assert_int_equal(config.quota_bytes, 8589934592);
    assert_int_equal(config.max_request_bytes, 10485760);
    assert_int_equal(config.max_txn_ops, 1024);
    assert_int_equal(config.progress_interval_ms, 90000);
    assert_int_equal(config.retention.kind, VD_RETAIN_EVERY_5M);
    assert_int_equal(config.retention.amount, 1000);
    assert_int_equal(config.log_level, VD_LOG_WARN);
    assert_int_equal(config.log_format, VD_LOG_LOGFMT);
    assert_int_equal(config.note_count, 0);
}

static void numbers_of_etcd_have_their_special_values(void **state)
{
    assert_int_equal(parse("--quota-backend-bytes 0"), 0);
    assert_int_equal(config.quota_bytes, (uint64_t)2 << 30);
    assert_int_equal(parse("--quota-backend-bytes=-1"), 0);
    assert_int_equal(config.quota_bytes, 0);
    assert_int_equal(parse("--auto-compaction-retention 5"), 0);
    assert_int_equal(config.retention.kind, VD_RETAIN_PERIODIC);
    assert_int_equal(config.retention.amount, 5 * 3600000);
    assert_int_equal(parse("--max-concurrent-streams 4294967295"), 0);
    assert_int_equal(config.max_streams, 0);
    assert_int_equal(parse("--log-level panic"), 0);
    assert_int_equal(config.log_level, VD_LOG_ERROR);
    assert_int_equal(parse("--log-outputs stdout"), 0);
    assert_string_equal(config.log_output, "/dev/stdout");
    assert_int_equal(parse("--log-outputs stderr"), 0);
    assert_null(config.log_output);
}

static void the_environment_lies_beneath_the_command_line(void **state)
{
    assert_int_equal(parse_in("ETCD_NAME=a ETCD_MAX_TXN_OPS=7 ETCDCTL_API=3 PATH=/bin "
                              "ETCD_SERVICE_HOST=10.1.1.1 ETCD_DATA_DIR=",
                              "--name b"),
                     0);
    assert_string_equal(config.name, "b");
    assert_string_equal(config.data_dir, "b.etcd");
    assert_int_equal(config.max_txn_ops, 7);
    assert_int_equal(parse_in("ETCD_AUTO_TLS=true", ""), VD_INVALID);
    assert_non_null(strstr(error, "--auto-tls true"));
}

static void what_has_no_effect_is_noted_once_each(void **state)
{
    assert_int_equal(parse("--snapshot-count 10000 --heartbeat-interval=100 --snapshot-count 5 "
                           "--listen-peer-urls http://localhost:2380 --peer-cert-file x "
                           "--unsafe-no-fsync --initial-cluster-state new"),
                     0);
    assert_int_equal(config.note_count, 6);
    assert_string_equal(config.notes[0].flag, "snapshot-count");
    assert_true(strlen(config.notes[0].why) > 0);
}

static void each_url_says_whether_tls_is_spoken_there(void **state)
{
    assert_int_equal(
        parse("--cert-file c --key-file k --trusted-ca-file a --client-cert-auth "
              "--listen-client-urls http://127.0.0.1:1,https://127.0.0.1:2/,unixs:///s "
              "--listen-client-http-urls http://127.0.0.1:3 "
              "--listen-metrics-urls https://127.0.0.1:4,http://127.0.0.1:5 "
              "--tls-min-version=TLS1.2 --tls-max-version TLS1.3"),
        0);
    assert_int_equal(config.listen.count, 4);
    assert_false(config.listen.secure[0]);
    assert_true(config.listen.secure[1]);
    assert_string_equal(config.listen.items[1], "127.0.0.1:2");
    assert_true(config.listen.secure[2]);
    assert_string_equal(config.listen.items[2], "unix:/s");
    assert_false(config.listen.secure[3]);
    assert_true(config.metrics.secure[0]);
    assert_false(config.metrics.secure[1]);
    assert_string_equal(config.cert_file, "c");
    assert_string_equal(config.key_file, "k");
    assert_string_equal(config.client_ca_file, "a");
    assert_string_equal(config.tls_max, "TLS1.3");
}

static void what_would_be_a_pretence_is_refused_in_one_line(void **state)
{
    static const struct {
        const char *line, *says;
    } cases[] = {
        {"--client-cert-auth", "--client-cert-auth: needs --trusted-ca-file"},
        {"--auto-tls=true", "certificates are not made here"},
        {"--client-crl-file x", "revoked certificates are not looked at"},
        {"--listen-client-urls https://127.0.0.1:1", "needs --cert-file and --key-file"},
        {"--listen-client-urls https://127.0.0.1:1 --cert-file a", "needs --cert-file and"},
        {"--listen-client-http-urls https://127.0.0.1:1 --key-file a", "needs --cert-file and"},
        {"--listen-metrics-urls https://127.0.0.1:1", "needs --cert-file and --key-file"},
        {"--tls-min-version TLS1.1", "--tls-min-version TLS1.1: must be TLS1.2 or TLS1.3"},
        {"--initial-cluster a=http://x,b=http://y", "more than one member"},
        {"--initial-cluster a=http://x", "does not name this member, --name default"},
        {"--initial-cluster nonsense", "more than one member"},
        {"--auth-token jwt,pub-key=x", "authentication is off"},
        {"--proxy on", "there is no proxy"},
        {"--wal-dir /fast", "the log lies in the data directory"},
        {"--discovery https://x", "no replicas"},
        {"--experimental-enable-v2v3 /x", "nodes of v2 are keys of v3"},
        {"--feature-gates InitialCorruptCheck=true,LeaseCheckpoint=true", "not checkpointed"},
        {"--nonsense", "etcd has no such flag"},
        {"--nonsense=1", "--nonsense: etcd has no such flag"},
        {"---name x", "not a flag"},
        {"gateway", "not a flag"},
        {"--name", "--name: needs a value"},
        {"--listen-client-urls 127.0.0.1:1", "not a URL"},
        {"--advertise-client-urls here", "not a URL"},
        {"--quota-backend-bytes much", "not a number"},
        {"--max-txn-ops 1000000", "must lie between 1 and 16384"},
        {"--watch-progress-notify-interval 1ms", "must be 100ms at least"},
        {"--watch-progress-notify-interval 10", "not a time like 10m"},
        {"--log-level loud", "must be debug"},
        {"--log-format text", "must be json or console"},
        {"--log-outputs stderr,/tmp/x", "name one"},
        {"--config-file /nonexistent/x", "cannot be read"},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        if (parse(cases[i].line) != VD_INVALID || !strstr(error, cases[i].says) ||
            strchr(error, '\n'))
            fail_msg("%s: says '%s'", cases[i].line, error);
    }
}

static void whom_browsers_may_speak_for_is_told_as_etcd_has_it(void **state)
{
    assert_int_equal(parse("--cors=http://a,http://b:1 --host-whitelist a.example"), 0);
    assert_int_equal(config.cors.count, 2);
    assert_string_equal(config.cors.items[1], "http://b:1");
    assert_int_equal(config.allowed_hosts.count, 1);
    assert_int_equal(parse("--cors x"), VD_INVALID);
    assert_non_null(strstr(error, "not an origin"));
}

static void what_asks_for_nothing_is_not_refused(void **state)
{
    assert_int_equal(parse("--cert-file= --client-cert-auth=false --proxy off --auth-token simple "
                           "--cors * --host-whitelist=* --wal-dir= "
                           "--initial-cluster default=http://a:1,default=http://b:1 "
                           "--feature-gates LeaseCheckpoint=false"),
                     0);
    assert_int_equal(config.note_count, 0);
}

/* The line with the path in the place of %s. */
static void put_path(char *to, size_t size, const char *line, const char *path)
{
    const char *at = strstr(line, "%s");

    assert_non_null(at);
    snprintf(to, size, "%.*s%s%s", (int)(at - line), line, path, at + 2);
}

static int parse_file(const char *lines, const char *line)
{
    char path[] = "/tmp/vd-etcd-XXXXXX", whole[256];
    int fd = mkstemp(path), rc;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, lines, strlen(lines)), strlen(lines));
    close(fd);
    put_path(whole, sizeof(whole), line, path);
    rc = parse_in("ETCD_MAX_TXN_OPS=7", whole);
    unlink(path);
    return rc;
}

static void a_file_takes_the_place_of_all_flags(void **state)
{
    static const char lines[] = "# This is the configuration file.\n"
                                "name: 'from file'\n"
                                "data-dir: /var/lib/etcd # the usual place\n"
                                "wal-dir:\n"
                                "listen-client-urls: http://127.0.0.1:1,http://127.0.0.1:2\n"
                                "snapshot-count: 10000\n"
                                "client-transport-security:\n"
                                "  # nothing\n"
                                "  cert-file:\n"
                                "  client-cert-auth: false\n"
                                "\n"
                                "peer-transport-security:\n"
                                "  cert-file: /etc/peer.crt\n"
                                "log-level: debug\n"
                                "log-outputs: [stderr]\n"
                                "auto-compaction-retention: \"1\"\n";

    assert_int_equal(parse_file(lines, "--name other --config-file %s"), 0);
    assert_string_equal(config.name, "from file");
    assert_string_equal(config.data_dir, "/var/lib/etcd");
    assert_int_equal(config.listen.count, 2);
    assert_int_equal(config.max_txn_ops, 128);
    assert_int_equal(config.log_level, VD_LOG_DEBUG);
    assert_int_equal(config.retention.amount, 3600000);
    assert_int_equal(config.note_count, 2);
    assert_string_equal(config.notes[1].flag, "peer-cert-file");
}

static void what_is_wrong_in_a_file_is_named_with_its_line(void **state)
{
    assert_int_equal(
        parse_file("name: x\nclient-transport-security:\n  auto-tls: true\n", "--config-file=%s"),
        VD_INVALID);
    assert_non_null(strstr(error, ":3: --auto-tls true: certificates are not made here"));
    assert_int_equal(parse_file("name\n", "--config-file=%s"), VD_INVALID);
    assert_non_null(strstr(error, ":1: name: not understood"));
    assert_int_equal(parse_file("foo: bar\n", "--config-file=%s"), VD_INVALID);
    assert_non_null(strstr(error, ":1: --foo: etcd has no such flag"));
}

static void help_and_version_are_asked_for_in_any_place(void **state)
{
    assert_int_equal(parse("--name x --help"), VD_END);
    assert_int_equal(parse("-h"), VD_END);
    assert_int_equal(parse("--bogus -version"), VD_NOT_FOUND);
}

static void every_flag_is_there_once_and_says_something(void **state)
{
    for (unsigned i = 0; i < vd_etcd_flag_count; i++) {
        const struct vd_etcd_flag *flag = &vd_etcd_flags[i];

        assert_ptr_equal(vd_etcd_flag_find(vd_slice_str(flag->name)), flag);
        assert_true(*flag->why);
        assert_int_equal(flag->set != NULL, flag->meaning == VD_ETCD_OBEYED);
        assert_int_equal(flag->neutral != NULL, flag->meaning == VD_ETCD_REFUSED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_flags_the_defaults_of_etcd_hold),
        cmocka_unit_test(flags_are_written_as_go_takes_them),
        cmocka_unit_test(flags_that_mean_something_are_obeyed),
        cmocka_unit_test(numbers_of_etcd_have_their_special_values),
        cmocka_unit_test(the_environment_lies_beneath_the_command_line),
        cmocka_unit_test(what_has_no_effect_is_noted_once_each),
        cmocka_unit_test(each_url_says_whether_tls_is_spoken_there),
        cmocka_unit_test(what_would_be_a_pretence_is_refused_in_one_line),
        cmocka_unit_test(whom_browsers_may_speak_for_is_told_as_etcd_has_it),
        cmocka_unit_test(what_asks_for_nothing_is_not_refused),
        cmocka_unit_test(a_file_takes_the_place_of_all_flags),
        cmocka_unit_test(what_is_wrong_in_a_file_is_named_with_its_line),
        cmocka_unit_test(help_and_version_are_asked_for_in_any_place),
        cmocka_unit_test(every_flag_is_there_once_and_says_something),
    };
    int failed = cmocka_run_group_tests_name("config_etcd", tests, NULL, NULL);

    vd_config_deinit(&config);
    return failed;
}
