import { nextTime, parseSchedule } from '../services/events/schedule/schedule.ts';
import { httpCall } from '../services/events/targets/http-call.ts';
import type { NextCron, RotationFunction } from '../services/secretsmanager/index.ts';

/** The calendar of EventBridge, which is that of Secrets Manager too. */
export const nextCron: NextCron = (expression, now) => {
  const schedule = parseSchedule(expression);
  return schedule?.kind === 'cron' ? nextTime(schedule, now, now) : undefined;
};

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
