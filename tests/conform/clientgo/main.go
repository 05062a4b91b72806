// SPDX-License-Identifier: Apache-2.0

// The clients of client-go against a server: each check by its name, or all. usage: clientgo URL NAMESPACE [CHECK...]
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"net/http"
	"os"
	"os/exec"
	"reflect"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	toolswatch "k8s.io/client-go/tools/watch"
	"k8s.io/client-go/util/retry"
)

const patience = 60 * time.Second

var (
	maps      = schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}
	crds      = schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}
	widgets   = schema.GroupVersionResource{Group: "conform.vedette.test", Version: "v1", Resource: "widgets"}
	lists     atomic.Int64
	watches   atomic.Int64
	url       string
	namespace string
	ctx       = context.Background()
)

// Counts what is listed and watched.
type counting struct{ next http.RoundTripper }

func (c counting) RoundTrip(r *http.Request) (*http.Response, error) {
	query := r.URL.Query()
	if query.Get("watch") != "" {
		watches.Add(1)
	} else if r.Method == "GET" && strings.HasSuffix(r.URL.Path, "/configmaps") {
		lists.Add(1)
	}
	return c.next.RoundTrip(r)
}

func config() *rest.Config {
	return &rest.Config{Host: url, QPS: -1, WrapTransport: func(next http.RoundTripper) http.RoundTripper { return counting{next} }}
}

// Whose requests are not counted.
func plain() *kubernetes.Clientset {
	return kubernetes.NewForConfigOrDie(&rest.Config{Host: url, QPS: -1})
}

func client() *kubernetes.Clientset { return kubernetes.NewForConfigOrDie(config()) }

func until(what string, holds func() bool) error {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if holds() {
			return nil
		}
	}
	return fmt.Errorf("not within %v: %s", patience, what)
}

func configMap(name string) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"by": "conform"}}}
}

// What an informer has, or a list: names and versions.
func versionsOf(objects []metav1.Object) []string {
	said := []string{}
	for _, object := range objects {
		said = append(said, object.GetName()+" "+object.GetResourceVersion())
	}
	sort.Strings(said)
	return said
}

func cached(store cache.Store) []string {
	objects := []metav1.Object{}
	for _, object := range store.List() {
		objects = append(objects, object.(metav1.Object))
	}
	return versionsOf(objects)
}

func listed(c *kubernetes.Clientset) []string {
	there, err := c.CoreV1().ConfigMaps(namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil
	}
	objects := []metav1.Object{}
	for i := range there.Items {
		objects = append(objects, &there.Items[i])
	}
	return versionsOf(objects)
}

// A random change of one of ten objects; one that cannot be is refused.
func change(c *kubernetes.Clientset, i int) error {
	name, api := fmt.Sprintf("m%d", rand.Intn(10)), c.CoreV1().ConfigMaps(namespace)
	var err error
	switch rand.Intn(4) {
	case 0:
		_, err = api.Create(ctx, configMap(name), metav1.CreateOptions{})
	case 1:
		changed := configMap(name)
		changed.Data = map[string]string{"i": fmt.Sprint(i)}
		_, err = api.Update(ctx, changed, metav1.UpdateOptions{})
	case 2:
		_, err = api.Patch(ctx, name, types.StrategicMergePatchType, []byte(fmt.Sprintf(`{"data":{"p":"%d"}}`, i)), metav1.PatchOptions{})
	default:
		err = api.Delete(ctx, name, metav1.DeleteOptions{})
	}
	if err == nil || apierrors.IsNotFound(err) || apierrors.IsAlreadyExists(err) || apierrors.IsConflict(err) {
		return nil
	}
	return err
}

func synced(stop <-chan struct{}, informer cache.SharedIndexInformer) error {
	go informer.Run(stop)
	return until("the informer has synced", informer.HasSynced)
}

