// Keeps the page up to date. One tab of a browser hears the stream and tells the others; each asks for
// itself again, as its reader would, and takes over what differs. Every page works without this file.
(() => {
  "use strict";
  const page = document.body.dataset;
  if (!page.live) return;
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  const jitter = (ms) => ms / 2 + Math.random() * ms / 2;
  const number = (text) => Number.parseInt(text, 10) || 0;
  const main = document.getElementById("content");

  // How far the office is, as far as this browser has heard; and how far this page has asked.
  let told = 0;
  let shown = number(page.live);
  const hear = (position) => {
    if (position <= told) return;
    told = position;
    turn();
  };

  // The stream: one per browser, by a lock that one tab holds; the others hear of it from that tab, and
  // ask it when they come, for it may have been told while they were loading.
  const tabs = globalThis.BroadcastChannel && new BroadcastChannel("thabian-live");
  const HOW_FAR = "how far";
  let line = null;
  const listen = async () => {
    const mine = line = {};
    const left = new Promise((done) => { mine.left = done; });
    const pause = (ms) => Promise.race([sleep(jitter(ms)), left]);
    for (let failed = 0; line === mine;) {
      const call = mine.call = new AbortController();
      try {
        const headers = told ? { "Last-Event-ID": String(told) } : {};
        const answer = await fetch("/live", { headers, cache: "no-store", signal: call.signal });
        if (answer.status === 401) return stop();
        if (!answer.ok) throw new Error(`live: ${answer.status}`);
        failed = 0;
        await read(answer.body);
        await pause(1000); // it ended in order: the server stops, or one acts in another post
      } catch {
        call.abort(); // a line that is silent is still open
        await pause(Math.min(30_000, 1000 * 2 ** failed++));
      }
    }
  };
  const SILENT = 45_000; // three beats missed: the line is dead, though nobody said so
  const silence = () => sleep(SILENT).then(() => { throw new Error("live: silent"); });
  const read = async (body) => {
    const lines = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let begun = ""; ;) {
      const { value, done } = await Promise.race([lines.read(), silence()]);
      if (done) return;
      const events = (begun + value).split("\n\n");
      begun = events.pop();
      for (const event of events) {
        const position = number(/^id: (\d+)$/m.exec(event)?.[1]);
        if (!position) continue; // a beat
        tabs.postMessage(position);
        hear(position);
      }
    }
  };
  let queued = null;
  const join = () => {
    queued = new AbortController();
    // Left while waiting, it is not to be had: no fault.
    navigator.locks.request("thabian-live", { signal: queued.signal }, listen).catch(() => {});
    tabs.postMessage(HOW_FAR);
  };
  const leave = () => {
    const mine = line;
    line = null;
    queued.abort();
    mine?.left();
    mine?.call.abort();
  };
  const start = () => {
    if (!navigator.locks || !tabs) { // neither https nor this machine: look now and then
      setInterval(() => turn(true), 30_000);
      return;
    }
    tabs.onmessage = ({ data }) => {
      if (data !== HOW_FAR) hear(data);
      else if (line && told) tabs.postMessage(told);
    };
    addEventListener("pagehide", leave);
    addEventListener("pageshow", (event) => { if (event.persisted) join(); });
    // The clock of a tab that nobody sees runs slowly: one that is seen listens better.
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && line) {
        leave();
        join();
      }
    });
    join();
  };

  // Asking again: only while somebody sees the page, one at a time, and seldom where nothing differs.
  let busy = false;
  let ended = false;
  let rest = 250;
  const turn = async (anyway = false) => {
    if (busy || ended || document.hidden || !(anyway || told > shown)) return;
    busy = true;
    try {
      rest = await ask() ? 250 : Math.min(2000, rest * 2);
    } catch {
      rest = Math.min(30_000, Math.max(1000, rest * 2));
    }
    await sleep(rest);
    busy = false;
    turn();
  };
  document.addEventListener("visibilitychange", () => turn());

  const ask = async () => {
    const address = new URL(location.href);
    ["done", "deed"].forEach((name) => address.searchParams.delete(name));
    address.searchParams.set("after", Math.max(told, shown));
    const headers = { "X-Thabian-By-Itself": "1" };
    const answer = await fetch(address, { headers, cache: "no-store", redirect: "manual" });
    if (answer.status >= 500 || answer.status === 429) throw new Error(`page: ${answer.status}`);
    const fresh = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    // Signed out, in another post, or what only a person may open: whoever looks decides.
    if (!fresh?.body.dataset.live || fresh.body.dataset.acting !== page.acting) return stop();
    shown = number(fresh.body.dataset.live);
    return take(fresh);
  };
  const stop = () => {
    ended = true;
    say(page.over, page.again, () => location.reload());
    return false;
  };

  // Taking over: the counts of the menu and how far the proof is at once, the rest while nobody has his
  // hand on it.
  const content = (within) => {
    const copy = within.cloneNode(true);
    all(".notices, .foot, .list-foot, input[type=hidden]", copy).forEach((el) => el.remove());
    all("[href]", copy).forEach((el) => el.setAttribute("href", plain(el.getAttribute("href"))));
    return copy.innerHTML.replace(/\s+/g, " ");
  };
  const plain = (href) => href.replace(/([?&])(after|done|deed)=[^&]*&?/g, "$1").replace(/[?&]$/, "");
  let known = content(main);
  let next = null;
  const take = (fresh) => {
    for (const at of ["nav.side", "nav.bottom", ".foot"]) blend(document.querySelector(at), fresh.querySelector(at));
    if (main.querySelector("form[data-form]")) return false;
    const found = fresh.getElementById("content");
    const now = content(found);
    next = now === known ? null : found;
    if (!next) return false;
    if (inHand()) offer();
    else show();
    return true;
  };
  const rows = (within) => new Map(all("[data-list] tbody tr[id]", within).map((row) => [row.id, row.textContent]));
  const came = () => {
    const before = rows(main);
    return [...rows(next).keys()].filter((id) => !before.has(id));
  };
  const offer = () => {
    const count = came().length;
    say(count ? page.came.replace("#", count) : page.changes, page.show, show);
  };
  const show = () => {
    const before = rows(main);
    const count = came().length;
    // Notices tell of one's own act: they stay as they are.
    next.querySelector(":scope > .notices")?.replaceWith(main.querySelector(":scope > .notices").cloneNode(true));
    known = content(next);
    blend(main, next);
    next = null;
    rows(main).forEach((text, id) => document.getElementById(id).classList.toggle("fresh", before.get(id) !== text));
    if (count) say(page.came.replace("#", count));
    else murmur(page.changed);
    document.dispatchEvent(new CustomEvent("thabian:up-to-date"));
  };

  // In hand: pointed at a moment ago, in focus, selected, ticked, typed into; or a dialog asks something.
  let pointed = -Infinity;
  addEventListener("pointermove", (event) => {
    if (main.contains(event.target)) pointed = performance.now();
  }, { passive: true });
  const inHand = () => {
    const [at, chosen] = [document.activeElement, getSelection()];
    return performance.now() - pointed < 2000
      || (at !== main && main.contains(at))
      || (!chosen.isCollapsed && main.contains(chosen.anchorNode))
      || Boolean(document.querySelector("dialog[open]"))
      || all("input:not([type=hidden]), textarea, select", main).some(touched);
  };
  const touched = (field) => {
    if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
    if (!field.matches("select")) return field.value !== field.defaultValue;
    const meant = Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
    return field.selectedIndex !== meant;
  };
  setInterval(() => next && !inHand() && show(), 500);

  // What is said, politely: with something to press until it is pressed or no longer wanted.
  const toasts = document.getElementById("toasts");
  let hush = 0;
  const say = (text, press = "", does = null) => {
    clearTimeout(hush);
    toasts.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
    if (!does) {
      hush = setTimeout(() => toasts.replaceChildren(), 6000);
      return;
    }
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: press });
    button.addEventListener("click", () => {
      toasts.replaceChildren();
      main.focus({ preventScroll: true });
      does();
    });
    toasts.append(button);
  };
  // To who cannot see the page change.
  const murmur = (text) => {
    toasts.replaceChildren();
    const said = document.getElementById("murmur");
    said.textContent = "";
    setTimeout(() => { said.textContent = text; }, 100);
  };

  // Blending: what is the same stays the same element, so that focus, scroll and what is open stay.
  const STAYS = new Set(["open", "value", "checked", "selected"]); // as its reader has it
  const DRESSED = ".date-box, .file-box"; // by other scripts
  const blend = (old, wanted) => {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== wanted.data) old.data = wanted.data;
      return;
    }
    if (old.matches(DRESSED) || old.isEqualNode(wanted)) return;
    for (const { name, value } of [...wanted.attributes]) {
      if (!STAYS.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    for (const { name } of [...old.attributes]) {
      if (!STAYS.has(name) && !wanted.hasAttribute(name)) old.removeAttribute(name);
    }
    const wishes = [...wanted.childNodes].map((node) => [node, name(node)]);
    const needed = new Set(wishes.map(([, key]) => key));
    const kept = new Map();
    old.childNodes.forEach((node) => kept.set(name(node), [...(kept.get(name(node)) ?? []), node]));
    let at = old.firstChild;
    for (const [wish, key] of wishes) {
      const own = kept.get(key)?.shift();
      const found = own ?? (at && !needed.has(name(at)) && at.nodeName === wish.nodeName && !at.id && !wish.id ? at : null);
      if (!found) old.insertBefore(document.importNode(wish, true), at);
      else if (found === at) at = at.nextSibling;
      else old.insertBefore(found, at);
      if (found) blend(found, wish);
    }
    while (at) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  };
  const name = (node) => node.id || `${node.nodeName} ${node.textContent.replace(/\s+/g, " ").trim()}`;

  start();
})();
