// What a person does in VS Code, step by step. Each `ok` line was asserted.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const { chromium } = (await import(process.env.PLAYWRIGHT));
const { BASE, PROJECT, PICTURES, FAILURE } = process.env;
const PATIENCE = 40_000;

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 760 } });
const page = await context.newPage();
const hosts = new Set();
page.on('request', (it) => { const { protocol, hostname } = new URL(it.url()); if (protocol.startsWith('http')) hosts.add(hostname); });
page.setDefaultTimeout(PATIENCE);

const ok = (what) => console.log(`ok ${what}`);
const status = (text) => page.locator('.statusbar-item', { hasText: text }).first();
const row = (name) => page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
const code = (text) => page.locator('.editor-instance .view-line', { hasText: text }).first();

/** Waits until something holds that no selector can say. */
async function until(what, holds) {
  const end = Date.now() + PATIENCE;
  let last;
  while (Date.now() < end) {
    last = await holds().catch((error) => error.message);
    if (last === true) return;
    await page.waitForTimeout(100);
  }
  throw new Error(`${what}: ${last}`);
}

/** Presses keys until something is there: a key that comes while the editor is busy may be lost, as it would be for a person. */
async function press(keys, wanted) {
  for (let tries = 0; tries < 6; tries += 1) {
    await page.keyboard.press(keys);
    const seen = await wanted.waitFor({ timeout: PATIENCE / 6 }).then(() => true, () => false);
    if (seen) return;
  }
  throw new Error(`${keys} had no effect`);
}

/** The text of the problems, opened if need be. */
const problems = () => page.locator('.markers-panel .monaco-list-row').allInnerTexts();

async function picture(name) {
  if (!PICTURES) return;
  await page.mouse.move(5, 400);
  await page.waitForTimeout(600);
  await page.screenshot({ path: `${PICTURES}/vscode-${name}.png` });
}

async function command(title) {
  await page.keyboard.press('F1');
  await page.waitForSelector('.quick-input-widget:not([style*="display: none"]) input');
  await page.keyboard.type(title);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
  await page.keyboard.press('Enter');
}

async function open(name) {
  await page.keyboard.press('Control+P');
  await page.waitForSelector('.quick-input-widget:not([style*="display: none"]) input');
  await page.keyboard.type(name);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: name }).first().waitFor();
  await page.locator('.editor-instance .view-line').first().waitFor();
}

