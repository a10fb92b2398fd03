import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { encodingOf } from '../app/encoding.ts';
import { currentIo } from './io.ts';
import { UserError } from './output.ts';

export { encodingOf } from '../app/encoding.ts';

/** Text that people hand in as a file: UTF-8, and any other encoding called by its name. */

/** What a file is called in a message; `-` is what comes through a pipe. */
export const fileName = (file: string): string => (file === '-' ? 'standard input' : file);

/** The text of a file, or with `-` of standard input. @throws UserError when it cannot be read or is not UTF-8 */
export async function textOf(
  file: string,
  mend = 'save it as "CSV UTF-8" and import it again',
): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = file === '-' ? await buffer(currentIo().stdin) : await readFile(file);
  } catch (error) {
    throw new UserError(
      `${fileName(file)} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const encoding = encodingOf(bytes);
  if (encoding !== 'UTF-8')
    throw new UserError(
      `${fileName(file)} is ${encoding === null ? 'not UTF-8' : `in ${encoding}, not in UTF-8`}: ${mend}`,
    );
  return new TextDecoder('utf-8').decode(bytes);
}
