"""Holds plans of hotkit against what the real Heat service does: compare.py HOTKIT ENDPOINT REPOSITORY [ONLY].

Creation: each sound template of corpus/ is created for real. The plan names each resource that Heat makes and no other,
nested ones too, and for each edge of the plan Heat ends the required resource before it begins the other.
Update: each pair of tests/conformance/pairs.jsonl and of updates.jsonl beside this file is created and then updated for real.
A resource that has another physical id afterwards was planned as replaced, one with an update event as updated, and so on.
Rolling: groups whose definition changes, by the sizes of rolling.jsonl. Heat updates the nested stack once for each batch; what
happens to its members in each is what the plan says of the batch.
"""
import collections
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from heatclient.common import environment_format, template_utils

# Stacks that are made at the same time.
AT_A_TIME = 4

# Members of scaling groups have random names: only how many there are, of which type, can be compared.
RANDOM_NAMES = ('OS::Heat::AutoScalingGroup', 'OS::Heat::InstanceGroup', 'AWS::AutoScaling::AutoScalingGroup')


class Heat:
    """The API of Heat, as far as it is needed."""

    def __init__(self, endpoint):
        self.endpoint = endpoint

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body, default=bytes.decode).encode()
        request = urllib.request.Request(self.endpoint + path, data, {'Content-Type': 'application/json'}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=90) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            explanation = error.read().decode(errors='replace')
            raise Refused(json.loads(explanation)['error']['message'] if explanation.startswith('{') else explanation) from None
        return json.loads(text) if text.startswith(b'{') else {}

    def settled(self, name, action):
        for _ in range(900):
            stack = self.call('GET', '/stacks/' + name)['stack']
            if stack['stack_status'].startswith(action) and not stack['stack_status'].endswith('IN_PROGRESS'):
                if not stack['stack_status'].endswith('COMPLETE'):
                    raise Refused(stack['stack_status_reason'])
                return stack
            time.sleep(0.1)
        raise Refused('still %s' % stack['stack_status'])

    def resources(self, stack):
        """The resources of one stack: name -> (type, physical id, id of the nested stack)."""
        found = self.call('GET', '/stacks/%s/%s/resources' % (stack['stack_name'], stack['id']))['resources']
        def nested(links):
            # The link of a nested stack ends in its name and id.
            hrefs = [it['href'] for it in links if it['rel'] == 'nested']
            return hrefs[0].rstrip('/').split('/')[-2:] if hrefs else None
        return {it['resource_name']: (it['resource_type'], it['physical_resource_id'], nested(it['links'])) for it in found}

    def events(self, stack):
        """The events of one stack in their order: (resource, what happened)."""
        found = self.call('GET', '/stacks/%s/%s/events?sort_keys=event_time&sort_dir=asc' % (stack['stack_name'], stack['id']))['events']
        return [(it['resource_name'], it['resource_status']) for it in found]


class Refused(Exception):
    """What Heat does not do, in its words."""


def case_body(folder, case):
    files, template = template_utils.get_template_contents(os.path.join(folder, case['template']))
    paths = [os.path.join(folder, it) for it in case['environments']]
    environment_files, environment = template_utils.process_multiple_environments_and_files(paths)
    environment = dict(environment or {})
    parameters = dict(environment.get('parameters') or {})
    parameters.update(case['parameters'])
    environment['parameters'] = parameters
    return {'template': template, 'files': {**files, **environment_files}, 'environment': without_hooks(environment),
            'disable_rollback': True, 'timeout_mins': 5}


def without_hooks(node):
    """Hooks would wait for somebody to clear them, and restrictions refuse the deletion that ends each case."""
    if isinstance(node, dict):
        return {key: without_hooks(value) for key, value in node.items() if key not in ('hooks', 'restricted_actions')}
    return node


def inputs(case, environment='-e', parameter='--parameter'):
    flags = []
    for it in case['environments']:
        flags += [environment, it]
    for name, value in case['parameters'].items():
        flags += [parameter, '%s=%s' % (name, value if isinstance(value, str) else json.dumps(value))]
    return flags


