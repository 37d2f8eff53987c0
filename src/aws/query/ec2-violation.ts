import type { AwsError } from '../aws-error.ts';
import type { ServiceContract } from '../contract/contract.ts';
import { dryRunSucceeded, invalidEc2Value, invalidInstanceType, missingParameter } from './ec2-errors.ts';
import { ec2ParameterName } from './ec2-reader.ts';
import type { Service } from '../service.ts';
import type { Violation } from '../validation/violation.ts';

/**
 * The error of an ec2Query service for input that breaks the model: EC2 speaks of parameters, not of members,
 * and of one at a time, those that are missing first.
 */
export function ec2ValidationError(contract: ServiceContract): Service['validationError'] {
  return (operation, _message, violations): AwsError => {
    const first = violations.find(({ constraint }) => constraint === 'required') ?? violations[0];
    if (first === undefined) throw new Error(`${operation} was refused without a violation`);
    const parameter = parameterAt(contract, operation, first.path);
    if (first.constraint === 'required') return missingParameter(parameter);
    if (/(?:^|\.)InstanceType$/.test(parameter)) return invalidInstanceType(first.value ?? '');
    return invalidEc2Value(first.value ?? '', parameter, whatIsExpected(first));
  };
}

/**
 * Ends a call with `DryRun`, which EC2 answers with an error of its own once everything has been checked and
 * before anything is done: an operation calls it there.
 */
export function endDryRun(input: { readonly DryRun?: boolean }): void {
  if (input.DryRun === true) throw dryRunSucceeded();
}

/** `TagSpecifications.1.member.ResourceType` is `TagSpecification.1.ResourceType` on the wire. */
function parameterAt(contract: ServiceContract, operation: string, path: string): string {
  let name = contract.operations.get(operation)?.input ?? '';
  const steps: string[] = [];
  const walked = path.replace(/\.(\d+)\.member\b/g, '.$1').split('.');
  for (const step of walked) {
    const shape = contract.shapes.get(name);
    if (shape?.kind === 'list') {
      steps.push(step);
      name = shape.member;
    } else if (shape?.kind === 'structure' || shape?.kind === 'union') {
      steps.push(ec2ParameterName(step, shape.wire?.[step]));
      name = shape.members[step] ?? '';
    } else {
      steps.push(step);
    }
  }
  return steps.join('.');
}

/** Sets of values are not told: those of EC2 have hundreds. */
function whatIsExpected({ constraint, rule }: Violation): string | undefined {
  const bound = constraint === 'range' || constraint === 'length';
  return bound ? `${rule.replace('Member must have', 'Expecting a')}.` : undefined;
}
