/** What a version may be called: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_LabelParameterVersion.html */
export const isLabel = (text: string): boolean =>
  /^[A-Za-z0-9_.-]{1,100}$/.test(text) && !/^(?:\d|aws|ssm)/i.test(text);

export const mostLabels = 10;
