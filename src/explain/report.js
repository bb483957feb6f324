/*
 * The report of --explain=html. The pages are JSON in script elements of class "page"; everything
 * that comes from them is set as text, never as markup.
 *
 *     data of the pages --> page chosen --> blocks, filtered --> block chosen --> why
 */
'use strict';
(function () {

const isDiff = document.documentElement.dataset.report === 'diff';
const pages = [...document.querySelectorAll('script.page')].map(element => JSON.parse(element.textContent));
const totalsElement = document.querySelector('script.totals');
const totals = totalsElement === null ? null : JSON.parse(totalsElement.textContent).totals;

/* What is shown now. */
const view = {
    page: 0,
    blocks: [],   /* Of the page, see blocksOf(). */
    rows: [],     /* Elements of those that are shown, in order. */
    current: null, /* The chosen block. */
    filter: isDiff ? 'changed' : 'all',
    reason: '',
    search: '',
};

/* ---- elements -------------------------------------------------------------------------------- */

/* make('p', {class: 'soft'}, 'text', element, ...) */
function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
        if (value === undefined || value === null || value === false)
            continue;
        if (key.startsWith('on'))
            element.addEventListener(key.slice(2), value);
        else
            element.setAttribute(key, value === true ? '' : value);
    }
    element.append(...children.filter(child => child !== null && child !== undefined && child !== ''));
    return element;
}

function byId(id) {
    return document.getElementById(id);
}

function plural(count, one, many) {
    return count + ' ' + (count === 1 ? one : many || one + 's');
}

function fixed(number, digits) {
    return number === null || number === undefined ? '–' : number.toFixed(digits === undefined ? 2 : digits);
}

function signed(number) {
    return (number < 0 ? '−' : '+') + Math.abs(number).toFixed(2);
}

/* ---- blocks ---------------------------------------------------------------------------------- */

/* The blocks of a page in one form, whether it is explained or compared: `now` is what counts, and
   `was` what it is compared with. */
function blocksOf(page) {
    return page.blocks.map((block, index) => ({
        index,
        kind: block.kind,
        level: block.level,
        text: block.text,
        change: isDiff ? block.change : null,
        now: isDiff ? block.after || block.before : block,
        was: isDiff ? block.before : null,
        gone: isDiff && block.after === null,
        come: isDiff && block.before === null,
        difference: block,
    }));
}

const filters = {
    all: {label: 'All', key: '1', test: () => true},
    kept: {label: 'Kept', key: '2', test: block => block.now.kept && !block.gone},
    dropped: {label: 'Dropped', key: '3', test: block => !block.now.kept || block.gone},
    uncertain: {label: 'Uncertain', key: '4', test: block => block.now.uncertain},
};
if (isDiff)
    filters.changed = {label: 'Changed', key: '5', test: block => block.change !== null};

function matchesSearch(block, search) {
    if (search === '')
        return true;
    const now = block.now;
    const findings = (now.findings || []).map(finding => finding.text + ' ' + (finding.group || ''));
    return [block.text, now.path || '', now.reason, now.words || '', ...findings]
        .some(text => text.toLowerCase().includes(search));
}

function isShown(block) {
    return filters[view.filter].test(block) && (view.reason === '' || block.now.reason === view.reason) &&
        matchesSearch(block, view.search);
}

function kindName(block) {
    return block.kind === 'heading' && block.level > 0 ? 'h' + block.level : block.kind.replace('_', ' ');
}

function verdict(block) {
    if (block.gone)
        return 'gone';
    if (block.change === 'gained' || block.change === 'lost')
        return block.change;
    return block.now.kept ? 'kept' : block.now.reason;
}

/* How the tint comes about: --middle is 1 at a probability of one half, --side the nearer end. */
function tint(element, probability) {
    element.style.setProperty('--middle', String(1 - Math.abs(2 * probability - 1)));
    element.style.setProperty('--side', probability >= 0.5 ? 'var(--yes)' : 'var(--no)');
}

/* Text with what is searched for marked. */
function marked(text, search) {
    if (search === '')
        return [text];
    const parts = [];
    const lower = text.toLowerCase();
    let from = 0;
    /* Where lower case has another length, places do not fit: then nothing is marked. */
    for (let at; lower.length === text.length && (at = lower.indexOf(search, from)) >= 0;) {
        parts.push(text.slice(from, at), make('mark', null, text.slice(at, at + search.length)));
        from = at + search.length;
    }
    return [...parts, text.slice(from)];
}

