/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of --cert, --key and --client-ca: read at the start and on SIGHUP, all of them or none.
 * What was read before stays in force until what is read now is known to be good.
 */
#ifndef VD_SERVER_CERTIFICATES_H
#define VD_SERVER_CERTIFICATES_H

#include "server/config.h"

struct vd_certificates;
struct vd_tls_identity;

enum { VD_CERTIFICATES_ERROR_BYTES = 512 };

/* config and its strings outlive this. 0; otherwise out_error is one line that says which file is
 * wrong, and how. */
VD_MUST_CHECK int vd_certificates_open(const struct vd_config *config,
                                       struct vd_certificates **out_certificates,
                                       char out_error[VD_CERTIFICATES_ERROR_BYTES]);
/* Reads them anew, for connections to come. Not 0: as above, and nothing has changed. */
VD_MUST_CHECK int vd_certificates_reload(struct vd_certificates *certificates,
                                         char out_error[VD_CERTIFICATES_ERROR_BYTES]);
/* NULL is fine; no connection may be left. */
void vd_certificates_free(struct vd_certificates *certificates);
struct vd_tls_identity *vd_certificates_identity(const struct vd_certificates *certificates);
/* When the one in force ends, in seconds since 1970. */
int64_t vd_certificates_end_s(const struct vd_certificates *certificates);

#endif
