/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sha256.h"

#include "base/alloc.h"

#include <errno.h>
#include <openssl/evp.h>

struct vd_sha256 {
    EVP_MD_CTX *context;
};

struct vd_sha256 *vd_sha256_new(void)
{
    struct vd_sha256 *sum = vd_alloc(sizeof(*sum));

    if (!sum)
        return NULL;
    sum->context = EVP_MD_CTX_new();
    if (!sum->context || EVP_DigestInit_ex(sum->context, EVP_sha256(), NULL) != 1) {
        vd_sha256_free(sum);
        return NULL;
    }
    return sum;
}

void vd_sha256_free(struct vd_sha256 *sum)
{
    if (sum)
        EVP_MD_CTX_free(sum->context);
    vd_free(sum);
}

int vd_sha256_add(struct vd_sha256 *sum, struct vd_slice bytes)
{
    return EVP_DigestUpdate(sum->context, bytes.ptr, bytes.len) == 1 ? 0 : -ENOMEM;
}

int vd_sha256_end(struct vd_sha256 *sum, uint8_t out_digest[VD_SHA256_BYTES])
{
    return EVP_DigestFinal_ex(sum->context, out_digest, NULL) == 1 ? 0 : -ENOMEM;
}

int vd_sha1(struct vd_slice bytes, uint8_t out_digest[VD_SHA1_BYTES])
{
    return EVP_Digest(bytes.ptr, bytes.len, out_digest, NULL, EVP_sha1(), NULL) == 1 ? 0 : -ENOMEM;
}
