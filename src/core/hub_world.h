/* SPDX-License-Identifier: Apache-2.0 */
/* For tests: a hub over a store, as a kit (core/journal_kit.h). */
#ifndef VD_CORE_HUB_WORLD_H
#define VD_CORE_HUB_WORLD_H

#include "core/hub.h"
#include "core/journal_kit.h"
#include "core/kv_world.h"

struct hub_world {
    struct kit kit;
    struct world world;
    struct vd_hub *hub;
    struct vd_pos logged; /* everything before it is in the log */
    unsigned wakes;
    bool keeps; /* the keeper works whenever something happens elsewhere */
};

void hub_world_init(struct hub_world *hw, struct vd_store *store,
                    const struct vd_kv_options *options);
void hub_world_deinit(struct hub_world *hw);
/* Brings the log up to the head; done after each write by the kit's own. */
void hub_world_log(struct hub_world *hw);

#endif