function rowOf(block) {
    const now = block.now;
    const states = [now.kept && !block.gone ? 'kept' : 'dropped', block.kind, block.change || ''];
    const chance = block.was !== null && !block.gone ? fixed(block.was.probability) + ' → ' + fixed(now.probability)
        : fixed(now.probability);
    const row = make('div', {
        class: 'block ' + states.join(' '), role: 'option', tabindex: '-1', 'aria-selected': 'false',
        id: 'block-' + block.index,
    },
        make('span', {class: 'judgement'},
            make('span', {'aria-hidden': 'true'}, block.was !== null && block.change === null ? fixed(now.probability) : chance),
            make('span', {class: 'hidden-text'}, 'probability ' + chance + ', '),
            make('span', {class: 'label'}, ' ', make('b', null, (now.kept && !block.gone ? '✓ ' : '') + verdict(block)),
                now.uncertain ? ' ?' : '', make('span', {class: 'hidden-text'}, (now.uncertain ? ', uncertain' : '') + ', ' + kindName(block) + ': '))),
        make('span', {class: 'text'}, ...marked(block.text, view.search)));
    tint(row, now.probability);
    row.addEventListener('click', () => choose(block, true));
    row.addEventListener('pointerenter', event => event.pointerType === 'mouse' && preview(block));
    row.addEventListener('focus', () => choose(block, false));
    block.row = row;
    return row;
}

/* ---- why ------------------------------------------------------------------------------------- */

function place(finding) {
    return finding.file + (finding.line ? ':' + finding.line : '');
}

function findingLine(finding) {
    if (finding.kind === 'phrase')
        return `phrase “${finding.text}” in ${finding.group}`;
    const where = finding.up === 0 ? 'its element' : plural(finding.up, 'element') + ' up';
    if (finding.kind === 'class')
        return `class “${finding.text}” is ${finding.group}; ${finding.element}, ${where}`;
    return `“${finding.text}” ${signed(finding.amount)}; ${finding.element}, ${where}`;
}

/* What a reader of the heuristics wants to take along. */
function reasonText(block) {
    const page = pages[view.page];
    const side = (name, judgement) => judgement === null || judgement === undefined ? [] : [
        `${name}${judgement.words || verdict({...block, now: judgement})}`,
        ...(judgement.path ? [`at: ${judgement.path}`] : []),
        ...(judgement.findings || []).map(finding => `${findingLine(finding)} (${place(finding)})`),
        ...(judgement.features || []).slice(0, 6).map(item => `${signed(item.amount)} ${item.name} = ${item.value}`),
        ...(judgement.surroundings || []).slice(0, 4).map(item => `${signed(item.amount)} around: ${item.name} = ${item.value}`),
    ];
    return [
        `${page.name}, block ${block.now.block}, probability ${fixed(block.now.probability)}` +
            `, threshold ${fixed((isDiff ? page.after : page).threshold)}`,
        block.text,
        ...(isDiff ? [...side('before: ', block.was), ...side('after: ', block.gone ? null : block.now)] : side('', block.now)),
    ].join('\n') + '\n';
}

function contributionTable(title, items, rest, page) {
    if (!items || items.length === 0)
        return null;
    const most = Math.max(...items.map(item => Math.abs(item.amount)));
    const row = (amount, name, value, words) => {
        const bar = make('i', {class: amount < 0 ? 'minus' : null});
        bar.style.setProperty('--share', String(Math.min(1, Math.abs(amount) / most)));
        return make('tr', null,
            make('td', {class: 'number ' + (amount < 0 ? 'against' : 'for')},
                make('span', {class: 'bar', 'aria-hidden': 'true'}, bar), signed(amount)),
            make('td', null, words, name === '' ? '' : make('br'), name === '' ? '' : make('code', {class: 'soft'}, name)),
            make('td', {class: 'number'}, value));
    };
    return make('div', {class: 'scroll'}, make('h3', null, title),
        make('table', null,
            make('thead', null, make('tr', null, make('th', {class: 'number', scope: 'col'}, 'log-odds'),
                make('th', {scope: 'col'}, 'what'), make('th', {scope: 'col', class: 'number'}, 'value'))),
            make('tbody', null, ...items.map(item => row(item.amount, item.name, item.value, page.descriptions[item.name] || item.name)),
                rest === null ? null : row(rest, '', '', 'all others'))));
}

