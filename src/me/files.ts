import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Our folder below an XDG one; a relative path there counts as none, as XDG has it. */
export function folderOf(environment: Environment, variable: string, standard: string): string {
  const given = environment[variable];
  return join(given && isAbsolute(given) ? given : join(homedir(), standard), 'bedrock-ledger');
}

/** Replaces a file at once, readable by its owner only. Whoever reads meanwhile has the old or the new one, whole. */
export function writePrivate(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  try {
    rmSync(draft, { force: true });
    writeFileSync(draft, content, { mode: 0o600, flag: 'wx' });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
