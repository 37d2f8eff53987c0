import type { ServiceContract } from './contract/contract.ts';

/** Whether AWS has the operation though the service's tables here have not: then the answer says so. */
export function isUnlisted(contract: ServiceContract | undefined, operation: string): boolean {
  return contract?.unlisted?.split(' ').includes(operation) === true;
}

/** Why a service has no operation of that name. */
export const absentText = (contract: ServiceContract, operation: string): string =>
  isUnlisted(contract, operation)
    ? `${operation} is not implemented by this version of Longshore.`
    : `${contract.serviceId} has no operation ${operation}.`;
