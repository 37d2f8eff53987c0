import type { MemberWire, ServiceContract, ShapeName } from '../../../src/aws/contract/contract.ts';
import { ec2ParameterName } from '../../../src/aws/query/ec2-reader.ts';

/** Names of parameters for an input, as clients of awsQuery and ec2Query write them. */
export function queryForm(contract: ServiceContract, shape: ShapeName, input: unknown): [string, string][] {
  const isEc2 = contract.protocol === 'ec2Query';
  const nameOf = (member: string, wire: MemberWire | undefined): string =>
    isEc2 ? ec2ParameterName(member, wire) : (wire?.name ?? member);

  const written = (name: ShapeName, value: unknown, at: string, isFlat: boolean): [string, string][] => {
    const known = contract.shapes.get(name);
    if (Array.isArray(value)) {
      const element = known?.kind === 'list' ? known : undefined;
      const below = isEc2 || isFlat ? at : `${at}.${element?.element ?? 'member'}`;
      const items: readonly unknown[] = value;
      return items.flatMap((item, index) =>
        written(element?.member ?? 'String', item, `${below}.${index + 1}`, false),
      );
    }
    if (typeof value !== 'object' || value === null) return [[at, String(value)]];
    if (known?.kind === 'map') {
      return Object.entries(value).flatMap(([key, item], index) => {
        const entry = `${at}.entry.${index + 1}`;
        return [
          [`${entry}.key`, key] as [string, string],
          ...written(known.value, item, `${entry}.value`, false),
        ];
      });
    }
    const members = known?.kind === 'structure' || known?.kind === 'union' ? known : undefined;
    return Object.entries(value).flatMap(([member, item]) => {
      const wire = members?.wire?.[member];
      const below = at === '' ? nameOf(member, wire) : `${at}.${nameOf(member, wire)}`;
      return written(members?.members[member] ?? 'String', item, below, wire?.flat === true);
    });
  };
  return written(shape, input, '', false);
}
