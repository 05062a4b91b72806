// SPDX-License-Identifier: Apache-2.0

// Sequences of writes by several managers, with what Kubernetes' own field manager makes of each.
//
//	kube_apply SCENARIOS...          those of the files, to standard output
//	kube_apply -random N -seed S     N made up ones
//
// One line a sequence; src/doors/kube/model/cases/applies.jsonl is the scenarios and 24 of seed 3.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"sort"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

type Kind struct {
	APIVersion string          `json:"apiVersion"`
	Kind       string          `json:"kind"`
	Custom     bool            `json:"custom,omitempty"`
	Schema     json.RawMessage `json:"schema,omitempty"` // none: deduced
}

type Cause struct {
	Message string `json:"message"`
	Field   string `json:"field"`
}

type Step struct {
	Op          string          `json:"op"` // create, update, apply
	Manager     string          `json:"manager"`
	Subresource string          `json:"subresource,omitempty"`
	Resets      []string        `json:"resets,omitempty"`
	Force       bool            `json:"force,omitempty"`
	Object      json.RawMessage `json:"object"`
	Time        string          `json:"time"`

	// The answer: an object without what is empty, its managed fields apart; or a refusal.
	Want    json.RawMessage `json:"want,omitempty"`
	Managed json.RawMessage `json:"managed,omitempty"`
	Message string          `json:"message,omitempty"`
	Code    int32           `json:"code,omitempty"`
	Causes  []Cause         `json:"causes,omitempty"`
}

type Sequence struct {
	Name  string  `json:"name"`
	Kind  Kind    `json:"kind"`
	Steps []*Step `json:"steps"`
}

func typesUID(uid string) types.UID { return types.UID(uid) }

// Drops what Go's structs add: null and empty objects, at any depth.
func compact(v interface{}) interface{} {
	switch t := v.(type) {
	case map[string]interface{}:
		out := map[string]interface{}{}
		for k, e := range t {
			if c := compact(e); c != nil {
				out[k] = c
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	case []interface{}:
		if len(t) == 0 {
			return nil
		}
		out := []interface{}{}
		for _, e := range t {
			out = append(out, compact(e))
		}
		return out
	}
	return v
}

func toMap(o runtime.Object) map[string]interface{} {
	text, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	u := unstructured.Unstructured{}
	if err := json.Unmarshal(text, &u.Object); err != nil {
		panic(err)
	}
	return u.Object
}

// Times of this run become the step's, so that the fixture does not depend on the clock.
func setTimes(o runtime.Object, began time.Time, stamp time.Time) {
	m, err := meta.Accessor(o)
	if err != nil {
		panic(err)
	}
	entries := m.GetManagedFields()
	for i := range entries {
		if entries[i].Time != nil && !entries[i].Time.Time.Before(began) {
			t := metav1.NewTime(stamp)
			entries[i].Time = &t
		}
	}
	m.SetManagedFields(entries)
}

// Faults of several fields come in no order.
func inOrder(message string) string {
	lines := strings.Split(message, "\n")
	if strings.HasSuffix(lines[0], "errors:") {
		sort.Strings(lines[1:])
	}
	return strings.Join(lines, "\n")
}

func refuse(step *Step, err error) {
	step.Message = inOrder(err.Error())
	step.Code = 500
	if status, ok := err.(*errors.StatusError); ok {
		step.Code = status.ErrStatus.Code
		if status.ErrStatus.Details != nil {
			for _, c := range status.ErrStatus.Details.Causes {
				step.Causes = append(step.Causes, Cause{c.Message, c.Field})
			}
			// Managers come in no order here, but in the message they do.
			place := func(c Cause) int {
				return strings.Index(step.Message, strings.Replace(c.Message, "conflict", "conflicts", 1)+":")
			}
			sort.SliceStable(step.Causes, func(i, j int) bool {
				return place(step.Causes[i]) < place(step.Causes[j])
			})
		}
	}
}

func answer(step *Step, o runtime.Object) {
	object := toMap(o)
	if m, ok := object["metadata"].(map[string]interface{}); ok {
		if f, ok := m["managedFields"]; ok {
			m, err := meta.Accessor(o)
			_ = f
			if err != nil {
				panic(err)
			}
			step.Managed, _ = json.Marshal(m.GetManagedFields())
		}
		delete(m, "managedFields")
	}
	step.Want, _ = json.Marshal(compact(object))
}

func run(s *Sequence) error {
	gvk := schema.FromAPIVersionAndKind(s.Kind.APIVersion, s.Kind.Kind)
	var live runtime.Object
	for i, step := range s.Steps {
		stamp := time.Date(2026, 1, 1, 0, i, 0, 0, time.UTC)
		step.Time = stamp.Format(time.RFC3339)
		manager, err := newManager(&s.Kind, step.Subresource, step.Resets)
		if err != nil {
			return fmt.Errorf("%s: %v", s.Name, err)
		}
		old := live
		if old == nil {
			if old, err = (creater{gvk, s.Kind.Custom}).New(gvk); err != nil {
				return err
			}
		} else {
			old = old.DeepCopyObject()
		}
		began := time.Now().Add(-2 * time.Second)
		var next runtime.Object
		if step.Op == "apply" {
			u := &unstructured.Unstructured{}
			if err := json.Unmarshal(step.Object, &u.Object); err != nil {
				return err
			}
			next, err = manager.Apply(old, u, step.Manager, step.Force)
		} else {
			var object runtime.Object
			if object, err = decode(&s.Kind, step.Object); err != nil {
				return fmt.Errorf("%s: %v", s.Name, err)
			}
			if live != nil {
				accessor(object).SetUID("u")
			}
			next, err = manager.Update(old, object, step.Manager)
		}
		if err != nil {
			refuse(step, err)
			continue
		}
		setTimes(next, began, stamp)
		if live == nil {
			accessor(next).SetUID("u")
		}
		coerce(&s.Kind, next)
		answer(step, next)
		live = next
	}
	return nil
}

func main() {
	count := flag.Int("random", 0, "how many made up sequences")
	seed := flag.Int64("seed", 1, "of what is made up")
	flag.Parse()
	var sequences []*Sequence
	for _, name := range flag.Args() {
		text, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		var some []*Sequence
		if err := json.Unmarshal(text, &some); err != nil {
			panic(err)
		}
		sequences = append(sequences, some...)
	}
	r := rand.New(rand.NewSource(*seed))
	for i := 0; i < *count; i++ {
		sequences = append(sequences, makeUp(r, i))
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for _, s := range sequences {
		if err := run(s); err != nil {
			panic(err)
		}
		if err := out.Encode(s); err != nil {
			panic(err)
		}
	}
}
