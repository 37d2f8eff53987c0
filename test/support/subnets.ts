import { defaultVpc } from '../../src/agent/network/vpc.ts';

/** The id of the first subnet of the default VPC of an account and region. */
export function defaultSubnet(account = '000000000000', region = 'us-east-1'): string {
  const [subnet] = defaultVpc(account, region).subnets;
  if (subnet === undefined) throw new Error('a default VPC has subnets');
  return subnet.id;
}
