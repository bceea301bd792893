"""What a person does in an editor, at random: types, undoes, asks, saves, renames, deletes."""
import json
import os
import pathlib
import shutil
import time

import judge
from editor import Text, path_of, uri_of

EXTENSIONS = ('.yaml', '.yml', '.template', '.json', '.env', '.hot')
#: Texts above this many characters are opened only where every file is.
LARGEST = 60_000
MOST_OPEN = 10


class Profile:
    def __init__(self, name, unit, language, capabilities):
        self.name, self.unit, self.language, self.capabilities = name, unit, language, capabilities


_WORKSPACE = {
    'workspaceFolders': True, 'configuration': True, 'didChangeWatchedFiles': {'dynamicRegistration': True},
    'workspaceEdit': {'documentChanges': True, 'resourceOperations': ['create', 'rename', 'delete']},
    'inlayHint': {'refreshSupport': True}, 'codeLens': {'refreshSupport': True}, 'diagnostics': {'refreshSupport': True},
}
_TOKENS = {'requests': {'full': {'delta': True}, 'range': True}, 'tokenTypes': [], 'tokenModifiers': [], 'formats': ['relative']}
PROFILES = [
    Profile('push', 'utf-16', 'hot', {
        'general': {'positionEncodings': ['utf-16']}, 'workspace': _WORKSPACE,
        'textDocument': {
            'publishDiagnostics': {'versionSupport': True, 'relatedInformation': True},
            'completion': {'completionItem': {'snippetSupport': True, 'insertReplaceSupport': True,
                                              'documentationFormat': ['markdown', 'plaintext']}},
            'hover': {'contentFormat': ['markdown', 'plaintext']}, 'definition': {'linkSupport': True},
            'documentSymbol': {'hierarchicalDocumentSymbolSupport': True}, 'semanticTokens': _TOKENS},
        'experimental': {'hotkitShowReferences': True}}),
    Profile('pull', 'utf-8', 'yaml', {
        'general': {'positionEncodings': ['utf-8', 'utf-16']}, 'workspace': _WORKSPACE,
        'textDocument': {
            'diagnostic': {'dynamicRegistration': False, 'relatedDocumentSupport': True},
            'hover': {'contentFormat': ['plaintext']}, 'documentSymbol': {}, 'semanticTokens': _TOKENS}}),
]

PIECES = ['x', ' ', ':', ': ', '\n', '\n  ', '\r\n', '#', '# 😀', '{', '}', '[', ']', '{ get_param: ', '{get_attr: [', "'", '"', '- ',
          'é', '😀', '\t', '|', '>', '&a ', '*a', '\ufeff', '0', 'type: ', 'get_resource', ',', '<<: ', '---\n', '\r']
AT_PLACE = ['completion', 'hover', 'signatureHelp', 'definition', 'typeDefinition', 'references', 'documentHighlight',
            'prepareRename', 'rename', 'prepareCallHierarchy', 'onTypeFormatting', 'selectionRange', 'completion', 'hover']
OF_TEXT = ['documentSymbol', 'documentLink', 'foldingRange', 'semanticTokens/full', 'semanticTokens/range', 'formatting',
           'rangeFormatting', 'inlayHint', 'codeLens', 'codeAction', 'codeAction']
ELSEWHERE = ['workspace/symbol', 'workspace/executeCommand', 'hotkit/graph', 'hotkit/plan', 'workspace/willRenameFiles']
OPTIONS = {'tabSize': 2, 'insertSpaces': True}


def is_text(path):
    """The text of a file; None where it is none, or there is no such file."""
    try:
        return pathlib.Path(path).read_bytes().decode().removeprefix('\ufeff')
    except (OSError, UnicodeDecodeError):
        return None


