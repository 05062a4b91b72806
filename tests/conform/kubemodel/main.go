// SPDX-License-Identifier: Apache-2.0

// kubemodel makes what Vedette's model of Kubernetes is compared with, by the code that real clients
// and servers run: `kubemodel bodies` prints objects of every kind as the protobuf body a client
// sends and the JSON that the server prints of it, three lines an object. README.md says more.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"reflect"
	"sort"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/client-go/kubernetes/scheme"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "kubemodel:", err)
		os.Exit(1)
	}
}

// Groups that nobody serves, and kinds that are no documents.
var left = map[string]bool{"admission.k8s.io": true, "apidiscovery.k8s.io": true, "imagepolicy.k8s.io": true, "internal.apiserver.k8s.io": true}

func kinds() []schema.GroupVersionKind {
	check(apiextensions.AddToScheme(scheme.Scheme))
	check(apiregistration.AddToScheme(scheme.Scheme))
	scheme.Scheme.AddKnownTypes(schema.GroupVersion{Group: "meta.k8s.io", Version: "v1"}, &meta.PartialObjectMetadata{}, &meta.PartialObjectMetadataList{})
	var out []schema.GroupVersionKind
	for k, t := range scheme.Scheme.AllKnownTypes() {
		own := strings.HasPrefix(t.PkgPath(), "k8s.io/apimachinery/")
		if k.Version != "v1" && k.Version != "v2" || left[k.Group] || own && k.Group != "" && k.Group != "meta.k8s.io" {
			continue
		}
		if k.Kind == "WatchEvent" || k.Kind == "ListOptions" || k.Kind == "InternalEvent" {
			continue // WatchEvent has no kind of its own; options of lists travel in the query
		}
		if _, ok := reflect.New(t).Interface().(interface{ Marshal() ([]byte, error) }); ok {
			out = append(out, k)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].String() < out[j].String() })
	return out
}

func object(k schema.GroupVersionKind, f *filler) runtime.Object {
	o, err := scheme.Scheme.New(k)
	check(err)
	f.fill(reflect.ValueOf(o).Elem(), 0)
	o.GetObjectKind().SetGroupVersionKind(k)
	return o
}

// pair is an object as it goes over the wire, and as the server prints what it has read.
func pair(o runtime.Object) (body, text []byte) {
	codec := protobuf.NewSerializer(scheme.Scheme, scheme.Scheme)
	var wire bytes.Buffer
	check(codec.Encode(o, &wire))
	back, k, err := codec.Decode(wire.Bytes(), nil, nil)
	check(err)
	back.GetObjectKind().SetGroupVersionKind(*k)
	text, err = json.Marshal(back)
	check(err)
	return wire.Bytes(), text
}

func bodies(args []string) {
	set := flag.NewFlagSet("bodies", flag.ExitOnError)
	seed := set.Int64("seed", 1, "of the random numbers")
	count := set.Int("count", 1, "objects of each kind")
	dense := set.Float64("dense", 0.7, "how likely a field is set")
	most := set.Int("most", 0, "leave out JSON of more bytes than this")
	only := set.String("only", "", "kinds, with commas between")
	check(set.Parse(args))
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	for _, k := range kinds() {
		if *only != "" && !strings.Contains(","+*only+",", ","+k.Kind+",") {
			continue
		}
		for i := 0; i < *count; i++ {
			f := &filler{rand.New(rand.NewSource(*seed*1000003 + int64(i))), *dense}
			body, text := pair(object(k, f))
			for *most > 0 && len(text) > *most {
				f.dense *= 0.8
				body, text = pair(object(k, f))
			}
			fmt.Fprintf(w, "%s %s\n%s\n%s\n", k.GroupVersion(), k.Kind, base64.StdEncoding.EncodeToString(body), text)
		}
	}
}

func main() {
	if len(os.Args) < 2 || os.Args[1] == "openapi" && len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: kubemodel bodies|checks [-seed N] [-count N] ... | apply <FACTS | openapi URL")
		os.Exit(2)
	}
	switch os.Args[1] {
	case "apply":
		apply()
	case "openapi":
		openapi(os.Args[2])
	case "checks":
		checks(os.Args[2:])
	case "bodies":
		bodies(os.Args[2:])
	default:
		fmt.Fprintln(os.Stderr, "kubemodel: unknown command", os.Args[1])
		os.Exit(2)
	}
}
