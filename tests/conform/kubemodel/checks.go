// SPDX-License-Identifier: Apache-2.0
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"strings"

	"k8s.io/client-go/kubernetes/scheme"
	strict "sigs.k8s.io/json"
)

// node is a JSON value whose members keep their order and may come twice.
type node struct {
	name  string
	text  string // of a scalar, as JSON
	open  byte   // { or [; 0 of a scalar
	parts []*node
}

func parse(d *json.Decoder) *node {
	t, err := d.Token()
	check(err)
	delim, ok := t.(json.Delim)
	if !ok {
		text, err := json.Marshal(t)
		check(err)
		return &node{text: string(text)}
	}
	n := &node{open: byte(delim)}
	for d.More() {
		name := ""
		if n.open == '{' {
			t, err := d.Token()
			check(err)
			name = t.(string)
		}
		part := parse(d)
		part.name = name
		n.parts = append(n.parts, part)
	}
	_, err = d.Token()
	check(err)
	return n
}

func (n *node) print(w *bytes.Buffer) {
	if n.open == 0 {
		w.WriteString(n.text)
		return
	}
	w.WriteByte(n.open)
	for i, p := range n.parts {
		if i > 0 {
			w.WriteByte(',')
		}
		if n.open == '{' {
			name, _ := json.Marshal(p.name)
			w.Write(name)
			w.WriteByte(':')
		}
		p.print(w)
	}
	w.WriteByte(n.open + 2)
}

func (n *node) all() []*node {
	out := []*node{n}
	for _, p := range n.parts {
		out = append(out, p.all()...)
	}
	return out
}

var wrong = []string{`"text"`, `""`, `12`, `-1`, `1.5`, `1e2`, `3000000000`, `99999999999999999999`, `1e400`, `true`, `null`, `[]`, `{}`,
	`[1,"a"]`, `{"a":1}`, `"2020-01-01T00:00:00Z"`, `"2020-02-30T00:00:00Z"`, `"2020-13-01T00:00:00Z"`, `"2020-01-01 00:00:00"`,
	`"2020-01-01T00:00:00.5+01:00"`, `"2020-01-01T00:00:00.123456Z"`, `"2020-01-01T0:0:00Z"`, `"2020-01-01T24:00:00Z"`, `"2020-01-01T00:00:00Z "`,
	`"2020-01-01T00:00:00+0100"`, `"20-1-1"`, `"1h"`, `"1"`, `"1x"`, `"1h-"`, `".s"`, `"-1.5h3m"`, `"9999999h"`, `"1Gi"`, `"1Mm"`, `"1.2.3"`, `"+"`, `".5"`,
	`"1e3"`, `"1e"`, `" 1 "`, `"0x1"`, `"YWJj"`, `"YWJ"`, `"YW=="`, `"Y==="`, `"YW=j"`, `"Y-_j"`, `"YWJjZ"`, `"YW\nJj"`, `"YWJj\n="`, `"\"q\\\u0001é\u007f"`}

var strange = []string{"unknown", "Metadata", "quote\"d", "tab\t", "é", "a.b/c", ""}

// spoil changes the document in one place.
func spoil(r *rand.Rand, root *node) {
	nodes := root.all()
	n := nodes[r.Intn(len(nodes))]
	if r.Intn(3) == 0 || n == root {
		for n.open != '{' {
			n = nodes[r.Intn(len(nodes))]
		}
		if len(n.parts) > 0 && r.Intn(2) == 0 {
			twice := *n.parts[r.Intn(len(n.parts))]
			n.parts = append(n.parts, &twice)
		} else {
			n.parts = append(n.parts, &node{name: strange[r.Intn(len(strange))], text: wrong[r.Intn(len(wrong))]})
		}
		return
	}
	*n = node{name: n.name, text: wrong[r.Intn(len(wrong))]}
}

func verdict(text []byte, into any) string {
	list, err := strict.UnmarshalStrict(text, into)
	if err != nil {
		return "fault " + err.Error()
	}
	if len(list) == 0 {
		return "ok"
	}
	var words []string
	for _, e := range list {
		words = append(words, e.Error())
	}
	return "strict decoding error: " + strings.Join(words, ", ")
}

func checks(args []string) {
	set := flag.NewFlagSet("checks", flag.ExitOnError)
	seed := set.Int64("seed", 1, "of the random numbers")
	count := set.Int("count", 1, "documents of each kind")
	most := set.Int("most", 1000, "leave out documents of more bytes than this")
	check(set.Parse(args))
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	for j, k := range kinds() {
		for i := 0; i < *count; i++ {
			r := rand.New(rand.NewSource(*seed*1000003 + int64(i) + int64(j)*7919))
			f := &filler{r, 0.6}
			_, text := pair(object(k, f))
			for len(text) > *most {
				f.dense *= 0.8
				_, text = pair(object(k, f))
			}
			d := json.NewDecoder(bytes.NewReader(text))
			d.UseNumber()
			root := parse(d)
			for n := r.Intn(4); n > 0; n-- {
				spoil(r, root)
			}
			var out bytes.Buffer
			root.print(&out)
			o, err := scheme.Scheme.New(k)
			check(err)
			fmt.Fprintf(w, "%s %s\n%s\n%s\n", k.GroupVersion(), k.Kind, out.Bytes(), verdict(out.Bytes(), o))
		}
	}
}
