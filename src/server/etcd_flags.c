/* SPDX-License-Identifier: Apache-2.0 */
#include "server/etcd_flags.h"

#include "base/check.h"
#include "server/config_parts.h"

#include <stdlib.h>

/* --- what flags set --------------------------------------------------------------------------- */

static int set_name(struct vd_config *config, const char *value, char *error)
{
    if (!*value)
        return vd_option_fail(error, "--name: its value is empty");
    config->name = value;
    return 0;
}

static int set_data_dir(struct vd_config *config, const char *value, char *error)
{
    config->data_dir = *value ? value : NULL; /* the default follows the name */
    return 0;
}

/* How a URL of a listener begins, and what takes its place. */
struct scheme {
    struct vd_slice begins;
    const char *prefix;
    bool is_secure;
};

static const struct scheme *scheme_of(struct vd_slice url)
{
    static const struct scheme schemes[] = {
        {VD_SLICE("http://"), "", false},
        {VD_SLICE("https://"), "", true},
        {VD_SLICE("unix://"), "unix:", false},
        {VD_SLICE("unixs://"), "unix:", true},
    };

    for (size_t i = 0; i < VD_COUNT(schemes); i++)
        if (vd_slice_starts_with(url, schemes[i].begins) && url.len > schemes[i].begins.len)
            return &schemes[i];
    return NULL;
}

/* The address of "http://host:port" or "unix://path", as a listener takes it. */
static int address_of(struct vd_config *config, const char *flag, struct vd_slice url,
                      const struct scheme *scheme, const char **out_address, char *error)
{
    size_t len = url.len - scheme->begins.len, prefix = strlen(scheme->prefix);
    char *text;

    if (!prefix && url.ptr[url.len - 1] == '/')
        len--;
    text = vd_arena_alloc_zero(&config->texts, prefix + len + 1);
    if (!text)
        return vd_option_fail(error, "--%s: too long", flag);
    memcpy(text, scheme->prefix, prefix);
    memcpy(text + prefix, url.ptr + scheme->begins.len, len);
    *out_address = text;
    return 0;
}

static struct vd_slice next_of(const char **list)
{
    size_t len = strcspn(*list, ",");
    struct vd_slice item = vd_slice(*list, len);

    *list += len + ((*list)[len] == ',');
    return item;
}

static int add_address(struct vd_config *config, struct vd_config_list *to, const char *flag,
                       struct vd_slice url, char *error)
{
    const struct scheme *scheme = scheme_of(url);
    const char *address = NULL;
    int rc;

    if (!scheme)
        return vd_option_fail(error, "--%s %.*s: not a URL; write it like http://127.0.0.1:2379",
                              flag, (int)VD_MIN(url.len, (size_t)100), (const char *)url.ptr);
    rc = address_of(config, flag, url, scheme, &address, error);
    if (rc == 0)
        rc = vd_option_add_item(to, flag, address, error);
    if (rc == 0)
        to->secure[to->count - 1] = scheme->is_secure;
    return rc;
}

static int add_addresses(struct vd_config *config, struct vd_config_list *to, const char *flag,
                         const char *urls, char *error)
{
    int rc = 0;

    while (rc == 0 && *urls)
        rc = add_address(config, to, flag, next_of(&urls), error);
    return rc;
}

static int set_listen(struct vd_config *config, const char *value, char *error)
{
    config->listen.count = 0;
    if (!*value)
        return vd_option_fail(error, "--listen-client-urls: its value is empty");
    return add_addresses(config, &config->listen, "listen-client-urls", value, error);
}

static int set_listen_http(struct vd_config *config, const char *value, char *error)
{
    config->listen_http.count = 0;
    return add_addresses(config, &config->listen_http, "listen-client-http-urls", value, error);
}

static int set_metrics(struct vd_config *config, const char *value, char *error)
{
    config->metrics.count = 0;
    return add_addresses(config, &config->metrics, "listen-metrics-urls", value, error);
}