function findingList(title, findings) {
    if (!findings || findings.length === 0)
        return null;
    return make('div', null, make('h3', null, title),
        make('ul', null, ...findings.map(finding =>
            make('li', {class: finding.amount > 0 ? 'for' : null}, findingLine(finding), make('br'),
                make('code', {class: 'soft'}, place(finding))))));
}

function odds(judgement) {
    return `${signed(judgement.log_odds)} log-odds = ${signed(judgement.start)} for all blocks of the page, and what follows`;
}

/* Why one judgement of the block was as it was. */
function sideOf(title, judgement, page) {
    if (judgement === null)
        return make('div', null, make('h3', null, title), make('p', null, 'The page has no such block.'));
    if (judgement.words === undefined)
        return make('div', null, title === '' ? null : make('h3', null, title), make('p', null,
            `${judgement.kept ? 'Kept' : 'Dropped as ' + judgement.reason}, probability ${fixed(judgement.probability)}.`));
    const byRules = judgement.features.length === 0 && judgement.surroundings.length === 0;
    return make('div', null,
        title === '' ? null : make('h3', null, title),
        make('p', null, judgement.words),
        make('p', {class: 'path soft'}, judgement.path),
        findingList('Found in the heuristics', judgement.findings),
        byRules ? null : make('p', {class: 'soft'}, odds(judgement)),
        contributionTable('The block itself', judgement.features, judgement.features_rest, page),
        contributionTable('Around it', judgement.surroundings, null, page));
}

function shiftTable(block, page) {
    const shifts = block.difference.shifts;
    if (!shifts || shifts.length === 0)
        return null;
    return make('div', {class: 'scroll'}, make('h3', null, 'What moved'), make('table', null,
        make('thead', null, make('tr', null, make('th', {scope: 'col'}, 'what'), make('th', {scope: 'col', class: 'number'}, 'before'),
            make('th', {scope: 'col', class: 'number'}, 'after'))),
        make('tbody', null, ...shifts.map(shift => make('tr', null,
            make('td', null, page.descriptions[shift.name] || shift.name, make('br'), make('code', {class: 'soft'}, shift.name)),
            make('td', {class: 'number'}, signed(shift.before)),
            make('td', {class: 'number'}, signed(shift.after)))))));
}

let shown = null; /* The block that the panel is about. */

function explain(block) {
    shown = block;
    const page = pages[view.page];
    const title = `Block ${block.now.block}: ${verdict(block)}`;
    const copied = make('span', {role: 'status', class: 'soft'});
    byId('why-content').replaceChildren(
        make('div', {class: 'head'}, make('h2', null, title),
            make('span', null,
                make('button', {type: 'button', id: 'copy', onclick: () => copy(block, copied)}, 'Copy reasons'), ' ',
                make('button', {type: 'button', class: 'close', onclick: closeWhy}, 'Close'))),
        copied,
        ...(isDiff ? [
            findingList('No longer found', block.difference.findings_gone),
            findingList('Newly found', block.difference.findings_new),
            shiftTable(block, page),
            sideOf('Before', block.was, page),
            sideOf('After', block.gone ? null : block.now, page),
        ] : [sideOf('', block.now, page)]).filter(part => part !== null));
    byId('why').scrollTop = 0;
}

async function copy(block, status) {
    const text = reasonText(block);
    let done = false;
    try {
        await navigator.clipboard.writeText(text);
        done = true;
    } catch (error) {
        /* Files opened from the disk may not write to the clipboard: then the old way. */
        const area = make('textarea', {class: 'hidden-text', 'aria-hidden': 'true'});
        area.value = text;
        document.body.append(area);
        const focused = document.activeElement;
        area.select();
        done = document.execCommand('copy');
        area.remove();
        if (focused !== null)
            focused.focus({preventScroll: true});
    }
    document.documentElement.dataset.copied = done ? text : '';
    status.textContent = done ? 'Copied.' : 'The browser does not allow copying.';
}

function closeWhy() {
    byId('why').classList.remove('open');
    if (view.current !== null)
        view.current.row.focus({preventScroll: true});
}

/* ---- choosing -------------------------------------------------------------------------------- */

