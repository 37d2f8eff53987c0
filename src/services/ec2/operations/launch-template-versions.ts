import type {
  DeleteLaunchTemplateVersionsResult,
  LaunchTemplateVersion,
} from '../../../aws/contract/ec2.types.gen.ts';
import { combination, invalidValue, missing } from '../errors.ts';
import { describe } from '../model/describe.ts';
import { resolveImage } from '../model/image-alias.ts';
import type { FilterTable } from '../model/filters.ts';
import {
  findVersion,
  launchTemplateNamed,
  numberOf,
  showVersion,
  versionId,
} from '../model/launch-templates.ts';
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord } from '../model/records-compute.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

const data = 'LaunchTemplateData';

export const launchTemplateVersionFilters: FilterTable = {
  'create-time': 'CreateTime',
  'ebs-optimized': `${data}.EbsOptimized`,
  'host-resource-group-arn': `${data}.Placement.HostResourceGroupArn`,
  'http-endpoint': `${data}.MetadataOptions.HttpEndpoint`,
  'http-protocol-ipv4': `${data}.MetadataOptions.HttpEndpoint`,
  'http-tokens': `${data}.MetadataOptions.HttpTokens`,
  'iam-instance-profile': `${data}.IamInstanceProfile.Arn`,
  'image-id': `${data}.ImageId`,
  'instance-type': `${data}.InstanceType`,
  'is-default-version': 'DefaultVersion',
  'kernel-id': `${data}.KernelId`,
  'license-configuration-arn': `${data}.LicenseSpecifications.LicenseConfigurationArn`,
  'network-card-index': `${data}.NetworkInterfaces.NetworkCardIndex`,
  'ram-disk-id': `${data}.RamDiskId`,
};

/** What is given stands over what the source version has, member by member. */
export const createLaunchTemplateVersion: Ec2Operation<'CreateLaunchTemplateVersion'> = (input, call) => {
  const { account, region, now, principalArn, tables } = call;
  const template = launchTemplateNamed(call, input);
  const source =
    input.SourceVersion === undefined ? {} : findVersion(call, template, input.SourceVersion).data;
  const number = template.lastVersion + 1;
  const version: LaunchTemplateVersionRecord = {
    account,
    region,
    id: versionId(template.id, number),
    createdAt: now,
    tags: [],
    templateId: template.id,
    number,
    description: input.VersionDescription,
    createdBy: principalArn,
    data: { ...source, ...input.LaunchTemplateData },
  };
  const after = { ...template, latestVersion: number, lastVersion: number };
  tables['launch-template'].put(after);
  tables['launch-template-version'].put(version);
  return { LaunchTemplateVersion: resolved(call, input.ResolveAlias, showVersion(after, version)) };
};

export const describeLaunchTemplateVersions: Ec2Operation<'DescribeLaunchTemplateVersions'> = (
  input,
  call,
) => {
  const rows = versionsFor(call, input);
  const { items, nextToken } = describe(rows, input, {
    filters: launchTemplateVersionFilters,
    show: ({ template, version }) => resolved(call, input.ResolveAlias, showVersion(template, version)),
    // The newest first.
    keyOf: ({ LaunchTemplateId, VersionNumber = 0 }) =>
      `${LaunchTemplateId} ${String(999_999 - VersionNumber).padStart(6, '0')}`,
    smallestPage: 1,
    largestPage: 200,
  });
  return { LaunchTemplateVersions: items, NextToken: nextToken };
};

/** With the image that an alias stands for, where that is asked for. */
function resolved(
  call: Ec2Call,
  wanted: boolean | undefined,
  shown: LaunchTemplateVersion,
): LaunchTemplateVersion {
  const { LaunchTemplateData } = shown;
  if (wanted !== true || LaunchTemplateData?.ImageId === undefined) return shown;
  const ImageId = resolveImage(call, LaunchTemplateData.ImageId);
  return { ...shown, LaunchTemplateData: { ...LaunchTemplateData, ImageId } };
}

interface AskedVersions {
  readonly LaunchTemplateId?: string;
  readonly LaunchTemplateName?: string;
  readonly Versions?: readonly string[];
  readonly MinVersion?: string;
  readonly MaxVersion?: string;
}

interface Found {
  readonly template: LaunchTemplateRecord;
  readonly version: LaunchTemplateVersionRecord;
}

/** Of one template; or, of all templates, the latest or the default version. */
function versionsFor(call: Ec2Call, asked: AskedVersions): Found[] {
  const { LaunchTemplateId, LaunchTemplateName, Versions, MinVersion, MaxVersion } = asked;
  if (LaunchTemplateId === undefined && LaunchTemplateName === undefined) {
    if (
      Versions === undefined ||
      Versions.some((version) => version !== '$Latest' && version !== '$Default')
    ) {
      throw missing('Either the launch template ID or the launch template name must be specified.'); // (I)
    }
    return call.tables['launch-template']
      .list(call)
      .flatMap((template) =>
        Versions.map((each) => ({ template, version: findVersion(call, template, each) })),
      );
  }
  const template = launchTemplateNamed(call, asked);
  if (Versions !== undefined) {
    if (MinVersion !== undefined || MaxVersion !== undefined) {
      throw combination(
        'The parameter Versions cannot be used with the parameters MinVersion and MaxVersion',
      ); // (I)
    }
    return [...new Set(Versions)].map((each) => ({ template, version: findVersion(call, template, each) }));
  }
  const [from, to] = [bound(MinVersion, 1), bound(MaxVersion, Number.MAX_SAFE_INTEGER)];
  return call.tables['launch-template-version']
    .listIn(call, template.id)
    .toReversed()
    .filter(({ number }) => number >= from && number <= to)
    .map((version) => ({ template, version }));
}

function bound(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d+$/.test(text))
    throw invalidValue(
      `Invalid launch template version: either '$Default', '$Latest', or a numeric version are allowed.`,
    );
  return Number(text);
}

/** The default version cannot be deleted. Tells of those that could not be one by one. */
export const deleteLaunchTemplateVersions: Ec2Operation<'DeleteLaunchTemplateVersions'> = (input, call) => {
  const template = launchTemplateNamed(call, input);
  const done: Required<DeleteLaunchTemplateVersionsResult> = {
    SuccessfullyDeletedLaunchTemplateVersions: [],
    UnsuccessfullyDeletedLaunchTemplateVersions: [],
  };
  for (const asked of input.Versions) {
    const VersionNumber = numberOf(template, asked);
    const named = { LaunchTemplateId: template.id, LaunchTemplateName: template.name, VersionNumber };
    const found = call.tables['launch-template-version'].get(call, versionId(template.id, VersionNumber));
    if (found === undefined) {
      done.UnsuccessfullyDeletedLaunchTemplateVersions.push({
        ...named,
        ResponseError: {
          Code: 'launchTemplateVersionDoesNotExist',
          Message: `Could not delete the launch template version. The launch template version ${asked} does not exist.`, // (I)
        },
      });
    } else if (found.number === template.defaultVersion) {
      done.UnsuccessfullyDeletedLaunchTemplateVersions.push({
        ...named,
        ResponseError: {
          Code: 'unexpectedError',
          Message: 'The default launch template version cannot be deleted.', // (I)
        },
      });
    } else {
      call.tables['launch-template-version'].delete(found);
      done.SuccessfullyDeletedLaunchTemplateVersions.push(named);
    }
  }
  const latest = call.tables['launch-template-version'].listIn(call, template.id).at(-1);
  call.tables['launch-template'].put({
    ...template,
    latestVersion: latest?.number ?? template.latestVersion,
  });
  return done;
};
