// Counts who is there while attendance is taken. Without it the count comes when the meeting opens.
(() => {
  const line = document.querySelector("[data-quorum]");
  if (!line) return;
  const now = line.querySelector(".quorum-now");
  const tag = line.querySelector(".tag");
  const count = () => {
    const there = document.querySelectorAll("[data-voter] input[value=present]:checked").length;
    const good = there >= Number(line.dataset.needed);
    now.textContent = now.dataset.there.replace("#", there);
    tag.className = `tag ${good ? "green" : "red"}`;
  };
  document.addEventListener("change", count);
  count();
})();
