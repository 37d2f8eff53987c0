import { findEngine } from '../../../src/docker/connect.ts';
import { hostView } from '../../../src/docker/host-view.ts';
import { clientSuite } from './suite.ts';

clientSuite('Docker Engine', async () => ({
  endpoint: findEngine({ env: process.env, view: hostView() }),
  [Symbol.asyncDispose]: async () => undefined,
}));
