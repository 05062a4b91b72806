/* SPDX-License-Identifier: Apache-2.0 */
#include "server/listening.h"

#include "base/alloc.h"
#include "base/log.h"
#include "io/listener.h"
#include "server/certificates.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

enum { URL_BYTES = 160, SPARE_DESCRIPTORS = 64 /* the store's, and the loops' own */ };

struct listener {
    struct vd_listening *all;
    struct vd_listener *listener;
    struct vd_http_port port;
    struct vd_loop_task close;
    bool is_metrics;
    char url[URL_BYTES];
};

struct vd_listening {
    struct vd_listening_options options;
    struct vd_certificates *certificates;                /* NULL: no TLS */
    struct listener listeners[2 * VD_CONFIG_LISTEN_MAX]; /* those of metrics last */
    const char *urls[VD_CONFIG_LISTEN_MAX];
    unsigned count, url_count;
    char *error;
};

__attribute__((format(printf, 3, 4))) static int fail(struct vd_listening *all, int rc,
                                                      const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(all->error, VD_LISTENING_ERROR_BYTES, format, args);
    va_end(args);
    return rc;
}

/* --- certificates -------------------------------------------------------------------------------
 */

static bool has_secure(const struct vd_config_list *list)
{
    for (unsigned i = 0; i < list->count; i++)
        if (list->secure[i])
            return true;
    return false;
}

/* Whoever does not speak TLS does not pay for it. */
static int open_certificates(struct vd_listening *all)
{
    const struct vd_config *config = all->options.config;
    char why[VD_CERTIFICATES_ERROR_BYTES];
    int rc;

    if (!has_secure(&config->listen) && !has_secure(&config->metrics))
        return 0;
    rc = vd_certificates_open(config, &all->certificates, why);
    return rc ? fail(all, rc, "%s", why) : 0;
}

static void log_certificates(const struct vd_certificates *certificates)
{
    time_t end_s = (time_t)vd_certificates_end_s(certificates);
    char ends[32] = "";
    struct tm tm;

    if (gmtime_r(&end_s, &tm))
        (void)strftime(ends, sizeof(ends), "%Y-%m-%dT%H:%M:%SZ", &tm);
    vd_log(VD_LOG_INFO, "certificates were read anew", VD_F_STR("valid_until", ends));
}

void vd_listening_reload(struct vd_listening *listening)
{
    char why[VD_CERTIFICATES_ERROR_BYTES];

    if (!listening->certificates)
        return;
    if (vd_certificates_reload(listening->certificates, why))
        vd_log(VD_LOG_WARN, "the certificates that were read before stay in force",
               VD_F_STR("reason", why));
    else
        log_certificates(listening->certificates);
}

/* --- listeners ----------------------------------------------------------------------------------
 */

/* Beyond this many, descriptors would run out before the limit is reached. */
static unsigned connection_limit(const struct vd_config *config)
{
    struct rlimit limit;

    if (config->max_connections)
        return (unsigned)config->max_connections;
    if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur == RLIM_INFINITY)
        return 0;
    return limit.rlim_cur > 2 * SPARE_DESCRIPTORS ? (unsigned)limit.rlim_cur - SPARE_DESCRIPTORS
                                                  : 0;
}

static int explain_listen(struct vd_listening *all, const char *address, int rc)
{
    if (rc == VD_INVALID)
        return fail(all, rc,
                    "--listen %.100s: not an address; write it like 127.0.0.1:2379, [::1]:2379 or "
                    "unix:/run/vedette.sock",
                    address);
    if (rc == -EADDRINUSE)
        return fail(all, rc,
                    "--listen %.100s: somebody serves there already; stop that server or choose "
                    "another address (a port of 0 is a free one)",
                    address);
    return fail(all, rc, "--listen %.100s: %s; choose another address", address,
                vd_outcome_name(rc));
}

/* Where TLS is spoken, words in clear text would not be understood. */
static struct vd_slice words_of_refusal(bool is_secure)
{
    return is_secure ? VD_SLICE_EMPTY
                     : VD_SLICE("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 21\r\n"
                                "connection: close\r\n\r\ntoo many connections\n");
}

