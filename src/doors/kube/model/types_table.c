/* SPDX-License-Identifier: Apache-2.0 */
/* clang-format off */
/* Made by gen/ from the public Go types of Kubernetes v0.37.2; see gen/README.md. Not edited by hand. */
#include "doors/kube/model/types_table.h"

const char vd_kube_texts[42097] =
    "\0"
    "ApplyConfiguration\0"
    "io.k8s.api.admissionregistration.v1\0"
    "v1\0"
    "expression\0"
    "string\0"
    "AuditAnnotation\0"
    "key\0"
    "\"\"\0"
    "valueExpression\0"
    "ExpressionWarning\0"
    "fieldRef\0"
    "warning\0"
    "JSONPatch\0"
    "MatchCondition\0"
    "name\0"
    "MatchResources\0"
    "namespaceSelector\0"
    "v1.LabelSelector\0"
    "objectSelector\0"
    "resourceRules\0"
    "[]v1.NamedRuleWithOperations\0"
    "excludeResourceRules\0"
    "matchPolicy\0"
    "v1.MatchPolicyType\0"
    "MutatingAdmissionPolicy\0"
    "v1.TypeMeta\0"
    "metadata\0"
    "v1.ObjectMeta\0"
    "spec\0"
    "v1.MutatingAdmissionPolicySpec\0"
    "MutatingAdmissionPolicyBinding\0"
    "v1.MutatingAdmissionPolicyBindingSpec\0"
    "MutatingAdmissionPolicyBindingList\0"
    "v1.ListMeta\0"
    "items\0"
    "[]v1.MutatingAdmissionPolicyBinding\0"
    "MutatingAdmissionPolicyBindingSpec\0"
    "policyName\0"
    "paramRef\0"
    "v1.ParamRef\0"
    "matchResources\0"
    "v1.MatchResources\0"
    "MutatingAdmissionPolicyList\0"
    "[]v1.MutatingAdmissionPolicy\0"
    "MutatingAdmissionPolicySpec\0"
    "paramKind\0"
    "v1.ParamKind\0"
    "matchConstraints\0"
    "variables\0"
    "[]v1.Variable\0"
    "mutations\0"
    "[]v1.Mutation\0"
    "failurePolicy\0"
    "v1.FailurePolicyType\0"
    "matchConditions\0"
    "[]v1.MatchCondition\0"
    "reinvocationPolicy\0"
    "v1.ReinvocationPolicyType\0"
    "MutatingWebhook\0"
    "clientConfig\0"
    "v1.WebhookClientConfig\0"
    "rules\0"
    "[]v1.RuleWithOperations\0"
    "sideEffects\0"
    "v1.SideEffectClass\0"
    "timeoutSeconds\0"
    "int32\0"
    "admissionReviewVersions\0"
    "[]string\0"
    "MutatingWebhookConfiguration\0"
    "webhooks\0"
    "[]v1.MutatingWebhook\0"
    "MutatingWebhookConfigurationList\0"
    "[]v1.MutatingWebhookConfiguration\0"
    "Mutation\0"
    "patchType\0"
    "v1.PatchType\0"
    "applyConfiguration\0"
    "v1.ApplyConfiguration\0"
    "jsonPatch\0"
    "v1.JSONPatch\0"
    "NamedRuleWithOperations\0"
    "resourceNames\0"
    "v1.RuleWithOperations\0"
    "ParamKind\0"
    "apiVersion\0"
    "kind\0"
    "ParamRef\0"
    "namespace\0"
    "selector\0"
    "parameterNotFoundAction\0"
    "v1.ParameterNotFoundActionType\0"
    "Rule\0"
    "apiGroups\0"
    "apiVersions\0"
    "resources\0"
    "scope\0"
    "v1.ScopeType\0"
    "RuleWithOperations\0"
    "operations\0"
    "[]v1.OperationType\0"
    "v1.Rule\0"
    "ServiceReference\0"
    "path\0"
    "port\0"
    "TypeChecking\0"
    "expressionWarnings\0"
    "[]v1.ExpressionWarning\0"
    "ValidatingAdmissionPolicy\0"
    "v1.ValidatingAdmissionPolicySpec\0"
    "status\0"
    "v1.ValidatingAdmissionPolicyStatus\0"
    "ValidatingAdmissionPolicyBinding\0"
    "v1.ValidatingAdmissionPolicyBindingSpec\0"
    "ValidatingAdmissionPolicyBindingList\0"
    "[]v1.ValidatingAdmissionPolicyBinding\0"
    "ValidatingAdmissionPolicyBindingSpec\0"
    "validationActions\0"
    "[]v1.ValidationAction\0"
    "ValidatingAdmissionPolicyList\0"
    "[]v1.ValidatingAdmissionPolicy\0"
    "ValidatingAdmissionPolicySpec\0"
    "validations\0"
    "[]v1.Validation\0"
    "auditAnnotations\0"
    "[]v1.AuditAnnotation\0"
    "ValidatingAdmissionPolicyStatus\0"
    "observedGeneration\0"
    "int64\0"
    "typeChecking\0"
    "v1.TypeChecking\0"
    "conditions\0"
    "[]v1.Condition\0"
    "type\0"
    "ValidatingWebhook\0"
    "ValidatingWebhookConfiguration\0"
    "[]v1.ValidatingWebhook\0"
    "ValidatingWebhookConfigurationList\0"
    "[]v1.ValidatingWebhookConfiguration\0"
    "Validation\0"
    "message\0"
    "reason\0"
    "v1.StatusReason\0"
    "messageExpression\0"
    "Variable\0"
    "WebhookClientConfig\0"
    "url\0"
    "service\0"
    "v1.ServiceReference\0"
    "caBundle\0"
    "[]uint8\0"
    "ControllerRevision\0"
    "io.k8s.api.apps.v1\0"
    "data\0"
    "runtime.RawExtension\0"
    "revision\0"
    "0\0"
    "ControllerRevisionList\0"
    "[]v1.ControllerRevision\0"
    "DaemonSet\0"
    "v1.DaemonSetSpec\0"
    "v1.DaemonSetStatus\0"
    "DaemonSetCondition\0"
    "v1.DaemonSetConditionType\0"
    "v1.ConditionStatus\0"
    "lastTransitionTime\0"
    "v1.Time\0"
    "DaemonSetList\0"
    "[]v1.DaemonSet\0"
    "DaemonSetSpec\0"
    "template\0"
    "v1.PodTemplateSpec\0"
    "updateStrategy\0"
    "v1.DaemonSetUpdateStrategy\0"
    "minReadySeconds\0"
    "revisionHistoryLimit\0"
    "DaemonSetStatus\0"
    "currentNumberScheduled\0"
    "numberMisscheduled\0"
    "desiredNumberScheduled\0"
    "numberReady\0"
    "updatedNumberScheduled\0"
    "numberAvailable\0"
    "numberUnavailable\0"
    "collisionCount\0"
    "[]v1.DaemonSetCondition\0"
    "DaemonSetUpdateStrategy\0"
    "v1.DaemonSetUpdateStrategyType\0"
    "rollingUpdate\0"
    "v1.RollingUpdateDaemonSet\0"
    "Deployment\0"
    "v1.DeploymentSpec\0"
    "v1.DeploymentStatus\0"
    "DeploymentCondition\0"
    "v1.DeploymentConditionType\0"
    "lastUpdateTime\0"
    "DeploymentList\0"
    "[]v1.Deployment\0"
    "DeploymentSpec\0"
    "replicas\0"
    "strategy\0"
    "v1.DeploymentStrategy\0"
    "paused\0"
    "bool\0"
    "progressDeadlineSeconds\0"
    "DeploymentStatus\0"
    "updatedReplicas\0"
    "readyReplicas\0"
    "availableReplicas\0"
    "unavailableReplicas\0"
    "terminatingReplicas\0"
    "[]v1.DeploymentCondition\0"
    "DeploymentStrategy\0"
    "v1.DeploymentStrategyType\0"
    "v1.RollingUpdateDeployment\0"
    "ReplicaSet\0"
    "v1.ReplicaSetSpec\0"
    "v1.ReplicaSetStatus\0"
    "ReplicaSetCondition\0"
    "v1.ReplicaSetConditionType\0"
    "ReplicaSetList\0"
    "[]v1.ReplicaSet\0"
    "ReplicaSetSpec\0"
    "ReplicaSetStatus\0"
    "fullyLabeledReplicas\0"
    "[]v1.ReplicaSetCondition\0"
    "RollingUpdateDaemonSet\0"
    "maxUnavailable\0"
    "intstr.IntOrString\0"
    "maxSurge\0"
    "RollingUpdateDeployment\0"
    "RollingUpdateStatefulSetStrategy\0"
    "partition\0"
    "StatefulSet\0"
    "v1.StatefulSetSpec\0"
    "v1.StatefulSetStatus\0"
    "StatefulSetCondition\0"
    "v1.StatefulSetConditionType\0"
    "StatefulSetList\0"
    "[]v1.StatefulSet\0"
    "StatefulSetOrdinals\0"
    "start\0"
    "StatefulSetPersistentVolumeClaimRetentionPolicy\0"
    "whenDeleted\0"
    "v1.PersistentVolumeClaimRetentionPolicyType\0"
    "whenScaled\0"
    "StatefulSetSpec\0"
    "volumeClaimTemplates\0"
    "[]v1.PersistentVolumeClaim\0"
    "serviceName\0"
    "podManagementPolicy\0"
    "v1.PodManagementPolicyType\0"
    "v1.StatefulSetUpdateStrategy\0"
    "persistentVolumeClaimRetentionPolicy\0"
    "v1.StatefulSetPersistentVolumeClaimRetentionPolicy\0"
    "ordinals\0"
    "v1.StatefulSetOrdinals\0"
    "StatefulSetStatus\0"
    "currentReplicas\0"
    "currentRevision\0"
    "updateRevision\0"
    "[]v1.StatefulSetCondition\0"
    "StatefulSetUpdateStrategy\0"
    "v1.StatefulSetUpdateStrategyType\0"
    "v1.RollingUpdateStatefulSetStrategy\0"
    "BoundObjectReference\0"
    "io.k8s.api.authentication.v1\0"
    "uid\0"
    "types.UID\0"
    "SelfSubjectReview\0"
    "v1.SelfSubjectReviewStatus\0"
    "SelfSubjectReviewStatus\0"
    "userInfo\0"
    "v1.UserInfo\0"
    "TokenRequest\0"
    "v1.TokenRequestSpec\0"
    "v1.TokenRequestStatus\0"
    "TokenRequestSpec\0"
    "audiences\0"
    "expirationSeconds\0"
    "boundObjectRef\0"
    "v1.BoundObjectReference\0"
    "attestations\0"
    "map[string]v1.AttestationValue\0"
    "TokenRequestStatus\0"
    "token\0"
    "expirationTimestamp\0"
    "TokenReview\0"
    "v1.TokenReviewSpec\0"
    "v1.TokenReviewStatus\0"
    "TokenReviewSpec\0"
    "TokenReviewStatus\0"
    "authenticated\0"
    "user\0"
    "error\0"
    "UserInfo\0"
    "username\0"
    "groups\0"
    "extra\0"
    "map[string]v1.ExtraValue\0"
    "FieldSelectorAttributes\0"
    "io.k8s.api.authorization.v1\0"
    "rawSelector\0"
    "requirements\0"
    "[]v1.FieldSelectorRequirement\0"
    "LabelSelectorAttributes\0"
    "[]v1.LabelSelectorRequirement\0"
    "LocalSubjectAccessReview\0"
    "v1.SubjectAccessReviewSpec\0"
    "v1.SubjectAccessReviewStatus\0"
    "NonResourceAttributes\0"
    "verb\0"
    "NonResourceRule\0"
    "verbs\0"
    "nonResourceURLs\0"
    "ResourceAttributes\0"
    "group\0"
    "version\0"
    "resource\0"
    "subresource\0"
    "fieldSelector\0"
    "v1.FieldSelectorAttributes\0"
    "labelSelector\0"
    "v1.LabelSelectorAttributes\0"
    "ResourceRule\0"
    "SelfSubjectAccessReview\0"
    "v1.SelfSubjectAccessReviewSpec\0"
    "SelfSubjectAccessReviewSpec\0"
    "resourceAttributes\0"
    "v1.ResourceAttributes\0"
    "nonResourceAttributes\0"
    "v1.NonResourceAttributes\0"
    "SelfSubjectRulesReview\0"
    "v1.SelfSubjectRulesReviewSpec\0"
    "v1.SubjectRulesReviewStatus\0"
    "SelfSubjectRulesReviewSpec\0"
    "SubjectAccessReview\0"
    "SubjectAccessReviewSpec\0"
    "SubjectAccessReviewStatus\0"
    "allowed\0"
    "false\0"
    "denied\0"
    "evaluationError\0"
    "SubjectRulesReviewStatus\0"
    "[]v1.ResourceRule\0"
    "nonResourceRules\0"
    "[]v1.NonResourceRule\0"
    "incomplete\0"
    "CrossVersionObjectReference\0"
    "io.k8s.api.autoscaling.v1\0"
    "HorizontalPodAutoscaler\0"
    "v1.HorizontalPodAutoscalerSpec\0"
    "v1.HorizontalPodAutoscalerStatus\0"
    "HorizontalPodAutoscalerList\0"
    "[]v1.HorizontalPodAutoscaler\0"
    "HorizontalPodAutoscalerSpec\0"
    "scaleTargetRef\0"
    "v1.CrossVersionObjectReference\0"
    "minReplicas\0"
    "maxReplicas\0"
    "targetCPUUtilizationPercentage\0"
    "HorizontalPodAutoscalerStatus\0"
    "lastScaleTime\0"
    "desiredReplicas\0"
    "currentCPUUtilizationPercentage\0"
    "Scale\0"
    "v1.ScaleSpec\0"
    "v1.ScaleStatus\0"
    "ScaleSpec\0"
    "ScaleStatus\0"
    "ContainerResourceMetricSource\0"
    "io.k8s.api.autoscaling.v2\0"
    "v2\0"
    "v1.ResourceName\0"
    "target\0"
    "v2.MetricTarget\0"
    "container\0"
    "ContainerResourceMetricStatus\0"
    "current\0"
    "v2.MetricValueStatus\0"
    "ExternalMetricSource\0"
    "metric\0"
    "v2.MetricIdentifier\0"
    "ExternalMetricStatus\0"
    "HPAScalingPolicy\0"
    "v2.HPAScalingPolicyType\0"
    "value\0"
    "periodSeconds\0"
    "HPAScalingRules\0"
    "stabilizationWindowSeconds\0"
    "selectPolicy\0"
    "v2.ScalingPolicySelect\0"
    "policies\0"
    "[]v2.HPAScalingPolicy\0"
    "tolerance\0"
    "resource.Quantity\0"
    "v2.HorizontalPodAutoscalerSpec\0"
    "v2.HorizontalPodAutoscalerStatus\0"
    "HorizontalPodAutoscalerBehavior\0"
    "scaleUp\0"
    "v2.HPAScalingRules\0"
    "scaleDown\0"
    "HorizontalPodAutoscalerCondition\0"
    "v2.HorizontalPodAutoscalerConditionType\0"
    "[]v2.HorizontalPodAutoscaler\0"
    "v2.CrossVersionObjectReference\0"
    "metrics\0"
    "[]v2.MetricSpec\0"
    "behavior\0"
    "v2.HorizontalPodAutoscalerBehavior\0"
    "currentMetrics\0"
    "[]v2.MetricStatus\0"
    "[]v2.HorizontalPodAutoscalerCondition\0"
    "MetricIdentifier\0"
    "MetricSpec\0"
    "v2.MetricSourceType\0"
    "object\0"
    "v2.ObjectMetricSource\0"
    "pods\0"
    "v2.PodsMetricSource\0"
    "v2.ResourceMetricSource\0"
    "containerResource\0"
    "v2.ContainerResourceMetricSource\0"
    "external\0"
    "v2.ExternalMetricSource\0"
    "MetricStatus\0"
    "v2.ObjectMetricStatus\0"
    "v2.PodsMetricStatus\0"
    "v2.ResourceMetricStatus\0"
    "v2.ContainerResourceMetricStatus\0"
    "v2.ExternalMetricStatus\0"
    "MetricTarget\0"
    "v2.MetricTargetType\0"
    "averageValue\0"
    "averageUtilization\0"
    "MetricValueStatus\0"
    "ObjectMetricSource\0"
    "describedObject\0"
    "ObjectMetricStatus\0"
    "PodsMetricSource\0"
    "PodsMetricStatus\0"
    "ResourceMetricSource\0"
    "ResourceMetricStatus\0"
    "CronJob\0"
    "io.k8s.api.batch.v1\0"
    "v1.CronJobSpec\0"
    "v1.CronJobStatus\0"
    "CronJobList\0"
    "[]v1.CronJob\0"
    "CronJobSpec\0"
    "schedule\0"
    "timeZone\0"
    "startingDeadlineSeconds\0"
    "concurrencyPolicy\0"
    "v1.ConcurrencyPolicy\0"
    "suspend\0"
    "jobTemplate\0"
    "v1.JobTemplateSpec\0"
    "successfulJobsHistoryLimit\0"
    "failedJobsHistoryLimit\0"
    "CronJobStatus\0"
    "active\0"
    "[]v1.ObjectReference\0"
    "lastScheduleTime\0"
    "lastSuccessfulTime\0"
    "Job\0"
    "v1.JobSpec\0"
    "v1.JobStatus\0"
    "JobCondition\0"
    "v1.JobConditionType\0"
    "lastProbeTime\0"
    "JobList\0"
    "[]v1.Job\0"
    "JobSchedulingConfiguration\0"
    "schedulingPolicy\0"
    "v1alpha3.WorkloadPodGroupSchedulingPolicy\0"
    "schedulingConstraints\0"
    "v1alpha3.WorkloadPodGroupSchedulingConstraints\0"
    "disruptionMode\0"
    "v1alpha3.WorkloadPodGroupDisruptionMode\0"
    "resourceClaims\0"
    "[]v1alpha3.WorkloadPodGroupResourceClaim\0"
    "JobSpec\0"
    "parallelism\0"
    "completions\0"
    "activeDeadlineSeconds\0"
    "podFailurePolicy\0"
    "v1.PodFailurePolicy\0"
    "successPolicy\0"
    "v1.SuccessPolicy\0"
    "backoffLimit\0"
    "backoffLimitPerIndex\0"
    "maxFailedIndexes\0"
    "manualSelector\0"
    "ttlSecondsAfterFinished\0"
    "completionMode\0"
    "v1.CompletionMode\0"
    "podReplacementPolicy\0"
    "v1.PodReplacementPolicy\0"
    "managedBy\0"
    "scheduling\0"
    "v1.JobSchedulingConfiguration\0"
    "JobStatus\0"
    "[]v1.JobCondition\0"
    "startTime\0"
    "completionTime\0"
    "succeeded\0"
    "failed\0"
    "terminating\0"
    "completedIndexes\0"
    "failedIndexes\0"
    "uncountedTerminatedPods\0"
    "v1.UncountedTerminatedPods\0"
    "ready\0"
    "JobTemplateSpec\0"
    "PodFailurePolicy\0"
    "[]v1.PodFailurePolicyRule\0"
    "PodFailurePolicyOnExitCodesRequirement\0"
    "containerName\0"
    "operator\0"
    "v1.PodFailurePolicyOnExitCodesOperator\0"
    "values\0"
    "[]int32\0"
    "PodFailurePolicyOnPodConditionsPattern\0"
    "v1.PodConditionType\0"
    "PodFailurePolicyRule\0"
    "action\0"
    "v1.PodFailurePolicyAction\0"
    "onExitCodes\0"
    "v1.PodFailurePolicyOnExitCodesRequirement\0"
    "onPodConditions\0"
    "[]v1.PodFailurePolicyOnPodConditionsPattern\0"
    "SuccessPolicy\0"
    "[]v1.SuccessPolicyRule\0"
    "SuccessPolicyRule\0"
    "succeededIndexes\0"
    "succeededCount\0"
    "UncountedTerminatedPods\0"
    "[]types.UID\0"
    "CertificateSigningRequest\0"
    "io.k8s.api.certificates.v1\0"
    "v1.CertificateSigningRequestSpec\0"
    "v1.CertificateSigningRequestStatus\0"
    "CertificateSigningRequestCondition\0"
    "v1.RequestConditionType\0"
    "CertificateSigningRequestList\0"
    "[]v1.CertificateSigningRequest\0"
    "CertificateSigningRequestSpec\0"
    "request\0"
    "signerName\0"
    "usages\0"
    "[]v1.KeyUsage\0"
    "CertificateSigningRequestStatus\0"
    "[]v1.CertificateSigningRequestCondition\0"
    "certificate\0"
    "ClusterTrustBundle\0"
    "v1.ClusterTrustBundleSpec\0"
    "ClusterTrustBundleList\0"
    "[]v1.ClusterTrustBundle\0"
    "ClusterTrustBundleSpec\0"
    "trustBundle\0"
    "PodCertificateRequest\0"
    "v1.PodCertificateRequestSpec\0"
    "v1.PodCertificateRequestStatus\0"
    "PodCertificateRequestList\0"
    "[]v1.PodCertificateRequest\0"
    "PodCertificateRequestSpec\0"
    "podName\0"
    "podUID\0"
    "serviceAccountName\0"
    "serviceAccountUID\0"
    "nodeName\0"
    "types.NodeName\0"
    "nodeUID\0"
    "maxExpirationSeconds\0"
    "86400\0"
    "stubPKCS10Request\0"
    "unverifiedUserAnnotations\0"
    "map[string]string\0"
    "PodCertificateRequestStatus\0"
    "certificateChain\0"
    "notBefore\0"
    "beginRefreshAt\0"
    "notAfter\0"
    "Lease\0"
    "io.k8s.api.coordination.v1\0"
    "v1.LeaseSpec\0"
    "LeaseList\0"
    "[]v1.Lease\0"
    "LeaseSpec\0"
    "holderIdentity\0"
    "leaseDurationSeconds\0"
    "acquireTime\0"
    "v1.MicroTime\0"
    "renewTime\0"
    "leaseTransitions\0"
    "v1.CoordinatedLeaseStrategy\0"
    "preferredHolder\0"
    "AWSElasticBlockStoreVolumeSource\0"
    "io.k8s.api.core.v1\0"
    "volumeID\0"
    "fsType\0"
    "readOnly\0"
    "Affinity\0"
    "nodeAffinity\0"
    "v1.NodeAffinity\0"
    "podAffinity\0"
    "v1.PodAffinity\0"
    "podAntiAffinity\0"
    "v1.PodAntiAffinity\0"
    "AppArmorProfile\0"
    "v1.AppArmorProfileType\0"
    "localhostProfile\0"
    "AttachedVolume\0"
    "v1.UniqueVolumeName\0"
    "devicePath\0"
    "AzureDiskVolumeSource\0"
    "diskName\0"
    "diskURI\0"
    "cachingMode\0"
    "v1.AzureDataDiskCachingMode\0"
    "\"ReadWrite\"\0"
    "\"ext4\"\0"
    "v1.AzureDataDiskKind\0"
    "\"Shared\"\0"
    "AzureFilePersistentVolumeSource\0"
    "secretName\0"
    "shareName\0"
    "secretNamespace\0"
    "AzureFileVolumeSource\0"
    "Binding\0"
    "v1.ObjectReference\0"
    "CSIPersistentVolumeSource\0"
    "driver\0"
    "volumeHandle\0"
    "volumeAttributes\0"
    "controllerPublishSecretRef\0"
    "v1.SecretReference\0"
    "nodeStageSecretRef\0"
    "nodePublishSecretRef\0"
    "controllerExpandSecretRef\0"
    "nodeExpandSecretRef\0"
    "CSIVolumeSource\0"
    "v1.LocalObjectReference\0"
    "Capabilities\0"
    "add\0"
    "[]v1.Capability\0"
    "drop\0"
    "CephFSPersistentVolumeSource\0"
    "monitors\0"
    "secretFile\0"
    "secretRef\0"
    "CephFSVolumeSource\0"
    "CinderPersistentVolumeSource\0"
    "CinderVolumeSource\0"
    "ClientIPConfig\0"
    "ClusterTrustBundleProjection\0"
    "optional\0"
    "ComponentCondition\0"
    "v1.ComponentConditionType\0"
    "ComponentStatus\0"
    "[]v1.ComponentCondition\0"
    "ComponentStatusList\0"
    "[]v1.ComponentStatus\0"
    "ConfigMap\0"
    "immutable\0"
    "binaryData\0"
    "map[string][]uint8\0"
    "ConfigMapEnvSource\0"
    "ConfigMapKeySelector\0"
    "ConfigMapList\0"
    "[]v1.ConfigMap\0"
    "ConfigMapNodeConfigSource\0"
    "resourceVersion\0"
    "kubeletConfigKey\0"
    "ConfigMapProjection\0"
    "[]v1.KeyToPath\0"
    "ConfigMapVolumeSource\0"
    "defaultMode\0"
    "defaultUser\0"
    "Container\0"
    "image\0"
    "command\0"
    "args\0"
    "workingDir\0"
    "ports\0"
    "[]v1.ContainerPort\0"
    "containerPort\0"
    "containerPort,protocol\0"
    "envFrom\0"
    "[]v1.EnvFromSource\0"
    "env\0"
    "[]v1.EnvVar\0"
    "v1.ResourceRequirements\0"
    "resizePolicy\0"
    "[]v1.ContainerResizePolicy\0"
    "restartPolicy\0"
    "v1.ContainerRestartPolicy\0"
    "restartPolicyRules\0"
    "[]v1.ContainerRestartRule\0"
    "volumeMounts\0"
    "[]v1.VolumeMount\0"
    "mountPath\0"
    "volumeDevices\0"
    "[]v1.VolumeDevice\0"
    "livenessProbe\0"
    "v1.Probe\0"
    "readinessProbe\0"
    "startupProbe\0"
    "lifecycle\0"
    "v1.Lifecycle\0"
    "terminationMessagePath\0"
    "terminationMessagePolicy\0"
    "v1.TerminationMessagePolicy\0"
    "imagePullPolicy\0"
    "v1.PullPolicy\0"
    "securityContext\0"
    "v1.SecurityContext\0"
    "stdin\0"
    "stdinOnce\0"
    "tty\0"
    "ContainerExtendedResourceRequest\0"
    "resourceName\0"
    "requestName\0"
    "ContainerImage\0"
    "names\0"
    "sizeBytes\0"
    "ContainerPort\0"
    "hostPort\0"
    "protocol\0"
    "v1.Protocol\0"
    "\"TCP\"\0"
    "hostIP\0"
    "ContainerResizePolicy\0"
    "v1.ResourceResizeRestartPolicy\0"
    "ContainerRestartRule\0"
    "v1.ContainerRestartRuleAction\0"
    "exitCodes\0"
    "v1.ContainerRestartRuleOnExitCodes\0"
    "ContainerRestartRuleOnExitCodes\0"
    "v1.ContainerRestartRuleOnExitCodesOperator\0"
    "ContainerState\0"
    "waiting\0"
    "v1.ContainerStateWaiting\0"
    "running\0"
    "v1.ContainerStateRunning\0"
    "terminated\0"
    "v1.ContainerStateTerminated\0"
    "ContainerStateRunning\0"
    "startedAt\0"
    "ContainerStateTerminated\0"
    "exitCode\0"
    "signal\0"
    "finishedAt\0"
    "containerID\0"
    "ContainerStateWaiting\0"
    "ContainerStatus\0"
    "state\0"
    "v1.ContainerState\0"
    "lastState\0"
    "restartCount\0"
    "imageID\0"
    "started\0"
    "allocatedResources\0"
    "v1.ResourceList\0"
    "[]v1.VolumeMountStatus\0"
    "v1.ContainerUser\0"
    "allocatedResourcesStatus\0"
    "[]v1.ResourceStatus\0"
    "stopSignal\0"
    "v1.Signal\0"
    "ContainerUser\0"
    "linux\0"
    "v1.LinuxContainerUser\0"
    "DaemonEndpoint\0"
    "Port\0"
    "DownwardAPIProjection\0"
    "[]v1.DownwardAPIVolumeFile\0"
    "DownwardAPIVolumeFile\0"
    "v1.ObjectFieldSelector\0"
    "resourceFieldRef\0"
    "v1.ResourceFieldSelector\0"
    "mode\0"
    "DownwardAPIVolumeSource\0"
    "EmptyDirVolumeSource\0"
    "medium\0"
    "v1.StorageMedium\0"
    "sizeLimit\0"
    "EndpointAddress\0"
    "ip\0"
    "hostname\0"
    "targetRef\0"
    "EndpointPort\0"
    "appProtocol\0"
    "EndpointSubset\0"
    "addresses\0"
    "[]v1.EndpointAddress\0"
    "notReadyAddresses\0"
    "[]v1.EndpointPort\0"
    "Endpoints\0"
    "subsets\0"
    "[]v1.EndpointSubset\0"
    "EndpointsList\0"
    "[]v1.Endpoints\0"
    "EnvFromSource\0"
    "prefix\0"
    "configMapRef\0"
    "v1.ConfigMapEnvSource\0"
    "v1.SecretEnvSource\0"
    "EnvVar\0"
    "valueFrom\0"
    "v1.EnvVarSource\0"
    "EnvVarSource\0"
    "configMapKeyRef\0"
    "v1.ConfigMapKeySelector\0"
    "secretKeyRef\0"
    "v1.SecretKeySelector\0"
    "fileKeyRef\0"
    "v1.FileKeySelector\0"
    "EphemeralContainer\0"
    "v1.EphemeralContainerCommon\0"
    "targetContainerName\0"
    "EphemeralContainerCommon\0"
    "EphemeralVolumeSource\0"
    "volumeClaimTemplate\0"
    "v1.PersistentVolumeClaimTemplate\0"
    "Event\0"
    "involvedObject\0"
    "source\0"
    "v1.EventSource\0"
    "firstTimestamp\0"
    "lastTimestamp\0"
    "count\0"
    "eventTime\0"
    "series\0"
    "v1.EventSeries\0"
    "related\0"
    "reportingComponent\0"
    "reportingInstance\0"
    "EventList\0"
    "[]v1.Event\0"
    "EventSeries\0"
    "lastObservedTime\0"
    "EventSource\0"
    "component\0"
    "host\0"
    "EvictionResponder\0"
    "priority\0"
    "ExecAction\0"
    "FCVolumeSource\0"
    "targetWWNs\0"
    "lun\0"
    "wwids\0"
    "FileKeySelector\0"
    "volumeName\0"
    "FlexPersistentVolumeSource\0"
    "options\0"
    "FlexVolumeSource\0"
    "FlockerVolumeSource\0"
    "datasetName\0"
    "datasetUUID\0"
    "GCEPersistentDiskVolumeSource\0"
    "pdName\0"
    "GRPCAction\0"
    "v1.GRPCProbeMode\0"
    "GitRepoVolumeSource\0"
    "repository\0"
    "directory\0"
    "GlusterfsPersistentVolumeSource\0"
    "endpoints\0"
    "endpointsNamespace\0"
    "GlusterfsVolumeSource\0"
    "HTTPGetAction\0"
    "scheme\0"
    "v1.URIScheme\0"
    "httpHeaders\0"
    "[]v1.HTTPHeader\0"
    "v1.HTTPProtocol\0"
    "HTTPHeader\0"
    "HostAlias\0"
    "hostnames\0"
    "HostIP\0"
    "HostPathVolumeSource\0"
    "v1.HostPathType\0"
    "ISCSIPersistentVolumeSource\0"
    "targetPortal\0"
    "iqn\0"
    "iscsiInterface\0"
    "\"default\"\0"
    "portals\0"
    "chapAuthDiscovery\0"
    "chapAuthSession\0"
    "initiatorName\0"
    "ISCSIVolumeSource\0"
    "ImageVolumeSource\0"
    "reference\0"
    "pullPolicy\0"
    "ImageVolumeStatus\0"
    "imageRef\0"
    "KeyToPath\0"
    "Lifecycle\0"
    "postStart\0"
    "v1.LifecycleHandler\0"
    "preStop\0"
    "LifecycleHandler\0"
    "exec\0"
    "v1.ExecAction\0"
    "httpGet\0"
    "v1.HTTPGetAction\0"
    "tcpSocket\0"
    "v1.TCPSocketAction\0"
    "sleep\0"
    "v1.SleepAction\0"
    "LimitRange\0"
    "v1.LimitRangeSpec\0"
    "LimitRangeItem\0"
    "v1.LimitType\0"
    "max\0"
    "min\0"
    "default\0"
    "defaultRequest\0"
    "maxLimitRequestRatio\0"
    "LimitRangeList\0"
    "[]v1.LimitRange\0"
    "LimitRangeSpec\0"
    "limits\0"
    "[]v1.LimitRangeItem\0"
    "LinuxContainerUser\0"
    "gid\0"
    "supplementalGroups\0"
    "[]int64\0"
    "LoadBalancerIngress\0"
    "ipMode\0"
    "v1.LoadBalancerIPMode\0"
    "[]v1.PortStatus\0"
    "LoadBalancerStatus\0"
    "ingress\0"
    "[]v1.LoadBalancerIngress\0"
    "LocalObjectReference\0"
    "LocalVolumeSource\0"
    "ModifyVolumeStatus\0"
    "targetVolumeAttributesClassName\0"
    "v1.PersistentVolumeClaimModifyVolumeStatus\0"
    "NFSVolumeSource\0"
    "server\0"
    "Namespace\0"
    "v1.NamespaceSpec\0"
    "v1.NamespaceStatus\0"
    "NamespaceCondition\0"
    "v1.NamespaceConditionType\0"
    "NamespaceList\0"
    "[]v1.Namespace\0"
    "NamespaceSpec\0"
    "finalizers\0"
    "[]v1.FinalizerName\0"
    "NamespaceStatus\0"
    "phase\0"
    "v1.NamespacePhase\0"
    "[]v1.NamespaceCondition\0"
    "Node\0"
    "v1.NodeSpec\0"
    "v1.NodeStatus\0"
    "NodeAddress\0"
    "v1.NodeAddressType\0"
    "address\0"
    "NodeAffinity\0"
    "requiredDuringSchedulingIgnoredDuringExecution\0"
    "v1.NodeSelector\0"
    "preferredDuringSchedulingIgnoredDuringExecution\0"
    "[]v1.PreferredSchedulingTerm\0"
    "NodeAllocatableMappedResources\0"
    "quantity\0"
    "NodeAllocatableOverheadResources\0"
    "perPod\0"
    "perContainer\0"
    "NodeAllocatableResourceClaimStatus\0"
    "resourceClaimName\0"
    "containers\0"
    "mapping\0"
    "[]v1.NodeAllocatableMappedResources\0"
    "overhead\0"
    "[]v1.NodeAllocatableOverheadResources\0"
    "NodeCondition\0"
    "v1.NodeConditionType\0"
    "lastHeartbeatTime\0"
    "NodeConfigSource\0"
    "configMap\0"
    "v1.ConfigMapNodeConfigSource\0"
    "NodeConfigStatus\0"
    "assigned\0"
    "v1.NodeConfigSource\0"
    "lastKnownGood\0"
    "NodeDaemonEndpoints\0"
    "kubeletEndpoint\0"
    "v1.DaemonEndpoint\0"
    "NodeFeatures\0"
    "supplementalGroupsPolicy\0"
    "NodeList\0"
    "[]v1.Node\0"
    "NodePodPreemptionPolicy\0"
    "disableResizePreemption\0"
    "NodeProxyOptions\0"
    "NodeRuntimeHandler\0"
    "features\0"
    "v1.NodeRuntimeHandlerFeatures\0"
    "NodeRuntimeHandlerFeatures\0"
    "recursiveReadOnlyMounts\0"
    "userNamespaces\0"
    "NodeSelector\0"
    "nodeSelectorTerms\0"
    "[]v1.NodeSelectorTerm\0"
    "NodeSelectorRequirement\0"
    "v1.NodeSelectorOperator\0"
    "NodeSelectorTerm\0"
    "matchExpressions\0"
    "[]v1.NodeSelectorRequirement\0"
    "matchFields\0"
    "NodeSpec\0"
    "podCIDR\0"
    "podCIDRs\0"
    "providerID\0"
    "unschedulable\0"
    "taints\0"
    "[]v1.Taint\0"
    "configSource\0"
    "externalID\0"
    "podPreemptionPolicy\0"
    "v1.NodePodPreemptionPolicy\0"
    "NodeStatus\0"
    "capacity\0"
    "allocatable\0"
    "v1.NodePhase\0"
    "[]v1.NodeCondition\0"
    "[]v1.NodeAddress\0"
    "daemonEndpoints\0"
    "v1.NodeDaemonEndpoints\0"
    "nodeInfo\0"
    "v1.NodeSystemInfo\0"
    "images\0"
    "[]v1.ContainerImage\0"
    "volumesInUse\0"
    "[]v1.UniqueVolumeName\0"
    "volumesAttached\0"
    "[]v1.AttachedVolume\0"
    "config\0"
    "v1.NodeConfigStatus\0"
    "runtimeHandlers\0"
    "[]v1.NodeRuntimeHandler\0"
    "v1.NodeFeatures\0"
    "declaredFeatures\0"
    "NodeSwapStatus\0"
    "NodeSystemInfo\0"
    "machineID\0"
    "systemUUID\0"
    "bootID\0"
    "kernelVersion\0"
    "osImage\0"
    "containerRuntimeVersion\0"
    "kubeletVersion\0"
    "kubeProxyVersion\0"
    "operatingSystem\0"
    "architecture\0"
    "swap\0"
    "v1.NodeSwapStatus\0"
    "runningInUserNamespace\0"
    "ObjectFieldSelector\0"
    "fieldPath\0"
    "ObjectReference\0"
    "PersistentVolume\0"
    "v1.PersistentVolumeSpec\0"
    "v1.PersistentVolumeStatus\0"
    "PersistentVolumeClaim\0"
    "v1.PersistentVolumeClaimSpec\0"
    "v1.PersistentVolumeClaimStatus\0"
    "PersistentVolumeClaimCondition\0"
    "v1.PersistentVolumeClaimConditionType\0"
    "PersistentVolumeClaimList\0"
    "PersistentVolumeClaimSpec\0"
    "accessModes\0"
    "[]v1.PersistentVolumeAccessMode\0"
    "v1.VolumeResourceRequirements\0"
    "storageClassName\0"
    "volumeMode\0"
    "v1.PersistentVolumeMode\0"
    "dataSource\0"
    "v1.TypedLocalObjectReference\0"
    "dataSourceRef\0"
    "v1.TypedObjectReference\0"
    "volumeAttributesClassName\0"
    "PersistentVolumeClaimStatus\0"
    "v1.PersistentVolumeClaimPhase\0"
    "[]v1.PersistentVolumeClaimCondition\0"
    "allocatedResourceStatuses\0"
    "map[v1.ResourceName]v1.ClaimResourceStatus\0"
    "currentVolumeAttributesClassName\0"
    "modifyVolumeStatus\0"
    "v1.ModifyVolumeStatus\0"
    "healthStatus\0"
    "v1.VolumeHealthStatus\0"
    "PersistentVolumeClaimTemplate\0"
    "PersistentVolumeClaimVolumeSource\0"
    "claimName\0"
    "PersistentVolumeList\0"
    "[]v1.PersistentVolume\0"
    "PersistentVolumeSource\0"
    "gcePersistentDisk\0"
    "v1.GCEPersistentDiskVolumeSource\0"
    "awsElasticBlockStore\0"
    "v1.AWSElasticBlockStoreVolumeSource\0"
    "hostPath\0"
    "v1.HostPathVolumeSource\0"
    "glusterfs\0"
    "v1.GlusterfsPersistentVolumeSource\0"
    "nfs\0"
    "v1.NFSVolumeSource\0"
    "rbd\0"
    "v1.RBDPersistentVolumeSource\0"
    "iscsi\0"
    "v1.ISCSIPersistentVolumeSource\0"
    "cinder\0"
    "v1.CinderPersistentVolumeSource\0"
    "cephfs\0"
    "v1.CephFSPersistentVolumeSource\0"
    "fc\0"
    "v1.FCVolumeSource\0"
    "flocker\0"
    "v1.FlockerVolumeSource\0"
    "flexVolume\0"
    "v1.FlexPersistentVolumeSource\0"
    "azureFile\0"
    "v1.AzureFilePersistentVolumeSource\0"
    "vsphereVolume\0"
    "v1.VsphereVirtualDiskVolumeSource\0"
    "quobyte\0"
    "v1.QuobyteVolumeSource\0"
    "azureDisk\0"
    "v1.AzureDiskVolumeSource\0"
    "photonPersistentDisk\0"
    "v1.PhotonPersistentDiskVolumeSource\0"
    "portworxVolume\0"
    "v1.PortworxVolumeSource\0"
    "scaleIO\0"
    "v1.ScaleIOPersistentVolumeSource\0"
    "local\0"
    "v1.LocalVolumeSource\0"
    "storageos\0"
    "v1.StorageOSPersistentVolumeSource\0"
    "csi\0"
    "v1.CSIPersistentVolumeSource\0"
    "PersistentVolumeSpec\0"
    "v1.PersistentVolumeSource\0"
    "claimRef\0"
    "persistentVolumeReclaimPolicy\0"
    "v1.PersistentVolumeReclaimPolicy\0"
    "mountOptions\0"
    "v1.VolumeNodeAffinity\0"
    "PersistentVolumeStatus\0"
    "v1.PersistentVolumePhase\0"
    "lastPhaseTransitionTime\0"
    "PhotonPersistentDiskVolumeSource\0"
    "pdID\0"
    "Pod\0"
    "v1.PodSpec\0"
    "v1.PodStatus\0"
    "PodAffinity\0"
    "[]v1.PodAffinityTerm\0"
    "[]v1.WeightedPodAffinityTerm\0"
    "PodAffinityTerm\0"
    "namespaces\0"
    "topologyKey\0"
    "matchLabelKeys\0"
    "mismatchLabelKeys\0"
    "PodAntiAffinity\0"
    "PodAttachOptions\0"
    "stdout\0"
    "stderr\0"
    "PodCertificateProjection\0"
    "keyType\0"
    "credentialBundlePath\0"
    "keyPath\0"
    "certificateChainPath\0"
    "userAnnotations\0"
    "PodCondition\0"
    "PodDNSConfig\0"
    "nameservers\0"
    "searches\0"
    "[]v1.PodDNSConfigOption\0"
    "PodDNSConfigOption\0"
    "PodExecOptions\0"
    "PodExtendedResourceClaimStatus\0"
    "requestMappings\0"
    "[]v1.ContainerExtendedResourceRequest\0"
    "PodIP\0"
    "PodList\0"
    "[]v1.Pod\0"
    "PodLogOptions\0"
    "follow\0"
    "previous\0"
    "sinceSeconds\0"
    "sinceTime\0"
    "timestamps\0"
    "tailLines\0"
    "limitBytes\0"
    "insecureSkipTLSVerifyBackend\0"
    "stream\0"
    "PodOS\0"
    "v1.OSName\0"
    "PodPortForwardOptions\0"
    "PodProxyOptions\0"
    "PodReadinessGate\0"
    "conditionType\0"
    "PodResourceClaim\0"
    "resourceClaimTemplateName\0"
    "PodResourceClaimStatus\0"
    "PodSchedulingGate\0"
    "PodSchedulingGroup\0"
    "podGroupName\0"
    "PodSecurityContext\0"
    "seLinuxOptions\0"
    "v1.SELinuxOptions\0"
    "windowsOptions\0"
    "v1.WindowsSecurityContextOptions\0"
    "runAsUser\0"
    "runAsGroup\0"
    "runAsNonRoot\0"
    "v1.SupplementalGroupsPolicy\0"
    "fsGroup\0"
    "sysctls\0"
    "[]v1.Sysctl\0"
    "fsGroupChangePolicy\0"
    "v1.PodFSGroupChangePolicy\0"
    "seccompProfile\0"
    "v1.SeccompProfile\0"
    "appArmorProfile\0"
    "v1.AppArmorProfile\0"
    "seLinuxChangePolicy\0"
    "v1.PodSELinuxChangePolicy\0"
    "PodSpec\0"
    "volumes\0"
    "[]v1.Volume\0"
    "initContainers\0"
    "[]v1.Container\0"
    "ephemeralContainers\0"
    "[]v1.EphemeralContainer\0"
    "v1.RestartPolicy\0"
    "terminationGracePeriodSeconds\0"
    "dnsPolicy\0"
    "v1.DNSPolicy\0"
    "nodeSelector\0"
    "serviceAccount\0"
    "automountServiceAccountToken\0"
    "hostNetwork\0"
    "hostPID\0"
    "hostIPC\0"
    "shareProcessNamespace\0"
    "v1.PodSecurityContext\0"
    "imagePullSecrets\0"
    "[]v1.LocalObjectReference\0"
    "subdomain\0"
    "affinity\0"
    "v1.Affinity\0"
    "schedulerName\0"
    "tolerations\0"
    "[]v1.Toleration\0"
    "hostAliases\0"
    "[]v1.HostAlias\0"
    "priorityClassName\0"
    "dnsConfig\0"
    "v1.PodDNSConfig\0"
    "readinessGates\0"
    "[]v1.PodReadinessGate\0"
    "runtimeClassName\0"
    "enableServiceLinks\0"
    "preemptionPolicy\0"
    "v1.PreemptionPolicy\0"
    "topologySpreadConstraints\0"
    "[]v1.TopologySpreadConstraint\0"
    "topologyKey,whenUnsatisfiable\0"
    "setHostnameAsFQDN\0"
    "os\0"
    "v1.PodOS\0"
    "hostUsers\0"
    "schedulingGates\0"
    "[]v1.PodSchedulingGate\0"
    "[]v1.PodResourceClaim\0"
    "hostnameOverride\0"
    "schedulingGroup\0"
    "v1.PodSchedulingGroup\0"
    "evictionResponders\0"
    "[]v1.EvictionResponder\0"
    "PodStatus\0"
    "v1.PodPhase\0"
    "[]v1.PodCondition\0"
    "nominatedNodeName\0"
    "hostIPs\0"
    "[]v1.HostIP\0"
    "podIP\0"
    "podIPs\0"
    "[]v1.PodIP\0"
    "initContainerStatuses\0"
    "[]v1.ContainerStatus\0"
    "containerStatuses\0"
    "qosClass\0"
    "v1.PodQOSClass\0"
    "ephemeralContainerStatuses\0"
    "resize\0"
    "v1.PodResizeStatus\0"
    "resourceClaimStatuses\0"
    "[]v1.PodResourceClaimStatus\0"
    "extendedResourceClaimStatus\0"
    "v1.PodExtendedResourceClaimStatus\0"
    "nodeAllocatableResourceClaimStatuses\0"
    "[]v1.NodeAllocatableResourceClaimStatus\0"
    "volumeHealth\0"
    "[]v1.PodVolumeHealth\0"
    "PodTemplate\0"
    "PodTemplateList\0"
    "[]v1.PodTemplate\0"
    "PodTemplateSpec\0"
    "PodVolumeHealth\0"
    "healthConditions\0"
    "[]v1.VolumeHealthCondition\0"
    "status,reason\0"
    "PortStatus\0"
    "PortworxVolumeSource\0"
    "PreferredSchedulingTerm\0"
    "weight\0"
    "preference\0"
    "v1.NodeSelectorTerm\0"
    "Probe\0"
    "v1.ProbeHandler\0"
    "initialDelaySeconds\0"
    "successThreshold\0"
    "failureThreshold\0"
    "ProbeHandler\0"
    "grpc\0"
    "v1.GRPCAction\0"
    "ProjectedVolumeSource\0"
    "sources\0"
    "[]v1.VolumeProjection\0"
    "QuobyteVolumeSource\0"
    "registry\0"
    "volume\0"
    "tenant\0"
    "RBDPersistentVolumeSource\0"
    "pool\0"
    "\"rbd\"\0"
    "\"admin\"\0"
    "keyring\0"
    "\"/etc/ceph/keyring\"\0"
    "RBDVolumeSource\0"
    "RangeAllocation\0"
    "range\0"
    "ReplicationController\0"
    "v1.ReplicationControllerSpec\0"
    "v1.ReplicationControllerStatus\0"
    "ReplicationControllerCondition\0"
    "v1.ReplicationControllerConditionType\0"
    "ReplicationControllerList\0"
    "[]v1.ReplicationController\0"
    "ReplicationControllerSpec\0"
    "1\0"
    "ReplicationControllerStatus\0"
    "[]v1.ReplicationControllerCondition\0"
    "ResourceClaim\0"
    "ResourceFieldSelector\0"
    "divisor\0"
    "ResourceHealth\0"
    "resourceID\0"
    "v1.ResourceID\0"
    "health\0"
    "v1.ResourceHealthStatus\0"
    "ResourceQuota\0"
    "v1.ResourceQuotaSpec\0"
    "v1.ResourceQuotaStatus\0"
    "ResourceQuotaList\0"
    "[]v1.ResourceQuota\0"
    "ResourceQuotaSpec\0"
    "hard\0"
    "scopes\0"
    "[]v1.ResourceQuotaScope\0"
    "scopeSelector\0"
    "v1.ScopeSelector\0"
    "ResourceQuotaStatus\0"
    "used\0"
    "ResourceRequirements\0"
    "requests\0"
    "claims\0"
    "[]v1.ResourceClaim\0"
    "ResourceStatus\0"
    "[]v1.ResourceHealth\0"
    "SELinuxOptions\0"
    "role\0"
    "level\0"
    "ScaleIOPersistentVolumeSource\0"
    "gateway\0"
    "system\0"
    "sslEnabled\0"
    "protectionDomain\0"
    "storagePool\0"
    "storageMode\0"
    "\"ThinProvisioned\"\0"
    "\"xfs\"\0"
    "ScaleIOVolumeSource\0"
    "ScopeSelector\0"
    "[]v1.ScopedResourceSelectorRequirement\0"
    "ScopedResourceSelectorRequirement\0"
    "scopeName\0"
    "v1.ResourceQuotaScope\0"
    "v1.ScopeSelectorOperator\0"
    "SeccompProfile\0"
    "v1.SeccompProfileType\0"
    "Secret\0"
    "stringData\0"
    "v1.SecretType\0"
    "SecretEnvSource\0"
    "SecretKeySelector\0"
    "SecretList\0"
    "[]v1.Secret\0"
    "SecretProjection\0"
    "SecretReference\0"
    "SecretVolumeSource\0"
    "SecurityContext\0"
    "capabilities\0"
    "v1.Capabilities\0"
    "privileged\0"
    "readOnlyRootFilesystem\0"
    "allowPrivilegeEscalation\0"
    "procMount\0"
    "v1.ProcMountType\0"
    "SerializedReference\0"
    "Service\0"
    "v1.ServiceSpec\0"
    "v1.ServiceStatus\0"
    "ServiceAccount\0"
    "secrets\0"
    "ServiceAccountList\0"
    "[]v1.ServiceAccount\0"
    "ServiceAccountTokenProjection\0"
    "audience\0"
    "ServiceList\0"
    "[]v1.Service\0"
    "ServicePort\0"
    "targetPort\0"
    "nodePort\0"
    "ServiceProxyOptions\0"
    "ServiceSpec\0"
    "[]v1.ServicePort\0"
    "port,protocol\0"
    "clusterIP\0"
    "clusterIPs\0"
    "v1.ServiceType\0"
    "externalIPs\0"
    "sessionAffinity\0"
    "v1.ServiceAffinity\0"
    "loadBalancerIP\0"
    "loadBalancerSourceRanges\0"
    "externalName\0"
    "externalTrafficPolicy\0"
    "v1.ServiceExternalTrafficPolicy\0"
    "healthCheckNodePort\0"
    "publishNotReadyAddresses\0"
    "sessionAffinityConfig\0"
    "v1.SessionAffinityConfig\0"
    "ipFamilies\0"
    "[]v1.IPFamily\0"
    "ipFamilyPolicy\0"
    "v1.IPFamilyPolicy\0"
    "allocateLoadBalancerNodePorts\0"
    "loadBalancerClass\0"
    "internalTrafficPolicy\0"
    "v1.ServiceInternalTrafficPolicy\0"
    "trafficDistribution\0"
    "ServiceStatus\0"
    "loadBalancer\0"
    "v1.LoadBalancerStatus\0"
    "SessionAffinityConfig\0"
    "clientIP\0"
    "v1.ClientIPConfig\0"
    "SleepAction\0"
    "seconds\0"
    "StorageOSPersistentVolumeSource\0"
    "volumeNamespace\0"
    "StorageOSVolumeSource\0"
    "Sysctl\0"
    "TCPSocketAction\0"
    "Taint\0"
    "effect\0"
    "v1.TaintEffect\0"
    "timeAdded\0"
    "Toleration\0"
    "v1.TolerationOperator\0"
    "tolerationSeconds\0"
    "TopologySelectorLabelRequirement\0"
    "TopologySelectorTerm\0"
    "matchLabelExpressions\0"
    "[]v1.TopologySelectorLabelRequirement\0"
    "TopologySpreadConstraint\0"
    "maxSkew\0"
    "whenUnsatisfiable\0"
    "v1.UnsatisfiableConstraintAction\0"
    "minDomains\0"
    "nodeAffinityPolicy\0"
    "v1.NodeInclusionPolicy\0"
    "nodeTaintsPolicy\0"
    "TypedLocalObjectReference\0"
    "apiGroup\0"
    "TypedObjectReference\0"
    "Volume\0"
    "v1.VolumeSource\0"
    "VolumeDevice\0"
    "VolumeHealthCondition\0"
    "v1.VolumeHealthStatusType\0"
    "VolumeHealthStatus\0"
    "VolumeMount\0"
    "recursiveReadOnly\0"
    "v1.RecursiveReadOnlyMode\0"
    "subPath\0"
    "mountPropagation\0"
    "v1.MountPropagationMode\0"
    "subPathExpr\0"
    "bindMountOptions\0"
    "VolumeMountStatus\0"
    "volumeStatus\0"
    "v1.VolumeStatus\0"
    "VolumeNodeAffinity\0"
    "required\0"
    "VolumeProjection\0"
    "secret\0"
    "v1.SecretProjection\0"
    "downwardAPI\0"
    "v1.DownwardAPIProjection\0"
    "v1.ConfigMapProjection\0"
    "serviceAccountToken\0"
    "v1.ServiceAccountTokenProjection\0"
    "clusterTrustBundle\0"
    "v1.ClusterTrustBundleProjection\0"
    "podCertificate\0"
    "v1.PodCertificateProjection\0"
    "VolumeResourceRequirements\0"
    "VolumeSource\0"
    "emptyDir\0"
    "v1.EmptyDirVolumeSource\0"
    "gitRepo\0"
    "v1.GitRepoVolumeSource\0"
    "v1.SecretVolumeSource\0"
    "v1.ISCSIVolumeSource\0"
    "v1.GlusterfsVolumeSource\0"
    "persistentVolumeClaim\0"
    "v1.PersistentVolumeClaimVolumeSource\0"
    "v1.RBDVolumeSource\0"
    "v1.FlexVolumeSource\0"
    "v1.CinderVolumeSource\0"
    "v1.CephFSVolumeSource\0"
    "v1.DownwardAPIVolumeSource\0"
    "v1.AzureFileVolumeSource\0"
    "v1.ConfigMapVolumeSource\0"
    "projected\0"
    "v1.ProjectedVolumeSource\0"
    "v1.ScaleIOVolumeSource\0"
    "v1.StorageOSVolumeSource\0"
    "v1.CSIVolumeSource\0"
    "ephemeral\0"
    "v1.EphemeralVolumeSource\0"
    "v1.ImageVolumeSource\0"
    "VolumeStatus\0"
    "v1.ImageVolumeStatus\0"
    "VsphereVirtualDiskVolumeSource\0"
    "volumePath\0"
    "storagePolicyName\0"
    "storagePolicyID\0"
    "WeightedPodAffinityTerm\0"
    "podAffinityTerm\0"
    "v1.PodAffinityTerm\0"
    "WindowsSecurityContextOptions\0"
    "gmsaCredentialSpecName\0"
    "gmsaCredentialSpec\0"
    "runAsUserName\0"
    "hostProcess\0"
    "Endpoint\0"
    "io.k8s.api.discovery.v1\0"
    "v1.EndpointConditions\0"
    "deprecatedTopology\0"
    "zone\0"
    "hints\0"
    "v1.EndpointHints\0"
    "EndpointConditions\0"
    "serving\0"
    "EndpointHints\0"
    "forZones\0"
    "[]v1.ForZone\0"
    "forNodes\0"
    "[]v1.ForNode\0"
    "EndpointSlice\0"
    "addressType\0"
    "v1.AddressType\0"
    "[]v1.Endpoint\0"
    "EndpointSliceList\0"
    "[]v1.EndpointSlice\0"
    "ForNode\0"
    "ForZone\0"
    "io.k8s.api.events.v1\0"
    "reportingController\0"
    "regarding\0"
    "note\0"
    "deprecatedSource\0"
    "deprecatedFirstTimestamp\0"
    "deprecatedLastTimestamp\0"
    "deprecatedCount\0"
    "ExemptPriorityLevelConfiguration\0"
    "io.k8s.api.flowcontrol.v1\0"
    "nominalConcurrencyShares\0"
    "lendablePercent\0"
    "FlowDistinguisherMethod\0"
    "v1.FlowDistinguisherMethodType\0"
    "FlowSchema\0"
    "v1.FlowSchemaSpec\0"
    "v1.FlowSchemaStatus\0"
    "FlowSchemaCondition\0"
    "v1.FlowSchemaConditionType\0"
    "FlowSchemaList\0"
    "[]v1.FlowSchema\0"
    "FlowSchemaSpec\0"
    "priorityLevelConfiguration\0"
    "v1.PriorityLevelConfigurationReference\0"
    "matchingPrecedence\0"
    "distinguisherMethod\0"
    "v1.FlowDistinguisherMethod\0"
    "[]v1.PolicyRulesWithSubjects\0"
    "FlowSchemaStatus\0"
    "[]v1.FlowSchemaCondition\0"
    "GroupSubject\0"
    "LimitResponse\0"
    "v1.LimitResponseType\0"
    "queuing\0"
    "v1.QueuingConfiguration\0"
    "LimitedPriorityLevelConfiguration\0"
    "limitResponse\0"
    "v1.LimitResponse\0"
    "borrowingLimitPercent\0"
    "NonResourcePolicyRule\0"
    "PolicyRulesWithSubjects\0"
    "subjects\0"
    "[]v1.Subject\0"
    "[]v1.ResourcePolicyRule\0"
    "[]v1.NonResourcePolicyRule\0"
    "PriorityLevelConfiguration\0"
    "v1.PriorityLevelConfigurationSpec\0"
    "v1.PriorityLevelConfigurationStatus\0"
    "PriorityLevelConfigurationCondition\0"
    "v1.PriorityLevelConfigurationConditionType\0"
    "PriorityLevelConfigurationList\0"
    "[]v1.PriorityLevelConfiguration\0"
    "PriorityLevelConfigurationReference\0"
    "PriorityLevelConfigurationSpec\0"
    "v1.PriorityLevelEnablement\0"
    "limited\0"
    "v1.LimitedPriorityLevelConfiguration\0"
    "exempt\0"
    "v1.ExemptPriorityLevelConfiguration\0"
    "PriorityLevelConfigurationStatus\0"
    "[]v1.PriorityLevelConfigurationCondition\0"
    "QueuingConfiguration\0"
    "queues\0"
    "handSize\0"
    "queueLengthLimit\0"
    "ResourcePolicyRule\0"
    "clusterScope\0"
    "ServiceAccountSubject\0"
    "Subject\0"
    "v1.SubjectKind\0"
    "v1.UserSubject\0"
    "v1.GroupSubject\0"
    "v1.ServiceAccountSubject\0"
    "UserSubject\0"
    "HTTPIngressPath\0"
    "io.k8s.api.networking.v1\0"
    "pathType\0"
    "v1.PathType\0"
    "backend\0"
    "v1.IngressBackend\0"
    "HTTPIngressRuleValue\0"
    "paths\0"
    "[]v1.HTTPIngressPath\0"
    "IPAddress\0"
    "v1.IPAddressSpec\0"
    "IPAddressList\0"
    "[]v1.IPAddress\0"
    "IPAddressSpec\0"
    "parentRef\0"
    "v1.ParentReference\0"
    "IPBlock\0"
    "cidr\0"
    "except\0"
    "Ingress\0"
    "v1.IngressSpec\0"
    "v1.IngressStatus\0"
    "IngressBackend\0"
    "v1.IngressServiceBackend\0"
    "IngressClass\0"
    "v1.IngressClassSpec\0"
    "IngressClassList\0"
    "[]v1.IngressClass\0"
    "IngressClassParametersReference\0"
    "IngressClassSpec\0"
    "controller\0"
    "parameters\0"
    "v1.IngressClassParametersReference\0"
    "IngressList\0"
    "[]v1.Ingress\0"
    "IngressLoadBalancerIngress\0"
    "[]v1.IngressPortStatus\0"
    "IngressLoadBalancerStatus\0"
    "[]v1.IngressLoadBalancerIngress\0"
    "IngressPortStatus\0"
    "IngressRule\0"
    "v1.IngressRuleValue\0"
    "IngressRuleValue\0"
    "http\0"
    "v1.HTTPIngressRuleValue\0"
    "IngressServiceBackend\0"
    "v1.ServiceBackendPort\0"
    "IngressSpec\0"
    "ingressClassName\0"
    "defaultBackend\0"
    "tls\0"
    "[]v1.IngressTLS\0"
    "[]v1.IngressRule\0"
    "IngressStatus\0"
    "v1.IngressLoadBalancerStatus\0"
    "IngressTLS\0"
    "hosts\0"
    "NetworkPolicy\0"
    "v1.NetworkPolicySpec\0"
    "NetworkPolicyEgressRule\0"
    "[]v1.NetworkPolicyPort\0"
    "to\0"
    "[]v1.NetworkPolicyPeer\0"
    "NetworkPolicyIngressRule\0"
    "from\0"
    "NetworkPolicyList\0"
    "[]v1.NetworkPolicy\0"
    "NetworkPolicyPeer\0"
    "podSelector\0"
    "ipBlock\0"
    "v1.IPBlock\0"
    "NetworkPolicyPort\0"
    "endPort\0"
    "NetworkPolicySpec\0"
    "[]v1.NetworkPolicyIngressRule\0"
    "egress\0"
    "[]v1.NetworkPolicyEgressRule\0"
    "policyTypes\0"
    "[]v1.PolicyType\0"
    "ParentReference\0"
    "ServiceBackendPort\0"
    "number\0"
    "ServiceCIDR\0"
    "v1.ServiceCIDRSpec\0"
    "v1.ServiceCIDRStatus\0"
    "ServiceCIDRList\0"
    "[]v1.ServiceCIDR\0"
    "ServiceCIDRSpec\0"
    "cidrs\0"
    "ServiceCIDRStatus\0"
    "Overhead\0"
    "io.k8s.api.node.v1\0"
    "podFixed\0"
    "RuntimeClass\0"
    "handler\0"
    "v1.Overhead\0"
    "v1.Scheduling\0"
    "RuntimeClassList\0"
    "[]v1.RuntimeClass\0"
    "Scheduling\0"
    "Eviction\0"
    "io.k8s.api.policy.v1\0"
    "deleteOptions\0"
    "v1.DeleteOptions\0"
    "PodDisruptionBudget\0"
    "v1.PodDisruptionBudgetSpec\0"
    "v1.PodDisruptionBudgetStatus\0"
    "PodDisruptionBudgetList\0"
    "[]v1.PodDisruptionBudget\0"
    "PodDisruptionBudgetSpec\0"
    "minAvailable\0"
    "unhealthyPodEvictionPolicy\0"
    "v1.UnhealthyPodEvictionPolicyType\0"
    "PodDisruptionBudgetStatus\0"
    "disruptedPods\0"
    "map[string]v1.Time\0"
    "disruptionsAllowed\0"
    "currentHealthy\0"
    "desiredHealthy\0"
    "expectedPods\0"
    "AggregationRule\0"
    "io.k8s.api.rbac.v1\0"
    "clusterRoleSelectors\0"
    "[]v1.LabelSelector\0"
    "ClusterRole\0"
    "[]v1.PolicyRule\0"
    "aggregationRule\0"
    "v1.AggregationRule\0"
    "ClusterRoleBinding\0"
    "roleRef\0"
    "v1.RoleRef\0"
    "ClusterRoleBindingList\0"
    "[]v1.ClusterRoleBinding\0"
    "ClusterRoleList\0"
    "[]v1.ClusterRole\0"
    "PolicyRule\0"
    "Role\0"
    "RoleBinding\0"
    "RoleBindingList\0"
    "[]v1.RoleBinding\0"
    "RoleList\0"
    "[]v1.Role\0"
    "RoleRef\0"
    "AllocatedDeviceStatus\0"
    "io.k8s.api.resource.v1\0"
    "device\0"
    "shareID\0"
    "networkData\0"
    "v1.NetworkDeviceData\0"
    "AllocationResult\0"
    "devices\0"
    "v1.DeviceAllocationResult\0"
    "allocationTimestamp\0"
    "CELDeviceSelector\0"
    "CapacityRequestPolicy\0"
    "validValues\0"
    "[]resource.Quantity\0"
    "validRange\0"
    "v1.CapacityRequestPolicyRange\0"
    "CapacityRequestPolicyRange\0"
    "step\0"
    "CapacityRequirements\0"
    "map[v1.QualifiedName]resource.Quantity\0"
    "Counter\0"
    "CounterSet\0"
    "counters\0"
    "map[string]v1.Counter\0"
    "Device\0"
    "attributes\0"
    "map[v1.QualifiedName]v1.DeviceAttribute\0"
    "map[v1.QualifiedName]v1.DeviceCapacity\0"
    "consumesCounters\0"
    "[]v1.DeviceCounterConsumption\0"
    "allNodes\0"
    "[]v1.DeviceTaint\0"
    "bindsToNode\0"
    "bindingConditions\0"
    "bindingFailureConditions\0"
    "allowMultipleAllocations\0"
    "nodeAllocatableResources\0"
    "map[v1.ResourceName]v1.NodeAllocatableResource\0"
    "DeviceAllocationConfiguration\0"
    "v1.AllocationConfigSource\0"
    "v1.DeviceConfiguration\0"
    "DeviceAllocationResult\0"
    "results\0"
    "[]v1.DeviceRequestAllocationResult\0"
    "[]v1.DeviceAllocationConfiguration\0"
    "DeviceAttribute\0"
    "int\0"
    "ints\0"
    "bools\0"
    "[]bool\0"
    "strings\0"
    "versions\0"
    "DeviceCapacity\0"
    "requestPolicy\0"
    "v1.CapacityRequestPolicy\0"
    "DeviceClaim\0"
    "[]v1.DeviceRequest\0"
    "constraints\0"
    "[]v1.DeviceConstraint\0"
    "[]v1.DeviceClaimConfiguration\0"
    "DeviceClaimConfiguration\0"
    "DeviceClass\0"
    "v1.DeviceClassSpec\0"
    "DeviceClassConfiguration\0"
    "DeviceClassList\0"
    "[]v1.DeviceClass\0"
    "DeviceClassSpec\0"
    "selectors\0"
    "[]v1.DeviceSelector\0"
    "[]v1.DeviceClassConfiguration\0"
    "extendedResourceName\0"
    "DeviceConfiguration\0"
    "opaque\0"
    "v1.OpaqueDeviceConfiguration\0"
    "DeviceConstraint\0"
    "matchAttribute\0"
    "v1.FullyQualifiedName\0"
    "distinctAttribute\0"
    "DeviceCounterConsumption\0"
    "counterSet\0"
    "compatibilityGroups\0"
    "DeviceDerivedAttribute\0"
    "DeviceRequest\0"
    "exactly\0"
    "v1.ExactDeviceRequest\0"
    "firstAvailable\0"
    "[]v1.DeviceSubRequest\0"
    "DeviceRequestAllocationResult\0"
    "adminAccess\0"
    "[]v1.DeviceToleration\0"
    "consumedCapacity\0"
    "skipNodeOperations\0"
    "[]v1.SkipNodeOperation\0"
    "DeviceSelector\0"
    "cel\0"
    "v1.CELDeviceSelector\0"
    "DeviceSubRequest\0"
    "deviceClassName\0"
    "allocationMode\0"
    "v1.DeviceAllocationMode\0"
    "v1.CapacityRequirements\0"
    "derivedAttributes\0"
    "[]v1.DeviceDerivedAttribute\0"
    "DeviceTaint\0"
    "v1.DeviceTaintEffect\0"
    "DeviceTaintRule\0"
    "v1.DeviceTaintRuleSpec\0"
    "v1.DeviceTaintRuleStatus\0"
    "DeviceTaintRuleList\0"
    "[]v1.DeviceTaintRule\0"
    "DeviceTaintRuleSpec\0"
    "deviceSelector\0"
    "v1.DeviceTaintSelector\0"
    "taint\0"
    "v1.DeviceTaint\0"
    "DeviceTaintRuleStatus\0"
    "DeviceTaintSelector\0"
    "DeviceToleration\0"
    "v1.DeviceTolerationOperator\0"
    "\"Equal\"\0"
    "ExactDeviceRequest\0"
    "NetworkDeviceData\0"
    "interfaceName\0"
    "ips\0"
    "hardwareAddress\0"
    "NodeAllocatableMapping\0"
    "capacityKey\0"
    "v1.QualifiedName\0"
    "capacityMultiplier\0"
    "deviceMultiplier\0"
    "NodeAllocatableOverhead\0"
    "NodeAllocatableResource\0"
    "v1.NodeAllocatableMapping\0"
    "v1.NodeAllocatableOverhead\0"
    "OpaqueDeviceConfiguration\0"
    "v1.ResourceClaimSpec\0"
    "v1.ResourceClaimStatus\0"
    "ResourceClaimConsumerReference\0"
    "ResourceClaimList\0"
    "ResourceClaimSpec\0"
    "v1.DeviceClaim\0"
    "ResourceClaimStatus\0"
    "allocation\0"
    "v1.AllocationResult\0"
    "reservedFor\0"
    "[]v1.ResourceClaimConsumerReference\0"
    "[]v1.AllocatedDeviceStatus\0"
    "driver,device,pool,shareID\0"
    "ResourceClaimTemplate\0"
    "v1.ResourceClaimTemplateSpec\0"
    "ResourceClaimTemplateList\0"
    "[]v1.ResourceClaimTemplate\0"
    "ResourceClaimTemplateSpec\0"
    "ResourcePool\0"
    "generation\0"
    "resourceSliceCount\0"
    "ResourceSlice\0"
    "v1.ResourceSliceSpec\0"
    "ResourceSliceList\0"
    "[]v1.ResourceSlice\0"
    "ResourceSliceSpec\0"
    "v1.ResourcePool\0"
    "[]v1.Device\0"
    "perDeviceNodeSelection\0"
    "sharedCounters\0"
    "[]v1.CounterSet\0"
    "partitionTypeAttribute\0"
    "PriorityClass\0"
    "io.k8s.api.scheduling.v1\0"
    "globalDefault\0"
    "description\0"
    "PriorityClassList\0"
    "[]v1.PriorityClass\0"
    "TopologyConstraint\0"
    "io.k8s.api.scheduling.v1alpha3\0"
    "v1alpha3\0"
    "WorkloadPodGroupAllDisruptionMode\0"
    "WorkloadPodGroupBasicSchedulingPolicy\0"
    "WorkloadPodGroupDisruptionMode\0"
    "single\0"
    "v1alpha3.WorkloadPodGroupSingleDisruptionMode\0"
    "all\0"
    "v1alpha3.WorkloadPodGroupAllDisruptionMode\0"
    "WorkloadPodGroupGangSchedulingPolicy\0"
    "minCount\0"
    "WorkloadPodGroupResourceClaim\0"
    "WorkloadPodGroupSchedulingConstraints\0"
    "topology\0"
    "[]v1alpha3.TopologyConstraint\0"
    "WorkloadPodGroupSchedulingPolicy\0"
    "basic\0"
    "v1alpha3.WorkloadPodGroupBasicSchedulingPolicy\0"
    "gang\0"
    "v1alpha3.WorkloadPodGroupGangSchedulingPolicy\0"
    "WorkloadPodGroupSingleDisruptionMode\0"
    "CSIDriver\0"
    "io.k8s.api.storage.v1\0"
    "v1.CSIDriverSpec\0"
    "CSIDriverList\0"
    "[]v1.CSIDriver\0"
    "CSIDriverSpec\0"
    "attachRequired\0"
    "podInfoOnMount\0"
    "volumeLifecycleModes\0"
    "[]v1.VolumeLifecycleMode\0"
    "storageCapacity\0"
    "fsGroupPolicy\0"
    "v1.FSGroupPolicy\0"
    "tokenRequests\0"
    "[]v1.TokenRequest\0"
    "requiresRepublish\0"
    "seLinuxMount\0"
    "nodeAllocatableUpdatePeriodSeconds\0"
    "serviceAccountTokenInSecrets\0"
    "preventPodSchedulingIfMissing\0"
    "CSINode\0"
    "v1.CSINodeSpec\0"
    "v1.CSINodeStatus\0"
    "CSINodeDriver\0"
    "nodeID\0"
    "topologyKeys\0"
    "v1.VolumeNodeResources\0"
    "CSINodeList\0"
    "[]v1.CSINode\0"
    "CSINodeSpec\0"
    "drivers\0"
    "[]v1.CSINodeDriver\0"
    "CSINodeStatus\0"
    "storageHealth\0"
    "[]v1.StorageHealth\0"
    "CSIStorageCapacity\0"
    "nodeTopology\0"
    "maximumVolumeSize\0"
    "CSIStorageCapacityList\0"
    "[]v1.CSIStorageCapacity\0"
    "StorageClass\0"
    "provisioner\0"
    "reclaimPolicy\0"
    "allowVolumeExpansion\0"
    "volumeBindingMode\0"
    "v1.VolumeBindingMode\0"
    "allowedTopologies\0"
    "[]v1.TopologySelectorTerm\0"
    "StorageClassList\0"
    "[]v1.StorageClass\0"
    "StorageHealth\0"
    "[]v1.StorageHealthCondition\0"
    "StorageHealthCondition\0"
    "v1.StorageHealthStatusType\0"
    "accessMode\0"
    "v1.PersistentVolumeAccessMode\0"
    "VolumeAttachment\0"
    "v1.VolumeAttachmentSpec\0"
    "v1.VolumeAttachmentStatus\0"
    "VolumeAttachmentList\0"
    "[]v1.VolumeAttachment\0"
    "VolumeAttachmentSource\0"
    "persistentVolumeName\0"
    "inlineVolumeSpec\0"
    "VolumeAttachmentSpec\0"
    "attacher\0"
    "v1.VolumeAttachmentSource\0"
    "VolumeAttachmentStatus\0"
    "attached\0"
    "attachmentMetadata\0"
    "attachError\0"
    "v1.VolumeError\0"
    "detachError\0"
    "VolumeAttributesClass\0"
    "driverName\0"
    "VolumeAttributesClassList\0"
    "[]v1.VolumeAttributesClass\0"
    "VolumeError\0"
    "time\0"
    "errorCode\0"
    "VolumeNodeResources\0"
    "StorageVersionMigration\0"
    "io.k8s.api.storagemigration.v1\0"
    "v1.StorageVersionMigrationSpec\0"
    "v1.StorageVersionMigrationStatus\0"
    "StorageVersionMigrationList\0"
    "[]v1.StorageVersionMigration\0"
    "StorageVersionMigrationSpec\0"
    "v1.GroupResource\0"
    "StorageVersionMigrationStatus\0"
    "ConversionRequest\0"
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1\0"
    "desiredAPIVersion\0"
    "objects\0"
    "[]runtime.RawExtension\0"
    "ConversionResponse\0"
    "convertedObjects\0"
    "result\0"
    "v1.Status\0"
    "ConversionReview\0"
    "v1.ConversionRequest\0"
    "response\0"
    "v1.ConversionResponse\0"
    "CustomResourceColumnDefinition\0"
    "format\0"
    "jsonPath\0"
    "CustomResourceConversion\0"
    "v1.ConversionStrategyType\0"
    "webhook\0"
    "v1.WebhookConversion\0"
    "CustomResourceDefinition\0"
    "v1.CustomResourceDefinitionSpec\0"
    "v1.CustomResourceDefinitionStatus\0"
    "CustomResourceDefinitionCondition\0"
    "v1.CustomResourceDefinitionConditionType\0"
    "CustomResourceDefinitionList\0"
    "[]v1.CustomResourceDefinition\0"
    "CustomResourceDefinitionNames\0"
    "plural\0"
    "singular\0"
    "shortNames\0"
    "listKind\0"
    "categories\0"
    "CustomResourceDefinitionSpec\0"
    "v1.CustomResourceDefinitionNames\0"
    "v1.ResourceScope\0"
    "[]v1.CustomResourceDefinitionVersion\0"
    "conversion\0"
    "v1.CustomResourceConversion\0"
    "preserveUnknownFields\0"
    "CustomResourceDefinitionStatus\0"
    "[]v1.CustomResourceDefinitionCondition\0"
    "acceptedNames\0"
    "storedVersions\0"
    "CustomResourceDefinitionVersion\0"
    "served\0"
    "storage\0"
    "deprecated\0"
    "deprecationWarning\0"
    "schema\0"
    "v1.CustomResourceValidation\0"
    "subresources\0"
    "v1.CustomResourceSubresources\0"
    "additionalPrinterColumns\0"
    "[]v1.CustomResourceColumnDefinition\0"
    "selectableFields\0"
    "[]v1.SelectableField\0"
    "CustomResourceSubresourceScale\0"
    "specReplicasPath\0"
    "statusReplicasPath\0"
    "labelSelectorPath\0"
    "CustomResourceSubresourceStatus\0"
    "CustomResourceSubresources\0"
    "v1.CustomResourceSubresourceStatus\0"
    "scale\0"
    "v1.CustomResourceSubresourceScale\0"
    "CustomResourceValidation\0"
    "openAPIV3Schema\0"
    "v1.JSONSchemaProps\0"
    "ExternalDocumentation\0"
    "JSONSchemaProps\0"
    "id\0"
    "$schema\0"
    "v1.JSONSchemaURL\0"
    "$ref\0"
    "title\0"
    "v1.JSON\0"
    "maximum\0"
    "float64\0"
    "exclusiveMaximum\0"
    "minimum\0"
    "exclusiveMinimum\0"
    "maxLength\0"
    "minLength\0"
    "pattern\0"
    "maxItems\0"
    "minItems\0"
    "uniqueItems\0"
    "multipleOf\0"
    "enum\0"
    "[]v1.JSON\0"
    "maxProperties\0"
    "minProperties\0"
    "v1.JSONSchemaPropsOrArray\0"
    "allOf\0"
    "[]v1.JSONSchemaProps\0"
    "oneOf\0"
    "anyOf\0"
    "not\0"
    "properties\0"
    "map[string]v1.JSONSchemaProps\0"
    "additionalProperties\0"
    "v1.JSONSchemaPropsOrBool\0"
    "patternProperties\0"
    "dependencies\0"
    "v1.JSONSchemaDependencies\0"
    "additionalItems\0"
    "definitions\0"
    "v1.JSONSchemaDefinitions\0"
    "externalDocs\0"
    "v1.ExternalDocumentation\0"
    "example\0"
    "nullable\0"
    "x-kubernetes-preserve-unknown-fields\0"
    "x-kubernetes-embedded-resource\0"
    "x-kubernetes-int-or-string\0"
    "x-kubernetes-list-map-keys\0"
    "x-kubernetes-list-type\0"
    "x-kubernetes-map-type\0"
    "x-kubernetes-validations\0"
    "v1.ValidationRules\0"
    "rule\0"
    "SelectableField\0"
    "ValidationRule\0"
    "v1.FieldValueErrorReason\0"
    "optionalOldSelf\0"
    "WebhookConversion\0"
    "conversionReviewVersions\0"
    "APIGroup\0"
    "io.k8s.apimachinery.pkg.apis.meta.v1\0"
    "[]v1.GroupVersionForDiscovery\0"
    "preferredVersion\0"
    "v1.GroupVersionForDiscovery\0"
    "serverAddressByClientCIDRs\0"
    "[]v1.ServerAddressByClientCIDR\0"
    "APIGroupList\0"
    "[]v1.APIGroup\0"
    "APIResource\0"
    "singularName\0"
    "namespaced\0"
    "v1.Verbs\0"
    "storageVersionHash\0"
    "APIResourceList\0"
    "groupVersion\0"
    "[]v1.APIResource\0"
    "APIVersions\0"
    "ApplyOptions\0"
    "dryRun\0"
    "force\0"
    "fieldManager\0"
    "Condition\0"
    "CreateOptions\0"
    "fieldValidation\0"
    "DeleteOptions\0"
    "gracePeriodSeconds\0"
    "preconditions\0"
    "v1.Preconditions\0"
    "orphanDependents\0"
    "propagationPolicy\0"
    "v1.DeletionPropagation\0"
    "ignoreStoreReadErrorWithClusterBreakingPotential\0"
    "FieldSelectorRequirement\0"
    "v1.FieldSelectorOperator\0"
    "GetOptions\0"
    "GroupResource\0"
    "GroupVersionForDiscovery\0"
    "LabelSelector\0"
    "matchLabels\0"
    "LabelSelectorRequirement\0"
    "v1.LabelSelectorOperator\0"
    "List\0"
    "ListMeta\0"
    "selfLink\0"
    "continue\0"
    "remainingItemCount\0"
    "shardInfo\0"
    "v1.ShardInfo\0"
    "ListOptions\0"
    "watch\0"
    "allowWatchBookmarks\0"
    "resourceVersionMatch\0"
    "v1.ResourceVersionMatch\0"
    "limit\0"
    "sendInitialEvents\0"
    "shardSelector\0"
    "ManagedFieldsEntry\0"
    "manager\0"
    "operation\0"
    "v1.ManagedFieldsOperationType\0"
    "fieldsType\0"
    "fieldsV1\0"
    "v1.FieldsV1\0"
    "ObjectMeta\0"
    "generateName\0"
    "creationTimestamp\0"
    "deletionTimestamp\0"
    "deletionGracePeriodSeconds\0"
    "labels\0"
    "annotations\0"
    "ownerReferences\0"
    "[]v1.OwnerReference\0"
    "managedFields\0"
    "[]v1.ManagedFieldsEntry\0"
    "OwnerReference\0"
    "blockOwnerDeletion\0"
    "PartialObjectMetadata\0"
    "PartialObjectMetadataList\0"
    "[]v1.PartialObjectMetadata\0"
    "PatchOptions\0"
    "Preconditions\0"
    "ServerAddressByClientCIDR\0"
    "clientCIDR\0"
    "serverAddress\0"
    "ShardInfo\0"
    "Status\0"
    "details\0"
    "v1.StatusDetails\0"
    "code\0"
    "StatusCause\0"
    "v1.CauseType\0"
    "field\0"
    "StatusDetails\0"
    "causes\0"
    "[]v1.StatusCause\0"
    "retryAfterSeconds\0"
    "TypeMeta\0"
    "UpdateOptions\0"
    "APIService\0"
    "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1\0"
    "v1.APIServiceSpec\0"
    "v1.APIServiceStatus\0"
    "APIServiceCondition\0"
    "v1.APIServiceConditionType\0"
    "APIServiceList\0"
    "[]v1.APIService\0"
    "APIServiceSpec\0"
    "insecureSkipTLSVerify\0"
    "groupPriorityMinimum\0"
    "versionPriority\0"
    "APIServiceStatus\0"
    "[]v1.APIServiceCondition\0"
    "admissionregistration.k8s.io\0"
    "apiextensions.k8s.io\0"
    "apiregistration.k8s.io\0"
    "apps\0"
    "authentication.k8s.io\0"
    "authorization.k8s.io\0"
    "autoscaling\0"
    "batch\0"
    "certificates.k8s.io\0"
    "coordination.k8s.io\0"
    "discovery.k8s.io\0"
    "events.k8s.io\0"
    "flowcontrol.apiserver.k8s.io\0"
    "meta.k8s.io\0"
    "networking.k8s.io\0"
    "node.k8s.io\0"
    "policy\0"
    "rbac.authorization.k8s.io\0"
    "resource.k8s.io\0"
    "scheduling.k8s.io\0"
    "storage.k8s.io\0"
    "storagemigration.k8s.io\0"
    ;

const struct vd_kube_field vd_kube_fields[2526] = {
    /* io.k8s.api.admissionregistration.v1.ApplyConfiguration */
    {59, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* expression */
    /* io.k8s.api.admissionregistration.v1.AuditAnnotation */
    {93, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* key */
    {100, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* valueExpression */
    /* io.k8s.api.admissionregistration.v1.ExpressionWarning */
    {134, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fieldRef */
    {143, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* warning */
    /* io.k8s.api.admissionregistration.v1.JSONPatch */
    {59, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* expression */
    /* io.k8s.api.admissionregistration.v1.MatchCondition */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {59, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* expression */
    /* io.k8s.api.admissionregistration.v1.MatchResources */
    {196, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* namespaceSelector */
    {231, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* objectSelector */
    {246, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 16, 260, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resourceRules */
    {289, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 16, 260, 0, 0, 0, 20, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* excludeResourceRules */
    {310, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 322, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* matchPolicy */
    /* io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicy */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 11, 405, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBinding */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 9, 467, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBindingList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 7, 558, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBindingSpec */
    {629, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* policyName */
    {640, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 18, 649, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* paramRef */
    {661, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 5, 676, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* matchResources */
    /* io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 6, 722, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicySpec */
    {779, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 17, 789, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* paramKind */
    {802, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 5, 676, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* matchConstraints */
    {819, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 34, 829, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* variables */
    {843, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 15, 853, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* mutations */
    {867, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 881, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* failurePolicy */
    {902, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 4, 918, 176, 176, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* matchConditions */
    {938, 7, VD_KUBE_OMITEMPTY, 0, 957, 0, 0, 0, 18, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reinvocationPolicy */
    /* io.k8s.api.admissionregistration.v1.MutatingWebhook */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {999, 2, VD_KUBE_REQUIRED, 35, 1012, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* clientConfig */
    {1035, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 20, 1041, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* rules */
    {867, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 881, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* failurePolicy */
    {310, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 322, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* matchPolicy */
    {196, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* namespaceSelector */
    {231, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* objectSelector */
    {1065, 6, VD_KUBE_POINTER | VD_KUBE_REQUIRED, 0, 1077, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* sideEffects */
    {1096, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 14, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* timeoutSeconds */
    {1117, 8, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 23, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* admissionReviewVersions */
    {938, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 957, 0, 0, 0, 18, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reinvocationPolicy */
    {902, 12, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 4, 918, 176, 176, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* matchConditions */
    /* io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {1179, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 12, 1188, 176, 176, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* webhooks */
    /* io.k8s.api.admissionregistration.v1.MutatingWebhookConfigurationList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 13, 1242, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.admissionregistration.v1.Mutation */
    {1285, 2, VD_KUBE_REQUIRED, 0, 1295, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* patchType */
    {1308, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1327, 0, 0, 0, 18, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* applyConfiguration */
    {1349, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 3, 1359, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* jsonPatch */
    /* io.k8s.api.admissionregistration.v1.NamedRuleWithOperations */
    {1396, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceNames */
    {0, 2, VD_KUBE_INLINE, 20, 1410, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 5}, /*  */
    /* io.k8s.api.admissionregistration.v1.ParamKind */
    {1442, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiVersion */
    {1453, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    /* io.k8s.api.admissionregistration.v1.ParamRef */
    {176, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {1467, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespace */
    {1477, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* selector */
    {1486, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1510, 0, 0, 0, 23, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* parameterNotFoundAction */
    /* io.k8s.api.admissionregistration.v1.Rule */
    {1546, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiGroups */
    {1556, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiVersions */
    {1568, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resources */
    {1578, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1584, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* scope */
    /* io.k8s.api.admissionregistration.v1.RuleWithOperations */
    {1616, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1627, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* operations */
    {0, 2, VD_KUBE_INLINE, 19, 1646, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 4}, /*  */
    /* io.k8s.api.admissionregistration.v1.ServiceReference */
    {1467, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespace */
    {176, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {1671, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {1676, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 4, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* port */
    /* io.k8s.api.admissionregistration.v1.TypeChecking */
    {1694, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 2, 1713, 0, 0, 0, 18, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* expressionWarnings */
    /* io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicy */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 28, 1762, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 29, 1802, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 26, 1870, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 24, 1947, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec */
    {629, 1, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* policyName */
    {640, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 18, 649, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* paramRef */
    {661, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 5, 676, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* matchResources */
    {2022, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 0, 2040, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* validationActions */
    /* io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 23, 2092, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicySpec */
    {779, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 17, 789, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* paramKind */
    {802, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 5, 676, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* matchConstraints */
    {2153, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 33, 2165, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* validations */
    {867, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 881, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* failurePolicy */
    {2181, 5, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 1, 2198, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* auditAnnotations */
    {902, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 4, 918, 176, 176, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* matchConditions */
    {819, 7, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 34, 829, 176, 176, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* variables */
    /* io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyStatus */
    {2251, 1, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* observedGeneration */
    {2276, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 22, 2289, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* typeChecking */
    {2305, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 608, 2316, 0, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    /* io.k8s.api.admissionregistration.v1.ValidatingWebhook */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {999, 2, VD_KUBE_REQUIRED, 35, 1012, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* clientConfig */
    {1035, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 20, 1041, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* rules */
    {867, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 881, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* failurePolicy */
    {310, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 322, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* matchPolicy */
    {196, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* namespaceSelector */
    {231, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* objectSelector */
    {1065, 6, VD_KUBE_POINTER | VD_KUBE_REQUIRED, 0, 1077, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* sideEffects */
    {1096, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 14, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* timeoutSeconds */
    {1117, 8, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 23, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* admissionReviewVersions */
    {902, 11, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 4, 918, 176, 176, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* matchConditions */
    /* io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {1179, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 30, 2385, 176, 176, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* webhooks */
    /* io.k8s.api.admissionregistration.v1.ValidatingWebhookConfigurationList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 31, 2443, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.admissionregistration.v1.Validation */
    {59, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* expression */
    {2490, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    {2498, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2505, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2521, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* messageExpression */
    /* io.k8s.api.admissionregistration.v1.Variable */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {59, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* expression */
    /* io.k8s.api.admissionregistration.v1.WebhookClientConfig */
    {2568, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* url */
    {2572, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 21, 2580, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* service */
    {2600, 2, VD_KUBE_OMITEMPTY, 0, 2609, 0, 0, 0, 8, VD_KUBE_BYTES, VD_KUBE_LIST_ATOMIC, 0}, /* caBundle */
    /* io.k8s.api.apps.v1.ControllerRevision */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {2655, 2, VD_KUBE_REQUIRED, 0, 2660, 0, 0, 0, 4, VD_KUBE_RAW, VD_KUBE_LIST_ATOMIC, 0}, /* data */
    {2681, 3, 0, 0, 2270, 0, 0, 2690, 8, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* revision */
    /* io.k8s.api.apps.v1.ControllerRevisionList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 36, 2715, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.apps.v1.DaemonSet */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 41, 2749, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 42, 2766, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.apps.v1.DaemonSetCondition */
    {2331, 1, 0, 0, 2804, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, 0, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2849, 3, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.api.apps.v1.DaemonSetList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 38, 2890, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.apps.v1.DaemonSetSpec */
    {1477, 1, VD_KUBE_POINTER | VD_KUBE_REQUIRED, 615, 214, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* selector */
    {2919, 2, VD_KUBE_REQUIRED, 321, 2928, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* template */
    {2947, 3, VD_KUBE_OMITEMPTY, 43, 2962, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* updateStrategy */
    {2989, 4, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* minReadySeconds */
    {3005, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 20, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* revisionHistoryLimit */
    /* io.k8s.api.apps.v1.DaemonSetStatus */
    {3042, 1, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 22, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* currentNumberScheduled */
    {3065, 2, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 18, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* numberMisscheduled */
    {3084, 3, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 22, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* desiredNumberScheduled */
    {3107, 4, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 11, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* numberReady */
    {2251, 5, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* observedGeneration */
    {3119, 6, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 22, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* updatedNumberScheduled */
    {3142, 7, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* numberAvailable */
    {3158, 8, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 17, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* numberUnavailable */
    {3176, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 14, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* collisionCount */
    {2305, 10, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 39, 3191, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    /* io.k8s.api.apps.v1.DaemonSetUpdateStrategy */
    {2331, 1, VD_KUBE_OMITEMPTY, 0, 3239, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {3270, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 55, 3284, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* rollingUpdate */
    /* io.k8s.api.apps.v1.Deployment */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 47, 3321, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 48, 3339, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.apps.v1.DeploymentCondition */
    {2331, 1, 0, 0, 3379, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, 0, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {3406, 6, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 14, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastUpdateTime */
    {2849, 7, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.api.apps.v1.DeploymentList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 44, 3436, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.apps.v1.DeploymentSpec */
    {3467, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* replicas */
    {1477, 2, VD_KUBE_POINTER | VD_KUBE_REQUIRED, 615, 214, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* selector */
    {2919, 3, VD_KUBE_REQUIRED, 321, 2928, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* template */
    {3476, 4, VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_RETAIN_KEYS, 49, 3485, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* strategy */
    {2989, 5, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* minReadySeconds */
    {3005, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 20, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* revisionHistoryLimit */
    {3507, 7, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 6, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* paused */
    {3519, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 23, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* progressDeadlineSeconds */
    /* io.k8s.api.apps.v1.DeploymentStatus */
    {2251, 1, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* observedGeneration */
    {3467, 2, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* replicas */
    {3560, 3, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* updatedReplicas */
    {3576, 7, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 13, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* readyReplicas */
    {3590, 4, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 17, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* availableReplicas */
    {3608, 5, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 19, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* unavailableReplicas */
    {3628, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 19, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* terminatingReplicas */
    {2305, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 45, 3648, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    {3176, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 14, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* collisionCount */
    /* io.k8s.api.apps.v1.DeploymentStrategy */
    {2331, 1, VD_KUBE_OMITEMPTY, 0, 3692, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {3270, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 56, 3718, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* rollingUpdate */
    /* io.k8s.api.apps.v1.ReplicaSet */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 53, 3756, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 54, 3774, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.apps.v1.ReplicaSetCondition */
    {2331, 1, 0, 0, 3814, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, 0, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2849, 3, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.api.apps.v1.ReplicaSetList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 50, 3856, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.apps.v1.ReplicaSetSpec */
    {3467, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* replicas */
    {2989, 4, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* minReadySeconds */
    {1477, 2, VD_KUBE_POINTER | VD_KUBE_REQUIRED, 615, 214, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* selector */
    {2919, 3, VD_KUBE_OMITEMPTY, 321, 2928, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* template */
    /* io.k8s.api.apps.v1.ReplicaSetStatus */
    {3467, 1, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* replicas */
    {3904, 2, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 20, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* fullyLabeledReplicas */
    {3576, 4, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 13, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* readyReplicas */
    {3590, 5, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 17, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* availableReplicas */
    {3628, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 19, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* terminatingReplicas */
    {2251, 3, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* observedGeneration */
    {2305, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 51, 3925, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    /* io.k8s.api.apps.v1.RollingUpdateDaemonSet */
    {3973, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3988, 0, 0, 0, 14, VD_KUBE_INT_OR_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* maxUnavailable */
    {4007, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3988, 0, 0, 0, 8, VD_KUBE_INT_OR_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* maxSurge */
    /* io.k8s.api.apps.v1.RollingUpdateDeployment */
    {3973, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3988, 0, 0, 0, 14, VD_KUBE_INT_OR_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* maxUnavailable */
    {4007, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3988, 0, 0, 0, 8, VD_KUBE_INT_OR_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* maxSurge */
    /* io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy */
    {4073, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 9, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* partition */
    {3973, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3988, 0, 0, 0, 14, VD_KUBE_INT_OR_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* maxUnavailable */
    /* io.k8s.api.apps.v1.StatefulSet */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 63, 4095, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 64, 4114, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.apps.v1.StatefulSetCondition */
    {2331, 1, 0, 0, 4156, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, 0, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2849, 3, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.api.apps.v1.StatefulSetList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 58, 4200, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.apps.v1.StatefulSetOrdinals */
    {4237, 1, 0, 0, 1111, 0, 0, 2690, 5, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* start */
    /* io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy */
    {4291, 1, VD_KUBE_OMITEMPTY, 0, 4303, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* whenDeleted */
    {4347, 2, VD_KUBE_OMITEMPTY, 0, 4303, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* whenScaled */
    /* io.k8s.api.apps.v1.StatefulSetSpec */
    {3467, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* replicas */
    {1477, 2, VD_KUBE_POINTER | VD_KUBE_REQUIRED, 615, 214, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* selector */
    {2919, 3, VD_KUBE_REQUIRED, 321, 2928, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* template */
    {4374, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 282, 4395, 0, 0, 0, 20, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* volumeClaimTemplates */
    {4422, 5, 0, 0, 70, 0, 0, 97, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* serviceName */
    {4434, 6, VD_KUBE_OMITEMPTY, 0, 4454, 0, 0, 0, 19, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* podManagementPolicy */
    {2947, 7, VD_KUBE_OMITEMPTY, 65, 4481, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* updateStrategy */
    {3005, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 20, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* revisionHistoryLimit */
    {2989, 9, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* minReadySeconds */
    {4510, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 62, 4547, 0, 0, 0, 36, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* persistentVolumeClaimRetentionPolicy */
    {4598, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 61, 4607, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* ordinals */
    /* io.k8s.api.apps.v1.StatefulSetStatus */
    {2251, 1, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* observedGeneration */
    {3467, 2, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* replicas */
    {3576, 3, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 13, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* readyReplicas */
    {4648, 4, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* currentReplicas */
    {3560, 5, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* updatedReplicas */
    {4664, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* currentRevision */
    {4680, 7, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 14, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* updateRevision */
    {3176, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 14, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* collisionCount */
    {2305, 10, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 59, 4695, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    {3590, 11, 0, 0, 1111, 0, 0, 2690, 17, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* availableReplicas */
    /* io.k8s.api.apps.v1.StatefulSetUpdateStrategy */
    {2331, 1, VD_KUBE_OMITEMPTY, 0, 4747, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {3270, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 57, 4780, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* rollingUpdate */
    /* io.k8s.api.authentication.v1.BoundObjectReference */
    {1453, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    {1442, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiVersion */
    {176, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {4866, 4, VD_KUBE_OMITEMPTY, 0, 4870, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* uid */
    /* io.k8s.api.authentication.v1.SelfSubjectReview */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {1795, 2, VD_KUBE_OMITEMPTY, 68, 4898, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.authentication.v1.SelfSubjectReviewStatus */
    {4949, 1, VD_KUBE_OMITEMPTY, 75, 4958, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* userInfo */
    /* io.k8s.api.authentication.v1.TokenRequest */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, 0, 70, 4983, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 71, 5003, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.authentication.v1.TokenRequestSpec */
    {5042, 1, VD_KUBE_REPEATED, 0, 1141, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* audiences */
    {5052, 4, VD_KUBE_POINTER, 0, 2270, 0, 0, 0, 17, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* expirationSeconds */
    {5070, 3, VD_KUBE_POINTER, 66, 5085, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* boundObjectRef */
    {5109, 5, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 5122, 0, 0, 0, 12, VD_KUBE_STRINGS, VD_KUBE_LIST_ATOMIC, 0}, /* attestations */
    /* io.k8s.api.authentication.v1.TokenRequestStatus */
    {5172, 1, 0, 0, 70, 0, 0, 97, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* token */
    {5178, 2, 0, 0, 2868, 0, 0, 0, 19, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* expirationTimestamp */
    /* io.k8s.api.authentication.v1.TokenReview */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_REQUIRED, 73, 5210, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 74, 5229, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.authentication.v1.TokenReviewSpec */
    {5172, 1, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* token */
    {5042, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* audiences */
    /* io.k8s.api.authentication.v1.TokenReviewStatus */
    {5284, 1, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 13, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* authenticated */
    {5298, 2, VD_KUBE_OMITEMPTY, 75, 4958, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* user */
    {5042, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* audiences */
    {5303, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* error */
    /* io.k8s.api.authentication.v1.UserInfo */
    {5318, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* username */
    {4866, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* uid */
    {5327, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* groups */
    {5334, 4, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 5340, 0, 0, 0, 5, VD_KUBE_STRINGS, VD_KUBE_LIST_ATOMIC, 0}, /* extra */
    /* io.k8s.api.authorization.v1.FieldSelectorAttributes */
    {5417, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* rawSelector */
    {5429, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 611, 5442, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* requirements */
    /* io.k8s.api.authorization.v1.LabelSelectorAttributes */
    {5417, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* rawSelector */
    {5429, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 616, 5496, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* requirements */
    /* io.k8s.api.authorization.v1.LocalSubjectAccessReview */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_REQUIRED, 88, 5551, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 89, 5578, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.authorization.v1.NonResourceAttributes */
    {1671, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {5629, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* verb */
    /* io.k8s.api.authorization.v1.NonResourceRule */
    {5650, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* verbs */
    {5656, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nonResourceURLs */
    /* io.k8s.api.authorization.v1.ResourceAttributes */
    {1467, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespace */
    {5629, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* verb */
    {5691, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* group */
    {5697, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* version */
    {5705, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resource */
    {5714, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* subresource */
    {176, 7, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {5726, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 76, 5740, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* fieldSelector */
    {5767, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 77, 5781, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* labelSelector */
    /* io.k8s.api.authorization.v1.ResourceRule */
    {5650, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* verbs */
    {1546, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiGroups */
    {1568, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resources */
    {1396, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceNames */
    /* io.k8s.api.authorization.v1.SelfSubjectAccessReview */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_REQUIRED, 84, 5845, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 89, 5578, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.authorization.v1.SelfSubjectAccessReviewSpec */
    {5904, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 81, 5923, 0, 0, 0, 18, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resourceAttributes */
    {5945, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 79, 5967, 0, 0, 0, 21, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nonResourceAttributes */
    /* io.k8s.api.authorization.v1.SelfSubjectRulesReview */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_REQUIRED, 86, 6015, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 90, 6045, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.authorization.v1.SelfSubjectRulesReviewSpec */
    {1467, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespace */
    /* io.k8s.api.authorization.v1.SubjectAccessReview */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_REQUIRED, 88, 5551, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 89, 5578, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.authorization.v1.SubjectAccessReviewSpec */
    {5904, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 81, 5923, 0, 0, 0, 18, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resourceAttributes */
    {5945, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 79, 5967, 0, 0, 0, 21, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nonResourceAttributes */
    {5298, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* user */
    {5327, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* groups */
    {5334, 5, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 5340, 0, 0, 0, 5, VD_KUBE_STRINGS, VD_KUBE_LIST_ATOMIC, 0}, /* extra */
    {4866, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* uid */
    /* io.k8s.api.authorization.v1.SubjectAccessReviewStatus */
    {6170, 1, VD_KUBE_REQUIRED, 0, 3514, 0, 0, 6178, 7, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* allowed */
    {6184, 4, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 6, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* denied */
    {2498, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {6191, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* evaluationError */
    /* io.k8s.api.authorization.v1.SubjectRulesReviewStatus */
    {246, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 82, 6232, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resourceRules */
    {6250, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 80, 6267, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nonResourceRules */
    {6288, 3, VD_KUBE_REQUIRED, 0, 3514, 0, 0, 6178, 10, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* incomplete */
    {6191, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* evaluationError */
    /* io.k8s.api.autoscaling.v1.CrossVersionObjectReference */
    {1453, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    {176, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {1442, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiVersion */
    /* io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 94, 6377, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 95, 6408, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 92, 6469, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec */
    {6526, 1, VD_KUBE_REQUIRED, 91, 6541, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* scaleTargetRef */
    {6572, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 11, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* minReplicas */
    {6584, 3, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 11, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* maxReplicas */
    {6596, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 30, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* targetCPUUtilizationPercentage */
    /* io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerStatus */
    {2251, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* observedGeneration */
    {6657, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 13, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastScaleTime */
    {4648, 3, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* currentReplicas */
    {6671, 4, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* desiredReplicas */
    {6687, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 31, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* currentCPUUtilizationPercentage */
    /* io.k8s.api.autoscaling.v1.Scale */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 97, 6725, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 98, 6738, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.autoscaling.v1.ScaleSpec */
    {3467, 1, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 2690, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* replicas */
    /* io.k8s.api.autoscaling.v1.ScaleStatus */
    {3467, 1, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* replicas */
    {1477, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* selector */
    /* io.k8s.api.autoscaling.v2.ContainerResourceMetricSource */
    {176, 1, VD_KUBE_REQUIRED, 0, 6834, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {6850, 2, VD_KUBE_REQUIRED, 115, 6857, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* target */
    {6873, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* container */
    /* io.k8s.api.autoscaling.v2.ContainerResourceMetricStatus */
    {176, 1, VD_KUBE_REQUIRED, 0, 6834, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {6913, 2, VD_KUBE_REQUIRED, 116, 6921, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* current */
    {6873, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* container */
    /* io.k8s.api.autoscaling.v2.CrossVersionObjectReference */
    {1453, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    {176, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {1442, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiVersion */
    /* io.k8s.api.autoscaling.v2.ExternalMetricSource */
    {6963, 1, VD_KUBE_REQUIRED, 112, 6970, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metric */
    {6850, 2, VD_KUBE_REQUIRED, 115, 6857, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* target */
    /* io.k8s.api.autoscaling.v2.ExternalMetricStatus */
    {6963, 1, VD_KUBE_REQUIRED, 112, 6970, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metric */
    {6913, 2, VD_KUBE_REQUIRED, 116, 6921, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* current */
    /* io.k8s.api.autoscaling.v2.HPAScalingPolicy */
    {2331, 1, VD_KUBE_REQUIRED, 0, 7028, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {7052, 2, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 5, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* value */
    {7058, 3, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 13, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* periodSeconds */
    /* io.k8s.api.autoscaling.v2.HPAScalingRules */
    {7088, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 26, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* stabilizationWindowSeconds */
    {7115, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7128, 0, 0, 0, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* selectPolicy */
    {7151, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 104, 7160, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* policies */
    {7182, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 9, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* tolerance */
    /* io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 110, 7210, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 111, 7241, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerBehavior */
    {7306, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 105, 7314, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* scaleUp */
    {7333, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 105, 7314, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* scaleDown */
    /* io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerCondition */
    {2331, 1, VD_KUBE_REQUIRED, 0, 7376, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, VD_KUBE_REQUIRED, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2849, 3, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    {2251, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* observedGeneration */
    /* io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 106, 7416, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec */
    {6526, 1, VD_KUBE_REQUIRED, 101, 7445, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* scaleTargetRef */
    {6572, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 11, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* minReplicas */
    {6584, 3, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 11, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* maxReplicas */
    {7476, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 113, 7484, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metrics */
    {7500, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 107, 7509, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* behavior */
    /* io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerStatus */
    {2251, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* observedGeneration */
    {6657, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 13, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastScaleTime */
    {4648, 3, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* currentReplicas */
    {6671, 4, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* desiredReplicas */
    {7544, 5, VD_KUBE_REPEATED, 114, 7559, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* currentMetrics */
    {2305, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 108, 7577, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    /* io.k8s.api.autoscaling.v2.MetricIdentifier */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {1477, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* selector */
    /* io.k8s.api.autoscaling.v2.MetricSpec */
    {2331, 1, VD_KUBE_REQUIRED, 0, 7643, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {7663, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 117, 7670, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* object */
    {7692, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 119, 7697, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* pods */
    {5705, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 121, 7717, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resource */
    {7741, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 99, 7759, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* containerResource */
    {7792, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 102, 7801, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* external */
    /* io.k8s.api.autoscaling.v2.MetricStatus */
    {2331, 1, VD_KUBE_REQUIRED, 0, 7643, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {7663, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 118, 7838, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* object */
    {7692, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 120, 7860, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* pods */
    {5705, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 122, 7880, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resource */
    {7741, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 100, 7904, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* containerResource */
    {7792, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 103, 7937, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* external */
    /* io.k8s.api.autoscaling.v2.MetricTarget */
    {2331, 1, VD_KUBE_REQUIRED, 0, 7974, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {7052, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 5, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* value */
    {7994, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 12, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* averageValue */
    {8007, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 18, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* averageUtilization */
    /* io.k8s.api.autoscaling.v2.MetricValueStatus */
    {7052, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 5, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* value */
    {7994, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 12, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* averageValue */
    {8007, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 18, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* averageUtilization */
    /* io.k8s.api.autoscaling.v2.ObjectMetricSource */
    {8063, 1, VD_KUBE_REQUIRED, 101, 7445, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* describedObject */
    {6850, 2, VD_KUBE_REQUIRED, 115, 6857, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* target */
    {6963, 3, VD_KUBE_REQUIRED, 112, 6970, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metric */
    /* io.k8s.api.autoscaling.v2.ObjectMetricStatus */
    {6963, 1, VD_KUBE_REQUIRED, 112, 6970, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metric */
    {6913, 2, VD_KUBE_REQUIRED, 116, 6921, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* current */
    {8063, 3, VD_KUBE_REQUIRED, 101, 7445, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* describedObject */
    /* io.k8s.api.autoscaling.v2.PodsMetricSource */
    {6963, 1, VD_KUBE_REQUIRED, 112, 6970, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metric */
    {6850, 2, VD_KUBE_REQUIRED, 115, 6857, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* target */
    /* io.k8s.api.autoscaling.v2.PodsMetricStatus */
    {6963, 1, VD_KUBE_REQUIRED, 112, 6970, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metric */
    {6913, 2, VD_KUBE_REQUIRED, 116, 6921, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* current */
    /* io.k8s.api.autoscaling.v2.ResourceMetricSource */
    {176, 1, VD_KUBE_REQUIRED, 0, 6834, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {6850, 2, VD_KUBE_REQUIRED, 115, 6857, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* target */
    /* io.k8s.api.autoscaling.v2.ResourceMetricStatus */
    {176, 1, VD_KUBE_REQUIRED, 0, 6834, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {6913, 2, VD_KUBE_REQUIRED, 116, 6921, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* current */
    /* io.k8s.api.batch.v1.CronJob */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 125, 8202, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 126, 8217, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.batch.v1.CronJobList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 123, 8246, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.batch.v1.CronJobSpec */
    {8271, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* schedule */
    {8280, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* timeZone */
    {8289, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 23, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* startingDeadlineSeconds */
    {8313, 3, VD_KUBE_OMITEMPTY, 0, 8331, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* concurrencyPolicy */
    {8352, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 7, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* suspend */
    {8360, 5, VD_KUBE_REQUIRED, 133, 8372, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* jobTemplate */
    {8391, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 26, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* successfulJobsHistoryLimit */
    {8418, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 22, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* failedJobsHistoryLimit */
    /* io.k8s.api.batch.v1.CronJobStatus */
    {8455, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 280, 8462, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* active */
    {8483, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 16, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastScheduleTime */
    {8500, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastSuccessfulTime */
    /* io.k8s.api.batch.v1.Job */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 131, 8523, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 132, 8534, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.batch.v1.JobCondition */
    {2331, 1, VD_KUBE_REQUIRED, 0, 8560, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, VD_KUBE_REQUIRED, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {8580, 3, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 13, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastProbeTime */
    {2849, 4, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.api.batch.v1.JobList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 127, 8602, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.batch.v1.JobSchedulingConfiguration */
    {8638, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 549, 8655, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* schedulingPolicy */
    {8697, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 548, 8719, 0, 0, 0, 21, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* schedulingConstraints */
    {8766, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 545, 8781, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* disruptionMode */
    {8821, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 547, 8836, 176, 176, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* resourceClaims */
    /* io.k8s.api.batch.v1.JobSpec */
    {8885, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 11, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* parallelism */
    {8897, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 11, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* completions */
    {8909, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 21, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* activeDeadlineSeconds */
    {8931, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 134, 8948, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* podFailurePolicy */
    {8968, 16, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 138, 8982, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* successPolicy */
    {8999, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 12, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* backoffLimit */
    {9012, 12, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 20, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* backoffLimitPerIndex */
    {9033, 13, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 16, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* maxFailedIndexes */
    {1477, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* selector */
    {9050, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 14, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* manualSelector */
    {2919, 6, VD_KUBE_REQUIRED, 321, 2928, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* template */
    {9065, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 23, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* ttlSecondsAfterFinished */
    {9089, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 9104, 0, 0, 0, 14, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* completionMode */
    {8352, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 7, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* suspend */
    {9122, 14, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 9143, 0, 0, 0, 20, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* podReplacementPolicy */
    {9167, 15, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* managedBy */
    {9177, 17, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 130, 9188, 0, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* scheduling */
    /* io.k8s.api.batch.v1.JobStatus */
    {2305, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 128, 9228, 2331, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* conditions */
    {9246, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 9, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* startTime */
    {9256, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 14, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* completionTime */
    {8455, 4, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 6, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* active */
    {9271, 5, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 9, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* succeeded */
    {9281, 6, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 6, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* failed */
    {9288, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 11, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* terminating */
    {9300, 7, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* completedIndexes */
    {9317, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* failedIndexes */
    {9331, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 140, 9355, 0, 0, 0, 23, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* uncountedTerminatedPods */
    {9382, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 5, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* ready */
    /* io.k8s.api.batch.v1.JobTemplateSpec */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 131, 8523, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.batch.v1.PodFailurePolicy */
    {1035, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 137, 9421, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* rules */
    /* io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement */
    {9486, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* containerName */
    {9500, 2, VD_KUBE_REQUIRED, 0, 9509, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* operator */
    {9548, 3, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 9555, 0, 0, 0, 6, VD_KUBE_INT32, VD_KUBE_LIST_SET, 0}, /* values */
    /* io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern */
    {2331, 1, VD_KUBE_REQUIRED, 0, 9602, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, 0, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.batch.v1.PodFailurePolicyRule */
    {9643, 1, VD_KUBE_REQUIRED, 0, 9650, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* action */
    {9676, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 135, 9688, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* onExitCodes */
    {9730, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 136, 9746, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* onPodConditions */
    /* io.k8s.api.batch.v1.SuccessPolicy */
    {1035, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 139, 9804, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* rules */
    /* io.k8s.api.batch.v1.SuccessPolicyRule */
    {9845, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* succeededIndexes */
    {9862, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 14, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* succeededCount */
    /* io.k8s.api.batch.v1.UncountedTerminatedPods */
    {9271, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 9901, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* succeeded */
    {9281, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 9901, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* failed */
    /* io.k8s.api.certificates.v1.CertificateSigningRequest */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_REQUIRED, 144, 9966, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 145, 9999, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.certificates.v1.CertificateSigningRequestCondition */
    {2331, 1, VD_KUBE_REQUIRED, 0, 10069, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 6, VD_KUBE_REQUIRED, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2498, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    {3406, 4, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 14, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastUpdateTime */
    {2849, 5, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    /* io.k8s.api.certificates.v1.CertificateSigningRequestList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 141, 10123, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.certificates.v1.CertificateSigningRequestSpec */
    {10184, 1, VD_KUBE_REQUIRED, 0, 2609, 0, 0, 0, 7, VD_KUBE_BYTES, VD_KUBE_LIST_ATOMIC, 0}, /* request */
    {10192, 7, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* signerName */
    {5052, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 17, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* expirationSeconds */
    {10203, 5, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 10210, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* usages */
    {5318, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* username */
    {4866, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* uid */
    {5327, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* groups */
    {5334, 6, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 5340, 0, 0, 0, 5, VD_KUBE_STRINGS, VD_KUBE_LIST_ATOMIC, 0}, /* extra */
    /* io.k8s.api.certificates.v1.CertificateSigningRequestStatus */
    {2305, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 142, 10256, 0, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    {10296, 2, VD_KUBE_OMITEMPTY, 0, 2609, 0, 0, 0, 11, VD_KUBE_BYTES, VD_KUBE_LIST_ATOMIC, 0}, /* certificate */
    /* io.k8s.api.certificates.v1.ClusterTrustBundle */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_REQUIRED, 148, 10327, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.certificates.v1.ClusterTrustBundleList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 146, 10376, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.certificates.v1.ClusterTrustBundleSpec */
    {10192, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* signerName */
    {10423, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* trustBundle */
    /* io.k8s.api.certificates.v1.PodCertificateRequest */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_REQUIRED, 151, 10457, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 152, 10486, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.certificates.v1.PodCertificateRequestList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 149, 10543, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.certificates.v1.PodCertificateRequestSpec */
    {10192, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* signerName */
    {10596, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* podName */
    {10604, 3, VD_KUBE_REQUIRED, 0, 4870, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* podUID */
    {10611, 4, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 18, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* serviceAccountName */
    {10630, 5, VD_KUBE_REQUIRED, 0, 4870, 0, 0, 97, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* serviceAccountUID */
    {10648, 6, VD_KUBE_REQUIRED, 0, 10657, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nodeName */
    {10672, 7, VD_KUBE_REQUIRED, 0, 4870, 0, 0, 97, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nodeUID */
    {10680, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 10701, 20, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* maxExpirationSeconds */
    {10707, 12, VD_KUBE_REQUIRED, 0, 2609, 0, 0, 0, 17, VD_KUBE_BYTES, VD_KUBE_LIST_ATOMIC, 0}, /* stubPKCS10Request */
    {10725, 11, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 10751, 0, 0, 0, 25, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* unverifiedUserAnnotations */
    /* io.k8s.api.certificates.v1.PodCertificateRequestStatus */
    {2305, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 608, 2316, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    {10797, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* certificateChain */
    {10814, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 9, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* notBefore */
    {10824, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 14, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* beginRefreshAt */
    {10839, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 8, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* notAfter */
    /* io.k8s.api.coordination.v1.Lease */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 155, 10881, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.coordination.v1.LeaseList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 153, 10904, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.coordination.v1.LeaseSpec */
    {10925, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 14, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* holderIdentity */
    {10940, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 20, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* leaseDurationSeconds */
    {10961, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 10973, 0, 0, 0, 11, VD_KUBE_MICRO_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* acquireTime */
    {10986, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 10973, 0, 0, 0, 9, VD_KUBE_MICRO_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* renewTime */
    {10996, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 16, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* leaseTransitions */
    {3476, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 11013, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* strategy */
    {11041, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* preferredHolder */
    /* io.k8s.api.core.v1.AWSElasticBlockStoreVolumeSource */
    {11109, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeID */
    {11118, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {4073, 3, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 9, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* partition */
    {11125, 4, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    /* io.k8s.api.core.v1.Affinity */
    {11143, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 258, 11156, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nodeAffinity */
    {11172, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 295, 11184, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* podAffinity */
    {11199, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 297, 11215, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* podAntiAffinity */
    /* io.k8s.api.core.v1.AppArmorProfile */
    {2331, 1, VD_KUBE_REQUIRED, 0, 11250, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {11273, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* localhostProfile */
    /* io.k8s.api.core.v1.AttachedVolume */
    {176, 1, VD_KUBE_REQUIRED, 0, 11305, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {11325, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* devicePath */
    /* io.k8s.api.core.v1.AzureDiskVolumeSource */
    {11358, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* diskName */
    {11367, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* diskURI */
    {11375, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 11387, 0, 0, 11415, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* cachingMode */
    {11118, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 11427, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {11125, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 6178, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {1453, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 11434, 0, 0, 11455, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    /* io.k8s.api.core.v1.AzureFilePersistentVolumeSource */
    {11496, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* secretName */
    {11507, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* shareName */
    {11125, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {11517, 4, VD_KUBE_POINTER, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* secretNamespace */
    /* io.k8s.api.core.v1.AzureFileVolumeSource */
    {11496, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* secretName */
    {11507, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* shareName */
    {11125, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    /* io.k8s.api.core.v1.Binding */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {6850, 2, VD_KUBE_REQUIRED, 280, 11563, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* target */
    /* io.k8s.api.core.v1.CSIPersistentVolumeSource */
    {11608, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* driver */
    {11615, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeHandle */
    {11125, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {11118, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {11628, 5, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 10751, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeAttributes */
    {11645, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 358, 11672, 0, 0, 0, 26, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* controllerPublishSecretRef */
    {11691, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 358, 11672, 0, 0, 0, 18, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nodeStageSecretRef */
    {11710, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 358, 11672, 0, 0, 0, 20, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nodePublishSecretRef */
    {11731, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 358, 11672, 0, 0, 0, 25, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* controllerExpandSecretRef */
    {11757, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 358, 11672, 0, 0, 0, 19, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nodeExpandSecretRef */
    /* io.k8s.api.core.v1.CSIVolumeSource */
    {11608, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* driver */
    {11125, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {11118, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {11628, 4, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 10751, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeAttributes */
    {11710, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 247, 11793, 0, 0, 0, 20, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nodePublishSecretRef */
    /* io.k8s.api.core.v1.Capabilities */
    {11830, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 11834, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* add */
    {11850, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 11834, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* drop */
    /* io.k8s.api.core.v1.CephFSPersistentVolumeSource */
    {11884, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* monitors */
    {1671, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {5298, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* user */
    {11893, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* secretFile */
    {11904, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 358, 11672, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretRef */
    {11125, 6, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    /* io.k8s.api.core.v1.CephFSVolumeSource */
    {11884, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* monitors */
    {1671, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {5298, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* user */
    {11893, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* secretFile */
    {11904, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 247, 11793, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretRef */
    {11125, 6, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    /* io.k8s.api.core.v1.CinderPersistentVolumeSource */
    {11109, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeID */
    {11118, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {11125, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {11904, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 358, 11672, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretRef */
    /* io.k8s.api.core.v1.CinderVolumeSource */
    {11109, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeID */
    {11118, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {11125, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {11904, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 247, 11793, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretRef */
    /* io.k8s.api.core.v1.ClientIPConfig */
    {1096, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 14, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* timeoutSeconds */
    /* io.k8s.api.core.v1.ClusterTrustBundleProjection */
    {176, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {10192, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* signerName */
    {5767, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* labelSelector */
    {12025, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* optional */
    {1671, 4, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {5298, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 4, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* user */
    /* io.k8s.api.core.v1.ComponentCondition */
    {2331, 1, VD_KUBE_REQUIRED, 0, 12053, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, VD_KUBE_REQUIRED, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2490, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    {5303, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* error */
    /* io.k8s.api.core.v1.ComponentStatus */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {2305, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 173, 12095, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    /* io.k8s.api.core.v1.ComponentStatusList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 174, 12139, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.ConfigMap */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {12170, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 9, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* immutable */
    {2655, 2, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 10751, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* data */
    {12180, 3, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 12191, 0, 0, 0, 10, VD_KUBE_BYTES, VD_KUBE_LIST_ATOMIC, 0}, /* binaryData */
    /* io.k8s.api.core.v1.ConfigMapEnvSource */
    {0, 1, VD_KUBE_INLINE, 247, 11793, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 1}, /*  */
    {12025, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* optional */
    /* io.k8s.api.core.v1.ConfigMapKeySelector */
    {0, 1, VD_KUBE_INLINE, 247, 11793, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 1}, /*  */
    {93, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* key */
    {12025, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* optional */
    /* io.k8s.api.core.v1.ConfigMapList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 176, 12264, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.ConfigMapNodeConfigSource */
    {1467, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespace */
    {176, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {4866, 3, VD_KUBE_OMITEMPTY, 0, 4870, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* uid */
    {12305, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceVersion */
    {12321, 5, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kubeletConfigKey */
    /* io.k8s.api.core.v1.ConfigMapProjection */
    {0, 1, VD_KUBE_INLINE, 247, 11793, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 1}, /*  */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 237, 12358, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    {12025, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* optional */
    /* io.k8s.api.core.v1.ConfigMapVolumeSource */
    {0, 1, VD_KUBE_INLINE, 247, 11793, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 1}, /*  */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 237, 12358, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    {12395, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 11, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* defaultMode */
    {12025, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* optional */
    {12407, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 11, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* defaultUser */
    /* io.k8s.api.core.v1.Container */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {12429, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* image */
    {12435, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* command */
    {12443, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* args */
    {12448, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* workingDir */
    {12459, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 186, 12465, 12484, 12498, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* ports */
    {12521, 19, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 206, 12529, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* envFrom */
    {12548, 7, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 207, 12552, 176, 176, 0, 3, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* env */
    {1568, 8, VD_KUBE_OMITEMPTY, 345, 12564, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resources */
    {12588, 23, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 187, 12601, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resizePolicy */
    {12628, 24, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 12642, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* restartPolicy */
    {12668, 25, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 188, 12687, 0, 0, 0, 18, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* restartPolicyRules */
    {12713, 9, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 388, 12726, 12743, 12743, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* volumeMounts */
    {12753, 21, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 385, 12767, 11325, 11325, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* volumeDevices */
    {12785, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 326, 12799, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* livenessProbe */
    {12808, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 326, 12799, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* readinessProbe */
    {12823, 22, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 326, 12799, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* startupProbe */
    {12836, 12, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 238, 12846, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* lifecycle */
    {12859, 13, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 22, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* terminationMessagePath */
    {12882, 20, VD_KUBE_OMITEMPTY, 0, 12907, 0, 0, 0, 24, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* terminationMessagePolicy */
    {12935, 14, VD_KUBE_OMITEMPTY, 0, 12951, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* imagePullPolicy */
    {12965, 15, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 360, 12981, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* securityContext */
    {13000, 16, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 5, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* stdin */
    {13006, 17, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 9, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* stdinOnce */
    {13016, 18, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 3, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* tty */
    /* io.k8s.api.core.v1.ContainerExtendedResourceRequest */
    {9486, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* containerName */
    {13053, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceName */
    {13066, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* requestName */
    /* io.k8s.api.core.v1.ContainerImage */
    {13093, 1, VD_KUBE_REPEATED, 0, 1141, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* names */
    {13099, 2, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 9, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* sizeBytes */
    /* io.k8s.api.core.v1.ContainerPort */
    {176, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {13123, 2, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* hostPort */
    {12484, 3, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 13, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* containerPort */
    {13132, 4, VD_KUBE_OMITEMPTY, 0, 13141, 0, 0, 13153, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* protocol */
    {13159, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* hostIP */
    /* io.k8s.api.core.v1.ContainerResizePolicy */
    {13053, 1, VD_KUBE_REQUIRED, 0, 6834, 0, 0, 97, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceName */
    {12628, 2, VD_KUBE_REQUIRED, 0, 13188, 0, 0, 97, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* restartPolicy */
    /* io.k8s.api.core.v1.ContainerRestartRule */
    {9643, 1, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 0, 13240, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* action */
    {13270, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 189, 13280, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* exitCodes */
    /* io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes */
    {9500, 1, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 0, 13347, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* operator */
    {9548, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 9555, 0, 0, 0, 6, VD_KUBE_INT32, VD_KUBE_LIST_SET, 0}, /* values */
    /* io.k8s.api.core.v1.ContainerState */
    {13405, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 193, 13413, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* waiting */
    {13438, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 191, 13446, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* running */
    {13471, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 192, 13482, 0, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* terminated */
    /* io.k8s.api.core.v1.ContainerStateRunning */
    {13532, 1, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 9, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* startedAt */
    /* io.k8s.api.core.v1.ContainerStateTerminated */
    {13567, 1, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* exitCode */
    {13576, 2, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 6, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* signal */
    {2498, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    {13532, 5, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 9, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* startedAt */
    {13583, 6, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 10, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* finishedAt */
    {13594, 7, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* containerID */
    /* io.k8s.api.core.v1.ContainerStateWaiting */
    {2498, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.api.core.v1.ContainerStatus */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {13644, 2, VD_KUBE_OMITEMPTY, 190, 13650, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* state */
    {13668, 3, VD_KUBE_OMITEMPTY, 190, 13650, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* lastState */
    {9382, 4, VD_KUBE_REQUIRED, 0, 3514, 0, 0, 6178, 5, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* ready */
    {13678, 5, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 12, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* restartCount */
    {12429, 6, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* image */
    {13691, 7, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* imageID */
    {13594, 8, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* containerID */
    {13699, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 7, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* started */
    {13707, 10, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 18, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* allocatedResources */
    {1568, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 345, 12564, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resources */
    {12713, 12, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 389, 13742, 12743, 12743, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* volumeMounts */
    {5298, 13, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 195, 13765, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* user */
    {13782, 14, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 346, 13807, 176, 176, 0, 24, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* allocatedResourcesStatus */
    {13827, 15, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 13838, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* stopSignal */
    /* io.k8s.api.core.v1.ContainerUser */
    {13862, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 244, 13868, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* linux */
    /* io.k8s.api.core.v1.DaemonEndpoint */
    {13905, 1, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 4, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* Port */
    /* io.k8s.api.core.v1.DownwardAPIProjection */
    {552, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 198, 13932, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.DownwardAPIVolumeFile */
    {1671, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {134, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 279, 13981, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* fieldRef */
    {14004, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 339, 14021, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resourceFieldRef */
    {14046, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 4, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* mode */
    {5298, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 4, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* user */
    /* io.k8s.api.core.v1.DownwardAPIVolumeSource */
    {552, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 198, 13932, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    {12395, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 11, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* defaultMode */
    {12407, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 11, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* defaultUser */
    /* io.k8s.api.core.v1.EmptyDirVolumeSource */
    {14096, 1, VD_KUBE_OMITEMPTY, 0, 14103, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* medium */
    {14120, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 9, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* sizeLimit */
    {14046, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 4, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* mode */
    /* io.k8s.api.core.v1.EndpointAddress */
    {14146, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 2, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* ip */
    {14149, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* hostname */
    {10648, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nodeName */
    {14158, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 280, 11563, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* targetRef */
    /* io.k8s.api.core.v1.EndpointPort */
    {176, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {1676, 2, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 4, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* port */
    {13132, 3, VD_KUBE_OMITEMPTY, 0, 13141, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* protocol */
    {14181, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* appProtocol */
    /* io.k8s.api.core.v1.EndpointSubset */
    {14208, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 201, 14218, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* addresses */
    {14239, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 201, 14218, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* notReadyAddresses */
    {12459, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 202, 14257, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* ports */
    /* io.k8s.api.core.v1.Endpoints */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {14285, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 203, 14293, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* subsets */
    /* io.k8s.api.core.v1.EndpointsList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 204, 14327, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.EnvFromSource */
    {14356, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* prefix */
    {14363, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 177, 14376, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* configMapRef */
    {11904, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 354, 14398, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretRef */
    /* io.k8s.api.core.v1.EnvVar */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {7052, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* value */
    {14424, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 208, 14434, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* valueFrom */
    /* io.k8s.api.core.v1.EnvVarSource */
    {134, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 279, 13981, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* fieldRef */
    {14004, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 339, 14021, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resourceFieldRef */
    {14463, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 178, 14479, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* configMapKeyRef */
    {14503, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 355, 14516, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretKeyRef */
    {14537, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 219, 14548, 0, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* fileKeyRef */
    /* io.k8s.api.core.v1.EphemeralContainer */
    {0, 1, VD_KUBE_INLINE, 210, 14586, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 25}, /*  */
    {14614, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 19, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* targetContainerName */
    /* io.k8s.api.core.v1.EphemeralContainerCommon */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {12429, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* image */
    {12435, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* command */
    {12443, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* args */
    {12448, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* workingDir */
    {12459, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 186, 12465, 12484, 12498, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* ports */
    {12521, 19, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 206, 12529, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* envFrom */
    {12548, 7, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 207, 12552, 176, 176, 0, 3, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* env */
    {1568, 8, VD_KUBE_OMITEMPTY, 345, 12564, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resources */
    {12588, 23, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 187, 12601, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resizePolicy */
    {12628, 24, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 12642, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* restartPolicy */
    {12668, 25, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 188, 12687, 0, 0, 0, 18, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* restartPolicyRules */
    {12713, 9, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 388, 12726, 12743, 12743, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* volumeMounts */
    {12753, 21, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 385, 12767, 11325, 11325, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* volumeDevices */
    {12785, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 326, 12799, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* livenessProbe */
    {12808, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 326, 12799, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* readinessProbe */
    {12823, 22, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 326, 12799, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* startupProbe */
    {12836, 12, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 238, 12846, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* lifecycle */
    {12859, 13, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 22, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* terminationMessagePath */
    {12882, 20, VD_KUBE_OMITEMPTY, 0, 12907, 0, 0, 0, 24, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* terminationMessagePolicy */
    {12935, 14, VD_KUBE_OMITEMPTY, 0, 12951, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* imagePullPolicy */
    {12965, 15, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 360, 12981, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* securityContext */
    {13000, 16, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 5, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* stdin */
    {13006, 17, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 9, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* stdinOnce */
    {13016, 18, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 3, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* tty */
    /* io.k8s.api.core.v1.EphemeralVolumeSource */
    {14681, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 287, 14701, 0, 0, 0, 19, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* volumeClaimTemplate */
    /* io.k8s.api.core.v1.Event */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_REQUIRED, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {14740, 2, VD_KUBE_REQUIRED, 280, 11563, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* involvedObject */
    {2498, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    {14755, 5, VD_KUBE_OMITEMPTY, 215, 14762, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* source */
    {14777, 6, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 14, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* firstTimestamp */
    {14792, 7, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 13, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTimestamp */
    {14806, 8, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 5, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* count */
    {2331, 9, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {14812, 10, VD_KUBE_OMITEMPTY, 0, 10973, 0, 0, 0, 9, VD_KUBE_MICRO_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* eventTime */
    {14822, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 214, 14829, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* series */
    {9643, 12, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* action */
    {14844, 13, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 280, 11563, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* related */
    {14852, 14, 0, 0, 70, 0, 0, 97, 18, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reportingComponent */
    {14871, 15, 0, 0, 70, 0, 0, 97, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reportingInstance */
    /* io.k8s.api.core.v1.EventList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 212, 14899, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.EventSeries */
    {14806, 1, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 5, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* count */
    {14922, 2, VD_KUBE_OMITEMPTY, 0, 10973, 0, 0, 0, 16, VD_KUBE_MICRO_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastObservedTime */
    /* io.k8s.api.core.v1.EventSource */
    {14951, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* component */
    {14961, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* host */
    /* io.k8s.api.core.v1.EvictionResponder */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {14984, 2, VD_KUBE_POINTER | VD_KUBE_REQUIRED, 0, 1111, 0, 0, 0, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* priority */
    /* io.k8s.api.core.v1.ExecAction */
    {12435, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* command */
    /* io.k8s.api.core.v1.FCVolumeSource */
    {15019, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* targetWWNs */
    {15030, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 3, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* lun */
    {11118, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {11125, 4, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {15034, 5, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* wwids */
    /* io.k8s.api.core.v1.FileKeySelector */
    {15056, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeName */
    {1671, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {93, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* key */
    {12025, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 6178, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* optional */
    /* io.k8s.api.core.v1.FlexPersistentVolumeSource */
    {11608, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* driver */
    {11118, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {11904, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 358, 11672, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretRef */
    {11125, 4, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {15094, 5, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 10751, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* options */
    /* io.k8s.api.core.v1.FlexVolumeSource */
    {11608, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* driver */
    {11118, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {11904, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 247, 11793, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretRef */
    {11125, 4, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {15094, 5, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 10751, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* options */
    /* io.k8s.api.core.v1.FlockerVolumeSource */
    {15139, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* datasetName */
    {15151, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* datasetUUID */
    /* io.k8s.api.core.v1.GCEPersistentDiskVolumeSource */
    {15193, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* pdName */
    {11118, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {4073, 3, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 9, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* partition */
    {11125, 4, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    /* io.k8s.api.core.v1.GRPCAction */
    {1676, 1, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 4, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* port */
    {2572, 2, VD_KUBE_POINTER, 0, 70, 0, 0, 97, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* service */
    {14046, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 15211, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* mode */
    /* io.k8s.api.core.v1.GitRepoVolumeSource */
    {15248, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* repository */
    {2681, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* revision */
    {15259, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* directory */
    /* io.k8s.api.core.v1.GlusterfsPersistentVolumeSource */
    {15301, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* endpoints */
    {1671, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {11125, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {15311, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 18, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* endpointsNamespace */
    /* io.k8s.api.core.v1.GlusterfsVolumeSource */
    {15301, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* endpoints */
    {1671, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {11125, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    /* io.k8s.api.core.v1.HTTPGetAction */
    {1671, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {1676, 2, VD_KUBE_REQUIRED, 0, 3988, 0, 0, 0, 4, VD_KUBE_INT_OR_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* port */
    {14961, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* host */
    {15366, 4, VD_KUBE_OMITEMPTY, 0, 15373, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* scheme */
    {15386, 5, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 229, 15398, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* httpHeaders */
    {13132, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 15414, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* protocol */
    /* io.k8s.api.core.v1.HTTPHeader */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {7052, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* value */
    /* io.k8s.api.core.v1.HostAlias */
    {14146, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 2, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* ip */
    {15451, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* hostnames */
    /* io.k8s.api.core.v1.HostIP */
    {14146, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 2, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* ip */
    /* io.k8s.api.core.v1.HostPathVolumeSource */
    {1671, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {2331, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 15489, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    /* io.k8s.api.core.v1.ISCSIPersistentVolumeSource */
    {15533, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* targetPortal */
    {15546, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* iqn */
    {15030, 3, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 3, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* lun */
    {15550, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 15565, 14, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* iscsiInterface */
    {11118, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {11125, 6, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {15575, 7, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* portals */
    {15583, 8, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 17, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* chapAuthDiscovery */
    {15601, 11, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 15, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* chapAuthSession */
    {11904, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 358, 11672, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretRef */
    {15617, 12, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* initiatorName */
    /* io.k8s.api.core.v1.ISCSIVolumeSource */
    {15533, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* targetPortal */
    {15546, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* iqn */
    {15030, 3, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 3, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* lun */
    {15550, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 15565, 14, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* iscsiInterface */
    {11118, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {11125, 6, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {15575, 7, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* portals */
    {15583, 8, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 17, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* chapAuthDiscovery */
    {15601, 11, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 15, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* chapAuthSession */
    {11904, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 247, 11793, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretRef */
    {15617, 12, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* initiatorName */
    /* io.k8s.api.core.v1.ImageVolumeSource */
    {15667, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reference */
    {15677, 2, VD_KUBE_OMITEMPTY, 0, 12951, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* pullPolicy */
    /* io.k8s.api.core.v1.ImageVolumeStatus */
    {15706, 1, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* imageRef */
    /* io.k8s.api.core.v1.KeyToPath */
    {93, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* key */
    {1671, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {14046, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 4, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* mode */
    {5298, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 4, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* user */
    /* io.k8s.api.core.v1.Lifecycle */
    {15735, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 239, 15745, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* postStart */
    {15765, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 239, 15745, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* preStop */
    {13827, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 13838, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* stopSignal */
    /* io.k8s.api.core.v1.LifecycleHandler */
    {15790, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 217, 15795, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* exec */
    {15809, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 228, 15817, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* httpGet */
    {15834, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 376, 15844, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* tcpSocket */
    {15863, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 372, 15869, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* sleep */
    /* io.k8s.api.core.v1.LimitRange */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 243, 15895, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.core.v1.LimitRangeItem */
    {2331, 1, VD_KUBE_REQUIRED, 0, 15928, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {15941, 2, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 3, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* max */
    {15945, 3, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 3, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* min */
    {15949, 4, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 7, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* default */
    {15957, 5, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 14, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* defaultRequest */
    {15972, 6, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 20, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* maxLimitRequestRatio */
    /* io.k8s.api.core.v1.LimitRangeList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 240, 16008, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.LimitRangeSpec */
    {16039, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 241, 16046, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* limits */
    /* io.k8s.api.core.v1.LinuxContainerUser */
    {4866, 1, VD_KUBE_REQUIRED, 0, 2270, 0, 0, 2690, 3, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* uid */
    {16085, 2, VD_KUBE_REQUIRED, 0, 2270, 0, 0, 2690, 3, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* gid */
    {16089, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 16108, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* supplementalGroups */
    /* io.k8s.api.core.v1.LoadBalancerIngress */
    {14146, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 2, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* ip */
    {14149, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* hostname */
    {16136, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 16143, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* ipMode */
    {12459, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 323, 16165, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* ports */
    /* io.k8s.api.core.v1.LoadBalancerStatus */
    {16200, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 245, 16208, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* ingress */
    /* io.k8s.api.core.v1.LocalObjectReference */
    {176, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    /* io.k8s.api.core.v1.LocalVolumeSource */
    {1671, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {11118, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    /* io.k8s.api.core.v1.ModifyVolumeStatus */
    {16291, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 31, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* targetVolumeAttributesClassName */
    {1795, 2, VD_KUBE_REQUIRED, 0, 16323, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.core.v1.NFSVolumeSource */
    {16382, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* server */
    {1671, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {11125, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    /* io.k8s.api.core.v1.Namespace */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 254, 16399, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 255, 16416, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.core.v1.NamespaceCondition */
    {2331, 1, VD_KUBE_REQUIRED, 0, 16454, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, VD_KUBE_REQUIRED, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2849, 4, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.api.core.v1.NamespaceList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 251, 16494, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.NamespaceSpec */
    {16523, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 16534, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* finalizers */
    /* io.k8s.api.core.v1.NamespaceStatus */
    {16569, 1, VD_KUBE_OMITEMPTY, 0, 16575, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* phase */
    {2305, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 252, 16593, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    /* io.k8s.api.core.v1.Node */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 275, 16622, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 276, 16634, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.core.v1.NodeAddress */
    {2331, 1, VD_KUBE_REQUIRED, 0, 16660, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {16679, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* address */
    /* io.k8s.api.core.v1.NodeAffinity */
    {16700, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 272, 16747, 0, 0, 0, 46, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* requiredDuringSchedulingIgnoredDuringExecution */
    {16763, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 325, 16811, 0, 0, 0, 47, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* preferredDuringSchedulingIgnoredDuringExecution */
    /* io.k8s.api.core.v1.NodeAllocatableMappedResources */
    {176, 1, VD_KUBE_REQUIRED, 0, 6834, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {16871, 2, VD_KUBE_POINTER | VD_KUBE_REQUIRED, 0, 7192, 0, 0, 0, 8, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* quantity */
    /* io.k8s.api.core.v1.NodeAllocatableOverheadResources */
    {176, 1, VD_KUBE_REQUIRED, 0, 6834, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {16913, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 6, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* perPod */
    {16920, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 12, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* perContainer */
    /* io.k8s.api.core.v1.NodeAllocatableResourceClaimStatus */
    {16968, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceClaimName */
    {16986, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* containers */
    {16997, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 259, 17005, 176, 176, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* mapping */
    {17041, 5, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 260, 17050, 176, 176, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* overhead */
    /* io.k8s.api.core.v1.NodeCondition */
    {2331, 1, VD_KUBE_REQUIRED, 0, 17102, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, VD_KUBE_REQUIRED, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {17123, 3, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 17, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastHeartbeatTime */
    {2849, 4, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.api.core.v1.NodeConfigSource */
    {17158, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 180, 17168, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* configMap */
    /* io.k8s.api.core.v1.NodeConfigStatus */
    {17214, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 263, 17223, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* assigned */
    {8455, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 263, 17223, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* active */
    {17243, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 263, 17223, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* lastKnownGood */
    {5303, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* error */
    /* io.k8s.api.core.v1.NodeDaemonEndpoints */
    {17277, 1, VD_KUBE_OMITEMPTY, 196, 17293, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* kubeletEndpoint */
    /* io.k8s.api.core.v1.NodeFeatures */
    {17324, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 24, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* supplementalGroupsPolicy */
    /* io.k8s.api.core.v1.NodeList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 256, 17358, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.NodePodPreemptionPolicy */
    {17392, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 23, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* disableResizePreemption */
    /* io.k8s.api.core.v1.NodeProxyOptions */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {1671, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    /* io.k8s.api.core.v1.NodeRuntimeHandler */
    {176, 1, 0, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {17452, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 271, 17461, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* features */
    /* io.k8s.api.core.v1.NodeRuntimeHandlerFeatures */
    {17518, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 23, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* recursiveReadOnlyMounts */
    {17542, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 14, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* userNamespaces */
    /* io.k8s.api.core.v1.NodeSelector */
    {17570, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 274, 17588, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nodeSelectorTerms */
    /* io.k8s.api.core.v1.NodeSelectorRequirement */
    {93, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* key */
    {9500, 2, VD_KUBE_REQUIRED, 0, 17634, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* operator */
    {9548, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* values */
    /* io.k8s.api.core.v1.NodeSelectorTerm */
    {17675, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 273, 17692, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* matchExpressions */
    {17721, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 273, 17692, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* matchFields */
    /* io.k8s.api.core.v1.NodeSpec */
    {17742, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* podCIDR */
    {17750, 7, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 0, 1141, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* podCIDRs */
    {17759, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* providerID */
    {17770, 4, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 13, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* unschedulable */
    {17784, 5, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 377, 17791, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* taints */
    {17802, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 263, 17223, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* configSource */
    {17815, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* externalID */
    {17826, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 268, 17846, 0, 0, 0, 19, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* podPreemptionPolicy */
    /* io.k8s.api.core.v1.NodeStatus */
    {17884, 1, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 8, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* capacity */
    {17893, 2, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 11, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* allocatable */
    {16569, 3, VD_KUBE_OMITEMPTY, 0, 17905, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* phase */
    {2305, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 262, 17918, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    {14208, 5, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 257, 17937, 2331, 2331, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* addresses */
    {17954, 6, VD_KUBE_OMITEMPTY, 265, 17970, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* daemonEndpoints */
    {17993, 7, VD_KUBE_OMITEMPTY, 278, 18002, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nodeInfo */
    {18020, 8, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 185, 18027, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* images */
    {18047, 9, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 18060, 0, 0, 0, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumesInUse */
    {18082, 10, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 159, 18098, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* volumesAttached */
    {18118, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 264, 18125, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* config */
    {18145, 12, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 270, 18161, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* runtimeHandlers */
    {17452, 13, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 266, 18185, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* features */
    {18201, 14, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* declaredFeatures */
    /* io.k8s.api.core.v1.NodeSwapStatus */
    {17884, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 8, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* capacity */
    /* io.k8s.api.core.v1.NodeSystemInfo */
    {18248, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* machineID */
    {18258, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* systemUUID */
    {18269, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* bootID */
    {18276, 4, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kernelVersion */
    {18290, 5, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* osImage */
    {18298, 6, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 23, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* containerRuntimeVersion */
    {18322, 7, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 14, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kubeletVersion */
    {18337, 8, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kubeProxyVersion */
    {18354, 9, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* operatingSystem */
    {18370, 10, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* architecture */
    {18383, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 277, 18388, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* swap */
    {18406, 12, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 22, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* runningInUserNamespace */
    /* io.k8s.api.core.v1.ObjectFieldSelector */
    {1442, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiVersion */
    {18449, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fieldPath */
    /* io.k8s.api.core.v1.ObjectReference */
    {1453, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    {1467, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespace */
    {176, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {4866, 4, VD_KUBE_OMITEMPTY, 0, 4870, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* uid */
    {1442, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiVersion */
    {12305, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceVersion */
    {18449, 7, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fieldPath */
    /* io.k8s.api.core.v1.PersistentVolume */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 291, 18492, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 292, 18516, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.core.v1.PersistentVolumeClaim */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 285, 18564, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 286, 18593, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.core.v1.PersistentVolumeClaimCondition */
    {2331, 1, VD_KUBE_REQUIRED, 0, 18655, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, VD_KUBE_REQUIRED, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {8580, 3, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 13, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastProbeTime */
    {2849, 4, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.api.core.v1.PersistentVolumeClaimList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 282, 4395, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.PersistentVolumeClaimSpec */
    {18745, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 18757, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* accessModes */
    {1477, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* selector */
    {1568, 2, VD_KUBE_OMITEMPTY, 392, 18789, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resources */
    {15056, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeName */
    {18819, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* storageClassName */
    {18836, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 18847, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeMode */
    {18871, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 382, 18882, 0, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* dataSource */
    {18911, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 383, 18925, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* dataSourceRef */
    {18949, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 25, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeAttributesClassName */
    /* io.k8s.api.core.v1.PersistentVolumeClaimStatus */
    {16569, 1, VD_KUBE_OMITEMPTY, 0, 19003, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* phase */
    {18745, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 18757, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* accessModes */
    {17884, 3, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 8, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* capacity */
    {2305, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 283, 19033, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    {13707, 5, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 18, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* allocatedResources */
    {19069, 7, VD_KUBE_MAP | VD_KUBE_OMITEMPTY | VD_KUBE_GRANULAR, 0, 19095, 0, 0, 0, 25, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* allocatedResourceStatuses */
    {19138, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 32, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* currentVolumeAttributesClassName */
    {19171, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 249, 19190, 0, 0, 0, 18, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* modifyVolumeStatus */
    {19212, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 387, 19225, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* healthStatus */
    /* io.k8s.api.core.v1.PersistentVolumeClaimTemplate */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_REQUIRED, 285, 18564, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.core.v1.PersistentVolumeClaimVolumeSource */
    {19311, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* claimName */
    {11125, 2, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    /* io.k8s.api.core.v1.PersistentVolumeList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 281, 19342, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.PersistentVolumeSource */
    {19387, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 223, 19405, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* gcePersistentDisk */
    {19438, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 156, 19459, 0, 0, 0, 20, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* awsElasticBlockStore */
    {19495, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 232, 19504, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* hostPath */
    {19528, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 226, 19538, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* glusterfs */
    {19573, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 250, 19577, 0, 0, 0, 3, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nfs */
    {19596, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 330, 19600, 0, 0, 0, 3, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* rbd */
    {19629, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 233, 19635, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* iscsi */
    {19666, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 169, 19673, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* cinder */
    {19705, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 167, 19712, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* cephfs */
    {19744, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 218, 19747, 0, 0, 0, 2, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* fc */
    {19765, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 222, 19773, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* flocker */
    {19796, 12, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 220, 19807, 0, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* flexVolume */
    {19837, 13, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 161, 19847, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* azureFile */
    {19882, 14, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 395, 19896, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* vsphereVolume */
    {19930, 15, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 329, 19938, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* quobyte */
    {19961, 16, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 160, 19971, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* azureDisk */
    {19996, 17, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 293, 20017, 0, 0, 0, 20, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* photonPersistentDisk */
    {20053, 18, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 324, 20068, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* portworxVolume */
    {20092, 19, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 348, 20100, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* scaleIO */
    {20133, 20, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 248, 20139, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* local */
    {20160, 21, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 373, 20170, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* storageos */
    {20205, 22, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 164, 20209, 0, 0, 0, 3, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* csi */
    /* io.k8s.api.core.v1.PersistentVolumeSpec */
    {17884, 1, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 8, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* capacity */
    {0, 2, VD_KUBE_INLINE, 290, 20259, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 22}, /*  */
    {18745, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 18757, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* accessModes */
    {20285, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY | VD_KUBE_GRANULAR, 280, 11563, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* claimRef */
    {20294, 5, VD_KUBE_OMITEMPTY, 0, 20324, 0, 0, 0, 29, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* persistentVolumeReclaimPolicy */
    {18819, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* storageClassName */
    {20357, 7, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* mountOptions */
    {18836, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 18847, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeMode */
    {11143, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 390, 20370, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nodeAffinity */
    {18949, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 25, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeAttributesClassName */
    /* io.k8s.api.core.v1.PersistentVolumeStatus */
    {16569, 1, VD_KUBE_OMITEMPTY, 0, 20415, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* phase */
    {2490, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    {2498, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {20440, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 23, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastPhaseTransitionTime */
    /* io.k8s.api.core.v1.PhotonPersistentDiskVolumeSource */
    {20497, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* pdID */
    {11118, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    /* io.k8s.api.core.v1.Pod */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 317, 20506, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 318, 20517, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.core.v1.PodAffinity */
    {16700, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 296, 20542, 0, 0, 0, 46, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* requiredDuringSchedulingIgnoredDuringExecution */
    {16763, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 396, 20563, 0, 0, 0, 47, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* preferredDuringSchedulingIgnoredDuringExecution */
    /* io.k8s.api.core.v1.PodAffinityTerm */
    {5767, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* labelSelector */
    {20608, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespaces */
    {20619, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* topologyKey */
    {196, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* namespaceSelector */
    {20631, 5, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 14, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* matchLabelKeys */
    {20646, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* mismatchLabelKeys */
    /* io.k8s.api.core.v1.PodAntiAffinity */
    {16700, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 296, 20542, 0, 0, 0, 46, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* requiredDuringSchedulingIgnoredDuringExecution */
    {16763, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 396, 20563, 0, 0, 0, 47, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* preferredDuringSchedulingIgnoredDuringExecution */
    /* io.k8s.api.core.v1.PodAttachOptions */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {13000, 1, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 5, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* stdin */
    {20697, 2, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 6, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* stdout */
    {20704, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 6, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* stderr */
    {13016, 4, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 3, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* tty */
    {6873, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* container */
    /* io.k8s.api.core.v1.PodCertificateProjection */
    {10192, 1, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* signerName */
    {20736, 2, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* keyType */
    {10680, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 20, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* maxExpirationSeconds */
    {20744, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 20, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* credentialBundlePath */
    {20765, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* keyPath */
    {20773, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 20, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* certificateChainPath */
    {20794, 7, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 10751, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* userAnnotations */
    {5298, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 4, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* user */
    /* io.k8s.api.core.v1.PodCondition */
    {2331, 1, VD_KUBE_REQUIRED, 0, 9602, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {2251, 7, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* observedGeneration */
    {1795, 2, VD_KUBE_REQUIRED, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {8580, 3, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 13, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastProbeTime */
    {2849, 4, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.api.core.v1.PodDNSConfig */
    {20836, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nameservers */
    {20848, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* searches */
    {15094, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 302, 20857, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* options */
    /* io.k8s.api.core.v1.PodDNSConfigOption */
    {176, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {7052, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* value */
    /* io.k8s.api.core.v1.PodExecOptions */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {13000, 1, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 5, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* stdin */
    {20697, 2, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 6, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* stdout */
    {20704, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 6, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* stderr */
    {13016, 4, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 3, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* tty */
    {6873, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* container */
    {12435, 6, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* command */
    /* io.k8s.api.core.v1.PodExtendedResourceClaimStatus */
    {20946, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 184, 20962, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* requestMappings */
    {16968, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceClaimName */
    /* io.k8s.api.core.v1.PodIP */
    {14146, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 2, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* ip */
    /* io.k8s.api.core.v1.PodList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 294, 21014, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.PodLogOptions */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {6873, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* container */
    {21037, 2, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 6, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* follow */
    {21044, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* previous */
    {21053, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 12, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* sinceSeconds */
    {21066, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 9, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* sinceTime */
    {21076, 6, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 10, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* timestamps */
    {21087, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 9, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* tailLines */
    {21097, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 10, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* limitBytes */
    {21108, 9, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 28, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* insecureSkipTLSVerifyBackend */
    {21137, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* stream */
    /* io.k8s.api.core.v1.PodOS */
    {176, 1, VD_KUBE_REQUIRED, 0, 21150, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    /* io.k8s.api.core.v1.PodPortForwardOptions */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {12459, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 9555, 0, 0, 0, 5, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* ports */
    /* io.k8s.api.core.v1.PodProxyOptions */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {1671, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    /* io.k8s.api.core.v1.PodReadinessGate */
    {21215, 1, VD_KUBE_REQUIRED, 0, 9602, 0, 0, 97, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* conditionType */
    /* io.k8s.api.core.v1.PodResourceClaim */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {16968, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceClaimName */
    {21246, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 25, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceClaimTemplateName */
    /* io.k8s.api.core.v1.PodResourceClaimStatus */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {16968, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceClaimName */
    /* io.k8s.api.core.v1.PodSchedulingGate */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    /* io.k8s.api.core.v1.PodSchedulingGroup */
    {21332, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* podGroupName */
    /* io.k8s.api.core.v1.PodSecurityContext */
    {21364, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 347, 21379, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* seLinuxOptions */
    {21397, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 397, 21412, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* windowsOptions */
    {21445, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 9, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* runAsUser */
    {21455, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 10, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* runAsGroup */
    {21466, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 12, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* runAsNonRoot */
    {16089, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 16108, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* supplementalGroups */
    {17324, 12, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 21479, 0, 0, 0, 24, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* supplementalGroupsPolicy */
    {21507, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 7, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* fsGroup */
    {21515, 7, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 375, 21523, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* sysctls */
    {21535, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 21555, 0, 0, 0, 19, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsGroupChangePolicy */
    {21581, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 352, 21596, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* seccompProfile */
    {21614, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 158, 21630, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* appArmorProfile */
    {21649, 13, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 21669, 0, 0, 0, 19, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* seLinuxChangePolicy */
    /* io.k8s.api.core.v1.PodSpec */
    {21703, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE | VD_KUBE_PATCH_RETAIN_KEYS, 384, 21711, 176, 176, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* volumes */
    {21723, 20, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 183, 21738, 176, 176, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* initContainers */
    {16986, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED | VD_KUBE_PATCH_MERGE, 183, 21738, 176, 176, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* containers */
    {21753, 34, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 209, 21773, 176, 176, 0, 19, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* ephemeralContainers */
    {12628, 3, VD_KUBE_OMITEMPTY, 0, 21797, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* restartPolicy */
    {21814, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 29, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* terminationGracePeriodSeconds */
    {8909, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 21, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* activeDeadlineSeconds */
    {21844, 6, VD_KUBE_OMITEMPTY, 0, 21854, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* dnsPolicy */
    {21867, 7, VD_KUBE_MAP | VD_KUBE_OMITEMPTY | VD_KUBE_ATOMIC, 0, 10751, 0, 0, 0, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nodeSelector */
    {10611, 8, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 18, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* serviceAccountName */
    {21880, 9, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 14, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* serviceAccount */
    {21895, 21, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 28, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* automountServiceAccountToken */
    {10648, 10, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nodeName */
    {21924, 11, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 11, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* hostNetwork */
    {21936, 12, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 7, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* hostPID */
    {21944, 13, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 7, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* hostIPC */
    {21952, 27, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 21, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* shareProcessNamespace */
    {12965, 14, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 316, 21974, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* securityContext */
    {21996, 15, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 247, 22013, 176, 176, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* imagePullSecrets */
    {14149, 16, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* hostname */
    {22039, 17, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* subdomain */
    {22049, 18, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 157, 22058, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* affinity */
    {22070, 19, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* schedulerName */
    {22084, 22, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 378, 22096, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* tolerations */
    {22112, 23, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 230, 22124, 14146, 14146, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* hostAliases */
    {22139, 24, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* priorityClassName */
    {14984, 25, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* priority */
    {22157, 26, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 301, 22167, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* dnsConfig */
    {22183, 28, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 311, 22198, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* readinessGates */
    {22220, 29, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* runtimeClassName */
    {22237, 30, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 18, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* enableServiceLinks */
    {22256, 31, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 22273, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* preemptionPolicy */
    {17041, 32, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 8, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* overhead */
    {22293, 33, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 381, 22319, 20619, 22349, 0, 25, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* topologySpreadConstraints */
    {22379, 35, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 17, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* setHostnameAsFQDN */
    {22397, 36, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 308, 22400, 0, 0, 0, 2, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* os */
    {22409, 37, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 9, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* hostUsers */
    {22419, 38, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 314, 22435, 176, 176, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* schedulingGates */
    {8821, 39, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE | VD_KUBE_PATCH_RETAIN_KEYS, 312, 22458, 176, 176, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* resourceClaims */
    {1568, 40, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 345, 12564, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resources */
    {22480, 41, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* hostnameOverride */
    {22497, 43, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 315, 22513, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* schedulingGroup */
    {22535, 44, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 216, 22554, 176, 176, 0, 18, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* evictionResponders */
    /* io.k8s.api.core.v1.PodStatus */
    {2251, 17, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* observedGeneration */
    {16569, 1, VD_KUBE_OMITEMPTY, 0, 22587, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* phase */
    {2305, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 300, 22599, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    {2490, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    {2498, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {22617, 11, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nominatedNodeName */
    {13159, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* hostIP */
    {22635, 16, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 231, 22643, 14146, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* hostIPs */
    {22655, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* podIP */
    {22661, 12, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 305, 22668, 14146, 14146, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* podIPs */
    {9246, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 9, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* startTime */
    {22679, 10, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 194, 22701, 0, 0, 0, 21, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* initContainerStatuses */
    {22722, 8, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 194, 22701, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* containerStatuses */
    {22740, 9, VD_KUBE_OMITEMPTY, 0, 22749, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* qosClass */
    {22764, 13, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 194, 22701, 0, 0, 0, 26, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* ephemeralContainerStatuses */
    {22791, 14, VD_KUBE_OMITEMPTY, 0, 22798, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resize */
    {22817, 15, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE | VD_KUBE_PATCH_RETAIN_KEYS, 313, 22839, 176, 176, 0, 21, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* resourceClaimStatuses */
    {22867, 18, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 304, 22895, 0, 0, 0, 27, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* extendedResourceClaimStatus */
    {13707, 19, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 18, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* allocatedResources */
    {1568, 20, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 345, 12564, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resources */
    {22929, 21, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 261, 22966, 16968, 16968, 0, 36, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* nodeAllocatableResourceClaimStatuses */
    {23006, 22, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 322, 23019, 0, 176, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* volumeHealth */
    /* io.k8s.api.core.v1.PodTemplate */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {2919, 2, VD_KUBE_OMITEMPTY, 321, 2928, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* template */
    /* io.k8s.api.core.v1.PodTemplateList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 319, 23068, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.PodTemplateSpec */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 317, 20506, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.core.v1.PodVolumeHealth */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {23117, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 386, 23134, 1795, 23161, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* healthConditions */
    {2849, 3, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    /* io.k8s.api.core.v1.PortStatus */
    {1676, 1, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 4, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* port */
    {13132, 2, VD_KUBE_REQUIRED, 0, 13141, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* protocol */
    {5303, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* error */
    /* io.k8s.api.core.v1.PortworxVolumeSource */
    {11109, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeID */
    {11118, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {11125, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    /* io.k8s.api.core.v1.PreferredSchedulingTerm */
    {23231, 1, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 6, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* weight */
    {23238, 2, VD_KUBE_REQUIRED, 274, 23249, 0, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* preference */
    /* io.k8s.api.core.v1.Probe */
    {0, 1, VD_KUBE_INLINE, 327, 23275, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 4}, /*  */
    {23291, 2, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 19, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* initialDelaySeconds */
    {1096, 3, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 14, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* timeoutSeconds */
    {7058, 4, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 13, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* periodSeconds */
    {23311, 5, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 16, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* successThreshold */
    {23328, 6, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 16, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* failureThreshold */
    {21814, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 29, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* terminationGracePeriodSeconds */
    /* io.k8s.api.core.v1.ProbeHandler */
    {15790, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 217, 15795, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* exec */
    {15809, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 228, 15817, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* httpGet */
    {15834, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 376, 15844, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* tcpSocket */
    {23358, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 224, 23363, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* grpc */
    /* io.k8s.api.core.v1.ProjectedVolumeSource */
    {23399, 1, VD_KUBE_REPEATED, 391, 23407, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* sources */
    {12395, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 11, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* defaultMode */
    {12407, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 11, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* defaultUser */
    /* io.k8s.api.core.v1.QuobyteVolumeSource */
    {23449, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* registry */
    {23458, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volume */
    {11125, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {5298, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* user */
    {5691, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* group */
    {23465, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* tenant */
    /* io.k8s.api.core.v1.RBDPersistentVolumeSource */
    {11884, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* monitors */
    {12429, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* image */
    {11118, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {23498, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 23503, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* pool */
    {5298, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 23509, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* user */
    {23517, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 23525, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* keyring */
    {11904, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 358, 11672, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretRef */
    {11125, 8, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    /* io.k8s.api.core.v1.RBDVolumeSource */
    {11884, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* monitors */
    {12429, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* image */
    {11118, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {23498, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 23503, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* pool */
    {5298, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 23509, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* user */
    {23517, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 23525, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* keyring */
    {11904, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 247, 11793, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretRef */
    {11125, 8, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    /* io.k8s.api.core.v1.RangeAllocation */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {23577, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* range */
    {2655, 3, VD_KUBE_REQUIRED, 0, 2609, 0, 0, 0, 4, VD_KUBE_BYTES, VD_KUBE_LIST_ATOMIC, 0}, /* data */
    /* io.k8s.api.core.v1.ReplicationController */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 336, 23605, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 337, 23634, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.core.v1.ReplicationControllerCondition */
    {2331, 1, VD_KUBE_REQUIRED, 0, 23696, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, VD_KUBE_REQUIRED, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2849, 3, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.api.core.v1.ReplicationControllerList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 333, 23760, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.ReplicationControllerSpec */
    {3467, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 23813, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* replicas */
    {2989, 4, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 2690, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* minReadySeconds */
    {1477, 2, VD_KUBE_MAP | VD_KUBE_OMITEMPTY | VD_KUBE_ATOMIC, 0, 10751, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* selector */
    {2919, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 321, 2928, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* template */
    /* io.k8s.api.core.v1.ReplicationControllerStatus */
    {3467, 1, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* replicas */
    {3904, 2, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 20, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* fullyLabeledReplicas */
    {3576, 4, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 13, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* readyReplicas */
    {3590, 5, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 17, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* availableReplicas */
    {2251, 3, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* observedGeneration */
    {2305, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 334, 23843, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    /* io.k8s.api.core.v1.ResourceClaim */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {10184, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* request */
    /* io.k8s.api.core.v1.ResourceFieldSelector */
    {9486, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* containerName */
    {5705, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resource */
    {23915, 3, VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 7, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* divisor */
    /* io.k8s.api.core.v1.ResourceHealth */
    {23938, 1, VD_KUBE_REQUIRED, 0, 23949, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceID */
    {23963, 2, VD_KUBE_OMITEMPTY, 0, 23970, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* health */
    {2490, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.api.core.v1.ResourceQuota */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 343, 24008, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 344, 24029, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.core.v1.ResourceQuotaList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 341, 24070, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.ResourceQuotaSpec */
    {24107, 1, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 4, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* hard */
    {24112, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 24119, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* scopes */
    {24143, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 350, 24157, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* scopeSelector */
    /* io.k8s.api.core.v1.ResourceQuotaStatus */
    {24107, 1, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 4, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* hard */
    {24194, 2, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 4, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* used */
    /* io.k8s.api.core.v1.ResourceRequirements */
    {16039, 1, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 6, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* limits */
    {24220, 2, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 8, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* requests */
    {24229, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 338, 24236, 0, 176, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* claims */
    /* io.k8s.api.core.v1.ResourceStatus */
    {176, 1, VD_KUBE_REQUIRED, 0, 6834, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {1568, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 340, 24270, 0, 23938, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* resources */
    /* io.k8s.api.core.v1.SELinuxOptions */
    {5298, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* user */
    {24305, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* role */
    {2331, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {24310, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* level */
    /* io.k8s.api.core.v1.ScaleIOPersistentVolumeSource */
    {24346, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* gateway */
    {24354, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* system */
    {11904, 3, VD_KUBE_POINTER | VD_KUBE_REQUIRED, 358, 11672, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretRef */
    {24361, 4, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 10, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* sslEnabled */
    {24372, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* protectionDomain */
    {24389, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* storagePool */
    {24401, 7, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 24413, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* storageMode */
    {15056, 8, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeName */
    {11118, 9, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 24431, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {11125, 10, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    /* io.k8s.api.core.v1.ScaleIOVolumeSource */
    {24346, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* gateway */
    {24354, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* system */
    {11904, 3, VD_KUBE_POINTER | VD_KUBE_REQUIRED, 247, 11793, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretRef */
    {24361, 4, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 10, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* sslEnabled */
    {24372, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* protectionDomain */
    {24389, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* storagePool */
    {24401, 7, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 24413, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* storageMode */
    {15056, 8, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeName */
    {11118, 9, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 24431, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {11125, 10, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    /* io.k8s.api.core.v1.ScopeSelector */
    {17675, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 351, 24471, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* matchExpressions */
    /* io.k8s.api.core.v1.ScopedResourceSelectorRequirement */
    {24544, 1, VD_KUBE_REQUIRED, 0, 24554, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* scopeName */
    {9500, 2, VD_KUBE_REQUIRED, 0, 24576, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* operator */
    {9548, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* values */
    /* io.k8s.api.core.v1.SeccompProfile */
    {2331, 1, VD_KUBE_REQUIRED, 0, 24616, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {11273, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* localhostProfile */
    /* io.k8s.api.core.v1.Secret */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {12170, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 9, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* immutable */
    {2655, 2, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 12191, 0, 0, 0, 4, VD_KUBE_BYTES, VD_KUBE_LIST_ATOMIC, 0}, /* data */
    {24645, 4, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 10751, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* stringData */
    {2331, 3, VD_KUBE_OMITEMPTY, 0, 24656, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    /* io.k8s.api.core.v1.SecretEnvSource */
    {0, 1, VD_KUBE_INLINE, 247, 11793, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 1}, /*  */
    {12025, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* optional */
    /* io.k8s.api.core.v1.SecretKeySelector */
    {0, 1, VD_KUBE_INLINE, 247, 11793, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 1}, /*  */
    {93, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* key */
    {12025, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* optional */
    /* io.k8s.api.core.v1.SecretList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 353, 24715, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.SecretProjection */
    {0, 1, VD_KUBE_INLINE, 247, 11793, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 1}, /*  */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 237, 12358, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    {12025, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* optional */
    /* io.k8s.api.core.v1.SecretReference */
    {176, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {1467, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespace */
    /* io.k8s.api.core.v1.SecretVolumeSource */
    {11496, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* secretName */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 237, 12358, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    {12395, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 11, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* defaultMode */
    {12025, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* optional */
    {12407, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 11, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* defaultUser */
    /* io.k8s.api.core.v1.SecurityContext */
    {24795, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 166, 24808, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* capabilities */
    {24824, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 10, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* privileged */
    {21364, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 347, 21379, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* seLinuxOptions */
    {21397, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 397, 21412, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* windowsOptions */
    {21445, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 9, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* runAsUser */
    {21455, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 10, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* runAsGroup */
    {21466, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 12, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* runAsNonRoot */
    {24835, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 22, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnlyRootFilesystem */
    {24858, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 24, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* allowPrivilegeEscalation */
    {24883, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 24893, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* procMount */
    {21581, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 352, 21596, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* seccompProfile */
    {21614, 12, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 158, 21630, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* appArmorProfile */
    /* io.k8s.api.core.v1.SerializedReference */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {15667, 1, VD_KUBE_OMITEMPTY, 280, 11563, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* reference */
    /* io.k8s.api.core.v1.Service */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 369, 24938, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 370, 24953, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.core.v1.ServiceAccount */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {24985, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 280, 8462, 176, 176, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* secrets */
    {21996, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 247, 22013, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* imagePullSecrets */
    {21895, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 28, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* automountServiceAccountToken */
    /* io.k8s.api.core.v1.ServiceAccountList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 363, 25012, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.ServiceAccountTokenProjection */
    {25062, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* audience */
    {5052, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 17, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* expirationSeconds */
    {1671, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {5298, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 4, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* user */
    /* io.k8s.api.core.v1.ServiceList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 362, 25083, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.core.v1.ServicePort */
    {176, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {13132, 2, VD_KUBE_OMITEMPTY, 0, 13141, 0, 0, 13153, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* protocol */
    {14181, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* appProtocol */
    {1676, 3, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 4, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* port */
    {25108, 4, VD_KUBE_OMITEMPTY, 0, 3988, 0, 0, 0, 10, VD_KUBE_INT_OR_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* targetPort */
    {25119, 5, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* nodePort */
    /* io.k8s.api.core.v1.ServiceProxyOptions */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {1671, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    /* io.k8s.api.core.v1.ServiceSpec */
    {12459, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 367, 25160, 1676, 25177, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* ports */
    {1477, 2, VD_KUBE_MAP | VD_KUBE_OMITEMPTY | VD_KUBE_ATOMIC, 0, 10751, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* selector */
    {25191, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* clusterIP */
    {25201, 18, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* clusterIPs */
    {2331, 4, VD_KUBE_OMITEMPTY, 0, 25212, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {25227, 5, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* externalIPs */
    {25239, 7, VD_KUBE_OMITEMPTY, 0, 25255, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* sessionAffinity */
    {25274, 8, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 14, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* loadBalancerIP */
    {25289, 9, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 24, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* loadBalancerSourceRanges */
    {25314, 10, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* externalName */
    {25327, 11, VD_KUBE_OMITEMPTY, 0, 25349, 0, 0, 0, 21, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* externalTrafficPolicy */
    {25381, 12, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 19, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* healthCheckNodePort */
    {25401, 13, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 24, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* publishNotReadyAddresses */
    {25426, 14, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 371, 25448, 0, 0, 0, 21, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* sessionAffinityConfig */
    {25473, 19, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 25484, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* ipFamilies */
    {25498, 17, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 25513, 0, 0, 0, 14, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* ipFamilyPolicy */
    {25531, 20, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 29, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* allocateLoadBalancerNodePorts */
    {25561, 21, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* loadBalancerClass */
    {25579, 22, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 25601, 0, 0, 0, 21, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* internalTrafficPolicy */
    {25633, 23, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 19, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* trafficDistribution */
    /* io.k8s.api.core.v1.ServiceStatus */
    {25667, 1, VD_KUBE_OMITEMPTY, 246, 25680, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* loadBalancer */
    {2305, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 608, 2316, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    /* io.k8s.api.core.v1.SessionAffinityConfig */
    {25724, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 171, 25733, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* clientIP */
    /* io.k8s.api.core.v1.SleepAction */
    {25763, 1, VD_KUBE_REQUIRED, 0, 2270, 0, 0, 2690, 7, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* seconds */
    /* io.k8s.api.core.v1.StorageOSPersistentVolumeSource */
    {15056, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeName */
    {25803, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeNamespace */
    {11118, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {11125, 4, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {11904, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 280, 11563, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretRef */
    /* io.k8s.api.core.v1.StorageOSVolumeSource */
    {15056, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeName */
    {25803, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeNamespace */
    {11118, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {11125, 4, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {11904, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 247, 11793, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secretRef */
    /* io.k8s.api.core.v1.Sysctl */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {7052, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* value */
    /* io.k8s.api.core.v1.TCPSocketAction */
    {1676, 1, VD_KUBE_REQUIRED, 0, 3988, 0, 0, 0, 4, VD_KUBE_INT_OR_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* port */
    {14961, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* host */
    /* io.k8s.api.core.v1.Taint */
    {93, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* key */
    {7052, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* value */
    {25870, 3, VD_KUBE_REQUIRED, 0, 25877, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* effect */
    {25892, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 9, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* timeAdded */
    /* io.k8s.api.core.v1.Toleration */
    {93, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* key */
    {9500, 2, VD_KUBE_OMITEMPTY, 0, 25913, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* operator */
    {7052, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* value */
    {25870, 4, VD_KUBE_OMITEMPTY, 0, 25877, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* effect */
    {25935, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 17, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* tolerationSeconds */
    /* io.k8s.api.core.v1.TopologySelectorLabelRequirement */
    {93, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* key */
    {9548, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* values */
    /* io.k8s.api.core.v1.TopologySelectorTerm */
    {26007, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 379, 26029, 0, 0, 0, 21, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* matchLabelExpressions */
    /* io.k8s.api.core.v1.TopologySpreadConstraint */
    {26092, 1, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 7, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* maxSkew */
    {20619, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* topologyKey */
    {26100, 3, VD_KUBE_REQUIRED, 0, 26118, 0, 0, 97, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* whenUnsatisfiable */
    {5767, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* labelSelector */
    {26151, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 10, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* minDomains */
    {26162, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 26181, 0, 0, 0, 18, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nodeAffinityPolicy */
    {26204, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 26181, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nodeTaintsPolicy */
    {20631, 8, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 14, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* matchLabelKeys */
    /* io.k8s.api.core.v1.TypedLocalObjectReference */
    {26247, 1, VD_KUBE_POINTER, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiGroup */
    {1453, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    {176, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    /* io.k8s.api.core.v1.TypedObjectReference */
    {26247, 1, VD_KUBE_POINTER, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiGroup */
    {1453, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    {176, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {1467, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespace */
    /* io.k8s.api.core.v1.Volume */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {0, 2, VD_KUBE_INLINE, 393, 26284, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 30}, /*  */
    /* io.k8s.api.core.v1.VolumeDevice */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {11325, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* devicePath */
    /* io.k8s.api.core.v1.VolumeHealthCondition */
    {1795, 1, VD_KUBE_REQUIRED, 0, 26335, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2498, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.api.core.v1.VolumeHealthStatus */
    {23117, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 386, 23134, 1795, 23161, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* healthConditions */
    {2849, 2, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    /* io.k8s.api.core.v1.VolumeMount */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {11125, 2, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {26392, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 26410, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* recursiveReadOnly */
    {12743, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* mountPath */
    {26435, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* subPath */
    {26443, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 26460, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* mountPropagation */
    {26484, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* subPathExpr */
    {26496, 8, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* bindMountOptions */
    /* io.k8s.api.core.v1.VolumeMountStatus */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {12743, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* mountPath */
    {11125, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* readOnly */
    {26392, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 26410, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* recursiveReadOnly */
    {26531, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 394, 26544, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* volumeStatus */
    /* io.k8s.api.core.v1.VolumeNodeAffinity */
    {26579, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 272, 16747, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* required */
    /* io.k8s.api.core.v1.VolumeProjection */
    {26605, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 357, 26612, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secret */
    {26632, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 197, 26644, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* downwardAPI */
    {17158, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 181, 26669, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* configMap */
    {26692, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 365, 26712, 0, 0, 0, 19, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* serviceAccountToken */
    {26745, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 172, 26764, 0, 0, 0, 18, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* clusterTrustBundle */
    {26796, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 299, 26811, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* podCertificate */
    /* io.k8s.api.core.v1.VolumeResourceRequirements */
    {16039, 1, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 6, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* limits */
    {24220, 2, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 8, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* requests */
    /* io.k8s.api.core.v1.VolumeSource */
    {19495, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 232, 19504, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* hostPath */
    {26879, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 200, 26888, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* emptyDir */
    {19387, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 223, 19405, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* gcePersistentDisk */
    {19438, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 156, 19459, 0, 0, 0, 20, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* awsElasticBlockStore */
    {26912, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 225, 26920, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* gitRepo */
    {26605, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 359, 26943, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* secret */
    {19573, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 250, 19577, 0, 0, 0, 3, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nfs */
    {19629, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 234, 26965, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* iscsi */
    {19528, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 227, 26986, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* glusterfs */
    {27011, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 288, 27033, 0, 0, 0, 21, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* persistentVolumeClaim */
    {19596, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 331, 27070, 0, 0, 0, 3, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* rbd */
    {19796, 12, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 221, 27089, 0, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* flexVolume */
    {19666, 13, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 170, 27109, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* cinder */
    {19705, 14, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 168, 27131, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* cephfs */
    {19765, 15, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 222, 19773, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* flocker */
    {26632, 16, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 199, 27153, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* downwardAPI */
    {19744, 17, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 218, 19747, 0, 0, 0, 2, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* fc */
    {19837, 18, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 162, 27180, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* azureFile */
    {17158, 19, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 182, 27205, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* configMap */
    {19882, 20, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 395, 19896, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* vsphereVolume */
    {19930, 21, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 329, 19938, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* quobyte */
    {19961, 22, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 160, 19971, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* azureDisk */
    {19996, 23, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 293, 20017, 0, 0, 0, 20, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* photonPersistentDisk */
    {27230, 26, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 328, 27240, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* projected */
    {20053, 24, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 324, 20068, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* portworxVolume */
    {20092, 25, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 349, 27265, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* scaleIO */
    {20160, 27, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 374, 27288, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* storageos */
    {20205, 28, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 165, 27313, 0, 0, 0, 3, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* csi */
    {27332, 29, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 211, 27342, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* ephemeral */
    {12429, 30, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 235, 27367, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* image */
    /* io.k8s.api.core.v1.VolumeStatus */
    {12429, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 236, 27401, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* image */
    /* io.k8s.api.core.v1.VsphereVirtualDiskVolumeSource */
    {27453, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumePath */
    {11118, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsType */
    {27464, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* storagePolicyName */
    {27482, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* storagePolicyID */
    /* io.k8s.api.core.v1.WeightedPodAffinityTerm */
    {23231, 1, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 6, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* weight */
    {27522, 2, VD_KUBE_REQUIRED, 296, 27538, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* podAffinityTerm */
    /* io.k8s.api.core.v1.WindowsSecurityContextOptions */
    {27587, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 22, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* gmsaCredentialSpecName */
    {27610, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 18, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* gmsaCredentialSpec */
    {27629, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* runAsUserName */
    {27643, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 11, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* hostProcess */
    /* io.k8s.api.discovery.v1.Endpoint */
    {14208, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* addresses */
    {2305, 2, VD_KUBE_OMITEMPTY, 399, 27688, 0, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* conditions */
    {14149, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* hostname */
    {14158, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 280, 11563, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* targetRef */
    {27710, 5, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 10751, 0, 0, 0, 18, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* deprecatedTopology */
    {10648, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nodeName */
    {27729, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* zone */
    {27734, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 400, 27740, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* hints */
    /* io.k8s.api.discovery.v1.EndpointConditions */
    {9382, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 5, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* ready */
    {27776, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 7, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* serving */
    {9288, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 11, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* terminating */
    /* io.k8s.api.discovery.v1.EndpointHints */
    {27798, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 405, 27807, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* forZones */
    {27820, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 404, 27829, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* forNodes */
    /* io.k8s.api.discovery.v1.EndpointPort */
    {176, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {13132, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 13141, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* protocol */
    {1676, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 4, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* port */
    {14181, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* appProtocol */
    /* io.k8s.api.discovery.v1.EndpointSlice */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {27856, 4, VD_KUBE_REQUIRED, 0, 27868, 0, 0, 97, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* addressType */
    {15301, 2, VD_KUBE_REPEATED, 398, 27883, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* endpoints */
    {12459, 3, VD_KUBE_REPEATED, 401, 14257, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* ports */
    /* io.k8s.api.discovery.v1.EndpointSliceList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 402, 27915, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.discovery.v1.ForNode */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    /* io.k8s.api.discovery.v1.ForZone */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    /* io.k8s.api.events.v1.Event */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, 0, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {14812, 2, VD_KUBE_REQUIRED, 0, 10973, 0, 0, 0, 9, VD_KUBE_MICRO_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* eventTime */
    {14822, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 408, 14829, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* series */
    {27971, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 19, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reportingController */
    {14871, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reportingInstance */
    {9643, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* action */
    {2498, 7, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {27991, 8, VD_KUBE_OMITEMPTY, 280, 11563, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* regarding */
    {14844, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 280, 11563, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* related */
    {28001, 10, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* note */
    {2331, 11, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {28006, 12, VD_KUBE_OMITEMPTY, 215, 14762, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* deprecatedSource */
    {28023, 13, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 24, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* deprecatedFirstTimestamp */
    {28048, 14, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 23, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* deprecatedLastTimestamp */
    {28072, 15, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* deprecatedCount */
    /* io.k8s.api.events.v1.EventList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 406, 14899, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.events.v1.EventSeries */
    {14806, 1, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 5, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* count */
    {14922, 2, VD_KUBE_REQUIRED, 0, 10973, 0, 0, 0, 16, VD_KUBE_MICRO_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastObservedTime */
    /* io.k8s.api.flowcontrol.v1.ExemptPriorityLevelConfiguration */
    {28147, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 24, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* nominalConcurrencyShares */
    {28172, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* lendablePercent */
    /* io.k8s.api.flowcontrol.v1.FlowDistinguisherMethod */
    {2331, 1, VD_KUBE_REQUIRED, 0, 28212, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    /* io.k8s.api.flowcontrol.v1.FlowSchema */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 414, 28254, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 415, 28272, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.flowcontrol.v1.FlowSchemaCondition */
    {2331, 1, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 0, 28312, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, VD_KUBE_OMITEMPTY, 0, 2830, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2849, 3, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.api.flowcontrol.v1.FlowSchemaList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 411, 28354, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.flowcontrol.v1.FlowSchemaSpec */
    {28385, 1, VD_KUBE_REQUIRED, 424, 28412, 0, 0, 0, 26, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* priorityLevelConfiguration */
    {28451, 2, 0, 0, 1111, 0, 0, 2690, 18, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* matchingPrecedence */
    {28470, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 410, 28490, 0, 0, 0, 19, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* distinguisherMethod */
    {1035, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 420, 28517, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* rules */
    /* io.k8s.api.flowcontrol.v1.FlowSchemaStatus */
    {2305, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 412, 28563, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    /* io.k8s.api.flowcontrol.v1.GroupSubject */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    /* io.k8s.api.flowcontrol.v1.LimitResponse */
    {2331, 1, VD_KUBE_REQUIRED, 0, 28615, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {28636, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 427, 28644, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* queuing */
    /* io.k8s.api.flowcontrol.v1.LimitedPriorityLevelConfiguration */
    {28147, 1, VD_KUBE_POINTER, 0, 1111, 0, 0, 0, 24, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* nominalConcurrencyShares */
    {28702, 2, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 417, 28716, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* limitResponse */
    {28172, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* lendablePercent */
    {28733, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 21, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* borrowingLimitPercent */
    /* io.k8s.api.flowcontrol.v1.NonResourcePolicyRule */
    {5650, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* verbs */
    {5656, 6, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* nonResourceURLs */
    /* io.k8s.api.flowcontrol.v1.PolicyRulesWithSubjects */
    {28801, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 430, 28810, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* subjects */
    {246, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 428, 28823, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resourceRules */
    {6250, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 419, 28847, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nonResourceRules */
    /* io.k8s.api.flowcontrol.v1.PriorityLevelConfiguration */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 425, 28901, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 426, 28935, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationCondition */
    {2331, 1, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 0, 29007, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, VD_KUBE_OMITEMPTY, 0, 2830, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2849, 3, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 421, 29081, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationReference */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    /* io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationSpec */
    {2331, 1, VD_KUBE_REQUIRED, 0, 29180, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {29207, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 418, 29215, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* limited */
    {29252, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 409, 29259, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* exempt */
    /* io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationStatus */
    {2305, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 422, 29328, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    /* io.k8s.api.flowcontrol.v1.QueuingConfiguration */
    {29390, 1, 0, 0, 1111, 0, 0, 2690, 6, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* queues */
    {29397, 2, 0, 0, 1111, 0, 0, 2690, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* handSize */
    {29406, 3, 0, 0, 1111, 0, 0, 2690, 16, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* queueLengthLimit */
    /* io.k8s.api.flowcontrol.v1.ResourcePolicyRule */
    {5650, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* verbs */
    {1546, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* apiGroups */
    {1568, 3, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* resources */
    {29442, 4, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 12, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* clusterScope */
    {20608, 5, VD_KUBE_REPEATED, 0, 1141, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* namespaces */
    /* io.k8s.api.flowcontrol.v1.ServiceAccountSubject */
    {1467, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespace */
    {176, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    /* io.k8s.api.flowcontrol.v1.Subject */
    {1453, 1, VD_KUBE_REQUIRED, 0, 29485, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    {5298, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 431, 29500, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* user */
    {5691, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 416, 29515, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* group */
    {21880, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 429, 29531, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* serviceAccount */
    /* io.k8s.api.flowcontrol.v1.UserSubject */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    /* io.k8s.api.networking.v1.HTTPIngressPath */
    {1671, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {29609, 3, VD_KUBE_POINTER | VD_KUBE_REQUIRED, 0, 29618, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* pathType */
    {29630, 2, VD_KUBE_REQUIRED, 439, 29638, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* backend */
    /* io.k8s.api.networking.v1.HTTPIngressRuleValue */
    {29677, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 432, 29683, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* paths */
    /* io.k8s.api.networking.v1.IPAddress */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 436, 29714, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.networking.v1.IPAddressList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 434, 29745, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.networking.v1.IPAddressSpec */
    {29774, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 461, 29784, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* parentRef */
    /* io.k8s.api.networking.v1.IPBlock */
    {29811, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* cidr */
    {29816, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* except */
    /* io.k8s.api.networking.v1.Ingress */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 451, 29831, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 452, 29846, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.networking.v1.IngressBackend */
    {2572, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 450, 29878, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* service */
    {5705, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 382, 18882, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resource */
    /* io.k8s.api.networking.v1.IngressClass */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 443, 29916, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.networking.v1.IngressClassList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 440, 29953, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.networking.v1.IngressClassParametersReference */
    {26247, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiGroup */
    {1453, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    {176, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {1578, 4, VD_KUBE_POINTER, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* scope */
    {1467, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespace */
    /* io.k8s.api.networking.v1.IngressClassSpec */
    {30020, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* controller */
    {30031, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 442, 30042, 0, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* parameters */
    /* io.k8s.api.networking.v1.IngressList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 438, 30089, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.networking.v1.IngressLoadBalancerIngress */
    {14146, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 2, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* ip */
    {14149, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* hostname */
    {12459, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 447, 30129, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* ports */
    /* io.k8s.api.networking.v1.IngressLoadBalancerStatus */
    {16200, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 445, 30178, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* ingress */
    /* io.k8s.api.networking.v1.IngressPortStatus */
    {1676, 1, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 4, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* port */
    {13132, 2, VD_KUBE_REQUIRED, 0, 13141, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* protocol */
    {5303, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* error */
    /* io.k8s.api.networking.v1.IngressRule */
    {14961, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* host */
    {0, 2, VD_KUBE_INLINE, 449, 30240, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 1}, /*  */
    /* io.k8s.api.networking.v1.IngressRuleValue */
    {30277, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 433, 30282, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* http */
    /* io.k8s.api.networking.v1.IngressServiceBackend */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {1676, 2, VD_KUBE_OMITEMPTY, 462, 30328, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* port */
    /* io.k8s.api.networking.v1.IngressSpec */
    {30362, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* ingressClassName */
    {30379, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 439, 29638, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* defaultBackend */
    {30394, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 453, 30398, 0, 0, 0, 3, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* tls */
    {1035, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 448, 30414, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* rules */
    /* io.k8s.api.networking.v1.IngressStatus */
    {25667, 1, VD_KUBE_OMITEMPTY, 446, 30445, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* loadBalancer */
    /* io.k8s.api.networking.v1.IngressTLS */
    {30485, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* hosts */
    {11496, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* secretName */
    /* io.k8s.api.networking.v1.NetworkPolicy */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 460, 30505, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.networking.v1.NetworkPolicyEgressRule */
    {12459, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 459, 30550, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* ports */
    {30573, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 458, 30576, 0, 0, 0, 2, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* to */
    /* io.k8s.api.networking.v1.NetworkPolicyIngressRule */
    {12459, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 459, 30550, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* ports */
    {30624, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 458, 30576, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* from */
    /* io.k8s.api.networking.v1.NetworkPolicyList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 454, 30647, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.networking.v1.NetworkPolicyPeer */
    {30684, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* podSelector */
    {196, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* namespaceSelector */
    {30696, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 437, 30704, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* ipBlock */
    /* io.k8s.api.networking.v1.NetworkPolicyPort */
    {13132, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 13141, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* protocol */
    {1676, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3988, 0, 0, 0, 4, VD_KUBE_INT_OR_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* port */
    {30733, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 7, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* endPort */
    /* io.k8s.api.networking.v1.NetworkPolicySpec */
    {30684, 1, 0, 615, 214, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* podSelector */
    {16200, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 456, 30759, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* ingress */
    {30789, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 455, 30796, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* egress */
    {30825, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 30837, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* policyTypes */
    /* io.k8s.api.networking.v1.ParentReference */
    {5691, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* group */
    {5705, 2, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resource */
    {1467, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespace */
    {176, 4, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    /* io.k8s.api.networking.v1.ServiceBackendPort */
    {176, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {30888, 2, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 6, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* number */
    /* io.k8s.api.networking.v1.ServiceCIDR */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 465, 30907, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 466, 30926, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.networking.v1.ServiceCIDRList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 463, 30963, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.networking.v1.ServiceCIDRSpec */
    {30996, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* cidrs */
    /* io.k8s.api.networking.v1.ServiceCIDRStatus */
    {2305, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 608, 2316, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    /* io.k8s.api.node.v1.Overhead */
    {31048, 1, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 13726, 0, 0, 0, 8, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* podFixed */
    /* io.k8s.api.node.v1.RuntimeClass */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {31070, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* handler */
    {17041, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 467, 31078, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* overhead */
    {9177, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 470, 31090, 0, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* scheduling */
    /* io.k8s.api.node.v1.RuntimeClassList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 468, 31121, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.node.v1.Scheduling */
    {21867, 1, VD_KUBE_MAP | VD_KUBE_OMITEMPTY | VD_KUBE_ATOMIC, 0, 10751, 0, 0, 0, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nodeSelector */
    {22084, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 378, 22096, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* tolerations */
    /* io.k8s.api.policy.v1.Eviction */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {31180, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 610, 31194, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* deleteOptions */
    /* io.k8s.api.policy.v1.PodDisruptionBudget */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 474, 31231, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 475, 31258, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.policy.v1.PodDisruptionBudgetList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 472, 31311, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.policy.v1.PodDisruptionBudgetSpec */
    {31360, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3988, 0, 0, 0, 12, VD_KUBE_INT_OR_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* minAvailable */
    {1477, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_REPLACE, 615, 214, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* selector */
    {3973, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3988, 0, 0, 0, 14, VD_KUBE_INT_OR_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* maxUnavailable */
    {31373, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 31400, 0, 0, 0, 26, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* unhealthyPodEvictionPolicy */
    /* io.k8s.api.policy.v1.PodDisruptionBudgetStatus */
    {2251, 1, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* observedGeneration */
    {31460, 2, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 31474, 0, 0, 0, 13, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* disruptedPods */
    {31493, 3, 0, 0, 1111, 0, 0, 2690, 18, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* disruptionsAllowed */
    {31512, 4, 0, 0, 1111, 0, 0, 2690, 14, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* currentHealthy */
    {31527, 5, 0, 0, 1111, 0, 0, 2690, 14, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* desiredHealthy */
    {31542, 6, 0, 0, 1111, 0, 0, 2690, 12, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* expectedPods */
    {2305, 7, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 608, 2316, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    /* io.k8s.api.rbac.v1.AggregationRule */
    {31590, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 615, 31611, 0, 0, 0, 20, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* clusterRoleSelectors */
    /* io.k8s.api.rbac.v1.ClusterRole */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {1035, 2, VD_KUBE_REPEATED, 481, 31642, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* rules */
    {31658, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 476, 31674, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* aggregationRule */
    /* io.k8s.api.rbac.v1.ClusterRoleBinding */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {28801, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 487, 28810, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* subjects */
    {31712, 3, VD_KUBE_REQUIRED, 486, 31720, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* roleRef */
    /* io.k8s.api.rbac.v1.ClusterRoleBindingList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 478, 31754, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.rbac.v1.ClusterRoleList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 477, 31794, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.rbac.v1.PolicyRule */
    {5650, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* verbs */
    {1546, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiGroups */
    {1568, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resources */
    {1396, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceNames */
    {5656, 5, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nonResourceURLs */
    /* io.k8s.api.rbac.v1.Role */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {1035, 2, VD_KUBE_REPEATED, 481, 31642, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* rules */
    /* io.k8s.api.rbac.v1.RoleBinding */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {28801, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 487, 28810, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* subjects */
    {31712, 3, VD_KUBE_REQUIRED, 486, 31720, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* roleRef */
    /* io.k8s.api.rbac.v1.RoleBindingList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 483, 31855, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.rbac.v1.RoleList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 482, 31881, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.rbac.v1.RoleRef */
    {26247, 1, 0, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiGroup */
    {1453, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    {176, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    /* io.k8s.api.rbac.v1.Subject */
    {1453, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    {26247, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiGroup */
    {176, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {1467, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespace */
    /* io.k8s.api.resource.v1.AllocatedDeviceStatus */
    {11608, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* driver */
    {23498, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* pool */
    {31944, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* device */
    {31951, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* shareID */
    {2305, 4, VD_KUBE_REPEATED, 608, 2316, 0, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    {2655, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2660, 0, 0, 0, 4, VD_KUBE_RAW, VD_KUBE_LIST_ATOMIC, 0}, /* data */
    {31959, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 523, 31971, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* networkData */
    /* io.k8s.api.resource.v1.AllocationResult */
    {32009, 1, VD_KUBE_OMITEMPTY, 498, 32017, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* devices */
    {21867, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 272, 16747, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nodeSelector */
    {32043, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 19, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* allocationTimestamp */
    /* io.k8s.api.resource.v1.CELDeviceSelector */
    {59, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* expression */
    /* io.k8s.api.resource.v1.CapacityRequestPolicy */
    {15949, 1, VD_KUBE_POINTER, 0, 7192, 0, 0, 0, 7, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* default */
    {32103, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 32115, 0, 0, 0, 11, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* validValues */
    {32135, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 492, 32146, 0, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* validRange */
    /* io.k8s.api.resource.v1.CapacityRequestPolicyRange */
    {15945, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 0, 7192, 0, 0, 0, 3, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* min */
    {15941, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 3, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* max */
    {32203, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 4, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* step */
    /* io.k8s.api.resource.v1.CapacityRequirements */
    {24220, 1, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 32229, 0, 0, 0, 8, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* requests */
    /* io.k8s.api.resource.v1.Counter */
    {7052, 1, VD_KUBE_REQUIRED, 0, 7192, 0, 0, 0, 5, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* value */
    /* io.k8s.api.resource.v1.CounterSet */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {32287, 2, VD_KUBE_MAP | VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 494, 32296, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* counters */
    /* io.k8s.api.resource.v1.Device */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {32325, 2, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 499, 32336, 0, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* attributes */
    {17884, 3, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 500, 32376, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* capacity */
    {32415, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 509, 32432, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* consumesCounters */
    {10648, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nodeName */
    {21867, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 272, 16747, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nodeSelector */
    {32462, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* allNodes */
    {17784, 8, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 515, 32471, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* taints */
    {32488, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 11, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* bindsToNode */
    {32500, 10, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* bindingConditions */
    {32518, 11, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 24, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* bindingFailureConditions */
    {32543, 12, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 24, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* allowMultipleAllocations */
    {32568, 14, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 526, 32593, 0, 0, 0, 24, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nodeAllocatableResources */
    /* io.k8s.api.resource.v1.DeviceAllocationConfiguration */
    {14755, 1, VD_KUBE_REQUIRED, 0, 32670, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* source */
    {24220, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* requests */
    {0, 3, VD_KUBE_INLINE, 507, 32696, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 1}, /*  */
    /* io.k8s.api.resource.v1.DeviceAllocationResult */
    {32742, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 512, 32750, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* results */
    {18118, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 497, 32785, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* config */
    /* io.k8s.api.resource.v1.DeviceAttribute */
    {32836, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 3, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* int */
    {3514, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 4, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* bool */
    {70, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* string */
    {5697, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* version */
    {32840, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 16108, 0, 0, 0, 4, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* ints */
    {32845, 7, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 32851, 0, 0, 0, 5, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* bools */
    {32858, 8, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* strings */
    {32866, 9, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* versions */
    /* io.k8s.api.resource.v1.DeviceCapacity */
    {7052, 1, VD_KUBE_REQUIRED, 0, 7192, 0, 0, 0, 5, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* value */
    {32890, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 491, 32904, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* requestPolicy */
    /* io.k8s.api.resource.v1.DeviceClaim */
    {24220, 1, VD_KUBE_REPEATED, 511, 32941, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* requests */
    {32960, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 508, 32972, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* constraints */
    {18118, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 502, 32994, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* config */
    /* io.k8s.api.resource.v1.DeviceClaimConfiguration */
    {24220, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* requests */
    {0, 2, VD_KUBE_INLINE, 507, 32696, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 1}, /*  */
    /* io.k8s.api.resource.v1.DeviceClass */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, 0, 506, 33061, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.resource.v1.DeviceClassConfiguration */
    {0, 1, VD_KUBE_INLINE, 507, 32696, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 1}, /*  */
    /* io.k8s.api.resource.v1.DeviceClassList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 503, 33121, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.resource.v1.DeviceClassSpec */
    {33154, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 513, 33164, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* selectors */
    {18118, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 504, 33184, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* config */
    {33214, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 20, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* extendedResourceName */
    /* io.k8s.api.resource.v1.DeviceConfiguration */
    {33255, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 527, 33262, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* opaque */
    /* io.k8s.api.resource.v1.DeviceConstraint */
    {24220, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* requests */
    {33308, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 33323, 0, 0, 0, 14, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* matchAttribute */
    {33345, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 33323, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* distinctAttribute */
    /* io.k8s.api.resource.v1.DeviceCounterConsumption */
    {33388, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* counterSet */
    {32287, 2, VD_KUBE_MAP | VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 494, 32296, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* counters */
    {33399, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 19, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* compatibilityGroups */
    /* io.k8s.api.resource.v1.DeviceDerivedAttribute */
    {176, 1, VD_KUBE_REQUIRED, 0, 33323, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {59, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* expression */
    /* io.k8s.api.resource.v1.DeviceRequest */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {33456, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 522, 33464, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* exactly */
    {33486, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 514, 33501, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* firstAvailable */
    /* io.k8s.api.resource.v1.DeviceRequestAllocationResult */
    {10184, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* request */
    {11608, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* driver */
    {23498, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* pool */
    {31944, 4, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* device */
    {33553, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 11, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* adminAccess */
    {22084, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 521, 33565, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* tolerations */
    {32500, 7, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* bindingConditions */
    {32518, 8, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 24, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* bindingFailureConditions */
    {31951, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 4870, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* shareID */
    {33587, 10, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 32229, 0, 0, 0, 16, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* consumedCapacity */
    {33604, 11, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 33623, 0, 0, 0, 18, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* skipNodeOperations */
    /* io.k8s.api.resource.v1.DeviceSelector */
    {33661, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 490, 33665, 0, 0, 0, 3, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* cel */
    /* io.k8s.api.resource.v1.DeviceSubRequest */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {33703, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* deviceClassName */
    {33154, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 513, 33164, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* selectors */
    {33719, 4, VD_KUBE_OMITEMPTY, 0, 33734, 0, 0, 0, 14, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* allocationMode */
    {14806, 5, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 5, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* count */
    {22084, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 521, 33565, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* tolerations */
    {17884, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 493, 33758, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* capacity */
    {33782, 8, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 510, 33800, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* derivedAttributes */
    /* io.k8s.api.resource.v1.DeviceTaint */
    {93, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* key */
    {7052, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* value */
    {25870, 3, VD_KUBE_REQUIRED, 0, 33840, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* effect */
    {25892, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 9, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* timeAdded */
    /* io.k8s.api.resource.v1.DeviceTaintRule */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_REQUIRED, 518, 33877, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 519, 33900, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.resource.v1.DeviceTaintRuleList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 516, 33945, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.resource.v1.DeviceTaintRuleSpec */
    {33986, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 520, 34001, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* deviceSelector */
    {34024, 2, VD_KUBE_OMITEMPTY | VD_KUBE_REQUIRED, 515, 34030, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* taint */
    /* io.k8s.api.resource.v1.DeviceTaintRuleStatus */
    {2305, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 608, 2316, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    /* io.k8s.api.resource.v1.DeviceTaintSelector */
    {11608, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* driver */
    {23498, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* pool */
    {31944, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* device */
    /* io.k8s.api.resource.v1.DeviceToleration */
    {93, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* key */
    {9500, 2, VD_KUBE_OMITEMPTY, 0, 34104, 0, 0, 34132, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* operator */
    {7052, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* value */
    {25870, 4, VD_KUBE_OMITEMPTY, 0, 33840, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* effect */
    {25935, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 17, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* tolerationSeconds */
    /* io.k8s.api.resource.v1.ExactDeviceRequest */
    {33703, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* deviceClassName */
    {33154, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 513, 33164, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* selectors */
    {33719, 3, VD_KUBE_OMITEMPTY, 0, 33734, 0, 0, 0, 14, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* allocationMode */
    {14806, 4, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 5, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* count */
    {33553, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 11, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* adminAccess */
    {22084, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 521, 33565, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* tolerations */
    {17884, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 493, 33758, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* capacity */
    {33782, 8, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 510, 33800, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* derivedAttributes */
    /* io.k8s.api.resource.v1.NetworkDeviceData */
    {34177, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* interfaceName */
    {34191, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* ips */
    {34195, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* hardwareAddress */
    /* io.k8s.api.resource.v1.NodeAllocatableMapping */
    {34234, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 34246, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* capacityKey */
    {34263, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 18, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* capacityMultiplier */
    {34282, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 16, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* deviceMultiplier */
    /* io.k8s.api.resource.v1.NodeAllocatableOverhead */
    {16913, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 6, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* perPod */
    {16920, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 12, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* perContainer */
    /* io.k8s.api.resource.v1.NodeAllocatableResource */
    {16997, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 524, 34347, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* mapping */
    {17041, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 525, 34373, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* overhead */
    /* io.k8s.api.resource.v1.OpaqueDeviceConfiguration */
    {11608, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* driver */
    {30031, 2, VD_KUBE_REQUIRED, 0, 2660, 0, 0, 0, 10, VD_KUBE_RAW, VD_KUBE_LIST_ATOMIC, 0}, /* parameters */
    /* io.k8s.api.resource.v1.ResourceClaim */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, 0, 531, 34426, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 532, 34447, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.resource.v1.ResourceClaimConsumerReference */
    {26247, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiGroup */
    {5705, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resource */
    {176, 4, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {4866, 5, VD_KUBE_REQUIRED, 0, 4870, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* uid */
    /* io.k8s.api.resource.v1.ResourceClaimList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 528, 24236, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.resource.v1.ResourceClaimSpec */
    {32009, 1, 0, 501, 34537, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* devices */
    /* io.k8s.api.resource.v1.ResourceClaimStatus */
    {34572, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 489, 34583, 0, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* allocation */
    {34603, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 529, 34615, 4866, 4866, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* reservedFor */
    {32009, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 488, 34651, 0, 34678, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* devices */
    /* io.k8s.api.resource.v1.ResourceClaimTemplate */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, 0, 535, 34727, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.resource.v1.ResourceClaimTemplateList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 533, 34782, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.resource.v1.ResourceClaimTemplateSpec */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, 0, 531, 34426, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.resource.v1.ResourcePool */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {34848, 2, VD_KUBE_REQUIRED, 0, 2270, 0, 0, 2690, 10, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* generation */
    {34859, 3, VD_KUBE_REQUIRED, 0, 2270, 0, 0, 2690, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* resourceSliceCount */
    /* io.k8s.api.resource.v1.ResourceSlice */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_REQUIRED, 539, 34892, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.resource.v1.ResourceSliceList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 537, 34931, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.resource.v1.ResourceSliceSpec */
    {11608, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* driver */
    {23498, 2, VD_KUBE_REQUIRED, 536, 34968, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* pool */
    {10648, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nodeName */
    {21867, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 272, 16747, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nodeSelector */
    {32462, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* allNodes */
    {32009, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 496, 34984, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* devices */
    {34996, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 22, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* perDeviceNodeSelection */
    {35019, 8, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 495, 35034, 0, 0, 0, 14, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* sharedCounters */
    {35050, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 33323, 0, 0, 0, 22, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* partitionTypeAttribute */
    {33604, 10, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 33623, 0, 0, 0, 18, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* skipNodeOperations */
    /* io.k8s.api.scheduling.v1.PriorityClass */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {7052, 2, 0, 0, 1111, 0, 0, 2690, 5, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* value */
    {35112, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 13, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* globalDefault */
    {35126, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* description */
    {22256, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 22273, 0, 0, 0, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* preemptionPolicy */
    /* io.k8s.api.scheduling.v1.PriorityClassList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 540, 35156, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.scheduling.v1alpha3.TopologyConstraint */
    {93, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* key */
    /* io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupDisruptionMode */
    {35337, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 550, 35344, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* single */
    {35390, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 543, 35394, 0, 0, 0, 3, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* all */
    /* io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupGangSchedulingPolicy */
    {35474, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* minCount */
    /* io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupResourceClaim */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {16968, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceClaimName */
    {21246, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 25, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceClaimTemplateName */
    /* io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupSchedulingConstraints */
    {35551, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 542, 35560, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* topology */
    /* io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupSchedulingPolicy */
    {35623, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 544, 35629, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* basic */
    {35676, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 546, 35681, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* gang */
    /* io.k8s.api.storage.v1.CSIDriver */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_REQUIRED, 553, 35796, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    /* io.k8s.api.storage.v1.CSIDriverList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 551, 35827, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.storage.v1.CSIDriverSpec */
    {35856, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 14, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* attachRequired */
    {35871, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 14, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* podInfoOnMount */
    {35886, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 35907, 0, 0, 0, 20, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* volumeLifecycleModes */
    {35932, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 15, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* storageCapacity */
    {35948, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 35962, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fsGroupPolicy */
    {35979, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 565, 35993, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* tokenRequests */
    {36011, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 17, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* requiresRepublish */
    {36029, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 12, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* seLinuxMount */
    {36042, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 34, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* nodeAllocatableUpdatePeriodSeconds */
    {36077, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 28, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* serviceAccountTokenInSecrets */
    {36106, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 29, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* preventPodSchedulingIfMissing */
    /* io.k8s.api.storage.v1.CSINode */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_REQUIRED, 557, 36144, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 558, 36159, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.storage.v1.CSINodeDriver */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {36190, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nodeID */
    {36197, 3, VD_KUBE_REPEATED, 0, 1141, 0, 0, 0, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* topologyKeys */
    {17893, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 574, 36210, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* allocatable */
    /* io.k8s.api.storage.v1.CSINodeList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 554, 36245, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.storage.v1.CSINodeSpec */
    {36270, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED | VD_KUBE_PATCH_MERGE, 555, 36278, 176, 176, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* drivers */
    /* io.k8s.api.storage.v1.CSINodeStatus */
    {36311, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 563, 36325, 176, 176, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* storageHealth */
    /* io.k8s.api.storage.v1.CSIStorageCapacity */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {36363, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 615, 214, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* nodeTopology */
    {18819, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* storageClassName */
    {17884, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 8, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* capacity */
    {36376, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 7192, 0, 0, 0, 17, VD_KUBE_QUANTITY, VD_KUBE_LIST_ATOMIC, 0}, /* maximumVolumeSize */
    /* io.k8s.api.storage.v1.CSIStorageCapacityList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 559, 36417, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.storage.v1.StorageClass */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {36454, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* provisioner */
    {30031, 3, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 10751, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* parameters */
    {36466, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 20324, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reclaimPolicy */
    {20357, 5, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* mountOptions */
    {36480, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 20, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* allowVolumeExpansion */
    {36501, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 36519, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeBindingMode */
    {36540, 8, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 380, 36558, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* allowedTopologies */
    /* io.k8s.api.storage.v1.StorageClassList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 561, 36601, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.storage.v1.StorageHealth */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {23117, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 564, 36633, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* healthConditions */
    /* io.k8s.api.storage.v1.StorageHealthCondition */
    {1795, 1, VD_KUBE_REQUIRED, 0, 36684, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2498, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    {36711, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 36722, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* accessMode */
    {18836, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 18847, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* volumeMode */
    {2849, 6, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    /* io.k8s.api.storage.v1.TokenRequest */
    {25062, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* audience */
    {5052, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 17, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* expirationSeconds */
    /* io.k8s.api.storage.v1.VolumeAttachment */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_REQUIRED, 569, 36769, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 570, 36793, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.storage.v1.VolumeAttachmentList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 566, 36840, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.storage.v1.VolumeAttachmentSource */
    {36885, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 20, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* persistentVolumeName */
    {36906, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 291, 18492, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* inlineVolumeSpec */
    /* io.k8s.api.storage.v1.VolumeAttachmentSpec */
    {36944, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* attacher */
    {14755, 2, VD_KUBE_REQUIRED, 568, 36953, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* source */
    {10648, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* nodeName */
    /* io.k8s.api.storage.v1.VolumeAttachmentStatus */
    {37002, 1, VD_KUBE_REQUIRED, 0, 3514, 0, 0, 6178, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* attached */
    {37011, 2, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 10751, 0, 0, 0, 18, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* attachmentMetadata */
    {37030, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 573, 37042, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* attachError */
    {37057, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 573, 37042, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* detachError */
    /* io.k8s.api.storage.v1.VolumeAttributesClass */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {37091, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* driverName */
    {30031, 3, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 10751, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* parameters */
    /* io.k8s.api.storage.v1.VolumeAttributesClassList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 571, 37128, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.storage.v1.VolumeError */
    {37167, 1, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 4, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* time */
    {2490, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    {37172, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 9, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* errorCode */
    /* io.k8s.api.storage.v1.VolumeNodeResources */
    {14806, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 5, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* count */
    /* io.k8s.api.storagemigration.v1.StorageVersionMigration */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 577, 37257, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 578, 37288, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.api.storagemigration.v1.StorageVersionMigrationList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 575, 37349, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.api.storagemigration.v1.StorageVersionMigrationSpec */
    {5705, 1, VD_KUBE_REQUIRED, 613, 37406, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resource */
    /* io.k8s.api.storagemigration.v1.StorageVersionMigrationStatus */
    {2305, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 608, 2316, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    {12305, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceVersion */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionRequest */
    {4866, 1, VD_KUBE_REQUIRED, 0, 4870, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* uid */
    {37528, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* desiredAPIVersion */
    {37546, 3, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 37554, 0, 0, 0, 7, VD_KUBE_RAW, VD_KUBE_LIST_ATOMIC, 0}, /* objects */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionResponse */
    {4866, 1, VD_KUBE_REQUIRED, 0, 4870, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* uid */
    {37596, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 37554, 0, 0, 0, 16, VD_KUBE_RAW, VD_KUBE_LIST_ATOMIC, 0}, /* convertedObjects */
    {37613, 3, VD_KUBE_REQUIRED, 629, 37620, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* result */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionReview */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {10184, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 579, 37647, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* request */
    {37668, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 580, 37677, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* response */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceColumnDefinition */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {2331, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {37730, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* format */
    {35126, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* description */
    {14984, 5, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 8, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* priority */
    {37737, 6, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* jsonPath */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion */
    {3476, 1, VD_KUBE_REQUIRED, 0, 37771, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* strategy */
    {37797, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 601, 37805, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* webhook */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_REQUIRED, 588, 37851, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 589, 37883, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionCondition */
    {2331, 1, VD_KUBE_REQUIRED, 0, 37951, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, VD_KUBE_REQUIRED, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2849, 3, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    {2251, 6, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* observedGeneration */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 584, 38021, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames */
    {38081, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* plural */
    {38088, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* singular */
    {38097, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* shortNames */
    {1453, 4, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    {38108, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* listKind */
    {38117, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* categories */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec */
    {5691, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* group */
    {13093, 3, VD_KUBE_REQUIRED, 587, 38157, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* names */
    {1578, 4, VD_KUBE_REQUIRED, 0, 38190, 0, 0, 97, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* scope */
    {32866, 7, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 590, 38207, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* versions */
    {38244, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 583, 38255, 0, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* conversion */
    {38283, 10, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 21, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* preserveUnknownFields */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus */
    {2305, 1, VD_KUBE_REPEATED, 585, 38336, 0, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    {38375, 2, 0, 587, 38157, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* acceptedNames */
    {38389, 3, VD_KUBE_REPEATED, 0, 1141, 0, 0, 0, 14, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* storedVersions */
    {2251, 4, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* observedGeneration */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {38436, 2, VD_KUBE_REQUIRED, 0, 3514, 0, 0, 6178, 6, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* served */
    {38443, 3, VD_KUBE_REQUIRED, 0, 3514, 0, 0, 6178, 7, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* storage */
    {38451, 7, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 10, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* deprecated */
    {38462, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 18, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* deprecationWarning */
    {38481, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 594, 38488, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* schema */
    {38516, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 593, 38529, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* subresources */
    {38559, 6, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 582, 38584, 0, 0, 0, 24, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* additionalPrinterColumns */
    {38620, 9, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 597, 38637, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* selectableFields */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale */
    {38689, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 16, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* specReplicasPath */
    {38706, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 18, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* statusReplicasPath */
    {38725, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* labelSelectorPath */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresources */
    {1795, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 592, 38802, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {38837, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 591, 38843, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* scale */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceValidation */
    {38902, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 596, 38918, 0, 0, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* openAPIV3Schema */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ExternalDocumentation */
    {35126, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* description */
    {2568, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* url */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps */
    {38975, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 2, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* id */
    {38978, 2, VD_KUBE_OMITEMPTY, 0, 38986, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* $schema */
    {39003, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* $ref */
    {35126, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* description */
    {2331, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {37730, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* format */
    {39008, 7, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* title */
    {15949, 8, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 39014, 0, 0, 0, 7, VD_KUBE_ANY, VD_KUBE_LIST_ATOMIC, 0}, /* default */
    {39022, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 39030, 0, 0, 0, 7, VD_KUBE_DOUBLE, VD_KUBE_LIST_ATOMIC, 0}, /* maximum */
    {39038, 10, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 16, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* exclusiveMaximum */
    {39055, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 39030, 0, 0, 0, 7, VD_KUBE_DOUBLE, VD_KUBE_LIST_ATOMIC, 0}, /* minimum */
    {39063, 12, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 16, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* exclusiveMinimum */
    {39080, 13, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 9, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* maxLength */
    {39090, 14, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 9, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* minLength */
    {39100, 15, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* pattern */
    {39108, 16, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 8, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* maxItems */
    {39117, 17, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 8, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* minItems */
    {39126, 18, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 11, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* uniqueItems */
    {39138, 19, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 39030, 0, 0, 0, 10, VD_KUBE_DOUBLE, VD_KUBE_LIST_ATOMIC, 0}, /* multipleOf */
    {39149, 20, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 39154, 0, 0, 0, 4, VD_KUBE_ANY, VD_KUBE_LIST_ATOMIC, 0}, /* enum */
    {39164, 21, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 13, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* maxProperties */
    {39178, 22, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 13, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* minProperties */
    {26579, 23, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* required */
    {552, 24, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 596, 39192, 0, 0, 0, 5, VD_KUBE_SCHEMA_OR_ARRAY, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    {39218, 25, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 596, 39224, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* allOf */
    {39245, 26, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 596, 39224, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* oneOf */
    {39251, 27, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 596, 39224, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* anyOf */
    {39257, 28, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 596, 38918, 0, 0, 0, 3, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* not */
    {39261, 29, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 596, 39272, 0, 0, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* properties */
    {39302, 30, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 596, 39323, 0, 0, 0, 20, VD_KUBE_SCHEMA_OR_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* additionalProperties */
    {39348, 31, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 596, 39272, 0, 0, 0, 17, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* patternProperties */
    {39366, 32, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 596, 39379, 0, 0, 0, 12, VD_KUBE_SCHEMA_OR_STRINGS, VD_KUBE_LIST_ATOMIC, 0}, /* dependencies */
    {39405, 33, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 596, 39323, 0, 0, 0, 15, VD_KUBE_SCHEMA_OR_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* additionalItems */
    {39421, 34, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 596, 39433, 0, 0, 0, 11, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* definitions */
    {39458, 35, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 595, 39471, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* externalDocs */
    {39496, 36, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 39014, 0, 0, 0, 7, VD_KUBE_ANY, VD_KUBE_LIST_ATOMIC, 0}, /* example */
    {39504, 37, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 8, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* nullable */
    {39513, 38, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 36, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* x-kubernetes-preserve-unknown-fields */
    {39550, 39, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 30, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* x-kubernetes-embedded-resource */
    {39581, 40, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 26, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* x-kubernetes-int-or-string */
    {39608, 41, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 26, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* x-kubernetes-list-map-keys */
    {39635, 42, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 22, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* x-kubernetes-list-type */
    {39658, 43, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 21, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* x-kubernetes-map-type */
    {39680, 44, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 599, 39705, 39724, 39724, 0, 24, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* x-kubernetes-validations */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.SelectableField */
    {37737, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* jsonPath */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference */
    {1467, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespace */
    {176, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {1671, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* path */
    {1676, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 4, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* port */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ValidationRule */
    {39724, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* rule */
    {2490, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    {2521, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* messageExpression */
    {2498, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 39760, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {18449, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fieldPath */
    {39785, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 15, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* optionalOldSelf */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig */
    {2568, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* url */
    {2572, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 598, 2580, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* service */
    {2600, 2, VD_KUBE_OMITEMPTY, 0, 2609, 0, 0, 0, 8, VD_KUBE_BYTES, VD_KUBE_LIST_ATOMIC, 0}, /* caBundle */
    /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookConversion */
    {999, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 600, 1012, 0, 0, 0, 12, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* clientConfig */
    {39819, 3, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 24, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* conversionReviewVersions */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.APIGroup */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {32866, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 614, 39890, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* versions */
    {39920, 3, VD_KUBE_OMITEMPTY, 614, 39937, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* preferredVersion */
    {39965, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 627, 39992, 0, 0, 0, 26, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* serverAddressByClientCIDRs */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.APIGroupList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {5327, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 602, 40036, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* groups */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.APIResource */
    {176, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {40062, 6, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* singularName */
    {40075, 2, VD_KUBE_REQUIRED, 0, 3514, 0, 0, 6178, 10, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* namespaced */
    {5691, 8, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* group */
    {5697, 9, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* version */
    {1453, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    {5650, 4, VD_KUBE_REQUIRED, 0, 40086, 0, 0, 0, 5, VD_KUBE_STRINGS, VD_KUBE_LIST_ATOMIC, 0}, /* verbs */
    {38097, 5, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* shortNames */
    {38117, 7, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* categories */
    {40095, 10, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 18, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* storageVersionHash */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.APIResourceList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {40130, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* groupVersion */
    {1568, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 604, 40143, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* resources */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.APIVersions */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {32866, 1, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 1141, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* versions */
    {39965, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 627, 39992, 0, 0, 0, 26, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* serverAddressByClientCIDRs */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.ApplyOptions */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {40185, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* dryRun */
    {40192, 2, VD_KUBE_REQUIRED, 0, 3514, 0, 0, 6178, 5, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* force */
    {40198, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fieldManager */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.Condition */
    {2331, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, VD_KUBE_REQUIRED, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2251, 3, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* observedGeneration */
    {2849, 4, VD_KUBE_REQUIRED, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 5, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 6, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.CreateOptions */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {40185, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* dryRun */
    {40198, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fieldManager */
    {40235, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fieldValidation */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {40265, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* gracePeriodSeconds */
    {40284, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 626, 40298, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* preconditions */
    {40315, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 16, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* orphanDependents */
    {40332, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 40350, 0, 0, 0, 17, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* propagationPolicy */
    {40185, 5, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* dryRun */
    {40373, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 48, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* ignoreStoreReadErrorWithClusterBreakingPotential */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.FieldSelectorRequirement */
    {93, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* key */
    {9500, 2, VD_KUBE_REQUIRED, 0, 40447, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* operator */
    {9548, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* values */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.GetOptions */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {12305, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceVersion */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.GroupResource */
    {5691, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* group */
    {5705, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resource */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersionForDiscovery */
    {40130, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* groupVersion */
    {5697, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* version */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector */
    {40536, 1, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 10751, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* matchLabels */
    {17675, 2, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 616, 5496, 0, 0, 0, 16, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* matchExpressions */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement */
    {93, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* key */
    {9500, 2, VD_KUBE_REQUIRED, 0, 40573, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* operator */
    {9548, 3, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* values */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.List */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 0, 37554, 0, 0, 0, 5, VD_KUBE_RAW, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta */
    {40612, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* selfLink */
    {12305, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceVersion */
    {40621, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* continue */
    {40630, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 18, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* remainingItemCount */
    {40649, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 628, 40659, 0, 0, 0, 9, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* shardInfo */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.ListOptions */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {5767, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* labelSelector */
    {5726, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fieldSelector */
    {40684, 3, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 5, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* watch */
    {40690, 9, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 19, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* allowWatchBookmarks */
    {12305, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceVersion */
    {40710, 10, VD_KUBE_OMITEMPTY, 0, 40731, 0, 0, 0, 20, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceVersionMatch */
    {1096, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 14, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* timeoutSeconds */
    {40755, 7, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 5, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* limit */
    {40621, 8, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* continue */
    {40761, 11, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 17, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* sendInitialEvents */
    {40779, 15, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* shardSelector */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry */
    {40812, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* manager */
    {40820, 2, VD_KUBE_OMITEMPTY, 0, 40830, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* operation */
    {1442, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiVersion */
    {37167, 4, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 4, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* time */
    {40860, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fieldsType */
    {40871, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 40880, 0, 0, 0, 8, VD_KUBE_FIELDS_V1, VD_KUBE_LIST_ATOMIC, 0}, /* fieldsV1 */
    {5714, 8, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* subresource */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta */
    {176, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {40903, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* generateName */
    {1467, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespace */
    {40612, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* selfLink */
    {4866, 5, VD_KUBE_OMITEMPTY, 0, 4870, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* uid */
    {12305, 6, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceVersion */
    {34848, 7, VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 10, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* generation */
    {40916, 8, VD_KUBE_OMITEMPTY | VD_KUBE_OMITZERO, 0, 2868, 0, 0, 0, 17, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* creationTimestamp */
    {40934, 9, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 17, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* deletionTimestamp */
    {40952, 10, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 2270, 0, 0, 0, 26, VD_KUBE_INT64, VD_KUBE_LIST_ATOMIC, 0}, /* deletionGracePeriodSeconds */
    {40979, 11, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 10751, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* labels */
    {40986, 12, VD_KUBE_MAP | VD_KUBE_OMITEMPTY, 0, 10751, 0, 0, 0, 11, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* annotations */
    {40998, 13, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 622, 41014, 4866, 4866, 0, 15, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* ownerReferences */
    {16523, 14, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 0, 1141, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_SET, 0}, /* finalizers */
    {41034, 17, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 620, 41048, 0, 0, 0, 13, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* managedFields */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference */
    {1442, 5, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiVersion */
    {1453, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    {176, 3, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {4866, 4, VD_KUBE_REQUIRED, 0, 4870, 0, 0, 97, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* uid */
    {30020, 6, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 10, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* controller */
    {41087, 7, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 18, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* blockOwnerDeletion */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.PartialObjectMetadata */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.PartialObjectMetadataList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 623, 41154, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.PatchOptions */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {40185, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* dryRun */
    {40192, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 5, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* force */
    {40198, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fieldManager */
    {40235, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fieldValidation */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.Preconditions */
    {4866, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 4870, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* uid */
    {12305, 2, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* resourceVersion */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.ServerAddressByClientCIDR */
    {41234, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* clientCIDR */
    {41245, 2, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 13, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* serverAddress */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.ShardInfo */
    {1477, 1, VD_KUBE_REQUIRED, 0, 70, 0, 0, 97, 8, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* selector */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.Status */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {1795, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2490, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    {2498, 4, VD_KUBE_OMITEMPTY, 0, 2505, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {41276, 5, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 631, 41284, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* details */
    {41301, 6, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 4, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* code */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.StatusCause */
    {2498, 1, VD_KUBE_OMITEMPTY, 0, 41318, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    {41331, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* field */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.StatusDetails */
    {176, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {5691, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* group */
    {1453, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    {4866, 6, VD_KUBE_OMITEMPTY, 0, 4870, 0, 0, 0, 3, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* uid */
    {41351, 4, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 630, 41358, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* causes */
    {41375, 5, VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 17, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* retryAfterSeconds */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.TypeMeta */
    {1453, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* kind */
    {1442, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 10, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* apiVersion */
    /* io.k8s.apimachinery.pkg.apis.meta.v1.UpdateOptions */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {40185, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY, 0, 1141, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* dryRun */
    {40198, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 12, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fieldManager */
    {40235, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 15, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* fieldValidation */
    /* io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 621, 386, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {400, 2, VD_KUBE_OMITEMPTY, 637, 41478, 0, 0, 0, 4, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* spec */
    {1795, 3, VD_KUBE_OMITEMPTY, 638, 41496, 0, 0, 0, 6, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    /* io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceCondition */
    {2331, 1, VD_KUBE_REQUIRED, 0, 41536, 0, 0, 97, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* type */
    {1795, 2, VD_KUBE_REQUIRED, 0, 2830, 0, 0, 97, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* status */
    {2849, 3, VD_KUBE_OMITEMPTY, 0, 2868, 0, 0, 0, 18, VD_KUBE_TIME, VD_KUBE_LIST_ATOMIC, 0}, /* lastTransitionTime */
    {2498, 4, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 6, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* reason */
    {2490, 5, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* message */
    /* io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceList */
    {0, 0, VD_KUBE_INLINE, 632, 365, 0, 0, 0, 0, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 2}, /*  */
    {377, 1, VD_KUBE_OMITEMPTY, 618, 540, 0, 0, 0, 8, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* metadata */
    {552, 2, VD_KUBE_REPEATED | VD_KUBE_REQUIRED, 634, 41578, 0, 0, 0, 5, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* items */
    /* io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec */
    {2572, 1, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 639, 2580, 0, 0, 0, 7, VD_KUBE_MESSAGE, VD_KUBE_LIST_ATOMIC, 0}, /* service */
    {5691, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 5, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* group */
    {5697, 3, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 7, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* version */
    {41609, 4, VD_KUBE_OMITEMPTY, 0, 3514, 0, 0, 0, 21, VD_KUBE_BOOL, VD_KUBE_LIST_ATOMIC, 0}, /* insecureSkipTLSVerify */
    {2600, 5, VD_KUBE_OMITEMPTY, 0, 2609, 0, 0, 0, 8, VD_KUBE_BYTES, VD_KUBE_LIST_ATOMIC, 0}, /* caBundle */
    {41631, 7, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 20, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* groupPriorityMinimum */
    {41652, 8, VD_KUBE_REQUIRED, 0, 1111, 0, 0, 2690, 15, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* versionPriority */
    /* io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceStatus */
    {2305, 1, VD_KUBE_REPEATED | VD_KUBE_OMITEMPTY | VD_KUBE_PATCH_MERGE, 635, 41685, 2331, 2331, 0, 10, VD_KUBE_MESSAGE, VD_KUBE_LIST_MAP, 0}, /* conditions */
    /* io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference */
    {1467, 1, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 9, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* namespace */
    {176, 2, VD_KUBE_OMITEMPTY, 0, 70, 0, 0, 0, 4, VD_KUBE_STRING, VD_KUBE_LIST_ATOMIC, 0}, /* name */
    {1676, 3, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY, 0, 1111, 0, 0, 0, 4, VD_KUBE_INT32, VD_KUBE_LIST_ATOMIC, 0}, /* port */
};

const uint16_t vd_kube_flat[2775] = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 2497, 2498, 14, 15, 2497, 2498, 17,
    18, 2497, 2498, 20, 21, 22, 23, 24, 2497, 2498, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
    36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 2497, 2498, 48, 49, 2497, 2498, 51, 52, 53,
    54, 55, 56, 68, 64, 65, 66, 67, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 64,
    65, 66, 67, 70, 71, 72, 73, 74, 2497, 2498, 76, 77, 78, 2497, 2498, 80, 81, 2497, 2498, 83,
    84, 85, 86, 87, 88, 2497, 2498, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102,
    103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 2497, 2498, 114, 115, 2497, 2498, 117, 118, 119, 120,
    121, 122, 123, 124, 125, 126, 127, 2497, 2498, 129, 130, 131, 2497, 2498, 133, 134, 2497, 2498, 136, 137,
    138, 139, 140, 141, 142, 143, 2497, 2498, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154, 155, 156,
    157, 158, 159, 160, 161, 162, 163, 2497, 2498, 165, 166, 167, 168, 169, 170, 171, 172, 173, 2497, 2498,
    175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 193, 194,
    195, 2497, 2498, 197, 198, 199, 200, 201, 202, 203, 204, 2497, 2498, 206, 207, 208, 209, 210, 211, 212,
    213, 214, 215, 216, 217, 218, 219, 220, 221, 222, 223, 224, 2497, 2498, 226, 227, 228, 229, 230, 231,
    232, 233, 2497, 2498, 235, 236, 237, 238, 239, 240, 241, 242, 243, 244, 245, 246, 247, 248, 249, 250,
    251, 252, 253, 254, 255, 256, 257, 258, 259, 260, 261, 262, 263, 264, 265, 266, 2497, 2498, 268, 269,
    270, 2497, 2498, 272, 273, 274, 275, 276, 277, 278, 279, 280, 2497, 2498, 282, 283, 284, 285, 286, 287,
    288, 289, 290, 291, 292, 293, 294, 295, 296, 297, 298, 2497, 2498, 300, 301, 302, 303, 304, 305, 306,
    307, 308, 309, 310, 311, 312, 313, 314, 315, 316, 317, 318, 319, 2497, 2498, 321, 322, 323, 324, 325,
    2497, 2498, 327, 328, 329, 330, 2497, 2498, 332, 333, 334, 335, 336, 337, 338, 339, 340, 341, 342, 343,
    344, 345, 346, 347, 348, 349, 350, 351, 2497, 2498, 353, 354, 355, 2497, 2498, 357, 358, 359, 360, 361,
    362, 363, 364, 365, 366, 367, 2497, 2498, 369, 370, 371, 372, 373, 374, 375, 376, 377, 378, 379, 380,
    381, 382, 383, 384, 385, 386, 387, 388, 389, 390, 391, 392, 393, 394, 2497, 2498, 396, 397, 398, 399,
    400, 401, 402, 403, 404, 405, 406, 2497, 2498, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418,
    419, 420, 421, 422, 423, 424, 425, 426, 427, 428, 429, 430, 431, 432, 433, 434, 435, 436, 437, 438,
    439, 440, 441, 442, 443, 444, 445, 446, 447, 448, 449, 450, 451, 452, 453, 454, 455, 2497, 2498, 457,
    458, 459, 2497, 2498, 461, 462, 463, 464, 465, 466, 467, 468, 469, 470, 471, 472, 473, 2497, 2498, 475,
    476, 477, 478, 479, 480, 481, 482, 483, 2497, 2498, 485, 486, 487, 488, 489, 490, 491, 492, 493, 494,
    495, 496, 497, 498, 499, 500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 510, 511, 512, 513, 514,
    515, 516, 517, 518, 519, 520, 521, 522, 523, 524, 525, 526, 527, 528, 529, 530, 531, 532, 533, 534,
    2497, 2498, 536, 537, 538, 539, 540, 541, 542, 543, 544, 2497, 2498, 546, 547, 548, 549, 550, 551, 552,
    553, 554, 555, 556, 557, 2497, 2498, 559, 560, 2497, 2498, 562, 563, 564, 565, 2497, 2498, 567, 568, 569,
    2497, 2498, 571, 572, 573, 574, 575, 576, 577, 578, 579, 580, 581, 582, 583, 584, 585, 586, 587, 2497,
    2498, 589, 590, 2497, 2498, 592, 593, 594, 595, 596, 597, 598, 599, 600, 601, 602, 603, 604, 605, 606,
    607, 608, 609, 610, 611, 612, 613, 614, 615, 616, 617, 618, 619, 620, 621, 622, 623, 624, 2497, 2498,
    626, 627, 628, 629, 630, 631, 632, 633, 634, 635, 636, 637, 638, 639, 640, 641, 642, 643, 644, 645,
    646, 647, 648, 649, 650, 651, 652, 653, 654, 655, 656, 657, 658, 659, 660, 661, 662, 663, 664, 665,
    666, 667, 668, 669, 670, 671, 672, 673, 674, 675, 2497, 2498, 677, 678, 2497, 2498, 680, 681, 2497, 2498,
    683, 684, 685, 686, 981, 688, 981, 690, 691, 2497, 2498, 693, 694, 695, 696, 697, 698, 699, 981, 701,
    702, 981, 704, 705, 706, 707, 708, 709, 710, 711, 712, 713, 714, 715, 716, 717, 718, 719, 720, 721,
    722, 723, 724, 725, 726, 727, 728, 729, 730, 731, 732, 733, 734, 735, 736, 737, 738, 739, 740, 741,
    742, 743, 744, 745, 746, 747, 748, 749, 750, 751, 752, 753, 754, 755, 756, 757, 758, 759, 760, 761,
    762, 763, 764, 765, 766, 767, 768, 769, 770, 771, 772, 773, 774, 775, 776, 777, 778, 779, 780, 781,
    782, 783, 784, 785, 786, 787, 788, 789, 790, 791, 792, 793, 794, 795, 796, 797, 798, 799, 800, 801,
    2497, 2498, 803, 804, 2497, 2498, 806, 807, 808, 809, 810, 811, 812, 813, 814, 815, 816, 817, 818, 821,
    822, 823, 824, 825, 826, 827, 828, 829, 830, 831, 832, 833, 834, 835, 836, 837, 838, 839, 840, 841,
    842, 843, 844, 845, 820, 821, 822, 823, 824, 825, 826, 827, 828, 829, 830, 831, 832, 833, 834, 835,
    836, 837, 838, 839, 840, 841, 842, 843, 844, 845, 846, 2497, 2498, 848, 849, 850, 851, 852, 853, 854,
    855, 856, 857, 858, 859, 860, 861, 862, 2497, 2498, 864, 865, 866, 867, 868, 869, 870, 871, 872, 873,
    874, 875, 876, 877, 878, 879, 880, 881, 882, 883, 884, 885, 886, 887, 888, 889, 890, 891, 892, 893,
    894, 895, 896, 897, 898, 899, 900, 901, 902, 903, 904, 905, 906, 907, 908, 909, 910, 911, 912, 913,
    914, 915, 916, 917, 918, 919, 920, 921, 922, 923, 924, 925, 926, 927, 928, 929, 930, 931, 932, 933,
    934, 935, 936, 937, 938, 939, 940, 941, 942, 943, 944, 945, 946, 947, 948, 949, 950, 951, 952, 953,
    954, 955, 956, 957, 958, 959, 2497, 2498, 961, 962, 963, 964, 965, 966, 967, 968, 2497, 2498, 970, 971,
    972, 973, 974, 975, 976, 977, 978, 979, 980, 981, 982, 983, 984, 985, 986, 987, 988, 2497, 2498, 990,
    991, 992, 993, 994, 995, 996, 997, 2497, 2498, 999, 1000, 1001, 1002, 1003, 2497, 2498, 1005, 1006, 1007, 1008,
    1009, 1010, 1011, 1012, 1013, 1014, 1015, 1016, 1017, 1018, 1019, 1020, 1021, 1022, 1023, 1024, 1025, 1026, 1027, 1028,
    1029, 1030, 1031, 1032, 1033, 2497, 2498, 1035, 1036, 1037, 2497, 2498, 1039, 1040, 1041, 1042, 1043, 1044, 1045, 1046,
    1047, 1048, 1049, 1050, 1051, 1052, 1053, 1054, 1055, 1056, 1057, 1058, 1059, 1060, 1061, 1062, 1063, 1064, 1065, 1066,
    1067, 1068, 1069, 1070, 1071, 1072, 1073, 1074, 1075, 1076, 1077, 1078, 1079, 1080, 1081, 1082, 1083, 1084, 1085, 1086,
    1087, 1088, 1089, 1090, 1091, 1092, 1093, 2497, 2498, 1095, 1096, 1097, 2497, 2498, 1099, 1100, 1101, 1102, 1103, 1104,
    1105, 1106, 1107, 2497, 2498, 1109, 1110, 1111, 1112, 1113, 1114, 1115, 1116, 1117, 1118, 1119, 1120, 1121, 1122, 1123,
    1124, 1125, 1126, 1127, 1128, 1129, 1130, 1131, 1132, 2497, 2498, 1134, 1135, 1136, 1137, 1138, 1139, 1140, 1141, 1142,
    1143, 1144, 1145, 1146, 1147, 1148, 1149, 1150, 1151, 1152, 1153, 1154, 1155, 1156, 1157, 1158, 1136, 1137, 1138, 1139,
    1140, 1141, 1142, 1143, 1144, 1145, 1146, 1147, 1148, 1149, 1150, 1151, 1152, 1153, 1154, 1155, 1156, 1157, 1160, 1161,
    1162, 1163, 1164, 1165, 1166, 1167, 1168, 1169, 1170, 1171, 1172, 1173, 2497, 2498, 1175, 1176, 1177, 1178, 1179, 1180,
    1181, 1182, 1183, 1184, 1185, 1186, 1187, 2497, 2498, 1189, 1190, 1191, 1192, 1193, 1194, 1195, 1196, 1197, 1198, 1199,
    1200, 1201, 1202, 1203, 1204, 1205, 1206, 1207, 1208, 1209, 1210, 1211, 1212, 1213, 2497, 2498, 1215, 1216, 1217, 1218,
    1219, 1220, 1221, 1222, 1223, 2497, 2498, 1225, 1226, 2497, 2498, 1228, 1229, 1230, 1231, 1232, 1233, 1234, 1235, 1236,
    1237, 1238, 2497, 2498, 1240, 2497, 2498, 1242, 1243, 1244, 1245, 1246, 1247, 1248, 1249, 1250, 1251, 1252, 1253, 1254,
    1255, 1256, 1257, 1258, 1259, 1260, 1261, 1262, 1263, 1264, 1265, 1266, 1267, 1268, 1269, 1270, 1271, 1272, 1273, 1274,
    1275, 1276, 1277, 1278, 1279, 1280, 1281, 1282, 1283, 1284, 1285, 1286, 1287, 1288, 1289, 1290, 1291, 1292, 1293, 1294,
    1295, 1296, 1297, 1298, 1299, 1300, 1301, 1302, 1303, 1304, 1305, 1306, 1307, 1308, 1309, 1310, 1311, 1312, 1313, 1314,
    1315, 1316, 1317, 1318, 1319, 1320, 1321, 1322, 1323, 1324, 1325, 1326, 1327, 1328, 2497, 2498, 1330, 1331, 2497, 2498,
    1333, 1334, 1335, 1336, 1337, 1338, 1339, 1340, 1341, 1342, 1343, 1344, 1345, 1346, 1347, 1355, 1356, 1357, 1358, 1349,
    1350, 1351, 1352, 1353, 1354, 1355, 1356, 1357, 1358, 1359, 1360, 1361, 1362, 1363, 1364, 1365, 1366, 1367, 1368, 1369,
    1370, 1371, 1372, 1373, 1374, 1375, 1376, 1377, 1378, 1379, 1380, 1381, 1382, 1383, 2497, 2498, 1385, 1386, 1387, 2497,
    2498, 1389, 1390, 1391, 1392, 1393, 1394, 1395, 1396, 2497, 2498, 1398, 1399, 1400, 1401, 1402, 1403, 1404, 1405, 1406,
    1407, 1408, 1409, 1410, 1411, 1412, 1413, 1414, 1415, 1416, 1417, 2497, 2498, 1419, 1420, 1421, 2497, 2498, 1423, 1424,
    1425, 1426, 1427, 1428, 1429, 1430, 1431, 1432, 1433, 1434, 1435, 1436, 1437, 1438, 1439, 1440, 1441, 1442, 1443, 1444,
    1445, 1446, 1447, 1448, 1449, 1450, 1451, 1452, 1453, 1454, 1455, 1456, 1457, 1458, 1459, 1460, 1461, 1462, 1463, 1464,
    2497, 2498, 1466, 1467, 1468, 1469, 1470, 981, 1472, 981, 1474, 1475, 2497, 2498, 1477, 1478, 981, 1480, 1481, 1482,
    1483, 1484, 1485, 1486, 1487, 1488, 1489, 1490, 1491, 1492, 1493, 1494, 1495, 1496, 1497, 1498, 1499, 1500, 2497, 2498,
    1502, 2497, 2498, 1504, 1505, 1506, 2497, 2498, 1508, 1509, 1510, 1511, 2497, 2498, 1513, 1514, 1515, 1516, 1517, 1518,
    2497, 2498, 1520, 1521, 1522, 1523, 1524, 1525, 1526, 1527, 2497, 2498, 1529, 1530, 1531, 1532, 1533, 1534, 1535, 1536,
    1537, 1538, 1539, 1540, 1541, 1542, 1543, 1544, 1545, 1546, 1547, 1548, 1549, 1550, 1551, 1552, 1553, 1554, 1555, 1556,
    1557, 1558, 1559, 1560, 1561, 1562, 1563, 1564, 1565, 1566, 1567, 1568, 1569, 1570, 1571, 1572, 1573, 1574, 1575, 1576,
    1577, 1578, 1579, 1580, 1581, 1582, 1583, 1584, 1585, 1586, 1587, 1588, 1589, 1590, 1591, 1592, 1593, 1594, 1595, 1626,
    1627, 1628, 1629, 1630, 1631, 1632, 1633, 1634, 1635, 1636, 1637, 1638, 1639, 1640, 1641, 1642, 1643, 1644, 1645, 1646,
    1647, 1648, 1649, 1650, 1651, 1652, 1653, 1654, 1655, 1597, 1598, 1599, 1600, 1601, 1602, 1603, 1604, 1605, 1606, 1607,
    1608, 1609, 1610, 1611, 1612, 1613, 1614, 1615, 1616, 1617, 1618, 1619, 1620, 1621, 1622, 1623, 1624, 1625, 1626, 1627,
    1628, 1629, 1630, 1631, 1632, 1633, 1634, 1635, 1636, 1637, 1638, 1639, 1640, 1641, 1642, 1643, 1644, 1645, 1646, 1647,
    1648, 1649, 1650, 1651, 1652, 1653, 1654, 1655, 1656, 1657, 1658, 1659, 1660, 1661, 1662, 1663, 1664, 1665, 1666, 1667,
    1668, 1669, 1670, 1671, 1672, 1673, 1674, 1675, 1676, 1677, 1678, 1679, 1680, 1681, 1682, 1683, 2497, 2498, 1685, 1686,
    1687, 1688, 2497, 2498, 1690, 1691, 1692, 1693, 2497, 2498, 1695, 1696, 1697, 1698, 1699, 1700, 1701, 1702, 1703, 1704,
    1705, 1706, 1707, 1708, 1709, 2497, 2498, 1711, 1712, 1713, 1714, 1715, 1716, 1717, 2497, 2498, 1719, 1720, 1721, 1722,
    1723, 1724, 1725, 1726, 2497, 2498, 1728, 1729, 1730, 1731, 1732, 1733, 1734, 1735, 1736, 1737, 1738, 1739, 1740, 1741,
    1742, 1743, 1744, 1745, 1746, 2497, 2498, 1748, 1749, 1750, 1751, 1752, 1753, 1754, 1755, 2497, 2498, 1757, 1758, 1759,
    1760, 1761, 1762, 1763, 1764, 1765, 1766, 1767, 1768, 1769, 1770, 1771, 1772, 1773, 1774, 1775, 1776, 1777, 1778, 1779,
    1780, 1781, 1782, 2497, 2498, 1784, 1785, 2497, 2498, 1787, 1788, 1789, 1790, 1791, 2497, 2498, 1793, 1794, 1795, 1796,
    1797, 2497, 2498, 1799, 1800, 2497, 2498, 1802, 1803, 1804, 1805, 1806, 1807, 1808, 1809, 1810, 2497, 2498, 1812, 1813,
    1814, 1815, 1816, 1817, 1818, 1819, 1820, 1821, 1823, 1823, 1824, 1825, 1826, 1827, 1828, 1829, 1830, 1831, 1832, 2497,
    2498, 1834, 1835, 1836, 1837, 1838, 1839, 2497, 2498, 1841, 1842, 1843, 1844, 1845, 1846, 1847, 1848, 1849, 1850, 1851,
    1852, 1853, 1854, 1855, 1856, 1857, 1858, 2497, 2498, 1860, 1861, 1862, 2497, 2498, 1864, 1865, 1866, 1867, 1868, 2497,
    2498, 1870, 1871, 1872, 1873, 2497, 2498, 1875, 1876, 1877, 1878, 2497, 2498, 1880, 1881, 2497, 2498, 1883, 1884, 1885,
    2497, 2498, 1887, 1888, 1889, 1890, 1891, 1892, 1893, 1894, 1895, 1896, 1897, 1898, 1899, 1900, 2497, 2498, 1902, 1903,
    1904, 2497, 2498, 1906, 1907, 1908, 2497, 2498, 1910, 1911, 2497, 2498, 1913, 1914, 1915, 1916, 1917, 1918, 1919, 2497,
    2498, 1921, 1922, 2497, 2498, 1924, 1925, 1926, 2497, 2498, 1928, 1929, 2497, 2498, 1931, 1932, 1933, 1934, 1935, 1936,
    1937, 1938, 1939, 1940, 1941, 1942, 1943, 1944, 1945, 1946, 1947, 1948, 1949, 1950, 1951, 1952, 1953, 1954, 1955, 1956,
    1957, 1958, 1959, 1960, 1961, 1962, 1963, 1964, 1965, 1966, 1967, 1968, 1969, 1970, 1971, 1972, 1973, 1974, 1975, 2004,
    1977, 1978, 1979, 1980, 1981, 1982, 1983, 1984, 1985, 1986, 1987, 1988, 1989, 1990, 1991, 1992, 2004, 2497, 2498, 1995,
    1996, 2004, 2497, 2498, 1999, 2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008, 2009, 2010, 2011, 2012, 2013, 2014,
    2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027, 2028, 2029, 2030, 2031, 2032, 2033, 2034,
    2035, 2036, 2037, 2038, 2039, 2497, 2498, 2041, 2042, 2043, 2497, 2498, 2045, 2046, 2047, 2048, 2049, 2050, 2051, 2052,
    2053, 2054, 2055, 2056, 2057, 2058, 2059, 2060, 2061, 2062, 2063, 2064, 2065, 2066, 2067, 2068, 2069, 2070, 2071, 2072,
    2073, 2074, 2075, 2076, 2077, 2497, 2498, 2079, 2080, 2081, 2082, 2083, 2084, 2085, 2497, 2498, 2087, 2088, 2089, 2090,
    2091, 2092, 2497, 2498, 2094, 2095, 2497, 2498, 2097, 2098, 2099, 2100, 2101, 2102, 2103, 2497, 2498, 2105, 2106, 2497,
    2498, 2108, 2109, 2110, 2111, 2112, 2113, 2114, 2115, 2116, 2117, 2118, 2119, 2497, 2498, 2121, 2122, 2123, 2124, 2125,
    2497, 2498, 2127, 2128, 2129, 2130, 2131, 2132, 2133, 2134, 2135, 2136, 2137, 2138, 2497, 2498, 2140, 2141, 2497, 2498,
    2143, 2144, 2145, 2146, 2147, 2148, 2149, 2150, 2151, 2152, 2153, 2154, 2155, 2497, 2498, 2157, 2158, 2159, 2160, 2161,
    2162, 2163, 2497, 2498, 2165, 2166, 2167, 2168, 2497, 2498, 2170, 2171, 2172, 2173, 2174, 2497, 2498, 2176, 2177, 2497,
    2498, 2179, 2180, 2181, 2182, 2183, 2184, 2185, 2186, 2497, 2498, 2188, 2189, 2190, 2191, 2192, 2193, 2194, 2195, 2196,
    2197, 2198, 2199, 2497, 2498, 2201, 2202, 2203, 2497, 2498, 2205, 2206, 2207, 2208, 2209, 2210, 2211, 2212, 2213, 2214,
    2215, 2497, 2498, 2217, 2218, 2219, 2497, 2498, 2221, 2222, 2223, 2224, 2225, 2226, 2497, 2498, 2228, 2229, 2230, 2497,
    2498, 2232, 2233, 2234, 2235, 2236, 2237, 2238, 2239, 2240, 2241, 2242, 2497, 2498, 2244, 2245, 2246, 2247, 2248, 2249,
    2250, 2251, 2252, 2253, 2497, 2498, 2255, 2256, 2257, 2258, 2259, 2260, 2261, 2262, 2263, 2497, 2498, 2265, 2266, 2267,
    2268, 2269, 2270, 2271, 2272, 2273, 2274, 2275, 2276, 2277, 2278, 2279, 2280, 2281, 2282, 2283, 2284, 2285, 2286, 2287,
    2288, 2289, 2290, 2291, 2292, 2293, 2294, 2295, 2296, 2297, 2298, 2299, 2300, 2301, 2302, 2303, 2304, 2305, 2306, 2307,
    2308, 2309, 2310, 2311, 2312, 2313, 2314, 2315, 2316, 2317, 2318, 2319, 2320, 2321, 2322, 2323, 2324, 2325, 2326, 2327,
    2328, 2329, 2330, 2331, 2332, 2333, 2334, 2335, 2336, 2337, 2338, 2339, 2340, 2341, 2342, 2343, 2344, 2345, 2346, 2347,
    2348, 2349, 2350, 2351, 2352, 2353, 2354, 2355, 2356, 2357, 2358, 2359, 2497, 2498, 2361, 2362, 2363, 2364, 2497, 2498,
    2366, 2367, 2368, 2369, 2370, 2371, 2372, 2373, 2374, 2375, 2376, 2497, 2498, 2378, 2379, 2497, 2498, 2381, 2382, 2497,
    2498, 2384, 2385, 2386, 2387, 2388, 2389, 2390, 2391, 2392, 2497, 2498, 2394, 2395, 2396, 2497, 2498, 2398, 2399, 2400,
    2401, 2402, 2403, 2404, 2405, 2406, 2497, 2498, 2408, 2409, 2410, 2411, 2412, 2413, 2414, 2415, 2416, 2417, 2497, 2498,
    2419, 2420, 2421, 2422, 2423, 2424, 2425, 2497, 2498, 2427, 2428, 2429, 2430, 2431, 2432, 2433, 2434, 2435, 2436, 2437,
    2438, 2439, 2440, 2441, 2442, 2443, 2444, 2445, 2446, 2447, 2448, 2449, 2450, 2451, 2452, 2453, 2454, 2455, 2456, 2457,
    2458, 2459, 2460, 2461, 2462, 2463, 2464, 2465, 2497, 2498, 2467, 2497, 2498, 2469, 2470, 2497, 2498, 2472, 2473, 2474,
    2475, 2476, 2477, 2478, 2479, 2480, 2497, 2498, 2482, 2483, 2484, 2485, 2486, 2487, 2488, 2489, 2490, 2491, 2492, 2493,
    2494, 2495, 2496, 2497, 2498, 2497, 2498, 2500, 2501, 2502, 2497, 2498, 2504, 2505, 2506, 2507, 2508, 2509, 2510, 2511,
    2497, 2498, 2513, 2514, 2515, 2516, 2517, 2518, 2519, 2520, 2521, 2522, 2523, 2524, 2525, };

const uint8_t vd_kube_sorted[2775] = {
    0, 0, 1, 0, 1, 0, 1, 0, 3, 4, 0, 1, 2, 1, 0, 2, 3, 1, 0, 2,
    3, 1, 3, 0, 2, 2, 1, 0, 1, 3, 0, 2, 4, 5, 1, 3, 0, 6, 2, 9,
    1, 3, 11, 4, 0, 5, 6, 10, 2, 7, 8, 1, 0, 2, 3, 1, 3, 0, 2, 1,
    2, 0, 2, 3, 1, 0, 4, 5, 0, 1, 0, 1, 3, 2, 0, 1, 2, 3, 1, 2,
    0, 3, 4, 1, 0, 2, 3, 0, 1, 0, 2, 3, 4, 1, 0, 2, 3, 1, 3, 0,
    2, 2, 1, 0, 3, 1, 3, 0, 2, 4, 3, 5, 1, 0, 2, 6, 2, 0, 1, 9,
    1, 3, 10, 4, 0, 5, 6, 2, 7, 8, 1, 0, 2, 3, 1, 3, 0, 2, 0, 1,
    3, 2, 1, 0, 2, 1, 0, 1, 3, 0, 2, 4, 1, 3, 0, 2, 1, 0, 2, 3,
    4, 2, 4, 3, 1, 0, 1, 3, 0, 2, 3, 4, 0, 1, 2, 8, 9, 0, 2, 6,
    1, 3, 7, 4, 5, 1, 0, 1, 0, 2, 3, 4, 3, 2, 5, 4, 1, 0, 1, 3,
    0, 2, 4, 6, 7, 0, 5, 1, 3, 2, 4, 8, 7, 0, 3, 1, 6, 5, 2, 1,
    0, 1, 0, 2, 3, 4, 2, 4, 3, 1, 0, 1, 3, 0, 2, 1, 0, 2, 3, 3,
    6, 1, 5, 2, 0, 4, 1, 0, 1, 0, 1, 0, 1, 0, 2, 3, 4, 2, 4, 3,
    1, 0, 1, 3, 0, 2, 0, 0, 1, 8, 10, 9, 5, 0, 7, 1, 4, 2, 6, 3,
    9, 7, 8, 3, 5, 0, 2, 1, 6, 4, 1, 0, 1, 0, 2, 3, 1, 0, 2, 3,
    0, 1, 0, 2, 3, 4, 3, 0, 2, 1, 1, 0, 1, 0, 2, 3, 4, 1, 0, 2,
    0, 3, 1, 3, 2, 1, 0, 0, 1, 0, 1, 1, 0, 2, 3, 4, 0, 1, 1, 0,
    7, 2, 8, 6, 0, 4, 5, 1, 3, 1, 3, 2, 0, 1, 0, 2, 3, 4, 1, 0,
    1, 0, 2, 3, 4, 0, 1, 0, 2, 3, 4, 4, 3, 1, 0, 5, 2, 0, 1, 3,
    2, 3, 2, 1, 0, 2, 0, 1, 1, 0, 2, 3, 4, 1, 3, 0, 2, 2, 1, 0,
    3, 4, 2, 3, 1, 0, 1, 0, 2, 3, 4, 0, 0, 1, 2, 0, 1, 2, 1, 0,
    2, 0, 1, 0, 1, 1, 0, 2, 0, 1, 2, 1, 0, 3, 1, 0, 2, 3, 4, 1,
    0, 2, 4, 5, 3, 1, 0, 1, 3, 0, 2, 4, 2, 3, 1, 0, 5, 4, 2, 3,
    1, 0, 0, 1, 4, 5, 1, 2, 3, 0, 4, 5, 1, 2, 3, 0, 3, 2, 0, 1,
    2, 1, 0, 0, 2, 1, 1, 2, 0, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 2,
    3, 4, 1, 3, 0, 2, 3, 7, 5, 0, 2, 6, 4, 1, 0, 1, 2, 1, 0, 2,
    3, 4, 2, 3, 5, 4, 1, 0, 1, 3, 0, 2, 2, 3, 1, 0, 2, 5, 6, 12,
    1, 15, 9, 7, 0, 3, 14, 16, 8, 4, 13, 10, 11, 3, 7, 2, 0, 5, 8, 10,
    1, 4, 6, 9, 0, 1, 0, 0, 1, 2, 1, 0, 0, 1, 2, 0, 1, 0, 1, 0,
    1, 0, 2, 3, 4, 5, 4, 3, 2, 1, 0, 1, 3, 0, 2, 2, 7, 6, 0, 1,
    5, 3, 4, 1, 0, 1, 0, 2, 3, 1, 3, 0, 2, 0, 1, 1, 0, 2, 3, 4,
    1, 3, 0, 2, 7, 5, 6, 1, 2, 3, 4, 0, 8, 9, 3, 1, 0, 4, 2, 1,
    0, 2, 3, 1, 3, 0, 2, 2, 0, 1, 4, 6, 3, 5, 1, 2, 3, 0, 0, 1,
    2, 1, 0, 1, 0, 2, 0, 1, 3, 5, 4, 2, 0, 3, 1, 2, 0, 1, 1, 0,
    2, 3, 8, 5, 0, 3, 9, 7, 6, 2, 4, 1, 0, 2, 4, 1, 3, 0, 1, 0,
    1, 5, 3, 4, 2, 0, 1, 5, 3, 4, 2, 1, 2, 3, 0, 1, 2, 3, 0, 0,
    2, 0, 3, 4, 1, 5, 3, 2, 1, 0, 1, 3, 0, 2, 1, 3, 0, 2, 1, 5,
    4, 3, 0, 2, 0, 1, 1, 0, 2, 1, 3, 0, 2, 4, 1, 0, 3, 2, 1, 0,
    2, 2, 4, 1, 0, 3, 3, 2, 7, 6, 1, 20, 17, 14, 0, 5, 15, 9, 8, 10,
    11, 21, 16, 22, 23, 18, 19, 24, 13, 12, 4, 0, 2, 1, 0, 1, 2, 4, 1, 0,
    3, 0, 1, 0, 1, 0, 1, 1, 2, 0, 0, 6, 0, 5, 3, 2, 1, 4, 1, 0,
    9, 13, 7, 5, 6, 2, 0, 3, 10, 4, 8, 1, 14, 12, 11, 0, 0, 0, 1, 3,
    0, 2, 4, 1, 2, 0, 0, 2, 1, 1, 0, 2, 3, 3, 0, 1, 2, 0, 1, 2,
    1, 0, 2, 3, 1, 3, 0, 2, 1, 0, 2, 0, 1, 2, 2, 0, 4, 1, 3, 3,
    2, 7, 6, 1, 20, 17, 14, 0, 5, 15, 9, 8, 10, 11, 21, 16, 22, 23, 25, 18,
    19, 24, 13, 12, 4, 3, 2, 7, 6, 1, 20, 17, 14, 0, 5, 15, 9, 8, 10, 11,
    21, 16, 22, 23, 18, 19, 24, 13, 12, 4, 0, 13, 1, 9, 11, 7, 3, 0, 8, 5,
    2, 4, 14, 15, 16, 12, 6, 10, 1, 3, 0, 2, 0, 1, 0, 1, 0, 1, 0, 2,
    1, 3, 0, 4, 2, 3, 1, 0, 0, 1, 4, 3, 2, 0, 1, 4, 3, 2, 0, 1,
    1, 2, 0, 3, 2, 0, 1, 2, 0, 1, 0, 3, 1, 2, 0, 1, 2, 2, 4, 0,
    1, 5, 3, 0, 1, 1, 0, 0, 0, 1, 7, 8, 4, 10, 1, 3, 2, 6, 5, 9,
    0, 7, 8, 4, 10, 1, 3, 2, 6, 5, 9, 0, 1, 0, 0, 0, 2, 1, 3, 0,
    1, 2, 0, 1, 3, 2, 1, 0, 2, 3, 3, 4, 1, 5, 2, 0, 1, 3, 0, 2,
    0, 1, 2, 0, 1, 0, 2, 3, 0, 0, 1, 0, 1, 0, 1, 2, 0, 1, 0, 2,
    3, 4, 2, 4, 3, 1, 0, 1, 3, 0, 2, 0, 1, 0, 1, 0, 2, 3, 4, 1,
    0, 1, 0, 0, 1, 0, 2, 1, 1, 2, 3, 0, 2, 3, 5, 4, 1, 0, 0, 1,
    0, 3, 2, 0, 0, 1, 3, 0, 2, 0, 1, 0, 2, 1, 0, 0, 1, 0, 0, 1,
    2, 0, 1, 5, 6, 0, 1, 7, 2, 4, 3, 4, 1, 0, 3, 10, 5, 13, 12, 7,
    6, 2, 11, 9, 8, 0, 9, 2, 5, 3, 7, 6, 0, 8, 4, 11, 10, 1, 0, 1,
    4, 6, 0, 2, 1, 5, 3, 1, 0, 2, 3, 4, 1, 0, 2, 3, 4, 2, 3, 5,
    4, 1, 0, 1, 3, 0, 2, 0, 6, 7, 2, 1, 4, 8, 5, 3, 1, 5, 4, 2,
    3, 6, 8, 7, 0, 0, 1, 0, 1, 1, 3, 0, 2, 1, 15, 12, 8, 7, 21, 9,
    11, 10, 0, 3, 2, 6, 19, 4, 16, 17, 14, 5, 18, 20, 13, 23, 2, 16, 13, 0,
    9, 8, 24, 22, 10, 12, 11, 1, 4, 3, 7, 20, 27, 5, 29, 25, 17, 18, 15, 6,
    19, 26, 21, 30, 28, 14, 3, 1, 0, 2, 1, 0, 1, 0, 2, 3, 4, 1, 0, 0,
    4, 5, 3, 1, 2, 1, 0, 1, 6, 0, 4, 2, 3, 5, 5, 3, 4, 1, 2, 0,
    7, 6, 3, 4, 6, 1, 5, 2, 0, 0, 2, 1, 0, 1, 1, 7, 6, 0, 4, 2,
    3, 5, 0, 1, 0, 1, 3, 0, 2, 1, 2, 3, 10, 0, 9, 4, 5, 6, 11, 8,
    7, 0, 1, 0, 2, 1, 0, 2, 0, 0, 1, 2, 0, 1, 0, 0, 11, 7, 9, 3,
    4, 2, 12, 0, 10, 5, 6, 8, 1, 6, 21, 11, 2, 27, 7, 30, 3, 42, 24, 15,
    13, 14, 36, 19, 40, 18, 1, 12, 8, 35, 32, 31, 26, 25, 28, 38, 39, 4, 29, 22,
    37, 41, 17, 10, 9, 34, 16, 20, 5, 23, 33, 0, 18, 2, 12, 14, 17, 6, 7, 11,
    3, 20, 5, 0, 1, 8, 9, 13, 4, 15, 16, 19, 10, 21, 1, 0, 2, 3, 1, 3,
    0, 2, 0, 1, 1, 2, 0, 2, 0, 1, 1, 2, 0, 1, 0, 0, 8, 3, 1, 4,
    6, 7, 2, 9, 5, 0, 3, 1, 2, 1, 2, 0, 4, 2, 0, 5, 3, 1, 2, 1,
    5, 0, 3, 7, 6, 4, 2, 1, 5, 0, 3, 7, 6, 4, 1, 4, 0, 2, 3, 1,
    0, 2, 3, 4, 2, 4, 3, 1, 0, 1, 3, 0, 2, 1, 0, 2, 3, 3, 5, 1,
    4, 2, 0, 0, 1, 0, 2, 1, 1, 2, 0, 1, 0, 2, 3, 4, 1, 3, 0, 2,
    0, 2, 1, 0, 1, 2, 0, 1, 0, 1, 3, 1, 2, 0, 8, 0, 4, 9, 2, 3,
    6, 5, 1, 7, 8, 0, 4, 9, 2, 3, 6, 5, 1, 7, 0, 1, 0, 2, 1, 0,
    1, 4, 3, 0, 2, 5, 6, 0, 1, 1, 0, 2, 1, 3, 0, 2, 1, 0, 2, 0,
    1, 2, 4, 1, 3, 0, 8, 11, 0, 1, 9, 7, 5, 6, 4, 2, 10, 3, 1, 0,
    2, 1, 0, 2, 3, 4, 1, 5, 4, 0, 2, 3, 1, 3, 0, 2, 0, 1, 2, 3,
    1, 3, 0, 2, 2, 0, 5, 3, 1, 4, 1, 0, 2, 16, 2, 3, 5, 9, 10, 11,
    18, 14, 15, 17, 7, 8, 0, 12, 1, 6, 13, 19, 4, 1, 0, 0, 0, 2, 3, 4,
    0, 1, 2, 3, 4, 0, 1, 0, 1, 1, 0, 2, 0, 3, 1, 3, 0, 1, 4, 2,
    0, 1, 0, 3, 7, 0, 4, 5, 6, 1, 2, 0, 1, 2, 0, 1, 2, 3, 4, 22,
    18, 14, 13, 19, 28, 16, 2, 29, 17, 12, 15, 3, 5, 9, 1, 30, 8, 0, 7, 10,
    23, 25, 24, 21, 11, 26, 6, 27, 20, 1, 0, 2, 1, 0, 0, 1, 7, 3, 5, 0,
    1, 2, 4, 6, 1, 0, 2, 3, 4, 0, 4, 2, 1, 5, 0, 3, 0, 1, 3, 21,
    17, 13, 12, 18, 27, 15, 1, 28, 16, 11, 14, 2, 4, 8, 0, 29, 7, 6, 9, 22,
    24, 23, 20, 10, 25, 5, 26, 19, 0, 1, 3, 2, 0, 1, 0, 1, 0, 3, 2, 0,
    1, 4, 7, 2, 5, 3, 6, 0, 1, 2, 1, 0, 3, 0, 2, 1, 3, 1, 4, 0,
    2, 5, 1, 3, 0, 2, 0, 0, 7, 1, 16, 14, 15, 13, 3, 0, 2, 11, 8, 9,
    10, 5, 6, 4, 12, 1, 3, 0, 2, 0, 1, 1, 0, 0, 1, 0, 2, 3, 4, 2,
    4, 3, 1, 0, 1, 3, 0, 2, 2, 1, 0, 3, 0, 0, 1, 0, 3, 2, 1, 0,
    1, 0, 2, 1, 0, 1, 0, 2, 3, 4, 2, 4, 3, 1, 0, 1, 3, 0, 2, 0,
    2, 1, 0, 0, 1, 2, 0, 1, 3, 4, 2, 0, 1, 0, 2, 0, 3, 1, 0, 2,
    0, 1, 0, 1, 0, 2, 3, 1, 3, 0, 2, 0, 0, 1, 1, 0, 2, 3, 4, 1,
    0, 1, 0, 2, 3, 1, 3, 0, 2, 0, 1, 2, 4, 3, 0, 1, 1, 3, 0, 2,
    1, 0, 2, 0, 2, 0, 1, 0, 1, 0, 0, 1, 1, 0, 3, 2, 0, 0, 1, 1,
    0, 2, 3, 0, 1, 1, 0, 1, 3, 0, 2, 2, 1, 0, 2, 1, 0, 2, 1, 0,
    3, 0, 3, 2, 1, 0, 1, 1, 0, 2, 3, 4, 1, 3, 0, 2, 0, 0, 0, 1,
    3, 0, 2, 4, 5, 1, 3, 0, 2, 0, 1, 1, 3, 0, 2, 1, 0, 2, 3, 4,
    1, 3, 0, 2, 2, 0, 1, 3, 6, 3, 4, 1, 2, 5, 0, 0, 4, 1, 0, 2,
    3, 1, 0, 2, 4, 3, 1, 3, 0, 2, 1, 3, 0, 2, 1, 4, 3, 2, 0, 1,
    0, 2, 3, 1, 0, 2, 4, 3, 1, 3, 0, 2, 1, 3, 0, 2, 0, 1, 2, 1,
    0, 2, 3, 4, 5, 2, 0, 6, 1, 3, 2, 0, 1, 0, 0, 2, 1, 1, 0, 2,
    0, 0, 1, 0, 6, 11, 1, 9, 10, 8, 2, 3, 0, 12, 4, 5, 7, 2, 1, 0,
    1, 0, 1, 5, 0, 4, 2, 6, 3, 7, 1, 0, 2, 1, 0, 1, 0, 1, 0, 2,
    3, 0, 1, 3, 0, 2, 1, 2, 0, 0, 2, 1, 0, 2, 0, 1, 1, 0, 1, 2,
    0, 4, 6, 7, 9, 3, 1, 2, 0, 8, 10, 5, 0, 3, 6, 4, 7, 1, 0, 2,
    5, 2, 0, 3, 1, 1, 0, 2, 3, 4, 1, 3, 0, 2, 0, 1, 0, 2, 0, 1,
    3, 0, 1, 4, 2, 4, 2, 6, 3, 7, 0, 1, 5, 2, 0, 1, 0, 1, 2, 1,
    0, 0, 1, 0, 1, 1, 0, 2, 3, 4, 0, 2, 1, 3, 1, 3, 0, 2, 0, 0,
    2, 1, 1, 0, 2, 3, 1, 3, 0, 2, 0, 1, 1, 0, 2, 1, 0, 2, 3, 1,
    3, 0, 2, 4, 5, 0, 2, 3, 8, 6, 1, 7, 9, 1, 5, 4, 0, 2, 6, 3,
    1, 3, 0, 2, 0, 1, 0, 0, 0, 1, 2, 0, 0, 1, 1, 0, 2, 3, 1, 3,
    0, 2, 0, 4, 8, 1, 10, 6, 7, 9, 3, 5, 2, 1, 0, 2, 3, 4, 3, 0,
    1, 2, 1, 3, 0, 2, 0, 0, 1, 5, 0, 6, 2, 3, 4, 1, 3, 0, 2, 7,
    9, 1, 0, 2, 6, 4, 3, 5, 8, 1, 3, 0, 2, 1, 0, 3, 5, 2, 1, 0,
    4, 0, 1, 1, 0, 2, 3, 4, 1, 3, 0, 2, 1, 0, 0, 2, 1, 2, 0, 1,
    3, 1, 3, 0, 2, 4, 1, 3, 0, 2, 2, 1, 0, 0, 1, 0, 2, 3, 4, 1,
    3, 0, 2, 0, 0, 1, 1, 2, 0, 1, 2, 0, 1, 0, 2, 3, 3, 2, 5, 0,
    4, 1, 0, 1, 1, 0, 2, 3, 4, 2, 4, 5, 3, 1, 0, 1, 3, 0, 2, 5,
    3, 4, 0, 2, 1, 4, 0, 1, 5, 2, 3, 1, 0, 3, 2, 7, 3, 4, 0, 5,
    8, 1, 2, 6, 2, 0, 1, 1, 0, 0, 0, 1, 2, 1, 32, 29, 24, 26, 7, 33,
    31, 3, 19, 35, 9, 11, 34, 5, 0, 23, 15, 12, 20, 8, 16, 13, 21, 10, 18, 27,
    36, 25, 14, 30, 28, 22, 6, 4, 17, 38, 39, 40, 41, 42, 37, 43, 0, 1, 0, 2,
    3, 4, 1, 2, 5, 3, 0, 2, 1, 0, 0, 1, 1, 0, 2, 4, 5, 3, 1, 2,
    0, 8, 3, 5, 0, 2, 7, 1, 9, 6, 4, 1, 2, 0, 3, 1, 0, 3, 2, 1,
    2, 4, 3, 0, 3, 5, 2, 4, 1, 0, 1, 2, 3, 4, 0, 1, 6, 2, 7, 0,
    4, 3, 5, 0, 1, 2, 1, 0, 2, 0, 1, 0, 1, 1, 0, 0, 1, 2, 1, 3,
    0, 2, 2, 3, 1, 0, 4, 5, 1, 10, 3, 0, 2, 9, 6, 7, 11, 12, 8, 4,
    2, 4, 5, 0, 1, 6, 3, 11, 7, 9, 8, 13, 1, 6, 10, 14, 0, 2, 12, 5,
    3, 4, 0, 5, 4, 1, 2, 3, 1, 0, 2, 1, 3, 0, 2, 1, 2, 4, 5, 3,
    0, 1, 0, 0, 1, 0, 1, 7, 6, 0, 4, 2, 5, 3, 2, 1, 0, 4, 1, 2,
    0, 5, 3, 1, 0, 1, 2, 3, 4, 0, 1, 0, 2, 3, 4, 2, 4, 3, 1, 0,
    1, 3, 0, 2, 4, 1, 5, 3, 0, 2, 6, 0, 1, 0, 2, };

const struct vd_kube_type vd_kube_types[640] = {
    {1, 20, 56, 0, 1, 0, 1, 0}, /* io.k8s.api.admissionregistration.v1.ApplyConfiguration */
    {77, 20, 56, 1, 2, 1, 2, 0}, /* io.k8s.api.admissionregistration.v1.AuditAnnotation */
    {116, 20, 56, 3, 2, 3, 2, 0}, /* io.k8s.api.admissionregistration.v1.ExpressionWarning */
    {151, 20, 56, 5, 1, 5, 1, 0}, /* io.k8s.api.admissionregistration.v1.JSONPatch */
    {161, 20, 56, 6, 2, 6, 2, 0}, /* io.k8s.api.admissionregistration.v1.MatchCondition */
    {181, 20, 56, 8, 5, 8, 5, 1}, /* io.k8s.api.admissionregistration.v1.MatchResources */
    {341, 20, 56, 13, 3, 13, 4, 0}, /* io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicy */
    {436, 20, 56, 16, 3, 17, 4, 0}, /* io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBinding */
    {505, 20, 56, 19, 3, 21, 4, 0}, /* io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBindingList */
    {594, 20, 56, 22, 3, 25, 3, 0}, /* io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBindingSpec */
    {694, 20, 56, 25, 3, 28, 4, 0}, /* io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyList */
    {751, 20, 56, 28, 7, 32, 7, 0}, /* io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicySpec */
    {983, 20, 56, 35, 12, 39, 12, 0}, /* io.k8s.api.admissionregistration.v1.MutatingWebhook */
    {1150, 20, 56, 47, 3, 51, 4, 0}, /* io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration */
    {1209, 20, 56, 50, 3, 55, 4, 0}, /* io.k8s.api.admissionregistration.v1.MutatingWebhookConfigurationList */
    {1276, 20, 56, 53, 3, 59, 3, 0}, /* io.k8s.api.admissionregistration.v1.Mutation */
    {1372, 20, 56, 56, 2, 62, 6, 1}, /* io.k8s.api.admissionregistration.v1.NamedRuleWithOperations */
    {1432, 20, 56, 58, 2, 68, 2, 1}, /* io.k8s.api.admissionregistration.v1.ParamKind */
    {1458, 20, 56, 60, 4, 70, 4, 1}, /* io.k8s.api.admissionregistration.v1.ParamRef */
    {1541, 20, 56, 64, 4, 74, 4, 0}, /* io.k8s.api.admissionregistration.v1.Rule */
    {1597, 20, 56, 68, 2, 78, 5, 0}, /* io.k8s.api.admissionregistration.v1.RuleWithOperations */
    {1654, 20, 56, 70, 4, 83, 4, 0}, /* io.k8s.api.admissionregistration.v1.ServiceReference */
    {1681, 20, 56, 74, 1, 87, 1, 0}, /* io.k8s.api.admissionregistration.v1.TypeChecking */
    {1736, 20, 56, 75, 4, 88, 5, 0}, /* io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicy */
    {1837, 20, 56, 79, 3, 93, 4, 0}, /* io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding */
    {1910, 20, 56, 82, 3, 97, 4, 0}, /* io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingList */
    {1985, 20, 56, 85, 4, 101, 4, 0}, /* io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec */
    {2062, 20, 56, 89, 3, 105, 4, 0}, /* io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyList */
    {2123, 20, 56, 92, 7, 109, 7, 0}, /* io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicySpec */
    {2219, 20, 56, 99, 3, 116, 3, 0}, /* io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyStatus */
    {2336, 20, 56, 102, 11, 119, 11, 0}, /* io.k8s.api.admissionregistration.v1.ValidatingWebhook */
    {2354, 20, 56, 113, 3, 130, 4, 0}, /* io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration */
    {2408, 20, 56, 116, 3, 134, 4, 0}, /* io.k8s.api.admissionregistration.v1.ValidatingWebhookConfigurationList */
    {2479, 20, 56, 119, 4, 138, 4, 0}, /* io.k8s.api.admissionregistration.v1.Validation */
    {2539, 20, 56, 123, 2, 142, 2, 1}, /* io.k8s.api.admissionregistration.v1.Variable */
    {2548, 20, 56, 125, 3, 144, 3, 0}, /* io.k8s.api.admissionregistration.v1.WebhookClientConfig */
    {2617, 2636, 56, 128, 4, 147, 5, 0}, /* io.k8s.api.apps.v1.ControllerRevision */
    {2692, 2636, 56, 132, 3, 152, 4, 0}, /* io.k8s.api.apps.v1.ControllerRevisionList */
    {2739, 2636, 56, 135, 4, 156, 5, 0}, /* io.k8s.api.apps.v1.DaemonSet */
    {2785, 2636, 56, 139, 5, 161, 5, 0}, /* io.k8s.api.apps.v1.DaemonSetCondition */
    {2876, 2636, 56, 144, 3, 166, 4, 0}, /* io.k8s.api.apps.v1.DaemonSetList */
    {2905, 2636, 56, 147, 5, 170, 5, 0}, /* io.k8s.api.apps.v1.DaemonSetSpec */
    {3026, 2636, 56, 152, 10, 175, 10, 0}, /* io.k8s.api.apps.v1.DaemonSetStatus */
    {3215, 2636, 56, 162, 2, 185, 2, 0}, /* io.k8s.api.apps.v1.DaemonSetUpdateStrategy */
    {3310, 2636, 56, 164, 4, 187, 5, 0}, /* io.k8s.api.apps.v1.Deployment */
    {3359, 2636, 56, 168, 6, 192, 6, 0}, /* io.k8s.api.apps.v1.DeploymentCondition */
    {3421, 2636, 56, 174, 3, 198, 4, 0}, /* io.k8s.api.apps.v1.DeploymentList */
    {3452, 2636, 56, 177, 8, 202, 8, 0}, /* io.k8s.api.apps.v1.DeploymentSpec */
    {3543, 2636, 56, 185, 9, 210, 9, 0}, /* io.k8s.api.apps.v1.DeploymentStatus */
    {3673, 2636, 56, 194, 2, 219, 2, 0}, /* io.k8s.api.apps.v1.DeploymentStrategy */
    {3745, 2636, 56, 196, 4, 221, 5, 0}, /* io.k8s.api.apps.v1.ReplicaSet */
    {3794, 2636, 56, 200, 5, 226, 5, 0}, /* io.k8s.api.apps.v1.ReplicaSetCondition */
    {3841, 2636, 56, 205, 3, 231, 4, 0}, /* io.k8s.api.apps.v1.ReplicaSetList */
    {3872, 2636, 56, 208, 4, 235, 4, 0}, /* io.k8s.api.apps.v1.ReplicaSetSpec */
    {3887, 2636, 56, 212, 7, 239, 7, 0}, /* io.k8s.api.apps.v1.ReplicaSetStatus */
    {3950, 2636, 56, 219, 2, 246, 2, 0}, /* io.k8s.api.apps.v1.RollingUpdateDaemonSet */
    {4016, 2636, 56, 221, 2, 248, 2, 0}, /* io.k8s.api.apps.v1.RollingUpdateDeployment */
    {4040, 2636, 56, 223, 2, 250, 2, 0}, /* io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy */
    {4083, 2636, 56, 225, 4, 252, 5, 0}, /* io.k8s.api.apps.v1.StatefulSet */
    {4135, 2636, 56, 229, 5, 257, 5, 0}, /* io.k8s.api.apps.v1.StatefulSetCondition */
    {4184, 2636, 56, 234, 3, 262, 4, 0}, /* io.k8s.api.apps.v1.StatefulSetList */
    {4217, 2636, 56, 237, 1, 266, 1, 0}, /* io.k8s.api.apps.v1.StatefulSetOrdinals */
    {4243, 2636, 56, 238, 2, 267, 2, 0}, /* io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy */
    {4358, 2636, 56, 240, 11, 269, 11, 0}, /* io.k8s.api.apps.v1.StatefulSetSpec */
    {4630, 2636, 56, 251, 10, 280, 10, 0}, /* io.k8s.api.apps.v1.StatefulSetStatus */
    {4721, 2636, 56, 261, 2, 290, 2, 0}, /* io.k8s.api.apps.v1.StatefulSetUpdateStrategy */
    {4816, 4837, 56, 263, 4, 292, 4, 0}, /* io.k8s.api.authentication.v1.BoundObjectReference */
    {4880, 4837, 56, 267, 3, 296, 4, 0}, /* io.k8s.api.authentication.v1.SelfSubjectReview */
    {4925, 4837, 56, 270, 1, 300, 1, 0}, /* io.k8s.api.authentication.v1.SelfSubjectReviewStatus */
    {4970, 4837, 56, 271, 4, 301, 5, 0}, /* io.k8s.api.authentication.v1.TokenRequest */
    {5025, 4837, 56, 275, 4, 306, 4, 0}, /* io.k8s.api.authentication.v1.TokenRequestSpec */
    {5153, 4837, 56, 279, 2, 310, 2, 0}, /* io.k8s.api.authentication.v1.TokenRequestStatus */
    {5198, 4837, 56, 281, 4, 312, 5, 0}, /* io.k8s.api.authentication.v1.TokenReview */
    {5250, 4837, 56, 285, 2, 317, 2, 0}, /* io.k8s.api.authentication.v1.TokenReviewSpec */
    {5266, 4837, 56, 287, 4, 319, 4, 0}, /* io.k8s.api.authentication.v1.TokenReviewStatus */
    {5309, 4837, 56, 291, 4, 323, 4, 0}, /* io.k8s.api.authentication.v1.UserInfo */
    {5365, 5389, 56, 295, 2, 327, 2, 0}, /* io.k8s.api.authorization.v1.FieldSelectorAttributes */
    {5472, 5389, 56, 297, 2, 329, 2, 0}, /* io.k8s.api.authorization.v1.LabelSelectorAttributes */
    {5526, 5389, 56, 299, 4, 331, 5, 0}, /* io.k8s.api.authorization.v1.LocalSubjectAccessReview */
    {5607, 5389, 56, 303, 2, 336, 2, 0}, /* io.k8s.api.authorization.v1.NonResourceAttributes */
    {5634, 5389, 56, 305, 2, 338, 2, 0}, /* io.k8s.api.authorization.v1.NonResourceRule */
    {5672, 5389, 56, 307, 9, 340, 9, 0}, /* io.k8s.api.authorization.v1.ResourceAttributes */
    {5808, 5389, 56, 316, 4, 349, 4, 0}, /* io.k8s.api.authorization.v1.ResourceRule */
    {5821, 5389, 56, 320, 4, 353, 5, 0}, /* io.k8s.api.authorization.v1.SelfSubjectAccessReview */
    {5876, 5389, 56, 324, 2, 358, 2, 0}, /* io.k8s.api.authorization.v1.SelfSubjectAccessReviewSpec */
    {5992, 5389, 56, 326, 4, 360, 5, 0}, /* io.k8s.api.authorization.v1.SelfSubjectRulesReview */
    {6073, 5389, 56, 330, 1, 365, 1, 0}, /* io.k8s.api.authorization.v1.SelfSubjectRulesReviewSpec */
    {6100, 5389, 56, 331, 4, 366, 5, 0}, /* io.k8s.api.authorization.v1.SubjectAccessReview */
    {6120, 5389, 56, 335, 6, 371, 6, 0}, /* io.k8s.api.authorization.v1.SubjectAccessReviewSpec */
    {6144, 5389, 56, 341, 4, 377, 4, 0}, /* io.k8s.api.authorization.v1.SubjectAccessReviewStatus */
    {6207, 5389, 56, 345, 4, 381, 4, 0}, /* io.k8s.api.authorization.v1.SubjectRulesReviewStatus */
    {6299, 6327, 56, 349, 3, 385, 3, 1}, /* io.k8s.api.autoscaling.v1.CrossVersionObjectReference */
    {6353, 6327, 56, 352, 4, 388, 5, 0}, /* io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler */
    {6441, 6327, 56, 356, 3, 393, 4, 0}, /* io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerList */
    {6498, 6327, 56, 359, 4, 397, 4, 0}, /* io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec */
    {6627, 6327, 56, 363, 5, 401, 5, 0}, /* io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerStatus */
    {6719, 6327, 56, 368, 4, 406, 5, 0}, /* io.k8s.api.autoscaling.v1.Scale */
    {6753, 6327, 56, 372, 1, 411, 1, 0}, /* io.k8s.api.autoscaling.v1.ScaleSpec */
    {6763, 6327, 56, 373, 2, 412, 2, 0}, /* io.k8s.api.autoscaling.v1.ScaleStatus */
    {6775, 6805, 6831, 375, 3, 414, 3, 0}, /* io.k8s.api.autoscaling.v2.ContainerResourceMetricSource */
    {6883, 6805, 6831, 378, 3, 417, 3, 0}, /* io.k8s.api.autoscaling.v2.ContainerResourceMetricStatus */
    {6299, 6805, 6831, 381, 3, 420, 3, 0}, /* io.k8s.api.autoscaling.v2.CrossVersionObjectReference */
    {6942, 6805, 6831, 384, 2, 423, 2, 0}, /* io.k8s.api.autoscaling.v2.ExternalMetricSource */
    {6990, 6805, 6831, 386, 2, 425, 2, 0}, /* io.k8s.api.autoscaling.v2.ExternalMetricStatus */
    {7011, 6805, 6831, 388, 3, 427, 3, 0}, /* io.k8s.api.autoscaling.v2.HPAScalingPolicy */
    {7072, 6805, 6831, 391, 4, 430, 4, 0}, /* io.k8s.api.autoscaling.v2.HPAScalingRules */
    {6353, 6805, 6831, 395, 4, 434, 5, 0}, /* io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler */
    {7274, 6805, 6831, 399, 2, 439, 2, 0}, /* io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerBehavior */
    {7343, 6805, 6831, 401, 6, 441, 6, 0}, /* io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerCondition */
    {6441, 6805, 6831, 407, 3, 447, 4, 0}, /* io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerList */
    {6498, 6805, 6831, 410, 5, 451, 5, 0}, /* io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec */
    {6627, 6805, 6831, 415, 6, 456, 6, 0}, /* io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerStatus */
    {7615, 6805, 6831, 421, 2, 462, 2, 0}, /* io.k8s.api.autoscaling.v2.MetricIdentifier */
    {7632, 6805, 6831, 423, 6, 464, 6, 0}, /* io.k8s.api.autoscaling.v2.MetricSpec */
    {7825, 6805, 6831, 429, 6, 470, 6, 0}, /* io.k8s.api.autoscaling.v2.MetricStatus */
    {7961, 6805, 6831, 435, 4, 476, 4, 0}, /* io.k8s.api.autoscaling.v2.MetricTarget */
    {8026, 6805, 6831, 439, 3, 480, 3, 0}, /* io.k8s.api.autoscaling.v2.MetricValueStatus */
    {8044, 6805, 6831, 442, 3, 483, 3, 0}, /* io.k8s.api.autoscaling.v2.ObjectMetricSource */
    {8079, 6805, 6831, 445, 3, 486, 3, 0}, /* io.k8s.api.autoscaling.v2.ObjectMetricStatus */
    {8098, 6805, 6831, 448, 2, 489, 2, 0}, /* io.k8s.api.autoscaling.v2.PodsMetricSource */
    {8115, 6805, 6831, 450, 2, 491, 2, 0}, /* io.k8s.api.autoscaling.v2.PodsMetricStatus */
    {8132, 6805, 6831, 452, 2, 493, 2, 0}, /* io.k8s.api.autoscaling.v2.ResourceMetricSource */
    {8153, 6805, 6831, 454, 2, 495, 2, 0}, /* io.k8s.api.autoscaling.v2.ResourceMetricStatus */
    {8174, 8182, 56, 456, 4, 497, 5, 0}, /* io.k8s.api.batch.v1.CronJob */
    {8234, 8182, 56, 460, 3, 502, 4, 0}, /* io.k8s.api.batch.v1.CronJobList */
    {8259, 8182, 56, 463, 8, 506, 8, 0}, /* io.k8s.api.batch.v1.CronJobSpec */
    {8441, 8182, 56, 471, 3, 514, 3, 0}, /* io.k8s.api.batch.v1.CronJobStatus */
    {8519, 8182, 56, 474, 4, 517, 5, 0}, /* io.k8s.api.batch.v1.Job */
    {8547, 8182, 56, 478, 6, 522, 6, 0}, /* io.k8s.api.batch.v1.JobCondition */
    {8594, 8182, 56, 484, 3, 528, 4, 0}, /* io.k8s.api.batch.v1.JobList */
    {8611, 8182, 56, 487, 4, 532, 4, 0}, /* io.k8s.api.batch.v1.JobSchedulingConfiguration */
    {8877, 8182, 56, 491, 17, 536, 17, 0}, /* io.k8s.api.batch.v1.JobSpec */
    {9218, 8182, 56, 508, 11, 553, 11, 0}, /* io.k8s.api.batch.v1.JobStatus */
    {9388, 8182, 56, 519, 2, 564, 2, 0}, /* io.k8s.api.batch.v1.JobTemplateSpec */
    {9404, 8182, 56, 521, 1, 566, 1, 0}, /* io.k8s.api.batch.v1.PodFailurePolicy */
    {9447, 8182, 56, 522, 3, 567, 3, 0}, /* io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement */
    {9563, 8182, 56, 525, 2, 570, 2, 0}, /* io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern */
    {9622, 8182, 56, 527, 3, 572, 3, 0}, /* io.k8s.api.batch.v1.PodFailurePolicyRule */
    {9790, 8182, 56, 530, 1, 575, 1, 0}, /* io.k8s.api.batch.v1.SuccessPolicy */
    {9827, 8182, 56, 531, 2, 576, 2, 0}, /* io.k8s.api.batch.v1.SuccessPolicyRule */
    {9877, 8182, 56, 533, 2, 578, 2, 0}, /* io.k8s.api.batch.v1.UncountedTerminatedPods */
    {9913, 9939, 56, 535, 4, 580, 5, 0}, /* io.k8s.api.certificates.v1.CertificateSigningRequest */
    {10034, 9939, 56, 539, 6, 585, 6, 0}, /* io.k8s.api.certificates.v1.CertificateSigningRequestCondition */
    {10093, 9939, 56, 545, 3, 591, 4, 0}, /* io.k8s.api.certificates.v1.CertificateSigningRequestList */
    {10154, 9939, 56, 548, 8, 595, 8, 0}, /* io.k8s.api.certificates.v1.CertificateSigningRequestSpec */
    {10224, 9939, 56, 556, 2, 603, 2, 0}, /* io.k8s.api.certificates.v1.CertificateSigningRequestStatus */
    {10308, 9939, 56, 558, 3, 605, 4, 0}, /* io.k8s.api.certificates.v1.ClusterTrustBundle */
    {10353, 9939, 56, 561, 3, 609, 4, 0}, /* io.k8s.api.certificates.v1.ClusterTrustBundleList */
    {10400, 9939, 56, 564, 2, 613, 2, 0}, /* io.k8s.api.certificates.v1.ClusterTrustBundleSpec */
    {10435, 9939, 56, 566, 4, 615, 5, 0}, /* io.k8s.api.certificates.v1.PodCertificateRequest */
    {10517, 9939, 56, 570, 3, 620, 4, 0}, /* io.k8s.api.certificates.v1.PodCertificateRequestList */
    {10570, 9939, 56, 573, 10, 624, 10, 0}, /* io.k8s.api.certificates.v1.PodCertificateRequestSpec */
    {10769, 9939, 56, 583, 5, 634, 5, 0}, /* io.k8s.api.certificates.v1.PodCertificateRequestStatus */
    {10848, 10854, 56, 588, 3, 639, 4, 0}, /* io.k8s.api.coordination.v1.Lease */
    {10894, 10854, 56, 591, 3, 643, 4, 0}, /* io.k8s.api.coordination.v1.LeaseList */
    {10915, 10854, 56, 594, 7, 647, 7, 0}, /* io.k8s.api.coordination.v1.LeaseSpec */
    {11057, 11090, 56, 601, 4, 654, 4, 0}, /* io.k8s.api.core.v1.AWSElasticBlockStoreVolumeSource */
    {11134, 11090, 56, 605, 3, 658, 3, 0}, /* io.k8s.api.core.v1.Affinity */
    {11234, 11090, 56, 608, 2, 661, 2, 0}, /* io.k8s.api.core.v1.AppArmorProfile */
    {11290, 11090, 56, 610, 2, 663, 2, 0}, /* io.k8s.api.core.v1.AttachedVolume */
    {11336, 11090, 56, 612, 6, 665, 6, 0}, /* io.k8s.api.core.v1.AzureDiskVolumeSource */
    {11464, 11090, 56, 618, 4, 671, 4, 0}, /* io.k8s.api.core.v1.AzureFilePersistentVolumeSource */
    {11533, 11090, 56, 622, 3, 675, 3, 0}, /* io.k8s.api.core.v1.AzureFileVolumeSource */
    {11555, 11090, 56, 625, 3, 678, 4, 0}, /* io.k8s.api.core.v1.Binding */
    {11582, 11090, 56, 628, 10, 682, 10, 0}, /* io.k8s.api.core.v1.CSIPersistentVolumeSource */
    {11777, 11090, 56, 638, 5, 692, 5, 0}, /* io.k8s.api.core.v1.CSIVolumeSource */
    {11817, 11090, 56, 643, 2, 697, 2, 0}, /* io.k8s.api.core.v1.Capabilities */
    {11855, 11090, 56, 645, 6, 699, 6, 0}, /* io.k8s.api.core.v1.CephFSPersistentVolumeSource */
    {11914, 11090, 56, 651, 6, 705, 6, 0}, /* io.k8s.api.core.v1.CephFSVolumeSource */
    {11933, 11090, 56, 657, 4, 711, 4, 0}, /* io.k8s.api.core.v1.CinderPersistentVolumeSource */
    {11962, 11090, 56, 661, 4, 715, 4, 0}, /* io.k8s.api.core.v1.CinderVolumeSource */
    {11981, 11090, 56, 665, 1, 719, 1, 0}, /* io.k8s.api.core.v1.ClientIPConfig */
    {11996, 11090, 56, 666, 6, 720, 6, 0}, /* io.k8s.api.core.v1.ClusterTrustBundleProjection */
    {12034, 11090, 56, 672, 4, 726, 4, 0}, /* io.k8s.api.core.v1.ComponentCondition */
    {12079, 11090, 56, 676, 3, 730, 4, 0}, /* io.k8s.api.core.v1.ComponentStatus */
    {12119, 11090, 56, 679, 3, 734, 4, 0}, /* io.k8s.api.core.v1.ComponentStatusList */
    {12160, 11090, 56, 682, 5, 738, 6, 0}, /* io.k8s.api.core.v1.ConfigMap */
    {12210, 11090, 56, 687, 2, 744, 2, 0}, /* io.k8s.api.core.v1.ConfigMapEnvSource */
    {12229, 11090, 56, 689, 3, 746, 3, 1}, /* io.k8s.api.core.v1.ConfigMapKeySelector */
    {12250, 11090, 56, 692, 3, 749, 4, 0}, /* io.k8s.api.core.v1.ConfigMapList */
    {12279, 11090, 56, 695, 5, 753, 5, 0}, /* io.k8s.api.core.v1.ConfigMapNodeConfigSource */
    {12338, 11090, 56, 700, 3, 758, 3, 0}, /* io.k8s.api.core.v1.ConfigMapProjection */
    {12373, 11090, 56, 703, 5, 761, 5, 0}, /* io.k8s.api.core.v1.ConfigMapVolumeSource */
    {12419, 11090, 56, 708, 25, 766, 25, 0}, /* io.k8s.api.core.v1.Container */
    {13020, 11090, 56, 733, 3, 791, 3, 0}, /* io.k8s.api.core.v1.ContainerExtendedResourceRequest */
    {13078, 11090, 56, 736, 2, 794, 2, 0}, /* io.k8s.api.core.v1.ContainerImage */
    {13109, 11090, 56, 738, 5, 796, 5, 0}, /* io.k8s.api.core.v1.ContainerPort */
    {13166, 11090, 56, 743, 2, 801, 2, 0}, /* io.k8s.api.core.v1.ContainerResizePolicy */
    {13219, 11090, 56, 745, 2, 803, 2, 0}, /* io.k8s.api.core.v1.ContainerRestartRule */
    {13315, 11090, 56, 747, 2, 805, 2, 0}, /* io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes */
    {13390, 11090, 56, 749, 3, 807, 3, 0}, /* io.k8s.api.core.v1.ContainerState */
    {13510, 11090, 56, 752, 1, 810, 1, 0}, /* io.k8s.api.core.v1.ContainerStateRunning */
    {13542, 11090, 56, 753, 7, 811, 7, 0}, /* io.k8s.api.core.v1.ContainerStateTerminated */
    {13606, 11090, 56, 760, 2, 818, 2, 0}, /* io.k8s.api.core.v1.ContainerStateWaiting */
    {13628, 11090, 56, 762, 15, 820, 15, 0}, /* io.k8s.api.core.v1.ContainerStatus */
    {13848, 11090, 56, 777, 1, 835, 1, 0}, /* io.k8s.api.core.v1.ContainerUser */
    {13890, 11090, 56, 778, 1, 836, 1, 0}, /* io.k8s.api.core.v1.DaemonEndpoint */
    {13910, 11090, 56, 779, 1, 837, 1, 0}, /* io.k8s.api.core.v1.DownwardAPIProjection */
    {13959, 11090, 56, 780, 5, 838, 5, 0}, /* io.k8s.api.core.v1.DownwardAPIVolumeFile */
    {14051, 11090, 56, 785, 3, 843, 3, 0}, /* io.k8s.api.core.v1.DownwardAPIVolumeSource */
    {14075, 11090, 56, 788, 3, 846, 3, 0}, /* io.k8s.api.core.v1.EmptyDirVolumeSource */
    {14130, 11090, 56, 791, 4, 849, 4, 1}, /* io.k8s.api.core.v1.EndpointAddress */
    {14168, 11090, 56, 795, 4, 853, 4, 1}, /* io.k8s.api.core.v1.EndpointPort */
    {14193, 11090, 56, 799, 3, 857, 3, 0}, /* io.k8s.api.core.v1.EndpointSubset */
    {14275, 11090, 56, 802, 3, 860, 4, 0}, /* io.k8s.api.core.v1.Endpoints */
    {14313, 11090, 56, 805, 3, 864, 4, 0}, /* io.k8s.api.core.v1.EndpointsList */
    {14342, 11090, 56, 808, 3, 868, 3, 0}, /* io.k8s.api.core.v1.EnvFromSource */
    {14417, 11090, 56, 811, 3, 871, 3, 0}, /* io.k8s.api.core.v1.EnvVar */
    {14450, 11090, 56, 814, 5, 874, 5, 0}, /* io.k8s.api.core.v1.EnvVarSource */
    {14567, 11090, 56, 819, 2, 879, 26, 0}, /* io.k8s.api.core.v1.EphemeralContainer */
    {14634, 11090, 56, 821, 25, 905, 25, 0}, /* io.k8s.api.core.v1.EphemeralContainerCommon */
    {14659, 11090, 56, 846, 1, 930, 1, 0}, /* io.k8s.api.core.v1.EphemeralVolumeSource */
    {14734, 11090, 56, 847, 16, 931, 17, 0}, /* io.k8s.api.core.v1.Event */
    {14889, 11090, 56, 863, 3, 948, 4, 0}, /* io.k8s.api.core.v1.EventList */
    {14910, 11090, 56, 866, 2, 952, 2, 0}, /* io.k8s.api.core.v1.EventSeries */
    {14939, 11090, 56, 868, 2, 954, 2, 0}, /* io.k8s.api.core.v1.EventSource */
    {14966, 11090, 56, 870, 2, 956, 2, 1}, /* io.k8s.api.core.v1.EvictionResponder */
    {14993, 11090, 56, 872, 1, 958, 1, 0}, /* io.k8s.api.core.v1.ExecAction */
    {15004, 11090, 56, 873, 5, 959, 5, 0}, /* io.k8s.api.core.v1.FCVolumeSource */
    {15040, 11090, 56, 878, 4, 964, 4, 1}, /* io.k8s.api.core.v1.FileKeySelector */
    {15067, 11090, 56, 882, 5, 968, 5, 0}, /* io.k8s.api.core.v1.FlexPersistentVolumeSource */
    {15102, 11090, 56, 887, 5, 973, 5, 0}, /* io.k8s.api.core.v1.FlexVolumeSource */
    {15119, 11090, 56, 892, 2, 978, 2, 0}, /* io.k8s.api.core.v1.FlockerVolumeSource */
    {15163, 11090, 56, 894, 4, 980, 4, 0}, /* io.k8s.api.core.v1.GCEPersistentDiskVolumeSource */
    {15200, 11090, 56, 898, 3, 984, 3, 0}, /* io.k8s.api.core.v1.GRPCAction */
    {15228, 11090, 56, 901, 3, 987, 3, 0}, /* io.k8s.api.core.v1.GitRepoVolumeSource */
    {15269, 11090, 56, 904, 4, 990, 4, 0}, /* io.k8s.api.core.v1.GlusterfsPersistentVolumeSource */
    {15330, 11090, 56, 908, 3, 994, 3, 0}, /* io.k8s.api.core.v1.GlusterfsVolumeSource */
    {15352, 11090, 56, 911, 6, 997, 6, 0}, /* io.k8s.api.core.v1.HTTPGetAction */
    {15430, 11090, 56, 917, 2, 1003, 2, 0}, /* io.k8s.api.core.v1.HTTPHeader */
    {15441, 11090, 56, 919, 2, 1005, 2, 0}, /* io.k8s.api.core.v1.HostAlias */
    {15461, 11090, 56, 921, 1, 1007, 1, 0}, /* io.k8s.api.core.v1.HostIP */
    {15468, 11090, 56, 922, 2, 1008, 2, 0}, /* io.k8s.api.core.v1.HostPathVolumeSource */
    {15505, 11090, 56, 924, 11, 1010, 11, 0}, /* io.k8s.api.core.v1.ISCSIPersistentVolumeSource */
    {15631, 11090, 56, 935, 11, 1021, 11, 0}, /* io.k8s.api.core.v1.ISCSIVolumeSource */
    {15649, 11090, 56, 946, 2, 1032, 2, 0}, /* io.k8s.api.core.v1.ImageVolumeSource */
    {15688, 11090, 56, 948, 1, 1034, 1, 0}, /* io.k8s.api.core.v1.ImageVolumeStatus */
    {15715, 11090, 56, 949, 4, 1035, 4, 0}, /* io.k8s.api.core.v1.KeyToPath */
    {15725, 11090, 56, 953, 3, 1039, 3, 0}, /* io.k8s.api.core.v1.Lifecycle */
    {15773, 11090, 56, 956, 4, 1042, 4, 0}, /* io.k8s.api.core.v1.LifecycleHandler */
    {15884, 11090, 56, 960, 3, 1046, 4, 0}, /* io.k8s.api.core.v1.LimitRange */
    {15913, 11090, 56, 963, 6, 1050, 6, 0}, /* io.k8s.api.core.v1.LimitRangeItem */
    {15993, 11090, 56, 969, 3, 1056, 4, 0}, /* io.k8s.api.core.v1.LimitRangeList */
    {16024, 11090, 56, 972, 1, 1060, 1, 0}, /* io.k8s.api.core.v1.LimitRangeSpec */
    {16066, 11090, 56, 973, 3, 1061, 3, 0}, /* io.k8s.api.core.v1.LinuxContainerUser */
    {16116, 11090, 56, 976, 4, 1064, 4, 0}, /* io.k8s.api.core.v1.LoadBalancerIngress */
    {16181, 11090, 56, 980, 1, 1068, 1, 0}, /* io.k8s.api.core.v1.LoadBalancerStatus */
    {16233, 11090, 56, 981, 1, 1069, 1, 1}, /* io.k8s.api.core.v1.LocalObjectReference */
    {16254, 11090, 56, 982, 2, 1070, 2, 0}, /* io.k8s.api.core.v1.LocalVolumeSource */
    {16272, 11090, 56, 984, 2, 1072, 2, 0}, /* io.k8s.api.core.v1.ModifyVolumeStatus */
    {16366, 11090, 56, 986, 3, 1074, 3, 0}, /* io.k8s.api.core.v1.NFSVolumeSource */
    {16389, 11090, 56, 989, 4, 1077, 5, 0}, /* io.k8s.api.core.v1.Namespace */
    {16435, 11090, 56, 993, 5, 1082, 5, 0}, /* io.k8s.api.core.v1.NamespaceCondition */
    {16480, 11090, 56, 998, 3, 1087, 4, 0}, /* io.k8s.api.core.v1.NamespaceList */
    {16509, 11090, 56, 1001, 1, 1091, 1, 0}, /* io.k8s.api.core.v1.NamespaceSpec */
    {16553, 11090, 56, 1002, 2, 1092, 2, 0}, /* io.k8s.api.core.v1.NamespaceStatus */
    {16617, 11090, 56, 1004, 4, 1094, 5, 0}, /* io.k8s.api.core.v1.Node */
    {16648, 11090, 56, 1008, 2, 1099, 2, 0}, /* io.k8s.api.core.v1.NodeAddress */
    {16687, 11090, 56, 1010, 2, 1101, 2, 0}, /* io.k8s.api.core.v1.NodeAffinity */
    {16840, 11090, 56, 1012, 2, 1103, 2, 0}, /* io.k8s.api.core.v1.NodeAllocatableMappedResources */
    {16880, 11090, 56, 1014, 3, 1105, 3, 0}, /* io.k8s.api.core.v1.NodeAllocatableOverheadResources */
    {16933, 11090, 56, 1017, 4, 1108, 4, 0}, /* io.k8s.api.core.v1.NodeAllocatableResourceClaimStatus */
    {17088, 11090, 56, 1021, 6, 1112, 6, 0}, /* io.k8s.api.core.v1.NodeCondition */
    {17141, 11090, 56, 1027, 1, 1118, 1, 0}, /* io.k8s.api.core.v1.NodeConfigSource */
    {17197, 11090, 56, 1028, 4, 1119, 4, 0}, /* io.k8s.api.core.v1.NodeConfigStatus */
    {17257, 11090, 56, 1032, 1, 1123, 1, 0}, /* io.k8s.api.core.v1.NodeDaemonEndpoints */
    {17311, 11090, 56, 1033, 1, 1124, 1, 0}, /* io.k8s.api.core.v1.NodeFeatures */
    {17349, 11090, 56, 1034, 3, 1125, 4, 0}, /* io.k8s.api.core.v1.NodeList */
    {17368, 11090, 56, 1037, 1, 1129, 1, 0}, /* io.k8s.api.core.v1.NodePodPreemptionPolicy */
    {17416, 11090, 56, 1038, 2, 1130, 3, 0}, /* io.k8s.api.core.v1.NodeProxyOptions */
    {17433, 11090, 56, 1040, 2, 1133, 2, 0}, /* io.k8s.api.core.v1.NodeRuntimeHandler */
    {17491, 11090, 56, 1042, 2, 1135, 2, 0}, /* io.k8s.api.core.v1.NodeRuntimeHandlerFeatures */
    {17557, 11090, 56, 1044, 1, 1137, 1, 1}, /* io.k8s.api.core.v1.NodeSelector */
    {17610, 11090, 56, 1045, 3, 1138, 3, 0}, /* io.k8s.api.core.v1.NodeSelectorRequirement */
    {17658, 11090, 56, 1048, 2, 1141, 2, 1}, /* io.k8s.api.core.v1.NodeSelectorTerm */
    {17733, 11090, 56, 1050, 8, 1143, 8, 0}, /* io.k8s.api.core.v1.NodeSpec */
    {17873, 11090, 56, 1058, 14, 1151, 14, 0}, /* io.k8s.api.core.v1.NodeStatus */
    {18218, 11090, 56, 1072, 1, 1165, 1, 0}, /* io.k8s.api.core.v1.NodeSwapStatus */
    {18233, 11090, 56, 1073, 12, 1166, 12, 0}, /* io.k8s.api.core.v1.NodeSystemInfo */
    {18429, 11090, 56, 1085, 2, 1178, 2, 1}, /* io.k8s.api.core.v1.ObjectFieldSelector */
    {18459, 11090, 56, 1087, 7, 1180, 7, 1}, /* io.k8s.api.core.v1.ObjectReference */
    {18475, 11090, 56, 1094, 4, 1187, 5, 0}, /* io.k8s.api.core.v1.PersistentVolume */
    {18542, 11090, 56, 1098, 4, 1192, 5, 0}, /* io.k8s.api.core.v1.PersistentVolumeClaim */
    {18624, 11090, 56, 1102, 6, 1197, 6, 0}, /* io.k8s.api.core.v1.PersistentVolumeClaimCondition */
    {18693, 11090, 56, 1108, 3, 1203, 4, 0}, /* io.k8s.api.core.v1.PersistentVolumeClaimList */
    {18719, 11090, 56, 1111, 9, 1207, 9, 0}, /* io.k8s.api.core.v1.PersistentVolumeClaimSpec */
    {18975, 11090, 56, 1120, 9, 1216, 9, 0}, /* io.k8s.api.core.v1.PersistentVolumeClaimStatus */
    {19247, 11090, 56, 1129, 2, 1225, 2, 0}, /* io.k8s.api.core.v1.PersistentVolumeClaimTemplate */
    {19277, 11090, 56, 1131, 2, 1227, 2, 0}, /* io.k8s.api.core.v1.PersistentVolumeClaimVolumeSource */
    {19321, 11090, 56, 1133, 3, 1229, 4, 0}, /* io.k8s.api.core.v1.PersistentVolumeList */
    {19364, 11090, 56, 1136, 22, 1233, 22, 0}, /* io.k8s.api.core.v1.PersistentVolumeSource */
    {20238, 11090, 56, 1158, 10, 1255, 31, 0}, /* io.k8s.api.core.v1.PersistentVolumeSpec */
    {20392, 11090, 56, 1168, 4, 1286, 4, 0}, /* io.k8s.api.core.v1.PersistentVolumeStatus */
    {20464, 11090, 56, 1172, 2, 1290, 2, 0}, /* io.k8s.api.core.v1.PhotonPersistentDiskVolumeSource */
    {20502, 11090, 56, 1174, 4, 1292, 5, 0}, /* io.k8s.api.core.v1.Pod */
    {20530, 11090, 56, 1178, 2, 1297, 2, 0}, /* io.k8s.api.core.v1.PodAffinity */
    {20592, 11090, 56, 1180, 6, 1299, 6, 0}, /* io.k8s.api.core.v1.PodAffinityTerm */
    {20664, 11090, 56, 1186, 2, 1305, 2, 0}, /* io.k8s.api.core.v1.PodAntiAffinity */
    {20680, 11090, 56, 1188, 6, 1307, 7, 0}, /* io.k8s.api.core.v1.PodAttachOptions */
    {20711, 11090, 56, 1194, 8, 1314, 8, 0}, /* io.k8s.api.core.v1.PodCertificateProjection */
    {20810, 11090, 56, 1202, 7, 1322, 7, 0}, /* io.k8s.api.core.v1.PodCondition */
    {20823, 11090, 56, 1209, 3, 1329, 3, 0}, /* io.k8s.api.core.v1.PodDNSConfig */
    {20881, 11090, 56, 1212, 2, 1332, 2, 0}, /* io.k8s.api.core.v1.PodDNSConfigOption */
    {20900, 11090, 56, 1214, 7, 1334, 8, 0}, /* io.k8s.api.core.v1.PodExecOptions */
    {20915, 11090, 56, 1221, 2, 1342, 2, 0}, /* io.k8s.api.core.v1.PodExtendedResourceClaimStatus */
    {21000, 11090, 56, 1223, 1, 1344, 1, 0}, /* io.k8s.api.core.v1.PodIP */
    {21006, 11090, 56, 1224, 3, 1345, 4, 0}, /* io.k8s.api.core.v1.PodList */
    {21023, 11090, 56, 1227, 11, 1349, 12, 0}, /* io.k8s.api.core.v1.PodLogOptions */
    {21144, 11090, 56, 1238, 1, 1361, 1, 0}, /* io.k8s.api.core.v1.PodOS */
    {21160, 11090, 56, 1239, 2, 1362, 3, 0}, /* io.k8s.api.core.v1.PodPortForwardOptions */
    {21182, 11090, 56, 1241, 2, 1365, 3, 0}, /* io.k8s.api.core.v1.PodProxyOptions */
    {21198, 11090, 56, 1243, 1, 1368, 1, 0}, /* io.k8s.api.core.v1.PodReadinessGate */
    {21229, 11090, 56, 1244, 3, 1369, 3, 0}, /* io.k8s.api.core.v1.PodResourceClaim */
    {21272, 11090, 56, 1247, 2, 1372, 2, 0}, /* io.k8s.api.core.v1.PodResourceClaimStatus */
    {21295, 11090, 56, 1249, 1, 1374, 1, 0}, /* io.k8s.api.core.v1.PodSchedulingGate */
    {21313, 11090, 56, 1250, 1, 1375, 1, 0}, /* io.k8s.api.core.v1.PodSchedulingGroup */
    {21345, 11090, 56, 1251, 13, 1376, 13, 0}, /* io.k8s.api.core.v1.PodSecurityContext */
    {21695, 11090, 56, 1264, 43, 1389, 43, 0}, /* io.k8s.api.core.v1.PodSpec */
    {22577, 11090, 56, 1307, 22, 1432, 22, 0}, /* io.k8s.api.core.v1.PodStatus */
    {23040, 11090, 56, 1329, 3, 1454, 4, 0}, /* io.k8s.api.core.v1.PodTemplate */
    {23052, 11090, 56, 1332, 3, 1458, 4, 0}, /* io.k8s.api.core.v1.PodTemplateList */
    {23085, 11090, 56, 1335, 2, 1462, 2, 0}, /* io.k8s.api.core.v1.PodTemplateSpec */
    {23101, 11090, 56, 1337, 3, 1464, 3, 0}, /* io.k8s.api.core.v1.PodVolumeHealth */
    {23175, 11090, 56, 1340, 3, 1467, 3, 0}, /* io.k8s.api.core.v1.PortStatus */
    {23186, 11090, 56, 1343, 3, 1470, 3, 0}, /* io.k8s.api.core.v1.PortworxVolumeSource */
    {23207, 11090, 56, 1346, 2, 1473, 2, 0}, /* io.k8s.api.core.v1.PreferredSchedulingTerm */
    {23269, 11090, 56, 1348, 7, 1475, 10, 0}, /* io.k8s.api.core.v1.Probe */
    {23345, 11090, 56, 1355, 4, 1485, 4, 0}, /* io.k8s.api.core.v1.ProbeHandler */
    {23377, 11090, 56, 1359, 3, 1489, 3, 0}, /* io.k8s.api.core.v1.ProjectedVolumeSource */
    {23429, 11090, 56, 1362, 6, 1492, 6, 0}, /* io.k8s.api.core.v1.QuobyteVolumeSource */
    {23472, 11090, 56, 1368, 8, 1498, 8, 0}, /* io.k8s.api.core.v1.RBDPersistentVolumeSource */
    {23545, 11090, 56, 1376, 8, 1506, 8, 0}, /* io.k8s.api.core.v1.RBDVolumeSource */
    {23561, 11090, 56, 1384, 4, 1514, 5, 0}, /* io.k8s.api.core.v1.RangeAllocation */
    {23583, 11090, 56, 1388, 4, 1519, 5, 0}, /* io.k8s.api.core.v1.ReplicationController */
    {23665, 11090, 56, 1392, 5, 1524, 5, 0}, /* io.k8s.api.core.v1.ReplicationControllerCondition */
    {23734, 11090, 56, 1397, 3, 1529, 4, 0}, /* io.k8s.api.core.v1.ReplicationControllerList */
    {23787, 11090, 56, 1400, 4, 1533, 4, 0}, /* io.k8s.api.core.v1.ReplicationControllerSpec */
    {23815, 11090, 56, 1404, 6, 1537, 6, 0}, /* io.k8s.api.core.v1.ReplicationControllerStatus */
    {23879, 11090, 56, 1410, 2, 1543, 2, 0}, /* io.k8s.api.core.v1.ResourceClaim */
    {23893, 11090, 56, 1412, 3, 1545, 3, 1}, /* io.k8s.api.core.v1.ResourceFieldSelector */
    {23923, 11090, 56, 1415, 3, 1548, 3, 0}, /* io.k8s.api.core.v1.ResourceHealth */
    {23994, 11090, 56, 1418, 4, 1551, 5, 0}, /* io.k8s.api.core.v1.ResourceQuota */
    {24052, 11090, 56, 1422, 3, 1556, 4, 0}, /* io.k8s.api.core.v1.ResourceQuotaList */
    {24089, 11090, 56, 1425, 3, 1560, 3, 0}, /* io.k8s.api.core.v1.ResourceQuotaSpec */
    {24174, 11090, 56, 1428, 2, 1563, 2, 0}, /* io.k8s.api.core.v1.ResourceQuotaStatus */
    {24199, 11090, 56, 1430, 3, 1565, 3, 0}, /* io.k8s.api.core.v1.ResourceRequirements */
    {24255, 11090, 56, 1433, 2, 1568, 2, 0}, /* io.k8s.api.core.v1.ResourceStatus */
    {24290, 11090, 56, 1435, 4, 1570, 4, 0}, /* io.k8s.api.core.v1.SELinuxOptions */
    {24316, 11090, 56, 1439, 10, 1574, 10, 0}, /* io.k8s.api.core.v1.ScaleIOPersistentVolumeSource */
    {24437, 11090, 56, 1449, 10, 1584, 10, 0}, /* io.k8s.api.core.v1.ScaleIOVolumeSource */
    {24457, 11090, 56, 1459, 1, 1594, 1, 1}, /* io.k8s.api.core.v1.ScopeSelector */
    {24510, 11090, 56, 1460, 3, 1595, 3, 0}, /* io.k8s.api.core.v1.ScopedResourceSelectorRequirement */
    {24601, 11090, 56, 1463, 2, 1598, 2, 0}, /* io.k8s.api.core.v1.SeccompProfile */
    {24638, 11090, 56, 1465, 6, 1600, 7, 0}, /* io.k8s.api.core.v1.Secret */
    {24670, 11090, 56, 1471, 2, 1607, 2, 0}, /* io.k8s.api.core.v1.SecretEnvSource */
    {24686, 11090, 56, 1473, 3, 1609, 3, 1}, /* io.k8s.api.core.v1.SecretKeySelector */
    {24704, 11090, 56, 1476, 3, 1612, 4, 0}, /* io.k8s.api.core.v1.SecretList */
    {24727, 11090, 56, 1479, 3, 1616, 3, 0}, /* io.k8s.api.core.v1.SecretProjection */
    {24744, 11090, 56, 1482, 2, 1619, 2, 1}, /* io.k8s.api.core.v1.SecretReference */
    {24760, 11090, 56, 1484, 5, 1621, 5, 0}, /* io.k8s.api.core.v1.SecretVolumeSource */
    {24779, 11090, 56, 1489, 12, 1626, 12, 0}, /* io.k8s.api.core.v1.SecurityContext */
    {24910, 11090, 56, 1501, 2, 1638, 3, 0}, /* io.k8s.api.core.v1.SerializedReference */
    {24930, 11090, 56, 1503, 4, 1641, 5, 0}, /* io.k8s.api.core.v1.Service */
    {24970, 11090, 56, 1507, 5, 1646, 6, 0}, /* io.k8s.api.core.v1.ServiceAccount */
    {24993, 11090, 56, 1512, 3, 1652, 4, 0}, /* io.k8s.api.core.v1.ServiceAccountList */
    {25032, 11090, 56, 1515, 4, 1656, 4, 0}, /* io.k8s.api.core.v1.ServiceAccountTokenProjection */
    {25071, 11090, 56, 1519, 3, 1660, 4, 0}, /* io.k8s.api.core.v1.ServiceList */
    {25096, 11090, 56, 1522, 6, 1664, 6, 0}, /* io.k8s.api.core.v1.ServicePort */
    {25128, 11090, 56, 1528, 2, 1670, 3, 0}, /* io.k8s.api.core.v1.ServiceProxyOptions */
    {25148, 11090, 56, 1530, 20, 1673, 20, 0}, /* io.k8s.api.core.v1.ServiceSpec */
    {25653, 11090, 56, 1550, 2, 1693, 2, 0}, /* io.k8s.api.core.v1.ServiceStatus */
    {25702, 11090, 56, 1552, 1, 1695, 1, 0}, /* io.k8s.api.core.v1.SessionAffinityConfig */
    {25751, 11090, 56, 1553, 1, 1696, 1, 0}, /* io.k8s.api.core.v1.SleepAction */
    {25771, 11090, 56, 1554, 5, 1697, 5, 0}, /* io.k8s.api.core.v1.StorageOSPersistentVolumeSource */
    {25819, 11090, 56, 1559, 5, 1702, 5, 0}, /* io.k8s.api.core.v1.StorageOSVolumeSource */
    {25841, 11090, 56, 1564, 2, 1707, 2, 0}, /* io.k8s.api.core.v1.Sysctl */
    {25848, 11090, 56, 1566, 2, 1709, 2, 0}, /* io.k8s.api.core.v1.TCPSocketAction */
    {25864, 11090, 56, 1568, 4, 1711, 4, 0}, /* io.k8s.api.core.v1.Taint */
    {25902, 11090, 56, 1572, 5, 1715, 5, 0}, /* io.k8s.api.core.v1.Toleration */
    {25953, 11090, 56, 1577, 2, 1720, 2, 0}, /* io.k8s.api.core.v1.TopologySelectorLabelRequirement */
    {25986, 11090, 56, 1579, 1, 1722, 1, 1}, /* io.k8s.api.core.v1.TopologySelectorTerm */
    {26067, 11090, 56, 1580, 8, 1723, 8, 0}, /* io.k8s.api.core.v1.TopologySpreadConstraint */
    {26221, 11090, 56, 1588, 3, 1731, 3, 1}, /* io.k8s.api.core.v1.TypedLocalObjectReference */
    {26256, 11090, 56, 1591, 4, 1734, 4, 0}, /* io.k8s.api.core.v1.TypedObjectReference */
    {26277, 11090, 56, 1595, 2, 1738, 31, 0}, /* io.k8s.api.core.v1.Volume */
    {26300, 11090, 56, 1597, 2, 1769, 2, 0}, /* io.k8s.api.core.v1.VolumeDevice */
    {26313, 11090, 56, 1599, 3, 1771, 3, 0}, /* io.k8s.api.core.v1.VolumeHealthCondition */
    {26361, 11090, 56, 1602, 2, 1774, 2, 0}, /* io.k8s.api.core.v1.VolumeHealthStatus */
    {26380, 11090, 56, 1604, 8, 1776, 8, 0}, /* io.k8s.api.core.v1.VolumeMount */
    {26513, 11090, 56, 1612, 5, 1784, 5, 0}, /* io.k8s.api.core.v1.VolumeMountStatus */
    {26560, 11090, 56, 1617, 1, 1789, 1, 0}, /* io.k8s.api.core.v1.VolumeNodeAffinity */
    {26588, 11090, 56, 1618, 6, 1790, 6, 0}, /* io.k8s.api.core.v1.VolumeProjection */
    {26839, 11090, 56, 1624, 2, 1796, 2, 0}, /* io.k8s.api.core.v1.VolumeResourceRequirements */
    {26866, 11090, 56, 1626, 30, 1798, 30, 0}, /* io.k8s.api.core.v1.VolumeSource */
    {27388, 11090, 56, 1656, 1, 1828, 1, 0}, /* io.k8s.api.core.v1.VolumeStatus */
    {27422, 11090, 56, 1657, 4, 1829, 4, 0}, /* io.k8s.api.core.v1.VsphereVirtualDiskVolumeSource */
    {27498, 11090, 56, 1661, 2, 1833, 2, 0}, /* io.k8s.api.core.v1.WeightedPodAffinityTerm */
    {27557, 11090, 56, 1663, 4, 1835, 4, 0}, /* io.k8s.api.core.v1.WindowsSecurityContextOptions */
    {27655, 27664, 56, 1667, 8, 1839, 8, 0}, /* io.k8s.api.discovery.v1.Endpoint */
    {27757, 27664, 56, 1675, 3, 1847, 3, 0}, /* io.k8s.api.discovery.v1.EndpointConditions */
    {27784, 27664, 56, 1678, 2, 1850, 2, 0}, /* io.k8s.api.discovery.v1.EndpointHints */
    {14168, 27664, 56, 1680, 4, 1852, 4, 1}, /* io.k8s.api.discovery.v1.EndpointPort */
    {27842, 27664, 56, 1684, 5, 1856, 6, 0}, /* io.k8s.api.discovery.v1.EndpointSlice */
    {27897, 27664, 56, 1689, 3, 1862, 4, 0}, /* io.k8s.api.discovery.v1.EndpointSliceList */
    {27934, 27664, 56, 1692, 1, 1866, 1, 0}, /* io.k8s.api.discovery.v1.ForNode */
    {27942, 27664, 56, 1693, 1, 1867, 1, 0}, /* io.k8s.api.discovery.v1.ForZone */
    {14734, 27950, 56, 1694, 16, 1868, 17, 0}, /* io.k8s.api.events.v1.Event */
    {14889, 27950, 56, 1710, 3, 1885, 4, 0}, /* io.k8s.api.events.v1.EventList */
    {14910, 27950, 56, 1713, 2, 1889, 2, 0}, /* io.k8s.api.events.v1.EventSeries */
    {28088, 28121, 56, 1715, 2, 1891, 2, 0}, /* io.k8s.api.flowcontrol.v1.ExemptPriorityLevelConfiguration */
    {28188, 28121, 56, 1717, 1, 1893, 1, 0}, /* io.k8s.api.flowcontrol.v1.FlowDistinguisherMethod */
    {28243, 28121, 56, 1718, 4, 1894, 5, 0}, /* io.k8s.api.flowcontrol.v1.FlowSchema */
    {28292, 28121, 56, 1722, 5, 1899, 5, 0}, /* io.k8s.api.flowcontrol.v1.FlowSchemaCondition */
    {28339, 28121, 56, 1727, 3, 1904, 4, 0}, /* io.k8s.api.flowcontrol.v1.FlowSchemaList */
    {28370, 28121, 56, 1730, 4, 1908, 4, 0}, /* io.k8s.api.flowcontrol.v1.FlowSchemaSpec */
    {28546, 28121, 56, 1734, 1, 1912, 1, 0}, /* io.k8s.api.flowcontrol.v1.FlowSchemaStatus */
    {28588, 28121, 56, 1735, 1, 1913, 1, 0}, /* io.k8s.api.flowcontrol.v1.GroupSubject */
    {28601, 28121, 56, 1736, 2, 1914, 2, 0}, /* io.k8s.api.flowcontrol.v1.LimitResponse */
    {28668, 28121, 56, 1738, 4, 1916, 4, 0}, /* io.k8s.api.flowcontrol.v1.LimitedPriorityLevelConfiguration */
    {28755, 28121, 56, 1742, 2, 1920, 2, 0}, /* io.k8s.api.flowcontrol.v1.NonResourcePolicyRule */
    {28777, 28121, 56, 1744, 3, 1922, 3, 0}, /* io.k8s.api.flowcontrol.v1.PolicyRulesWithSubjects */
    {28874, 28121, 56, 1747, 4, 1925, 5, 0}, /* io.k8s.api.flowcontrol.v1.PriorityLevelConfiguration */
    {28971, 28121, 56, 1751, 5, 1930, 5, 0}, /* io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationCondition */
    {29050, 28121, 56, 1756, 3, 1935, 4, 0}, /* io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationList */
    {29113, 28121, 56, 1759, 1, 1939, 1, 0}, /* io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationReference */
    {29149, 28121, 56, 1760, 3, 1940, 3, 0}, /* io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationSpec */
    {29295, 28121, 56, 1763, 1, 1943, 1, 0}, /* io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationStatus */
    {29369, 28121, 56, 1764, 3, 1944, 3, 0}, /* io.k8s.api.flowcontrol.v1.QueuingConfiguration */
    {29423, 28121, 56, 1767, 5, 1947, 5, 0}, /* io.k8s.api.flowcontrol.v1.ResourcePolicyRule */
    {29455, 28121, 56, 1772, 2, 1952, 2, 0}, /* io.k8s.api.flowcontrol.v1.ServiceAccountSubject */
    {29477, 28121, 56, 1774, 4, 1954, 4, 0}, /* io.k8s.api.flowcontrol.v1.Subject */
    {29556, 28121, 56, 1778, 1, 1958, 1, 0}, /* io.k8s.api.flowcontrol.v1.UserSubject */
    {29568, 29584, 56, 1779, 3, 1959, 3, 0}, /* io.k8s.api.networking.v1.HTTPIngressPath */
    {29656, 29584, 56, 1782, 1, 1962, 1, 0}, /* io.k8s.api.networking.v1.HTTPIngressRuleValue */
    {29704, 29584, 56, 1783, 3, 1963, 4, 0}, /* io.k8s.api.networking.v1.IPAddress */
    {29731, 29584, 56, 1786, 3, 1967, 4, 0}, /* io.k8s.api.networking.v1.IPAddressList */
    {29760, 29584, 56, 1789, 1, 1971, 1, 0}, /* io.k8s.api.networking.v1.IPAddressSpec */
    {29803, 29584, 56, 1790, 2, 1972, 2, 0}, /* io.k8s.api.networking.v1.IPBlock */
    {29823, 29584, 56, 1792, 4, 1974, 5, 0}, /* io.k8s.api.networking.v1.Ingress */
    {29863, 29584, 56, 1796, 2, 1979, 2, 0}, /* io.k8s.api.networking.v1.IngressBackend */
    {29903, 29584, 56, 1798, 3, 1981, 4, 0}, /* io.k8s.api.networking.v1.IngressClass */
    {29936, 29584, 56, 1801, 3, 1985, 4, 0}, /* io.k8s.api.networking.v1.IngressClassList */
    {29971, 29584, 56, 1804, 5, 1989, 5, 0}, /* io.k8s.api.networking.v1.IngressClassParametersReference */
    {30003, 29584, 56, 1809, 2, 1994, 2, 0}, /* io.k8s.api.networking.v1.IngressClassSpec */
    {30077, 29584, 56, 1811, 3, 1996, 4, 0}, /* io.k8s.api.networking.v1.IngressList */
    {30102, 29584, 56, 1814, 3, 2000, 3, 0}, /* io.k8s.api.networking.v1.IngressLoadBalancerIngress */
    {30152, 29584, 56, 1817, 1, 2003, 1, 0}, /* io.k8s.api.networking.v1.IngressLoadBalancerStatus */
    {30210, 29584, 56, 1818, 3, 2004, 3, 0}, /* io.k8s.api.networking.v1.IngressPortStatus */
    {30228, 29584, 56, 1821, 2, 2007, 2, 0}, /* io.k8s.api.networking.v1.IngressRule */
    {30260, 29584, 56, 1823, 1, 2009, 1, 0}, /* io.k8s.api.networking.v1.IngressRuleValue */
    {30306, 29584, 56, 1824, 2, 2010, 2, 0}, /* io.k8s.api.networking.v1.IngressServiceBackend */
    {30350, 29584, 56, 1826, 4, 2012, 4, 0}, /* io.k8s.api.networking.v1.IngressSpec */
    {30431, 29584, 56, 1830, 1, 2016, 1, 0}, /* io.k8s.api.networking.v1.IngressStatus */
    {30474, 29584, 56, 1831, 2, 2017, 2, 0}, /* io.k8s.api.networking.v1.IngressTLS */
    {30491, 29584, 56, 1833, 3, 2019, 4, 0}, /* io.k8s.api.networking.v1.NetworkPolicy */
    {30526, 29584, 56, 1836, 2, 2023, 2, 0}, /* io.k8s.api.networking.v1.NetworkPolicyEgressRule */
    {30599, 29584, 56, 1838, 2, 2025, 2, 0}, /* io.k8s.api.networking.v1.NetworkPolicyIngressRule */
    {30629, 29584, 56, 1840, 3, 2027, 4, 0}, /* io.k8s.api.networking.v1.NetworkPolicyList */
    {30666, 29584, 56, 1843, 3, 2031, 3, 0}, /* io.k8s.api.networking.v1.NetworkPolicyPeer */
    {30715, 29584, 56, 1846, 3, 2034, 3, 0}, /* io.k8s.api.networking.v1.NetworkPolicyPort */
    {30741, 29584, 56, 1849, 4, 2037, 4, 0}, /* io.k8s.api.networking.v1.NetworkPolicySpec */
    {30853, 29584, 56, 1853, 4, 2041, 4, 0}, /* io.k8s.api.networking.v1.ParentReference */
    {30869, 29584, 56, 1857, 2, 2045, 2, 1}, /* io.k8s.api.networking.v1.ServiceBackendPort */
    {30895, 29584, 56, 1859, 4, 2047, 5, 0}, /* io.k8s.api.networking.v1.ServiceCIDR */
    {30947, 29584, 56, 1863, 3, 2052, 4, 0}, /* io.k8s.api.networking.v1.ServiceCIDRList */
    {30980, 29584, 56, 1866, 1, 2056, 1, 0}, /* io.k8s.api.networking.v1.ServiceCIDRSpec */
    {31002, 29584, 56, 1867, 1, 2057, 1, 0}, /* io.k8s.api.networking.v1.ServiceCIDRStatus */
    {31020, 31029, 56, 1868, 1, 2058, 1, 0}, /* io.k8s.api.node.v1.Overhead */
    {31057, 31029, 56, 1869, 5, 2059, 6, 0}, /* io.k8s.api.node.v1.RuntimeClass */
    {31104, 31029, 56, 1874, 3, 2065, 4, 0}, /* io.k8s.api.node.v1.RuntimeClassList */
    {31139, 31029, 56, 1877, 2, 2069, 2, 0}, /* io.k8s.api.node.v1.Scheduling */
    {31150, 31159, 56, 1879, 3, 2071, 4, 0}, /* io.k8s.api.policy.v1.Eviction */
    {31211, 31159, 56, 1882, 4, 2075, 5, 0}, /* io.k8s.api.policy.v1.PodDisruptionBudget */
    {31287, 31159, 56, 1886, 3, 2080, 4, 0}, /* io.k8s.api.policy.v1.PodDisruptionBudgetList */
    {31336, 31159, 56, 1889, 4, 2084, 4, 0}, /* io.k8s.api.policy.v1.PodDisruptionBudgetSpec */
    {31434, 31159, 56, 1893, 7, 2088, 7, 0}, /* io.k8s.api.policy.v1.PodDisruptionBudgetStatus */
    {31555, 31571, 56, 1900, 1, 2095, 1, 0}, /* io.k8s.api.rbac.v1.AggregationRule */
    {31630, 31571, 56, 1901, 4, 2096, 5, 0}, /* io.k8s.api.rbac.v1.ClusterRole */
    {31693, 31571, 56, 1905, 4, 2101, 5, 0}, /* io.k8s.api.rbac.v1.ClusterRoleBinding */
    {31731, 31571, 56, 1909, 3, 2106, 4, 0}, /* io.k8s.api.rbac.v1.ClusterRoleBindingList */
    {31778, 31571, 56, 1912, 3, 2110, 4, 0}, /* io.k8s.api.rbac.v1.ClusterRoleList */
    {31811, 31571, 56, 1915, 5, 2114, 5, 0}, /* io.k8s.api.rbac.v1.PolicyRule */
    {31822, 31571, 56, 1920, 3, 2119, 4, 0}, /* io.k8s.api.rbac.v1.Role */
    {31827, 31571, 56, 1923, 4, 2123, 5, 0}, /* io.k8s.api.rbac.v1.RoleBinding */
    {31839, 31571, 56, 1927, 3, 2128, 4, 0}, /* io.k8s.api.rbac.v1.RoleBindingList */
    {31872, 31571, 56, 1930, 3, 2132, 4, 0}, /* io.k8s.api.rbac.v1.RoleList */
    {31891, 31571, 56, 1933, 3, 2136, 3, 1}, /* io.k8s.api.rbac.v1.RoleRef */
    {29477, 31571, 56, 1936, 4, 2139, 4, 1}, /* io.k8s.api.rbac.v1.Subject */
    {31899, 31921, 56, 1940, 7, 2143, 7, 0}, /* io.k8s.api.resource.v1.AllocatedDeviceStatus */
    {31992, 31921, 56, 1947, 3, 2150, 3, 0}, /* io.k8s.api.resource.v1.AllocationResult */
    {32063, 31921, 56, 1950, 1, 2153, 1, 0}, /* io.k8s.api.resource.v1.CELDeviceSelector */
    {32081, 31921, 56, 1951, 3, 2154, 3, 0}, /* io.k8s.api.resource.v1.CapacityRequestPolicy */
    {32176, 31921, 56, 1954, 3, 2157, 3, 0}, /* io.k8s.api.resource.v1.CapacityRequestPolicyRange */
    {32208, 31921, 56, 1957, 1, 2160, 1, 0}, /* io.k8s.api.resource.v1.CapacityRequirements */
    {32268, 31921, 56, 1958, 1, 2161, 1, 0}, /* io.k8s.api.resource.v1.Counter */
    {32276, 31921, 56, 1959, 2, 2162, 2, 0}, /* io.k8s.api.resource.v1.CounterSet */
    {32318, 31921, 56, 1961, 13, 2164, 13, 0}, /* io.k8s.api.resource.v1.Device */
    {32640, 31921, 56, 1974, 3, 2177, 3, 0}, /* io.k8s.api.resource.v1.DeviceAllocationConfiguration */
    {32719, 31921, 56, 1977, 2, 2180, 2, 0}, /* io.k8s.api.resource.v1.DeviceAllocationResult */
    {32820, 31921, 56, 1979, 8, 2182, 8, 0}, /* io.k8s.api.resource.v1.DeviceAttribute */
    {32875, 31921, 56, 1987, 2, 2190, 2, 0}, /* io.k8s.api.resource.v1.DeviceCapacity */
    {32929, 31921, 56, 1989, 3, 2192, 3, 0}, /* io.k8s.api.resource.v1.DeviceClaim */
    {33024, 31921, 56, 1992, 2, 2195, 2, 0}, /* io.k8s.api.resource.v1.DeviceClaimConfiguration */
    {33049, 31921, 56, 1994, 3, 2197, 4, 0}, /* io.k8s.api.resource.v1.DeviceClass */
    {33080, 31921, 56, 1997, 1, 2201, 1, 0}, /* io.k8s.api.resource.v1.DeviceClassConfiguration */
    {33105, 31921, 56, 1998, 3, 2202, 4, 0}, /* io.k8s.api.resource.v1.DeviceClassList */
    {33138, 31921, 56, 2001, 3, 2206, 3, 0}, /* io.k8s.api.resource.v1.DeviceClassSpec */
    {33235, 31921, 56, 2004, 1, 2209, 1, 0}, /* io.k8s.api.resource.v1.DeviceConfiguration */
    {33291, 31921, 56, 2005, 3, 2210, 3, 0}, /* io.k8s.api.resource.v1.DeviceConstraint */
    {33363, 31921, 56, 2008, 3, 2213, 3, 0}, /* io.k8s.api.resource.v1.DeviceCounterConsumption */
    {33419, 31921, 56, 2011, 2, 2216, 2, 0}, /* io.k8s.api.resource.v1.DeviceDerivedAttribute */
    {33442, 31921, 56, 2013, 3, 2218, 3, 0}, /* io.k8s.api.resource.v1.DeviceRequest */
    {33523, 31921, 56, 2016, 11, 2221, 11, 0}, /* io.k8s.api.resource.v1.DeviceRequestAllocationResult */
    {33646, 31921, 56, 2027, 1, 2232, 1, 0}, /* io.k8s.api.resource.v1.DeviceSelector */
    {33686, 31921, 56, 2028, 8, 2233, 8, 0}, /* io.k8s.api.resource.v1.DeviceSubRequest */
    {33828, 31921, 56, 2036, 4, 2241, 4, 0}, /* io.k8s.api.resource.v1.DeviceTaint */
    {33861, 31921, 56, 2040, 4, 2245, 5, 0}, /* io.k8s.api.resource.v1.DeviceTaintRule */
    {33925, 31921, 56, 2044, 3, 2250, 4, 0}, /* io.k8s.api.resource.v1.DeviceTaintRuleList */
    {33966, 31921, 56, 2047, 2, 2254, 2, 0}, /* io.k8s.api.resource.v1.DeviceTaintRuleSpec */
    {34045, 31921, 56, 2049, 1, 2256, 1, 0}, /* io.k8s.api.resource.v1.DeviceTaintRuleStatus */
    {34067, 31921, 56, 2050, 3, 2257, 3, 0}, /* io.k8s.api.resource.v1.DeviceTaintSelector */
    {34087, 31921, 56, 2053, 5, 2260, 5, 0}, /* io.k8s.api.resource.v1.DeviceToleration */
    {34140, 31921, 56, 2058, 8, 2265, 8, 0}, /* io.k8s.api.resource.v1.ExactDeviceRequest */
    {34159, 31921, 56, 2066, 3, 2273, 3, 0}, /* io.k8s.api.resource.v1.NetworkDeviceData */
    {34211, 31921, 56, 2069, 3, 2276, 3, 0}, /* io.k8s.api.resource.v1.NodeAllocatableMapping */
    {34299, 31921, 56, 2072, 2, 2279, 2, 0}, /* io.k8s.api.resource.v1.NodeAllocatableOverhead */
    {34323, 31921, 56, 2074, 2, 2281, 2, 0}, /* io.k8s.api.resource.v1.NodeAllocatableResource */
    {34400, 31921, 56, 2076, 2, 2283, 2, 0}, /* io.k8s.api.resource.v1.OpaqueDeviceConfiguration */
    {23879, 31921, 56, 2078, 4, 2285, 5, 0}, /* io.k8s.api.resource.v1.ResourceClaim */
    {34470, 31921, 56, 2082, 4, 2290, 4, 0}, /* io.k8s.api.resource.v1.ResourceClaimConsumerReference */
    {34501, 31921, 56, 2086, 3, 2294, 4, 0}, /* io.k8s.api.resource.v1.ResourceClaimList */
    {34519, 31921, 56, 2089, 1, 2298, 1, 0}, /* io.k8s.api.resource.v1.ResourceClaimSpec */
    {34552, 31921, 56, 2090, 3, 2299, 3, 0}, /* io.k8s.api.resource.v1.ResourceClaimStatus */
    {34705, 31921, 56, 2093, 3, 2302, 4, 0}, /* io.k8s.api.resource.v1.ResourceClaimTemplate */
    {34756, 31921, 56, 2096, 3, 2306, 4, 0}, /* io.k8s.api.resource.v1.ResourceClaimTemplateList */
    {34809, 31921, 56, 2099, 2, 2310, 2, 0}, /* io.k8s.api.resource.v1.ResourceClaimTemplateSpec */
    {34835, 31921, 56, 2101, 3, 2312, 3, 0}, /* io.k8s.api.resource.v1.ResourcePool */
    {34878, 31921, 56, 2104, 3, 2315, 4, 0}, /* io.k8s.api.resource.v1.ResourceSlice */
    {34913, 31921, 56, 2107, 3, 2319, 4, 0}, /* io.k8s.api.resource.v1.ResourceSliceList */
    {34950, 31921, 56, 2110, 10, 2323, 10, 0}, /* io.k8s.api.resource.v1.ResourceSliceSpec */
    {35073, 35087, 56, 2120, 6, 2333, 7, 0}, /* io.k8s.api.scheduling.v1.PriorityClass */
    {35138, 35087, 56, 2126, 3, 2340, 4, 0}, /* io.k8s.api.scheduling.v1.PriorityClassList */
    {35175, 35194, 35225, 2129, 1, 2344, 1, 0}, /* io.k8s.api.scheduling.v1alpha3.TopologyConstraint */
    {35234, 35194, 35225, 2130, 0, 2345, 0, 0}, /* io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupAllDisruptionMode */
    {35268, 35194, 35225, 2130, 0, 2345, 0, 0}, /* io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupBasicSchedulingPolicy */
    {35306, 35194, 35225, 2130, 2, 2345, 2, 0}, /* io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupDisruptionMode */
    {35437, 35194, 35225, 2132, 1, 2347, 1, 0}, /* io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupGangSchedulingPolicy */
    {35483, 35194, 35225, 2133, 3, 2348, 3, 0}, /* io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupResourceClaim */
    {35513, 35194, 35225, 2136, 1, 2351, 1, 0}, /* io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupSchedulingConstraints */
    {35590, 35194, 35225, 2137, 2, 2352, 2, 0}, /* io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupSchedulingPolicy */
    {35727, 35194, 35225, 2139, 0, 2354, 0, 0}, /* io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupSingleDisruptionMode */
    {35764, 35774, 56, 2139, 3, 2354, 4, 0}, /* io.k8s.api.storage.v1.CSIDriver */
    {35813, 35774, 56, 2142, 3, 2358, 4, 0}, /* io.k8s.api.storage.v1.CSIDriverList */
    {35842, 35774, 56, 2145, 11, 2362, 11, 0}, /* io.k8s.api.storage.v1.CSIDriverSpec */
    {36136, 35774, 56, 2156, 4, 2373, 5, 0}, /* io.k8s.api.storage.v1.CSINode */
    {36176, 35774, 56, 2160, 4, 2378, 4, 0}, /* io.k8s.api.storage.v1.CSINodeDriver */
    {36233, 35774, 56, 2164, 3, 2382, 4, 0}, /* io.k8s.api.storage.v1.CSINodeList */
    {36258, 35774, 56, 2167, 1, 2386, 1, 0}, /* io.k8s.api.storage.v1.CSINodeSpec */
    {36297, 35774, 56, 2168, 1, 2387, 1, 0}, /* io.k8s.api.storage.v1.CSINodeStatus */
    {36344, 35774, 56, 2169, 6, 2388, 7, 0}, /* io.k8s.api.storage.v1.CSIStorageCapacity */
    {36394, 35774, 56, 2175, 3, 2395, 4, 0}, /* io.k8s.api.storage.v1.CSIStorageCapacityList */
    {36441, 35774, 56, 2178, 9, 2399, 10, 0}, /* io.k8s.api.storage.v1.StorageClass */
    {36584, 35774, 56, 2187, 3, 2409, 4, 0}, /* io.k8s.api.storage.v1.StorageClassList */
    {36619, 35774, 56, 2190, 2, 2413, 2, 0}, /* io.k8s.api.storage.v1.StorageHealth */
    {36661, 35774, 56, 2192, 6, 2415, 6, 0}, /* io.k8s.api.storage.v1.StorageHealthCondition */
    {4970, 35774, 56, 2198, 2, 2421, 2, 0}, /* io.k8s.api.storage.v1.TokenRequest */
    {36752, 35774, 56, 2200, 4, 2423, 5, 0}, /* io.k8s.api.storage.v1.VolumeAttachment */
    {36819, 35774, 56, 2204, 3, 2428, 4, 0}, /* io.k8s.api.storage.v1.VolumeAttachmentList */
    {36862, 35774, 56, 2207, 2, 2432, 2, 0}, /* io.k8s.api.storage.v1.VolumeAttachmentSource */
    {36923, 35774, 56, 2209, 3, 2434, 3, 0}, /* io.k8s.api.storage.v1.VolumeAttachmentSpec */
    {36979, 35774, 56, 2212, 4, 2437, 4, 0}, /* io.k8s.api.storage.v1.VolumeAttachmentStatus */
    {37069, 35774, 56, 2216, 4, 2441, 5, 0}, /* io.k8s.api.storage.v1.VolumeAttributesClass */
    {37102, 35774, 56, 2220, 3, 2446, 4, 0}, /* io.k8s.api.storage.v1.VolumeAttributesClassList */
    {37155, 35774, 56, 2223, 3, 2450, 3, 0}, /* io.k8s.api.storage.v1.VolumeError */
    {37182, 35774, 56, 2226, 1, 2453, 1, 0}, /* io.k8s.api.storage.v1.VolumeNodeResources */
    {37202, 37226, 56, 2227, 4, 2454, 5, 0}, /* io.k8s.api.storagemigration.v1.StorageVersionMigration */
    {37321, 37226, 56, 2231, 3, 2459, 4, 0}, /* io.k8s.api.storagemigration.v1.StorageVersionMigrationList */
    {37378, 37226, 56, 2234, 1, 2463, 1, 0}, /* io.k8s.api.storagemigration.v1.StorageVersionMigrationSpec */
    {37423, 37226, 56, 2235, 2, 2464, 2, 0}, /* io.k8s.api.storagemigration.v1.StorageVersionMigrationStatus */
    {37453, 37471, 56, 2237, 3, 2466, 3, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionRequest */
    {37577, 37471, 56, 2240, 3, 2469, 3, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionResponse */
    {37630, 37471, 56, 2243, 3, 2472, 4, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionReview */
    {37699, 37471, 56, 2246, 6, 2476, 6, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceColumnDefinition */
    {37746, 37471, 56, 2252, 2, 2482, 2, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion */
    {37826, 37471, 56, 2254, 4, 2484, 5, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition */
    {37917, 37471, 56, 2258, 6, 2489, 6, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionCondition */
    {37992, 37471, 56, 2264, 3, 2495, 4, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionList */
    {38051, 37471, 56, 2267, 6, 2499, 6, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames */
    {38128, 37471, 56, 2273, 6, 2505, 6, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec */
    {38305, 37471, 56, 2279, 4, 2511, 4, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus */
    {38404, 37471, 56, 2283, 9, 2515, 9, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion */
    {38658, 37471, 56, 2292, 3, 2524, 3, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale */
    {38743, 37471, 56, 2295, 0, 2527, 0, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceStatus */
    {38775, 37471, 56, 2295, 2, 2527, 2, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresources */
    {38877, 37471, 56, 2297, 1, 2529, 1, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceValidation */
    {38937, 37471, 56, 2298, 2, 2530, 2, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ExternalDocumentation */
    {38959, 37471, 56, 2300, 44, 2532, 44, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps */
    {39729, 37471, 56, 2344, 1, 2576, 1, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.SelectableField */
    {1654, 37471, 56, 2345, 4, 2577, 4, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference */
    {39745, 37471, 56, 2349, 6, 2581, 6, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ValidationRule */
    {2548, 37471, 56, 2355, 3, 2587, 3, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig */
    {39801, 37471, 56, 2358, 2, 2590, 2, 0}, /* io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookConversion */
    {39844, 39853, 56, 2360, 5, 2592, 6, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.APIGroup */
    {40023, 39853, 56, 2365, 2, 2598, 3, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.APIGroupList */
    {40050, 39853, 56, 2367, 10, 2601, 10, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.APIResource */
    {40114, 39853, 56, 2377, 3, 2611, 4, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.APIResourceList */
    {40160, 39853, 56, 2380, 3, 2615, 4, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.APIVersions */
    {40172, 39853, 56, 2383, 4, 2619, 5, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.ApplyOptions */
    {40211, 39853, 56, 2387, 6, 2624, 6, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.Condition */
    {40221, 39853, 56, 2393, 4, 2630, 5, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.CreateOptions */
    {40251, 39853, 56, 2397, 7, 2635, 8, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions */
    {40422, 39853, 56, 2404, 3, 2643, 3, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.FieldSelectorRequirement */
    {40472, 39853, 56, 2407, 2, 2646, 3, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.GetOptions */
    {40483, 39853, 56, 2409, 2, 2649, 2, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.GroupResource */
    {40497, 39853, 56, 2411, 2, 2651, 2, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersionForDiscovery */
    {40522, 39853, 56, 2413, 2, 2653, 2, 1}, /* io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector */
    {40548, 39853, 56, 2415, 3, 2655, 3, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement */
    {40598, 39853, 56, 2418, 3, 2658, 4, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.List */
    {40603, 39853, 56, 2421, 5, 2662, 5, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta */
    {40672, 39853, 56, 2426, 12, 2667, 13, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.ListOptions */
    {40793, 39853, 56, 2438, 7, 2680, 7, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry */
    {40892, 39853, 56, 2445, 15, 2687, 15, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta */
    {41072, 39853, 56, 2460, 6, 2702, 6, 1}, /* io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference */
    {41106, 39853, 56, 2466, 2, 2708, 3, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.PartialObjectMetadata */
    {41128, 39853, 56, 2468, 3, 2711, 4, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.PartialObjectMetadataList */
    {41181, 39853, 56, 2471, 5, 2715, 6, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.PatchOptions */
    {41194, 39853, 56, 2476, 2, 2721, 2, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.Preconditions */
    {41208, 39853, 56, 2478, 2, 2723, 2, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.ServerAddressByClientCIDR */
    {41259, 39853, 56, 2480, 1, 2725, 1, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.ShardInfo */
    {41269, 39853, 56, 2481, 7, 2726, 8, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.Status */
    {41306, 39853, 56, 2488, 3, 2734, 3, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.StatusCause */
    {41337, 39853, 56, 2491, 6, 2737, 6, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.StatusDetails */
    {41393, 39853, 56, 2497, 2, 2743, 2, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.TypeMeta */
    {41402, 39853, 56, 2499, 4, 2745, 5, 0}, /* io.k8s.apimachinery.pkg.apis.meta.v1.UpdateOptions */
    {41416, 41427, 56, 2503, 4, 2750, 5, 0}, /* io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService */
    {41516, 41427, 56, 2507, 5, 2755, 5, 0}, /* io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceCondition */
    {41563, 41427, 56, 2512, 3, 2760, 4, 0}, /* io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceList */
    {41594, 41427, 56, 2515, 7, 2764, 7, 0}, /* io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec */
    {41668, 41427, 56, 2522, 1, 2771, 1, 0}, /* io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceStatus */
    {1654, 41427, 56, 2523, 3, 2772, 3, 0}, /* io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference */
};
const size_t vd_kube_types_count = 640;

const struct vd_kube_type_kind vd_kube_type_kinds[166] = {
    {0, 56, 11555, 163}, /* /v1 Binding */
    {0, 56, 12079, 174}, /* /v1 ComponentStatus */
    {0, 56, 12119, 175}, /* /v1 ComponentStatusList */
    {0, 56, 12160, 176}, /* /v1 ConfigMap */
    {0, 56, 12250, 179}, /* /v1 ConfigMapList */
    {0, 56, 14275, 204}, /* /v1 Endpoints */
    {0, 56, 14313, 205}, /* /v1 EndpointsList */
    {0, 56, 14734, 212}, /* /v1 Event */
    {0, 56, 14889, 213}, /* /v1 EventList */
    {0, 56, 15884, 240}, /* /v1 LimitRange */
    {0, 56, 15993, 242}, /* /v1 LimitRangeList */
    {0, 56, 40598, 617}, /* /v1 List */
    {0, 56, 16389, 251}, /* /v1 Namespace */
    {0, 56, 16480, 253}, /* /v1 NamespaceList */
    {0, 56, 16617, 256}, /* /v1 Node */
    {0, 56, 17349, 267}, /* /v1 NodeList */
    {0, 56, 17416, 269}, /* /v1 NodeProxyOptions */
    {0, 56, 18475, 281}, /* /v1 PersistentVolume */
    {0, 56, 18542, 282}, /* /v1 PersistentVolumeClaim */
    {0, 56, 18693, 284}, /* /v1 PersistentVolumeClaimList */
    {0, 56, 19321, 289}, /* /v1 PersistentVolumeList */
    {0, 56, 20502, 294}, /* /v1 Pod */
    {0, 56, 20680, 298}, /* /v1 PodAttachOptions */
    {0, 56, 20900, 303}, /* /v1 PodExecOptions */
    {0, 56, 21006, 306}, /* /v1 PodList */
    {0, 56, 21023, 307}, /* /v1 PodLogOptions */
    {0, 56, 21160, 309}, /* /v1 PodPortForwardOptions */
    {0, 56, 21182, 310}, /* /v1 PodProxyOptions */
    {0, 56, 23040, 319}, /* /v1 PodTemplate */
    {0, 56, 23052, 320}, /* /v1 PodTemplateList */
    {0, 56, 23561, 332}, /* /v1 RangeAllocation */
    {0, 56, 23583, 333}, /* /v1 ReplicationController */
    {0, 56, 23734, 335}, /* /v1 ReplicationControllerList */
    {0, 56, 23994, 341}, /* /v1 ResourceQuota */
    {0, 56, 24052, 342}, /* /v1 ResourceQuotaList */
    {0, 56, 24638, 353}, /* /v1 Secret */
    {0, 56, 24704, 356}, /* /v1 SecretList */
    {0, 56, 24910, 361}, /* /v1 SerializedReference */
    {0, 56, 24930, 362}, /* /v1 Service */
    {0, 56, 24970, 363}, /* /v1 ServiceAccount */
    {0, 56, 24993, 364}, /* /v1 ServiceAccountList */
    {0, 56, 25071, 366}, /* /v1 ServiceList */
    {0, 56, 25128, 368}, /* /v1 ServiceProxyOptions */
    {41710, 56, 341, 6}, /* admissionregistration.k8s.io/v1 MutatingAdmissionPolicy */
    {41710, 56, 436, 7}, /* admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding */
    {41710, 56, 505, 8}, /* admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBindingList */
    {41710, 56, 694, 10}, /* admissionregistration.k8s.io/v1 MutatingAdmissionPolicyList */
    {41710, 56, 1150, 13}, /* admissionregistration.k8s.io/v1 MutatingWebhookConfiguration */
    {41710, 56, 1209, 14}, /* admissionregistration.k8s.io/v1 MutatingWebhookConfigurationList */
    {41710, 56, 1736, 23}, /* admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy */
    {41710, 56, 1837, 24}, /* admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding */
    {41710, 56, 1910, 25}, /* admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBindingList */
    {41710, 56, 2062, 27}, /* admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyList */
    {41710, 56, 2354, 31}, /* admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration */
    {41710, 56, 2408, 32}, /* admissionregistration.k8s.io/v1 ValidatingWebhookConfigurationList */
    {41739, 56, 37630, 581}, /* apiextensions.k8s.io/v1 ConversionReview */
    {41739, 56, 37826, 584}, /* apiextensions.k8s.io/v1 CustomResourceDefinition */
    {41739, 56, 37992, 586}, /* apiextensions.k8s.io/v1 CustomResourceDefinitionList */
    {41760, 56, 41416, 634}, /* apiregistration.k8s.io/v1 APIService */
    {41760, 56, 41563, 636}, /* apiregistration.k8s.io/v1 APIServiceList */
    {41783, 56, 2617, 36}, /* apps/v1 ControllerRevision */
    {41783, 56, 2692, 37}, /* apps/v1 ControllerRevisionList */
    {41783, 56, 2739, 38}, /* apps/v1 DaemonSet */
    {41783, 56, 2876, 40}, /* apps/v1 DaemonSetList */
    {41783, 56, 3310, 44}, /* apps/v1 Deployment */
    {41783, 56, 3421, 46}, /* apps/v1 DeploymentList */
    {41783, 56, 3745, 50}, /* apps/v1 ReplicaSet */
    {41783, 56, 3841, 52}, /* apps/v1 ReplicaSetList */
    {41783, 56, 4083, 58}, /* apps/v1 StatefulSet */
    {41783, 56, 4184, 60}, /* apps/v1 StatefulSetList */
    {41788, 56, 4880, 67}, /* authentication.k8s.io/v1 SelfSubjectReview */
    {41788, 56, 4970, 69}, /* authentication.k8s.io/v1 TokenRequest */
    {41788, 56, 5198, 72}, /* authentication.k8s.io/v1 TokenReview */
    {41810, 56, 5526, 78}, /* authorization.k8s.io/v1 LocalSubjectAccessReview */
    {41810, 56, 5821, 83}, /* authorization.k8s.io/v1 SelfSubjectAccessReview */
    {41810, 56, 5992, 85}, /* authorization.k8s.io/v1 SelfSubjectRulesReview */
    {41810, 56, 6100, 87}, /* authorization.k8s.io/v1 SubjectAccessReview */
    {41831, 56, 6353, 92}, /* autoscaling/v1 HorizontalPodAutoscaler */
    {41831, 56, 6441, 93}, /* autoscaling/v1 HorizontalPodAutoscalerList */
    {41831, 56, 6719, 96}, /* autoscaling/v1 Scale */
    {41831, 6831, 6353, 106}, /* autoscaling/v2 HorizontalPodAutoscaler */
    {41831, 6831, 6441, 109}, /* autoscaling/v2 HorizontalPodAutoscalerList */
    {41843, 56, 8174, 123}, /* batch/v1 CronJob */
    {41843, 56, 8234, 124}, /* batch/v1 CronJobList */
    {41843, 56, 8519, 127}, /* batch/v1 Job */
    {41843, 56, 8594, 129}, /* batch/v1 JobList */
    {41849, 56, 9913, 141}, /* certificates.k8s.io/v1 CertificateSigningRequest */
    {41849, 56, 10093, 143}, /* certificates.k8s.io/v1 CertificateSigningRequestList */
    {41849, 56, 10308, 146}, /* certificates.k8s.io/v1 ClusterTrustBundle */
    {41849, 56, 10353, 147}, /* certificates.k8s.io/v1 ClusterTrustBundleList */
    {41849, 56, 10435, 149}, /* certificates.k8s.io/v1 PodCertificateRequest */
    {41849, 56, 10517, 150}, /* certificates.k8s.io/v1 PodCertificateRequestList */
    {41869, 56, 10848, 153}, /* coordination.k8s.io/v1 Lease */
    {41869, 56, 10894, 154}, /* coordination.k8s.io/v1 LeaseList */
    {41889, 56, 27842, 402}, /* discovery.k8s.io/v1 EndpointSlice */
    {41889, 56, 27897, 403}, /* discovery.k8s.io/v1 EndpointSliceList */
    {41906, 56, 14734, 406}, /* events.k8s.io/v1 Event */
    {41906, 56, 14889, 407}, /* events.k8s.io/v1 EventList */
    {41920, 56, 28243, 411}, /* flowcontrol.apiserver.k8s.io/v1 FlowSchema */
    {41920, 56, 28339, 413}, /* flowcontrol.apiserver.k8s.io/v1 FlowSchemaList */
    {41920, 56, 28874, 421}, /* flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration */
    {41920, 56, 29050, 423}, /* flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfigurationList */
    {41949, 56, 39844, 602}, /* meta.k8s.io/v1 APIGroup */
    {41949, 56, 40023, 603}, /* meta.k8s.io/v1 APIGroupList */
    {41949, 56, 40114, 605}, /* meta.k8s.io/v1 APIResourceList */
    {41949, 56, 40160, 606}, /* meta.k8s.io/v1 APIVersions */
    {41949, 56, 40172, 607}, /* meta.k8s.io/v1 ApplyOptions */
    {41949, 56, 40221, 609}, /* meta.k8s.io/v1 CreateOptions */
    {41949, 56, 40251, 610}, /* meta.k8s.io/v1 DeleteOptions */
    {41949, 56, 40472, 612}, /* meta.k8s.io/v1 GetOptions */
    {41949, 56, 40598, 617}, /* meta.k8s.io/v1 List */
    {41949, 56, 40672, 619}, /* meta.k8s.io/v1 ListOptions */
    {41949, 56, 41106, 623}, /* meta.k8s.io/v1 PartialObjectMetadata */
    {41949, 56, 41128, 624}, /* meta.k8s.io/v1 PartialObjectMetadataList */
    {41949, 56, 41181, 625}, /* meta.k8s.io/v1 PatchOptions */
    {41949, 56, 41269, 629}, /* meta.k8s.io/v1 Status */
    {41949, 56, 41402, 633}, /* meta.k8s.io/v1 UpdateOptions */
    {41961, 56, 29704, 434}, /* networking.k8s.io/v1 IPAddress */
    {41961, 56, 29731, 435}, /* networking.k8s.io/v1 IPAddressList */
    {41961, 56, 29823, 438}, /* networking.k8s.io/v1 Ingress */
    {41961, 56, 29903, 440}, /* networking.k8s.io/v1 IngressClass */
    {41961, 56, 29936, 441}, /* networking.k8s.io/v1 IngressClassList */
    {41961, 56, 30077, 444}, /* networking.k8s.io/v1 IngressList */
    {41961, 56, 30491, 454}, /* networking.k8s.io/v1 NetworkPolicy */
    {41961, 56, 30629, 457}, /* networking.k8s.io/v1 NetworkPolicyList */
    {41961, 56, 30895, 463}, /* networking.k8s.io/v1 ServiceCIDR */
    {41961, 56, 30947, 464}, /* networking.k8s.io/v1 ServiceCIDRList */
    {41979, 56, 31057, 468}, /* node.k8s.io/v1 RuntimeClass */
    {41979, 56, 31104, 469}, /* node.k8s.io/v1 RuntimeClassList */
    {41991, 56, 31150, 471}, /* policy/v1 Eviction */
    {41991, 56, 31211, 472}, /* policy/v1 PodDisruptionBudget */
    {41991, 56, 31287, 473}, /* policy/v1 PodDisruptionBudgetList */
    {41998, 56, 31630, 477}, /* rbac.authorization.k8s.io/v1 ClusterRole */
    {41998, 56, 31693, 478}, /* rbac.authorization.k8s.io/v1 ClusterRoleBinding */
    {41998, 56, 31731, 479}, /* rbac.authorization.k8s.io/v1 ClusterRoleBindingList */
    {41998, 56, 31778, 480}, /* rbac.authorization.k8s.io/v1 ClusterRoleList */
    {41998, 56, 31822, 482}, /* rbac.authorization.k8s.io/v1 Role */
    {41998, 56, 31827, 483}, /* rbac.authorization.k8s.io/v1 RoleBinding */
    {41998, 56, 31839, 484}, /* rbac.authorization.k8s.io/v1 RoleBindingList */
    {41998, 56, 31872, 485}, /* rbac.authorization.k8s.io/v1 RoleList */
    {42024, 56, 33049, 503}, /* resource.k8s.io/v1 DeviceClass */
    {42024, 56, 33105, 505}, /* resource.k8s.io/v1 DeviceClassList */
    {42024, 56, 33861, 516}, /* resource.k8s.io/v1 DeviceTaintRule */
    {42024, 56, 33925, 517}, /* resource.k8s.io/v1 DeviceTaintRuleList */
    {42024, 56, 23879, 528}, /* resource.k8s.io/v1 ResourceClaim */
    {42024, 56, 34501, 530}, /* resource.k8s.io/v1 ResourceClaimList */
    {42024, 56, 34705, 533}, /* resource.k8s.io/v1 ResourceClaimTemplate */
    {42024, 56, 34756, 534}, /* resource.k8s.io/v1 ResourceClaimTemplateList */
    {42024, 56, 34878, 537}, /* resource.k8s.io/v1 ResourceSlice */
    {42024, 56, 34913, 538}, /* resource.k8s.io/v1 ResourceSliceList */
    {42040, 56, 35073, 540}, /* scheduling.k8s.io/v1 PriorityClass */
    {42040, 56, 35138, 541}, /* scheduling.k8s.io/v1 PriorityClassList */
    {42058, 56, 35764, 551}, /* storage.k8s.io/v1 CSIDriver */
    {42058, 56, 35813, 552}, /* storage.k8s.io/v1 CSIDriverList */
    {42058, 56, 36136, 554}, /* storage.k8s.io/v1 CSINode */
    {42058, 56, 36233, 556}, /* storage.k8s.io/v1 CSINodeList */
    {42058, 56, 36344, 559}, /* storage.k8s.io/v1 CSIStorageCapacity */
    {42058, 56, 36394, 560}, /* storage.k8s.io/v1 CSIStorageCapacityList */
    {42058, 56, 36441, 561}, /* storage.k8s.io/v1 StorageClass */
    {42058, 56, 36584, 562}, /* storage.k8s.io/v1 StorageClassList */
    {42058, 56, 36752, 566}, /* storage.k8s.io/v1 VolumeAttachment */
    {42058, 56, 36819, 567}, /* storage.k8s.io/v1 VolumeAttachmentList */
    {42058, 56, 37069, 571}, /* storage.k8s.io/v1 VolumeAttributesClass */
    {42058, 56, 37102, 572}, /* storage.k8s.io/v1 VolumeAttributesClassList */
    {42073, 56, 37202, 575}, /* storagemigration.k8s.io/v1 StorageVersionMigration */
    {42073, 56, 37321, 576}, /* storagemigration.k8s.io/v1 StorageVersionMigrationList */
};
const size_t vd_kube_type_kinds_count = 166;
