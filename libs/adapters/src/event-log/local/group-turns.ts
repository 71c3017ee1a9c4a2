/**
 * Who of a group is being served. A log that lives in one process gives a whole topic to one member at a time; a second
 * member waits and takes over when the first has stopped.
 */
export class GroupTurns {
  readonly #members = new Map<string, number>();
  readonly #last = new Map<string, Promise<void>>();

  /** Whether anybody of the group is subscribed, being served or waiting. */
  isTaken(topic: string, group: string): boolean {
    return this.#members.has(nameOf(topic, group));
  }

  /** Groups with a member on the topic. */
  groupsOn(topic: string): readonly string[] {
    const prefix = nameOf(topic, '');
    return [...this.#members.keys()].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  }

  /** Runs `serve` when every earlier member of the group is done, or not at all when the signal aborts before that. */
  async take(topic: string, group: string, signal: AbortSignal, serve: () => Promise<void>): Promise<void> {
    const name = nameOf(topic, group);
    this.#members.set(name, (this.#members.get(name) ?? 0) + 1);
    const earlier = this.#last.get(name);
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    const last = Promise.all([earlier, ended]).then(() => {});
    this.#last.set(name, last);
    try {
      if (earlier !== undefined) await doneOrAborted(earlier, signal);
      if (!signal.aborted) await serve();
    } finally {
      end();
      const others = (this.#members.get(name) ?? 1) - 1;
      if (others > 0) {
        this.#members.set(name, others);
      } else {
        this.#members.delete(name);
        this.#last.delete(name);
      }
    }
  }
}

function nameOf(topic: string, group: string): string {
  return `${topic}\n${group}`;
}

function doneOrAborted(earlier: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
    void earlier.then(done);
  });
}
