// SPDX-License-Identifier: Apache-2.0

// A controller-runtime manager with a reconciler of a kind of its own, installed by envtest into a server that runs
// already. usage: controller URL
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

const (
	patience  = 60 * time.Second
	namespace = "controlled"
	widgets   = 20
	finalizer = "controller.vedette.test/held"
)

var (
	kind = schema.GroupVersionKind{Group: "controller.vedette.test", Version: "v1", Kind: "Widget"}
	ctx  = ctrl.SetupSignalHandler()
)

func widget(name string) *unstructured.Unstructured {
	object := &unstructured.Unstructured{}
	object.SetGroupVersionKind(kind)
	object.SetNamespace(namespace)
	object.SetName(name)
	return object
}

func definition() *apiextensionsv1.CustomResourceDefinition {
	integer := apiextensionsv1.JSONSchemaProps{Type: "integer"}
	object := func(properties map[string]apiextensionsv1.JSONSchemaProps) apiextensionsv1.JSONSchemaProps {
		return apiextensionsv1.JSONSchemaProps{Type: "object", Properties: properties}
	}
	whole := object(map[string]apiextensionsv1.JSONSchemaProps{
		"spec":   object(map[string]apiextensionsv1.JSONSchemaProps{"size": integer}),
		"status": object(map[string]apiextensionsv1.JSONSchemaProps{"size": integer}),
	})
	return &apiextensionsv1.CustomResourceDefinition{
		TypeMeta:   metav1.TypeMeta{APIVersion: "apiextensions.k8s.io/v1", Kind: "CustomResourceDefinition"},
		ObjectMeta: metav1.ObjectMeta{Name: "widgets." + kind.Group},
		Spec: apiextensionsv1.CustomResourceDefinitionSpec{
			Group: kind.Group, Scope: apiextensionsv1.NamespaceScoped,
			Names: apiextensionsv1.CustomResourceDefinitionNames{Plural: "widgets", Singular: "widget", Kind: kind.Kind, ListKind: "WidgetList"},
			Versions: []apiextensionsv1.CustomResourceDefinitionVersion{{
				Name: kind.Version, Served: true, Storage: true,
				Schema:       &apiextensionsv1.CustomResourceValidation{OpenAPIV3Schema: &whole},
				Subresources: &apiextensionsv1.CustomResourceSubresources{Status: &apiextensionsv1.CustomResourceSubresourceStatus{}},
			}},
		},
	}
}

// A widget has a configmap of its own that says its size, and then says so in its status; it is held until the
// configmap is gone.
type reconciler struct{ client.Client }

func (r *reconciler) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	object, owned := widget(request.Name), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: request.Name, Namespace: namespace}}
	if err := r.Get(ctx, request.NamespacedName, object); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	if object.GetDeletionTimestamp() != nil {
		if err := client.IgnoreNotFound(r.Delete(ctx, owned)); err != nil {
			return ctrl.Result{}, err
		}
		if controllerutil.RemoveFinalizer(object, finalizer) {
			return ctrl.Result{}, client.IgnoreNotFound(r.Update(ctx, object))
		}
		return ctrl.Result{}, nil
	}
	if controllerutil.AddFinalizer(object, finalizer) {
		return ctrl.Result{}, r.Update(ctx, object)
	}
	size, _, _ := unstructured.NestedInt64(object.Object, "spec", "size")
	_, err := controllerutil.CreateOrUpdate(ctx, r.Client, owned, func() error {
		owned.Data = map[string]string{"size": fmt.Sprint(size)}
		return controllerutil.SetControllerReference(object, owned, r.Scheme())
	})
	if err != nil {
		return ctrl.Result{}, err
	}
	before := object.DeepCopy()
	if err = unstructured.SetNestedField(object.Object, size, "status", "size"); err != nil {
		return ctrl.Result{}, err
	}
	return ctrl.Result{}, r.Status().Patch(ctx, object, client.MergeFrom(before))
}

func until(what string, holds func() error) error {
	var err error
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if err = holds(); err == nil {
			return nil
		}
	}
	return fmt.Errorf("not within %v: %s: %w", patience, what, err)
}

func faults(url, rules string) error {
	request, err := http.NewRequest("PUT", url+"/kube/faults", strings.NewReader(rules))
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != 200 {
		return fmt.Errorf("faults: %s", answer.Status)
	}
	return nil
}

