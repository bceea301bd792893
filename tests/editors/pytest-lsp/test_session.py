"""Sessions with hotkit's language server under the capabilities of three editors.

Every message is checked against the types of the specification: what does not fit makes the client fail.
"""

import asyncio
import os
from pathlib import Path

import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

PROJECT = Path(__file__).parent
EDITORS = ["visual-studio-code", "neovim", "emacs"]


# What a server may ask of an editor, and pytest-lsp does not answer by itself.
EXPECTED = [
    types.CLIENT_REGISTER_CAPABILITY,
    types.WORKSPACE_INLAY_HINT_REFRESH,
    types.WORKSPACE_CODE_LENS_REFRESH,
    types.WORKSPACE_SEMANTIC_TOKENS_REFRESH,
]


@pytest_lsp.fixture(
    params=EDITORS,
    config=ClientServerConfig(server_command=[os.environ["HOTKIT"], "lsp"]),
)
async def client(request, lsp_client: LanguageClient):
    lsp_client.pulls = False
    for method in EXPECTED:
        lsp_client.feature(method)(lambda parameters: None)
    parameters = types.InitializeParams(
        capabilities=client_capabilities(request.param),
        root_uri=PROJECT.as_uri(),
        workspace_folders=[types.WorkspaceFolder(PROJECT.as_uri(), "project")],
    )
    result = await lsp_client.initialize_session(parameters)
    lsp_client.pulls = result.capabilities.diagnostic_provider is not None
    assert result.server_info.name == "hotkit"
    yield
    await lsp_client.shutdown_session()


def uri(name: str) -> str:
    return (PROJECT / name).as_uri()


def document(name: str) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(uri(name))


def text(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def place(name: str, wanted: str, inside: int = 0) -> types.Position:
    for number, line in enumerate(text(name).split("\n")):
        if wanted in line:
            return types.Position(number, line.index(wanted) + inside)
    raise AssertionError(f"{name} has no {wanted!r}")


def opened(client: LanguageClient, name: str, content: str | None = None) -> None:
    item = types.TextDocumentItem(uri(name), "yaml", 1, text(name) if content is None else content)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))


async def findings(client: LanguageClient, name: str, wanted: int) -> list[types.Diagnostic]:
    """The findings of a file, pulled or pushed, once there are as many as wanted."""
    found: list[types.Diagnostic] = []
    for _ in range(300):
        if client.pulls:
            answer = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(document(name)))
            found = list(answer.items)
        else:
            found = list(client.diagnostics.get(uri(name), []))
        if len(found) == wanted and (client.pulls or uri(name) in client.diagnostics):
            return found
        await asyncio.sleep(0.1)
    raise AssertionError(f"{wanted} findings wanted, there are {found}")


def changed(client: LanguageClient, name: str, version: int, content: str) -> None:
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(version, uri(name)),
            [types.TextDocumentContentChangeWholeDocument(content)],
        )
    )


def at(name: str, wanted: str, inside: int = 0) -> dict:
    return {"text_document": document(name), "position": place(name, wanted, inside)}


async def test_findings(client: LanguageClient):
    opened(client, "faulty.yaml")
    [found] = await findings(client, "faulty.yaml", 1)
    assert found.code == "unknown-resource-type"
    assert found.source == "hotkit"
    assert found.severity == types.DiagnosticSeverity.Error
    assert found.range.start == place("faulty.yaml", "OS::Nova::Sever")
    assert found.message.startswith("no resource type is called `OS::Nova::Sever`")
    assert "OS::Nova::Server" in found.message
    changed(client, "faulty.yaml", 2, text("faulty.yaml").replace("Sever", "Server"))
    await findings(client, "faulty.yaml", 0)


async def test_other_yaml_is_left_alone(client: LanguageClient):
    opened(client, "docker-compose.yaml")
    opened(client, "faulty.yaml")
    await findings(client, "faulty.yaml", 1)
    await findings(client, "docker-compose.yaml", 0) if client.pulls else None
    assert not client.diagnostics.get(uri("docker-compose.yaml"))
    assert await client.text_document_hover_async(types.HoverParams(**at("docker-compose.yaml", "image"))) is None


async def test_fix(client: LanguageClient):
    opened(client, "faulty.yaml")
    found = await findings(client, "faulty.yaml", 1)
    parameters = types.CodeActionParams(document("faulty.yaml"), found[0].range, types.CodeActionContext(found))
    actions = await client.text_document_code_action_async(parameters)
    [fix] = [it for it in actions if it.kind == types.CodeActionKind.QuickFix and "OS::Nova::Server" in it.title]
    assert fix.edit is not None
    edits = fix.edit.document_changes[0].edits if fix.edit.document_changes else next(iter(fix.edit.changes.values()))
    assert [it.new_text for it in edits] in (["OS::Nova::Server"], ["r"])


async def test_completion(client: LanguageClient):
    opened(client, "faulty.yaml")
    answer = await client.text_document_completion_async(types.CompletionParams(**at("faulty.yaml", "OS::Nova::Sever", 10)))
    items = answer if isinstance(answer, list) else answer.items
    assert "OS::Nova::Server" in [it.label for it in items]
    item = client.capabilities.text_document.completion.completion_item
    snippets = item is not None and item.snippet_support
    if not snippets:
        assert all(it.insert_text_format != types.InsertTextFormat.Snippet for it in items)