class Player:
    def __init__(self, editor, binary, home, folders, corpus, chance):
        self.editor, self.binary, self.home, self.chance = editor, binary, home, chance
        self.folders = {it: it for it in folders}
        self.corpus = {it.name: it for it in corpus}
        self.rounds = self.names = 0
        self.config_written = set()

    # A round

    def round(self):
        deeds = [(self.type, 60), (self.ask, 60), (self.undo, 8), (self.revert, 3), (self.many_edits, 4), (self.whole, 2),
                 (self.line_endings, 1), (self.open, 3), (self.close, 1), (self.save, 2), (self.outside, 1), (self.rename, 1),
                 (self.delete, 1), (self.create, 1), (self.configure, 0.5), (self.ask_about_nothing, 0.5), (self.stroll, 4)]
        chosen = self.chance.choices([it for it, _ in deeds], [it for _, it in deeds], k=self.chance.randint(80, 300))
        for deed in chosen:
            deed()
            self.editor.receive()
            self.editor.settle(most=40)
        self.editor.settle()
        self.rounds += 1
        if self.rounds % 3 == 0:
            self.compare()
        if self.rounds % 15 == 0:
            self.exchange_folder()

    def document(self):
        if not self.editor.documents:
            self.open()
        return self.chance.choice(list(self.editor.documents.values())) if self.editor.documents else None

    def files(self, folder=None):
        folder = folder or self.chance.choice(list(self.folders))
        return sorted(str(it) for it in pathlib.Path(folder).rglob('*') if it.is_file() and it.name != 'hotkit.yaml')

    @staticmethod
    def is_candidate(path):
        return path.lower().endswith(EXTENSIONS)

    # Texts

    def offset(self, text):
        """Anywhere, or at the beginning or end of a line."""
        at = self.chance.randrange(len(text) + 1)
        kind = self.chance.randrange(3)
        if kind == 1:
            at = text.find('\n', at)
        elif kind == 2:
            at = text.rfind('\n', 0, at) + 1
            while text[at:at + 1] in (' ', '-'):
                at += 1
        return len(text) if at < 0 else at

    def type(self):
        document = self.document()
        if document is None:
            return
        text = document.text
        kind = self.chance.randrange(7)
        at = self.offset(text)
        if len(text) > 2 * LARGEST or kind == 0:
            end = min(len(text), at + self.chance.choice([1, 1, 1, 4, 20, 200]))
            self.editor.change(document, [(at, end, '')])
        elif kind in (1, 2):
            self.editor.change(document, [(at, at, self.chance.choice(PIECES))])
        elif kind == 3:
            self.type_line(document)
        elif kind == 4:
            line = self.chance.randrange(len(document.now.starts))
            start, words = document.now.starts[line], document.now.line(line)
            upto = self.chance.randint(0, len(words))
            self.editor.change(document, [(start + upto, start + len(words), '')])
        elif kind == 5:
            end = min(len(text), at + self.chance.randint(1, 12))
            self.editor.change(document, [(at, end, self.chance.choice(PIECES))])
        else:
            line = self.chance.randrange(len(document.now.starts))
            start, words = document.now.starts[line], document.now.line(line)
            self.editor.change(document, [(start, start, words + '\n')])

    def type_line(self, document):
        """A line of another template, letter by letter, with a question now and then."""
        other = is_text(self.chance.choice(self.files())) or ''
        lines = [it for it in other[:LARGEST].splitlines() if it.strip()]
        if not lines:
            return
        words = self.chance.choice(lines)[:60]
        at = document.text.find('\n', self.chance.randrange(len(document.text) + 1))
        at = len(document.text) if at < 0 else at
        self.editor.change(document, [(at, at, '\n')])
        at = document.now.boundary(at + 1)
        for letter in words[:self.chance.randint(1, len(words))]:
            self.editor.change(document, [(at, at, letter)])
            at += 1
            if self.chance.random() < 0.2:
                self.ask_at(document, 'completion', at)

    def many_edits(self):
        document = self.document()
        if document is None:
            return
        edits, length = [], len(document.text)
        for _ in range(self.chance.randint(2, 5)):
            at = self.chance.randrange(length + 1)
            piece = self.chance.choice(PIECES)
            edits.append((at, at, piece))
            length += len(piece)
        self.editor.change(document, edits)

    def undo(self):
        document = self.document()
        if document is None or not document.undo:
            return
        for _ in range(self.chance.randint(1, 5)):
            if not document.undo:
                return
            before, now = document.undo.pop(), document.text
            head = len(os.path.commonprefix([before, now]))
            tail = len(os.path.commonprefix([before[head:][::-1], now[head:][::-1]]))
            # Nothing may begin or end within a line break of two characters.
            while now[head - 1:head] == '\r' and head:
                head -= 1
            while now[len(now) - tail:][:1] == '\n' and tail:
                tail -= 1
            self.editor.change(document, [(head, len(now) - tail, before[head:len(before) - tail])])
            document.undo.pop()

    def revert(self):
        document = self.document()
        if document is not None:
            self.editor.replace(document, document.original)

    def whole(self):
        document = self.document()
        other = is_text(self.chance.choice(self.files()))
        if document is not None and other is not None and len(other) < LARGEST:
            self.editor.replace(document, other)

    def line_endings(self):
        document = self.document()
        if document is not None:
            plain = document.text.replace('\r\n', '\n')
            self.editor.replace(document, plain if '\r\n' in document.text else plain.replace('\n', '\r\n'))

    def stroll(self):
        time.sleep(self.chance.choice([0.005, 0.02, 0.05]))
        if self.editor.profile.name == 'pull':
            self.pull()

    # Questions

    def ask(self):
        document = self.document()
        if document is None:
            return
        kind = self.chance.randrange(10)
        if kind < 6:
            number = self.ask_at(document, self.chance.choice(AT_PLACE), self.offset(document.text))
        elif kind < 9:
            number = self.ask_of(document, self.chance.choice(OF_TEXT))
        else:
            number = self.ask_elsewhere(document, self.chance.choice(ELSEWHERE))
        if self.chance.random() < 0.05:
            self.editor.cancel(number)

    def ask_at(self, document, method, at):
        place = document.now.place(at)
        if self.chance.random() < 0.02:
            place = self.chance.choice([{'line': 10**6, 'character': 0}, {'line': place['line'], 'character': 10**6}])
        params = {'textDocument': {'uri': document.uri}, 'position': place}
        then = None
        if method == 'references':
            params['context'] = {'includeDeclaration': self.chance.random() < 0.5}
        elif method == 'rename':
            params['newName'] = self.chance.choice(['renamed', 'a b', 'é😀', '', 'x' * 300, 'server'])
            then = self.apply_workspace_edit
        elif method == 'onTypeFormatting':
            params.update(ch=self.chance.choice(['\n', '}', ']']), options=OPTIONS)
            then = self.apply
        elif method == 'completion':
            then = self.choose
        elif method == 'prepareCallHierarchy':
            then = self.follow_calls
        elif method == 'selectionRange':
            params = {'textDocument': params['textDocument'], 'positions': [place, document.now.place(0)]}
        return self.editor.ask('textDocument/' + method, params, document, then)

    def ask_of(self, document, method):
        params, then = {'textDocument': {'uri': document.uri}}, None
        ends = sorted([self.offset(document.text), self.offset(document.text)])
        if method in ('semanticTokens/range', 'rangeFormatting', 'inlayHint', 'codeAction'):
            params['range'] = document.now.range(*ends)
        if method in ('formatting', 'rangeFormatting'):
            params['options'], then = OPTIONS, self.apply
        if method == 'codeAction':
            shown = self.editor.findings().get(document.path, [])
            if shown and self.chance.random() < 0.7:
                it = self.chance.choice(shown)
                params['range'] = it['range']
                shown = [it]
            params['context'], then = {'diagnostics': shown[:5]}, self.take_action
        if method == 'semanticTokens/full':
            then = self.colour_again
        return self.editor.ask('textDocument/' + method, params, document, then)

    def ask_elsewhere(self, document, method):
        named = {'textDocument': {'uri': document.uri}}
        if method == 'workspace/symbol':
            params = {'query': self.chance.choice(['', 'port', 'srv', 'é'])}
        elif method == 'workspace/executeCommand':
            command = self.chance.choice([('hotkit.explain', 'OS::Nova::Server'), ('hotkit.explain', 'get_attr'),
                                          ('hotkit.graph', document.uri), ('hotkit.used', 'OS::Nova::Server')])
            params = {'command': command[0], 'arguments': [command[1]]}
        elif method == 'hotkit/graph':
            params = dict(named, position=document.now.place(self.offset(document.text)))
        elif method == 'hotkit/plan':
            params = dict(named, **self.chance.choice([{}, {}, {'against': os.path.basename(document.path)}, {'against': 'git:main'}]))
        else:
            params = {'files': [{'oldUri': document.uri, 'newUri': document.uri + '.yaml'}]}
        return self.editor.ask(method, params)

    def ask_about_nothing(self):
        """A text that is not open: an answer all the same."""
        named = {'textDocument': {'uri': uri_of(self.home + '/nowhere.yaml')}}
        method = self.chance.choice(['hover', 'completion', 'documentSymbol', 'codeLens', 'formatting'])
        self.editor.ask('textDocument/' + method, dict(named, position={'line': 0, 'character': 0}, options=OPTIONS))

    def pull(self):
        for document in list(self.editor.documents.values()):
            if document.stale:
                self.editor.pull(document)

    # Answers that are taken up

    def is_present(self, asked):
        it = asked.document
        return it is not None and self.editor.documents.get(it.path) is it and it.version == asked.version

    def apply(self, asked, edits):
        if edits and self.is_present(asked) and self.chance.random() < 0.7:
            try:
                text = asked.now.edited(edits)
            except ValueError:
                return  # Told by the editor already.
            self.editor.count('applied')
            self.editor.replace(asked.document, text)

    def apply_workspace_edit(self, asked, edit):
        """All edits of open texts; they must fit the texts that they name the version of."""
        if not edit:
            return
        changes = [(path_of(uri), None, edits) for uri, edits in (edit.get('changes') or {}).items()]
        for it in edit.get('documentChanges') or []:
            if 'textDocument' in it:
                changes.append((path_of(it['textDocument']['uri']), it['textDocument'].get('version'), it['edits']))
        for path, version, edits in changes:
            document = self.editor.documents.get(path)
            if document is None or document is not asked.document or not self.is_present(asked):
                continue
            if version not in (None, asked.version):
                self.editor.fault('%s: an edit of version %s for a question about %d' % (asked.method, version, asked.version))
                continue
            try:
                text = asked.now.edited(edits)
            except ValueError as why:
                self.editor.fault('%s: %s' % (asked.method, why))
                continue
            if self.chance.random() < 0.5:
                self.editor.count('applied')
                self.editor.replace(document, text)
                return

    def take_action(self, asked, actions):
        if actions and self.is_present(asked):
            self.apply_workspace_edit(asked, self.chance.choice(actions).get('edit'))

    def choose(self, asked, answer):
        items = answer['items'] if isinstance(answer, dict) else answer
        if not items or not self.is_present(asked) or self.chance.random() < 0.6:
            return
        item = self.chance.choice(items)
        edit = item.get('textEdit')
        if edit is None:
            return
        if 'insert' in edit:
            edit = {'range': edit['insert'], 'newText': edit['newText']}
        try:
            text = asked.now.edited([edit])
        except ValueError as why:
            self.editor.fault('completion: %s' % why)
            return
        self.editor.count('applied')
        self.editor.replace(asked.document, text)
        if item.get('command'):
            self.editor.ask('workspace/executeCommand', {it: item['command'][it] for it in ('command', 'arguments')})

    def follow_calls(self, asked, items):
        for item in items or []:
            for way in ('incomingCalls', 'outgoingCalls'):
                self.editor.ask('callHierarchy/' + way, {'item': item})

    def colour_again(self, asked, tokens):
        """The difference to the colours that were given must lead to those that are given in full."""
        if not tokens or 'resultId' not in tokens or not self.is_present(asked):
            return
        document = asked.document
        at = self.offset(document.text)
        self.editor.change(document, [(at, at, self.chance.choice(PIECES))])
        named = {'textDocument': {'uri': document.uri}}
        found = {}

        def compare(_, answer):
            found['full'] = answer
            if len(found) == 2 and found['delta'] and answer:
                self.compare_colours(tokens['data'], found['delta'], answer['data'])
        delta = dict(named, previousResultId=tokens['resultId'])
        self.editor.ask('textDocument/semanticTokens/full/delta', delta, document, lambda _, it: found.update(delta=it))
        self.editor.ask('textDocument/semanticTokens/full', named, document, compare)

    def compare_colours(self, before, delta, wanted):
        if 'data' in delta:
            data = delta['data']
        else:
            data = list(before)
            for it in sorted(delta['edits'], key=lambda it: -it['start']):
                data[it['start']:it['start'] + it['deleteCount']] = it.get('data') or []
        if data != wanted:
            self.editor.fault('a difference of semantic tokens leads elsewhere')

    # Files

    def changed(self, *paths, kind=2):
        self.editor.tell('workspace/didChangeWatchedFiles', {'changes': [{'uri': uri_of(it), 'type': kind} for it in paths]})

    def open(self):
        while len(self.editor.documents) >= MOST_OPEN:
            self.close()
        near = [os.path.dirname(it) for it in self.editor.documents]
        folder = self.chance.choice(near) if near and self.chance.random() < 0.6 else None
        candidates = [it for it in self.files(folder) if self.is_candidate(it) and it not in self.editor.documents]
        if not candidates:
            return
        path = self.chance.choice(candidates)
        text = is_text(path)
        if text is not None and len(text) < LARGEST:
            self.editor.open(path, text)

    def close(self):
        document = self.document()
        if document is not None:
            self.editor.close(document)

    def save(self, document=None):
        document = document or self.document()
        if document is None:
            return
        pathlib.Path(document.path).parent.mkdir(parents=True, exist_ok=True)
        pathlib.Path(document.path).write_bytes(document.text.encode())
        self.editor.count('saves')
        self.editor.tell('textDocument/didSave', {'textDocument': {'uri': document.uri}})
        self.changed(document.path)

    def outside(self):
        """Another program writes a file, whether it is open or not."""
        path = self.chance.choice(self.files())
        other = is_text(self.chance.choice(self.files()))
        if other is not None and self.is_candidate(path):
            pathlib.Path(path).write_bytes(other[:LARGEST].encode())
            self.changed(path)

    def create(self):
        while len(self.editor.documents) >= MOST_OPEN:
            self.close()
        self.names += 1
        folder = os.path.dirname(self.chance.choice(self.files()))
        path = '%s/new %d é+.yaml' % (folder, self.names)
        pathlib.Path(path).write_bytes(b'heat_template_version: 2018-08-31\n')
        self.editor.count('creations')
        self.editor.tell('workspace/didCreateFiles', {'files': [{'uri': uri_of(path)}]})
        self.changed(path, kind=1)
        self.editor.open(path, 'heat_template_version: 2018-08-31\n')

    def rename(self):
        """As an editor does it: ask, edit, rename, tell; an open text closes and opens under its new name."""
        self.names += 1
        old = self.chance.choice([it for it in self.files() if self.is_candidate(it)] or [None])
        if old is None:
            return
        new = '%s/renamed %d%s' % (os.path.dirname(old), self.names, os.path.splitext(old)[1])
        pair = {'files': [{'oldUri': uri_of(old), 'newUri': uri_of(new)}]}

        def go_on(_, edit):
            for uri, edits in ((edit or {}).get('changes') or {}).items():
                self.edit_anywhere(path_of(uri), edits)
        self.editor.settle()
        self.editor.ask('workspace/willRenameFiles', pair, then=go_on)
        self.editor.settle()
        document = self.editor.documents.get(old)
        if document:
            self.editor.close(document)
        os.rename(old, new)
        self.editor.count('renames')
        self.editor.tell('workspace/didRenameFiles', pair)
        self.changed(old, kind=3)
        self.changed(new, kind=1)
        if document:
            self.editor.open(new, document.text)

    def edit_anywhere(self, path, edits):
        document = self.editor.documents.get(path)
        text = document.text if document else is_text(path)
        try:
            text = Text(text, self.editor.unit).edited(edits)
        except ValueError as why:
            self.editor.fault('willRenameFiles: %s' % why)
            return
        self.editor.count('applied')
        if document:
            self.editor.replace(document, text)
        else:
            pathlib.Path(path).write_bytes(text.encode())
            self.changed(path)

    def delete(self):
        files = self.files()
        path = self.chance.choice(files)
        if not self.is_candidate(path) or len(files) < 4:
            return
        document = self.editor.documents.get(path)
        os.remove(path)
        self.editor.count('deletions')
        self.editor.tell('workspace/didDeleteFiles', {'files': [{'uri': uri_of(path)}]})
        self.changed(path, kind=3)
        if document:
            self.editor.close(document)

    def configure(self):
        folder = self.chance.choice(list(self.folders))
        path = pathlib.Path(folder, 'hotkit.yaml')
        text = self.chance.choice(['profile: strict\n', 'rules:\n  suspicious: off\n', 'rulez: {}\n', None])
        if text is None:
            path.unlink(missing_ok=True)
            self.config_written.discard(path)
        else:
            path.write_text(text)
            self.config_written.add(path)
        self.changed(str(path))

    def exchange_folder(self):
        """One folder of the workspace goes, another one comes, as it was."""
        gone = self.chance.choice(list(self.folders))
        for document in list(self.editor.documents.values()):
            if document.path.startswith(gone + '/'):
                self.editor.close(document)
        del self.folders[gone]
        here = {os.path.basename(it) for it in self.folders}
        come = pathlib.Path(self.home, self.chance.choice(sorted(self.corpus.keys() - here)))
        if come.exists():
            shutil.rmtree(come)
        shutil.copytree(self.corpus[come.name], come)
        self.folders[str(come)] = str(come)
        folder = lambda it: {'uri': uri_of(it), 'name': os.path.basename(it)}  # noqa: E731
        self.editor.count('exchanges')
        self.editor.tell('workspace/didChangeWorkspaceFolders',
                         {'event': {'added': [folder(str(come))], 'removed': [folder(gone)]}})

    # The comparison

    def compare(self, save=True):
        """Saves everything, and holds what the editor shows against what the command says of the open texts."""
        editor = self.editor
        for path in self.config_written:
            path.write_text('rules:\n  style: on\n')
            self.changed(str(path))
        self.config_written.clear()
        if save:
            for document in editor.documents.values():
                self.save(document)
        editor.settle()
        wanted = {}
        for folder in self.folders:
            roots = [it.path for it in editor.documents.values() if it.path.startswith(folder + '/')]
            if roots:
                wanted.update(judge.told_by_the_command(self.binary, folder, roots, editor.profile.language == 'yaml'))
        lines, end = None, time.monotonic() + 30
        while lines is None or (lines and time.monotonic() < end):
            if editor.profile.name == 'pull':
                self.pull()
                editor.settle()
            editor.receive(0.02)
            if all(self.is_told(it) for it in editor.documents.values()):
                lines = judge.differences(wanted, judge.told_by_the_editor(editor.findings(), self.text_of))
            elif time.monotonic() > end:
                lines = ['no findings for the present text of %s' % it.path
                         for it in editor.documents.values() if not self.is_told(it)]
        editor.count('comparisons')
        editor.count('compared findings', sum(len(it) for it in wanted.values()))
        for line in lines[:10]:
            editor.fault(line)
        if not lines:
            editor.trace.clear()

    def is_told(self, document):
        if self.editor.profile.name == 'pull':
            return document.path in self.editor.pulled
        return self.editor.pushed.get(document.path, (None, []))[0] == document.version

    def text_of(self, path):
        document = self.editor.documents.get(path)
        return document.now if document else Text(is_text(path) or '', self.editor.unit)
