#!/usr/bin/env python3
"""The AWS CLI, many commands in one process: each as its own, with a driver and a session of its own, but for what
Python would import and read from disk again for every one of them.

  python3 cli.py

Each line of the input is a JSON list of arguments, or {args, env} where the variables of AWS are others for this one,
answered with one line {code, stdout, stderr}."""
import contextlib, functools, io, json, os, sys
import awscli.clidriver, botocore.session

# Amazon's models are files that nobody changes.
botocore.session.create_loader = functools.cache(botocore.session.create_loader)

def run(args):
    out, err = (io.TextIOWrapper(io.BytesIO(), 'utf-8', write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try: code = awscli.clidriver.create_clidriver().main(args)
        except SystemExit as end: code = end.code
    return {'code': code, 'stdout': out.buffer.getvalue().decode(), 'stderr': err.buffer.getvalue().decode()}

def answer(asked):
    if isinstance(asked, list): return run(asked)
    # It keeps for itself where its own files are.
    for name in [name for name in os.environ if name.startswith('AWS_') and name != 'AWS_DATA_PATH']: del os.environ[name]
    os.environ.update(asked['env'])
    return run(asked['args'])

for line in sys.stdin: print(json.dumps(answer(json.loads(line))), flush=True)
