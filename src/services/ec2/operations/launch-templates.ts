import { badValue } from '../errors.ts';
import { launchTemplateNameExists } from '../errors-compute.ts';
import { describe } from '../model/describe.ts';
import { byMember, type FilterTable, tagFilters } from '../model/filters.ts';
import { findAll, newId } from '../model/find.ts';
import {
  findVersion,
  launchTemplateNamed,
  showLaunchTemplate,
  versionId,
} from '../model/launch-templates.ts';
import type { LaunchTemplateRecord } from '../model/records-compute.ts';
import { newTags } from '../model/tags.ts';
import type { Ec2Operation } from '../operation.ts';

export const launchTemplateFilters: FilterTable = {
  ...tagFilters,
  ...byMember('create-time launch-template-name'),
};

/** Its data are kept and told; they are checked when something is launched with them, as on AWS. */
export const createLaunchTemplate: Ec2Operation<'CreateLaunchTemplate'> = (input, call) => {
  const { account, region, now, principalArn, tables } = call;
  const name = input.LaunchTemplateName;
  if (!/^[a-zA-Z0-9()./_-]{3,128}$/.test(name)) {
    throw badValue(name, 'launchTemplateName', 'Names have 3 to 128 letters, digits and -_()./ characters.'); // (I)
  }
  if (tables['launch-template'].list(call).some((template) => template.name === name)) {
    throw launchTemplateNameExists();
  }
  const template: LaunchTemplateRecord = {
    account,
    region,
    id: newId(call, 'launch-template'),
    createdAt: now,
    tags: newTags(input.TagSpecifications, 'launch-template'),
    name,
    createdBy: principalArn,
    defaultVersion: 1,
    latestVersion: 1,
    lastVersion: 1,
  };
  tables['launch-template'].put(template);
  tables['launch-template-version'].put({
    account,
    region,
    id: versionId(template.id, 1),
    createdAt: now,
    tags: [],
    templateId: template.id,
    number: 1,
    description: input.VersionDescription,
    createdBy: principalArn,
    data: input.LaunchTemplateData,
  });
  return { LaunchTemplate: showLaunchTemplate(template) };
};

export const describeLaunchTemplates: Ec2Operation<'DescribeLaunchTemplates'> = (input, call) => {
  const { LaunchTemplateIds, LaunchTemplateNames } = input;
  const rows =
    LaunchTemplateIds === undefined && LaunchTemplateNames === undefined
      ? call.tables['launch-template'].list(call)
      : [
          ...findAll(call, 'launch-template', LaunchTemplateIds ?? []),
          ...(LaunchTemplateNames ?? []).map((LaunchTemplateName) =>
            launchTemplateNamed(call, { LaunchTemplateName }),
          ),
        ];
  const { items, nextToken } = describe(rows, input, {
    filters: launchTemplateFilters,
    show: showLaunchTemplate,
    keyOf: ({ LaunchTemplateId }) => LaunchTemplateId,
    smallestPage: 1,
    largestPage: 200,
  });
  return { LaunchTemplates: items, NextToken: nextToken };
};

/** Gives it another default version. */
export const modifyLaunchTemplate: Ec2Operation<'ModifyLaunchTemplate'> = (input, call) => {
  const template = launchTemplateNamed(call, input);
  const { DefaultVersion } = input;
  const after =
    DefaultVersion === undefined
      ? template
      : { ...template, defaultVersion: findVersion(call, template, DefaultVersion).number };
  call.tables['launch-template'].put(after);
  return { LaunchTemplate: showLaunchTemplate(after) };
};

export const deleteLaunchTemplate: Ec2Operation<'DeleteLaunchTemplate'> = (input, call) => {
  const template = launchTemplateNamed(call, input);
  for (const version of call.tables['launch-template-version'].listIn(call, template.id)) {
    call.tables['launch-template-version'].delete(version);
  }
  call.tables['launch-template'].delete(template);
  return { LaunchTemplate: showLaunchTemplate(template) };
};
