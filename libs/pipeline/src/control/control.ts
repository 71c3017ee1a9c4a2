import type { EventLog } from '@leadline/ports';
import { type ControlRecord, controlRecord } from './control-record.js';
import { type ControlState, initialControl, withRecord } from './control-state.js';

/** The topic `control` as this process knows it: read whole at the start, then followed. */
export class Control {
  #state = initialControl;
  #next = 0;
  #reading: Promise<void> = Promise.resolve();

  private constructor(private readonly log: Pick<EventLog, 'append' | 'read'>) {}

  static async open(log: Pick<EventLog, 'append' | 'read'>): Promise<Control> {
    const control = new Control(log);
    await control.refresh();
    return control;
  }

  get state(): ControlState {
    return this.#state;
  }

  /** Takes in what other processes, or this one, appended since. */
  refresh(): Promise<void> {
    this.#reading = this.#reading.then(
      () => this.#read(),
      () => this.#read(),
    );
    return this.#reading;
  }

  /** Durable, and in `state`, when it resolves. Of two claims the first in the log holds: read `state`. */
  async append(record: ControlRecord, time: number): Promise<void> {
    await this.log.append('control', [{ key: record.kind, value: Buffer.from(JSON.stringify(record)), time }]);
    await this.refresh();
  }

  async #read(): Promise<void> {
    for await (const { value, offset } of this.log.read('control', { partition: 0, from: this.#next })) {
      const record = controlRecord.safeParse(parsedJson(value));
      // A newer version of Leadline may have more to say than this one understands.
      if (record.success) this.#state = withRecord(this.#state, record.data);
      this.#next = offset + 1;
    }
  }
}

function parsedJson(value: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(value).toString('utf8'));
  } catch {
    return undefined;
  }
}
