// Đôn Đốc: charts that are drawn after the page. Each tells of its own fault; the rest of the page stands.
(() => {
"use strict";
const place = source => source?.closest?.(".chart-box--ahead");
const show = (box, busy, failed) => {
	box.setAttribute("aria-busy", busy);
	box.querySelector("[data-ahead]").hidden = !busy;
	box.querySelector("[data-failed]").hidden = !failed;
	const link = box.querySelector("a");
	link.hidden = busy;
	if (failed) link.textContent = link.dataset.again;
};
const on = (name, act) => document.addEventListener(name, event => {
	const { ctx } = event.detail, box = place(ctx?.sourceElement);
	if (box) act(box, ctx, event);
}, true);
const failed = (box, ctx, event) => { event.stopImmediatePropagation(); ctx.swap = "none"; show(box, false, true); };

on("htmx:before:request", box => show(box, true, false));
on("htmx:response:error", failed);
on("htmx:error", failed);
})();
