/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the load generator share: the options, the loop, the sums that are checked. */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include "h2.h"
#include "hist.h"
#include "proc.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum op { OP_NONE, OP_PUT, OP_GET, OP_RANGE, OP_TXN, OP_DELETE, OP_GRANT, OP_KEEP };
enum watch_kind { WATCH_KEY, WATCH_PREFIX, WATCH_RANGE, WATCH_ALL };
/* What the watchers speak: etcd's Watch, or feeds (a stream is a watch, and begins with a value
 * that is there), all values or conflated. */
enum watch_proto { PROTO_ETCD, PROTO_FEED, PROTO_LATEST };
enum { KEY_BYTES = 19, VALUE_MIN = 32, VALUE_MAX = 65536, SPACE_BYTES = 6 };

struct options {
    const char *host, *authority;
    int port;
    pid_t pid;
    bool bare;
    double timeout_s, settle_s;

    /* Watchers: connections, streams on each, watches on each stream. */
    unsigned wconns, wstreams, wwatches;
    enum watch_kind wkind;
    enum watch_proto wproto;
    bool text;     /* values are UTF-8 */
    double wrate;  /* a stream takes so many values a second, by its window; 0: as they come */
    bool distinct; /* watch i has key wbase + i; else all share key wbase */
    uint64_t wbase;
    int64_t wfrom;     /* start revision, 0 for now */
    uint64_t wexpect;  /* history events in all (distinct) or for each watch (shared) */
    unsigned wstall;   /* how many of the connections, from the first, stop reading once created */
    bool stall_window; /* they read but give no window back, in place of not reading */
    double loop_s;     /* repeat the catch-up for so long */
    double idle_s;     /* hold idle watches for so long and report the CPU */

    /* Writers. */
    enum op op;
    unsigned conns, inflight;
    double rate, secs, warm_s;
    uint64_t window; /* no put while the watchers are this many events behind on average; 0: none */
    uint64_t count;  /* stop after so many, 0: by time */
    uint64_t keys, base; /* keys base..base+keys-1 */
    bool sequential;
    char suffix[16];
    unsigned value_bytes;
    uint64_t limit;    /* of a range */
    const char *space; /* six bytes before the thirteen digits of a key */
};

struct totals {
    uint64_t puts_sent, puts_done, sequence_sum, last_revision, last_sequence;
    uint64_t hits;                    /* puts to keys that some watch of this process watches */
    uint64_t events, event_sequences; /* over all watches that read */
    uint64_t deleted;
};

extern struct options opt;
extern struct totals totals;
extern struct hist delivery_hist, call_hist;
extern uint64_t now_ns; /* taken after each read */

/* A value opens with this, then the sequence number and the time it was sent; in text each of them
 * takes nine bytes of seven bits. */
#define VALUE_MAGIC 0x31484342564c4144ULL
enum { TEXT_WORD_BYTES = 9 };

static inline void load_put_text(uint8_t *to, uint64_t word)
{
    for (int i = 0; i < TEXT_WORD_BYTES; i++, word >>= 7)
        to[i] = word & 0x7f;
}

static inline uint64_t load_get_text(const uint8_t *from)
{
    uint64_t word = 0;
    for (int i = TEXT_WORD_BYTES; i-- > 0;)
        word = word << 7 | (from[i] & 0x7f);
    return word;
}

/* The key of index i: space and thirteen digits; out has room for KEY_BYTES. */
void load_key(uint8_t *out, uint64_t i);
/* The index of such a key, or UINT64_MAX. */
uint64_t load_key_index(const uint8_t *key, size_t n);

/* The loop. */
/* first: between the events of others, its own are looked for again and again. */
int load_add(struct h2_conn *c, bool first);
void load_dirty(struct h2_conn *c);
void load_deafen(struct h2_conn *c);
void load_arm_timer(double rate);
/* Runs until done() or the deadline (CLOCK_MONOTONIC ns); false on timeout or failure. */
bool load_run(bool (*done)(void), uint64_t deadline_ns);
void load_on_tick(void (*fn)(void));

/* Watchers (watchers.c). */
bool watchers_connect(uint64_t deadline_ns);
bool watchers_create(uint64_t deadline_ns);
bool watchers_caught_up(void);
bool watchers_drained(void);
/* Events written and not yet delivered, for each watch that reads. */
uint64_t watchers_behind(void);
void watchers_stall(void);
/* Gives streams that take values at a rate of their own the window for the next one. */
void watchers_pace(void);
void watchers_recreate(void);
/* Compares what every watch got with what was written; reports the first difference. */
bool watchers_verify(void);
void watchers_close(void);
extern uint64_t watchers_passes;

/* Writers (callers.c). */
bool callers_open(uint64_t deadline_ns);
bool callers_run(double secs, uint64_t count, uint64_t deadline_ns);
/* Goes on where the window held the writers back. */
void callers_resume(void);
void callers_close(void);
extern uint64_t calls_done, calls_failed;
extern uint64_t calls_elapsed_ns;

#endif
