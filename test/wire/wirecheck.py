#!/usr/bin/env python3
"""wirecheck: a recording proxy that checks every AWS request and response that passes through it against
Amazon's own service models (the JSON models inside botocore), independent of the caller and of what answers.

  python3 wirecheck.py

Each line of the input, UPSTREAM_URL LOG.jsonl, makes one more proxy and is answered with its port; the end of the input
ends them all. Point AWS_ENDPOINT_URL of any SDK or CLI at http://127.0.0.1:PORT. One JSON line per call: service, operation,
status, request_problems[], response_problems[] (missing or unknown members, types, enums, lengths, patterns,
HTTP status, error codes that the operation does not declare). It knows shapes, not business rules.
Needs the Python packages botocore, moto, requests, regex, werkzeug; a check that uses it says so and is skipped
where they are missing."""
import sys, re, regex, json, datetime, gzip, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import botocore.session, botocore.parsers, botocore.validate, requests
from urllib.parse import urlsplit, parse_qs, unquote
from moto.core import parse as mparse
from moto.core.utils import get_service_model
SIGN2SVC = {'monitoring': 'cloudwatch', 'tagging': 'resourcegroupstaggingapi', 'sso': 'sso-admin', 'servicequotas': 'service-quotas'}
TARGET2SVC = {'AWSInsightsIndexService': 'ce', 'AWSBudgetServiceGateway': 'budgets', 'GraniteServiceVersion20100801': 'cloudwatch',
              'ResourceGroupsTaggingAPI_20170126': 'resourcegroupstaggingapi', 'AWSIdentityStore': 'identitystore', 'SWBExternalService': 'sso-admin', 'AWSOrganizationsV20161128': 'organizations'}

# errors that any AWS operation may answer without declaring them in its model (AWS 'Common Errors')
COMMON = {'AccessDenied', 'AccessDeniedException', 'ExpiredToken', 'ExpiredTokenException', 'IncompleteSignature', 'InternalFailure', 'InternalError',
          'InternalServerException', 'InvalidClientTokenId', 'InvalidSignatureException', 'MissingAuthenticationToken', 'NotAuthorized', 'RequestExpired',
          'RequestLimitExceeded', 'ServiceUnavailable', 'ServiceUnavailableException', 'SerializationException', 'SignatureDoesNotMatch', 'Throttling',
          'ThrottlingException', 'TooManyRequestsException', 'UnknownOperationException', 'UnrecognizedClientException', 'ValidationError', 'ValidationException'}

def check(shape, v, path, out):
    """required, unknown members, types, enum, min/max, pattern — what the real service would reject"""
    if v is None or getattr(shape, 'is_document_type', False): return  # a document holds any JSON
    md, t = shape.metadata, shape.type_name
    if t == 'structure':
        if not isinstance(v, dict): out.append(f'{path}: expected structure, got {type(v).__name__}'); return
        for r in shape.required_members:
            if v.get(r) is None: out.append(f'{path}.{r}: required member missing')
        for k, x in v.items():
            if k in shape.members: check(shape.members[k], x, f'{path}.{k}', out)
            else: out.append(f'{path}.{k}: not a member of {shape.name}')
        if md.get('union') and sum(x is not None for x in v.values()) != 1: out.append(f'{path}: union needs exactly one member')
    elif t == 'list':
        if not isinstance(v, list): out.append(f'{path}: expected list'); return
        rng(md, len(v), path, 'items', out)
        for i, x in enumerate(v): check(shape.member, x, f'{path}[{i}]', out)
    elif t == 'map':
        if not isinstance(v, dict): out.append(f'{path}: expected map'); return
        rng(md, len(v), path, 'entries', out)
        for k, x in v.items(): check(shape.key, k, f'{path}<key {k}>', out); check(shape.value, x, f'{path}[{k}]', out)
    elif t in ('string', 'character'):
        if not isinstance(v, str): out.append(f'{path}: expected string, got {type(v).__name__}'); return
        if md.get('enum') and v not in md['enum']: out.append(f'{path}: "{v}" not in enum {shape.name}')
        rng(md, len(v), path, 'chars', out)
        if md.get('pattern'):
            try: ok = regex.search(md['pattern'], v, regex.V0) if md['pattern'][:1] == '^' else regex.fullmatch(md['pattern'], v)
            except regex.error: ok = True  # `regex` (preinstalled) knows \p{L}
            if not ok: out.append(f'{path}: "{v[:60]}" does not match {md["pattern"][:80]}')
    elif t in ('integer', 'long'):
        if isinstance(v, bool) or not isinstance(v, int): out.append(f'{path}: expected {t}, got {v!r}')
        else: rng(md, v, path, 'value', out)
    elif t in ('float', 'double'):
        if not isinstance(v, (int, float)): out.append(f'{path}: expected {t}, got {v!r}')
    elif t == 'boolean':
        if not isinstance(v, bool): out.append(f'{path}: expected boolean, got {v!r}')
    elif t == 'timestamp':
        if not isinstance(v, (int, float, str, datetime.datetime)): out.append(f'{path}: bad timestamp {v!r}')
