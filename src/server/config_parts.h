/* SPDX-License-Identifier: Apache-2.0 */
/* What the two ways of configuring share. */
#ifndef VD_SERVER_CONFIG_PARTS_H
#define VD_SERVER_CONFIG_PARTS_H

#include "server/option.h"

#define VD_CONFIG_QUOTA_BYTES       ((uint64_t)2 << 30)
#define VD_CONFIG_REQUEST_MAX_BYTES ((uint64_t)512 << 20)
#define VD_CONFIG_TXN_OPS_MAX       16384

void vd_config_set_defaults(struct vd_config *config);
/* The whole file, as a string that the config owns. 0, VD_INVALID. */
VD_MUST_CHECK int vd_config_read_file(struct vd_config *config, const char *path, char **out_text,
                                      char error[VD_CONFIG_ERROR_BYTES]);
/* Makes a retention of etcd's two flags. 0, VD_INVALID. */
VD_MUST_CHECK int vd_config_set_compaction(struct vd_config *config,
                                           char error[VD_CONFIG_ERROR_BYTES]);

/* Whether every item could be the Origin of a page. 0, VD_INVALID. */
VD_MUST_CHECK int vd_config_check_cors(const struct vd_config *config,
                                       char error[VD_CONFIG_ERROR_BYTES]);

#endif
