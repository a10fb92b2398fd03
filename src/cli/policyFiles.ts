import { Invalid } from '../core/errors.ts';
import { parsePolicy } from '../core/policies/parse.ts';
import { levelOf } from '../core/policies/pasted.ts';
import type { NamedPolicy, PoliciesInForce } from '../core/policies/types.ts';
import { UserError } from './output.ts';
import { fileName, textOf } from './textFile.ts';

/** Policies in files, as they are named on the command line. */

export interface PolicyFiles {
  policy?: readonly string[];
  /** Each names the policies of one level, with commas between them. */
  scp?: readonly string[];
  boundary?: string;
}

/**
 * All policies that were named, each called as its file is. A level of service control policies in which nothing allows
 * has FullAWSAccess beside them; `assumed` says whether one has.
 * @throws UserError when a file cannot be read; Invalid with every fault of all of them
 */
export async function policiesIn({
  policy = [],
  scp = [],
  boundary,
}: PolicyFiles): Promise<{ policies: PoliciesInForce; assumed: boolean }> {
  const levels = scp.map((files) => files.split(',').filter(Boolean));
  const files = [...policy, ...levels.flat(), ...(boundary === undefined ? [] : [boundary])];
  if (files.filter((file) => file === '-').length > 1)
    throw new UserError('-: standard input can be one policy only; name files for the others', 'badRequest');
  const read = await readAll(files);
  const of = (file: string) => read.get(file) as NamedPolicy;
  const given = levels.map((level) => level.map(of));
  const controls = given.map(levelOf);
  return {
    policies: {
      identity: policy.map(of),
      boundary: boundary === undefined ? null : of(boundary),
      controls,
    },
    assumed: controls.some((level, index) => level !== given[index]),
  };
}

async function readAll(files: readonly string[]): Promise<Map<string, NamedPolicy>> {
  const read = new Map<string, NamedPolicy>();
  const wrong: Invalid[] = [];
  for (const file of new Set(files)) {
    const text = await textOf(file, 'save it as UTF-8');
    try {
      read.set(file, parsePolicy(text, fileName(file)));
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      wrong.push(error);
    }
  }
  if (wrong.length > 0) throw new Invalid(wrong.flatMap(({ faults }) => faults));
  return read;
}
