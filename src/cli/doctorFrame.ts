import type { Progress } from '../jobs/job.ts';
import type { Check } from './doctorAws.ts';

/** Carries out the checks of `doctor` beside each other, none of which can end or hold up the others. */

/** Checks that belong together, and fail together where what they have in common does not work. */
export interface Section {
  group: Group;
  /** What the section as a whole is called where it could not be carried out. */
  name: string;
  checks(): Promise<readonly Check[]>;
}

/** In the order in which they are listed. */
export const GROUPS = [
  'credentials',
  'AWS',
  'network',
  'tags',
  'ledger',
  'people',
  'sign-in',
  'bill',
  'policies',
] as const;
export type Group = (typeof GROUPS)[number];
export type Grouped = Check & { group: Group };

/** Sections that are carried out at once: each asks AWS one thing after the other. */
const AT_ONCE = 6;
/** How long a section may take; reading the policies of a large organization takes minutes. */
export const DEADLINE_MS = 10 * 60_000;

/**
 * The checks of all sections, in their order. One that throws, or takes longer than the deadline, is a finding in words.
 * @param progress is told as sections end
 */
export async function checksOf(
  sections: readonly Section[],
  progress: Pick<Progress, 'start' | 'step'>,
  deadlineMs = DEADLINE_MS,
): Promise<Grouped[]> {
  const found: Grouped[][] = sections.map(() => []);
  const left = sections.entries();
  let done = 0;
  progress.start('checks', sections.length);
  const worker = async () => {
    // All workers take from one iterator.
    for (const [index, section] of left) {
      found[index] = await carriedOut(section, deadlineMs);
      done += 1;
      progress.step(done, section.name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return found.flat();
}

async function carriedOut(section: Section, deadlineMs: number): Promise<Grouped[]> {
  const { group, name } = section;
  const failed = (found: string, advice: string): Grouped[] => [
    { group, check: name, state: 'failed', found, advice },
  ];
  const { promise: late, resolve } = Promise.withResolvers<Grouped[]>();
  const timer = setTimeout(
    () =>
      resolve(
        failed(
          `no answer within ${Math.ceil(deadlineMs / 1000)} s`,
          'check that this machine reaches it (proxy, firewall), then run doctor again',
        ),
      ),
    deadlineMs,
  );
  try {
    const checked = (async () => (await section.checks()).map((check) => ({ ...check, group })))();
    return await Promise.race([
      checked.catch((error: unknown) =>
        failed(
          wordsOf(error),
          'the other checks were carried out all the same; mend this, then run doctor again',
        ),
      ),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
