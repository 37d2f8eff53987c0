import { arn, parseArn } from '../../../aws/arn.ts';
import type { Parameter, ParameterHistory } from '../../../aws/contract/ssm.types.gen.ts';
import { imagesPublishedAt } from '../../../aws/images/public-images.ts';
import { parameterNotFound, versionNotFound } from '../errors.ts';
import { isUnder } from '../model/names.ts';
import { imageParameters, type ValueOf } from './images.ts';
import { regionParameters } from './regions.ts';

/**
 * Parameters that AWS has in every region for everybody to read: of no account, and not to be written.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
 */
const root = '/aws/service';

let kept: ReadonlyMap<string, ValueOf> | undefined;

/** Some five hundred names; made when the first of them is asked for. */
const all = (): ReadonlyMap<string, ValueOf> =>
  (kept ??= new Map([
    ...imageParameters(),
    ...regionParameters().map(([name, value]): [string, ValueOf] => [name, () => value]),
  ]));

type Scope = { readonly partition: string; readonly region: string };

/** Whether only AWS itself has parameters there; `text` may be an ARN. */
export function isPublic(text: string): boolean {
  const name = nameIn(text);
  return name === root || name.startsWith(`${root}/`);
}

/** `name`, `name:1`, or an ARN of either. */
export function publicParameter(scope: Scope, text: string): Parameter {
  const [name = '', selector] = nameIn(text).split(':', 2);
  const value = all().get(name);
  const region = parseArn(text)?.region ?? scope.region;
  if (value === undefined || region !== scope.region) throw parameterNotFound();
  if (selector !== undefined && selector !== '1') throw versionNotFound(selector, name);
  return { ...outputOf(scope, name, value), ...(selector !== undefined && { Selector: `:${selector}` }) };
}

/** Its one version, as AWS tells of versions; who made it is not told. */
export function publicHistory(scope: Scope, text: string): ParameterHistory {
  const { ARN: _, Selector: __, ...parameter } = publicParameter(scope, text);
  return { ...parameter, Labels: [], Tier: 'Standard', Policies: [] };
}

export const publicParametersUnder = (scope: Scope, path: string, recursive: boolean): Parameter[] =>
  [...all()]
    .filter(([name]) => isUnder(name, path, recursive))
    .map(([name, value]) => outputOf(scope, name, value));

const outputOf = ({ partition, region }: Scope, name: string, value: ValueOf): Parameter => ({
  Name: name,
  Type: 'String',
  Value: value(region),
  Version: 1,
  LastModifiedDate: imagesPublishedAt,
  ARN: arn({ partition, region, account: '' }, 'ssm', `parameter${name}`),
  DataType: 'text',
});

function nameIn(text: string): string {
  const parsed = parseArn(text);
  return (parsed?.service === 'ssm' && /^parameter(\/.*)$/.exec(parsed.resource)?.[1]) || text;
}
