import type { IamOperationTable } from '../operation.ts';
import * as attached from './attached-policies.ts';
import * as profiles from './instance-profiles.ts';
import * as policies from './policies.ts';
import * as versions from './policy-versions.ts';
import * as boundary from './role-boundary.ts';
import * as inline from './role-policies.ts';
import * as roles from './roles.ts';
import * as serviceLinked from './service-linked-roles.ts';
import * as tags from './tags.ts';

/** What is implemented. The rest of the contract answers `notImplemented`. */
export const operations: IamOperationTable = {
  AddRoleToInstanceProfile: profiles.addRoleToInstanceProfile,
  AttachRolePolicy: attached.attachRolePolicy,
  CreateInstanceProfile: profiles.createInstanceProfile,
  CreatePolicy: policies.createPolicy,
  CreatePolicyVersion: versions.createPolicyVersion,
  CreateRole: roles.createRole,
  CreateServiceLinkedRole: serviceLinked.createServiceLinkedRole,
  DeleteInstanceProfile: profiles.deleteInstanceProfile,
  DeletePolicy: policies.deletePolicy,
  DeletePolicyVersion: versions.deletePolicyVersion,
  DeleteRole: roles.deleteRole,
  DeleteRolePermissionsBoundary: boundary.deleteRolePermissionsBoundary,
  DeleteRolePolicy: inline.deleteRolePolicy,
  DeleteServiceLinkedRole: serviceLinked.deleteServiceLinkedRole,
  DetachRolePolicy: attached.detachRolePolicy,
  GetInstanceProfile: profiles.getInstanceProfile,
  GetPolicy: policies.getPolicy,
  GetPolicyVersion: versions.getPolicyVersion,
  GetRole: roles.getRole,
  GetRolePolicy: inline.getRolePolicy,
  GetServiceLinkedRoleDeletionStatus: serviceLinked.getServiceLinkedRoleDeletionStatus,
  ListAttachedRolePolicies: attached.listAttachedRolePolicies,
  ListEntitiesForPolicy: attached.listEntitiesForPolicy,
  ListInstanceProfiles: profiles.listInstanceProfiles,
  ListInstanceProfilesForRole: profiles.listInstanceProfilesForRole,
  ListInstanceProfileTags: tags.listInstanceProfileTags,
  ListPolicies: policies.listPolicies,
  ListPolicyTags: tags.listPolicyTags,
  ListPolicyVersions: versions.listPolicyVersions,
  ListRolePolicies: inline.listRolePolicies,
  ListRoles: roles.listRoles,
  ListRoleTags: tags.listRoleTags,
  PutRolePermissionsBoundary: boundary.putRolePermissionsBoundary,
  PutRolePolicy: inline.putRolePolicy,
  RemoveRoleFromInstanceProfile: profiles.removeRoleFromInstanceProfile,
  SetDefaultPolicyVersion: versions.setDefaultPolicyVersion,
  TagInstanceProfile: tags.tagInstanceProfile,
  TagPolicy: tags.tagPolicy,
  TagRole: tags.tagRole,
  UntagInstanceProfile: tags.untagInstanceProfile,
  UntagPolicy: tags.untagPolicy,
  UntagRole: tags.untagRole,
  UpdateAssumeRolePolicy: roles.updateAssumeRolePolicy,
  UpdateRole: roles.updateRole,
  UpdateRoleDescription: roles.updateRoleDescription,
};
