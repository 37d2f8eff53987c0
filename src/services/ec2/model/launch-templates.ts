import type {
  LaunchTemplate,
  LaunchTemplateVersion,
  ResponseLaunchTemplateData,
} from '../../../aws/contract/ec2.types.gen.ts';
import { combination, missing } from '../errors.ts';
import { launchTemplateNameNotFound, launchTemplateVersionNotFound } from '../errors-compute.ts';
import type { Ec2Call } from '../operation.ts';
import { find } from './find.ts';
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord } from './records-compute.ts';
import { tagsOf } from './tags.ts';

export const showLaunchTemplate = (template: LaunchTemplateRecord): LaunchTemplate => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  CreateTime: template.createdAt / 1000,
  CreatedBy: template.createdBy,
  DefaultVersionNumber: template.defaultVersion,
  LatestVersionNumber: template.latestVersion,
  Tags: tagsOf(template),
});

export const showVersion = (
  template: LaunchTemplateRecord,
  version: LaunchTemplateVersionRecord,
): LaunchTemplateVersion => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  VersionNumber: version.number,
  VersionDescription: version.description,
  CreateTime: version.createdAt / 1000,
  CreatedBy: version.createdBy,
  DefaultVersion: version.number === template.defaultVersion,
  LaunchTemplateData: responseData(version),
});

/** Data are told as they were given; who operates them has a shape of its own in answers. */
const responseData = ({ data }: LaunchTemplateVersionRecord): ResponseLaunchTemplateData => ({
  ...data,
  Operator: undefined,
});

interface Named {
  readonly LaunchTemplateId?: string;
  readonly LaunchTemplateName?: string;
}

export function launchTemplateNamed(
  call: Ec2Call,
  { LaunchTemplateId, LaunchTemplateName }: Named,
): LaunchTemplateRecord {
  if (LaunchTemplateId !== undefined && LaunchTemplateName !== undefined) {
    throw combination('Exactly one of LaunchTemplateId or LaunchTemplateName must be specified'); // (I)
  }
  if (LaunchTemplateId !== undefined) return find(call, 'launch-template', LaunchTemplateId);
  if (LaunchTemplateName === undefined) {
    throw missing('Either the launch template ID or the launch template name must be specified.'); // (I)
  }
  const found = call.tables['launch-template'].list(call).find(({ name }) => name === LaunchTemplateName);
  if (found === undefined) throw launchTemplateNameNotFound(LaunchTemplateName);
  return found;
}

/** Sorted as numbers are. */
export const versionId = (templateId: string, number: number): string =>
  `${templateId}/${String(number).padStart(6, '0')}`;

/** `$Latest`, `$Default` or a number. */
export function numberOf(template: LaunchTemplateRecord, version: string): number {
  if (version === '$Latest') return template.latestVersion;
  if (version === '$Default') return template.defaultVersion;
  return /^\d{1,9}$/.test(version) ? Number(version) : 0;
}

export function findVersion(
  call: Ec2Call,
  template: LaunchTemplateRecord,
  version: string,
): LaunchTemplateVersionRecord {
  const id = versionId(template.id, numberOf(template, version));
  const found = call.tables['launch-template-version'].get(call, id);
  if (found === undefined) throw launchTemplateVersionNotFound(version, template.id);
  return found;
}
