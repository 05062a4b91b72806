/* SPDX-License-Identifier: Apache-2.0 */
/* What tls.c and tls_context.c share; for them alone. */
#ifndef VD_WIRE_TLS_INNER_H
#define VD_WIRE_TLS_INNER_H

#include "wire/tls.h"

#include <openssl/ssl.h>
#include <stdatomic.h>

struct vd_tls_context {
    SSL_CTX *ssl; /* a session holds it too, so that it may outlive this */
    _Atomic unsigned refs;
    int64_t ends_s;
};

/* The transport of a session: reads what is lent, writes where it is told. NULL: no memory. */
BIO *vd_tls_bio_new(struct vd_tls *tls);

#endif
