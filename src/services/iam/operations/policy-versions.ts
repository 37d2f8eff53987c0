import type { PolicyVersion } from '../../../aws/contract/iam.types.gen.ts';
import { isDefaultVersion, noSuchVersion, tooManyVersions } from '../errors.ts';
import { encodeDocument } from '../model/names.ts';
import { page } from '../model/page.ts';
import { changeablePolicy, checkedPolicy, findPolicy } from '../model/policies.ts';
import type { PolicyRecord, PolicyVersionRecord } from '../model/tables.ts';
import type { IamOperation } from '../operation.ts';

const MOST_VERSIONS = 5;

export const createPolicyVersion: IamOperation<'CreatePolicyVersion'> = (input, call) => {
  const policy = changeablePolicy(call, input.PolicyArn);
  const document = checkedPolicy(input.PolicyDocument);
  if (policy.versions.length >= MOST_VERSIONS) throw tooManyVersions();
  const version = { id: `v${policy.lastVersion + 1}`, document, createdAt: call.now };
  const changed: PolicyRecord = {
    ...policy,
    versions: [...policy.versions, version],
    lastVersion: policy.lastVersion + 1,
    updatedAt: call.now,
    ...(input.SetAsDefault === true && { defaultVersion: version.id }),
  };
  call.tables.policies.put(changed);
  return { PolicyVersion: listed(changed, version) };
};

export const getPolicyVersion: IamOperation<'GetPolicyVersion'> = (input, call) => {
  const policy = findPolicy(call, input.PolicyArn);
  const version = versionOf(policy, input.PolicyArn, input.VersionId);
  return { PolicyVersion: { Document: encodeDocument(version.document), ...listed(policy, version) } };
};

/** Newest first, without the documents. */
export const listPolicyVersions: IamOperation<'ListPolicyVersions'> = (input, call) => {
  const policy = findPolicy(call, input.PolicyArn);
  const newestFirst = policy.versions.toReversed().map((version, index) => ({ version, index }));
  const key = ({ index }: { readonly index: number }): string => String(index);
  const { items, more } = page(newestFirst, key, input, ['versions', input.PolicyArn]);
  return { Versions: items.map(({ version }) => listed(policy, version)), ...more };
};

export const setDefaultPolicyVersion: IamOperation<'SetDefaultPolicyVersion'> = (input, call) => {
  const policy = changeablePolicy(call, input.PolicyArn);
  const { id } = versionOf(policy, input.PolicyArn, input.VersionId);
  call.tables.policies.put({ ...policy, defaultVersion: id, updatedAt: call.now });
  return {};
};

export const deletePolicyVersion: IamOperation<'DeletePolicyVersion'> = (input, call) => {
  const policy = changeablePolicy(call, input.PolicyArn);
  const { id } = versionOf(policy, input.PolicyArn, input.VersionId);
  if (id === policy.defaultVersion) throw isDefaultVersion();
  call.tables.policies.put({ ...policy, versions: policy.versions.filter((version) => version.id !== id) });
  return {};
};

function versionOf(policy: PolicyRecord, arn: string, id: string): PolicyVersionRecord {
  const version = policy.versions.find((candidate) => candidate.id === id);
  if (version === undefined) throw noSuchVersion(arn, id);
  return version;
}

function listed(policy: PolicyRecord, { id, createdAt }: PolicyVersionRecord): PolicyVersion {
  return { VersionId: id, IsDefaultVersion: id === policy.defaultVersion, CreateDate: createdAt };
}
