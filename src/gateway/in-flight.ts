import type { ServerResponse } from 'node:http';

/** Knows every request that is being answered, so that closing can call all of them off. */
export class InFlight {
  readonly #controllers = new Set<AbortController>();

  /** A signal that is aborted when the client hangs up or Longshore stops, until the answer is sent. */
  signalFor(response: ServerResponse): AbortSignal {
    const controller = new AbortController();
    this.#controllers.add(controller);
    response.once('close', () => {
      this.#controllers.delete(controller);
      if (!response.writableFinished) controller.abort(new Error('the client hung up'));
    });
    return controller.signal;
  }

  abortAll(): void {
    for (const controller of this.#controllers) controller.abort(new Error('Longshore is stopping'));
  }
}
