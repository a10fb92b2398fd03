import { execFile } from 'node:child_process';

/**
 * Tells systemd how it goes (`sd_notify(3)`): ready, alive, ending. Node has no datagram sockets of the file system and the
 * packages that have them need a compiler, so systemd's own `systemd-notify` says it, which is wherever systemd is.
 */

/** A word that is not taken in this time is left, milliseconds. */
const PATIENCE_MS = 2_000;
/** Words of systemd are lines: a status is one. */
const LONGEST_STATUS = 200;

export interface ServiceManager {
  ready(): Promise<void>;
  /** In one line how it goes; told where it is another one than before. */
  status(words: string): void;
  /** Says that it is alive as often as systemd wants to hear it, as long as `lives` says so. */
  watch(lives: () => boolean): void;
  stopping(): Promise<void>;
}

interface Log {
  error(what: { err: unknown }, words: string): void;
}

/**
 * Null where no service manager listens: then nothing is started for it.
 * @param environment its `NOTIFY_SOCKET` and `WATCHDOG_USEC`
 * @param log is told once when systemd cannot be told
 */
export function serviceManager(
  environment: Readonly<Record<string, string | undefined>>,
  log: Log,
  program = 'systemd-notify',
): ServiceManager | null {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: watchdog, PATH = '/usr/bin:/bin' } = environment;
  if (!socket) return null;
  let status = '';
  let isToldOff = false;
  let timer: NodeJS.Timeout | undefined;
  /** One word after the other: the last one said is the last one heard. */
  let turn = Promise.resolve();
  const send = (word: string): Promise<void> => {
    turn = turn.then(() => say(word));
    return turn;
  };
  const say = (word: string): Promise<void> =>
    new Promise((resolve) => {
      const options = { env: { NOTIFY_SOCKET: socket, PATH }, timeout: PATIENCE_MS };
      execFile(program, [word], options, (error) => {
        if (error !== null && !isToldOff) {
          isToldOff = true;
          log.error({ err: error }, `systemd cannot be told how it goes: ${program} does not work`);
        }
        resolve();
      });
    });
  return {
    ready: () => send('READY=1'),
    status(words) {
      const line = words.replaceAll(/\s+/g, ' ').slice(0, LONGEST_STATUS);
      if (line === status) return;
      status = line;
      void send(`STATUS=${status}`);
    },
    watch(lives) {
      const everyMs = Number(watchdog) / 3_000;
      if (!Number.isFinite(everyMs) || everyMs <= 0) return;
      let isSaying = false;
      timer = setInterval(async () => {
        if (isSaying || !lives()) return;
        isSaying = true;
        await send('WATCHDOG=1');
        isSaying = false;
      }, everyMs).unref();
    },
    async stopping() {
      clearInterval(timer);
      await send('STOPPING=1');
    },
  };
}