def hotkit(folder, arguments):
    run = subprocess.run([HOTKIT, 'plan', '--format', 'json'] + arguments, cwd=folder, capture_output=True, text=True)
    if not run.stdout:
        raise SystemExit('hotkit plan %s: %s' % (' '.join(arguments), run.stderr))
    return json.loads(run.stdout)


def walk(planned, heat, stack, where, random_names, count, faults):
    """Compares the resources, and the edges with the events, of a stack and what is nested in it."""
    real, events = heat.resources(stack), heat.events(stack)
    if random_names:
        kinds = sorted(it['type'] for it in planned.values()), sorted(it[0] for it in real.values())
        if len(planned) != len(real) or not all(map(same_type, *kinds)):
            faults.append('%s: members differ: planned %s, real %s' % ((where,) + kinds))
        count['resources'] += len(real)
        return
    for name in sorted(set(planned) | set(real)):
        if name not in real:
            faults.append('%s.%s: planned, but Heat has no such resource' % (where, name))
        elif name not in planned:
            faults.append('%s.%s: Heat has made it, and the plan does not know it' % (where, name))
        elif not same_type(planned[name]['type'], real[name][0]):
            faults.append('%s.%s: planned %s, real %s' % (where, name, planned[name]['type'], real[name][0]))
    count['resources'] += len(real)
    ended = {name: at for at, (name, what) in enumerate(events) if what in ('CREATE_COMPLETE', 'ADOPT_COMPLETE')}
    begun = {}
    for at, (name, what) in enumerate(events):
        if what in ('CREATE_IN_PROGRESS', 'ADOPT_IN_PROGRESS'):
            begun.setdefault(name, at)
    for name, resource in planned.items():
        for edge in resource['requires']:
            required = edge['resource']
            count['edges'] += 1
            if name in begun and required in ended and ended[required] > begun[name]:
                faults.append('%s.%s begins before %s has ended' % (where, name, required))
            elif name not in begun or required not in ended:
                faults.append('%s.%s: no event of it or of %s' % (where, name, required))
        nested = resource.get('nested')
        child = real.get(name, (None, None, None))[2]
        if nested and child:
            walk(nested['resources'], heat, {'stack_name': child[0], 'id': child[1]}, '%s.%s' % (where, name),
                 resource['type'] in RANDOM_NAMES, count, faults)


def same_type(planned, real):
    """The client makes an address of the file of a template; the plan names the file."""
    if real == 'OS::Heat::ScaledResource':
        # What Heat calls the members of an instance group among itself.
        return True
    return planned == real or os.path.basename(planned) == os.path.basename(real) and real.startswith('file:')


def tell(name):
    """Progress, for those who wait."""
    print('%6.1f s  %s' % (time.monotonic() - BEGAN, name), file=sys.stderr, flush=True)


def create(heat, folder, case, name):
    heat.call('POST', '/stacks', {'stack_name': name, **case_body(folder, case)})
    return heat.settled(name, 'CREATE')


def remove(heat, stack):
    try:
        heat.call('DELETE', '/stacks/%s/%s' % (stack['stack_name'], stack['id']))
    except Refused:
        pass


def creation(heat, folder, case):
    """Creates one template for real and compares it with its plan."""
    count, faults = collections.Counter(), []
    name = 'create-' + case['id'].replace('/', '-')
    tell(name)
    plan = hotkit(folder, ['--stack-name', name] + inputs(case) + ['--', case['template']])
    try:
        stack = create(heat, folder, case, name)
    except Refused as refusal:
        print('not made: %s: %s' % (case['id'], str(refusal)[:300]))
        return collections.Counter({'not made': 1}), []
    count['templates'] += 1
    walk(plan['resources'], heat, stack, case['id'], False, count, faults)
    remove(heat, stack)
    return count, faults


def read_lines(path):
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file]


