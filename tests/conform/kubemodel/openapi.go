// SPDX-License-Identifier: Apache-2.0
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"sort"
	"strings"
)

const kubernetes = "k8s.io/kubernetes@v1.37.0"

// Where we say less or the source says what it does not mean.
var excused = []string{".JSONSchemaProps", ".APIServiceSpec"}

type members = map[string]any

func schemas(document []byte) members {
	var d struct {
		Components struct{ Schemas members }
	}
	check(json.Unmarshal(document, &d))
	return d.Components.Schemas
}

func theirSchemas() members {
	out, err := exec.Command("go", "mod", "download", "-json", kubernetes).Output()
	check(err)
	var at struct{ Dir string }
	check(json.Unmarshal(out, &at))
	files, err := filepath.Glob(filepath.Join(at.Dir, "api/openapi-spec/v3/*_openapi.json"))
	check(err)
	all := members{}
	for _, file := range files {
		if strings.Contains(file, "alpha") || strings.Contains(file, "beta") {
			continue
		}
		text, err := os.ReadFile(file)
		check(err)
		for name, s := range schemas(text) {
			all[name] = s
		}
	}
	return all
}

func get(url string, into any) {
	answer, err := http.Get(url)
	check(err)
	defer answer.Body.Close()
	check(json.NewDecoder(answer.Body).Decode(into))
}

func servedSchemas(url string) members {
	var index struct {
		Paths map[string]struct{ ServerRelativeURL string }
	}
	get(url+"/openapi/v3", &index)
	all := members{}
	for _, path := range index.Paths {
		var raw json.RawMessage
		get(url+path.ServerRelativeURL, &raw)
		for name, s := range schemas(raw) {
			all[name] = s
		}
	}
	return all
}

// plain leaves out what we do not say (words, enumerations, unions, kinds), and how it is written.
func plain(value any) any {
	switch v := value.(type) {
	case members:
		out := members{}
		for k, x := range v {
			_, isText := x.(string)
			if k == "description" && isText || k == "x-kubernetes-unions" || k == "x-kubernetes-group-version-kind" || k == "enum" {
				continue
			}
			out[k] = plain(x)
		}
		if one, ok := out["allOf"].([]any); ok && len(out) == 1 && len(one) == 1 {
			return one[0]
		}
		if _, ok := out["x-kubernetes-list-type"]; !ok && out["type"] == "array" {
			out["x-kubernetes-list-type"] = "atomic"
		}
		return out
	case []any:
		out := []any{}
		allText := true
		for _, x := range v {
			_, isText := x.(string)
			allText = allText && isText
			out = append(out, plain(x))
		}
		if allText {
			sort.Slice(out, func(i, j int) bool { return out[i].(string) < out[j].(string) })
		}
		return out
	}
	return value
}

// openapi compares the schemas that a server has with those of Kubernetes.
func openapi(url string) {
	ours, theirs := servedSchemas(url), theirSchemas()
	differ := 0
	for name, s := range ours {
		other, ok := theirs[name]
		if !ok || slices.ContainsFunc(excused, func(e string) bool { return strings.HasSuffix(name, e) }) {
			continue
		}
		if a, b := plain(s), plain(other); !reflect.DeepEqual(a, b) {
			x, _ := json.Marshal(a)
			y, _ := json.Marshal(b)
			fmt.Printf("%s:\n  %s\n  %s\n", name, x, y)
			differ++
		}
	}
	fmt.Printf("%d schemas, %d differ\n", len(ours), differ)
	if differ > 0 || len(ours) < 400 {
		os.Exit(1)
	}
}
