import { Agent, get } from 'node:http';
import { at } from './measure.ts';

/** Several connections that ask for addresses one after the other, each as soon as its answer is there. */

export interface Pace {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  answers: number;
  /** Answered with another status, or not at all. */
  failed: number;
}

const answered = (url: string, agent: Agent, headers: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    get(url, { agent, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url} answers ${answer.statusCode}`));
      answer.resume().on('end', () => resolve(performance.now() - began));
    }).on('error', reject);
  });

/** @param paths asked in turn */
export async function pace(
  url: string,
  paths: readonly string[],
  connections: number,
  ms: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Pace> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  const began = performance.now();
  let [asked, failed] = [0, 0];
  const one = async () => {
    while (performance.now() - began < ms) {
      const path = paths[asked++ % paths.length] ?? '/';
      await answered(url + path, agent, headers).then(
        (ms) => times.push(ms),
        () => {
          failed += 1;
        },
      );
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return {
    perSecond: times.length / seconds,
    p50: at(times, 0.5),
    p99: at(times, 0.99),
    answers: times.length,
    failed,
  };
}
