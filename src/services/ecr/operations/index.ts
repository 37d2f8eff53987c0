import type { EcrOperationTable } from '../operation.ts';
import { batchCheckLayerAvailability } from './batch-check-layer-availability.ts';
import { batchDeleteImage } from './batch-delete-image.ts';
import { batchGetImage } from './batch-get-image.ts';
import { batchGetRepositoryScanningConfiguration } from './batch-get-repository-scanning-configuration.ts';
import { completeLayerUpload } from './complete-layer-upload.ts';
import { createPullThroughCacheRule } from './create-pull-through-cache-rule.ts';
import { createRepository } from './create-repository.ts';
import { createRepositoryCreationTemplate } from './create-repository-creation-template.ts';
import { deleteLifecyclePolicy } from './delete-lifecycle-policy.ts';
import { deletePullThroughCacheRule } from './delete-pull-through-cache-rule.ts';
import { deleteRegistryPolicy } from './delete-registry-policy.ts';
import { deleteRepository } from './delete-repository.ts';
import { deleteRepositoryCreationTemplate } from './delete-repository-creation-template.ts';
import { deleteRepositoryPolicy } from './delete-repository-policy.ts';
import { describeImageReplicationStatus } from './describe-image-replication-status.ts';
import { describeImageScanFindings } from './describe-image-scan-findings.ts';
import { describeImages } from './describe-images.ts';
import { describePullThroughCacheRules } from './describe-pull-through-cache-rules.ts';
import { describeRegistry } from './describe-registry.ts';
import { describeRepositories } from './describe-repositories.ts';
import { describeRepositoryCreationTemplates } from './describe-repository-creation-templates.ts';
import { getAccountSetting } from './get-account-setting.ts';
import { getAuthorizationToken } from './get-authorization-token.ts';
import { getDownloadUrlForLayer } from './get-download-url-for-layer.ts';
import { getLifecyclePolicy } from './get-lifecycle-policy.ts';
import { getLifecyclePolicyPreview } from './get-lifecycle-policy-preview.ts';
import { getRegistryPolicy } from './get-registry-policy.ts';
import { getRegistryScanningConfiguration } from './get-registry-scanning-configuration.ts';
import { getRepositoryPolicy } from './get-repository-policy.ts';
import { initiateLayerUpload } from './initiate-layer-upload.ts';
import { listImageReferrers } from './list-image-referrers.ts';
import { listImages } from './list-images.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { putAccountSetting } from './put-account-setting.ts';
import { putImage } from './put-image.ts';
import { putImageScanningConfiguration } from './put-image-scanning-configuration.ts';
import { putImageTagMutability } from './put-image-tag-mutability.ts';
import { putLifecyclePolicy } from './put-lifecycle-policy.ts';
import { putRegistryPolicy } from './put-registry-policy.ts';
import { putRegistryScanningConfiguration } from './put-registry-scanning-configuration.ts';
import { putReplicationConfiguration } from './put-replication-configuration.ts';
import { setRepositoryPolicy } from './set-repository-policy.ts';
import { startImageScan } from './start-image-scan.ts';
import { startLifecyclePolicyPreview } from './start-lifecycle-policy-preview.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updatePullThroughCacheRule } from './update-pull-through-cache-rule.ts';
import { updateRepositoryCreationTemplate } from './update-repository-creation-template.ts';
import { uploadLayerPart } from './upload-layer-part.ts';
import { validatePullThroughCacheRule } from './validate-pull-through-cache-rule.ts';

/** What is implemented. The rest of the contract answers `notImplemented`. */
export const operations: EcrOperationTable = {
  BatchCheckLayerAvailability: batchCheckLayerAvailability,
  BatchDeleteImage: batchDeleteImage,
  BatchGetImage: batchGetImage,
  BatchGetRepositoryScanningConfiguration: batchGetRepositoryScanningConfiguration,
  CompleteLayerUpload: completeLayerUpload,
  CreatePullThroughCacheRule: createPullThroughCacheRule,
  CreateRepository: createRepository,
  CreateRepositoryCreationTemplate: createRepositoryCreationTemplate,
  DeleteLifecyclePolicy: deleteLifecyclePolicy,
  DeletePullThroughCacheRule: deletePullThroughCacheRule,
  DeleteRegistryPolicy: deleteRegistryPolicy,
  DeleteRepository: deleteRepository,
  DeleteRepositoryCreationTemplate: deleteRepositoryCreationTemplate,
  DeleteRepositoryPolicy: deleteRepositoryPolicy,
  DescribeImageReplicationStatus: describeImageReplicationStatus,
  DescribeImageScanFindings: describeImageScanFindings,
  DescribeImages: describeImages,
  DescribePullThroughCacheRules: describePullThroughCacheRules,
  DescribeRegistry: describeRegistry,
  DescribeRepositories: describeRepositories,
  DescribeRepositoryCreationTemplates: describeRepositoryCreationTemplates,
  GetAccountSetting: getAccountSetting,
  GetAuthorizationToken: getAuthorizationToken,
  GetDownloadUrlForLayer: getDownloadUrlForLayer,
  GetLifecyclePolicy: getLifecyclePolicy,
  GetLifecyclePolicyPreview: getLifecyclePolicyPreview,
  GetRegistryPolicy: getRegistryPolicy,
  GetRegistryScanningConfiguration: getRegistryScanningConfiguration,
  GetRepositoryPolicy: getRepositoryPolicy,
  InitiateLayerUpload: initiateLayerUpload,
  ListImageReferrers: listImageReferrers,
  ListImages: listImages,
  ListTagsForResource: listTagsForResource,
  PutAccountSetting: putAccountSetting,
  PutImage: putImage,
  PutImageScanningConfiguration: putImageScanningConfiguration,
  PutImageTagMutability: putImageTagMutability,
  PutLifecyclePolicy: putLifecyclePolicy,
  PutRegistryPolicy: putRegistryPolicy,
  PutRegistryScanningConfiguration: putRegistryScanningConfiguration,
  PutReplicationConfiguration: putReplicationConfiguration,
  SetRepositoryPolicy: setRepositoryPolicy,
  StartImageScan: startImageScan,
  StartLifecyclePolicyPreview: startLifecyclePolicyPreview,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdatePullThroughCacheRule: updatePullThroughCacheRule,
  UpdateRepositoryCreationTemplate: updateRepositoryCreationTemplate,
  UploadLayerPart: uploadLayerPart,
  ValidatePullThroughCacheRule: validatePullThroughCacheRule,
};
