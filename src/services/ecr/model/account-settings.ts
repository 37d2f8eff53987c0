/** Account settings with their values, the default first. */
const settings: ReadonlyMap<string, readonly string[]> = new Map([
  ['BASIC_SCAN_TYPE_VERSION', ['AWS_NATIVE', 'CLAIR']],
  ['REGISTRY_POLICY_SCOPE', ['V2', 'V1']],
  ['BLOB_MOUNTING', ['ENABLED', 'DISABLED']],
]);

export const valuesOf = (setting: string): readonly string[] | undefined => settings.get(setting);
