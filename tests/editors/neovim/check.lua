-- What a person does in Neovim. Each `ok` line was asserted; an error ends the run without `finished`.
local version = vim.version()
local is_new = vim.fn.has('nvim-0.11') == 1
local title = ('Neovim %d.%d.%d: '):format(version.major, version.minor, version.patch)

local function say(text) io.stdout:write(text .. '\n') end
local function ok(what) say('ok ' .. title .. what) end
local function fail(what)
  say('FAILED ' .. title .. what)
  vim.cmd('cquit')
end
local function check(holds, what, got)
  if holds then ok(what) else fail(what .. ': ' .. vim.inspect(got)) end
end
local function wait_for(holds) return vim.wait(20000, holds, 50) end
local function line_of(text)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local column = line:find(text, 1, true)
    if column then return number, column - 1 end
  end
  fail('there is no "' .. text .. '"')
end
local function go_to(text, inside)
  local line, column = line_of(text)
  vim.api.nvim_win_set_cursor(0, { line, column + (inside or 0) })
end
local function request(method, extra)
  local params = vim.lsp.util.make_position_params(0, 'utf-16')
  local answers = vim.lsp.buf_request_sync(0, method, vim.tbl_extend('force', params, extra or {}), 20000)
  for _, it in pairs(answers or {}) do
    if it.error then fail(method .. ': ' .. it.error.message) end
    if it.result then return it.result end
  end
end
local function errors()
  return vim.tbl_filter(function(it) return it.severity == vim.diagnostic.severity.ERROR end, vim.diagnostic.get(0))
end

local function run()
  -- As the pages say: the files are on the runtime path.
  vim.opt.runtimepath:prepend(vim.env.NVIM_FILES)
  vim.cmd('filetype plugin on')
  vim.cmd('runtime plugin/hotkit.lua')

  vim.cmd('edit faulty.yaml')
  if vim.bo.filetype ~= 'yaml' then vim.bo.filetype = 'yaml' end
  check(wait_for(function() return #errors() == 1 end), 'a misspelt type is found', vim.diagnostic.get(0))
  local found = errors()[1]
  check(found.code == 'unknown-resource-type' and found.lnum == 12 and found.col == 10, 'at its place, with its rule', found)

  go_to('OS::Nova::Sever', 3)
  local diagnostics = {}
  -- Old versions keep only a part of what the server said.
  for _, it in ipairs(errors()) do
    if it.user_data.lsp.range then table.insert(diagnostics, it.user_data.lsp) end
  end
  local place = vim.lsp.util.make_position_params(0, 'utf-16').position
  local actions = request('textDocument/codeAction', {
    range = { start = place, ['end'] = place },
    context = { diagnostics = diagnostics },
  })
  local action = vim.tbl_filter(function(it) return it.title:find('OS::Nova::Server', 1, true) end, actions)[1]
  check(action, 'a fix is offered', actions)
  vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
  check(wait_for(function() return #errors() == 0 end), 'the fix mends it', vim.diagnostic.get(0))

  if vim.lsp.buf.format then vim.lsp.buf.format({ timeout_ms = 10000 }) else vim.lsp.buf.formatting_sync(nil, 10000) end
  local first = vim.api.nvim_buf_get_lines(0, 0, 1, false)[1]
  check(first == 'heat_template_version: 2021-04-16', 'formatting takes blanks away', first)

  go_to('get_param', 2)
  local hover = request('textDocument/hover')
  check(hover.contents.value:find('get_param', 1, true), 'hovering explains a function', hover)
  vim.cmd('silent write')

  vim.cmd('HotkitExplain')
  local function floating()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
      end
    end
  end
  check(wait_for(function() return (floating() or ''):find('get_param', 1, true) end), ':HotkitExplain shows its page', floating())
  vim.cmd('silent! only')
  local opened
  vim.ui.open = function(path) opened = path end
  vim.cmd('HotkitGraph')
  check(wait_for(function() return opened and vim.fn.readfile(opened)[1]:find('^<svg ') end), ':HotkitGraph draws the graph', opened)

  vim.cmd('edit lab.yaml')
  if vim.bo.filetype ~= 'yaml' then vim.bo.filetype = 'yaml' end
  check(wait_for(function() return request('textDocument/documentSymbol') ~= nil end), 'the template has an outline')
  go_to('{get_resource: gateway_port}', 17)
  local target = request('textDocument/definition')
  target = target[1] or target
  local line = line_of('  gateway_port:')
  check((target.targetSelectionRange or target.range).start.line == line - 1, 'definition leads to the resource', target)

  go_to('type: OS::Neutron::Net', 10)
  local items = request('textDocument/completion')
  items = items.items or items
  local labels = vim.tbl_map(function(it) return it.label end, items)
  check(vim.tbl_contains(labels, 'OS::Neutron::Net'), 'types are completed', #labels)

  local edit = request('textDocument/rename', (function() go_to('lab_net:', 1); return { newName = 'campus' } end)())
  vim.lsp.util.apply_workspace_edit(edit, 'utf-16')
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  local _, uses = text:gsub('{get_resource: campus}', '')
  check(uses == 3 and text:find('\n  campus:\n', 1, true) and not text:find('lab_net', 1, true), 'rename changes declaration and uses', text)
  vim.wait(1500, function() return #vim.diagnostic.get(0) > 0 end, 50)
  check(#vim.diagnostic.get(0) == 0, 'and nothing is wrong afterwards', vim.diagnostic.get(0))

  vim.cmd('edit! docker-compose.yaml')
  vim.wait(1000, function() return #vim.diagnostic.get(0) > 0 end, 50)
  check(#vim.diagnostic.get(0) == 0, 'other YAML is left alone', vim.diagnostic.get(0))
  say('finished')
  vim.cmd('qall!')
end

local done, message = xpcall(run, debug.traceback)
if not done then fail(message) end
