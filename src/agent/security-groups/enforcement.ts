import type { Backend } from '../backends/backend.ts';
import type { RunProgram } from '../run-program.ts';
import { rulesetOf } from './ruleset.ts';

/** Whether rules of security groups hold between tasks; `problem` is for people. */
export type Enforcement =
  | { readonly enforced: true }
  | { readonly enforced: false; readonly problem: string };

export interface EnforcementParts {
  readonly backend: Pick<Backend, 'networkNamespace'>;
  readonly run: RunProgram;
}

const range = { base: 0, bits: 16 };
/** One rule of each kind, for the kernel to say whether it knows them. */
const sample = rulesetOf(
  {
    vpc: { own: range, range, isDefault: true },
    ingress: [{ protocol: 'tcp', from: 1, to: 2, peers: [range] }],
    egress: [{ protocol: 'icmp', from: 8, to: 0, peers: [range] }],
  },
  [],
);

/** Tries it out in a network namespace that nobody is in. Rejects where the engine cannot be asked. */
export async function tryEnforcement(
  { backend, run }: EnforcementParts,
  signal: AbortSignal,
): Promise<Enforcement> {
  const machine = await backend.networkNamespace(undefined, signal);
  if (machine.kind === 'unreachable') return { enforced: false, problem: machine.why };
  const ended = await run(['unshare', '--net', 'nft', '-f', '-'], signal, sample);
  if (ended.kind === 'missing') return { enforced: false, problem: 'unshare is not installed' };
  if (ended.exitCode === 0) return { enforced: true };
  // unshare says so with 127 when it does not find the program that it is to run.
  const isMissing = ended.exitCode === 127;
  const [line = ''] = ended.output.trim().split('\n');
  return { enforced: false, problem: isMissing ? 'nft is not installed' : `nft fails here: ${line}` };
}

export const enforcementLine = (state: Enforcement): string =>
  state.enforced
    ? 'security groups are enforced between tasks'
    : `security groups are not enforced, because ${state.problem}`;
