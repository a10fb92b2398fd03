#!/usr/bin/env python3
"""Runs what people paste for boto3 and the AWS CLI in one process, for what Python would read from disk again for each.

The input is a JSON list, answered with a list of {code, stdout, stderr}: {"program": TEXT} is run as a
program of Python, {"arguments": [...]} as a command of the AWS CLI."""
import contextlib, io, json, sys
import awscli.clidriver, boto3

def run(pasted):
    out, err = (io.TextIOWrapper(io.BytesIO(), 'utf-8', write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            if 'program' in pasted: code = exec(pasted['program'], {'__name__': '__main__'}) or 0
            else: code = awscli.clidriver.create_clidriver().main(pasted['arguments'])
        except SystemExit as end: code = end.code
        except Exception as error: code = print(error, file=sys.stderr) or 1
    return {'code': code, 'stdout': out.buffer.getvalue().decode(), 'stderr': err.buffer.getvalue().decode()}

print(json.dumps([run(pasted) for pasted in json.load(sys.stdin)]))