/* Whether blocks and reasons stand side by side; as in report.css. */
const isWide = window.matchMedia('(min-width: 56.01rem)');

/* The mouse over a block shows its reasons while nothing was chosen. */
let pinned = false;
function preview(block) {
    if (isWide.matches && !pinned && shown !== block)
        explain(block);
}

function choose(block, byHand) {
    if (byHand) {
        pinned = pinned && view.current === block ? false : true;
        byId('why').classList.add('open');
        block.row.scrollIntoView({block: 'nearest'});
    }
    if (view.current !== null && view.current.row) {
        view.current.row.setAttribute('aria-selected', 'false');
        view.current.row.tabIndex = -1;
    }
    view.current = block;
    block.row.setAttribute('aria-selected', 'true');
    block.row.tabIndex = 0;
    explain(block);
    drawMap();
    const hash = `#page=${view.page + 1}&block=${block.now.block}`;
    history.replaceState(null, '', hash);
}

function shownBlocks() {
    return view.rows.map(row => row.block);
}

function go(block) {
    if (block === undefined)
        return;
    pinned = true;
    byId('why').classList.add('open');
    choose(block, false);
    block.row.focus({preventScroll: true});
    block.row.scrollIntoView({block: 'nearest'});
}

/* The next or, with step -1, the previous block that is shown and passes the test. */
function goTo(step, test) {
    const blocks = shownBlocks();
    let at = blocks.indexOf(view.current);
    if (at < 0)
        at = step > 0 ? -1 : blocks.length;
    for (at += step; at >= 0 && at < blocks.length; at += step) {
        if (test(blocks[at])) {
            go(blocks[at]);
            return;
        }
    }
    announce('No further one.');
}

function announce(text) {
    byId('status').textContent = text;
}

/* ---- the map --------------------------------------------------------------------------------- */

function drawMap() {
    const canvas = byId('map');
    const ratio = window.devicePixelRatio || 1;
    const width = canvas.clientWidth, height = canvas.clientHeight;
    if (width === 0 || height === 0)
        return;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const paint = canvas.getContext('2d');
    paint.scale(ratio, ratio);
    const style = getComputedStyle(document.documentElement);
    const color = name => style.getPropertyValue(name).trim();
    const total = view.blocks.reduce((sum, block) => sum + size(block), 0) || 1;
    let at = 0;
    for (const block of view.blocks) {
        const length = size(block) * height / total;
        const p = block.now.probability;
        paint.globalAlpha = isShown(block) ? 1 : 0.25;
        paint.fillStyle = color(block.now.uncertain ? '--maybe' : p >= 0.5 ? '--yes' : '--no');
        paint.fillRect(0, at, width, Math.max(1, length));
        if (block.change === 'gained' || block.change === 'lost') {
            paint.fillStyle = color(block.change === 'gained' ? '--yes-strong' : '--no-strong');
            paint.fillRect(0, at, width, Math.max(2, length));
        } else if (block.now.uncertain) {
            paint.fillStyle = color('--maybe-strong');
            paint.fillRect(width - 5, at, 5, Math.max(2, length));
        }
        if (block.now.kept && !block.gone) {
            paint.fillStyle = color('--yes-strong');
            paint.fillRect(0, at, 6, Math.max(1, length));
        }
        if (block === view.current) {
            paint.globalAlpha = 1;
            paint.fillStyle = color('--ink');
            paint.fillRect(0, at, width, Math.max(3, Math.min(length, 4)));
        }
        block.mapAt = at;
        block.mapLength = length;
        at += length;
    }
}

/* What a block takes of the map: about the lines that it takes on the page. */
function size(block) {
    return 1 + block.text.length / 90;
}

function clickMap(event) {
    const at = event.offsetY;
    const block = view.blocks.find(candidate => at < candidate.mapAt + candidate.mapLength) || view.blocks.at(-1);
    if (block === undefined)
        return;
    if (!isShown(block))
        setFilter('all');
    go(block);
    block.row.scrollIntoView({block: 'center'});
}

/* ---- the list -------------------------------------------------------------------------------- */

