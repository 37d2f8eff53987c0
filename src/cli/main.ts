import { processConsole } from './console.ts';
import { program } from './program.ts';
import { reportError } from './report-error.ts';

// A reader that went away (`longshore run … | head`) is no defect; `run` hears of it and stops its task.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

try {
  await program(processConsole, (code) => {
    process.exitCode = code;
  }).parseAsync();
} catch (error) {
  reportError(error, processConsole);
  process.exitCode = 1;
}
