/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Go says of texts that it cannot take: as strconv.Quote quotes, and in the words of the types
 * that read their own JSON (times, durations). Words are cut at a length, so that a
 * hostile text costs no more than that.
 */
#ifndef VD_DOORS_KUBE_MODEL_GO_WORDS_H
#define VD_DOORS_KUBE_MODEL_GO_WORDS_H

#include "base/slice.h"

enum { VD_KUBE_WORDS_BYTES = 2048 };

struct vd_kube_words {
    size_t len;
    bool is_full; /* something was cut, and nothing comes behind it */
    char text[VD_KUBE_WORDS_BYTES];
};

static inline void vd_kube_words_init(struct vd_kube_words *words)
{
    words->len = 0;
    words->is_full = false;
}

void vd_kube_words_add(struct vd_kube_words *words, struct vd_slice text);
void vd_kube_words_str(struct vd_kube_words *words, const char *text);
void vd_kube_words_uint(struct vd_kube_words *words, uint64_t value);
/* As strconv.Quote, of well-formed UTF-8. */
void vd_kube_words_quote(struct vd_kube_words *words, struct vd_slice text);

static inline struct vd_slice vd_kube_words_slice(const struct vd_kube_words *words)
{
    return vd_slice(words->text, words->len);
}

/* True: Go reads it as a metav1.Time (a MicroTime). False: the words are what it says instead. */
bool vd_kube_go_time(struct vd_slice text, bool is_micro, struct vd_kube_words *words);
/* The same of a metav1.Duration. */
bool vd_kube_go_duration(struct vd_slice text, struct vd_kube_words *words);
/* Standard base64 as Go decodes it: line ends are passed over, padding must be there. False: where
 * it stops, which it names an input byte. */
bool vd_kube_go_base64(struct vd_slice text, size_t *out_stop);

#endif