static void close_listener(struct vd_loop_task *task)
{
    vd_listener_close(vd_container_of(task, struct listener, close)->listener);
}

static int on_accepted(struct vd_loop *loop, int fd, void *arg)
{
    const struct listener *listener = arg;
    const struct vd_listening_options *options = &listener->all->options;

    return options->accepted(options->arg, loop, fd, &listener->port, listener->is_metrics);
}

static void set_url(struct listener *listener)
{
    const char *name = vd_listener_name(listener->listener);
    bool is_unix = strncmp(name, "unix:", 5) == 0;
    const char *scheme = is_unix ? "" : listener->port.tls ? "https://" : "http://";

    snprintf(listener->url, sizeof(listener->url), "%s%s", scheme, name);
}

static int listen_on(struct vd_listening *all, const struct vd_config_list *list, unsigned i,
                     bool is_metrics)
{
    struct listener *listener = &all->listeners[all->count];
    const char *address = list->items[i];
    bool is_secure = list->secure[i] && all->certificates;
    struct vd_listener_options options = {.address = address,
                                          .loops = all->options.loops,
                                          .loop_count = all->options.loop_count,
                                          .max_connections = connection_limit(all->options.config),
                                          .refusal = words_of_refusal(is_secure),
                                          .accepted = on_accepted,
                                          .arg = listener};
    int rc;

    listener->all = all;
    listener->is_metrics = is_metrics;
    rc = vd_listener_new(&options, &listener->listener);
    if (rc)
        return explain_listen(all, address, rc);
    listener->port.is_loopback = vd_listener_is_loopback(listener->listener);
    listener->close.run = close_listener;
    if (is_secure)
        listener->port.tls = vd_certificates_identity(all->certificates);
    set_url(listener);
    all->count++;
    return 0;
}

static int listen_on_all(struct vd_listening *all)
{
    const struct vd_config *config = all->options.config;
    int rc = 0;

    for (unsigned i = 0; rc == 0 && i < config->listen.count; i++)
        rc = listen_on(all, &config->listen, i, false);
    all->url_count = all->count;
    for (unsigned i = 0; i < all->url_count; i++)
        all->urls[i] = all->listeners[i].url;
    for (unsigned i = 0; rc == 0 && i < config->metrics.count; i++)
        rc = listen_on(all, &config->metrics, i, true);
    return rc;
}

/* --- from beginning to end ----------------------------------------------------------------------
 */

int vd_listening_open(const struct vd_listening_options *options,
                      struct vd_listening **out_listening, char out_error[VD_LISTENING_ERROR_BYTES])
{
    struct vd_listening *all = vd_alloc_zero(sizeof(*all));
    int rc;

    snprintf(out_error, VD_LISTENING_ERROR_BYTES, "no memory to start");
    if (!all)
        return -ENOMEM;
    all->options = *options;
    all->error = out_error;
    rc = open_certificates(all);
    if (rc == 0)
        rc = listen_on_all(all);
    all->error = NULL;
    if (rc) {
        vd_listening_close(all);
        vd_listening_free(all);
        return rc;
    }
    *out_listening = all;
    return 0;
}

const char *const *vd_listening_urls(const struct vd_listening *listening, unsigned *out_count)
{
    *out_count = listening->url_count;
    return listening->urls;
}

void vd_listening_end(struct vd_listening *listening)
{
    for (unsigned i = 0; i < listening->count; i++)
        vd_loop_post(listening->options.loops[0], &listening->listeners[i].close);
}

void vd_listening_close(struct vd_listening *listening)
{
    for (unsigned i = 0; listening && i < listening->count; i++)
        vd_listener_close(listening->listeners[i].listener);
}

void vd_listening_free(struct vd_listening *listening)
{
    if (!listening)
        return;
    for (unsigned i = 0; i < listening->count; i++)
        vd_listener_free(listening->listeners[i].listener);
    vd_certificates_free(listening->certificates);
    vd_free(listening);
}
