import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Asset, ServerDeps } from '../server/deps.ts';
import { UserError } from './output.ts';

/** The one stylesheet and the one script of the pages: put together from their parts, which stand in files of their own. */

/**
 * Reads the parts below `src/ui/assets`; later ones, by name, come after the others. The paths carry a hash of the content,
 * so that they may be cached for ever. Throws a UserError where the parts are missing.
 * @param near a folder of the product, or below it
 */
export function readAssets(near = dirname(fileURLToPath(import.meta.url))): ServerDeps['assets'] {
  const style = partsOf('style', near).map(({ text }) => text);
  // Each part of the script has its own names; what is said of it is for whoever changes it.
  const script = partsOf('script', near).map(({ text }) => `{\n${text.replaceAll(COMMENT_LINES, '')}}\n`);
  return {
    css: asset('.css', 'text/css; charset=utf-8', style.join('')),
    js: asset('.js', 'text/javascript; charset=utf-8', `'use strict';\n${script.join('')}`),
  };
}

const COMMENT_LINES = /^ *\/\/.*\n/gm;

function asset(extension: string, type: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  return { path: `/assets/${hash}${extension}`, type, body };
}

function partsOf(folder: string, near: string): { name: string; text: string }[] {
  for (let dir = near; dir !== dirname(dir); dir = dirname(dir)) {
    const found = join(dir, 'src', 'ui', 'assets', folder);
    if (!existsSync(found)) continue;
    return readdirSync(found)
      .sort()
      .map((name) => ({ name, text: readFileSync(join(found, name), 'utf8') }));
  }
  throw new UserError(`the folder src/ui/assets/${folder} is missing beside the program: install it anew`);
}
