import { compilePattern } from '../model/pattern/compile.ts';
import type { LogsOperation } from '../operation.ts';

/** Which of the messages a pattern matches, and what it finds in them. Events count from one. */
export const testMetricFilter: LogsOperation<'TestMetricFilter'> = ({ filterPattern, logEventMessages }) => {
  const pattern = compilePattern(filterPattern);
  return {
    matches: logEventMessages.flatMap((message, index) =>
      pattern.matches(message)
        ? [{ eventNumber: index + 1, eventMessage: message, extractedValues: pattern.extract(message) }]
        : [],
    ),
  };
};