// What informers of every sort have is the list; and they list once, or with WatchList not at all.
func checkInformers() error {
	c, stop := plain(), make(chan struct{})
	defer close(stop)
	for i := 0; i < 20; i++ {
		if err := change(c, i); err != nil {
			return err
		}
	}
	typed := informers.NewSharedInformerFactoryWithOptions(client(), 0, informers.WithNamespace(namespace)).Core().V1().ConfigMaps().Informer()
	dynamically := dynamicinformer.NewFilteredDynamicSharedInformerFactory(dynamic.NewForConfigOrDie(config()), 0, namespace, nil).ForResource(maps).Informer()
	metadataOnly := metadatainformer.NewFilteredSharedInformerFactory(metadata.NewForConfigOrDie(config()), 0, namespace, nil).ForResource(maps).Informer()
	all := []cache.SharedIndexInformer{typed, dynamically, metadataOnly}
	before := lists.Load()
	for _, informer := range all {
		if err := synced(stop, informer); err != nil {
			return err
		}
	}
	for i := 0; i < 200; i++ {
		if err := change(c, i); err != nil {
			return err
		}
	}
	for i, informer := range all {
		if err := until(fmt.Sprintf("informer %d has the list", i), func() bool {
			return reflect.DeepEqual(cached(informer.GetStore()), listed(c))
		}); err != nil {
			return fmt.Errorf("%w: %v, not %v", err, cached(informer.GetStore()), listed(c))
		}
	}
	if n := lists.Load() - before; n > int64(len(all)) {
		return fmt.Errorf("%d informers made %d lists", len(all), n)
	}
	return nil
}

func setFaults(rules string) error {
	request, err := http.NewRequest("PUT", url+"/kube/faults", strings.NewReader(rules))
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	answer.Body.Close()
	if answer.StatusCode != 200 {
		return fmt.Errorf("faults: %s", answer.Status)
	}
	return nil
}

// Informers whose watches break off are never in need of another list; one whose version is gone is, and all have the
// list in the end.
func checkFaults() error {
	c, stop := plain(), make(chan struct{})
	defer close(stop)
	defer setFaults("") //nolint:errcheck
	for _, each := range []struct {
		rules string
		lists int64
	}{
		{"watch configmaps namespace=" + namespace + " after=2 times=12 cut", 1},
		{"watch configmaps namespace=" + namespace + " after=2 nth=1 expire; list configmaps namespace=" + namespace + " nth=2 throttle=1", 3},
	} {
		before, began := lists.Load(), watches.Load()
		if err := setFaults(each.rules); err != nil {
			return err
		}
		informer := informers.NewSharedInformerFactoryWithOptions(client(), 0, informers.WithNamespace(namespace)).Core().V1().ConfigMaps().Informer()
		go informer.Run(stop)
		for i := 0; i < 100; i++ {
			if err := change(c, i); err != nil {
				return err
			}
		}
		if err := until("the informer has the list", func() bool {
			return informer.HasSynced() && reflect.DeepEqual(cached(informer.GetStore()), listed(c))
		}); err != nil {
			return err
		}
		fmt.Printf("     %d watches, %d lists: %s\n", watches.Load()-began, lists.Load()-before, each.rules)
		if n := lists.Load() - before; n > each.lists {
			return fmt.Errorf("%d lists", n)
		}
	}
	return nil
}