async def test_hover_and_signature(client: LanguageClient):
    opened(client, "lab.yaml")
    hover = await client.text_document_hover_async(types.HoverParams(**at("lab.yaml", "OS::Neutron::Subnet", 5)))
    assert "OS::Neutron::Subnet" in hover.contents.value
    signature = await client.text_document_signature_help_async(types.SignatureHelpParams(**at("lab.yaml", "[gateway_address, ", 3)))
    assert "get_attr" in signature.signatures[0].label


async def test_navigation(client: LanguageClient):
    opened(client, "lab.yaml")
    answer = await client.text_document_definition_async(types.DefinitionParams(**at("lab.yaml", "{get_resource: gateway_port}", 18)))
    first = answer[0] if isinstance(answer, list) else answer
    target = first.target_selection_range if isinstance(first, types.LocationLink) else first.range
    assert target.start == place("lab.yaml", "  gateway_port:", 2)
    context = types.ReferenceContext(include_declaration=False)
    uses = await client.text_document_references_async(types.ReferenceParams(context=context, **at("lab.yaml", "lab_net:", 1)))
    assert len(uses) == 3
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document("lab.yaml")))
    assert {"resources", "outputs"} <= {it.name for it in symbols}
    found = await client.workspace_symbol_async(types.WorkspaceSymbolParams("gateway_addr"))
    assert "gateway_address" in [it.name for it in found]
    links = await client.text_document_document_link_async(types.DocumentLinkParams(document("lab.yaml")))
    assert [it.target for it in links] == [uri("node.yaml")]


async def test_rename_in_two_files(client: LanguageClient):
    opened(client, "node.yaml")
    edit = await client.text_document_rename_async(types.RenameParams(new_name="login_key", **at("node.yaml", "  key:", 3)))
    files = {it.text_document.uri for it in edit.document_changes} if edit.document_changes else set(edit.changes)
    assert files == {uri("node.yaml"), uri("lab.yaml")}


async def test_formatting(client: LanguageClient):
    opened(client, "faulty.yaml")
    options = types.FormattingOptions(tab_size=2, insert_spaces=True)
    edits = await client.text_document_formatting_async(types.DocumentFormattingParams(document("faulty.yaml"), options))
    assert [(it.range.start.line, it.new_text) for it in edits] == [(0, "")]


async def test_what_is_shown_in_the_text(client: LanguageClient):
    opened(client, "lab.yaml")
    everything = types.Range(types.Position(0, 0), types.Position(1000, 0))
    hints = await client.text_document_inlay_hint_async(types.InlayHintParams(document("lab.yaml"), everything))
    assert "external" in "".join(it.label if isinstance(it.label, str) else it.label[0].value for it in hints)
    lenses = await client.text_document_code_lens_async(types.CodeLensParams(document("lab.yaml")))
    assert len(lenses) == 12
    tokens = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(document("lab.yaml")))
    assert tokens.data and len(tokens.data) % 5 == 0
    ranges = await client.text_document_folding_range_async(types.FoldingRangeParams(document("lab.yaml")))
    assert ranges


async def test_the_graph_and_the_plan(client: LanguageClient):
    opened(client, "lab.yaml")
    parameters = {"textDocument": {"uri": uri("lab.yaml")}, "resource": "gateway"}
    graph = await client.protocol.send_request_async("hotkit/graph", parameters)
    assert graph.state == "accepted"
    assert graph.environments == ["region.yaml"]
    assert len(graph.resources) == 12
    assert graph.svg.startswith("<svg ")
    assert graph.detail.properties.flavor.value == "m1.small"
    plan = await client.protocol.send_request_async("hotkit/plan", parameters)
    assert plan.html.startswith("<!DOCTYPE html>") or plan.html.startswith("<!doctype html>")
    # Half-typed text has a graph, but no plan.
    changed(client, "lab.yaml", 2, text("lab.yaml").replace("{get_resource: gateway_port}", "{get_resource: gateway_por}", 1))
    graph = await client.protocol.send_request_async("hotkit/graph", parameters)
    assert graph.state == "refused"
    assert graph.svg.startswith("<svg ")
    assert graph.problems[0].resource == "gateway_address"
    plan = await client.protocol.send_request_async("hotkit/plan", parameters)
    assert plan.html is None
    assert "gateway_por" in plan.problems[0].message


async def test_a_circle_and_ruins_have_a_graph(client: LanguageClient):
    template = "heat_template_version: 2021-04-16\nresources:\n  a:\n    type: OS::Heat::Value\n    properties: {value: {get_resource: b}}\n  b:\n    type: OS::Heat::Value\n    properties: {value: {get_resource: a}}\n"
    opened(client, "new.yaml", template)
    parameters = {"textDocument": {"uri": uri("new.yaml")}}
    graph = await client.protocol.send_request_async("hotkit/graph", parameters)
    assert [it.wave for it in graph.resources] == [None, None]
    assert 'data-name="a"' in graph.svg
    for version, end in enumerate(range(len(template), 40, -7), start=2):
        changed(client, "new.yaml", version, template[:end])
        await client.protocol.send_request_async("hotkit/graph", parameters)
    changed(client, "new.yaml", 99, "services: {}\n")
    assert await client.protocol.send_request_async("hotkit/graph", parameters) is None