/** The cursor to a line and column, from 1. */
async function goTo(line, column = 1) {
  const there = status(`Ln ${line}, Col ${column}`);
  // An editor that has just opened takes the focus away from the box while one types into it: it shall have it first.
  await page.locator('.editor-instance .monaco-editor.focused').first().waitFor({ timeout: 2000 }).catch(() => {});
  for (let left = 5; ; left -= 1) {
    await page.keyboard.press('Control+G');
    await page.waitForSelector('.quick-input-widget:not([style*="display: none"]) input');
    await page.keyboard.type(`${line}:${column}`);
    await page.keyboard.press('Enter');
    try {
      return await there.waitFor({ timeout: 5000 });
    } catch (error) {
      if (left === 0) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/** Line and column of a text in a file of the project, from 1; `inside` moves the place to the right. */
function place(file, text, inside = 0) {
  const lines = readFileSync(`${PROJECT}/${file}`, 'utf8').split('\n');
  const line = lines.findIndex((it) => it.includes(text));
  assert(line >= 0, `${file} has no "${text}"`);
  return [line + 1, lines[line].indexOf(text) + 1 + inside];
}

/** The page of a web view that has such an element. */
async function view(selector) {
  let found;
  await until(`a web view with ${selector}`, async () => {
    for (const frame of page.frames()) {
      if (await frame.locator(selector).first().isVisible().catch(() => false)) { found = frame; return true; }
    }
    return 'none yet';
  });
  return found;
}

async function run() {
  await page.goto(`${BASE}/?folder=${encodeURIComponent(PROJECT)}`);
  await page.waitForSelector('.monaco-workbench .explorer-folders-view');
  await row('faulty.yaml').waitFor();

  // Findings.
  await row('faulty.yaml').dblclick();
  await page.waitForSelector('.squiggly-error');
  ok('a misspelt type is underlined');
  await status('Heat template').waitFor();
  ok('a template gets the language of Heat templates by what it holds');
  await status('Heat refuses: 1').waitFor();
  ok('the status bar says that Heat refuses it');
  await page.keyboard.press('Control+Shift+M');
  await until('the problem', async () => (await problems()).join('\n').includes('no resource type is called `OS::Nova::Sever`'));
  const told = (await problems()).join('\n');
  assert(told.includes('did you mean `OS::Nova::Server`?') && told.includes('unknown-resource-type'), told);
  ok('the list of problems has its words, the rule and the name that was meant');

  // Hover.
  await code('image: {get_param').locator('span span', { hasText: 'get_param' }).first().hover();
  const hover = page.locator('.monaco-hover:not(.hidden) .hover-contents').first();
  await hover.waitFor();
  assert.match(await hover.innerText(), /get_param/);
  ok('hovering a function explains it');
  await page.keyboard.press('Escape');

  // Quick fix.
  await goTo(...place('faulty.yaml', 'OS::Nova::Sever', 3));
  const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'OS::Nova::Server' }).first();
  await press('Control+.', fix);
  await page.waitForTimeout(400);
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/vscode-problems.png` });
  await fix.click();
  await code('type: OS::Nova::Server').waitFor();
  ok('a quick fix mends it');
  await until('no error', async () => (await page.locator('.squiggly-error').count()) === 0);
  await page.locator('.statusbar-item', { hasText: 'Heat accepts' }).first().waitFor();
  ok('the finding goes, and the status bar says that Heat accepts it');

  // Format and save.
  await command('Format Document');
  await until('the formatted text', async () => (await page.locator('.tab.active.dirty').count()) === 1);
  await page.waitForTimeout(500);
  await page.keyboard.press('Control+S');
  await until('the formatted file', async () => {
    const text = readFileSync(`${PROJECT}/faulty.yaml`, 'utf8');
    return text.startsWith('heat_template_version: 2021-04-16\n') && text.includes('type: OS::Nova::Server\n') || text.slice(0, 60);
  });
  ok('formatting takes the blanks at the end of a line away');
  await page.keyboard.press('Control+J');

  // Completion.
  await open('lab.yaml');
  await page.locator('.statusbar-item', { hasText: 'Heat accepts' }).first().waitFor();
  ok('a sound template has no problem');
  await goTo(...place('lab.yaml', 'outputs:'));
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Home');
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.press('Delete');
  await page.keyboard.type('  mirror:');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.locator('.statusbar-item', { hasText: /Col 5/ }).first().waitFor();
  ok('a line below a key is indented');
  // As fast as a person, not faster.
  await page.keyboard.type('type: OS::Neutron::Flo', { delay: 60 });
  const suggestion = page.locator('.suggest-widget.visible .monaco-list-row');
  await suggestion.filter({ hasText: 'OS::Neutron::FloatingIP' }).first().waitFor();
  ok('types are completed while one types');
  await page.waitForTimeout(800);
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/vscode-completion.png` });
  await page.keyboard.press('Enter');
  await code('type: OS::Neutron::FloatingIP').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.keyboard.type('properties:');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.locator('.statusbar-item', { hasText: /Col 7/ }).first().waitFor();
  await press('Control+Space', suggestion.filter({ hasText: 'floating_network' }).first());
  assert.match((await suggestion.allInnerTexts())[0], /floating_network/);
  ok('properties are completed, the required one first');
  await page.keyboard.press('Enter');
  await page.keyboard.type('{get_param: pub');
  // What Enter takes is the line in focus; the list is put together anew with every letter.
  await page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'public_network' }).first().waitFor();
  await page.waitForTimeout(500);
  ok('names of parameters are completed');
  await page.keyboard.press('Enter');
  await code('floating_network: {get_param: public_network}').waitFor();
  await page.locator('.statusbar-item', { hasText: 'Heat accepts' }).first().waitFor();
  ok('what was completed is accepted by Heat');
  await page.keyboard.press('Control+S');
  await until('the file on the disk', async () => readFileSync(`${PROJECT}/lab.yaml`, 'utf8').includes('mirror:'));

  // Definition, in the file and in another.
  await goTo(...place('lab.yaml', '{get_resource: gateway_port}', 18));
  const [line, column] = place('lab.yaml', '  gateway_port:', 2);
  await press('F12', status(`Ln ${line}, Col ${column}`));
  ok('definition leads from a reference to the resource');
  await goTo(...place('lab.yaml', 'type: node.yaml', 8));
  await press('F12', page.locator('.tab.active', { hasText: 'node.yaml' }).first());
  ok('definition leads from a type to its template');

  // Rename over two files.
  await page.locator('.statusbar-item', { hasText: 'Heat template' }).first().waitFor();
  await goTo(...place('node.yaml', 'key: {type: string', 1));
  const name = page.locator('.rename-box input');
  await press('F2', name);
  await name.fill('login_key');
  await name.press('Enter');
  await code('key_name: {get_param: login_key}').waitFor();
  await open('lab.yaml');
  await code('login_key: {get_resource: lab_key}').waitFor();
  ok('rename changes the nested template and its parent');
  await command('File: Save All Files');
  await until('both files', async () => readFileSync(`${PROJECT}/lab.yaml`, 'utf8').includes('login_key: {get_resource')
    && readFileSync(`${PROJECT}/node.yaml`, 'utf8').includes('login_key: {type: string'));
  await page.locator('.statusbar-item', { hasText: 'Heat accepts' }).first().waitFor();
  ok('both are accepted afterwards');

  // The graph.
  await page.keyboard.press('Control+B');
  await goTo(...place('lab.yaml', '  gateway_port:', 4));
  await command('Heat: Show the Dependency Graph');
  const graph = await view('#picture .node');
  const state = graph.locator('#state');
  await until('the verdict', async () => (await state.innerText()).startsWith('Heat accepts it') || state.innerText());
  const names = await graph.locator('.node[data-name]').evaluateAll((all) => all.map((it) => it.dataset.name));
  for (const name of ['lab_net', 'router_interface', 'gateway', 'data_attachment', 'workers', 'workers/0']) assert(names.includes(name), `${name} in ${names}`);
  ok('the graph has every resource, members of groups too');
  assert.match(await graph.locator('#count').innerText(), /13 resources, 5 waves, with region.yaml/);
  ok('it is the graph under the environment of hotkit.yaml');
  await until('the cursor\'s resource', async () => (await graph.locator('.node.chosen').getAttribute('data-name')) === 'gateway_port');
  ok('the resource at the cursor is chosen');
  await goTo(...place('lab.yaml', 'flavor: m1.small'));
  await until('the next one', async () => (await graph.locator('.node.chosen').getAttribute('data-name')) === 'gateway');
  await until('its values', async () => /flavor\s+m1.small/.test(await graph.locator('#detail').innerText()) || graph.locator('#detail').innerText());
  const detail = await graph.locator('#detail').innerText();
  assert.match(detail, /gateway-ada/);
  assert.match(detail, /key_name\s+id of lab_key/);
  assert.match(detail, /Waits for[\s\S]*gateway_port/);
  assert.match(detail, /Waited for by[\s\S]*data_attachment/);
  ok('the panel follows the cursor and shows values, reasons and neighbours');
  if (PICTURES) await picture('graph');
  await goTo(...place('lab.yaml', '  image:', 4));
  await until('what the parameter bears on', async () => {
    const near = await graph.locator('.node.near:not(.member)').evaluateAll((all) => all.map((it) => it.dataset.name).sort().join(' '));
    return near === 'gateway workers' || near;
  });
  ok('a parameter shows the resources that it bears on');
  await graph.locator('.node[data-name="router"]').click();
  const [routerLine] = place('lab.yaml', '  router:');
  await until('the chosen box', async () => /^router\n/.test(await graph.locator('#detail').innerText()) || graph.locator('#detail').innerText());
  // A panel has no lines for the status bar to tell.
  await page.waitForTimeout(500);
  await page.keyboard.press('Escape');
  await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
  ok('Escape leads from the panel back to the text');
  await status(`Ln ${routerLine}, `).waitFor();
  ok('a click on a box has led to its line');

  // The graph while the text is broken.
  await goTo(...place('lab.yaml', 'gateway_port}', 'gateway_port'.length));
  await page.keyboard.type('x');
  await until('the refusal', async () => /^Heat refuses it: 1 problem/.test(await state.innerText()) || state.innerText());
  assert.match(await state.innerText(), /gateway_portx/);
  assert.equal(await graph.locator('.node.refused').first().getAttribute('data-name'), 'gateway_address');
  assert((await graph.locator('.node[data-name]').count()) >= names.length, 'the picture stays');
  ok('with a mistake in the text the graph stays and says what is wrong');
  await page.keyboard.press('Backspace');
  await until('the verdict again', async () => (await state.innerText()).startsWith('Heat accepts it'));
  ok('mended, it says so at once');
  await graph.locator('#around').click();
  await until('hidden boxes', async () => (await graph.locator('.node').evaluateAll((all) => all.filter((it) => getComputedStyle(it).visibility === 'hidden').length)) > 3);
  await graph.locator('#around').click();
  ok('the neighbourhood of one resource can be shown alone');

  // The plan.
  await graph.locator('#plan').click();
  const plan = await view('.gantt, #panel');
  await until('the plan', async () => /gateway_address/.test(await plan.locator('body').innerText()));
  ok('the plan of the text opens as a page');
  await plan.locator('.node[data-name="gateway"]').first().click();
  await until('its panel', async () => /m1\.small/.test(await plan.locator('#panel').innerText()));
  ok('a resource of the plan shows its values');
  if (PICTURES) await picture('plan');
  for (const name of ['Plan: lab.yaml', 'Graph: lab.yaml']) {
    const tab = page.locator('.tab', { hasText: name }).first();
    await tab.click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
  }
  await page.locator('.tab', { hasText: 'lab.yaml' }).first().click();

  // Other files.
  await open('region.yaml');
  await page.locator('.statusbar-item', { hasText: 'Heat template' }).first().waitFor();
  ok('an environment is recognised by what it holds');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('parameters: {stu_dent: x}');
  await page.waitForSelector('.squiggly-error, .squiggly-warning');
  ok('a parameter that the template lacks is found in the environment');
  await command('File: Revert File');
  await open('hotkit.yaml');
  await page.locator('.statusbar-item', { hasText: /^YAML$/ }).first().waitFor();
  await page.waitForTimeout(800);
  assert.equal(await page.locator('.squiggly-error, .squiggly-warning').count(), 0);
  assert.equal(await page.locator('.statusbar-item', { hasText: 'Heat' }).count(), 0);
  ok('other YAML stays YAML, without findings and without a status');
  await command('YAML: Say which schema this file has');
  await page.locator('.notification-list-item-message', { hasText: 'schemas: none' }).first().waitFor();
  ok('the YAML extension keeps its schemas for other YAML');
  await command('Notifications: Clear All Notifications');
  await open('lab.yaml');
  await command('Change Language Mode');
  await page.keyboard.type('YAML');
  await page.keyboard.press('Enter');
  await page.locator('.statusbar-item', { hasText: /^YAML$/ }).first().waitFor();
  await page.waitForTimeout(600);
  assert.equal(await page.locator('.statusbar-item', { hasText: /^YAML$/ }).count(), 1);
  ok('a language that was chosen by hand stays');
  await command('YAML: Say which schema this file has');
  await page.locator('.notification-list-item-message', { hasText: 'OpenStack Heat (checked by hotkit)' }).first().waitFor();
  ok('the YAML extension is told to leave a template alone');
  await command('Notifications: Clear All Notifications');

  // The server.
  await command('Heat: Restart the Language Server');
  await open('faulty.yaml');
  await page.locator('.statusbar-item', { hasText: 'Heat accepts' }).first().waitFor();
  await goTo(...place('faulty.yaml', 'flavor: m1.small'));
  await page.keyboard.type('x');
  await page.waitForSelector('.squiggly-error');
  ok('after a restart texts are checked again');
  await page.keyboard.press('Control+Z');
  await command('Heat: Show the Output of the Language Server');
  await page.locator('.panel .title-actions, .panel .output-view-container, .pane-body.output-view').first().waitFor();
  ok('the output of the server can be shown');

  // Files of web views have an address of VS Code's own, which its service worker answers.
  const asked = [...hosts].filter((it) => !it.endsWith('.vscode-resource.vscode-cdn.net'));
  assert.deepEqual(asked, ['127.0.0.1']);
  ok('nothing was asked of any other machine');
}

try {
  await run();
  console.log('done');
} catch (error) {
  await page.screenshot({ path: FAILURE }).catch(() => {});
  console.error(error);
  process.exitCode = 1;
} finally {
  await browser.close();
}
