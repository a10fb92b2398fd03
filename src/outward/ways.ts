import tls from 'node:tls';
import { LedgerError } from '../core/errors.ts';
import { type Environment, readProxies } from '../core/proxies.ts';
import { readAuthorities } from './authorities.ts';
import type { Ways } from './connect.ts';
import { outwardFaults } from './environment.ts';

/**
 * What connections are made with where an environment says so.
 * @throws LedgerError naming every variable that cannot be used
 */
export function waysOf(environment: Environment): Ways {
  const faults = outwardFaults(environment);
  if (faults.length > 0)
    throw new LedgerError(
      'unusable',
      `the network settings are not usable:\n${faults.map((one) => `  - ${one}`).join('\n')}`,
    );
  const { proxies } = readProxies(environment);
  const { added } = readAuthorities(environment);
  // Made once: to read some 150 authorities for each connection takes longer than the connection.
  const secureContext = added === null ? undefined : tls.createSecureContext({ ca: withThoseOfNode(added) });
  return { proxies, secureContext };
}

/** All that are trusted where files add some. Node before 22.15 tells only those that it came with. */
function withThoseOfNode(added: readonly string[]): string[] {
  const own =
    typeof tls.getCACertificates === 'function' ? tls.getCACertificates('default') : tls.rootCertificates;
  return [...new Set([...own, ...added])];
}
