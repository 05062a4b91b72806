/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration of `vedette etcd`: etcd's own command line as Go's flag package reads it (one
 * dash or two, the value behind '=' or next), ETCD_ variables of the environment beneath it, or the
 * file of --config-file in place of both. etcd's defaults hold.
 */
#ifndef VD_SERVER_CONFIG_ETCD_H
#define VD_SERVER_CONFIG_ETCD_H

#include "server/config.h"

/* The arguments after `etcd`, and "NAME=value" strings up to a NULL. 0; VD_END: help was asked for;
 * VD_NOT_FOUND: the version was; VD_INVALID with one line. vd_config_deinit only after 0. */
VD_MUST_CHECK int vd_config_parse_etcd(int argc, char **argv, char **environment,
                                       struct vd_config *out_config,
                                       char out_error[VD_CONFIG_ERROR_BYTES]);
void vd_config_print_etcd_help(void);

#endif
