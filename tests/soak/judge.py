"""Whether an editor shows what `hotkit check` says of the same files."""
import json
import os
import subprocess

SEVERITIES = {'error': 1, 'warning': 2, 'info': 3, 'hint': 4}


class Broken(Exception):
    """The command itself could not be carried out."""


def told_by_the_command(command, folder, files, as_found):
    """path to a sorted list of findings (rule, severity, start byte, end byte, message), for roots below one folder."""
    names = [os.path.relpath(it, folder) for it in files]
    more = ['--as-found'] if as_found else []
    done = subprocess.run([command, 'check', '--format', 'json', *more, '--', *names], cwd=folder,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode > 1 or not done.stdout:
        raise Broken(done.stderr.decode(errors='replace'))
    told = {}
    for it in json.loads(done.stdout)['diagnostics']:
        lines = [it['message']]
        if 'suggestion' in it:
            lines.append('did you mean `%s`?' % it['suggestion'])
        if 'help' in it:
            lines.append(it['help'])
        path = os.path.normpath(os.path.join(folder, it['file']))
        ends = [max(0, it['range'][end]['byte'] - mark_of(path)) for end in ('start', 'end')]
        told.setdefault(path, []).append((it['rule'], SEVERITIES[it['severity']], *ends, '\n'.join(lines)))
    return {path: sorted(it) for path, it in told.items()}


def mark_of(path):
    """Bytes of a byte order mark, which no editor counts as text."""
    with open(path, 'rb') as file:
        return 3 if file.read(3) == b'\xef\xbb\xbf' else 0


def told_by_the_editor(seen, text_of):
    """The same of an editor's diagnostics; `text_of` gives the text of a path with its places."""
    told = {}
    for path, items in seen.items():
        now = text_of(path)
        found = []
        for it in items:
            ends = [now.offset(it['range'][end]) for end in ('start', 'end')]
            ends = [None if end is None else len(now.text[:end].encode()) for end in ends]
            found.append((it.get('code', ''), it['severity'], *ends, it['message']))
        told[path] = sorted(found, key=lambda it: [str(part) for part in it])
    return told


def differences(wanted, found):
    """Lines about everything that only one of the two says."""
    lines = []
    for path in sorted(wanted.keys() | found.keys()):
        ours, its = list(wanted.get(path, [])), list(found.get(path, []))
        for it in list(ours):
            if it in its:
                its.remove(it)
                ours.remove(it)
        lines += ['%s: only the command: %s' % (path, it) for it in ours]
        lines += ['%s: only the editor: %s' % (path, it) for it in its]
    return lines
