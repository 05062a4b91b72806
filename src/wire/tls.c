/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OpenSSL's transport is a BIO of ours that has no memory: it reads from the slice that is being
 * taken and writes to where is being sealed, or else to `control`. OpenSSL's error queue is a
 * thread's, so it is emptied before each call that may fill it: what an earlier session has left
 * there must not be taken for this one's.
 */
#include "wire/tls.h"

#include "base/alloc.h"
#include "base/check.h"
#include "wire/tls_inner.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <pthread.h>

enum { HEAD_BYTES = 5, HELLO_HEAD_BYTES = HEAD_BYTES + 4 };

struct vd_tls {
    SSL *ssl;
    struct vd_slice in; /* lent to OpenSSL during a call */
    uint8_t *to;        /* where is being sealed; NULL: control */
    size_t to_room;
    struct vd_buf control;
    struct vd_principal peer;
    uint8_t head[HEAD_BYTES]; /* of the record that is being read */
    uint8_t head_len;
    uint8_t hello[HELLO_HEAD_BYTES]; /* how the peer begins: a record, and in it a message */
    uint8_t hello_len;
    uint16_t body_left;
    uint8_t alpn; /* enum vd_tls_alpn */
    bool established, failed, shut;
    char name[]; /* of the peer, VD_TLS_NAME_BYTES where peers are asked */
};

/* --- the transport ---------------------------------------------------------------------------- */

/* Where records begin and end, for vd_tls_is_mid_record. */
static void follow(struct vd_tls *tls, const uint8_t *at, size_t n)
{
    while (n) {
        if (tls->head_len < HEAD_BYTES) {
            tls->head[tls->head_len++] = *at++;
            n--;
            tls->body_left = (uint16_t)(tls->head[3] << 8 | tls->head[4]);
        } else {
            uint16_t part = (uint16_t)VD_MIN(n, (size_t)tls->body_left);

            tls->body_left = (uint16_t)(tls->body_left - part);
            at += part;
            n -= part;
        }
        if (tls->head_len == HEAD_BYTES && !tls->body_left)
            tls->head_len = 0;
    }
}

static int bio_read(BIO *bio, char *to, size_t cap, size_t *out_n)
{
    struct vd_tls *tls = BIO_get_data(bio);
    size_t n = VD_MIN(cap, tls->in.len);

    BIO_clear_retry_flags(bio);
    *out_n = n;
    if (!n) {
        BIO_set_retry_read(bio);
        return 0;
    }
    memcpy(to, tls->in.ptr, n);
    follow(tls, tls->in.ptr, n);
    tls->in.ptr += n;
    tls->in.len -= n;
    return 1;
}

static int bio_write(BIO *bio, const char *from, size_t n, size_t *out_n)
{
    struct vd_tls *tls = BIO_get_data(bio);

    BIO_clear_retry_flags(bio);
    *out_n = 0;
    if (tls->to && n <= tls->to_room) {
        memcpy(tls->to, from, n);
        tls->to += n;
        tls->to_room -= n;
    } else if (tls->to) {
        return 0;
    } else {
        vd_buf_append(&tls->control, from, n);
        if (vd_buf_status(&tls->control))
            return 0;
    }
    *out_n = n;
    return 1;
}

static long bio_control(BIO *bio, int what, long number, void *pointer)
{
    return what == BIO_CTRL_FLUSH;
}

static BIO_METHOD *method;

static void make_method(void)
{
    method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "vedette");
    if (!method)
        return;
    BIO_meth_set_read_ex(method, bio_read);
    BIO_meth_set_write_ex(method, bio_write);
    BIO_meth_set_ctrl(method, bio_control);
}

BIO *vd_tls_bio_new(struct vd_tls *tls)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    BIO *bio;

    pthread_once(&once, make_method);
    bio = method ? BIO_new(method) : NULL;
    if (!bio)
        return NULL;
    BIO_set_data(bio, tls);
    BIO_set_init(bio, 1);
    return bio;
}

