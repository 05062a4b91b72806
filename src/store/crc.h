/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CRC32C (the Castagnoli polynomial, RFC 3720 B.4). isa-l does the long runs; up to a few hundred
 * bytes, which is what most records have, the processor's own instruction is faster.
 */
#ifndef VD_STORE_CRC_H
#define VD_STORE_CRC_H

#include "base/slice.h"

/*
 * Continues `crc` over n more bytes: vd_crc32c(vd_crc32c(s, a), b) is the CRC of a then b under
 * the start value s. Start value and result are the bare register, without the final complement;
 * a random start value makes the sum one that a stranger cannot compute.
 */
uint32_t vd_crc32c(uint32_t crc, const void *ptr, size_t n);

#endif
