import type { DestinationStream } from 'pino';

/**
 * Where the lines of the log go: a stream that somebody else reads, or stops reading. A write that waits for them would
 * hold up the whole process, answers and the signal to end with it: so lines wait in memory, up to a bound, and beyond it
 * they are left out and counted.
 */

/** What lines may wait for, bytes: some ten thousand of them. */
const MOST_WAITING = 4 * 2 ** 20;

interface Stream {
  readonly writableLength: number;
  write(text: string): unknown;
}

/**
 * @param leftOut makes the line that says how many were left out, once there is room again
 * @param mostWaiting bytes
 */
export function withoutWaiting(
  stream: Stream,
  leftOut: (count: number) => string,
  mostWaiting = MOST_WAITING,
): DestinationStream {
  let missing = 0;
  return {
    write(line) {
      // A good part of the room, so that one who reads slowly is not told with each line.
      if (stream.writableLength > (missing > 0 ? mostWaiting / 2 : mostWaiting)) {
        missing += 1;
        return;
      }
      if (missing > 0) stream.write(leftOut(missing));
      missing = 0;
      stream.write(line);
    },
  };
}