def steps(folder, path):
    """Pairs made from the cases of a folder by one step each; the new template is written beside the old one."""
    cases = {case['id']: case for case in read_lines(os.path.join(folder, 'cases.jsonl'))}
    for step in read_lines(path):
        old = cases[step['case']]
        new = {**old, 'parameters': {**old['parameters'], **step.get('parameters', {})}}
        if 'replace' in step:
            with open(os.path.join(folder, old['template']), encoding='utf-8') as file:
                text = file.read()
            before, after = step['replace']
            if before not in text:
                raise SystemExit('%s: %r is not in %s' % (step['id'], before, old['template']))
            new['template'] = os.path.join(os.path.dirname(old['template']), 'step-%s.yaml' % step['id'])
            with open(os.path.join(folder, new['template']), 'w', encoding='utf-8') as file:
                file.write(text.replace(before, after, 1))
        yield {'id': step['id'], 'old': old, 'new': new}


def update(heat, folder, pair):
    """Creates one template and updates it to the other for real; compares that with the plan of the update."""
    count, faults = collections.Counter(), []
    name = 'update-' + pair['id']
    tell(name)
    plan = hotkit(folder, ['--stack-name', name, '--against', pair['old']['template']]
                  + inputs(pair['old'], '--against-environment', '--against-parameter') + inputs(pair['new'])
                  + ['--', pair['new']['template']])
    try:
        stack = create(heat, folder, pair['old'], name)
        before, seen = heat.resources(stack), len(heat.events(stack))
        heat.call('PUT', '/stacks/%s/%s' % (name, stack['id']), case_body(folder, pair['new']))
        heat.settled(name, 'UPDATE')
    except Refused as refusal:
        if plan.get('changes') is None or plan.get('refused'):
            return collections.Counter({'refused by both': 1}), []
        print('not made: %s: %s' % (pair['id'], str(refusal)[:300]))
        return collections.Counter({'not made': 1}), []
    after = heat.resources(stack)
    touched = {resource for resource, what in heat.events(stack)[seen:] if what.startswith('UPDATE')}
    count['pairs'] += 1
    for resource in sorted(set(before) | set(after)):
        if resource not in before:
            real = 'create'
        elif resource not in after:
            real = 'delete'
        elif before[resource][1] != after[resource][1]:
            real = 'replace'
        else:
            real = 'update' if resource in touched else 'unchanged'
        change = plan['changes'].get(resource, {})
        planned = change.get('action')
        count['actions'] += 1
        if planned != real and any(it['effect'] == 'depends' for it in change.get('because', [])):
            # The plan says that only the cloud knows: a replaced resource gives another value, or the same.
            count['open'] += 1
        elif planned != real:
            faults.append('%s %s: planned %s, real %s' % (pair['id'], resource, planned, real))
    remove(heat, stack)
    return count, faults


def group_of_texts(case, size, length, is_new):
    """A template with a group whose members are random texts: they are replaced when their length changes."""
    sizes = {'max_batch_size': case['batch'], 'min_in_service': case['service'], 'pause_time': 0}
    member = {'type': 'OS::Heat::RandomString', 'properties': {'length': length}}
    if case['type'] == 'OS::Heat::ResourceGroup':
        removed = [{'resource_list': case.get('removed', []) if is_new else []}]
        group = {'update_policy': {'rolling_update': sizes},
                 'properties': {'count': size, 'removal_policies': removed, 'resource_def': member}}
    else:
        desired = case.get('desired', size) if is_new else size
        group = {'properties': {'min_size': min(size, desired), 'max_size': max(size, desired), 'rolling_updates': sizes, 'resource': member}}
        if 'desired' in case:
            group['properties']['desired_capacity'] = desired
    return {'heat_template_version': '2018-08-31', 'resources': {'group': {'type': case['type'], **group}}}


def batches(events, before, stack_name):
    """What happened to members in each update of a group's nested stack: who was renewed, who is new, who went."""
    found, members = [], set(before)
    for name, what in events:
        if name == stack_name and what == 'UPDATE_IN_PROGRESS':
            found.append({'renewed': set(), 'created': set(), 'removed': set()})
        elif name != stack_name and found:
            batch = found[-1]
            if what in ('CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS'):
                batch['renewed' if name in members else 'created'].add(name)
            elif what == 'DELETE_IN_PROGRESS' and name not in batch['renewed'] | batch['created']:
                batch['removed'].add(name)
    for batch in found:
        # Who is new in one batch is a member in the next.
        batch['renewed'] |= batch['created'] & members
        batch['created'] -= members
        members = members | batch['created']
        members -= batch['removed']
    return [batch for batch in found if any(batch.values())]


