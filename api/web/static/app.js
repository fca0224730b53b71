// What the keyboard does, and small comforts. Every page works without this file.
(() => {
  "use strict";
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const typing = (el) => el.matches("input:not([type=checkbox], [type=radio]), textarea, select") || el.isContentEditable;

  // Lists: j and k move, Enter opens, x ticks.
  let here = null;
  const move = (by) => {
    const rows = all("[data-list] tbody tr");
    if (!rows.length) return;
    const at = rows.indexOf(here);
    here?.classList.remove("here");
    here = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))];
    here.classList.add("here");
    here.scrollIntoView({ block: "nearest", behavior: "instant" });
    here.querySelector("a:not(.story)")?.focus({ preventScroll: true });
  };
  document.addEventListener("thabian:up-to-date", () => {
    if (here?.isConnected) here.classList.add("here");
    else here = null;
  });
  const opens = (row) => row?.dataset.href ?? row?.querySelector("a:not(.story)")?.href;

  const shortcuts = {
    "/": () => document.getElementById("search")?.focus(),
    "?": () => document.getElementById("help")?.showModal?.(),
    j: () => move(1),
    k: () => move(-1),
    x: () => here?.querySelector("input[type=checkbox]")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return closeDrops(null);
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && here && event.target === document.body && opens(here)) {
      location.assign(opens(here));
    } else if (Object.hasOwn(shortcuts, event.key)) {
      event.preventDefault();
      shortcuts[event.key]();
    }
  });

  // Menus close when one looks elsewhere.
  const closeDrops = (kept) => all("details.drop[open]").forEach((drop) => drop !== kept && drop.removeAttribute("open"));

  document.addEventListener("click", (event) => {
    const el = event.target.closest("[data-opens], [data-closes], [data-add-row]");
    closeDrops(event.target.closest("details.drop"));
    if (!el) return;
    if (el.dataset.opens) document.getElementById(el.dataset.opens)?.showModal?.();
    else if ("closes" in el.dataset) el.closest("dialog").close();
    else addRow(event, el);
  });

  // "Add a row" copies the blank one; without this the button asks the server for it.
  const addRow = (event, button) => {
    const group = button.closest("fieldset");
    const blank = group.querySelector(":scope > template[data-row]");
    const rows = group.querySelector(":scope > [data-rows]");
    const count = group.querySelector(":scope > [data-count]");
    event.preventDefault();
    const row = blank.content.firstElementChild.cloneNode(true);
    const number = rows.children.length;
    all("*", row).forEach((el) => ["id", "name", "for", "aria-describedby"].forEach((attr) => {
      if (el.hasAttribute(attr)) el.setAttribute(attr, el.getAttribute(attr).replaceAll("__row__", number));
    }));
    rows.append(row);
    count.value = number + 1;
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    document.dispatchEvent(new CustomEvent("thabian:added", { detail: row }));
  };

  // The bar below a list says how many rows are ticked.
  document.addEventListener("change", (event) => {
    const bulk = event.target.matches("input[name=row]") && event.target.form?.querySelector(".bulk");
    if (!bulk) return;
    const ticked = all("input[name=row]:checked", event.target.form).length;
    const words = bulk.querySelector("[data-ticked]");
    words.dataset.idle ??= words.textContent;
    words.textContent = ticked ? words.dataset.ticked.replace("#", ticked) : words.dataset.idle;
    bulk.classList.toggle("active", ticked > 0);
  });

  // What was chosen to be sent is named in the page's own words, not the browser's.
  const nameFiles = (box) => {
    const input = box.querySelector("input[type=file]");
    const names = [...input.files].map((file) => file.name).join(", ");
    let shown = box.querySelector(".file-names");
    if (!shown) {
      shown = box.appendChild(Object.assign(document.createElement("span"), { className: "file-names" }));
      shown.setAttribute("aria-hidden", "true");
      shown.append(document.createElement("span"));
    }
    shown.firstElementChild.textContent = names || box.dataset.none;
    box.classList.add("named");
    box.classList.toggle("chosen", Boolean(names));
  };
  all(".file-box").forEach(nameFiles);
  document.addEventListener("change", (event) => event.target.matches(".file-box > input") && nameFiles(event.target.parentElement));
  document.addEventListener("thabian:added", (event) => all(".file-box", event.detail).forEach(nameFiles));

  // Nothing typed is lost by leaving without a word.
  let typed = null;
  document.addEventListener("input", (event) => { typed = event.target.closest("form[data-form]") ?? typed; });
  document.addEventListener("submit", () => { typed = null; });
  addEventListener("beforeunload", (event) => typed && event.preventDefault());

  document.querySelector("[data-focus]")?.focus();
})();
