/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: certificates made on the spot, and the other end of a session, which is OpenSSL's own
 * client over memory.
 */
#ifndef VD_WIRE_TEST_TLS_PEER_H
#define VD_WIRE_TEST_TLS_PEER_H

#include "base/buf.h"

#include <openssl/ssl.h>

/* A certificate, its key, and both as PEM. */
struct vd_test_cert {
    X509 *cert;
    EVP_PKEY *key;
    struct vd_buf cert_pem, key_pem;
};

struct vd_test_cert_wish {
    const char *common_name; /* NULL: none; `common_name_len` bytes where that is not 0 */
    size_t common_name_len;
    const char *alt_name; /* as OpenSSL writes it: "DNS:a,URI:b"; NULL: none */
    const char *usage;    /* "serverAuth", "clientAuth"; NULL: any */
    bool is_ca, is_expired;
    const struct vd_test_cert *by; /* NULL: itself */
};

void vd_test_cert_make(struct vd_test_cert *cert, const struct vd_test_cert_wish *wish);
void vd_test_cert_drop(struct vd_test_cert *cert);

/* A client. What it has to say gathers in `said`; what it was told in `heard`. */
struct vd_test_peer {
    SSL_CTX *context;
    SSL *ssl;
    struct vd_buf said, heard;
    bool failed, ended; /* it gave up; the server has ended its side */
};

struct vd_test_peer_wish {
    int version;                     /* TLS1_2_VERSION, ...; 0: any */
    const char *alpn;                /* as on the wire: "\2h2"; NULL: none */
    const struct vd_test_cert *cert; /* NULL: none */
    SSL_SESSION *session;            /* to resume; NULL: none */
};

void vd_test_peer_init(struct vd_test_peer *peer, const struct vd_test_peer_wish *wish);
void vd_test_peer_deinit(struct vd_test_peer *peer);
/* Takes what the server has sent and goes on with whatever is under way. */
void vd_test_peer_hear(struct vd_test_peer *peer, const void *ptr, size_t n);
/* Goes on: the handshake, or what was asked of the SSL by hand. */
void vd_test_peer_go_on(struct vd_test_peer *peer);
void vd_test_peer_say(struct vd_test_peer *peer, const void *ptr, size_t n);
bool vd_test_peer_is_established(const struct vd_test_peer *peer);

#endif
