import { type Clock, sleepOn } from './clock.ts';

interface Appointment {
  readonly at: number;
  readonly work: () => void;
}

/**
 * A clock that stands still until told to move. `advance` runs every appointment on its way in order
 * of time, and lets promises settle between two of them, so that work which follows from an
 * appointment can make new ones within the same span.
 */
export class VirtualClock implements Clock {
  #now: number;
  readonly #appointments = new Set<Appointment>();

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  schedule(at: number, work: () => void): Disposable {
    const appointment: Appointment = { at, work };
    this.#appointments.add(appointment);
    return { [Symbol.dispose]: () => void this.#appointments.delete(appointment) };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, ms, signal);
  }

  /** Moves time forward by `ms`, keeping every appointment that falls due. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#appointments.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.work();
      await settle();
    }
    this.#now = end;
    await settle();
  }

  #next(end: number): Appointment | undefined {
    let first: Appointment | undefined;
    for (const appointment of this.#appointments) {
      if (appointment.at <= end && (first === undefined || appointment.at < first.at)) first = appointment;
    }
    return first;
  }
}

/** Lets every promise that is ready, and those that follow from it, run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}
