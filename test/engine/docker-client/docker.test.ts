import { findEngine, hostView } from '../../../src/docker/connect.ts';
import { clientSuite } from './suite.ts';

clientSuite('Docker Engine', async () => ({
  endpoint: findEngine({ env: process.env, view: hostView() }),
  [Symbol.asyncDispose]: async () => undefined,
}));
