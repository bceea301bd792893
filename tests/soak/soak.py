#!/usr/bin/env python3
"""hotkit's language server for an hour as people use it: edits, half-typed text, files that come and go, questions of every kind.

    soak.py --minutes 60 --seed 1 BINARY          two editors at once, each with its own copy of the templates
    soak.py --every-file BINARY                   every file opened once: the server says what `hotkit check` says

`push` is an editor as VS Code is (findings are pushed, UTF-16, everything it can do declared), `pull` one as Neovim is (findings are
pulled, UTF-8). Each request must be answered, and without an error; places must lie in the text and edits must fit it; the
server's memory must not grow; and whenever all texts are saved (every few seconds) the findings of all files must be those that
`hotkit check --format json` gives for the texts that are open. The same seed makes the same choices, as far as answers come in
the same order. Templates are taken from --corpus: by default those of other people beside this repository (../shared/corpus),
and where there are none, this repository's own.

The last line says `soak: passed` or `soak: FAILED`; a failure leaves the messages since the last comparison in a file that is named.
Wants Linux (memory is read from /proc) and Python 3.9, nothing else.
"""
import argparse
import collections
import pathlib
import random
import shutil
import statistics
import sys
import tempfile
import time

import judge
from editor import Editor, Text
from play import PROFILES, Player, is_text

HERE = pathlib.Path(__file__).resolve()
#: Folders of templates in one workspace.
FOLDERS = 12
#: Growth of memory that is noise of an allocator: a part, and MiB.
NOISE = (0.10, 6.0)


def default_corpus():
    root = HERE.parents[2]
    others = root.parent / 'shared' / 'corpus'
    return others if others.is_dir() else root / 'corpus'


def folders_of(corpus):
    return sorted(it for it in corpus.iterdir() if it.is_dir())


def soak(args, work):
    players = []
    for profile in PROFILES:
        chance = random.Random('%d %s' % (args.seed, profile.name))
        corpus = folders_of(args.corpus)
        home = work / profile.name
        chosen = chance.sample(corpus, min(FOLDERS, len(corpus)))
        folders = [str(shutil.copytree(it, home / it.name)) for it in chosen]
        trace = collections.deque(maxlen=20000)
        editor = Editor([args.binary, 'lsp'], profile, folders, trace)
        players.append(Player(editor, args.binary, str(home), folders, corpus, chance))
    began = time.monotonic()
    end, minute = began + 60 * args.minutes, 1
    rss = {it: [] for it in players}
    while time.monotonic() < end and all(len(it.editor.faults) < 20 for it in players):
        for player in players:
            player.round()
            rss[player].append((time.monotonic() - began, player.editor.rss()))
        if time.monotonic() - began > 60 * minute:
            minute = int((time.monotonic() - began) // 60) + 1
            for player in players:
                report(player, minute - 1, rss[player][-1][1])
    for player in players:
        player.compare()
        player.editor.end()
    return [verdict(it, rss[it], time.monotonic() - began, work) for it in players]


def report(player, minute, rss):
    count = player.editor.counts
    print('minute %3d %s: %7d edits, %7d requests, %5d comparisons, %2d texts open, RSS %.1f MiB'
          % (minute, player.editor.profile.name, count.get('edits', 0), count.get('requests', 0),
             count.get('comparisons', 0), len(player.editor.documents), rss), flush=True)


def verdict(player, rss, seconds, work):
    """The last words on one editor; True where all is well."""
    editor, count = player.editor, player.editor.counts
    # The first fifth warms up; then the middle of the first and of the last part are compared, since texts differ in size.
    after = [it for at, it in rss if at > seconds / 5] or [it for _, it in rss]
    part = max(1, len(after) // 4)
    early, late = statistics.median(after[:part]), statistics.median(after[-part:])
    step = max(1, len(rss) // 30)
    print('memory %s (MiB): %s' % (editor.profile.name, ' '.join('%.0f' % it for _, it in rss[::step])))
    if late > early * (1 + NOISE[0]) + NOISE[1]:
        editor.fault('memory grows from %.1f to %.1f MiB' % (early, late))
    names = ['opens', 'closes', 'saves', 'creations', 'renames', 'deletions', 'edits', 'requests', 'cancelled', 'refused', 'errors',
             'unanswered', 'applied', 'comparisons', 'compared findings']
    print('%s: %s; slowest answer %.2f s (%s); memory %.1f MiB, then %.1f; %d faults'
          % (editor.profile.name, ', '.join('%d %s' % (count.get(it, 0), it) for it in names), *editor.slowest,
             early, late, len(editor.faults)))
    if editor.faults:
        kept = pathlib.Path(tempfile.mkdtemp(prefix='hotkit-soak-')) / ('%s.jsonl' % editor.profile.name)
        kept.write_bytes(b'\n'.join(editor.trace) + b'\n')
        print('messages since the last comparison: %s' % kept)
    return not editor.faults


def every_file(args, work):
    """Each file of the corpus by itself, in both editors: what they show against what the command says."""
    good = True
    for profile in PROFILES:
        files = findings = 0
        left_out = 0
        for source in folders_of(args.corpus):
            folder = str(shutil.copytree(source, work / profile.name / source.name))
            editor = Editor([args.binary, 'lsp'], profile, [folder], collections.deque(maxlen=1000))
            player = Player(editor, args.binary, str(work / profile.name), [folder], [source], random.Random(0))
            for path in sorted(str(it) for it in pathlib.Path(folder).rglob('*') if it.is_file()):
                # A search of the folder looks at the endings; an editor only asks for what it takes for YAML or JSON.
                text = is_text(path) if profile.language != 'yaml' or player.is_candidate(path) else None
                if text is None:
                    left_out += 1
                    continue
                player.editor.open(path, text)
                player.compare(save=False)
                player.editor.close(player.editor.documents[path])
                files += 1
            editor.end()
            findings += editor.counts.get('compared findings', 0)
            good = good and not editor.faults
        print('%s: %d files, %d findings compared; %d left out (no text of UTF-8, or not YAML by name)'
              % (profile.name, files, findings, left_out), flush=True)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('binary', help='hotkit, a release build')
    parser.add_argument('--minutes', type=float, default=60)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--corpus', type=pathlib.Path, default=default_corpus(), help='a folder of folders with templates')
    parser.add_argument('--every-file', action='store_true', help='open every file once instead')
    args = parser.parse_args()
    args.binary = str(pathlib.Path(args.binary).resolve())
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix='hotkit-soak-') as work:
        work = pathlib.Path(work).resolve()
        good = every_file(args, work) if args.every_file else all(soak(args, work))
    what = 'every file' if args.every_file else 'seed %d' % args.seed
    print('soak: %s, %s, %.1f minutes' % ('passed' if good else 'FAILED', what, (time.monotonic() - began) / 60))
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())