/* --- a session -------------------------------------------------------------------------------- */

int vd_tls_new(struct vd_tls_context *context, struct vd_tls **out_tls)
{
    bool asks = SSL_CTX_get_verify_mode(context->ssl) != SSL_VERIFY_NONE;
    struct vd_tls *tls = vd_alloc_zero(sizeof(*tls) + (asks ? VD_TLS_NAME_BYTES : 0));
    BIO *bio;

    if (!tls)
        return -ENOMEM;
    vd_buf_init(&tls->control, VD_TLS_CONTROL_BYTES);
    tls->ssl = SSL_new(context->ssl);
    bio = tls->ssl ? vd_tls_bio_new(tls) : NULL;
    if (!bio) {
        vd_tls_free(tls);
        return -ENOMEM;
    }
    SSL_set_bio(tls->ssl, bio, bio);
    SSL_set_accept_state(tls->ssl);
    *out_tls = tls;
    return 0;
}

void vd_tls_free(struct vd_tls *tls)
{
    if (!tls)
        return;
    SSL_free(tls->ssl);
    vd_buf_deinit(&tls->control);
    vd_free(tls);
}

/* --- who the peer is -------------------------------------------------------------------------- */

/* A name goes into logs and is compared with others: control bytes, a zero foremost, are for
 * deceiving one of the two. */
static bool take_name(struct vd_tls *tls, const ASN1_STRING *text)
{
    unsigned char *utf8 = NULL;
    int len = text ? ASN1_STRING_to_UTF8(&utf8, text) : -1;
    bool is_name = len > 0 && len <= VD_TLS_NAME_BYTES;

    for (int i = 0; is_name && i < len; i++)
        is_name = utf8[i] >= 0x20 && utf8[i] != 0x7f;
    if (is_name) {
        memcpy(tls->name, utf8, (size_t)len);
        tls->peer.name = vd_slice(tls->name, (size_t)len);
    }
    OPENSSL_free(utf8);
    return is_name;
}

/* Of several, the last, as Go's library has it and so etcd. */
static const ASN1_STRING *common_name(const X509 *cert)
{
    const X509_NAME *subject = X509_get_subject_name(cert);
    int at = -1, next;

    while ((next = X509_NAME_get_index_by_NID(subject, NID_commonName, at)) >= 0)
        at = next;
    return at < 0 ? NULL : X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
}

static void take_other_name(struct vd_tls *tls, const X509 *cert)
{
    GENERAL_NAMES *names = X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
    bool is_taken = false;

    for (int i = 0; !is_taken && i < sk_GENERAL_NAME_num(names); i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

        if (name->type == GEN_DNS || name->type == GEN_EMAIL || name->type == GEN_URI)
            is_taken = take_name(tls, name->d.ia5);
    }
    GENERAL_NAMES_free(names);
}

static void note_peer(struct vd_tls *tls)
{
    const X509 *cert = SSL_get0_peer_certificate(tls->ssl);

    if (cert && !take_name(tls, common_name(cert)))
        take_other_name(tls, cert);
}

static void note_protocol(struct vd_tls *tls)
{
    const unsigned char *name;
    unsigned len;

    SSL_get0_alpn_selected(tls->ssl, &name, &len);
    if (len)
        tls->alpn = len == 2 ? VD_TLS_ALPN_HTTP2 : VD_TLS_ALPN_HTTP1;
}

/* --- in and out ------------------------------------------------------------------------------- */

static int fail(struct vd_tls *tls)
{
    tls->failed = true;
    return tls->control.status == -ENOMEM ? -ENOMEM : VD_INVALID;
}

/* What a call that did not succeed means: 0, more bytes are needed. */
static int judge(struct vd_tls *tls, int rc)
{
    int error = SSL_get_error(tls->ssl, rc);

    if (error == SSL_ERROR_ZERO_RETURN)
        return VD_END;
    return error == SSL_ERROR_WANT_READ && !tls->in.len ? 0 : fail(tls);
}

