import type { ParameterSource } from '../../agent/hooks/secrets/sources.ts';
import { innerCall } from '../../aws/inner-call.ts';
import type { Service } from '../../aws/service.ts';
import { isRecord, listIn, textIn } from './members.ts';

/** The agent's way to the parameters of a Parameter Store that somebody else runs. */
export function upstreamParameters(ssm: Service): ParameterSource {
  return {
    async get(names, call) {
      const input = { Names: names, WithDecryption: true };
      const answer = await ssm.handle('GetParameters', input, innerCall(call));
      const found = new Map<string, string>();
      for (const parameter of listIn(answer, 'Parameters').filter(isRecord)) {
        const value = textIn(parameter, 'Value') ?? '';
        const selector = textIn(parameter, 'Selector') ?? '';
        for (const name of ['Name', 'ARN']) found.set(`${textIn(parameter, name) ?? ''}${selector}`, value);
      }
      const values = new Map(
        names.flatMap((name) => {
          const value = found.get(name);
          return value === undefined ? [] : [[name, value] as const];
        }),
      );
      return { values, invalid: names.filter((name) => !values.has(name)) };
    },
  };
}
