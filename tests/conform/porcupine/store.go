// SPDX-License-Identifier: Apache-2.0

package main

import (
	"maps"
	"slices"
)

// What is asked and answered, in the field names of the history; bytes are text there, zeros are left out.
type Row struct {
	Key            string `json:"key"`
	CreateRevision int64  `json:"create_revision"`
	ModRevision    int64  `json:"mod_revision"`
	Version        int64  `json:"version"`
	Value          string `json:"value"`
}

type Compare struct {
	Result         int    `json:"result"`
	Target         int    `json:"target"`
	Key            string `json:"key"`
	Version        int64  `json:"version"`
	CreateRevision int64  `json:"create_revision"`
	ModRevision    int64  `json:"mod_revision"`
}

type Request struct {
	Key         string    `json:"key"`
	RangeEnd    string    `json:"range_end"`
	Revision    int64     `json:"revision"`
	Limit       int       `json:"limit"`
	CountOnly   int       `json:"count_only"`
	KeysOnly    int       `json:"keys_only"`
	Value       string    `json:"value"`
	PrevKv      int       `json:"prev_kv"`
	IgnoreValue int       `json:"ignore_value"`
	Compare     []Compare `json:"compare"`
	Success     []Op      `json:"success"`
	Failure     []Op      `json:"failure"`
}

type Op struct {
	Put    *Request `json:"request_put"`
	Range  *Request `json:"request_range"`
	Delete *Request `json:"request_delete_range"`
}

type Answer struct {
	Count     int      `json:"count"`
	More      int      `json:"more"`
	Kvs       []Row    `json:"kvs"`
	Deleted   int      `json:"deleted"`
	PrevKv    *Row     `json:"prev_kv"`
	PrevKvs   []Row    `json:"prev_kvs"`
	Succeeded int      `json:"succeeded"`
	Responses []Result `json:"responses"`
}

type Result struct {
	Put    *Answer `json:"response_put"`
	Range  *Answer `json:"response_range"`
	Delete *Answer `json:"response_delete_range"`
}

// A state never changes; a write makes the next one.
type state struct {
	revision int64
	rows     map[string]Row
	before   *state
}

// A turn is one request at one state.
type turn struct {
	base    *state
	rows    map[string]Row // the base's, until something is written
	written bool
	refusal string
}

func (t *turn) refuse(text string) Answer {
	if t.refusal == "" {
		t.refusal = "etcdserver: " + text
	}
	return Answer{}
}

func (t *turn) change() map[string]Row {
	if !t.written {
		t.rows, t.written = maps.Clone(t.rows), true
	}
	return t.rows
}

// next is the state that the turn leaves.
func (t *turn) next() *state {
	if !t.written {
		return t.base
	}
	return &state{t.base.revision + 1, t.rows, t.base}
}

func span(rows map[string]Row, r *Request) []Row {
	var found []Row
	for key, row := range rows {
		if key == r.Key || r.RangeEnd != "" && key >= r.Key && (r.RangeEnd == "\x00" || key < r.RangeEnd) {
			found = append(found, row)
		}
	}
	slices.SortFunc(found, func(a, b Row) int {
		if a.Key < b.Key {
			return -1
		}
		return 1
	})
	return found
}

func (t *turn) read(r *Request) Answer {
	rows := t.rows
	if r.Revision > t.base.revision {
		return t.refuse("mvcc: required revision is a future revision")
	}
	if r.Revision > 0 {
		old := t.base
		for old.revision > r.Revision {
			old = old.before
		}
		rows = old.rows
	}
	found := span(rows, r)
	answer := Answer{Count: len(found)}
	if r.CountOnly != 0 {
		return answer
	}
	if r.Limit > 0 && len(found) > r.Limit {
		found, answer.More = found[:r.Limit], 1
	}
	if r.KeysOnly != 0 {
		for i := range found {
			found[i].Value = ""
		}
	}
	answer.Kvs = found
	return answer
}

func (t *turn) put(r *Request) Answer {
	before, exists := t.rows[r.Key]
	value := r.Value
	if r.IgnoreValue != 0 {
		if r.Value != "" {
			return t.refuse("value is provided")
		}
		if !exists {
			return t.refuse("key not found")
		}
		value = before.Value
	}
	row := Row{r.Key, t.base.revision + 1, t.base.revision + 1, 1, value}
	if exists {
		row.CreateRevision, row.Version = before.CreateRevision, before.Version+1
	}
	t.change()[r.Key] = row
	if exists && r.PrevKv != 0 {
		return Answer{PrevKv: &before}
	}
	return Answer{}
}

func (t *turn) remove(r *Request) Answer {
	found := span(t.rows, r)
	for _, row := range found {
		delete(t.change(), row.Key)
	}
	answer := Answer{Deleted: len(found)}
	if r.PrevKv != 0 {
		answer.PrevKvs = found
	}
	return answer
}

func holds(rows map[string]Row, c Compare) bool {
	row := rows[c.Key]
	got := [...]int64{row.Version, row.CreateRevision, row.ModRevision}[c.Target]
	want := [...]int64{c.Version, c.CreateRevision, c.ModRevision}[c.Target]
	return [...]bool{got == want, got > want, got < want, got != want}[c.Result]
}

func puttingTwice(ops []Op) bool {
	seen := map[string]bool{}
	for _, op := range ops {
		if op.Put != nil {
			if seen[op.Put.Key] {
				return true
			}
			seen[op.Put.Key] = true
		}
	}
	return false
}

func (t *turn) txn(r *Request) Answer {
	if puttingTwice(r.Success) || puttingTwice(r.Failure) {
		return t.refuse("duplicate key given in txn request")
	}
	answer, ops := Answer{Succeeded: 1}, r.Success
	for _, c := range r.Compare {
		if !holds(t.rows, c) {
			answer.Succeeded, ops = 0, r.Failure
		}
	}
	for _, op := range ops {
		var result Result
		var part Answer
		switch {
		case op.Put != nil:
			part, result.Put = t.put(op.Put), &part
		case op.Range != nil:
			part, result.Range = t.read(op.Range), &part
		default:
			part, result.Delete = t.remove(op.Delete), &part
		}
		answer.Responses = append(answer.Responses, result)
	}
	return answer
}

func (t *turn) run(method string, r *Request) Answer {
	switch method {
	case "put":
		return t.put(r)
	case "range":
		return t.read(r)
	case "delete":
		return t.remove(r)
	default:
		return t.txn(r)
	}
}
