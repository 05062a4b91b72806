/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/test_tls_peer.h"

#include "base/check.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdatomic.h>

enum { DAY_S = 24 * 60 * 60, HEARD_BYTES = 65536 };

static void add_extension(X509 *cert, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;
    X509_EXTENSION *extension;

    X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
    extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    vd_assert(extension && X509_add_ext(cert, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

static void to_pem(struct vd_buf *buf, BIO *text)
{
    char *ptr;
    long len = BIO_get_mem_data(text, &ptr);

    vd_buf_init(buf, 0);
    vd_buf_append(buf, ptr, (size_t)len);
    vd_assert(vd_buf_status(buf) == 0);
    BIO_free(text);
}

static void fill_in(X509 *cert, EVP_PKEY *key, const struct vd_test_cert_wish *wish)
{
    static _Atomic long serial = 1;
    X509 *issuer = wish->by ? wish->by->cert : cert;
    X509_NAME *name = X509_get_subject_name(cert);

    X509_set_version(cert, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(cert), serial++);
    X509_gmtime_adj(X509_getm_notBefore(cert), -2 * DAY_S);
    X509_gmtime_adj(X509_getm_notAfter(cert), wish->is_expired ? -DAY_S : DAY_S);
    X509_set_pubkey(cert, key);
    X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC, (const unsigned char *)"tests", -1, -1, 0);
    if (wish->common_name)
        X509_NAME_add_entry_by_txt(name, "CN", V_ASN1_UTF8STRING,
                                   (const unsigned char *)wish->common_name,
                                   wish->common_name_len ? (int)wish->common_name_len : -1, -1, 0);
    X509_set_issuer_name(cert, X509_get_subject_name(issuer));
    add_extension(cert, issuer, NID_basic_constraints,
                  wish->is_ca ? "critical,CA:TRUE" : "critical,CA:FALSE");
    add_extension(cert, issuer, NID_subject_key_identifier, "hash");
    if (wish->alt_name)
        add_extension(cert, issuer, NID_subject_alt_name, wish->alt_name);
    if (wish->usage)
        add_extension(cert, issuer, NID_ext_key_usage, wish->usage);
}

void vd_test_cert_make(struct vd_test_cert *cert, const struct vd_test_cert_wish *wish)
{
    BIO *text;

    cert->key = EVP_EC_gen("P-256");
    cert->cert = X509_new();
    vd_assert(cert->key && cert->cert);
    fill_in(cert->cert, cert->key, wish);
    vd_assert(X509_sign(cert->cert, wish->by ? wish->by->key : cert->key, EVP_sha256()) > 0);
    text = BIO_new(BIO_s_mem());
    vd_assert(text && PEM_write_bio_X509(text, cert->cert) == 1);
    to_pem(&cert->cert_pem, text);
    text = BIO_new(BIO_s_mem());
    vd_assert(text && PEM_write_bio_PrivateKey(text, cert->key, NULL, NULL, 0, NULL, NULL) == 1);
    to_pem(&cert->key_pem, text);
}

void vd_test_cert_drop(struct vd_test_cert *cert)
{
    X509_free(cert->cert);
    EVP_PKEY_free(cert->key);
    vd_buf_deinit(&cert->cert_pem);
    vd_buf_deinit(&cert->key_pem);
}

void vd_test_peer_init(struct vd_test_peer *peer, const struct vd_test_peer_wish *wish)
{
    *peer = (struct vd_test_peer){.context = SSL_CTX_new(TLS_client_method())};
    vd_assert(peer->context);
    vd_buf_init(&peer->said, 0);
    vd_buf_init(&peer->heard, 0);
    if (wish->version) {
        SSL_CTX_set_min_proto_version(peer->context, wish->version);
        SSL_CTX_set_max_proto_version(peer->context, wish->version);
    }
    if (wish->version && wish->version < TLS1_2_VERSION)
        SSL_CTX_set_cipher_list(peer->context, "ALL:@SECLEVEL=0");
    if (wish->cert) {
        vd_assert(SSL_CTX_use_certificate(peer->context, wish->cert->cert) == 1);
        vd_assert(SSL_CTX_use_PrivateKey(peer->context, wish->cert->key) == 1);
    }
    peer->ssl = SSL_new(peer->context);
    vd_assert(peer->ssl);
    SSL_set_bio(peer->ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_connect_state(peer->ssl);
    if (wish->alpn)
        SSL_set_alpn_protos(peer->ssl, (const unsigned char *)wish->alpn,
                            (unsigned)strlen(wish->alpn));
    if (wish->session)
        SSL_set_session(peer->ssl, wish->session);
    vd_test_peer_go_on(peer);
}

void vd_test_peer_deinit(struct vd_test_peer *peer)
{
    SSL_free(peer->ssl);
    SSL_CTX_free(peer->context);
    vd_buf_deinit(&peer->said);
    vd_buf_deinit(&peer->heard);
}

static void collect(struct vd_test_peer *peer)
{
    char *ptr;
    long len = BIO_get_mem_data(SSL_get_wbio(peer->ssl), &ptr);

    vd_buf_append(&peer->said, ptr, (size_t)len);
    BIO_reset(SSL_get_wbio(peer->ssl));
}

static void judge(struct vd_test_peer *peer, int rc)
{
    int error = SSL_get_error(peer->ssl, rc);

    peer->ended |= error == SSL_ERROR_ZERO_RETURN;
    peer->failed |= error == SSL_ERROR_SSL || error == SSL_ERROR_SYSCALL;
}

static void read_all(struct vd_test_peer *peer)
{
    uint8_t bytes[HEARD_BYTES];
    int got;

    while ((got = SSL_read(peer->ssl, bytes, sizeof(bytes))) > 0)
        vd_buf_append(&peer->heard, bytes, (size_t)got);
    judge(peer, got);
}

void vd_test_peer_go_on(struct vd_test_peer *peer)
{
    int rc;

    if (peer->failed)
        return;
    ERR_clear_error();
    rc = SSL_do_handshake(peer->ssl);
    if (rc != 1)
        judge(peer, rc);
    if (rc == 1)
        read_all(peer);
    collect(peer);
    ERR_clear_error();
}

void vd_test_peer_hear(struct vd_test_peer *peer, const void *ptr, size_t n)
{
    vd_assert(n == 0 || BIO_write(SSL_get_rbio(peer->ssl), ptr, (int)n) == (int)n);
    vd_test_peer_go_on(peer);
}

void vd_test_peer_say(struct vd_test_peer *peer, const void *ptr, size_t n)
{
    ERR_clear_error();
    vd_assert(SSL_write(peer->ssl, ptr, (int)n) == (int)n);
    collect(peer);
}

bool vd_test_peer_is_established(const struct vd_test_peer *peer)
{
    return !peer->failed && SSL_is_init_finished(peer->ssl);
}
