/* SPDX-License-Identifier: Apache-2.0 */
/* `vedette snapshot status` and `vedette snapshot restore`: what is done with a saved snapshot. */
#ifndef VD_SERVER_SNAPSHOT_COMMAND_H
#define VD_SERVER_SNAPSHOT_COMMAND_H

/* The arguments after `snapshot`. The exit status: 0, 1 on failure, 2 on bad usage, with one line
 * on stderr. */
int vd_snapshot_command(int argc, char **argv);

#endif
