#!/usr/bin/env python3
"""Writes the *.ts files beside this one: the requests, answers and errors of the operations that the simulator
has, out of the service models that ship with botocore (Apache-2.0). SERVICE.ts holds them for the validator and the
codecs, SERVICE-types.ts the same as TypeScript. Run it again after an upgrade of botocore, then the formatter:

  python3 src/simulator/wire/models/extract.py && biome check --write src/simulator/wire/models

In SERVICE.ts one line per shape, read by ../model.ts:
  op NAME METHOD PATH STATUS in=SHAPE out=SHAPE wrap=NAME err=CODE:NAME:STATUS,...
  struct NAME          followed by one indented line per member: NAME[!] SHAPE [uri|query|header|body|payload=WIRE_NAME]
  list NAME MEMBER [MIN..MAX]      map NAME KEY VALUE [MIN..MAX] [as=KEY_NAME:VALUE_NAME]
  string NAME [MIN..MAX] [enum A|B] [/pattern/]      int|long|double NAME [MIN..MAX]
A member of the shape `document` holds any JSON.
"""
import glob, gzip, json, os
import botocore

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(os.path.dirname(botocore.__file__), 'data')
OPERATIONS = {
    'bedrock': 'ListInferenceProfiles GetInferenceProfile CreateInferenceProfile DeleteInferenceProfile '
               'ListFoundationModels GetFoundationModel GetFoundationModelAvailability ListTagsForResource '
               'TagResource UntagResource',
    'cloudwatch': 'ListMetrics GetMetricData GetMetricStatistics',
    'ce': 'GetCostAndUsage GetDimensionValues GetTags ListCostAllocationTags UpdateCostAllocationTagsStatus '
          'StartCostAllocationTagBackfill ListCostAllocationTagBackfillHistory',
    'budgets': 'CreateBudget DescribeBudget DescribeBudgets UpdateBudget DeleteBudget CreateNotification '
               'UpdateNotification DeleteNotification DescribeNotificationsForBudget '
               'DescribeBudgetNotificationsForAccount CreateSubscriber UpdateSubscriber DeleteSubscriber '
               'DescribeSubscribersForNotification ListTagsForResource TagResource UntagResource',
    'resourcegroupstaggingapi': 'GetResources TagResources UntagResources GetTagKeys GetTagValues',
    'sts': 'GetCallerIdentity AssumeRole',
    'iam': 'CreateRole GetRole ListRoles DeleteRole TagRole PutRolePolicy GetRolePolicy ListRolePolicies DeleteRolePolicy '
           'AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies CreatePolicy GetPolicy ListPolicies '
           'GetPolicyVersion CreatePolicyVersion ListPolicyVersions DeletePolicy PutRolePermissionsBoundary '
           'CreateUser TagUser GetUser ListUsers PutUserPolicy GetUserPolicy ListUserPolicies AttachUserPolicy '
           'ListAttachedUserPolicies CreateAccessKey ListAccessKeys CreateServiceSpecificCredential '
           'ListServiceSpecificCredentials GetAccountAuthorizationDetails SimulateCustomPolicy',
    'bedrock-runtime': 'InvokeModel InvokeModelWithResponseStream Converse ConverseStream',
    'service-quotas': 'GetServiceQuota ListServiceQuotas',
    'identitystore': 'ListUsers DescribeUser ListGroups ListGroupMemberships ListGroupMembershipsForMember',
    'organizations': 'DescribeOrganization ListRoots ListAccounts DescribeAccount ListOrganizationalUnitsForParent '
                     'ListAccountsForParent ListParents ListChildren DescribeOrganizationalUnit ListPolicies '
                     'DescribePolicy CreatePolicy UpdatePolicy DeletePolicy AttachPolicy DetachPolicy '
                     'ListPoliciesForTarget ListTargetsForPolicy',
    'sso-admin': 'ListInstances CreatePermissionSet DescribePermissionSet ListPermissionSets UpdatePermissionSet '
                 'DeletePermissionSet PutInlinePolicyToPermissionSet GetInlinePolicyForPermissionSet '
                 'DeleteInlinePolicyFromPermissionSet AttachManagedPolicyToPermissionSet '
                 'DetachManagedPolicyFromPermissionSet ListManagedPoliciesInPermissionSet '
                 'AttachCustomerManagedPolicyReferenceToPermissionSet '
                 'DetachCustomerManagedPolicyReferenceFromPermissionSet '
                 'ListCustomerManagedPolicyReferencesInPermissionSet PutPermissionsBoundaryToPermissionSet '
                 'GetPermissionsBoundaryForPermissionSet DeletePermissionsBoundaryFromPermissionSet '
                 'CreateAccountAssignment DeleteAccountAssignment ListAccountAssignments '
                 'DescribeAccountAssignmentCreationStatus DescribeAccountAssignmentDeletionStatus '
                 'ListAccountsForProvisionedPermissionSet ListPermissionSetsProvisionedToAccount '
                 'ProvisionPermissionSet DescribePermissionSetProvisioningStatus '
                 'CreateInstanceAccessControlAttributeConfiguration '
                 'DescribeInstanceAccessControlAttributeConfiguration '
                 'UpdateInstanceAccessControlAttributeConfiguration '
                 'DeleteInstanceAccessControlAttributeConfiguration',
    'cloudtrail': 'LookupEvents',
    'sns': 'Publish GetTopicAttributes CreateTopic',
}
# Their answers are streams of bytes and are written by hand.
ANSWERED_BY_HAND = {'bedrock-runtime'}
# Theirs are read from the query protocol, in which a map's keys and values may have other names.
NAMES_OF_MAPS = {'sns'}
PLAIN = {'string', 'integer', 'long', 'double', 'float', 'boolean', 'timestamp', 'blob'}
ANYTHING = {r'[\S\s]*', r'[\s\S]*', '.*', r'(.*[\n\r\t\f\ ]?)*'}


