/** `ACCOUNT.dkr.ecr.REGION.amazonaws.com/…`, with the FIPS, dual-stack and other partitions' forms. */
export const isPrivateEcrImage = (image = ''): boolean =>
  /^\d{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)\//.test(
    image,
  );
