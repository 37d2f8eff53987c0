import { noLoginProfile, noPasswordPolicy } from '../errors.ts';
import { page } from '../model/page.ts';
import { userOrCaller } from '../model/users.ts';
import type { IamCall, IamOperation } from '../operation.ts';

/**
 * What nobody can make here: passwords, second factors, keys for other protocols, certificates. Tools that clear
 * up after a user ask for each; the true answer is that there is none.
 */

interface Asked {
  readonly Marker?: string;
  readonly MaxItems?: number;
}

const none = (asked: Asked, query: string): { IsTruncated: boolean } =>
  page([], () => '', asked, ['none', query]).more;

/** Of a user who exists, or of the one who calls. */
function ofUser(call: IamCall, name: string | undefined): void {
  if (name !== undefined || call.principalArn.includes(':user/')) userOrCaller(call, name);
}

export const listMFADevices: IamOperation<'ListMFADevices'> = (input, call) => {
  ofUser(call, input.UserName);
  return { MFADevices: [], ...none(input, 'mfa') };
};

export const listVirtualMFADevices: IamOperation<'ListVirtualMFADevices'> = (input) => ({
  VirtualMFADevices: [],
  ...none(input, 'virtual-mfa'),
});

export const listSSHPublicKeys: IamOperation<'ListSSHPublicKeys'> = (input, call) => {
  ofUser(call, input.UserName);
  return { SSHPublicKeys: [], ...none(input, 'ssh') };
};

export const listSigningCertificates: IamOperation<'ListSigningCertificates'> = (input, call) => {
  ofUser(call, input.UserName);
  return { Certificates: [], ...none(input, 'signing') };
};

export const listServiceSpecificCredentials: IamOperation<'ListServiceSpecificCredentials'> = (
  input,
  call,
) => {
  ofUser(call, input.UserName);
  return { ServiceSpecificCredentials: [], ...none(input, 'service') };
};

export const listServerCertificates: IamOperation<'ListServerCertificates'> = (input) => ({
  ServerCertificateMetadataList: [],
  ...none(input, 'server'),
});

export const listSAMLProviders: IamOperation<'ListSAMLProviders'> = () => ({ SAMLProviderList: [] });

export const getLoginProfile: IamOperation<'GetLoginProfile'> = (input, call) => {
  throw noLoginProfile(userOrCaller(call, input.UserName).name);
};

export const deleteLoginProfile: IamOperation<'DeleteLoginProfile'> = (input, call) => {
  throw noLoginProfile(userOrCaller(call, input.UserName).name);
};

export const getAccountPasswordPolicy: IamOperation<'GetAccountPasswordPolicy'> = (_input, call) => {
  throw noPasswordPolicy(call.account);
};
