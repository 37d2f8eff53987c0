/** `GET /`: what somebody reads who opens the endpoint in a browser or with curl. */
export function welcome(host: string): string {
  return `This is Longshore: Amazon ECS on your own machine.

Point any AWS client at it, for example the AWS CLI:

  export AWS_ENDPOINT_URL=http://${host}
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
  aws ecs list-clusters

Health: http://${host}/_longshore/health
`;
}
