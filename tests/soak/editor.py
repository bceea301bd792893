"""An editor without a screen: a language server's process, the texts that are open, and what the server said of them.

The editor knows nothing of Heat. It keeps texts as the protocol has them (UTF-16 or bytes, CR LF), remembers the findings that
were pushed or pulled, and holds each answer against the rules of the protocol: places lie within the text, edits do not overlap.
"""
import bisect
import json
import queue
import re
import subprocess
import threading
import time
import urllib.parse

BREAK = re.compile(r'\r\n|\n|\r')
CANCELLED = {-32800, -32801, -32802}
REFUSED = -32803


def path_of(uri):
    """The path of a `file:` address, however it is spelt."""
    return urllib.parse.unquote(urllib.parse.urlparse(uri).path)


def uri_of(path):
    return 'file://' + urllib.parse.quote(path)


class Text:
    """One text and its lines, in the units that the server counts."""

    def __init__(self, text, unit):
        self.text = text
        self.unit = unit
        self.starts = [0] + [it.end() for it in BREAK.finditer(text)]

    def width(self, piece):
        return len(piece.encode()) if self.unit == 'utf-8' else len(piece.encode('utf-16-le')) // 2

    def line(self, number):
        """A line without its break."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number]:end].rstrip('\r\n')

    def boundary(self, offset):
        """The place nearest before: between CR and LF there is none."""
        offset = max(0, min(offset, len(self.text)))
        if self.text[offset - 1:offset + 1] == '\r\n':
            offset -= 1
        return offset

    def place(self, offset):
        offset = self.boundary(offset)
        line = bisect.bisect_right(self.starts, offset) - 1
        return {'line': line, 'character': self.width(self.text[self.starts[line]:offset])}

    def range(self, start, end):
        return {'start': self.place(start), 'end': self.place(end)}

    def offset(self, place):
        """The offset of a place; None where the text has no such place."""
        if place['line'] >= len(self.starts):
            return None
        rest = place['character']
        start, line = self.starts[place['line']], self.line(place['line'])
        for index, letter in enumerate(line):
            if rest == 0:
                return start + index
            rest -= self.width(letter)
            if rest < 0:
                return None
        return start + len(line) if rest == 0 else None

    def edited(self, edits):
        """The text after edits that all speak of this one; raises ValueError where the protocol forbids them."""
        found = []
        for edit in edits:
            start, end = self.offset(edit['range']['start']), self.offset(edit['range']['end'])
            if start is None or end is None or start > end:
                raise ValueError('no such place: %s' % json.dumps(edit['range']))
            found.append((start, end, edit['newText']))
        found.sort(key=lambda it: it[:2])
        out, at = [], 0
        for start, end, new in found:
            if start < at:
                raise ValueError('edits overlap at %s' % json.dumps(self.place(start)))
            out += [self.text[at:start], new]
            at = end
        return ''.join(out + [self.text[at:]])


class Document:
    """An open text."""

    def __init__(self, path, text, unit, language):
        self.path = path
        self.uri = uri_of(path)
        self.language = language
        self.version = 1
        self.now = Text(text, unit)
        self.original = text
        self.undo = []
        self.stale = True  # Its findings must be pulled (again).

    @property
    def text(self):
        return self.now.text


class Pending:
    """A request without an answer, and the text that it was asked of."""

    def __init__(self, method, params, document, then):
        self.method, self.params, self.then = method, params, then
        self.at = time.monotonic()
        self.document = document
        self.version = document.version if document else None
        self.now = document.now if document else None
        self.cancelled = False


class Editor:
    """One session. `faults` collects what the server did wrong."""

    def __init__(self, command, profile, folders, trace):
        self.profile, self.unit, self.trace = profile, profile.unit, trace
        self.documents, self.pending, self.pushed, self.pulled = {}, {}, {}, {}
        self.faults, self.counts, self.slowest = [], {}, (0.0, '')
        self.id, self.inbox = 0, queue.Queue()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self._complaints, daemon=True).start()
        listed = [{'uri': uri_of(it), 'name': it.rsplit('/', 1)[-1]} for it in folders]
        answers = []
        self.ask('initialize', {'processId': None, 'rootUri': listed[0]['uri'], 'workspaceFolders': listed,
                                'capabilities': profile.capabilities}, then=lambda _, it: answers.append(it))
        self.wait(lambda: answers, 60)
        if not answers:
            raise SystemExit('soak: the server does not start')
        self.capabilities = answers[0]['capabilities']
        if self.capabilities.get('positionEncoding', 'utf-16') != self.unit:
            raise SystemExit('soak: the server counts in %s' % self.capabilities.get('positionEncoding'))
        self.tell('initialized', {})

    # Messages

    def fault(self, words):
        self.faults.append(words)
        print('FAULT (%s): %s' % (self.profile.name, words), flush=True)

    def count(self, what, number=1):
        self.counts[what] = self.counts.get(what, 0) + number

    def _send(self, message):
        body = json.dumps(dict(message, jsonrpc='2.0'), ensure_ascii=False).encode()
        self.trace.append(body)
        try:
            self.process.stdin.write(b'Content-Length: %d\r\n\r\n' % len(body) + body)
            self.process.stdin.flush()
        except OSError:
            raise SystemExit('soak: the server (%s) has gone with status %s' % (self.profile.name, self.process.poll())) from None

    def _read(self):
        stream = self.process.stdout
        while True:
            size = 0
            while True:
                line = stream.readline()
                if not line:
                    self.inbox.put(None)
                    return
                if line == b'\r\n':
                    break
                if line.lower().startswith(b'content-length:'):
                    size = int(line.split(b':')[1])
            self.inbox.put(json.loads(stream.read(size)))

    def _complaints(self):
        for line in self.process.stderr:
            self.fault('on standard error: %s' % line.decode(errors='replace').rstrip())

    def tell(self, method, params):
        self._send({'method': method, 'params': params})

    def ask(self, method, params, document=None, then=None):
        self.id += 1
        self.pending[self.id] = Pending(method, params, document, then)
        self.count('requests')
        self._send({'id': self.id, 'method': method, 'params': params})
        return self.id

    def cancel(self, number):
        if number in self.pending:
            self.pending[number].cancelled = True
            self.tell('$/cancelRequest', {'id': number})

    def receive(self, seconds=0.0):
        """Takes up what the server has said; waits so long for the first message."""
        while True:
            try:
                message = self.inbox.get(timeout=seconds) if seconds else self.inbox.get_nowait()
            except queue.Empty:
                return
            seconds = 0.0
            if message is None:
                raise SystemExit('soak: the server (%s) has gone with status %s' % (self.profile.name, self.process.wait()))
            self._take(message)

    def wait(self, is_done, seconds):
        """Receives until something is so; False where that takes longer than it may."""
        end = time.monotonic() + seconds
        while not is_done():
            if time.monotonic() > end:
                return False
            self.receive(0.02)
        return True

    def settle(self, most=0, seconds=120):
        """Waits until at most so many requests are open; the rest counts as unanswered."""
        if self.wait(lambda: len(self.pending) <= most, seconds):
            return
        for it in self.pending.values():
            self.count('unanswered')
            self.fault('no answer to %s in %d s: %s' % (it.method, seconds, json.dumps(it.params)[:300]))
        self.pending.clear()

    def _take(self, message):
        method, params = message.get('method'), message.get('params') or {}
        if method and 'id' in message:
            answer = [None for _ in params.get('items', [])] if method == 'workspace/configuration' else None
            if method == 'workspace/diagnostic/refresh':
                for document in self.documents.values():
                    document.stale = True
            self._send({'id': message['id'], 'result': answer})
        elif method == 'textDocument/publishDiagnostics':
            self.pushed[path_of(params['uri'])] = (params.get('version'), params['diagnostics'])
        elif method == 'window/logMessage' and params.get('type') == 1:
            self.fault('the server says: %s' % params.get('message'))
        elif method is None:
            self._answered(message)

    def _answered(self, message):
        asked = self.pending.pop(message['id'], None)
        if asked is None:
            return
        took = time.monotonic() - asked.at
        self.slowest = max(self.slowest, (took, asked.method))
        error = message.get('error')
        if error is None:
            self.count('answers')
            self._look(asked, message.get('result'))
            if asked.then:
                asked.then(asked, message.get('result'))
        elif error['code'] in CANCELLED:
            self.count('cancelled')
        elif error['code'] == REFUSED and asked.method in ('textDocument/rename', 'textDocument/prepareRename'):
            self.count('refused')
        else:
            self.count('errors')
            self.fault('%s failed: %s for %s' % (asked.method, json.dumps(error)[:300], json.dumps(asked.params)[:300]))

    # Answers

    #: Answers whose ranges all lie in the text that was asked about, as it was then.
    OWN = {'hover', 'documentHighlight', 'documentSymbol', 'selectionRange', 'formatting', 'rangeFormatting',
           'onTypeFormatting', 'prepareRename', 'completion', 'documentLink'}

    def _look(self, asked, result):
        name = asked.method.removeprefix('textDocument/')
        if asked.now is None or result is None:
            return
        if name in self.OWN:
            for it in ranges(result):
                start, end = asked.now.offset(it['start']), asked.now.offset(it['end'])
                if start is None or end is None or start > end:
                    self.fault('%s answers with a place that is none: %s' % (name, json.dumps(it)))
                    return
        if name in ('formatting', 'rangeFormatting', 'onTypeFormatting'):
            try:
                asked.now.edited(result)
            except ValueError as why:
                self.fault('%s: %s' % (name, why))
        if name == 'semanticTokens/full':
            self._look_at_tokens(asked.now, result['data'])

    def _look_at_tokens(self, now, data):
        line = character = length = 0
        for at in range(0, len(data), 5):
            if data[at]:
                line, character, length = line + data[at], 0, 0
            if not data[at] and data[at + 1] < length:
                self.fault('semantic tokens overlap in line %d' % line)
                return
            character, length = character + data[at + 1], data[at + 2]
            end = {'line': line, 'character': character + length}
            if now.offset({'line': line, 'character': character}) is None or now.offset(end) is None:
                self.fault('a semantic token at a place that is none: %s' % json.dumps(end))
                return

    # Texts

    def open(self, path, text):
        document = Document(path, text, self.unit, self.profile.language)
        self.documents[path] = document
        self.pulled.pop(path, None)
        self.count('opens')
        self.tell('textDocument/didOpen', {'textDocument': {
            'uri': document.uri, 'languageId': document.language, 'version': 1, 'text': text}})
        return document

    def close(self, document):
        del self.documents[document.path]
        self.pulled.pop(document.path, None)
        self.count('closes')
        self.tell('textDocument/didClose', {'textDocument': {'uri': document.uri}})

    def change(self, document, edits):
        """Edits one after the other, in one notification; each is (start, end, new) of the text that the last one left."""
        changes, text = [], document.now
        for start, end, new in edits:
            start, end = text.boundary(start), text.boundary(end)
            changes.append({'range': text.range(start, end), 'text': new})
            text = Text(text.text[:start] + new + text.text[end:], self.unit)
        self._changed(document, text, changes)

    def replace(self, document, text):
        self._changed(document, Text(text, self.unit), [{'text': text}])

    def _changed(self, document, now, changes):
        document.undo = document.undo[-30:] + [document.text]
        document.now, document.version, document.stale = now, document.version + 1, True
        self.count('edits', len(changes))
        self.tell('textDocument/didChange', {
            'textDocument': {'uri': document.uri, 'version': document.version}, 'contentChanges': changes})

    def pull(self, document):
        document.stale = False
        path = document.path

        def keep(_, result):
            if path in self.documents:
                self.pulled[path] = result['items']
        self.ask('textDocument/diagnostic', {'textDocument': {'uri': document.uri}}, document, keep)

    def findings(self):
        """What the user sees: path to diagnostics, for every file that has some."""
        seen = {path: it for path, (_, it) in self.pushed.items() if it}
        for path, items in self.pulled.items():
            if items:
                seen[path] = seen.get(path, []) + items
        return seen

    def rss(self):
        """Memory of the server's process in MiB."""
        with open('/proc/%d/status' % self.process.pid) as status:
            return next(int(it.split()[1]) / 1024 for it in status if it.startswith('VmRSS'))

    def end(self):
        done = []
        self.ask('shutdown', None, then=lambda *_: done.append(True))
        self.wait(lambda: done, 60)
        self.tell('exit', None)
        try:
            if self.process.wait(30) != 0:
                self.fault('the server ends with status %d' % self.process.returncode)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.fault('the server does not end')


def ranges(value):
    """Every range in an answer."""
    waiting = [value]
    while waiting:
        it = waiting.pop()
        if isinstance(it, list):
            waiting.extend(it)
        elif isinstance(it, dict):
            if isinstance(it.get('start'), dict) and isinstance(it.get('end'), dict):
                yield it
            else:
                waiting.extend(it.values())
