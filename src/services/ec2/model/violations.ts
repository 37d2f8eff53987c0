import type { AwsError } from '../../../aws/aws-error.ts';
import type { Violation } from '../../../aws/violation.ts';
import { badValue, invalidValue, missingParameter } from '../errors.ts';

/** EC2 names the first fault of a request, in words of its own. */
export function violationError(violations: readonly Violation[], message: string): AwsError {
  const [first] = violations;
  if (first === undefined) return invalidValue(message);
  const name = first.path.replaceAll('.member', '').replace(/^./, (letter) => letter.toLowerCase());
  if (first.constraint === 'required') return missingParameter(name);
  const value = /^Value '(.*)' at '/s.exec(first.message)?.[1];
  if (name === 'instanceType' && value !== undefined)
    return invalidValue(`Invalid value '${value}' for InstanceType.`);
  if (value === undefined) return invalidValue(first.message);
  return badValue(value, name, reasonOf(first));
}

function reasonOf({ constraint, message }: Violation): string {
  if (constraint !== 'range') return '';
  const [, direction, bound] = /(greater|less) than or equal to (-?\d+)$/.exec(message) ?? [];
  return bound === undefined ? '' : `Expecting a value ${direction} than ${bound}.`;
}
