-- hotkit for every Neovim since 0.7: put this file into ~/.config/nvim/plugin/. From 0.11 on, lsp/hotkit.lua belongs beside it.
if vim.g.loaded_hotkit then return end
vim.g.loaded_hotkit = true

local function clients(buffer)
  local found = {}
  for _, client in pairs(vim.lsp.get_clients and vim.lsp.get_clients({ bufnr = buffer }) or vim.lsp.buf_get_clients(buffer)) do
    if client.name == 'hotkit' then table.insert(found, client) end
  end
  return found
end

local function root_of(buffer)
  local folder = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':p:h')
  for _, mark in ipairs({ 'hotkit.yaml', '.git' }) do
    local found = vim.fn.findfile(mark, folder .. ';')
    if found == '' then found = vim.fn.finddir(mark, folder .. ';') end
    if found ~= '' then return vim.fn.fnamemodify(found, ':p:s?/$??:h') end
  end
  return folder
end

if vim.lsp.enable then
  vim.lsp.enable('hotkit')
else
  -- One server for each project.
  local started = {}
  local function attach(buffer)
    local root = root_of(buffer)
    local id = started[root]
    if not id or not vim.lsp.get_client_by_id(id) then
      id = vim.lsp.start_client({
        name = 'hotkit',
        cmd = vim.g.hotkit_command or { 'hotkit', 'lsp' },
        root_dir = root,
        settings = { hotkit = vim.g.hotkit_settings or vim.empty_dict() },
        init_options = { hotkit = vim.g.hotkit_settings or vim.empty_dict() },
      })
      started[root] = id
    end
    if id then vim.lsp.buf_attach_client(buffer, id) end
  end
  vim.api.nvim_create_autocmd('FileType', {
    pattern = { 'yaml', 'json' },
    callback = function(event) attach(event.buf) end,
  })
end

local function ask(method, params, act)
  local client = clients(0)[1]
  if not client then
    vim.notify('hotkit does not run for this buffer', vim.log.levels.WARN)
    return
  end
  vim.lsp.buf_request(0, method, params, function(error, answer)
    if error then vim.notify(error.message, vim.log.levels.ERROR) else act(answer) end
  end)
end

vim.api.nvim_create_user_command('HotkitGraph', function()
  local name = vim.fn.expand('%:p')
  if name == '' then return end
  local out = vim.fn.tempname() .. '.svg'
  local errors = {}
  vim.fn.jobstart({ 'hotkit', 'graph', name, '--format', 'svg' }, {
    stdout_buffered = true,
    on_stdout = function(_, lines) vim.fn.writefile(lines, out) end,
    on_stderr = function(_, lines) vim.list_extend(errors, lines) end,
    on_exit = function(_, status)
      if status ~= 0 then
        vim.notify('hotkit graph: ' .. table.concat(vim.fn.readfile(out), '\n') .. table.concat(errors, '\n'), vim.log.levels.WARN)
      elseif vim.ui.open then
        vim.ui.open(out)
      else
        vim.notify('the graph is in ' .. out)
      end
    end,
  })
end, { desc = 'Draw the dependency graph of this template, as it was saved' })

vim.api.nvim_create_user_command('HotkitExplain', function()
  local keyword = vim.bo.iskeyword
  vim.bo.iskeyword = keyword .. ',:,-,.'
  local word = vim.fn.expand('<cword>'):gsub(':$', '')
  vim.bo.iskeyword = keyword
  ask('workspace/executeCommand', { command = 'hotkit.explain', arguments = { word } }, function(text)
    if not text or text == vim.NIL then
      vim.notify('hotkit knows nothing of "' .. word .. '"')
    else
      vim.lsp.util.open_floating_preview(vim.split(text, '\n'), 'markdown', { border = 'rounded' })
    end
  end)
end, { desc = 'Explain the type, property, function or rule at the cursor' })
