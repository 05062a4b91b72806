/* SPDX-License-Identifier: Apache-2.0 */
/* The console for people at "/": a page and its modules, which speak only the public doors. */
#ifndef VD_DOORS_CONSOLE_CONSOLE_H
#define VD_DOORS_CONSOLE_CONSOLE_H

#include "doors/door.h"

extern const struct vd_door vd_door_console;

#endif
