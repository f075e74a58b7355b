// The desk's counters follow the office while the page is looked at: once a minute, only figures, never a row.
(() => {
"use strict";
const spot = document.querySelector("[data-counts]"), EVERY = 60_000;
if (!spot) return;
let asked = Date.now(), seen = 0;
const ask = async () => {
	if (document.hidden || Date.now() - asked < EVERY) return;
	asked = Date.now();
	const answer = await fetch(`${spot.dataset.counts}&da=${seen}`, { headers: { "X-Poll": "1" } }).catch(() => null);
	if (answer?.status !== 200 || answer.redirected) return;
	const told = new DOMParser().parseFromString(await answer.text(), "text/html");
	const line = told.querySelector("[data-last]");
	seen = line.dataset.last;
	if (spot.textContent.trim() !== line.textContent.trim()) spot.replaceChildren(...line.childNodes);
	const shown = document.querySelectorAll(".counters li"), fresh = told.querySelectorAll(".counters li");
	if (shown.length === fresh.length) shown.forEach((item, n) => { // the links stay, so whoever stands on one stays there
		item.className = fresh[n].className;
		item.querySelector("b").textContent = fresh[n].querySelector("b").textContent;
	});
};
setInterval(ask, 5_000);
document.addEventListener("visibilitychange", ask);
})();
