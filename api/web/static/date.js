// A calendar beside a date field, in the Buddhist Era. What is typed is never changed by it.
(() => {
  "use strict";
  const lang = document.documentElement.lang;
  const months = new Intl.DateTimeFormat(lang === "th" ? "th" : "en-GB", { month: "long" });
  const weekdays = new Intl.DateTimeFormat(lang === "th" ? "th" : "en-GB", { weekday: "short" });
  const words = lang === "th"
    ? { open: "เปิดปฏิทิน", before: "เดือนก่อน", after: "เดือนถัดไป" }
    : { open: "Open the calendar", before: "Previous month", after: "Next month" };
  const arabic = (text) => text.replace(/[๐-๙]/g, (digit) => digit.charCodeAt(0) - 0x0e50);

  // 23/11/2569, 23-11-2026 or 2026-11-23, as the server reads it; null for anything else.
  const read = (text) => {
    const parts = arabic(text).match(/^\s*(\d{1,4})[/.\- ](\d{1,2})[/.\- ](\d{1,4})\s*$/);
    if (!parts) return null;
    let [year, month, day] = parts[1].length === 4 ? parts.slice(1) : parts.slice(1).reverse();
    if (year.length !== 4) return null;
    year = year >= 2400 ? year - 543 : +year;
    const date = new Date(year, month - 1, day);
    return date.getMonth() === month - 1 && date.getDate() === +day ? date : null;
  };
  const write = (date) => `${date.getDate()}/${date.getMonth() + 1}/${date.getFullYear() + 543}`;
  const make = (tag, attrs, ...inside) => {
    const el = Object.assign(document.createElement(tag), attrs);
    el.append(...inside);
    return el;
  };
  const same = (a, b) => a && b && a.toDateString() === b.toDateString();

  const show = (box, input, shown) => {
    box.querySelector(".days")?.remove();
    const step = (by) => show(box, input, new Date(shown.getFullYear(), shown.getMonth() + by, 1));
    const chosen = read(input.value);
    const head = make("div", { className: "days-head" },
      make("button", { type: "button", className: "icon-button", ariaLabel: words.before, textContent: "‹", onclick: () => step(-1) }),
      make("span", { textContent: `${months.format(shown)} ${shown.getFullYear() + 543}` }),
      make("button", { type: "button", className: "icon-button", ariaLabel: words.after, textContent: "›", onclick: () => step(1) }));
    const grid = make("div", { className: "days-grid" });
    for (let day = 0; day < 7; day += 1) grid.append(make("span", { textContent: weekdays.format(new Date(2023, 0, 1 + day)) }));
    for (let gap = 0; gap < shown.getDay(); gap += 1) grid.append(make("i", {}));
    for (let day = new Date(shown); day.getMonth() === shown.getMonth(); day.setDate(day.getDate() + 1)) {
      const picked = new Date(day);
      grid.append(make("button", {
        type: "button", textContent: picked.getDate(), ariaPressed: String(Boolean(same(picked, chosen))),
        className: same(picked, new Date()) ? "today" : "",
        onclick: () => { input.value = write(picked); close(box); input.focus(); input.dispatchEvent(new Event("input", { bubbles: true })); },
      }));
    }
    const days = make("div", { className: "days", role: "dialog", ariaLabel: words.open }, head, grid);
    days.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
      const buttons = [...grid.querySelectorAll("button")];
      const at = buttons.indexOf(document.activeElement);
      if (event.key === "Escape") { close(box); input.focus(); event.stopPropagation(); }
      if (by && at >= 0) { event.preventDefault(); buttons[at + by]?.focus(); }
    });
    box.append(days);
    (grid.querySelector("[aria-pressed=true]") ?? grid.querySelector(".today") ?? grid.querySelector("button")).focus();
  };
  const close = (box) => box.querySelector(".days")?.remove();

  const dress = (within) => within.querySelectorAll("input[data-date]").forEach((input) => {
    const box = input.parentElement;
    if (box.querySelector(".date-open")) return;
    const button = make("button", { type: "button", className: "date-open", ariaLabel: words.open });
    button.append(document.getElementById("calendar-icon").content.cloneNode(true));
    button.addEventListener("click", () => {
      if (box.querySelector(".days")) return close(box);
      const start = read(input.value) ?? new Date();
      show(box, input, new Date(start.getFullYear(), start.getMonth(), 1));
    });
    input.after(button);
  });
  document.addEventListener("click", (event) => document.querySelectorAll(".days").forEach((days) => {
    if (!event.composedPath().includes(days.parentElement)) days.remove();
  }));
  document.addEventListener("thabian:added", (event) => dress(event.detail));
  dress(document);
})();
