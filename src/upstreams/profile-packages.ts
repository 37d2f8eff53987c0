/**
 * AWS's own packages that read profiles, in a module of their own: the bundle keeps them in a file of their
 * own, which nobody loads who names no profile.
 */
export { fromIni } from '@aws-sdk/credential-provider-ini';
export { loadSharedConfigFiles } from '@smithy/core/config';
