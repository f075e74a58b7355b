// Keys for whoever works through lists: j and k go from row to row, others press what the page already has. Switched per person;
// the list of them is the page /tai-khoan/phim-tat. Words and rights come from the page: a key without its button does nothing.
(() => {
"use strict";
const $ = (query, from = document) => from.querySelector(query);
const $$ = (query, from = document) => [...from.querySelectorAll(query)];
const wish = document.body.dataset.keys; // "auto": where there is a keyboard, so not on phones
const isOn = wish === "on" || wish === "auto" && matchMedia("(any-pointer: fine)").matches;
const hasOwn = () => $("[data-keys-on]"); // the draft's page has keys of its own

// Rows, and the link that stands for each
const ROWS = "main :is([data-row], .ledger tbody tr:not(.group), .works > li)", LINK = ":is(h2, h3, th, div) > a, a, button";
const rows = () => $$(ROWS).filter(row => row.checkVisibility() && $(LINK, row));
const rowOf = node => node?.closest?.(ROWS);
const go = row => {
	if (!row) return;
	$(LINK, row).focus();
	row.scrollIntoView({ block: "nearest" });
};
const step = by => {
	const all = rows(), at = all.indexOf(rowOf(document.activeElement));
	go(at < 0 ? all[by > 0 ? 0 : all.length - 1] : all[Math.max(0, Math.min(all.length - 1, at + by))]);
};

// What a key presses: the thing that names it, in this row, else beside the rows where it stands alone
const named = key => {
	const query = `[aria-keyshortcuts~="${key}"]`, row = rowOf(document.activeElement);
	const all = $$(query).filter(each => each.checkVisibility() && !each.disabled);
	return (row && all.find(each => row.contains(each))) ?? (all.length === 1 || !rowOf(all[0]) ? all[0] : null);
};
const press = key => {
	const thing = named(key);
	if (!thing) return false;
	thing.click();
	const fold = thing.closest("details");
	if (thing.matches("summary")) $("textarea, input:not([type=hidden])", fold)?.focus();
	return true;
};
const search = () => {
	const field = $("main input[type=search]") ?? $("input[type=search]");
	if (field) field.select(); else $('a[href="/tim"]')?.click();
	return Boolean(field);
};
const tick = () => {
	const box = $("[name=id]", rowOf(document.activeElement) ?? document.createElement("i"));
	box?.click();
	return Boolean(box);
};
const leave = () => {
	const fold = document.activeElement.closest("main details[open]");
	if (!fold) return;
	fold.open = false;
	$("summary", fold).focus();
};
const PLACES = { d: "/don-doc", b: "/bang", r: "/ra-soat" };
const MOVES = { j: () => step(1), k: () => step(-1), x: tick };
let isGoing = 0; // when g was pressed: the next key says where to

const typing = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const isHeld = event => event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey;
document.addEventListener("keydown", event => {
	if (!isOn || event.defaultPrevented || isHeld(event)) return;
	if (event.key === "Escape") return $("dialog[open]") ? undefined : leave();
	if (event.target.closest(typing) || $("dialog[open]")) return;
	if (act(event.key) !== false) event.preventDefault();
});
const act = key => {
	const went = isGoing && Date.now() - isGoing < 1500;
	isGoing = 0;
	if (went && PLACES[key]) return void $(`.nav a[href="${PLACES[key]}"]`)?.click();
	if (key === "g") return void (isGoing = Date.now());
	if (key === "/") return search();
	if (hasOwn()) return false;
	if (key === "?") return void $("[data-keys-help]")?.click();
	if (MOVES[key]) return MOVES[key]();
	return "nct".includes(key) ? press(key) : false;
};

// After a decision in a queue the next row follows by itself, whether keys are on or not
document.addEventListener("htmx:after:swap", () => {
	const done = document.activeElement;
	if (!done?.matches("[data-decided]")) return;
	const next = $$("[data-row]", done.parentElement).find(row => done.compareDocumentPosition(row) & 4);
	if (next) { go(next); next.scrollIntoView({ block: "start" }); }
	else $(`#${done.parentElement.id}-more a`)?.click();
});
})();
