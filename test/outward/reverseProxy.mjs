// A proxy in front that strips nothing, as a process of its own: told by its parent which path leads to which port, it
// passes requests on as they came, host and path included.
import { createServer, request } from 'node:http';

let routes = [];
const server = createServer((asked, answer) => {
  const [at] = asked.url.split('?');
  const found = routes.find(({ path }) => at === path || at.startsWith(`${path}/`));
  if (found === undefined) return answer.writeHead(502).end('nobody lives here');
  const { method, url, headers } = asked;
  const options = { host: '127.0.0.1', port: found.port, method, path: url, setHost: false };
  const forwarded = { ...headers, 'x-forwarded-for': '192.0.2.7' };
  const passed = request({ ...options, headers: forwarded }, (got) => {
    answer.writeHead(got.statusCode, got.headers);
    got.pipe(answer);
  });
  passed.on('error', () => answer.destroy());
  asked.pipe(passed);
});
process.on('message', (told) => {
  routes = told.sort((a, b) => b.path.length - a.path.length);
  process.send('told');
});
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