def rng(md, n, path, what, out):
    if md.get('min') is not None and n < md['min']: out.append(f'{path}: {n} {what} < min {md["min"]}')
    if md.get('max') is not None and n > md['max']: out.append(f'{path}: {n} {what} > max {md["max"]}')

def raw_unknown(shape, v, path, out):
    """unknown JSON keys in a response body (botocore's parser silently drops them)"""
    if shape is None or getattr(shape, 'is_document_type', False): return
    if shape.type_name == 'structure' and isinstance(v, dict):
        names = {m.serialization.get('name', k): m for k, m in shape.members.items()}
        for k, x in v.items():
            if k in names: raw_unknown(names[k], x, f'{path}.{k}', out)
            elif not k.startswith('__'): out.append(f'{path}.{k}: not a member of {shape.name}')
    elif shape.type_name == 'list' and isinstance(v, list):
        for i, x in enumerate(v): raw_unknown(shape.member, x, f'{path}[{i}]', out)
    elif shape.type_name == 'map' and isinstance(v, dict):
        for k, x in v.items(): raw_unknown(shape.value, x, f'{path}[{k}]', out)

def identify(h, method, path, body):
    cred = re.search(r'Credential=[^/]+/\d{8}/([^/]+)/([^/]+)/aws4_request', h.get('Authorization', ''))
    tgt, ct = h.get('X-Amz-Target', ''), h.get('Content-Type', '')
    if tgt:
        svc = TARGET2SVC.get(tgt.split('.')[0]) or (cred and SIGN2SVC.get(cred[2], cred[2])); return svc, tgt.split('.')[-1], 'json', {}
    svc = cred and SIGN2SVC.get(cred[2], cred[2])
    if ct.startswith('application/x-www-form-urlencoded'):
        return svc, parse_qs(body.decode()).get('Action', [None])[0], 'query', {}
    for s in ([svc, 'bedrock-runtime'] if svc == 'bedrock' else [svc]):
        m, best = get_service_model(s), None
        for op in m.operation_names:
            hp = m.operation_model(op).http
            if hp['method'] != method: continue
            # AWS: labels are percent-encoded; match on the raw path, decode after
            rx = '^' + re.sub(r'\{(\w+)(\+?)\}', lambda k: f'(?P<{k[1]}>.+)' if k[2] else f'(?P<{k[1]}>[^/]+)', hp['requestUri'].split('?')[0]) + '$'
            g = re.match(rx, path)
            if g and (best is None or len(g.groupdict()) < len(best[3])): best = (s, op, 'rest-json', {k: unquote(x) for k, x in g.groupdict().items()})
        if best: return best
    return svc, None, None, {}

