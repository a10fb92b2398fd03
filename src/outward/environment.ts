import { outgoingFaultOf } from '../core/outgoing.ts';
import { type Environment, readProxies } from '../core/proxies.ts';
import { CA_VARIABLES, readAuthorities } from './authorities.ts';

/** What the environment says of the network. Loads nothing that connects: every command reads it with the settings. */

/** SDKs are pointed elsewhere with these, for one service or for all. */
const ENDPOINT = /^AWS_ENDPOINT_URL(?:_[A-Z0-9_]+)?$/;

/** What is wrong with the network settings of the machine: variable, reason, and its value where that is no secret. */
export function outwardFaults(environment: Environment): string[] {
  const endpoints = Object.entries(environment).flatMap(([name, value]) => {
    const fault = ENDPOINT.test(name) && value ? outgoingFaultOf(value) : null;
    return fault === null ? [] : [`${name}: ${fault}`];
  });
  return [...readProxies(environment).faults, ...readAuthorities(environment).faults, ...endpoints];
}

/** The variables of an environment that say how to connect, and no others: for another thread. */
export const networkOf = (environment: Environment): Environment =>
  Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => /^(?:https?|all|no)_proxy$/i.test(name) || CA_VARIABLES.some((one) => one === name),
    ),
  );
