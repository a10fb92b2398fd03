/** What is used by one at a time, and handed back. */
export interface Taken<T> {
  /** One that is free, at once; a promise of the next one otherwise. */
  take(): T | Promise<T>;
  give(one: T): void;
}

/** A bounded number of things, each used by one at a time. Whoever finds none free waits, and is served in turn. */
export class Pool<T> implements Taken<T> {
  readonly #make: () => T;
  readonly #most: number;
  readonly #free: T[] = [];
  readonly #waiting: ((one: T) => void)[] = [];
  readonly #made: T[] = [];

  /** @param make makes one more, where none is free and fewer than `most` were made */
  constructor(most: number, make: () => T) {
    this.#most = most;
    this.#make = make;
  }

  /** One that is free, at once; a promise of the next one otherwise. It is handed back with `give`. */
  take(): T | Promise<T> {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#made.length < this.#most) {
      const made = this.#make();
      this.#made.push(made);
      return made;
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  give(one: T): void {
    const next = this.#waiting.shift();
    if (next) next(one);
    else this.#free.push(one);
  }

  /** All that were made, taken or not. */
  get made(): readonly T[] {
    return this.#made;
  }
}
