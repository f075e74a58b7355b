// The urging list: a row opens beside it where there is room. The panel is a page of its own (/don-doc/viec/7), which the address bar
// then shows; without this file, or on a phone, the row leads to the page of the work.
(() => {
"use strict";
const place = document.querySelector("[data-panel]");
if (!place) return;
const wide = matchMedia("(width >= 64rem)"), list = location.href;
let opener = null, asked = 0;

const mark = link => {
	opener?.removeAttribute("aria-current");
	link?.setAttribute("aria-current", "true");
};
const show = address => history.replaceState(history.state, "", address);
const close = () => {
	asked++;
	place.replaceChildren();
	mark(null);
	show(list);
	opener?.focus();
	opener = null;
};
const open = async link => {
	const mine = ++asked, address = place.dataset.panel + link.id.slice(1) + location.search;
	const answer = await fetch(address, { headers: { "Accept": "text/html" } }).catch(() => null);
	if (mine !== asked) return; // another row has been pressed meanwhile
	const page = answer?.ok && !answer.redirected && new DOMParser().parseFromString(await answer.text(), "text/html");
	const panel = page && page.getElementById("viec-ben");
	if (!panel) return void location.assign(link.href); // signed out, gone, no line: the page itself says so
	mark(link);
	opener = link;
	place.replaceChildren(panel);
	show(address);
	panel.querySelector("h2").focus({ preventScroll: true });
};
document.addEventListener("click", event => {
	if (event.target.closest("[data-close-panel]")) {
		event.preventDefault();
		return close();
	}
	const link = event.target.closest('#viec th[scope="row"] > a[id^="v"]');
	if (!link || !wide.matches || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
	event.preventDefault();
	open(link);
});
document.addEventListener("keydown", event => {
	if (event.key !== "Escape" || event.isComposing || !place.childElementCount || document.querySelector("dialog[open]")) return;
	event.preventDefault();
	close();
});
})();