/* OpenSSL makes room for as much as a first message says that it will be, up to 128 KiB; so that is
 * looked at before OpenSSL does. Whoever cuts the message's own head into two records hides it. */
static bool promises_too_much(struct vd_tls *tls, struct vd_slice bytes)
{
    size_t n = VD_MIN(bytes.len, sizeof(tls->hello) - tls->hello_len);
    const uint8_t *record = tls->hello, *message = tls->hello + HEAD_BYTES;

    if (!n)
        return false;
    memcpy(tls->hello + tls->hello_len, bytes.ptr, n);
    tls->hello_len = (uint8_t)(tls->hello_len + n);
    if (tls->hello_len < sizeof(tls->hello))
        return false;
    return (record[3] << 8 | record[4]) < HELLO_HEAD_BYTES - HEAD_BYTES ||
           (message[1] << 16 | message[2] << 8 | message[3]) > VD_TLS_HELLO_BYTES;
}

static int shake_hands(struct vd_tls *tls)
{
    int rc = SSL_do_handshake(tls->ssl);

    if (rc != 1)
        return judge(tls, rc);
    tls->established = true;
    note_protocol(tls);
    note_peer(tls);
    return 0;
}

/* One record. *done: whatever comes of it is the answer. */
static int open_record(struct vd_tls *tls, uint8_t *to, size_t cap, size_t *len, bool *done)
{
    size_t n = 0;
    int rc = SSL_read_ex(tls->ssl, to + *len, cap - *len, &n);

    *len += n;
    *done = rc != 1;
    return rc == 1 ? 0 : judge(tls, rc);
}

static int take(struct vd_tls *tls, uint8_t *to, size_t cap, size_t *len)
{
    bool done = false;
    int rc = 0;

    ERR_clear_error();
    if (!tls->established)
        rc = shake_hands(tls);
    if (rc || !tls->established)
        return rc;
    while (!done && *len < cap)
        rc = open_record(tls, to, cap, len, &done);
    return done ? rc : VD_AGAIN;
}

int vd_tls_input(struct vd_tls *tls, struct vd_slice *sealed, uint8_t *to, size_t cap,
                 size_t *out_len)
{
    int rc;

    *out_len = 0;
    if (tls->failed)
        return VD_INVALID;
    if (promises_too_much(tls, *sealed))
        return fail(tls);
    tls->in = *sealed;
    rc = take(tls, to, cap, out_len);
    *sealed = tls->in;
    tls->in = VD_SLICE_EMPTY;
    return rc;
}

bool vd_tls_is_established(const struct vd_tls *tls)
{
    return tls->established;
}

bool vd_tls_is_mid_record(const struct vd_tls *tls)
{
    return tls->head_len > 0;
}

ssize_t vd_tls_seal(struct vd_tls *tls, struct vd_slice plain, uint8_t *to)
{
    size_t written = 0;
    ssize_t sealed;
    int rc;

    vd_assert(tls->established && plain.len);
    if (tls->failed || tls->shut)
        return -EPROTO;
    tls->to = to;
    tls->to_room = vd_tls_sealed_bytes(plain.len);
    ERR_clear_error();
    rc = SSL_write_ex(tls->ssl, plain.ptr, plain.len, &written);
    sealed = tls->to - to;
    tls->to = NULL;
    if (rc == 1 && written == plain.len)
        return sealed;
    tls->failed = true;
    return -EPROTO;
}

void vd_tls_shut(struct vd_tls *tls)
{
    if (!tls->established || tls->failed || tls->shut)
        return;
    tls->shut = true;
    ERR_clear_error();
    (void)SSL_shutdown(tls->ssl);
}

struct vd_buf *vd_tls_control(struct vd_tls *tls)
{
    return &tls->control;
}

enum vd_tls_alpn vd_tls_alpn(const struct vd_tls *tls)
{
    return (enum vd_tls_alpn)tls->alpn;
}

const struct vd_principal *vd_tls_peer(const struct vd_tls *tls)
{
    return &tls->peer;
}