static int set_advertise(struct vd_config *config, const char *value, char *error)
{
    config->advertise.count = 0;
    while (*value) {
        struct vd_slice url = next_of(&value);
        char *text = vd_arena_alloc_zero(&config->texts, url.len + 1);
        int rc;

        if (!text)
            return vd_option_fail(error, "--advertise-client-urls: too long");
        memcpy(text, url.ptr, url.len);
        if (!strstr(text, "://"))
            return vd_option_fail(error,
                                  "--advertise-client-urls %.100s: not a URL; write it like "
                                  "http://127.0.0.1:2379",
                                  text);
        rc = vd_option_add_item(&config->advertise, "--advertise-client-urls", text, error);
        if (rc)
            return rc;
    }
    return 0;
}

static int read_count(const char *name, const char *value, uint64_t min, uint64_t max,
                      uint64_t *out, char *error)
{
    static const struct vd_option_unit plain[] = {{"", 1}, {NULL, 0}};
    uint64_t n;

    if (vd_option_number(value, plain, &n) != 0)
        return vd_option_fail(error, "--%s %.60s: not a number", name, value);
    if (n < min || n > max)
        return vd_option_fail(error, "--%s %.60s: must lie between %llu and %llu", name, value,
                              (unsigned long long)min, (unsigned long long)max);
    *out = n;
    return 0;
}

/* 0 is etcd's default, less is no quota. */
static int set_quota(struct vd_config *config, const char *value, char *error)
{
    int rc = 0;

    if (*value == '-')
        config->quota_bytes = 0;
    else
        rc = read_count("quota-backend-bytes", value, 0, INT64_MAX, &config->quota_bytes, error);
    if (rc == 0 && *value != '-' && !config->quota_bytes)
        config->quota_bytes = VD_CONFIG_QUOTA_BYTES;
    return rc;
}

static int set_request_bytes(struct vd_config *config, const char *value, char *error)
{
    return read_count("max-request-bytes", value, 1024, VD_CONFIG_REQUEST_MAX_BYTES,
                      &config->max_request_bytes, error);
}

static int set_txn_ops(struct vd_config *config, const char *value, char *error)
{
    return read_count("max-txn-ops", value, 1, VD_CONFIG_TXN_OPS_MAX, &config->max_txn_ops, error);
}

/* etcd's own default stands for no limit. */
static int set_streams(struct vd_config *config, const char *value, char *error)
{
    int rc =
        read_count("max-concurrent-streams", value, 0, UINT32_MAX, &config->max_streams, error);

    if (rc == 0 && config->max_streams == UINT32_MAX)
        config->max_streams = 0;
    return rc;
}

static int set_progress(struct vd_config *config, const char *value, char *error)
{
    uint64_t ms;

    if (vd_option_duration(value, 0, &ms) != 0)
        return vd_option_fail(error, "--watch-progress-notify-interval %.60s: not a time like 10m",
                              value);
    if (ms < 100)
        return vd_option_fail(
            error, "--watch-progress-notify-interval %.60s: must be 100ms at least", value);
    config->progress_interval_ms = ms;
    return 0;
}

static int set_compaction_mode(struct vd_config *config, const char *value, char *error)
{
    config->compaction_mode = *value ? value : NULL;
    return 0;
}

static int set_compaction_retention(struct vd_config *config, const char *value, char *error)
{
    config->compaction_retention = *value ? value : NULL;
    return 0;
}

static int set_cors(struct vd_config *config, const char *value, char *error)
{
    config->cors.count = 0;
    return *value ? vd_option_add_names(config, &config->cors, "--cors", value, error) : 0;
}

static int set_hosts(struct vd_config *config, const char *value, char *error)
{
    config->allowed_hosts.count = 0;
    return *value ? vd_option_add_names(config, &config->allowed_hosts, "--host-whitelist", value,
                                        error)
                  : 0;
}

