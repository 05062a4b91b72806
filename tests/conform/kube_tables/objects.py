#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The objects whose rows are compared, as JSON on standard output: each kind that has columns of its own, bare and full,
and pods in every state that their columns know."""
import json

objects = []


def add(api_version, kind, metadata=None, **rest):
    objects.append({"apiVersion": api_version, "kind": kind,
                    "metadata": {"name": "n", "namespace": "default", "creationTimestamp": "@90", **(metadata or {})}, **rest})


def bare(api_version, kind, **rest):
    objects.append({"apiVersion": api_version, "kind": kind, "metadata": {"name": "bare"}, **rest})


def status(name, count=0, ready=False, state=None, last=None, started=None):
    out = {"name": name, "restartCount": count, "ready": ready, "image": "i", "imageID": ""}
    if state:
        out["state"] = state
    if last:
        out["lastState"] = {"terminated": {"exitCode": 1, "finishedAt": last}}
    if started is not None:
        out["started"] = started
    return out


def pod(spec=None, metadata=None, containers=2, inits=(), **fields):
    s = {"containers": [{"name": f"c{i}", "image": f"i:{i}"} for i in range(containers)]}
    if inits:
        s["initContainers"] = [{"name": n, "image": "i", **({"restartPolicy": "Always"} if side else {})} for n, side in inits]
    add("v1", "Pod", metadata, spec={**s, **(spec or {})}, status=fields)


RUNNING = {"running": {"startedAt": "@60"}}
DONE = {"terminated": {"exitCode": 0, "reason": "Completed"}}
READY = [{"type": "Ready", "status": "True"}]
INITIALIZED = [{"type": "Initialized", "status": "True"}]

bare("v1", "Pod")
pod(phase="Pending")
pod(phase="Pending", conditions=[{"type": "PodScheduled", "status": "False", "reason": "SchedulingGated"}])
pod(phase="Failed", reason="Evicted")
pod(phase="Running", podIPs=[{"ip": "10.0.0.1"}, {"ip": "::1"}], nominatedNodeName="m", spec={"nodeName": "node1", "readinessGates": [
    {"conditionType": "a"}, {"conditionType": "b"}]}, conditions=READY + [{"type": "a", "status": "True"}],
    containerStatuses=[status("c0", 0, True, RUNNING), status("c1", 3, True, RUNNING, "@400")])
pod(phase="Running", containerStatuses=[status("c0", 1, False, {"waiting": {"reason": "CrashLoopBackOff"}}), status("c1", 2, True, RUNNING)])
pod(phase="Running", containerStatuses=[status("c0", 0, False, {"terminated": {"exitCode": 3}}), status("c1", 0, True, RUNNING)])
pod(phase="Running", containerStatuses=[status("c0", 0, False, {"terminated": {"exitCode": 0, "signal": 9}}), status("c1", 0, True, RUNNING)])
pod(phase="Running", conditions=READY, containerStatuses=[status("c0", 0, False, DONE), status("c1", 0, True, RUNNING)])
pod(phase="Running", containerStatuses=[status("c0", 0, False, DONE), status("c1", 0, True, RUNNING)])
pod(phase="Running", containerStatuses=[status("c0", 0, False, DONE), status("c1", 0, False, {"terminated": {"exitCode": 2, "reason": "Error"}})])
pod(phase="Succeeded", containerStatuses=[status("c0", 0, False, DONE), status("c1", 0, False, DONE)])
pod(phase="Pending", inits=[("a", False), ("b", False)], initContainerStatuses=[status("a", 1, False, {"waiting": {"reason": "ImagePullBackOff"}}), status("b")])
pod(phase="Pending", inits=[("a", False), ("b", False)], initContainerStatuses=[status("a", 0, False, DONE), status("b", 0, False, {"waiting": {"reason": "PodInitializing"}})])
pod(phase="Pending", inits=[("a", False)], initContainerStatuses=[status("a", 4, False, {"terminated": {"exitCode": 7}}, "@7300")])
pod(phase="Pending", inits=[("a", False)], initContainerStatuses=[status("a", 4, False, {"terminated": {"exitCode": 7, "signal": 6}})])
pod(phase="Pending", inits=[("a", False)], initContainerStatuses=[status("a", 4, False, {"terminated": {"exitCode": 7, "reason": "OOMKilled"}})])
pod(phase="Running", inits=[("s", True), ("t", True)], conditions=INITIALIZED, initContainerStatuses=[
    status("s", 5, True, RUNNING, "@20", True), status("t", 1, False, RUNNING, None, False)],
    containerStatuses=[status("c0", 0, True, RUNNING), status("c1", 0, True, RUNNING)])
pod(phase="Running", metadata={"deletionTimestamp": "@5"})
pod(phase="Failed", metadata={"deletionTimestamp": "@5"})
pod(phase="Running", reason="NodeLost", metadata={"deletionTimestamp": "@5"})
for age in (-10, 0, 1, 59, 119, 120, 599, 600, 10799, 10800, 28799, 28800, 172799, 172800, 691199, 691200, 63071999, 63072000,
            252287999, 252288000):
    add("v1", "Namespace", {"creationTimestamp": f"@{age}"}, status={"phase": "Active"})
bare("v1", "Namespace")

TEMPLATE = {"metadata": {"labels": {"b": "2", "a": "1"}}, "spec": {"nodeSelector": {"z": "1", "y": ""}, "containers": [
    {"name": "c", "image": "i:1"}, {"name": "d", "image": "j:2"}]}}
SELECTOR = {"matchLabels": {"b": "2", "a": "1"}, "matchExpressions": [
    {"key": "c", "operator": "In", "values": ["y", "x"]}, {"key": "a2", "operator": "NotIn", "values": ["z"]},
    {"key": "e", "operator": "Exists"}, {"key": "d", "operator": "DoesNotExist"}]}
WORK = {"spec": {"replicas": 3, "selector": SELECTOR, "template": TEMPLATE},
        "status": {"replicas": 3, "readyReplicas": 2, "updatedReplicas": 1, "availableReplicas": 2}}
for kind in ("Deployment", "ReplicaSet", "StatefulSet"):
    add("apps/v1", kind, **WORK)
    bare("apps/v1", kind, spec={"template": {}, "replicas": 0})
    bare("apps/v1", kind, spec={"template": {}, "replicas": 1, "selector": {}})
    bare("apps/v1", kind, spec={"template": {}, "replicas": 1, "selector": {"matchExpressions": [{"key": "a", "operator": "Near"}]}})
add("apps/v1", "DaemonSet", spec={"selector": SELECTOR, "template": TEMPLATE}, status={
    "desiredNumberScheduled": 5, "currentNumberScheduled": 4, "numberReady": 3, "updatedNumberScheduled": 2, "numberAvailable": 1})
bare("apps/v1", "DaemonSet", spec={"template": {}})
add("v1", "ReplicationController", spec={"replicas": 2, "selector": {"b": "2", "a": "1"}, "template": TEMPLATE}, status={"replicas": 1, "readyReplicas": 1})
bare("v1", "ReplicationController")
add("v1", "PodTemplate", template=TEMPLATE)
add("apps/v1", "ControllerRevision", {"ownerReferences": [{"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "s", "uid": "u", "controller": True}]}, revision=4)
add("apps/v1", "ControllerRevision", {"ownerReferences": [{"apiVersion": "v1", "kind": "Pod", "name": "s", "uid": "u"}]}, revision=4)
for extra in ({"startTime": "@300"}, {"startTime": "@300", "completionTime": "@100", "succeeded": 2, "conditions": [{"type": "Complete", "status": "True"}]},
              {"conditions": [{"type": "Failed", "status": "True"}]}, {"conditions": [{"type": "Suspended", "status": "True"}]},
              {"conditions": [{"type": "Complete", "status": "False"}, {"type": "FailureTarget", "status": "True"}]},
              {"conditions": [{"type": "SuccessCriteriaMet", "status": "True"}]}, {}):
    add("batch/v1", "Job", spec={"completions": 3, "parallelism": 2, "selector": SELECTOR, "template": TEMPLATE}, status=extra)
add("batch/v1", "Job", {"deletionTimestamp": "@3"}, spec={"parallelism": 4, "template": TEMPLATE}, status={"succeeded": 1})
bare("batch/v1", "Job", spec={"template": {}})
add("batch/v1", "CronJob", spec={"schedule": "* * * * *", "timeZone": "Europe/Berlin", "suspend": False, "jobTemplate": {"spec": {"template": TEMPLATE}}},
    status={"active": [{"name": "a"}, {"name": "b"}], "lastScheduleTime": "@45"})
bare("batch/v1", "CronJob", spec={"schedule": "0 0 * * *", "suspend": True, "jobTemplate": {"spec": {"template": {}}}})
bare("batch/v1", "CronJob")

PORTS = [{"port": 80, "protocol": "TCP"}, {"port": 443, "nodePort": 30443, "protocol": "UDP"}]
INGRESS = {"loadBalancer": {"ingress": [{"ip": "9.9.9.9"}, {"hostname": "a.example.com"}, {"ip": "9.9.9.9"}, {"hostname": "long.name.of.a.balancer.example.com"}]}}
for kind in ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName", "Other"):
    add("v1", "Service", spec={"type": kind, "clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1", "::1"], "ports": PORTS, "selector": {"b": "2", "a": "1"},
                               "externalName": "e.example.com"}, status=INGRESS)
    add("v1", "Service", spec={"type": kind, "externalIPs": ["1.1.1.1", "2.2.2.2"]}, status=INGRESS)
    add("v1", "Service", spec={"type": kind, "clusterIP": "None", "clusterIPs": ["None"]})
ADDRESSES = [{"ip": f"10.0.0.{i}"} for i in range(5)]
add("v1", "Endpoints", subsets=[{"addresses": ADDRESSES[:2], "ports": [{"port": 80}, {"port": 443, "name": "s"}]}])
add("v1", "Endpoints", subsets=[{"addresses": ADDRESSES}, {"addresses": [{"ip": "fd00::1"}], "ports": [{"port": 1}]}])
add("v1", "Endpoints", subsets=[{"addresses": [{"ip": "fd00::1"}], "ports": [{"port": 1}]}])
add("v1", "Endpoints", subsets=[{"notReadyAddresses": ADDRESSES}])
bare("v1", "Endpoints")
add("discovery.k8s.io/v1", "EndpointSlice", addressType="IPv4", ports=[{"port": 80}, {"name": "x"}, {}, {"port": 1}],
    endpoints=[{"addresses": ["10.0.0.1", "10.0.0.2"]}, {"addresses": ["10.0.0.3", "10.0.0.4"]}])
bare("discovery.k8s.io/v1", "EndpointSlice", addressType="IPv6", endpoints=[])
add("networking.k8s.io/v1", "Ingress", spec={"ingressClassName": "nginx", "tls": [{}], "rules": [{"host": f"h{i}.example.com"} for i in range(5)]}, status=INGRESS)
add("networking.k8s.io/v1", "Ingress", spec={"rules": [{}, {"host": "a"}]})
add("networking.k8s.io/v1", "Ingress", spec={"rules": [{"host": "a"}, {"host": "b"}, {"host": "c"}]})
bare("networking.k8s.io/v1", "Ingress")
add("networking.k8s.io/v1", "IngressClass", {"annotations": {"ingressclass.kubernetes.io/is-default-class": "true"}},
    spec={"controller": "c.io/x", "parameters": {"apiGroup": "g.io", "kind": "K", "name": "p"}})
add("networking.k8s.io/v1", "IngressClass", spec={"controller": "c.io/x", "parameters": {"kind": "K", "name": "p"}})
bare("networking.k8s.io/v1", "IngressClass")
add("networking.k8s.io/v1", "NetworkPolicy", spec={"podSelector": SELECTOR})
add("networking.k8s.io/v1", "NetworkPolicy", spec={"podSelector": {}})
add("networking.k8s.io/v1", "ServiceCIDR", spec={"cidrs": ["10.0.0.0/8", "fd00::/64"]})

bare("v1", "Node")
add("v1", "Node", {"labels": {"node-role.kubernetes.io/worker": "", "node-role.kubernetes.io/control-plane": "", "kubernetes.io/role": "old",
                              "node-role.kubernetes.io/": "x"}}, spec={"unschedulable": True},
    status={"conditions": [{"type": "Ready", "status": "True"}], "addresses": [{"type": "Hostname", "address": "h"}, {"type": "InternalIP", "address": "10.1.1.1"},
                                                                            {"type": "ExternalIP", "address": "8.8.8.8"}],
            "nodeInfo": {"kubeletVersion": "v1.36.0", "osImage": "Debian 12", "kernelVersion": "6.1", "containerRuntimeVersion": "containerd://2", "architecture": "amd64"}})
add("v1", "Node", status={"conditions": [{"type": "Ready", "status": "Unknown"}], "nodeInfo": {"architecture": "arm64"}})

REF = {"kind": "Pod", "name": "p", "fieldPath": "spec.containers{c}"}
add("v1", "Event", involvedObject=REF, type="Normal", reason="Started", message="  two\nlines \n", source={"component": "kubelet", "host": "n1"},
    firstTimestamp="@600", lastTimestamp="@30", count=7)
add("v1", "Event", involvedObject={"kind": "Node"}, type="Warning", reason="R", message="m", eventTime="@50", reportingComponent="c", reportingInstance="i")
add("v1", "Event", involvedObject=REF, message="m", eventTime="@50", series={"count": 3, "lastObservedTime": "@10"})
bare("v1", "Event", involvedObject={})
add("events.k8s.io/v1", "Event", regarding=REF, type="Normal", reason="Started", note=" note ", reportingController="c", reportingInstance="i", eventTime="@70",
    series={"count": 9, "lastObservedTime": "@15"})
add("events.k8s.io/v1", "Event", regarding=REF, note="n", deprecatedSource={"component": "kubelet", "host": "n1"}, deprecatedFirstTimestamp="@600",
    deprecatedLastTimestamp="@30", deprecatedCount=7)

add("v1", "ConfigMap", data={"a": "1", "b": "2"}, binaryData={"c": "AA=="})
bare("v1", "ConfigMap")
add("v1", "Secret", type="Opaque", data={"a": "AA=="})
add("v1", "ServiceAccount")
add("v1", "ResourceQuota", status={"hard": {"pods": "10", "requests.cpu": "1500m", "limits.memory": "1024Mi", "limits.cpu": "2"}, "used": {"pods": "3", "limits.cpu": "500m"}})
bare("v1", "ResourceQuota")
for modes in (["ReadWriteOnce"], ["ReadWriteMany", "ReadOnlyMany", "ReadWriteOnce", "ReadWriteOnce"], ["ReadWriteOncePod"]):
    add("v1", "PersistentVolume", spec={"capacity": {"storage": "1024Mi"}, "accessModes": modes, "persistentVolumeReclaimPolicy": "Retain", "storageClassName": "fast",
                                        "claimRef": {"namespace": "ns", "name": "c"}, "volumeMode": "Block", "volumeAttributesClassName": "gold"},
        status={"phase": "Bound", "reason": "why"})
    add("v1", "PersistentVolumeClaim", spec={"volumeName": "v", "storageClassName": "fast", "volumeMode": "Filesystem", "resources": {"requests": {"storage": "5Gi"}}},
        status={"phase": "Bound", "capacity": {"storage": "5Gi"}, "accessModes": modes})
add("v1", "PersistentVolume", {"deletionTimestamp": "@1", "annotations": {"volume.beta.kubernetes.io/storage-class": "beta"}}, status={"phase": "Released"})
add("v1", "PersistentVolumeClaim", {"deletionTimestamp": "@1"}, spec={"accessModes": ["ReadWriteOnce"]}, status={"phase": "Pending", "accessModes": ["ReadWriteOnce"]})
add("storage.k8s.io/v1", "StorageClass", {"annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}, provisioner="p.io/x", reclaimPolicy="Retain",
    volumeBindingMode="WaitForFirstConsumer", allowVolumeExpansion=True)
bare("storage.k8s.io/v1", "StorageClass", provisioner="p")
add("storage.k8s.io/v1", "VolumeAttributesClass", driverName="d")
add("storage.k8s.io/v1", "VolumeAttachment", spec={"attacher": "a", "nodeName": "n", "source": {"persistentVolumeName": "v"}}, status={"attached": True})
bare("storage.k8s.io/v1", "VolumeAttachment", spec={"attacher": "a", "nodeName": "n", "source": {}})
add("storage.k8s.io/v1", "CSINode", spec={"drivers": [{"name": "a", "nodeID": "x"}]})
add("storage.k8s.io/v1", "CSIDriver", spec={"attachRequired": False, "podInfoOnMount": True, "storageCapacity": True, "tokenRequests": [{"audience": "a"}, {"audience": "b"}],
                                            "requiresRepublish": True, "volumeLifecycleModes": ["Persistent", "Ephemeral"]})
bare("storage.k8s.io/v1", "CSIDriver", spec={})
add("storage.k8s.io/v1", "CSIStorageCapacity", storageClassName="fast", capacity="1500Mi")
bare("storage.k8s.io/v1", "CSIStorageCapacity")

for kind in ("RoleBinding", "ClusterRoleBinding"):
    add("rbac.authorization.k8s.io/v1", kind, roleRef={"kind": "ClusterRole", "name": "admin", "apiGroup": "rbac.authorization.k8s.io"}, subjects=[
        {"kind": "User", "name": "u1"}, {"kind": "Group", "name": "g"}, {"kind": "User", "name": "u2"}, {"kind": "ServiceAccount", "namespace": "ns", "name": "sa"}])
add("coordination.k8s.io/v1", "Lease", spec={"holderIdentity": "me"})
bare("coordination.k8s.io/v1", "Lease")
add("scheduling.k8s.io/v1", "PriorityClass", value=1000, globalDefault=True, preemptionPolicy="Never")
bare("scheduling.k8s.io/v1", "PriorityClass", value=-5)
add("node.k8s.io/v1", "RuntimeClass", handler="kata")
add("policy/v1", "PodDisruptionBudget", spec={"minAvailable": "50%"}, status={"disruptionsAllowed": 2})
add("policy/v1", "PodDisruptionBudget", spec={"maxUnavailable": 1})
CSR = {"request": "AA==", "username": "me", "signerName": "s.io/x", "expirationSeconds": 7300}
for types in ([], ["Approved"], ["Approved", "Denied"], ["Failed"]):
    add("certificates.k8s.io/v1", "CertificateSigningRequest", spec=CSR, status={"conditions": [{"type": t, "status": "True"} for t in types],
                                                                            **({"certificate": "AA=="} if types else {})})
METRICS = [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}},
           {"type": "Resource", "resource": {"name": "memory", "target": {"type": "AverageValue", "averageValue": "512Mi"}}},
           {"type": "Pods", "pods": {"metric": {"name": "rps"}, "target": {"type": "AverageValue", "averageValue": "1500m"}}},
           {"type": "External", "external": {"metric": {"name": "q"}, "target": {"type": "Value", "value": "30"}}},
           {"type": "Object", "object": {"metric": {"name": "q"}, "describedObject": {"kind": "K", "name": "n"}, "target": {"type": "AverageValue", "averageValue": "3"}}}]
CURRENT = [{"type": "Resource", "resource": {"name": "cpu", "current": {"averageUtilization": 20}}},
           {"type": "Resource", "resource": {"name": "memory", "current": {"averageValue": "100Mi"}}},
           {"type": "Pods", "pods": {"metric": {"name": "rps"}, "current": {"averageValue": "1200m"}}},
           {"type": "External", "external": {"metric": {"name": "q"}, "current": {"value": "25"}}},
           {"type": "Object", "object": {"metric": {"name": "q"}, "describedObject": {"kind": "K", "name": "n"}, "current": {"averageValue": "2"}}}]
TARGET = {"scaleTargetRef": {"kind": "Deployment", "name": "d"}, "maxReplicas": 9}
for n in range(5):
    add("autoscaling/v2", "HorizontalPodAutoscaler", spec={**TARGET, "minReplicas": 2, "metrics": [METRICS[n]]}, status={"currentMetrics": [CURRENT[n]], "currentReplicas": 3})
    add("autoscaling/v2", "HorizontalPodAutoscaler", spec={**TARGET, "metrics": [METRICS[n]]}, status={})
add("autoscaling/v2", "HorizontalPodAutoscaler", spec={**TARGET, "metrics": METRICS}, status={"currentMetrics": CURRENT})
add("autoscaling/v2", "HorizontalPodAutoscaler", spec=TARGET)
add("autoscaling/v1", "HorizontalPodAutoscaler", spec={**TARGET, "targetCPUUtilizationPercentage": 70}, status={"currentCPUUtilizationPercentage": 10, "currentReplicas": 1})
add("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", webhooks=[])
add("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", spec={"paramKind": {"apiVersion": "v1", "kind": "ConfigMap"}, "validations": [{"expression": "true"}]})
add("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding", spec={"policyName": "p", "paramRef": {"name": "x"}})
add("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding", spec={"policyName": "p"})
add("flowcontrol.apiserver.k8s.io/v1", "FlowSchema", spec={"priorityLevelConfiguration": {"name": "l"}, "matchingPrecedence": 5, "distinguisherMethod": {"type": "ByUser"}},
    status={"conditions": [{"type": "Dangling", "status": "False"}]})
bare("flowcontrol.apiserver.k8s.io/v1", "FlowSchema", spec={"priorityLevelConfiguration": {"name": "l"}, "matchingPrecedence": 5})
add("flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration", spec={"type": "Limited", "limited": {"nominalConcurrencyShares": 30, "limitResponse": {
    "type": "Queue", "queuing": {"queues": 64, "handSize": 6, "queueLengthLimit": 50}}}})
bare("flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration", spec={"type": "Exempt"})
for state in ({}, {"allocation": {}}, {"allocation": {}, "reservedFor": [{"resource": "pods", "name": "p", "uid": "u"}]}):
    add("resource.k8s.io/v1", "ResourceClaim", spec={}, status=state)
    add("resource.k8s.io/v1", "ResourceClaim", {"deletionTimestamp": "@1"}, spec={}, status=state)
add("resource.k8s.io/v1", "ResourceSlice", spec={"nodeName": "n", "driver": "d", "pool": {"name": "p", "generation": 1, "resourceSliceCount": 1}})
add("resource.k8s.io/v1", "DeviceClass", spec={})
add("resource.k8s.io/v1", "ResourceClaimTemplate", spec={"spec": {}})
# IPAddress has one more cell than columns there.
add("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", webhooks=[])
add("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy", spec={"mutations": []})
add("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicyBinding", spec={"policyName": "p", "paramRef": {"namespace": "ns", "name": "x"}})

print(json.dumps(objects))
