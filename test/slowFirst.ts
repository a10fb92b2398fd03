import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes long, the longest first: files of `test/`, or folders. Each costs seconds, the others a fraction. */
export const SLOW: readonly string[] = [
  'browser/',
  'kill/',
  'cli/',
  'wire/wirecheck.test.ts',
  'journeys/',
  'hostile/',
  'jobs/',
  'server/randomBytes.test.ts',
  'server/access.test.ts',
  'server/pages.test.ts',
  'server/people.test.ts',
  'server/limits.test.ts',
  'store/',
];

export interface File {
  /** Below `test/`. */
  name: string;
  /** Whether it shares a process with others. */
  shares: boolean;
}

/**
 * What is slow starts first, so that no core is idle while another is at the last long file, and whatever shares a process
 * comes in one go at the end: a process is kept only for the file that is next.
 */
export function slowFirst(a: File, b: File): number {
  const placeOf = ({ name }: File) => {
    const place = SLOW.findIndex((slow) => name.startsWith(slow));
    return place === -1 ? SLOW.length : place;
  };
  return Number(a.shares) - Number(b.shares) || placeOf(a) - placeOf(b) || (a.name < b.name ? -1 : 1);
}

/** Asked once for the files of all projects, which run from one queue. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const fileOf = ({ project, moduleId }: TestSpecification): File => ({
      name: relative(`${this.ctx.config.root}/test`, moduleId),
      shares: !project.config.isolate,
    });
    return [...files].sort((a, b) => slowFirst(fileOf(a), fileOf(b)));
  }
}
