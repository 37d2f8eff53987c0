import { isEngineError } from '../../../src/docker/errors.ts';
import type { EngineHarness } from '../../support/agent/engine-harness.ts';

export async function volumeExists({ engine }: EngineHarness, name: string): Promise<boolean> {
  try {
    await engine.volumes.inspect(name);
    return true;
  } catch (error) {
    if (isEngineError(error, 'not-found')) return false;
    throw error;
  }
}