function showBlocks() {
    const list = byId('blocks');
    const search = view.search;
    view.rows = [];
    for (const block of view.blocks) {
        if (!isShown(block))
            continue;
        const row = rowOf(block);
        row.block = block;
        view.rows.push(row);
    }
    view.search = search;
    list.replaceChildren(...view.rows);
    byId('empty').hidden = view.rows.length > 0;
    byId('count').textContent = `${view.rows.length} of ${plural(view.blocks.length, 'block')}`;
    if (view.current !== null && view.rows.some(row => row.block === view.current)) {
        view.current.row.setAttribute('aria-selected', 'true');
        view.current.row.tabIndex = 0;
    } else {
        view.current = null;
        if (view.rows.length > 0)
            view.rows[0].tabIndex = 0; /* Where the keyboard enters the list. */
    }
    drawMap();
}

function setFilter(name) {
    view.filter = name;
    for (const button of document.querySelectorAll('[data-filter]'))
        button.setAttribute('aria-pressed', String(button.dataset.filter === name));
    if (name === 'all') {
        view.reason = byId('reason').value = '';
        view.search = byId('search').value = '';
    }
    showBlocks();
}

/* On a long page the list is made anew only when the typing pauses. */
let searching = 0;
function search(text) {
    clearTimeout(searching);
    view.search = text;
    if (view.blocks.length > 2000)
        searching = setTimeout(showBlocks, 250);
    else
        showBlocks();
}

function fillReasons() {
    const counts = new Map();
    for (const block of view.blocks)
        counts.set(block.now.reason, (counts.get(block.now.reason) || 0) + 1);
    const names = [...counts.keys()].sort();
    byId('reason').replaceChildren(make('option', {value: ''}, 'any reason'),
        ...names.map(name => make('option', {value: name}, `${name} (${counts.get(name)})`)));
    view.reason = '';
}

function fillFilterCounts() {
    for (const [name, filter] of Object.entries(filters)) {
        const count = view.blocks.filter(filter.test).length;
        byId('filter-' + name).replaceChildren(filter.label + ' ', make('span', {class: 'n'}, String(count)));
    }
}

/* ---- the page -------------------------------------------------------------------------------- */

/* A value of the metadata may come with where it was found: shown beside it. */
function metadataTable(page) {
    const metadata = page.metadata;
    const provenance = page.provenance || {};
    const known = Object.keys(metadata).filter(key => metadata[key] !== null);
    return make('div', {class: 'scroll'}, make('table', null,
        make('thead', null, make('tr', null, make('th', {scope: 'col'}, 'name'), make('th', {scope: 'col'}, 'value'),
            Object.keys(provenance).length > 0 ? make('th', {scope: 'col'}, 'from') : null)),
        make('tbody', null, ...known.map(key => make('tr', null, make('th', {scope: 'row'}, key),
            make('td', null, String(metadata[key])),
            Object.keys(provenance).length > 0 ? make('td', {class: 'soft'}, String(provenance[key] || '')) : null)))));
}

function typeLine(page) {
    const types = Object.entries(page.types).slice(0, 3);
    return types.length === 0 ? '' : '; ' + types.map(([name, p]) => `${name} ${fixed(p)}`).join(', ');
}

function pageSummary(page) {
    if (isDiff) {
        const t = page.totals;
        return `${plural(t.gained, 'block')} gained (${plural(t.gained_words, 'word')}), ${t.lost} lost ` +
            `(${plural(t.lost_words, 'word')}), ${t.renamed} with another reason; threshold ` +
            `${fixed(page.before.threshold)} → ${fixed(page.after.threshold)}`;
    }
    const uncertain = page.blocks.filter(block => block.uncertain).length;
    return `${page.kind === 'html' ? 'HTML' : 'Text dump'}, ${page.charset}${typeLine(page)}; ` +
        `${page.blocks_kept} of ${plural(page.blocks.length, 'block')} kept, ${uncertain} uncertain; ` +
        `confidence ${fixed(page.confidence)}${page.truncated ? '; cut at a limit' : ''}`;
}

