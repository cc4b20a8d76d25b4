// What moves on the page: the inbox and the faults, asked for every two seconds, and copying.
const POLL_MS = 2000;
const byId = (id) => document.getElementById(id);
const { copied, live, offline } = document.body.dataset;

const inboxes = { sms: [], mail: [] };
let kind = 'sms';

/** A filled copy of a template and its slots by name. */
function fromTemplate(id) {
  const node = byId(id).content.firstElementChild.cloneNode(true);
  const slots = {};
  for (const slot of node.querySelectorAll('[data-slot]')) slots[slot.dataset.slot] = slot;
  return { node, slots };
}

let toastTimer;
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Browsers offer the clipboard only to https and loopback addresses.
    const field = document.createElement('textarea');
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
  }
  const toast = byId('toast');
  toast.textContent = `${copied} ${text}`;
  toast.classList.add('shown');
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => toast.classList.remove('shown'), 1500);
}

/** The one-time code in a message: six digits standing alone, or four to eight where the text speaks of a code. */
function codeIn(text) {
  const alone = (digits) => new RegExp(`(?<![\\d.,¥])\\d{${digits}}(?![\\d]|[.,]\\d)`);
  const six = alone('6').exec(text);
  if (six) return six;
  return /验证码|校验码|code/i.test(text) ? alone('4,8').exec(text) : null;
}

function messageNode({ to, subject, text, sentAt }) {
  const { node, slots } = fromTemplate('message-template');
  slots.to.textContent = to;
  slots.time.dateTime = sentAt;
  slots.time.textContent = new Date(sentAt).toLocaleTimeString(document.documentElement.lang, {
    hour12: false,
  });
  if (subject) slots.subject.textContent = subject;
  else slots.subject.remove();
  const found = codeIn(text);
  if (!found) {
    slots.text.textContent = text;
    slots.code.remove();
    return node;
  }
  const [code] = found;
  const mark = document.createElement('mark');
  mark.textContent = code;
  slots.text.append(text.slice(0, found.index), mark, text.slice(found.index + code.length));
  slots.code.dataset.copy = code;
  slots.code.querySelector('b').textContent = code;
  return node;
}

function showInbox() {
  const wanted = byId('filter').value.trim().toLowerCase();
  const shown = inboxes[kind].filter(({ to }) => to.toLowerCase().includes(wanted));
  byId('message-list').replaceChildren(...shown.map(messageNode));
  byId('no-messages').hidden = shown.length > 0;
  for (const count of document.querySelectorAll('[data-count]'))
    count.textContent = inboxes[count.dataset.count].length || '';
}

function showAuthenticators({ codes }) {
  byId('authenticator-list')?.replaceChildren(
    ...codes.map(({ account, code, secondsLeft }) => {
      const { node, slots } = fromTemplate('authenticator-template');
      slots.code.dataset.copy = code;
      slots.code.setAttribute('aria-label', `${account} ${code}`);
      slots.digits.textContent = `${code.slice(0, 3)} ${code.slice(3)}`;
      slots.account.textContent = account;
      slots.seconds.textContent = secondsLeft;
      return node;
    }),
  );
}

const nameOf = (field, value) =>
  byId('fault-form').elements[field].querySelector(`[value="${value}"]`).textContent;

function showFaults({ faults, random }) {
  const nodes = faults.map(({ id, operation, fault, remaining }) => {
    const { node, slots } = fromTemplate('fault-template');
    slots.name.textContent = `${nameOf('operation', operation)} · ${nameOf('fault', fault)}`;
    slots.remaining.textContent = remaining;
    slots.remove.dataset.remove = id;
    return node;
  });
  if (random) {
    const { node, slots } = fromTemplate('random-template');
    slots.seed.textContent = random.seed;
    slots.rates.textContent = Object.entries(random.rates)
      .map(([fault, rate]) => `${nameOf('fault', fault)} ${+(rate * 100).toFixed(2)}%`)
      .join(', ');
    nodes.push(node);
  }
  byId('fault-list').replaceChildren(...nodes);
  byId('no-faults').hidden = nodes.length > 0;
  byId('clear-faults').hidden = nodes.length === 0;
}

/** Shows an answer only when it differs from the last one, so that nothing flickers or loses its focus. */
function whenChanged(show) {
  let last = '';
  return (text) => {
    if (text === last) return;
    last = text;
    show(JSON.parse(text));
  };
}
const sources = {
  '/sms/messages': whenChanged(({ messages }) => {
    inboxes.sms = messages;
    showInbox();
  }),
  '/mail/messages': whenChanged(({ messages }) => {
    inboxes.mail = messages;
    showInbox();
  }),
  '/faults': whenChanged(showFaults),
  ...(byId('authenticator-list') && { '/authenticators/codes': whenChanged(showAuthenticators) }),
};

async function refresh() {
  const status = byId('status');
  try {
    await Promise.all(
      Object.entries(sources).map(async ([path, show]) => {
        const response = await fetch(path);
        if (!response.ok) throw new Error(path);
        show(await response.text());
      }),
    );
    status.textContent = live;
    status.classList.remove('lost');
  } catch {
    status.textContent = offline;
    status.classList.add('lost');
  }
}

async function poll() {
  if (!document.hidden) await refresh();
  setTimeout(poll, POLL_MS);
}

function selectTab(tab) {
  kind = tab.dataset.kind;
  for (const other of document.querySelectorAll('[role=tab]')) {
    other.setAttribute('aria-selected', String(other === tab));
    other.tabIndex = other === tab ? 0 : -1;
  }
  byId('inbox').setAttribute('aria-labelledby', tab.id);
  showInbox();
}

async function press(button) {
  const { copy: text, kind: tabKind, remove } = button.dataset;
  if (text) await copy(text);
  if (tabKind) selectTab(button);
  if (remove) {
    await fetch(`/faults/${remove}`, { method: 'DELETE' });
    await refresh();
  }
  if (button.id === 'clear-faults') {
    await fetch('/faults', { method: 'DELETE' });
    await refresh();
  }
}
document.addEventListener('click', ({ target }) => {
  const button = target.closest('button');
  if (button) void press(button);
});
document.querySelector('[role=tablist]').addEventListener('keydown', ({ key }) => {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
  const other = document.querySelector('[role=tab][aria-selected=false]');
  selectTab(other);
  other.focus();
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void refresh();
});
byId('filter').addEventListener('input', showInbox);
async function setFault({ operation, fault, times, delayMs }) {
  const body = {
    operation: operation.value,
    fault: fault.value,
    times: times.valueAsNumber,
    delayMs: Math.round(delayMs.valueAsNumber),
  };
  const response = await fetch('/faults', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  byId('fault-error').hidden = response.ok;
  await refresh();
}
byId('fault-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void setFault(event.target.elements);
});

void poll();