static int set_log_level(struct vd_config *config, const char *value, char *error)
{
    static const char *const only_errors[] = {"panic", "dpanic", "fatal"};

    for (size_t i = 0; i < VD_COUNT(only_errors); i++)
        if (strcmp(value, only_errors[i]) == 0)
            value = "error";
    if (vd_log_level_parse(value, &config->log_level) != 0)
        return vd_option_fail(
            error, "--log-level %.60s: must be debug, info, warn, error, panic or fatal", value);
    return 0;
}

static bool is_true(const char *value)
{
    return strchr("1tT", *value) != NULL && *value;
}

static int set_cert(struct vd_config *config, const char *value, char *error)
{
    config->cert_file = *value ? value : NULL;
    return 0;
}

static int set_key(struct vd_config *config, const char *value, char *error)
{
    config->key_file = *value ? value : NULL;
    return 0;
}

static int set_trusted_ca(struct vd_config *config, const char *value, char *error)
{
    config->client_ca_file = *value ? value : NULL;
    return 0;
}

static int set_client_auth(struct vd_config *config, const char *value, char *error)
{
    config->client_cert_auth = is_true(value);
    return 0;
}

static int set_version(const char *flag, const char *value, const char **place, char *error)
{
    if (*value && strcmp(value, "TLS1.2") != 0 && strcmp(value, "TLS1.3") != 0)
        return vd_option_fail(error, "--%s %.60s: must be TLS1.2 or TLS1.3", flag, value);
    *place = *value ? value : NULL;
    return 0;
}

static int set_tls_min(struct vd_config *config, const char *value, char *error)
{
    return set_version("tls-min-version", value, &config->tls_min, error);
}

static int set_tls_max(struct vd_config *config, const char *value, char *error)
{
    return set_version("tls-max-version", value, &config->tls_max, error);
}

static int set_debug(struct vd_config *config, const char *value, char *error)
{
    if (is_true(value))
        config->log_level = VD_LOG_DEBUG;
    return 0;
}

static int set_log_format(struct vd_config *config, const char *value, char *error)
{
    if (strcmp(value, "json") != 0 && strcmp(value, "console") != 0)
        return vd_option_fail(error, "--log-format %.60s: must be json or console", value);
    config->log_format = *value == 'j' ? VD_LOG_JSON : VD_LOG_LOGFMT;
    return 0;
}

/* One output: the log is written by one system call a line. */
static int set_log_outputs(struct vd_config *config, const char *value, char *error)
{
    static const char *const usual[] = {"", "default", "stderr", "systemd/journal"};

    config->log_output = value;
    for (size_t i = 0; i < VD_COUNT(usual); i++)
        if (strcmp(value, usual[i]) == 0)
            config->log_output = NULL;
    if (strcmp(value, "stdout") == 0)
        config->log_output = "/dev/stdout";
    if (strchr(value, ','))
        return vd_option_fail(error, "--log-outputs %.100s: the log goes to one place; name one",
                              value);
    return 0;
}

/* name=url,name=url: one name, whatever its URLs. It is compared with --name at the end. */
static int set_initial_cluster(struct vd_config *config, const char *value, char *error)
{
    const char *rest = value;

    config->initial_cluster = *value ? value : NULL;
    while (*rest) {
        struct vd_slice member = next_of(&rest);
        size_t len = strcspn(value, "=");

        if (member.len <= len || member.ptr[len] != '=' || memcmp(member.ptr, value, len) != 0)
            return vd_option_fail(error,
                                  "--initial-cluster %.100s: names more than one member; "
                                  "Vedette is one server and has no replicas",
                                  value);
    }
    return 0;
}

