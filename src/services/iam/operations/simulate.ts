import { simulationUnsupported } from '../errors.ts';
import { page } from '../model/page.ts';
import { policySource } from '../model/policy-source.ts';
import { askedKeys, inputPolicies, simulate, simulatedCaller } from '../model/simulation.ts';
import type { EvaluationResult } from '../../../aws/contract/iam.types.gen.ts';
import type { IamOperation } from '../operation.ts';

/** The policy simulator, and what it needs to be told. */

export const simulateCustomPolicy: IamOperation<'SimulateCustomPolicy'> = (input, call) => {
  refuseUnsupported(input);
  const boundary = boundaryIn(input);
  const principal = simulatedCaller(input.CallerArn, { account: call.account, arn: '' });
  const policies = inputPolicies(input.PolicyInputList);
  const results = simulate(input, { principal, policies, boundary, keys: {} });
  return pageOf(results, input, ['custom', input.PolicyInputList]);
};

/** The policies of a user with those of his groups, of a group, or of a role; and any that come with the request. */
export const simulatePrincipalPolicy: IamOperation<'SimulatePrincipalPolicy'> = (input, call) => {
  refuseUnsupported(input);
  const source = policySource(call, input.PolicySourceArn);
  const principal = simulatedCaller(input.CallerArn, source.principal);
  const results = simulate(input, {
    ...source,
    principal,
    policies: [...source.policies, ...inputPolicies(input.PolicyInputList)],
    boundary: boundaryIn(input) ?? source.boundary,
  });
  return pageOf(results, input, ['principal', input.PolicySourceArn]);
};

export const getContextKeysForCustomPolicy: IamOperation<'GetContextKeysForCustomPolicy'> = (input) => ({
  ContextKeyNames: askedKeys(inputPolicies(input.PolicyInputList)),
});

export const getContextKeysForPrincipalPolicy: IamOperation<'GetContextKeysForPrincipalPolicy'> = (
  input,
  call,
) => ({
  ContextKeyNames: askedKeys([
    ...policySource(call, input.PolicySourceArn).policies,
    ...inputPolicies(input.PolicyInputList),
  ]),
});

interface Asked {
  readonly PermissionsBoundaryPolicyInputList?: readonly string[];
  readonly ResourceHandlingOption?: string;
  readonly OrderedOrganizationPolicyInputList?: unknown;
  readonly PolicyExclusionList?: readonly unknown[];
  readonly Marker?: string;
  readonly MaxItems?: number;
}

const boundaryIn = ({ PermissionsBoundaryPolicyInputList: list }: Asked) =>
  list === undefined ? undefined : inputPolicies(list, 'PermissionsBoundaryPolicyInputList');

/** What would change the answer and is not weighed is refused. */
function refuseUnsupported(input: Asked): void {
  const members = [
    'ResourceHandlingOption',
    'OrderedOrganizationPolicyInputList',
    'PolicyExclusionList',
  ] as const;
  const found = members.find((member) => input[member] !== undefined);
  if (found !== undefined) throw simulationUnsupported(found);
}

/** In the order of the request: their keys are their places. */
function pageOf(
  results: readonly EvaluationResult[],
  asked: Asked,
  query: unknown,
): { EvaluationResults: EvaluationResult[]; IsTruncated: boolean; Marker?: string } {
  const numbered = results.map((result, index) => ({ result, key: String(index).padStart(6, '0') }));
  const { items, more } = page(numbered, ({ key }) => key, asked, ['simulation', query]);
  return { EvaluationResults: items.map(({ result }) => result), ...more };
}
