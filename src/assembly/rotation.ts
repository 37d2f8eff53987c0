import { httpCall } from '../services/events/targets/http-call.ts';
import type { RotationFunction } from '../services/secretsmanager/index.ts';

/** Posts the steps of rotations, as a Lambda function would get them, to a program of the user's. */
export const rotationHook = (url: URL): RotationFunction => ({
  async invoke(functionArn, event, signal) {
    const headers = { 'content-type': 'application/json', 'x-longshore-function-arn': functionArn };
    const call = { url, method: 'POST', headers, body: JSON.stringify(event) };
    const { status, text } = await httpCall(call, signal);
    if (status >= 200 && status < 300) return;
    // Told in the log, with the secret and the step.
    throw new Error(`${url.href} answered ${status}: ${text.slice(0, 500)}`);
  },
});