static int set_feature_gates(struct vd_config *config, const char *value, char *error)
{
    static const char checkpoint[] = "LeaseCheckpoint";

    for (const char *at = value; (at = strstr(at, checkpoint)); at++) {
        const char *equals = strchr(at, '=');

        if (equals && is_true(equals + 1))
            return vd_option_fail(error,
                                  "--feature-gates %.100s: leases are not checkpointed; "
                                  "after a start they have their full time again",
                                  value);
    }
    return 0;
}

/* --- the table -------------------------------------------------------------------------------- */

#define OBEYED(name, set, does)                                                                    \
    {                                                                                              \
        name, VD_ETCD_OBEYED, false, does, set, NULL                                               \
    }
#define OBEYED_BOOL(name, set, does)                                                               \
    {                                                                                              \
        name, VD_ETCD_OBEYED, true, does, set, NULL                                                \
    }
#define IDLE(name, why)                                                                            \
    {                                                                                              \
        name, VD_ETCD_WITHOUT_EFFECT, false, why, NULL, NULL                                       \
    }
#define IDLE_BOOL(name, why)                                                                       \
    {                                                                                              \
        name, VD_ETCD_WITHOUT_EFFECT, true, why, NULL, NULL                                        \
    }
#define REFUSED(name, neutral, why)                                                                \
    {                                                                                              \
        name, VD_ETCD_REFUSED, false, why, NULL, neutral                                           \
    }
#define REFUSED_TRUE(name, why)                                                                    \
    {                                                                                              \
        name, VD_ETCD_REFUSED, true, why, NULL, "false|0|f|F|FALSE|False"                          \
    }

#define REFUSED_FALSE(name, why)                                                                   \
    {                                                                                              \
        name, VD_ETCD_REFUSED, true, why, NULL, "true|1|t|T|TRUE|True"                             \
    }

#define NO_PEERS     "there are no peers"
#define NO_RAFT      "there is no raft; every write is in a log that is flushed before it is answered"
#define NO_BBOLT     "history is kept by LMDB"
#define NO_DISCOVERY "there is no cluster to be discovered"
#define NOT_MADE     "certificates are not made here; name --cert-file and --key-file"
#define OWN_SUITES   "the suites are Vedette's own: authenticated, with forward secrecy"
#define NO_CALLS     "Vedette calls nobody, itself neither"
#define ONE_SERVER   "Vedette is one server and has no replicas"
#define NOT_SLOW     "requests are not timed one by one; see the metrics"
#define NO_TRACES    "traces are not sent"
#define CHECKED      "every row has a checksum that is looked at whenever it is read"

