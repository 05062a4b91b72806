/* SPDX-License-Identifier: Apache-2.0 */
/* `vedette kubeconfig`: how kubectl and everything like it finds a server. */
#ifndef VD_SERVER_KUBECONFIG_COMMAND_H
#define VD_SERVER_KUBECONFIG_COMMAND_H

/* The arguments after `kubeconfig`. Returns the exit status: 0; 1: it failed; 2: bad usage. */
int vd_kubeconfig_command(int argc, char **argv);

#endif
