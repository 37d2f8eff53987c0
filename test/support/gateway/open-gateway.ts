import { onTestFinished } from 'vitest';
import { type FakeAdmin, fakeAdmin, fakeService } from './fakes.ts';
import { realClock } from '../../../src/kernel/clock.ts';
import { countingIds } from '../../../src/kernel/ids.ts';
import { type Log, silentLog } from '../../../src/kernel/log.ts';
import { createGateway, type Gateway } from '../../../src/gateway/gateway.ts';

/** A gateway before fakes, closed with the test. */
export function openGateway(
  options: { service?: ReturnType<typeof fakeService>; admin?: FakeAdmin; log?: Log } = {},
): Gateway & { service: ReturnType<typeof fakeService>; admin: FakeAdmin } {
  const service = options.service ?? fakeService(() => ({ clusterArns: [] }));
  const admin = options.admin ?? fakeAdmin();
  const gateway = createGateway({
    services: [service],
    admin,
    clock: realClock,
    ids: countingIds(),
    log: options.log ?? silentLog,
    defaults: { account: '000000000000', region: 'us-east-1' },
    allowHosts: ['.dev.test'],
  });
  onTestFinished(() => gateway.close());
  return { ...gateway, service, admin };
}