const struct vd_etcd_flag vd_etcd_flags[] = {
    OBEYED("name", set_name, "what this member is called"),
    OBEYED("data-dir", set_data_dir, "where the data is kept (NAME.etcd)"),
    OBEYED("listen-client-urls", set_listen, "where to serve"),
    OBEYED("listen-client-http-urls", set_listen_http, "more places to serve"),
    OBEYED("cert-file", set_cert, "the certificate for https URLs; read anew on SIGHUP"),
    OBEYED("key-file", set_key, "its private key"),
    OBEYED("trusted-ca-file", set_trusted_ca, "serve only clients that one of these vouches for"),
    OBEYED_BOOL("client-cert-auth", set_client_auth, "the same, and needs --trusted-ca-file"),
    OBEYED("tls-min-version", set_tls_min, "TLS1.2 or TLS1.3"),
    OBEYED("tls-max-version", set_tls_max, "TLS1.2 or TLS1.3"),
    OBEYED("listen-metrics-urls", set_metrics, "where metrics and health alone are served"),
    OBEYED("advertise-client-urls", set_advertise, "what clients are told to reach us at"),
    OBEYED("quota-backend-bytes", set_quota, "how large the store may become"),
    OBEYED("max-request-bytes", set_request_bytes, "of a request that writes"),
    OBEYED("max-txn-ops", set_txn_ops, "operations in a list of a transaction"),
    OBEYED("max-concurrent-streams", set_streams, "streams of a connection"),
    OBEYED("watch-progress-notify-interval", set_progress, "how often idle watches are told"),
    OBEYED("experimental-watch-progress-notify-interval", set_progress, "the same"),
    OBEYED("auto-compaction-mode", set_compaction_mode, "periodic or revision"),
    OBEYED("auto-compaction-retention", set_compaction_retention, "how much history is kept"),
    OBEYED("initial-cluster", set_initial_cluster, "must name this member and no other"),
    OBEYED("feature-gates", set_feature_gates, "none changes what is done here"),
    OBEYED("cors", set_cors, "web pages from elsewhere that may use us (none)"),
    OBEYED("host-whitelist", set_hosts, "by what names we are called"),
    OBEYED("log-level", set_log_level, "debug, info, warn, error"),
    OBEYED_BOOL("debug", set_debug, "the log level debug"),
    OBEYED("log-format", set_log_format, "json, or console for logfmt"),
    OBEYED("log-outputs", set_log_outputs, "stderr, stdout or a file"),
    OBEYED("log-output", set_log_outputs, "the same"),

    IDLE_BOOL("enable-v2", "the v2 API is always served, on the same keys"),
    IDLE("snapshot-count", NO_RAFT),
    IDLE("heartbeat-interval", NO_RAFT),
    IDLE("election-timeout", NO_RAFT),
    IDLE_BOOL("initial-election-tick-advance", NO_RAFT),
    IDLE_BOOL("pre-vote", NO_RAFT),
    IDLE_BOOL("strict-reconfig-check", NO_PEERS),
    IDLE("max-snapshots", NO_RAFT),
    IDLE("max-wals", "segments of the log are recycled"),
    IDLE("raft-read-timeout", NO_RAFT),
    IDLE("raft-write-timeout", NO_RAFT),
    IDLE("snapshot-catchup-entries", NO_PEERS),
    IDLE("experimental-snapshot-catchup-entries", NO_PEERS),
    IDLE("experimental-snapshot-catch-up-entries", NO_PEERS),
    IDLE("max-learners", NO_PEERS),
    IDLE_BOOL("memory-mlock", NO_BBOLT),
    IDLE_BOOL("experimental-memory-mlock", NO_BBOLT),
    IDLE("backend-bbolt-freelist-type", NO_BBOLT),
    IDLE("experimental-backend-bbolt-freelist-type", NO_BBOLT),
    IDLE("backend-batch-interval", NO_BBOLT),
    IDLE("backend-batch-limit", NO_BBOLT),
    IDLE("bootstrap-defrag-threshold-megabytes", NO_BBOLT),
    IDLE("experimental-bootstrap-defrag-threshold-megabytes", NO_BBOLT),
    IDLE("compaction-batch-limit", "a compaction is cut by what it looks at"),
    IDLE("experimental-compaction-batch-limit", "a compaction is cut by what it looks at"),
    IDLE("compaction-sleep-interval", "a compaction is cut by what it looks at"),
    IDLE("experimental-compaction-sleep-interval", "a compaction is cut by what it looks at"),
    IDLE("grpc-keepalive-min-time", "clients may ping as often as they like"),
    IDLE("grpc-keepalive-interval", "connections that stand still are found by their sockets"),
    IDLE("grpc-keepalive-timeout", "connections that stand still are found by their sockets"),
    IDLE_BOOL("socket-reuse-port", "one process serves an address"),
    IDLE_BOOL("socket-reuse-address", "addresses are reused anyway"),
    IDLE_BOOL("unsafe-no-fsync", NO_RAFT),
    IDLE_BOOL("force-new-cluster", "this is a cluster of one anyway"),
    IDLE("downgrade-check-time", NO_PEERS),
    IDLE("experimental-downgrade-check-time", NO_PEERS),
    IDLE("v2-deprecation", "there is no v2 store"),
    IDLE("bcrypt-cost", "authentication is off"),
    IDLE("auth-token-ttl", "authentication is off"),
    IDLE("logger", "there is one"),
    IDLE("log-package-levels", "there is one level"),
    IDLE("log-rotation-config-json", "the log is not rotated"),
    IDLE("metrics", "all there are are served"),
    IDLE_BOOL("enable-pprof", "this is no Go program; perf works"),

    IDLE("listen-peer-urls", NO_PEERS),
    IDLE("initial-advertise-peer-urls", NO_PEERS),
    IDLE("initial-cluster-state", NO_PEERS),
    IDLE("initial-cluster-token", NO_PEERS),
    IDLE("peer-cert-file", NO_PEERS),
    IDLE("peer-key-file", NO_PEERS),
    IDLE("peer-client-cert-file", NO_PEERS),
    IDLE("peer-client-key-file", NO_PEERS),
    IDLE("peer-trusted-ca-file", NO_PEERS),
    IDLE("peer-crl-file", NO_PEERS),
    IDLE("peer-cert-allowed-cn", NO_PEERS),
    IDLE("peer-cert-allowed-hostname", NO_PEERS),
    IDLE_BOOL("peer-client-cert-auth", NO_PEERS),
    IDLE_BOOL("peer-auto-tls", NO_PEERS),
    IDLE_BOOL("peer-skip-client-san-verification", NO_PEERS),
    IDLE_BOOL("experimental-peer-skip-client-san-verification", NO_PEERS),
    IDLE("self-signed-cert-validity", NOT_MADE),
    IDLE("cipher-suites", OWN_SUITES),
    IDLE("client-cert-file", NO_CALLS),
    IDLE("client-key-file", NO_CALLS),

    IDLE("warning-apply-duration", NOT_SLOW),
    IDLE("experimental-warning-apply-duration", NOT_SLOW),
    IDLE("warning-unary-request-duration", NOT_SLOW),
    IDLE("experimental-warning-unary-request-duration", NOT_SLOW),
    IDLE_BOOL("experimental-initial-corrupt-check", CHECKED),
    IDLE("corrupt-check-time", CHECKED),
    IDLE("experimental-corrupt-check-time", CHECKED),
    IDLE_BOOL("experimental-compact-hash-check-enabled", NO_PEERS),
    IDLE("compact-hash-check-time", NO_PEERS),
    IDLE("experimental-compact-hash-check-time", NO_PEERS),
    IDLE_BOOL("experimental-txn-mode-write-with-shared-buffer", NO_BBOLT),
    IDLE_BOOL("experimental-stop-grpc-service-on-defrag", "it is served during defragmentation"),
    IDLE("distributed-tracing-address", NO_TRACES),
    IDLE("distributed-tracing-service-name", NO_TRACES),
    IDLE("distributed-tracing-instance-id", NO_TRACES),
    IDLE("distributed-tracing-sampling-rate", NO_TRACES),
    IDLE("experimental-distributed-tracing-address", NO_TRACES),
    IDLE("experimental-distributed-tracing-service-name", NO_TRACES),
    IDLE("experimental-distributed-tracing-instance-id", NO_TRACES),
    IDLE("experimental-distributed-tracing-sampling-rate", NO_TRACES),
    IDLE("discovery-fallback", NO_DISCOVERY),
    IDLE("discovery-proxy", NO_DISCOVERY),
    IDLE("discovery-srv-name", NO_DISCOVERY),
    IDLE("discovery-dial-timeout", NO_DISCOVERY),
    IDLE("discovery-request-timeout", NO_DISCOVERY),
    IDLE("discovery-keepalive-time", NO_DISCOVERY),
    IDLE("discovery-keepalive-timeout", NO_DISCOVERY),
    IDLE_BOOL("discovery-insecure-transport", NO_DISCOVERY),
    IDLE_BOOL("discovery-insecure-skip-tls-verify", NO_DISCOVERY),
    IDLE("discovery-cert", NO_DISCOVERY),
    IDLE("discovery-key", NO_DISCOVERY),
    IDLE("discovery-cacert", NO_DISCOVERY),
    IDLE("discovery-user", NO_DISCOVERY),
    IDLE("discovery-password", NO_DISCOVERY),
    IDLE("proxy-failure-wait", "there is no proxy"),
    IDLE("proxy-refresh-interval", "there is no proxy"),
    IDLE("proxy-dial-timeout", "there is no proxy"),
    IDLE("proxy-write-timeout", "there is no proxy"),
    IDLE("proxy-read-timeout", "there is no proxy"),

    REFUSED("wal-dir", "",
            "the log lies in the data directory, where a rename of its segments can "
            "be flushed with it"),
    REFUSED("discovery", "", ONE_SERVER),
    REFUSED("discovery-srv", "", ONE_SERVER),
    REFUSED("discovery-token", "", ONE_SERVER),
    REFUSED("discovery-endpoints", "", ONE_SERVER),
    REFUSED("proxy", "off", "there is no proxy"),
    REFUSED("auth-token", "simple", "authentication is off; there is nobody to give a token to"),
    REFUSED("client-crl-file", "", "lists of revoked certificates are not looked at"),
    REFUSED("client-cert-allowed-hostname", "", "names of clients are not looked at"),
    REFUSED_TRUE("auto-tls", NOT_MADE),
    REFUSED_FALSE("enable-grpc-gateway", "the JSON gateway is always served"),
    REFUSED("experimental-enable-v2v3", "",
            "nodes of v2 are keys of v3 already; vedette serve has --v2-root"),
    REFUSED_TRUE("enable-log-rotation", "the log is not rotated; send it where it is"),
    REFUSED_TRUE("enable-distributed-tracing", NO_TRACES),
    REFUSED_TRUE("experimental-enable-distributed-tracing", NO_TRACES),
    REFUSED_TRUE("experimental-enable-lease-checkpoint",
                 "leases are not checkpointed; after a start they have their full time again"),
    REFUSED_TRUE("experimental-enable-lease-checkpoint-persist",
                 "leases are not checkpointed; after a start they have their full time again"),
};

