/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: the smallest second journal, which answers every pull from elsewhere, as a file tree
 * does. A pull that finds nothing prepared posts a request and says VD_WAIT; the owner of the log
 * (another thread, in earnest) prepares one batch; `ready` is called in the loop's next turn.
 */
#ifndef VD_CORE_TOY_JOURNAL_H
#define VD_CORE_TOY_JOURNAL_H

#include "core/journal.h"

struct toy;

struct toy *toy_new(void);
void toy_free(struct toy *toy);
struct vd_journal *toy_journal(struct toy *toy);

/* All keys in one revision, which is returned. */
int64_t toy_put(struct toy *toy, const char *const *keys, size_t count, const char *value);
int64_t toy_remove(struct toy *toy, const char *key);
void toy_compact(struct toy *toy, int64_t revision);
const struct vd_event *toy_event(const struct toy *toy, size_t i); /* NULL: no such */

/* The owner's work; true: there was some. */
bool toy_owner_step(struct toy *toy);
/* The loop's turn: calls `ready`. */
void toy_turn(struct toy *toy);

#endif
