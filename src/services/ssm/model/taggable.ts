import type { ResourceTypeForTagging } from '../../../aws/contract/ssm.types.gen.ts';
import { invalidResourceId, invalidResourceType } from '../errors.ts';
import type { SsmCall } from '../operation.ts';
import { findParameter } from './find.ts';
import type { ParameterRecord } from './tables.ts';

export const mostTags = 50;

/** The parameter whose tags are meant; nothing else that SSM could tag is here. */
export function taggedParameter(call: SsmCall, type: ResourceTypeForTagging, id: string): ParameterRecord {
  if (type !== 'Parameter') throw invalidResourceType(type);
  const parameter = findParameter(call, id);
  if (parameter === undefined) throw invalidResourceId(id);
  return parameter;
}
