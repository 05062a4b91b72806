/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What sessions have in common. A context is made whole from its files' bytes or not at all, so
 * that a reload that fails leaves nothing half new.
 *
 * Sessions to be resumed are kept by the peer, in a ticket that only this context can read; with
 * client certificates there are none, so that nobody gets in on what an older context believed.
 */
#include "base/alloc.h"
#include "wire/tls_inner.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <pthread.h>

enum { PEER_CHAIN_BYTES = 32 * 1024, PEER_CHAIN_DEPTH = 8, PEM_MAX_BYTES = 1 << 20 };

/* What RFC 9113 (9.2.2) allows of TLS 1.2, the cheapest first. */
static const char suites_1_2[] = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                                 "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                                 "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
static const char suites_1_3[] =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
static const char groups[] = "X25519:P-256:P-384";

/* As RFC 7301 writes lists, the better one first. */
static const unsigned char protocols[] = "\x02h2\x08http/1.1";

static int choose_protocol(SSL *ssl, const unsigned char **out, unsigned char *out_len,
                           const unsigned char *offered, unsigned offered_len, void *arg)
{
    unsigned char *chosen;

    if (SSL_select_next_proto(&chosen, out_len, protocols, sizeof(protocols) - 1, offered,
                              offered_len) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

/* Nobody is there to be asked for one. */
static int no_pass_phrase(char *buf, int size, int writing, void *arg)
{
    return -1;
}

static bool is_short_of_memory(void)
{
    return ERR_GET_REASON(ERR_peek_last_error()) == ERR_R_MALLOC_FAILURE;
}

static enum vd_tls_fault fault(enum vd_tls_fault otherwise)
{
    return is_short_of_memory() ? VD_TLS_NO_MEMORY : otherwise;
}

/* NULL: too long, or no memory. */
static BIO *open_pem(struct vd_slice pem)
{
    return pem.len <= PEM_MAX_BYTES ? BIO_new_mem_buf(pem.ptr, (int)pem.len) : NULL;
}

/* After the last one: whether there was nothing but its end. */
static bool is_at_end(void)
{
    unsigned long error = ERR_peek_last_error();

    return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

/* Hands each further certificate of the text to `take`, which owns it when it answers true. */
static bool each_cert(BIO *text, SSL_CTX *ssl, bool (*take)(SSL_CTX *ssl, X509 *cert),
                      unsigned *out_count)
{
    X509 *cert;

    *out_count = 0;
    while ((cert = PEM_read_bio_X509(text, NULL, no_pass_phrase, NULL))) {
        if (!take(ssl, cert)) {
            X509_free(cert);
            return false;
        }
        ++*out_count;
    }
    return is_at_end();
}

static bool add_to_chain(SSL_CTX *ssl, X509 *cert)
{
    return SSL_CTX_add0_chain_cert(ssl, cert) == 1;
}

static bool add_to_believed(SSL_CTX *ssl, X509 *cert)
{
    if (SSL_CTX_add_client_CA(ssl, cert) != 1 ||
        X509_STORE_add_cert(SSL_CTX_get_cert_store(ssl), cert) != 1)
        return false;
    X509_free(cert); /* both hold it themselves */
    return true;
}

static int64_t end_of(const X509 *cert)
{
    struct tm end;

    return ASN1_TIME_to_tm(X509_get0_notAfter(cert), &end) == 1 ? (int64_t)timegm(&end) : 0;
}

static enum vd_tls_fault use_cert(struct vd_tls_context *context, struct vd_slice pem)
{
    BIO *text = open_pem(pem);
    X509 *cert = text ? PEM_read_bio_X509(text, NULL, no_pass_phrase, NULL) : NULL;
    unsigned count;
    bool is_used = cert && SSL_CTX_use_certificate(context->ssl, cert) == 1 &&
                   each_cert(text, context->ssl, add_to_chain, &count);

    if (is_used)
        context->ends_s = end_of(cert);
    X509_free(cert);
    BIO_free(text);
    return is_used ? VD_TLS_FINE : fault(VD_TLS_BAD_CERT);
}

static enum vd_tls_fault use_key(SSL_CTX *ssl, struct vd_slice pem)
{
    BIO *text = open_pem(pem);
    EVP_PKEY *key = text ? PEM_read_bio_PrivateKey(text, NULL, no_pass_phrase, NULL) : NULL;
    enum vd_tls_fault wrong = VD_TLS_FINE;

    if (!key)
        wrong = fault(VD_TLS_BAD_KEY);
    else if (X509_check_private_key(SSL_CTX_get0_certificate(ssl), key) != 1)
        wrong = fault(VD_TLS_OTHER_KEY);
    else if (SSL_CTX_use_PrivateKey(ssl, key) != 1)
        wrong = fault(VD_TLS_BAD_KEY);
    EVP_PKEY_free(key);
    BIO_free(text);
    return wrong;
}

static enum vd_tls_fault believe(SSL_CTX *ssl, struct vd_slice pem)
{
    BIO *text;
    unsigned count = 0;
    bool is_read;

    if (!pem.len)
        return VD_TLS_FINE;
    text = open_pem(pem);
    is_read = text && each_cert(text, ssl, add_to_believed, &count);
    BIO_free(text);
    if (!is_read || !count)
        return fault(VD_TLS_BAD_CLIENT_CA);
    SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    SSL_CTX_set_verify_depth(ssl, PEER_CHAIN_DEPTH);
    SSL_CTX_set_max_cert_list(ssl, PEER_CHAIN_BYTES);
    return VD_TLS_FINE;
}

static void set_tickets(SSL_CTX *ssl, bool asks_peers)
{
    SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(ssl, asks_peers ? 0 : 1);
    if (asks_peers)
        SSL_CTX_set_options(ssl, SSL_OP_NO_TICKET);
}

static int version_of(enum vd_tls_version version, int otherwise)
{
    switch (version) {
    case VD_TLS_ANY:
        return otherwise;
    case VD_TLS_1_2:
        return TLS1_2_VERSION;
    case VD_TLS_1_3:
        return TLS1_3_VERSION;
    }
    return otherwise;
}

static enum vd_tls_fault set_rules(SSL_CTX *ssl, const struct vd_tls_options *options)
{
    int min = version_of(options->min_version, TLS1_2_VERSION);
    int max = version_of(options->max_version, TLS1_3_VERSION);

    if (min > max)
        return VD_TLS_BAD_VERSIONS;
    SSL_CTX_set_options(ssl, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                 SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_mode(ssl, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(ssl, choose_protocol, NULL);
    set_tickets(ssl, options->client_ca.len > 0);
    if (SSL_CTX_set_min_proto_version(ssl, min) != 1 ||
        SSL_CTX_set_max_proto_version(ssl, max) != 1 ||
        SSL_CTX_set_cipher_list(ssl, suites_1_2) != 1 ||
        SSL_CTX_set_ciphersuites(ssl, suites_1_3) != 1 ||
        SSL_CTX_set1_groups_list(ssl, groups) != 1)
        return VD_TLS_NO_MEMORY;
    return VD_TLS_FINE;
}

static enum vd_tls_fault fill_in(struct vd_tls_context *context,
                                 const struct vd_tls_options *options)
{
    enum vd_tls_fault wrong = set_rules(context->ssl, options);

    if (!wrong)
        wrong = use_cert(context, options->cert);
    if (!wrong)
        wrong = use_key(context->ssl, options->key);
    if (!wrong)
        wrong = believe(context->ssl, options->client_ca);
    return wrong;
}

enum vd_tls_fault vd_tls_context_new(const struct vd_tls_options *options,
                                     struct vd_tls_context **out_context)
{
    struct vd_tls_context *context = vd_alloc_zero(sizeof(*context));
    enum vd_tls_fault wrong = VD_TLS_NO_MEMORY;

    if (!context)
        return wrong;
    atomic_init(&context->refs, 1);
    ERR_clear_error();
    context->ssl = SSL_CTX_new(TLS_server_method());
    if (context->ssl)
        wrong = fill_in(context, options);
    ERR_clear_error();
    if (wrong)
        vd_tls_context_unref(context);
    else
        *out_context = context;
    return wrong;
}

struct vd_tls_context *vd_tls_context_ref(struct vd_tls_context *context)
{
    atomic_fetch_add_explicit(&context->refs, 1, memory_order_relaxed);
    return context;
}

void vd_tls_context_unref(struct vd_tls_context *context)
{
    if (!context || atomic_fetch_sub_explicit(&context->refs, 1, memory_order_acq_rel) > 1)
        return;
    SSL_CTX_free(context->ssl);
    vd_free(context);
}

int64_t vd_tls_context_ends_s(const struct vd_tls_context *context)
{
    return context->ends_s;
}

struct vd_tls_identity {
    pthread_mutex_t mutex;
    struct vd_tls_context *context;
};

struct vd_tls_identity *vd_tls_identity_new(struct vd_tls_context *context)
{
    struct vd_tls_identity *identity = vd_alloc(sizeof(*identity));

    if (!identity)
        return NULL;
    pthread_mutex_init(&identity->mutex, NULL);
    identity->context = context;
    return identity;
}

void vd_tls_identity_free(struct vd_tls_identity *identity)
{
    if (!identity)
        return;
    vd_tls_context_unref(identity->context);
    pthread_mutex_destroy(&identity->mutex);
    vd_free(identity);
}

void vd_tls_identity_replace(struct vd_tls_identity *identity, struct vd_tls_context *context)
{
    struct vd_tls_context *old;

    pthread_mutex_lock(&identity->mutex);
    old = identity->context;
    identity->context = context;
    pthread_mutex_unlock(&identity->mutex);
    vd_tls_context_unref(old);
}

struct vd_tls_context *vd_tls_identity_context(struct vd_tls_identity *identity)
{
    struct vd_tls_context *context;

    pthread_mutex_lock(&identity->mutex);
    context = vd_tls_context_ref(identity->context);
    pthread_mutex_unlock(&identity->mutex);
    return context;
}
