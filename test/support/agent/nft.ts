import { execFileSync } from 'node:child_process';
import type { EngineHarness } from './engine-harness.ts';

/** The rules of a task's network that Longshore has put there; '' for none. As root on the engine's machine. */
export async function nftIn({ engine, get }: EngineHarness, arn: string): Promise<string> {
  const { Pid: pid } = (await engine.containers.inspect(get(arn).sandboxId ?? '')).State;
  const all = execFileSync('nsenter', [`--net=/proc/${pid}/ns/net`, 'nft', 'list', 'ruleset'], {
    encoding: 'utf8',
    // nft warns of the engine's own tables.
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return /^table ip longshore \{[\s\S]*?^\}/m.exec(all)?.[0] ?? '';
}
