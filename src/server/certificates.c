/* SPDX-License-Identifier: Apache-2.0 */
#include "server/certificates.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "wire/tls.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { FILE_MAX_BYTES = 1 << 20, GULP_BYTES = 4096 };

struct vd_certificates {
    const struct vd_config *config;
    struct vd_tls_identity *identity;
    int64_t end_s;
};

/* What the flags are called, which is said where something is wrong with them. */
struct names {
    const char *cert, *key, *client_ca;
};

static const struct names *names_of(const struct vd_config *config)
{
    static const struct names ours = {"--cert", "--key", "--client-ca"};
    static const struct names etcds = {"--cert-file", "--key-file", "--trusted-ca-file"};

    return config->is_etcd ? &etcds : &ours;
}

/* The bytes of the files; a private key does not stay in memory that is given back. */
struct texts {
    struct vd_buf cert, key, client_ca;
};

static void forget(struct vd_buf *text)
{
    if (text->data)
        explicit_bzero(text->data, text->len);
    vd_buf_deinit(text);
}

static void forget_all(struct texts *texts)
{
    forget(&texts->cert);
    forget(&texts->key);
    forget(&texts->client_ca);
}

static int read_whole(int fd, struct vd_buf *out)
{
    ssize_t got;

    do {
        uint8_t *to = vd_buf_reserve(out, GULP_BYTES);

        if (!to)
            return vd_buf_status(out);
        got = read(fd, to, GULP_BYTES);
        if (got > 0)
            vd_buf_advance(out, (size_t)got);
    } while (got > 0 || (got < 0 && errno == EINTR));
    return got < 0 ? -errno : 0;
}

/* path: NULL for none, which leaves nothing to read. */
static int read_file(const char *flag, const char *path, struct vd_buf *out, char *error)
{
    int fd, rc;

    /* Reserved at once: what grows leaves copies of a key behind. */
    vd_buf_init(out, FILE_MAX_BYTES);
    if (!path)
        return 0;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    rc = fd < 0 ? -errno : vd_buf_reserve(out, FILE_MAX_BYTES) ? read_whole(fd, out) : -ENOMEM;
    if (fd >= 0)
        close(fd);
    if (rc)
        snprintf(error, VD_CERTIFICATES_ERROR_BYTES, "%s %.200s: %s", flag, path,
                 rc == VD_TOO_LARGE ? "is larger than 1 MiB" : strerror(-rc));
    return rc;
}

static int read_all(const struct vd_config *config, struct texts *texts, char *error)
{
    const struct names *names = names_of(config);
    int rc = read_file(names->cert, config->cert_file, &texts->cert, error);

    if (rc == 0)
        rc = read_file(names->key, config->key_file, &texts->key, error);
    if (rc == 0)
        rc = read_file(names->client_ca, config->client_ca_file, &texts->client_ca, error);
    return rc;
}

static int explain(const struct vd_config *config, enum vd_tls_fault fault, char *error)
{
    const struct names *names = names_of(config);

    switch (fault) {
    case VD_TLS_FINE:
        return 0;
    case VD_TLS_BAD_CERT:
        snprintf(error, VD_CERTIFICATES_ERROR_BYTES,
                 "%s %.200s: holds no certificate in PEM that can be used", names->cert,
                 config->cert_file);
        break;
    case VD_TLS_BAD_KEY:
        snprintf(error, VD_CERTIFICATES_ERROR_BYTES,
                 "%s %.200s: holds no private key in PEM without a pass phrase", names->key,
                 config->key_file);
        break;
    case VD_TLS_OTHER_KEY:
        snprintf(error, VD_CERTIFICATES_ERROR_BYTES,
                 "%s %.200s: does not belong to the certificate of %s %.200s", names->key,
                 config->key_file, names->cert, config->cert_file);
        break;
    case VD_TLS_BAD_CLIENT_CA:
        snprintf(error, VD_CERTIFICATES_ERROR_BYTES, "%s %.200s: holds no certificate in PEM",
                 names->client_ca, config->client_ca_file);
        break;
    case VD_TLS_BAD_VERSIONS:
        snprintf(error, VD_CERTIFICATES_ERROR_BYTES,
                 "--tls-min-version: is above --tls-max-version");
        break;
    case VD_TLS_NO_MEMORY:
        snprintf(error, VD_CERTIFICATES_ERROR_BYTES, "no memory for TLS");
        break;
    }
    return VD_INVALID;
}

static enum vd_tls_version version_of(const char *name)
{
    if (!name)
        return VD_TLS_ANY;
    return strcmp(name, "TLS1.3") == 0 ? VD_TLS_1_3 : VD_TLS_1_2;
}

static int make_context(const struct vd_config *config, const struct texts *texts,
                        struct vd_tls_context **out, char *error)
{
    struct vd_tls_options options = {.cert = vd_buf_slice(&texts->cert),
                                     .key = vd_buf_slice(&texts->key),
                                     .client_ca = vd_buf_slice(&texts->client_ca),
                                     .min_version = version_of(config->tls_min),
                                     .max_version = version_of(config->tls_max)};

    /* An empty file must not stand for "nobody is asked". */
    if (config->client_ca_file && !options.client_ca.len)
        return explain(config, VD_TLS_BAD_CLIENT_CA, error);
    return explain(config, vd_tls_context_new(&options, out), error);
}

static int load(const struct vd_config *config, struct vd_tls_context **out, char *error)
{
    struct texts texts = {0};
    int rc = read_all(config, &texts, error);

    if (rc == 0)
        rc = make_context(config, &texts, out, error);
    forget_all(&texts);
    return rc;
}

int vd_certificates_open(const struct vd_config *config, struct vd_certificates **out_certificates,
                         char out_error[VD_CERTIFICATES_ERROR_BYTES])
{
    struct vd_certificates *certificates = vd_alloc_zero(sizeof(*certificates));
    struct vd_tls_context *context = NULL;
    int rc = certificates ? load(config, &context, out_error)
                          : explain(config, VD_TLS_NO_MEMORY, out_error);

    if (rc == 0) {
        certificates->config = config;
        certificates->end_s = vd_tls_context_ends_s(context);
        certificates->identity = vd_tls_identity_new(context);
        if (!certificates->identity)
            rc = explain(config, VD_TLS_NO_MEMORY, out_error);
    }
    if (rc) {
        vd_tls_context_unref(context);
        vd_free(certificates);
        return rc;
    }
    *out_certificates = certificates;
    return 0;
}

int vd_certificates_reload(struct vd_certificates *certificates,
                           char out_error[VD_CERTIFICATES_ERROR_BYTES])
{
    struct vd_tls_context *context = NULL;
    int rc = load(certificates->config, &context, out_error);

    if (rc)
        return rc;
    certificates->end_s = vd_tls_context_ends_s(context);
    vd_tls_identity_replace(certificates->identity, context);
    return 0;
}

void vd_certificates_free(struct vd_certificates *certificates)
{
    if (!certificates)
        return;
    vd_tls_identity_free(certificates->identity);
    vd_free(certificates);
}

struct vd_tls_identity *vd_certificates_identity(const struct vd_certificates *certificates)
{
    return certificates->identity;
}

int64_t vd_certificates_end_s(const struct vd_certificates *certificates)
{
    return certificates->end_s;
}
