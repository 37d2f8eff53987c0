import { randomPassword } from '../model/random-password.ts';
import type { SecretsOperation } from '../operation.ts';

export const getRandomPassword: SecretsOperation<'GetRandomPassword'> = (input, { ids }) => ({
  RandomPassword: randomPassword(input, ids),
});
