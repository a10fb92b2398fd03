import { ENDPOINTS } from '../../src/server/endpoints.ts';

/** An answer of the API, held strictly against the schema of its endpoint: nothing missing, and nothing that it does not say. */
export function strictly(path: string, text: string, method = 'GET') {
  const { pathname } = new URL(path, 'http://127.0.0.1');
  const one = ENDPOINTS.filter((endpoint) => endpoint.method === method).find((endpoint) =>
    new RegExp(`^/api/v1${endpoint.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  );
  if (one === undefined) throw new Error(`${path} is no endpoint of the API`);
  const answer = JSON.parse(text);
  one.answer.parse(answer);
  return answer;
}
