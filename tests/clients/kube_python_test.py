# SPDX-License-Identifier: Apache-2.0
"""Debian's python3-kubernetes: objects and their patches, watches that are resumed, versions that are gone."""

import threading
import urllib.request

from kit import Skip, eq, until

SPACE = "python"
SELECTED = {"label_selector": "by=python"}


class Kube:
    """A server with a namespace, and this client to it."""

    def __init__(self, t):
        if t.is_etcd:
            raise Skip("etcd serves no Kubernetes")
        try:
            import kubernetes  # pylint: disable=import-outside-toplevel
        except ImportError as e:
            raise Skip("python3-kubernetes is not installed") from e
        self.kubernetes, self.server = kubernetes, t.start()
        self.url = f"http://{self.server.endpoint}"
        configuration = kubernetes.client.Configuration(host=self.url)
        self.api = kubernetes.client.ApiClient(configuration)
        self.core = kubernetes.client.CoreV1Api(self.api)
        self.core.create_namespace({"metadata": {"name": SPACE}})

    def map(self, name, **data):
        return self.core.create_namespaced_config_map(SPACE, {"metadata": {"name": name, "labels": {"by": "python"}}, "data": data})

    def list(self):
        return self.core.list_namespaced_config_map(SPACE, **SELECTED)

    def faults(self, rules):
        urllib.request.urlopen(urllib.request.Request(f"{self.url}/kube/faults", rules.encode(), method="PUT"), timeout=60).close()

    def follow(self, count, told=None, **options):
        """The next so many events of configmaps, as (type, name); at the end of `told`."""
        watch, told = self.kubernetes.watch.Watch(), [] if told is None else told
        for event in watch.stream(self.core.list_namespaced_config_map, SPACE, **SELECTED, **options):
            told.append((event["type"], event["object"].metadata.name))
            if len(told) == count:
                watch.stop()
        return told

    def fails(self, code, reason, call, *args, **kwargs):
        try:
            call(*args, **kwargs)
        except self.kubernetes.client.ApiException as e:
            eq(e.status, code, "the status")
            assert reason in f"{e.reason} {e.body}", f"{e.reason} {e.body}"
            return
        raise AssertionError("no error")


def test_create_list_patch_replace_and_delete(t):
    kube = Kube(t)
    made = kube.map("a", x="1")
    assert made.metadata.uid and made.metadata.creation_timestamp.tzinfo, made.metadata
    kube.fails(409, "AlreadyExists", kube.map, "a")
    eq(kube.core.patch_namespaced_config_map("a", SPACE, {"data": {"y": "2"}}).data, {"x": "1", "y": "2"})
    eq(kube.core.patch_namespaced_config_map("a", SPACE, [{"op": "remove", "path": "/data/x"}]).data, {"y": "2"})
    made.data = {"z": "3"}
    kube.fails(409, "Conflict", kube.core.replace_namespaced_config_map, "a", SPACE, made)
    eq([item.metadata.name for item in kube.list().items], ["a"])
    eq(kube.core.delete_namespaced_config_map("a", SPACE).status, "Success")
    kube.fails(404, "NotFound", kube.core.read_namespaced_config_map, "a", SPACE)


def test_workloads_have_their_status_and_scale(t):
    kube = Kube(t)
    apps, models = kube.kubernetes.client.AppsV1Api(kube.api), kube.kubernetes.client
    template = models.V1PodTemplateSpec(metadata=models.V1ObjectMeta(labels={"a": "b"}),
                                        spec=models.V1PodSpec(containers=[models.V1Container(name="c", image="i")]))
    spec = models.V1DeploymentSpec(selector=models.V1LabelSelector(match_labels={"a": "b"}), template=template)
    made = apps.create_namespaced_deployment(SPACE, models.V1Deployment(metadata=models.V1ObjectMeta(name="d"), spec=spec))
    eq((made.spec.replicas, made.spec.strategy.type, made.metadata.generation), (1, "RollingUpdate", 1))
    apps.patch_namespaced_deployment_scale("d", SPACE, {"spec": {"replicas": 3}})
    now = apps.patch_namespaced_deployment_status("d", SPACE, {"status": {"readyReplicas": 2}})
    eq((now.spec.replicas, now.status.ready_replicas, now.metadata.generation), (3, 2, 2))


def test_a_watch_shows_what_is_there_and_then_what_happens(t):
    kube = Kube(t)
    kube.map("a")
    told = []
    reader = threading.Thread(target=kube.follow, args=(4, told), daemon=True)
    reader.start()
    until(lambda: told, 60)
    kube.map("b")
    kube.core.patch_namespaced_config_map("a", SPACE, {"data": {"y": "2"}})
    kube.core.delete_namespaced_config_map("b", SPACE)
    reader.join(60)
    eq(told, [("ADDED", "a"), ("ADDED", "b"), ("MODIFIED", "a"), ("DELETED", "b")])


def test_a_watch_that_expires_goes_on_where_it_was(t):
    kube = Kube(t)
    version = kube.list().metadata.resource_version
    for name in "abcde":
        kube.map(name)
    kube.faults("watch configmaps after=2 times=2 expire")
    eq(kube.follow(5, resource_version=version), [("ADDED", name) for name in "abcde"])


def test_a_version_that_is_gone_is_said_to_be(t):
    kube = Kube(t)
    version = kube.list().metadata.resource_version
    kube.faults("watch configmaps expire")
    kube.fails(410, "Expired", kube.follow, 1, resource_version=version)
    kube.faults("list configmaps throttle=1; create configmaps conflict")
    kube.fails(429, "TooManyRequests", kube.list)
    kube.fails(409, "Conflict", kube.map, "a")
