import type { ResetRequest } from './admin-port.ts';
import { badRequest, type Refusal } from './refusal.ts';

type Fields = Readonly<Record<string, unknown>>;

const known = ['service', 'account', 'region'];
const examples = 'for example {"service": "s3"} or {"account": "111122223333", "region": "eu-central-1"}';

/** `{}` means everything; each member narrows it. What is not known is refused: a typo must not empty all. */
export function readResetRequest(fields: Fields, services: readonly string[]): ResetRequest | Refusal {
  for (const [name, value] of Object.entries(fields)) {
    if (!known.includes(name))
      return badRequest(`There is no "${name}": give ${known.join(', ')}, ${examples}.`);
    if (typeof value !== 'string' || value === '')
      return badRequest(`"${name}" must be a text, ${examples}.`);
  }
  const { service, account, region } = fields;
  if (typeof service === 'string' && !services.includes(service)) {
    return badRequest(`There is no service "${service.slice(0, 100)}" here, only ${services.join(', ')}.`);
  }
  if (typeof account === 'string' && !/^\d{12}$/.test(account))
    return badRequest('"account" must be twelve digits.');
  return {
    ...(typeof service === 'string' && { service }),
    ...(typeof account === 'string' && { account }),
    ...(typeof region === 'string' && { region }),
  };
}
