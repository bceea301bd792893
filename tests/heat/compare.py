"""Holds plans of hotkit against what the real Heat service does: compare.py HOTKIT ENDPOINT REPOSITORY [ONLY].

Creation: each sound template of corpus/ is created for real. The plan names each resource that Heat makes and no other,
nested ones too, and for each edge of the plan Heat ends the required resource before it begins the other.
Update: each pair of tests/conformance/pairs.jsonl and of updates.jsonl beside this file is created and then updated for real.
A resource that has another physical id afterwards was planned as replaced, one with an update event as updated, and so on.
"""
import collections
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


def creations(heat, folder, only, count, faults):
    for case in read_lines(os.path.join(folder, 'cases.jsonl')):
        if case['id'].endswith('/faulty') or only not in case['id']:
            continue
        name = 'create-' + case['id'].replace('/', '-')
        tell(name)
        plan = hotkit(folder, ['--stack-name', name] + inputs(case) + ['--', case['template']])
        try:
            stack = create(heat, folder, case, name)
        except Refused as refusal:
            count['not made'] += 1
            print('not made: %s: %s' % (case['id'], str(refusal)[:300]))
            continue
        count['templates'] += 1
        walk(plan['resources'], heat, stack, case['id'], False, count, faults)
        remove(heat, stack)


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


def updates(heat, folder, pairs, only, count, faults):
    for pair in pairs:
        if only not in pair['id']:
            continue
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
                count['refused by both'] += 1
            else:
                count['not made'] += 1
                print('not made: %s: %s' % (pair['id'], str(refusal)[:300]))
            continue
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


def main():
    heat = Heat(sys.argv[2])
    repository = sys.argv[3]
    only = sys.argv[4] if len(sys.argv) > 4 else ''
    count, faults = collections.Counter(), []
    with tempfile.TemporaryDirectory() as copy:
        corpus = os.path.join(copy, 'corpus')
        shutil.copytree(os.path.join(repository, 'corpus'), corpus)
        creations(heat, corpus, only, count, faults)
        conformance = os.path.join(repository, 'tests', 'conformance')
        updates(heat, conformance, read_lines(os.path.join(conformance, 'pairs.jsonl')), only, count, faults)
        updates(heat, corpus, steps(corpus, os.path.join(repository, 'tests', 'heat', 'updates.jsonl')), only, count, faults)
    for fault in faults:
        print('differs: ' + fault)
    print('real Heat: %d templates, %d resources, %d edges; %d updates, %d actions (%d said to be open); %d refused by both, %d not made; %d differences'
          % tuple([count[it] for it in ('templates', 'resources', 'edges', 'pairs', 'actions', 'open', 'refused by both', 'not made')] + [len(faults)]))
    enough = only or (count['templates'] >= 25 and count['pairs'] >= 25)
    sys.exit(1 if faults or not enough else 0)


BEGAN = time.monotonic()
HOTKIT = os.path.abspath(sys.argv[1])
main()
