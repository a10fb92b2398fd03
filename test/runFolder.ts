import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** A folder for what the tests of one run share (test/journeys/collected.ts); nothing is put there before it is asked for. */
export default function setup(project: TestProject): () => void {
  const folders: string[] = [];
  const next = () => {
    const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-run-'));
    folders.push(folder);
    project.provide('runFolder', folder);
  };
  next();
  // What is watched has changed: what was made before no longer holds.
  project.onTestsRerun(next);
  return () => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  };
}
