/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 (FIPS 180-4) over bytes that come in pieces, and SHA-1; OpenSSL's libcrypto does the
 * work. */
#ifndef VD_BASE_SHA256_H
#define VD_BASE_SHA256_H

#include "base/outcome.h"
#include "base/slice.h"

enum { VD_SHA256_BYTES = 32, VD_SHA1_BYTES = 20 };

struct vd_sha256;

/* NULL: no memory. */
struct vd_sha256 *vd_sha256_new(void);
/* NULL is fine. */
void vd_sha256_free(struct vd_sha256 *sum);
/* 0 or -ENOMEM. After a failure the sum says nothing. */
VD_MUST_CHECK int vd_sha256_add(struct vd_sha256 *sum, struct vd_slice bytes);
/* Once, at the end. */
VD_MUST_CHECK int vd_sha256_end(struct vd_sha256 *sum, uint8_t out_digest[VD_SHA256_BYTES]);

/* SHA-1 in one go, for the protocols that name it; it protects nothing. 0 or -ENOMEM. */
VD_MUST_CHECK int vd_sha1(struct vd_slice bytes, uint8_t out_digest[VD_SHA1_BYTES]);

#endif
