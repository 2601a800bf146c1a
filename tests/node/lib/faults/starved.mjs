// The heap of hejie_starved (tests/starved/heap.cpp), told by a file which allocation fails.
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

export const starvedBin = process.env.HEJIE_STARVED_BIN;
export const skipStarved = starvedBin ? false : 'HEJIE_STARVED_BIN is not set (the program hejie_starved of tests/starved)';
const none = 1n << 60n;

export class Heap {
  constructor(path) {
    this.path = path;
    this.file = openSync(path, 'w+');
    this.rest();
  }

  #write(...words) { writeSync(this.file, new Uint8Array(BigInt64Array.from(words).buffer), 0, 32, 0); }

  /** No allocation fails, none is counted. */
  rest() { this.#write(0n, 0n, 0n, 0n); }

  /** Counts, and the k-th fails; with `sticky` every one after it too. */
  arm(k, sticky = false) { this.#write(BigInt(k), 0n, 0n, sticky ? 1n : 0n); }

  count() { this.arm(none); }

  /** Ends it. @returns {{count, struck}} since arm() */
  read() {
    const words = new BigInt64Array(4);
    readSync(this.file, new Uint8Array(words.buffer), 0, 32, 0);
    this.rest();
    return { count: Number(words[1]), struck: Number(words[2]) };
  }

  close() { closeSync(this.file); }
}
