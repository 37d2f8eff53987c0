/** One AWS service that gets a generated contract. */
export interface ServiceSource {
  /** Name of the generated files and prefix of the generated names: `ecs` → ecs.gen.ts, EcsOperations. */
  readonly name: string;
  /** Where runtime schemas and required members come from. Pinned in package.json. */
  readonly sdkPackage: string;
  /** Path in botocore's data: where ranges, patterns, errors per operation and wire facts come from. */
  readonly botocorePath: string;
  readonly arnNamespace: string;
  /** Seen in real answers; no model holds it. */
  readonly javaPackage?: string;
}

export const services: readonly ServiceSource[] = [
  {
    name: 'ecs',
    sdkPackage: '@aws-sdk/client-ecs',
    botocorePath: 'ecs/2014-11-13',
    arnNamespace: 'ecs',
    javaPackage: 'com.amazonaws.madison.frontend',
  },
];
