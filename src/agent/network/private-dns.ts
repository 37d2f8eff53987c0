/** us-east-1 has the one old form. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hostname-types.html */
export const privateDomain = (region: string): string =>
  region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;

export const privateDnsName = (region: string, address: string): string =>
  `ip-${address.replaceAll('.', '-')}.${privateDomain(region)}`;