const unsigned vd_etcd_flag_count = VD_COUNT(vd_etcd_flags);

const struct vd_etcd_flag *vd_etcd_flag_find(struct vd_slice name)
{
    for (unsigned i = 0; i < vd_etcd_flag_count; i++)
        if (vd_slice_eq(vd_slice_str(vd_etcd_flags[i].name), name))
            return &vd_etcd_flags[i];
    return NULL;
}

static bool is_neutral(const struct vd_etcd_flag *flag, const char *value)
{
    const char *list = flag->neutral;

    if (!*value)
        return true;
    while (*list) {
        size_t len = strcspn(list, "|");

        if (strlen(value) == len && memcmp(list, value, len) == 0)
            return true;
        list += len + (list[len] == '|');
    }
    return false;
}

static void note(struct vd_config *config, const struct vd_etcd_flag *flag)
{
    for (unsigned i = 0; i < config->note_count; i++)
        if (config->notes[i].flag == flag->name)
            return;
    if (config->note_count < VD_CONFIG_NOTES_MAX)
        config->notes[config->note_count++] = (struct vd_config_note){flag->name, flag->why};
}

int vd_etcd_flag_set(const struct vd_etcd_flag *flag, struct vd_config *config, const char *value,
                     char error[VD_CONFIG_ERROR_BYTES])
{
    switch (flag->meaning) {
    case VD_ETCD_OBEYED:
        return flag->set(config, value, error);
    case VD_ETCD_WITHOUT_EFFECT:
        note(config, flag);
        return 0;
    case VD_ETCD_REFUSED:
        break;
    }
    if (is_neutral(flag, value))
        return 0;
    return vd_option_fail(error, "--%s %.100s: %s", flag->name, value, flag->why);
}