def bounds(shape):
    lo, hi = shape.get('min'), shape.get('max')
    return [] if lo is None and hi is None else [f"{'' if lo is None else lo}..{'' if hi is None else hi}"]


def constraints(shape):
    words = bounds(shape)
    if 'enum' in shape:
        words.append('enum ' + '|'.join(shape['enum']))
    if shape.get('pattern') and shape['pattern'] not in ANYTHING:
        words.append('/' + shape['pattern'] + '/')
    return words


def extract(service, names):
    path = sorted(glob.glob(f'{DATA}/{service}/*/service-2.json*'))[-1]
    with (gzip.open(path) if path.endswith('gz') else open(path)) as file:
        model = json.load(file)
    shapes, lines, seen, queue = model['shapes'], [], set(), []

    def ref(name):
        shape = shapes[name]
        if shape.get('document'):
            return 'document'
        if shape['type'] in PLAIN and (shape['type'] == 'blob' or not constraints(shape)):
            return shape['type']
        if name not in seen:
            seen.add(name)
            queue.append(name)
        return name

    def error(name):
        shape = shapes[name]
        declared = shape.get('error', {})
        return f"{declared.get('code', name)}:{name}:{declared.get('httpStatusCode', 400)}"

    for name in names.split():
        op = model['operations'][name]
        words = ['op', name, op['http']['method'], op['http']['requestUri'], str(op['http'].get('responseCode', 200))]
        if 'input' in op:
            words.append('in=' + ref(op['input']['shape']))
        if 'output' in op and service not in ANSWERED_BY_HAND:
            words.append('out=' + ref(op['output']['shape']))
            if 'resultWrapper' in op['output']:
                words.append('wrap=' + op['output']['resultWrapper'])
        words.append('err=' + ','.join(error(e['shape']) for e in op.get('errors', [])))
        lines.append(' '.join(words))
    while queue:
        name = queue.pop(0)
        shape = shapes[name]
        kind = shape['type']
        if kind == 'structure':
            lines.append(f'struct {name}')
            for member, target in shape['members'].items():
                words = [member + ('!' if member in shape.get('required', []) else ''), ref(target['shape'])]
                where = {'uri': 'uri', 'querystring': 'query', 'header': 'header', None: 'body'}[target.get('location')]
                if shape.get('payload') == member:
                    where = 'payload'
                if where != 'body' or target.get('locationName', member) != member:
                    words.append(f"{where}={target.get('locationName', member)}")
                lines.append('  ' + ' '.join(words))
        elif kind == 'list':
            lines.append(' '.join(['list', name, ref(shape['member']['shape'])] + bounds(shape)))
        elif kind == 'map':
            names = [shape[part].get('locationName') for part in ('key', 'value')]
            called = [f'as={names[0]}:{names[1]}'] if service in NAMES_OF_MAPS and all(names) else []
            lines.append(' '.join(['map', name, ref(shape['key']['shape']), ref(shape['value']['shape'])] + bounds(shape) + called))
        else:
            lines.append(' '.join([{'integer': 'int', 'float': 'double'}.get(kind, kind), name] + constraints(shape)))
    meta = model['metadata']
    text = '\n'.join(lines)
    assert '`' not in text and '${' not in text
    const = {'resourcegroupstaggingapi': 'tagging', 'service-quotas': 'quotas', 'sso-admin': 'ssoadmin',
             'bedrock-runtime': 'runtime'}.get(service, service)
    with open(f'{HERE}/{const}.ts', 'w') as out:
        out.write(f'// Made by extract.py from botocore {botocore.__version__}, {meta["uid"]}: do not edit.\n')
        raw = 'String.raw' if '\\' in text else ''
        out.write(f'export const {const} = {raw}`\n{text}\n`;\n')
    with open(f'{HERE}/{const}-types.ts', 'w') as out:
        out.write(f'// Made by extract.py from botocore {botocore.__version__}, {meta["uid"]}: do not edit.\n')
        out.write(types(shapes, seen))


TYPESCRIPT = {'string': 'string', 'integer': 'number', 'long': 'number', 'double': 'number', 'float': 'number',
              'boolean': 'boolean', 'timestamp': 'Date', 'blob': 'string'}


def types(shapes, seen):
    """Interfaces and enumerations; a request has been validated before it is seen as one of them."""
    def use(name):
        shape = shapes[name]
        if shape.get('document'):
            return 'unknown'
        if shape['type'] == 'structure' and not shape['members']:
            return 'Record<string, never>'
        if shape['type'] == 'structure' or 'enum' in shape:
            return name
        if shape['type'] == 'list':
            return f"Array<{use(shape['member']['shape'])}>"
        if shape['type'] == 'map':
            return f"Record<string, {use(shape['value']['shape'])}>"
        return TYPESCRIPT[shape['type']]

    lines = []
    for name in sorted(seen):
        shape = shapes[name]
        if 'enum' in shape:
            lines.append(f"export type {name} = {' | '.join(repr(value) for value in shape['enum'])};")
        elif shape['type'] == 'structure' and shape['members']:
            lines.append(f'export interface {name} {{')
            for member, target in shape['members'].items():
                if member in shape.get('required', []):
                    lines.append(f"  {member}: {use(target['shape'])};")
                else:
                    lines.append(f"  {member}?: {use(target['shape'])} | undefined;")
            lines.append('}')
    return '\n'.join(lines) + '\n'


for service, names in OPERATIONS.items():
    extract(service, names)
