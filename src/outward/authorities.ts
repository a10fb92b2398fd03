import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Environment } from '../core/proxies.ts';

/** Authorities of a company's own, beside those that Node trusts. Both files count for every connection. */

/** Variables that name a file in PEM. Node itself reads the second, and is silent where it cannot. */
export const CA_VARIABLES = ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'] as const;

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** What the files hold, with why one cannot be used; `added` is null where no file is named. */
export function readAuthorities(environment: Environment): { added: string[] | null; faults: string[] } {
  const faults: string[] = [];
  const added: string[] = [];
  const named = CA_VARIABLES.filter((name) => environment[name]);
  for (const name of named) {
    const file = environment[name] ?? '';
    const found = certificatesIn(file);
    if (typeof found === 'string') faults.push(`${name}: ${found} (is ${JSON.stringify(file)})`);
    else added.push(...found);
  }
  return { added: named.length === 0 ? null : added, faults };
}

/** The certificates of a file, or why there are none. */
function certificatesIn(file: string): string[] | string {
  let text: string;
  try {
    text = readFileSync(file, 'latin1');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'there is no such file';
    return code === 'EISDIR' ? 'must be a file, not a folder' : `cannot be read (${code})`;
  }
  const found = text.match(PEM) ?? [];
  if (found.length === 0) return 'holds no certificate in PEM (-----BEGIN CERTIFICATE-----)';
  const broken = found.findIndex((one) => !isCertificate(one));
  return broken === -1 ? [...found] : `its certificate ${broken + 1} of ${found.length} cannot be read`;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