def rolling(heat, folder, case):
    """Updates one group for real, and compares the batches with those of the plan."""
    name = 'rolling-' + case['id']
    tell(name)
    folder = os.path.join(folder, name)
    os.mkdir(folder)
    old, new = (group_of_texts(case, case[size], length, size == 'new') for size, length in (('old', 8), ('new', 9)))
    for file, template in (('old.yaml', old), ('new.yaml', new)):
        with open(os.path.join(folder, file), 'w', encoding='utf-8') as out:
            json.dump(template, out)
    plan = hotkit(folder, ['--stack-name', name, '--against', 'old.yaml', '--', 'new.yaml'])['changes']['group']['rolling']
    planned = plan['batches'] + [it for it in [plan.get('resized')] if it]
    body = {'files': {}, 'environment': {}, 'disable_rollback': True, 'timeout_mins': 5}
    heat.call('POST', '/stacks', {'stack_name': name, 'template': old, **body})
    stack = heat.settled(name, 'CREATE')
    child = heat.resources(stack)['group'][2]
    nested = {'stack_name': child[0], 'id': child[1]}
    before, seen = heat.resources(nested), len(heat.events(nested))
    heat.call('PUT', '/stacks/%s/%s' % (name, stack['id']), {'template': new, **body})
    heat.settled(name, 'UPDATE')
    real = batches(heat.events(nested)[seen:], before, child[0])
    remove(heat, stack)
    # Where members have random names, how many there are in each batch can be compared.
    form = len if case['type'] in RANDOM_NAMES else sorted
    planned, real = ([[form(batch[it]) for it in ('renewed', 'created', 'removed')] for batch in of] for of in (planned, real))
    faults = []
    if planned != real:
        faults.append('%s: batches (renewed, new, gone): planned %s, real %s' % (name, planned, real))
    return collections.Counter({'rolling': 1, 'batches': len(real)}), faults


def main():
    heat = Heat(sys.argv[2])
    repository = sys.argv[3]
    only = sys.argv[4] if len(sys.argv) > 4 else ''
    beside = os.path.join(repository, 'tests', 'heat')
    count, faults = collections.Counter(), []

    def each(compare, folder, cases):
        # Heat waits more than it works: several at a time.
        cases = [case for case in cases if only in case['id']]
        with concurrent.futures.ThreadPoolExecutor(AT_A_TIME) as pool:
            for counted, found in pool.map(lambda case: compare(heat, folder, case), cases):
                count.update(counted)
                faults.extend(found)

    with tempfile.TemporaryDirectory() as copy:
        corpus = os.path.join(copy, 'corpus')
        shutil.copytree(os.path.join(repository, 'corpus'), corpus)
        sound = [case for case in read_lines(os.path.join(corpus, 'cases.jsonl')) if not case['id'].endswith('/faulty')]
        each(creation, corpus, sound)
        conformance = os.path.join(repository, 'tests', 'conformance')
        each(update, conformance, read_lines(os.path.join(conformance, 'pairs.jsonl')))
        each(update, corpus, list(steps(corpus, os.path.join(beside, 'updates.jsonl'))))
        each(rolling, copy, read_lines(os.path.join(beside, 'rolling.jsonl')))
    for fault in faults:
        print('differs: ' + fault)
    print('real Heat: %d templates, %d resources, %d edges; %d updates, %d actions (%d said to be open); %d refused by both, %d not made; '
          '%d rolling updates, %d batches; %d differences'
          % tuple([count[it] for it in ('templates', 'resources', 'edges', 'pairs', 'actions', 'open', 'refused by both', 'not made', 'rolling', 'batches')] + [len(faults)]))
    enough = only or (count['templates'] >= 25 and count['pairs'] >= 25 and count['rolling'])
    sys.exit(1 if faults or not enough else 0)


BEGAN = time.monotonic()
HOTKIT = os.path.abspath(sys.argv[1])
main()
