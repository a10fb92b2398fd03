import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes long, the longest first: files of `test/`, or folders. Each costs seconds, the others a fraction. */
export const SLOW: readonly string[] = [
  'browser/',
  'kill/',
  'cli/',
  'wire/wirecheck.test.ts',
  'journeys/',
  'server/randomBytes.test.ts',
  'jobs/',
  'server/people.test.ts',
  'server/access.test.ts',
  'server/pages.test.ts',
  'server/limits.test.ts',
  'identity/forged.test.ts',
];

/**
 * Starts what is slow first, so that no core is idle while another is at the last long file, and whatever shares a process
 * in one go at the end: a process is kept only for the file that is next.
 */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const root = `${this.ctx.config.root}/test`;
    const rank = ({ project, moduleId }: TestSpecification): [number, number] => {
      const name = relative(root, moduleId);
      const place = SLOW.findIndex((slow) => name.startsWith(slow));
      return [project.config.isolate ? 0 : 1, place === -1 ? SLOW.length : place];
    };
    const order = (a: TestSpecification, b: TestSpecification): number => {
      const [[sharesA, placeA], [sharesB, placeB]] = [rank(a), rank(b)];
      return sharesA - sharesB || placeA - placeB || (a.moduleId < b.moduleId ? -1 : 1);
    };
    return [...files].sort(order);
  }
}
