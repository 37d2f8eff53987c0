import type { LogsOperations } from '../../src/aws/contract/logs.types.gen.ts';
import { HttpClient } from '../../src/cli/run/http.ts';

/** Calls CloudWatch Logs on one kept-alive connection. */
export interface BenchLogs extends Disposable {
  readonly call: <Name extends keyof LogsOperations>(
    operation: Name,
    input: LogsOperations[Name]['input'],
  ) => Promise<LogsOperations[Name]['output']>;
}

export function benchLogs(endpoint: string): BenchLogs {
  const http = new HttpClient(new URL(endpoint));
  return {
    async call(operation, input) {
      const { status, text } = await http.text({
        method: 'POST',
        path: '/',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `Logs_20140328.${operation}`,
        },
        body: JSON.stringify(input),
      });
      if (status !== 200) throw new Error(`${operation} answers ${status}: ${text}`);
      return text === '' ? {} : JSON.parse(text);
    },
    [Symbol.dispose]: () => http[Symbol.dispose](),
  };
}
