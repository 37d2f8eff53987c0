import { afterAll, beforeAll, describe } from 'vitest';
import type { EngineEndpoint } from '../../../src/docker/endpoint.ts';
import { type EngineUnderTest, openEngineUnderTest } from '../../support/docker/engine-under-test.ts';
import { containerSuite } from './suites/containers.ts';
import { execSuite } from './suites/exec.ts';
import { imageSuite } from './suites/images.ts';
import { networkSuite } from './suites/networks.ts';
import { outputSuite } from './suites/output.ts';

/** Which engine, where its behaviour or its words differ. */
export type EngineName = 'Docker Engine' | 'Podman Engine';

export interface Suite {
  readonly engine: EngineName;
  /** Open from the suite's beginning to its end. */
  readonly opened: () => EngineUnderTest;
}

/** All that we ask of an engine, run against each kind of engine that we support. */
export function clientSuite(engine: EngineName, start: () => Promise<Started>): void {
  describe(`client of ${engine}`, () => {
    let started: Started | undefined;
    let under: EngineUnderTest | undefined;
    beforeAll(async () => {
      started = await start();
      under = await openEngineUnderTest(started.endpoint);
    });
    afterAll(async () => {
      await under?.[Symbol.asyncDispose]();
      await started?.[Symbol.asyncDispose]();
    });
    const opened = (): EngineUnderTest => {
      if (under === undefined) throw new Error('the engine is not open');
      return under;
    };
    for (const suite of [containerSuite, outputSuite, execSuite, networkSuite, imageSuite]) {
      suite({ engine, opened });
    }
  });
}

interface Started extends AsyncDisposable {
  readonly endpoint: EngineEndpoint;
}