function showPage(index) {
    view.page = Math.max(0, Math.min(index, pages.length - 1));
    const page = pages[view.page];
    view.current = null;
    view.blocks = blocksOf(page);
    pinned = false;
    byId('name').textContent = page.name || 'page';
    document.title = (isDiff ? 'What changed: ' : 'Why: ') + (page.name || 'page');
    byId('summary').textContent = pageSummary(page);
    byId('threshold').textContent = isDiff
        ? `Before: ${page.before.threshold_words} After: ${page.after.threshold_words}` : page.threshold_words;
    byId('metadata').replaceChildren(metadataTable(isDiff ? page.after : page));
    if (pages.length > 1)
        byId('page').value = String(view.page);
    fillReasons();
    fillFilterCounts();
    if (isDiff && view.filter === 'changed' && !view.blocks.some(filters.changed.test))
        announce('Nothing changed on this page.');
    else
        announce('');
    byId('why-content').replaceChildren(make('h2', null, 'Why?'),
        make('p', null, 'Point at a block, or choose one with the keyboard, to read why it was decided so. ',
            make('kbd', null, '?'), ' lists the keys.'));
    byId('why').classList.remove('open');
    showBlocks();
    window.scrollTo(0, 0);
}

function pageLabel(page, index) {
    const note = isDiff ? `+${page.totals.gained} −${page.totals.lost}` : `${page.blocks_kept} kept`;
    return `${index + 1}. ${page.name || 'page'} (${note})`;
}

function pageChooser() {
    if (pages.length < 2)
        return null;
    const order = pages.map((page, index) => index);
    if (isDiff) /* Those where most changed come first. */
        order.sort((a, b) => (pages[b].totals.gained + pages[b].totals.lost) - (pages[a].totals.gained + pages[a].totals.lost) || a - b);
    return make('div', {class: 'pages'},
        make('label', {for: 'page'}, 'Page'),
        make('select', {id: 'page', onchange: event => showPage(Number(event.target.value))},
            ...order.map(index => make('option', {value: index}, pageLabel(pages[index], index)))),
        make('button', {type: 'button', onclick: () => stepPage(-1)}, 'Previous'),
        make('button', {type: 'button', onclick: () => stepPage(1)}, 'Next'));
}

/* The next page in the order of the chooser. */
function stepPage(step) {
    if (pages.length < 2)
        return;
    const chooser = byId('page');
    const next = chooser.options[chooser.selectedIndex + step];
    if (next !== undefined)
        showPage(Number(next.value));
}

const keys = [
    [['j', 'ArrowDown'], 'next block', () => goTo(1, () => true)],
    [['k', 'ArrowUp'], 'previous block', () => goTo(-1, () => true)],
    [['u'], 'next uncertain block', () => goTo(1, block => block.now.uncertain)],
    [['U'], 'previous uncertain block', () => goTo(-1, block => block.now.uncertain)],
    [['n'], 'next block of the other side (kept or dropped)', () => goTo(1, block => view.current === null || block.now.kept !== view.current.now.kept)],
    [['Home'], 'first block', () => go(shownBlocks()[0])],
    [['End'], 'last block', () => go(shownBlocks().at(-1))],
    ...(isDiff ? [[['c'], 'next block that changed', () => goTo(1, block => block.change !== null)]] : []),
    ...Object.entries(filters).map(([name, filter]) => [[filter.key], 'show: ' + filter.label.toLowerCase(), () => setFilter(name)]),
    [['/'], 'search text, classes, phrases', () => byId('search').focus()],
    [['y'], 'copy the reasons of the block', () => byId('copy') !== null && byId('copy').click()],
    [['m'], 'metadata and threshold', () => { byId('about').open = !byId('about').open; }],
    [['['], 'previous page', () => stepPage(-1)],
    [[']'], 'next page', () => stepPage(1)],
    [['Escape'], 'close, or clear the search', () => escape()],
    [['?'], 'this list', () => byId('help').showModal()],
];

function escape() {
    if (byId('why').classList.contains('open') && !isWide.matches)
        closeWhy();
    else if (view.search !== '' || view.reason !== '')
        setFilter('all');
    pinned = false;
}