// Typed clients: names that are made up, conflicts that are retried, patches, status and scale.
func checkTyped() error {
	c := client()
	one, replicas := int32(1), int32(3)
	made, err := c.AppsV1().Deployments(namespace).Create(ctx, &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{GenerateName: "d-"},
		Spec: appsv1.DeploymentSpec{Replicas: &one, Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"a": "b"}},
			Template: corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"a": "b"}},
				Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "c", Image: "i"}}}}},
	}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	if made.UID == "" || made.Generation != 1 || !strings.HasPrefix(made.Name, "d-") || made.Spec.Strategy.Type == "" {
		return fmt.Errorf("made %+v", made.ObjectMeta)
	}
	scale, err := c.AppsV1().Deployments(namespace).GetScale(ctx, made.Name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	scale.Spec.Replicas = replicas
	if _, err = c.AppsV1().Deployments(namespace).UpdateScale(ctx, made.Name, scale, metav1.UpdateOptions{}); err != nil {
		return err
	}
	made.Labels = map[string]string{"stale": "yes"}
	if _, err = c.AppsV1().Deployments(namespace).Update(ctx, made, metav1.UpdateOptions{}); !apierrors.IsConflict(err) {
		return fmt.Errorf("a stale update: %v", err)
	}
	err = retry.RetryOnConflict(retry.DefaultRetry, func() error {
		now, err := c.AppsV1().Deployments(namespace).Get(ctx, made.Name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		now.Status.ReadyReplicas = 2
		now, err = c.AppsV1().Deployments(namespace).UpdateStatus(ctx, now, metav1.UpdateOptions{})
		if err == nil && (now.Status.ReadyReplicas != 2 || now.Generation != 2 || *now.Spec.Replicas != replicas) {
			return fmt.Errorf("status: %+v", now)
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, each := range []struct {
		kind types.PatchType
		text string
	}{
		{types.JSONPatchType, `[{"op":"replace","path":"/spec/replicas","value":4}]`},
		{types.MergePatchType, `{"spec":{"replicas":5}}`},
		{types.StrategicMergePatchType, `{"spec":{"template":{"spec":{"containers":[{"name":"d","image":"j"}]}}}}`},
	} {
		if _, err = c.AppsV1().Deployments(namespace).Patch(ctx, made.Name, each.kind, []byte(each.text), metav1.PatchOptions{}); err != nil {
			return fmt.Errorf("%s: %w", each.kind, err)
		}
	}
	now, err := c.AppsV1().Deployments(namespace).Get(ctx, made.Name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	if *now.Spec.Replicas != 5 || len(now.Spec.Template.Spec.Containers) != 2 || now.Spec.Template.Spec.Containers[0].Name != "d" {
		return fmt.Errorf("patched: %+v", now.Spec)
	}
	return c.AppsV1().Deployments(namespace).Delete(ctx, made.Name, metav1.DeleteOptions{})
}

// A watch that resumes by itself sees every change of an object once, in order.
func checkRetryWatcher() error {
	c := client()
	before, err := c.CoreV1().ConfigMaps(namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	if err = setFaults("watch configmaps namespace=" + namespace + " after=5 cut"); err != nil {
		return err
	}
	defer setFaults("") //nolint:errcheck
	w, err := toolswatch.NewRetryWatcher(before.ResourceVersion, &cache.ListWatch{
		WatchFunc: func(options metav1.ListOptions) (watch.Interface, error) {
			return c.CoreV1().ConfigMaps(namespace).Watch(ctx, options)
		}})
	if err != nil {
		return err
	}
	defer w.Stop()
	const changes = 23
	if _, err = c.CoreV1().ConfigMaps(namespace).Create(ctx, configMap("retried"), metav1.CreateOptions{}); err != nil {
		return err
	}
	for i := 1; i <= changes; i++ {
		changed := configMap("retried")
		changed.Data = map[string]string{"i": fmt.Sprint(i)}
		if _, err = c.CoreV1().ConfigMaps(namespace).Update(ctx, changed, metav1.UpdateOptions{}); err != nil {
			return err
		}
	}
	for i := 0; i <= changes; {
		select {
		case event, ok := <-w.ResultChan():
			if !ok {
				return errors.New("the watch has ended")
			}
			object, is := event.Object.(*corev1.ConfigMap)
			if !is {
				return fmt.Errorf("%s: %v", event.Type, event.Object)
			}
			if object.Name != "retried" {
				continue
			}
			if want := map[bool]string{true: "", false: fmt.Sprint(i)}[i == 0]; object.Data["i"] != want {
				return fmt.Errorf("%q, not %q", object.Data["i"], want)
			}
			i++
		case <-time.After(patience):
			return fmt.Errorf("nothing after %d", i)
		}
	}
	return nil
}

func definition() *unstructured.Unstructured {
	text := `{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.conform.vedette.test"},
"spec":{"group":"conform.vedette.test","scope":"Namespaced","names":{"plural":"widgets","singular":"widget","kind":"Widget","listKind":"WidgetList"},
"versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},"schema":{"openAPIV3Schema":{"type":"object","properties":{
"spec":{"type":"object","required":["size"],"properties":{"size":{"type":"integer","minimum":1},"color":{"type":"string","default":"red"}}},
"status":{"type":"object","properties":{"ready":{"type":"boolean"}}}}}}}]}}`
	object := map[string]interface{}{}
	if err := json.Unmarshal([]byte(text), &object); err != nil {
		panic(err)
	}
	return &unstructured.Unstructured{Object: object}
}

// A kind that is defined is served, discovered, judged and informed of; with it gone, it is no more.
func checkCustom() error {
	d, stop := dynamic.NewForConfigOrDie(config()), make(chan struct{})
	defer close(stop)
	if _, err := d.Resource(crds).Create(ctx, definition(), metav1.CreateOptions{}); err != nil {
		return err
	}
	if err := until("the kind is discovered", func() bool {
		found, err := discovery.NewDiscoveryClientForConfigOrDie(config()).ServerResourcesForGroupVersion("conform.vedette.test/v1")
		return err == nil && len(found.APIResources) == 2
	}); err != nil {
		return err
	}
	informer := dynamicinformer.NewFilteredDynamicSharedInformerFactory(d, 0, namespace, nil).ForResource(widgets).Informer()
	if err := synced(stop, informer); err != nil {
		return err
	}
	widget := func(size int64) *unstructured.Unstructured {
		return &unstructured.Unstructured{Object: map[string]interface{}{"apiVersion": "conform.vedette.test/v1", "kind": "Widget",
			"metadata": map[string]interface{}{"name": "w"}, "spec": map[string]interface{}{"size": size, "unknown": "x"}}}
	}
	if _, err := d.Resource(widgets).Namespace(namespace).Create(ctx, widget(0), metav1.CreateOptions{}); !apierrors.IsInvalid(err) {
		return fmt.Errorf("a widget of size 0: %v", err)
	}
	made, err := d.Resource(widgets).Namespace(namespace).Create(ctx, widget(2), metav1.CreateOptions{})
	if err != nil {
		return err
	}
	spec := made.Object["spec"].(map[string]interface{})
	if spec["color"] != "red" || spec["unknown"] != nil {
		return fmt.Errorf("made %v", spec)
	}
	made.Object["status"] = map[string]interface{}{"ready": true}
	if _, err = d.Resource(widgets).Namespace(namespace).UpdateStatus(ctx, made, metav1.UpdateOptions{}); err != nil {
		return err
	}
	if err = until("the informer has the status", func() bool {
		object, there, _ := informer.GetStore().GetByKey(namespace + "/w")
		if !there {
			return false
		}
		ready, _, _ := unstructured.NestedBool(object.(*unstructured.Unstructured).Object, "status", "ready")
		return ready
	}); err != nil {
		return err
	}
	if err = d.Resource(crds).Delete(ctx, "widgets.conform.vedette.test", metav1.DeleteOptions{}); err != nil {
		return err
	}
	return until("the kind is gone", func() bool {
		_, err := d.Resource(widgets).Namespace(namespace).List(ctx, metav1.ListOptions{})
		return apierrors.IsNotFound(err)
	})
}

// One of three: leads until it is told to end, and says so on its standard output.
func elect(identity string) error {
	lock, err := resourcelock.New(resourcelock.LeasesResourceLock, namespace, "elected", nil, client().CoordinationV1(),
		resourcelock.ResourceLockConfig{Identity: identity})
	if err != nil {
		return err
	}
	leaderelection.RunOrDie(ctx, leaderelection.LeaderElectionConfig{
		Lock: lock, LeaseDuration: 3 * time.Second, RenewDeadline: 2 * time.Second, RetryPeriod: 200 * time.Millisecond,
		Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: func(context.Context) { fmt.Println("leads") },
			OnStoppedLeading: func() { os.Exit(0) },
		},
	})
	return nil
}

type candidate struct {
	name    string
	command *exec.Cmd
	leads   atomic.Bool
}

func (c *candidate) start() error {
	c.command = exec.Command(os.Args[0], url, namespace, "elect", c.name)
	out, err := c.command.StdoutPipe()
	if err != nil {
		return err
	}
	if err = c.command.Start(); err != nil {
		return err
	}
	go func() {
		said := make([]byte, 64)
		for {
			n, err := out.Read(said)
			if strings.Contains(string(said[:n]), "leads") {
				c.leads.Store(true)
			}
			if err != nil {
				return
			}
		}
	}()
	return nil
}

// Three processes: one leads; when it is killed, another one does, and the lease says who.
func checkElection() error {
	candidates := []*candidate{{name: "a"}, {name: "b"}, {name: "c"}}
	for _, each := range candidates {
		if err := each.start(); err != nil {
			return err
		}
		defer each.command.Process.Kill() //nolint:errcheck
	}
	leading := func() []*candidate {
		found := []*candidate{}
		for _, each := range candidates {
			if each.leads.Load() {
				found = append(found, each)
			}
		}
		return found
	}
	for left := 3; left > 0; left-- {
		if err := until("somebody leads", func() bool { return len(leading()) > 0 }); err != nil {
			return err
		}
		leader := leading()[0]
		lease, err := client().CoordinationV1().Leases(namespace).Get(ctx, "elected", metav1.GetOptions{})
		if err != nil {
			return err
		}
		if len(leading()) != 1 || *lease.Spec.HolderIdentity != leader.name || *lease.Spec.LeaseTransitions != int32(3-left) {
			return fmt.Errorf("%d lead; the lease is %v's, %d times", len(leading()), *lease.Spec.HolderIdentity, *lease.Spec.LeaseTransitions)
		}
		leader.command.Process.Kill() //nolint:errcheck
		leader.command.Wait()         //nolint:errcheck
		leader.leads.Store(false)
	}
	return nil
}

// Many writers and many watchers: all are told the same.
func checkOrder() error {
	c := client()
	before, err := c.CoreV1().ConfigMaps(namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	told := make([][]string, 100)
	var group sync.WaitGroup
	for i := range told {
		w, err := c.CoreV1().ConfigMaps(namespace).Watch(ctx, metav1.ListOptions{ResourceVersion: before.ResourceVersion})
		if err != nil {
			return err
		}
		group.Add(1)
		go func(i int) {
			defer group.Done()
			defer w.Stop()
			for event := range w.ResultChan() {
				object := event.Object.(*corev1.ConfigMap)
				told[i] = append(told[i], fmt.Sprint(event.Type, object.Name, object.ResourceVersion))
				if object.Name == "last" {
					return
				}
			}
		}(i)
	}
	var writers sync.WaitGroup
	for w := 0; w < 8; w++ {
		writers.Add(1)
		go func() {
			defer writers.Done()
			for i := 0; i < 25; i++ {
				change(c, i) //nolint:errcheck
			}
		}()
	}
	writers.Wait()
	if _, err = c.CoreV1().ConfigMaps(namespace).Create(ctx, configMap("last"), metav1.CreateOptions{}); err != nil {
		return err
	}
	group.Wait()
	for i := range told {
		if !reflect.DeepEqual(told[i], told[0]) || len(told[i]) < 10 {
			return fmt.Errorf("watch %d was told %v, watch 0 %v", i, told[i], told[0])
		}
	}
	return nil
}

var checks = []struct {
	name string
	run  func() error
}{
	{"typed", checkTyped}, {"informers", checkInformers}, {"faults", checkFaults}, {"retrywatcher", checkRetryWatcher},
	{"custom", checkCustom}, {"order", checkOrder}, {"election", checkElection},
}

func main() {
	url, namespace = os.Args[1], os.Args[2]
	if len(os.Args) > 3 && os.Args[3] == "elect" {
		if err := elect(os.Args[4]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	for _, each := range checks {
		if len(os.Args) > 3 && !strings.Contains(strings.Join(os.Args[3:], " "), each.name) {
			continue
		}
		own := os.Args[2] + "-" + each.name
		namespace = own
		_, err := client().CoreV1().Namespaces().Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: own}}, metav1.CreateOptions{})
		if err == nil || apierrors.IsAlreadyExists(err) {
			err = each.run()
		}
		if err != nil {
			fmt.Printf("FAIL %s: %v\n", each.name, err)
		} else {
			fmt.Printf("ok   %s\n", each.name)
		}
	}
}
