// SPDX-License-Identifier: Apache-2.0

// What the libraries of a Kubernetes API server make of patches, YAML and quantities, as cases for
// the tests in src/doors/kube/model: one JSON object a line. The same seed gives the same cases, so
// ./dev conform kube_cases finds out when a newer library thinks otherwise.
//
//	go run . FOLDER [SEED [TIMES]]
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

type caseOf struct {
	Kind     string          `json:"kind"`
	Type     string          `json:"type,omitempty"`
	Original json.RawMessage `json:"original,omitempty"`
	Patch    json.RawMessage `json:"patch,omitempty"`
	Text     *string         `json:"text,omitempty"`
	Result   json.RawMessage `json:"result,omitempty"`
	Status   int             `json:"status,omitempty"`
	Error    string          `json:"error,omitempty"`
	Strict   string          `json:"strict,omitempty"`
}

// What makes other cases, and how many times as many.
var seed, times = int64(0), 1

type file struct {
	out   *bufio.Writer
	count int
}

func (f *file) add(c caseOf) {
	text, err := json.Marshal(c)
	check(err)
	_, err = f.out.Write(append(text, '\n'))
	check(err)
	f.count++
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func write(name string, make func(*file)) {
	path := filepath.Join(os.Args[1], name)
	to, err := os.Create(path)
	check(err)
	f := &file{out: bufio.NewWriter(to)}
	make(f)
	check(f.out.Flush())
	check(to.Close())
	fmt.Printf("%s: %d cases\n", name, f.count)
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: kube_cases FOLDER [SEED [TIMES]]")
		os.Exit(2)
	}
	if len(os.Args) > 2 {
		fmt.Sscan(os.Args[2], &seed)
	}
	if len(os.Args) > 3 {
		fmt.Sscan(os.Args[3], &times)
	}
	write("json_patches.jsonl", jsonPatches)
	write("merge_patches.jsonl", mergePatches)
	write("strategic_patches.jsonl", strategicPatches)
	write("yaml.jsonl", yamlCases)
	write("quantities.jsonl", quantities)
	write("times.jsonl", timesAndDurations)
}