function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || byId('help').open)
        return;
    const field = event.target.closest('input, select, textarea');
    if (field !== null && event.key !== 'Escape')
        return;
    /* Arrows scroll, and Home and End move, unless the list has the focus. */
    const inList = event.target.closest('#blocks') !== null;
    if (['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key) && !inList)
        return;
    const entry = keys.find(([names]) => names.includes(event.key));
    if (entry === undefined)
        return;
    event.preventDefault();
    if (field !== null)
        field.blur();
    entry[2]();
}

function controls() {
    return make('div', {class: 'controls', role: 'region', 'aria-label': 'Filters'},
        make('div', {role: 'group', 'aria-label': 'Blocks to show'},
            ...Object.entries(filters).map(([name, filter]) => make('button', {
                type: 'button', id: 'filter-' + name, 'data-filter': name, 'aria-pressed': String(view.filter === name),
                onclick: () => setFilter(name),
            }, filter.label))),
        make('button', {type: 'button', id: 'next-uncertain', onclick: () => goTo(1, block => block.now.uncertain)}, 'Next uncertain'),
        make('label', {for: 'reason', class: 'hidden-text'}, 'Reason'),
        make('select', {id: 'reason', onchange: event => { view.reason = event.target.value; showBlocks(); }}),
        make('label', {for: 'search', class: 'hidden-text'}, 'Search'),
        make('input', {
            type: 'search', id: 'search', placeholder: 'Search', autocomplete: 'off',
            oninput: event => search(event.target.value.toLowerCase()),
        }),
        make('button', {type: 'button', 'aria-haspopup': 'dialog', onclick: () => byId('help').showModal()}, 'Keys'),
        make('span', {id: 'count', class: 'soft count', 'aria-live': 'polite'}),
        make('span', {id: 'status', class: 'soft', role: 'status'}));
}

function helpDialog() {
    return make('dialog', {id: 'help', 'aria-labelledby': 'help-title'},
        make('h2', {id: 'help-title'}, 'Keys'),
        make('table', null, make('tbody', null, ...keys.map(([names, what]) => make('tr', null,
            make('td', null, ...names.flatMap((name, i) => [i > 0 ? ' ' : '', make('kbd', null, name)])), make('td', null, what))))),
        make('p', {class: 'soft'}, 'The tint of a block tells its probability, the bar at its left that it is kept. Log-odds: ' +
            '0 is a probability of one half, +2.2 is 0.9, −2.2 is 0.1.'),
        make('form', {method: 'dialog'}, make('button', null, 'Close')));
}

function overall() {
    if (totals === null)
        return null;
    return make('p', {id: 'totals'}, `${totals.pages_changed} of ${plural(totals.pages, 'page')} changed: ` +
        `${plural(totals.gained, 'block')} gained (${plural(totals.gained_words, 'word')}), ${totals.lost} lost ` +
        `(${plural(totals.lost_words, 'word')}), ${totals.renamed} with another reason; ` +
        `${totals.kept_before} kept before, ${totals.kept_after} after, of ${totals.blocks}.`);
}

function build() {
    document.body.append(
        make('header', null,
            make('h1', {id: 'name'}), overall(), pageChooser(),
            make('p', {id: 'summary', class: 'soft'}),
            make('details', {id: 'about'}, make('summary', null, 'Metadata and threshold'),
                make('p', {id: 'threshold', class: 'soft'}), make('div', {id: 'metadata'}))),
        controls(),
        make('main', null,
            make('canvas', {id: 'map', class: 'map', 'aria-hidden': 'true', onclick: clickMap}),
            make('div', {class: 'blocks'},
                make('div', {id: 'blocks', role: 'listbox', 'aria-label': 'Blocks of the page', 'aria-controls': 'why'}),
                make('p', {id: 'empty', class: 'soft', hidden: true}, 'No block passes the filters.')),
            make('section', {id: 'why', class: 'why', 'aria-label': 'Why', tabindex: '0'},
                make('div', {id: 'why-content', 'aria-live': 'polite'}))),
        helpDialog());
    document.addEventListener('keydown', onKey);
    window.addEventListener('resize', onResize);
    new ResizeObserver(onResize).observe(document.querySelector('.controls'));
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawMap);
}

function onResize() {
    const bar = isWide.matches ? document.querySelector('.controls').offsetHeight : 0;
    document.documentElement.style.setProperty('--bar', bar + 'px');
    drawMap();
}

function start() {
    build();
    if (pages.length === 0) {
        byId('name').textContent = 'No page was explained.';
        return;
    }
    const asked = new URLSearchParams(location.hash.slice(1));
    const first = isDiff && pages.length > 1 ? Number(byId('page').options[0].value) : 0;
    showPage(asked.has('page') ? Number(asked.get('page')) - 1 || 0 : first);
    const block = view.blocks.find(candidate => String(candidate.now.block) === asked.get('block'));
    if (block !== undefined) {
        if (!isShown(block))
            setFilter('all');
        go(block);
        block.row.scrollIntoView({block: 'center'});
    }
}

start();
})();
