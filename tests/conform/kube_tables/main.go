// SPDX-License-Identifier: Apache-2.0

// What kubectl is given to print: for each object of the input, the cells that Kubernetes' own
// printers make of it, and for each kind its columns.
//
//	python3 objects.py | kube_tables > src/doors/kube/model/cases/tables.jsonl
//
// A text "@90" stands for the time 90 seconds ago.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/admissionregistration/install"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/certificates/install"
	_ "k8s.io/kubernetes/pkg/apis/coordination/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/discovery/install"
	_ "k8s.io/kubernetes/pkg/apis/events/install"
	_ "k8s.io/kubernetes/pkg/apis/flowcontrol/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/node/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	_ "k8s.io/kubernetes/pkg/apis/resource/install"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install"
	_ "k8s.io/kubernetes/pkg/apis/storage/install"
	"k8s.io/kubernetes/pkg/printers"
	"k8s.io/kubernetes/pkg/printers/internalversion"
)

type column struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Format   string `json:"format"`
	Priority int32  `json:"priority"`
}

type answer struct {
	APIVersion string          `json:"apiVersion"`
	Kind       string          `json:"kind"`
	Columns    []column        `json:"columns,omitempty"` // of the first of a kind
	Cells      []interface{}   `json:"cells"`
	Object     json.RawMessage `json:"object"`
}

var ago = regexp.MustCompile(`"@(-?[0-9]+)"`)

func at(text []byte, now time.Time) []byte {
	return ago.ReplaceAllFunc(text, func(m []byte) []byte {
		seconds, _ := strconv.Atoi(string(m[2 : len(m)-1]))
		t := now.Add(-time.Duration(seconds) * time.Second)
		return []byte(`"` + t.UTC().Format("2006-01-02T15:04:05.000000Z") + `"`)
	})
}

func convert(text []byte) (runtime.Object, error) {
	u := &unstructured.Unstructured{}
	if err := json.Unmarshal(text, &u.Object); err != nil {
		return nil, err
	}
	gvk := u.GroupVersionKind()
	typed, err := legacyscheme.Scheme.New(gvk)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, typed); err != nil {
		return nil, err
	}
	return legacyscheme.Scheme.ConvertToVersion(typed,
		schema.GroupVersion{Group: gvk.Group, Version: runtime.APIVersionInternal})
}

func print(generator *printers.HumanReadableGenerator, object json.RawMessage) (*answer, error) {
	var head struct{ APIVersion, Kind string }
	if err := json.Unmarshal(object, &head); err != nil {
		return nil, err
	}
	// In the middle of a second, so that what passes meanwhile does not count.
	now := time.Now().Truncate(time.Second)
	for time.Since(now) > 300*time.Millisecond {
		time.Sleep(10 * time.Millisecond)
		now = time.Now().Truncate(time.Second)
	}
	internal, err := convert(at(object, now))
	if err != nil {
		return nil, fmt.Errorf("%s: %v", head.Kind, err)
	}
	table, err := generator.GenerateTable(internal, printers.GenerateOptions{Wide: true})
	if err != nil {
		return nil, fmt.Errorf("%s: %v", head.Kind, err)
	}
	out := &answer{APIVersion: head.APIVersion, Kind: head.Kind, Object: object,
		Cells: table.Rows[0].Cells}
	for _, c := range table.ColumnDefinitions {
		out.Columns = append(out.Columns, column{c.Name, c.Type, c.Format, c.Priority})
	}
	return out, nil
}

func main() {
	generator := printers.NewTableGenerator().With(internalversion.AddHandlers)
	var objects []json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&objects); err != nil {
		panic(err)
	}
	to, seen := json.NewEncoder(os.Stdout), map[string]bool{}
	to.SetEscapeHTML(false)
	for _, object := range objects {
		a, err := print(generator, object)
		if err != nil {
			panic(err)
		}
		if seen[a.APIVersion+a.Kind] {
			a.Columns = nil
		}
		seen[a.APIVersion+a.Kind] = true
		if err := to.Encode(a); err != nil {
			panic(err)
		}
	}
}