// Every widget's configmap and status say its size.
func settled(c client.Client, size int64) error {
	return until(fmt.Sprintf("all have size %d", size), func() error {
		for i := range widgets {
			object, owned := widget(fmt.Sprintf("w%d", i)), &corev1.ConfigMap{}
			if err := c.Get(ctx, client.ObjectKeyFromObject(object), object); err != nil {
				return err
			}
			if err := c.Get(ctx, client.ObjectKeyFromObject(object), owned); err != nil {
				return err
			}
			got, _, _ := unstructured.NestedInt64(object.Object, "status", "size")
			if got != size || owned.Data["size"] != fmt.Sprint(size) {
				return fmt.Errorf("w%d: status %d, configmap %q", i, got, owned.Data["size"])
			}
		}
		return nil
	})
}

func run(url string) error {
	environment := &envtest.Environment{
		UseExistingCluster: new(true), Config: &rest.Config{Host: url, QPS: -1},
		CRDs: []*apiextensionsv1.CustomResourceDefinition{definition()},
	}
	config, err := environment.Start()
	if err != nil {
		return fmt.Errorf("envtest: %w", err)
	}
	fmt.Println("ok   envtest has installed the definition")
	manager, err := ctrl.NewManager(config, ctrl.Options{
		Metrics: metricsserver.Options{BindAddress: "0"}, LeaderElection: true, LeaderElectionID: "controller", LeaderElectionNamespace: namespace,
	})
	if err != nil {
		return err
	}
	direct, err := client.New(config, client.Options{})
	if err != nil {
		return err
	}
	err = direct.Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}})
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return err
	}
	if err = ctrl.NewControllerManagedBy(manager).For(widget("")).Owns(&corev1.ConfigMap{}).Complete(&reconciler{manager.GetClient()}); err != nil {
		return err
	}
	go func() {
		if err := manager.Start(ctx); err != nil {
			fmt.Println("FAIL the manager:", err)
			os.Exit(1)
		}
	}()
	for i := range widgets {
		object := widget(fmt.Sprintf("w%d", i))
		object.Object["spec"] = map[string]any{"size": int64(1)}
		if err = direct.Create(ctx, object); err != nil {
			return err
		}
	}
	if err = settled(direct, 1); err != nil {
		return err
	}
	fmt.Println("ok   the manager leads, and what is made is reconciled")
	rules := "update configmaps nth=2 times=3 conflict; patch widgets.controller.vedette.test/status nth=5 times=4 throttle=1; " +
		"watch widgets after=3 times=3 cut; watch configmaps after=3 times=2 expire"
	if err = faults(url, rules); err != nil {
		return err
	}
	for i := range widgets {
		object := widget(fmt.Sprintf("w%d", i))
		if err = direct.Patch(ctx, object, client.RawPatch("application/merge-patch+json", []byte(`{"spec":{"size":2}}`))); err != nil {
			return err
		}
	}
	if err = settled(direct, 2); err != nil {
		return err
	}
	if err = faults(url, ""); err != nil {
		return err
	}
	fmt.Println("ok   conflicts and throttled requests are made up for")
	if err = direct.DeleteAllOf(ctx, &corev1.ConfigMap{}, client.InNamespace(namespace)); err != nil {
		return err
	}
	if err = settled(direct, 2); err != nil {
		return err
	}
	fmt.Println("ok   what is owned is made again when it is deleted")
	if err = direct.DeleteAllOf(ctx, widget(""), client.InNamespace(namespace)); err != nil {
		return err
	}
	err = until("all are gone", func() error {
		left := &unstructured.UnstructuredList{}
		left.SetGroupVersionKind(kind)
		if err := direct.List(ctx, left, client.InNamespace(namespace)); err != nil {
			return err
		}
		if len(left.Items) > 0 {
			return fmt.Errorf("%d are left", len(left.Items))
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Println("ok   finalizers hold what is deleted until they are removed")
	return environment.Stop()
}

func main() {
	log.SetLogger(zap.New(zap.WriteTo(os.Stderr)))
	if err := run(os.Args[1]); err != nil {
		fmt.Println("FAIL", err)
		os.Exit(1)
	}
}
