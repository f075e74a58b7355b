// The draft of a directive: a task and its passage show each other, keys press what can be pressed, others' changes are told.
(() => {
"use strict";
const $ = (query, from = document) => from.querySelector(query);
const $$ = (query, from = document) => [...from.querySelectorAll(query)];
const on = (name, act) => document.addEventListener(name, act);

// Splitting at the cursor: in a card, and on a page of its own
const cut = form => {
	const text = $("textarea:not([readonly])", form);
	text.setRangeText("\n", text.selectionStart, text.selectionEnd, "end");
	form.requestSubmit();
};
on("click", event => {
	const cutting = event.target.closest("[data-cut]");
	if (cutting) cut(cutting.form);
});
on("keydown", event => {
	const form = event.ctrlKey && event.key === "Enter" && event.target.form;
	if (form && $("[data-cut]", form)) cut(form);
});

const news = $("[data-poll]");
if (!news) return;
const cards = () => $$(".draft").filter(card => card.checkVisibility());

// A task and its passage
const paper = $(".stick"), still = matchMedia("(prefers-reduced-motion: reduce)");
let shown = "";
const show = node => {
	const task = node.closest?.("[data-task]")?.dataset.task.split(" ")[0];
	if (!task) return;
	if (task !== shown || !$(".is-shown")) {
		$$(".is-shown").forEach(each => each.classList.remove("is-shown"));
		$$(`[data-task~="${task}"]`).forEach(each => each.classList.add("is-shown"));
	}
	shown = task;
	const mark = $(".mk.is-shown");
	if (!mark || paper.contains(node) || paper.scrollHeight <= paper.clientHeight) return;
	const top = mark.getBoundingClientRect().top - paper.getBoundingClientRect().top + paper.scrollTop;
	paper.scrollTo({ top: top - paper.clientHeight / 4, behavior: still.matches ? "instant" : "smooth" });
};
on("mouseover", event => show(event.target));
on("focusin", event => {
	show(event.target);
	if (event.target.closest(".editor")) event.target.removeAttribute("autofocus"); // once: a later swap keeps the form
});

// Keys
const stored = "draft-keys", box = $("[data-keys-on]");
box.checked = localStorage.getItem(stored) !== "off";
box.addEventListener("change", () => localStorage.setItem(stored, box.checked ? "on" : "off"));
const here = () => document.activeElement.closest(".draft") ?? cards().find(card => card.dataset.task === shown);
const step = by => {
	const all = cards(), at = all.indexOf(here());
	const card = at < 0 ? all[0] : all[Math.max(0, Math.min(all.length - 1, at + by))];
	$("h3", card)?.focus();
	card?.scrollIntoView({ block: "nearest" });
};
const moves = {
	j: () => step(1),
	k: () => step(-1),
	n: () => {
		const all = $$("#chua-ro li"), at = all.indexOf(document.activeElement.closest("#chua-ro li"));
		$(":is(button, a, input:not([type=hidden]))", all[(at + 1) % all.length] ?? $("#chua-ro"))?.focus();
	},
	"?": () => { const fold = $("#phim details"); fold.open = !fold.open; $("summary", fold).focus(); },
};
const typing = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog";
on("keydown", event => {
	if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
	if (event.key === "Escape") return close(event.target.closest(".editor"));
	if (event.target.closest(typing) || !box.checked || !/^[a-z?]$/i.test(event.key)) return;
	const press = moves[event.key];
	const pressed = press ?? $(`[data-key="${event.key}"]`, "uU".includes(event.key) ? document : here() ?? cards()[0]);
	if (!pressed) return;
	event.preventDefault();
	press ? press() : pressed.click();
});

// The form in a card
const close = editor => {
	const slot = editor?.closest(".slot");
	if (!slot) return false;
	slot.replaceChildren();
	$("h3", slot.closest(".draft")).focus();
	return true;
};
on("click", event => {
	if (event.target.closest("[data-close]") && close(event.target.closest(".editor"))) event.preventDefault();
});

// What others did: told in a corner, nothing on the page moves
const ask = async () => {
	if (document.hidden) return;
	const asked = `${news.dataset.poll}?sau=${$("#de-xuat").dataset.step}`;
	const answer = await fetch(asked, { headers: { "X-Poll": "1" } }).catch(() => null);
	if (!answer?.ok || answer.redirected) return;
	const told = new DOMParser().parseFromString(await answer.text(), "text/html").body;
	if (told.textContent.trim() !== news.textContent.trim()) news.replaceChildren(...told.childNodes);
};
setInterval(ask, 15_000);
on("visibilitychange", ask);
})();