class H(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def log_message(self, *a): pass
    def handle_any(self):
        n = int(self.headers.get('Content-Length') or 0); body = self.rfile.read(n)
        u = urlsplit(self.path); rec = {'request_problems': [], 'response_problems': []}
        svc, op, proto, labels = identify(self.headers, self.command, u.path, body)
        rec.update(service=svc, operation=op, protocol=proto)
        om = None
        try:
            if op is None: raise LookupError(f'no operation matches {self.command} {u.path}')
            om = get_service_model(svc).operation_model(op)
            plain = gzip.decompress(body) if self.headers.get('Content-Encoding') == 'gzip' else body
            from werkzeug.datastructures import MultiDict, Headers
            q = parse_qs(plain.decode() if proto == 'query' else u.query, keep_blank_values=True)
            params = mparse.PROTOCOL_PARSERS[proto](om).parse({'method': self.command, 'values': MultiDict(q), 'headers': Headers(list(self.headers.items())), 'body': plain, 'url_path': u.path, 'url_params': labels})
            if proto == 'json': raw_unknown(om.input_shape, json.loads(plain or b'{}'), 'body', rec['request_problems'])
            if om.input_shape is not None: check(om.input_shape, params, op, rec['request_problems'])
        except Exception as e: rec['request_problems'].append(f'{type(e).__name__}: {e}')
        hdr = {k: v for k, v in self.headers.items() if k.lower() not in ('connection', 'content-length', 'accept-encoding')}  # Host kept: signature stays checkable
        r = requests.request(self.command, self.server.upstream + self.path, data=body, headers=hdr, allow_redirects=False)
        rec['status'] = r.status_code
        if om is not None:
            try:
                ct = r.headers.get('content-type', '')
                p = {'json': 'json', 'query': 'query', 'rest-json': 'rest-json'}[proto]
                parsed = botocore.parsers.create_parser(p).parse({'headers': requests.structures.CaseInsensitiveDict(r.headers), 'body': r.content, 'status_code': r.status_code, 'context': {'operation_name': op}}, om.output_shape)
                if r.status_code < 300:
                    parsed.pop('ResponseMetadata', None)
                    if om.output_shape is not None: check(om.output_shape, parsed, op + 'Response', rec['response_problems'])
                    # a payload of its own is no structure of the model
                    own = om.output_shape is not None and om.output_shape.serialization.get('payload')
                    if 'json' in p and r.content and not own: raw_unknown(om.output_shape, json.loads(r.content), 'body', rec['response_problems'])
                    want = om.http.get('responseCode')
                    if want and want != r.status_code: rec['response_problems'].append(f'status {r.status_code}, model says {want}')
                else:
                    code = parsed.get('Error', {}).get('Code', ''); rec['error'] = code
                    known = {e.metadata.get('error', {}).get('code') or e.name for e in om.error_shapes} | {e.name for e in om.error_shapes}
                    if code not in known | COMMON: rec['response_problems'].append(f'error code "{code}" not declared for {op} (declared: {sorted(known)})')
            except Exception as e: rec['response_problems'].append(f'{type(e).__name__}: {str(e)[:200]}')
        self.server.log.write(json.dumps(rec) + '\n')
        self.send_response(r.status_code)
        for k, v in r.headers.items():
            if k.lower() not in ('transfer-encoding', 'connection', 'content-length', 'content-encoding'): self.send_header(k, v)
        self.send_header('Content-Length', str(len(r.content))); self.end_headers(); self.wfile.write(r.content)
    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any

class Proxy(ThreadingHTTPServer):
    daemon_threads, block_on_close = True, False  # a client may keep its connection
    def __init__(self, upstream, log):
        super().__init__(('127.0.0.1', 0), H)
        self.upstream, self.log = upstream.rstrip('/'), open(log, 'a', buffering=1)

for line in sys.stdin:
    proxy = Proxy(*line.split())
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    print(proxy.server_port, flush=True)
