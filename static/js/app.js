// Đôn Đốc: what pages gain when scripts run. Every page works without this file; words come from the page.
(() => {
"use strict";
const $ = (query, from = document) => from.querySelector(query);
const $$ = (query, from = document) => [...from.querySelectorAll(query)];
const on = (name, act) => document.addEventListener(name, act);
const alerts = $("#alerts"), dialog = $("#dialog"), words = alerts.dataset;
const announce = text => { $("#announcements").textContent = text; };

// Messages
const warn = (content, retry) => {
	const node = $("#alert").content.cloneNode(true), again = $("[data-retry]", node);
	$("[data-slot]", node).append(content);
	again.hidden = !retry;
	again.addEventListener("click", () => { alerts.replaceChildren(); retry(); });
	alerts.replaceChildren(node);
};
const paragraph = text => Object.assign(document.createElement("p"), { textContent: text });
const again = source => () => source.matches("form") ? source.requestSubmit() : source.click();

// An error page in answer to htmx is shown above the page, never inside the element that asked
on("htmx:response:error", event => {
	const { ctx } = event.detail, { status } = ctx.response, source = ctx.sourceElement;
	const problem = new DOMParser().parseFromString(ctx.text ?? "", "text/html").getElementById("problem");
	if (!problem && status < 500) return;
	ctx.swap = "none";
	warn(problem ?? paragraph(words.failed), status >= 500 && source.isConnected && again(source));
});
on("htmx:error", ({ detail: { ctx } }) => ctx?.sourceElement && warn(paragraph(words.offline), again(ctx.sourceElement)));
on("htmx:before:request", () => alerts.replaceChildren());

// Things that close: messages, toasts, the dialog
on("click", event => {
	const closer = event.target.closest("[data-dismiss]");
	if (event.target === dialog) dialog.close();
	else if (closer && dialog.contains(closer)) { event.preventDefault(); dialog.close(); }
	else if (closer) closer.closest(".toast, .banner")?.remove();
});
on("click", ({ target }) => {
	if (target.closest("[data-print]")) print();
	const copier = target.closest("[data-copy]"), text = copier && $("#" + copier.dataset.copy);
	if (!text) return;
	text.select();
	navigator.clipboard?.writeText(text.value).then(() => announce(copier.dataset.copied), () => document.execCommand("copy"));
});
on("htmx:after:swap", ({ detail: { ctx } }) => {
	if (ctx.target === dialog && dialog.childElementCount && !dialog.open) dialog.showModal();
});
dialog.addEventListener("close", () => dialog.replaceChildren());

// Selection: the boxes work alone; this adds "all" and says the count
const refresh = form => {
	$$("[data-all]", form).forEach(all => {
		const boxes = boxesOf(all), chosen = boxes.filter(box => box.checked).length;
		all.checked = chosen > 0 && chosen === boxes.length;
		all.indeterminate = chosen > 0 && chosen < boxes.length;
	});
	const bar = $("[data-count]", form);
	if (bar) announce(bar.dataset.count.replace("#", $$('[name="id"]:checked', form).length));
};
const boxesOf = all => $$('[name="id"]', all.closest("tbody, table"));
on("change", event => {
	const box = event.target, form = box.type === "checkbox" && box.closest(".picking");
	if (!form) return;
	if (box.matches("[data-all]")) boxesOf(box).forEach(other => { other.checked = box.checked; });
	refresh(form);
});

// Files: names and sizes are listed, photos are made smaller before they travel
const LONGEST = 1600, SMALL = 600_000, busy = new WeakMap();
const shrink = async file => {
	if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < SMALL) return file;
	const image = await createImageBitmap(file, { imageOrientation: "from-image" });
	const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
	const canvas = Object.assign(document.createElement("canvas"), { width: image.width * scale, height: image.height * scale });
	canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
	const blob = await new Promise(done => canvas.toBlob(done, "image/jpeg", .82));
	if (!blob || blob.size >= file.size) return file;
	return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
};
const list = box => {
	const files = $$('[type="file"]', box).flatMap(input => [...input.files]);
	const size = bytes => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 })
		.format(bytes < 1e6 ? Math.ceil(bytes / 1024) : bytes / 1048576) + (bytes < 1e6 ? " KB" : " MB");
	$("[data-chosen]", box).replaceChildren(...files.map(file => {
		const row = document.createElement("li"), name = document.createElement("span"), meta = document.createElement("span");
		const large = file.size > Number(box.dataset.limit);
		Object.assign(name, large ? { textContent: `${file.name}: ${box.dataset.tooBig}`, className: "err s-back" } : { textContent: file.name });
		Object.assign(meta, { textContent: size(file.size), className: "meta nowrap" });
		row.append(name, meta);
		return row;
	}));
};
on("change", event => {
	const input = event.target, box = input.closest("[data-files]");
	if (!box || input.type !== "file") return;
	const work = Promise.all([...input.files].map(file => shrink(file).catch(() => file))).then(files => {
		const kept = new DataTransfer();
		files.forEach(file => kept.items.add(file));
		input.files = kept.files;
		list(box);
	}).catch(() => list(box)).finally(() => busy.delete(input.form));
	busy.set(input.form, work);
});

// Typed text outlives a lost line, a reload, an expired session: forms with data-keep
const store = document.documentElement.classList.contains("link") ? localStorage : sessionStorage;
const keyOf = form => "kept:" + form.dataset.keep;
const kept = form => [...form.elements].filter(field =>
	field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type));
const keep = form => store.setItem(keyOf(form), JSON.stringify(kept(form).map(field =>
	[field.name, field.value, /checkbox|radio/.test(field.type) ? field.checked : null])));
const restore = form => {
	const saved = store.getItem(keyOf(form));
	if (!saved || $("[aria-invalid]", form)) return;
	JSON.parse(saved).forEach(([name, value, checked]) => kept(form).forEach(field => {
		if (field.name !== name || checked !== null && field.value !== value) return;
		if (checked === null) field.value = value; else field.checked = checked;
	}));
	announce(words.restored);
};
on("htmx:after:swap", () => $$(".editor form[data-keep]:not([data-seen])").forEach(form => {
	form.dataset.seen = "";
	restore(form);
}));
on("input", event => event.target.form?.dataset.keep && keep(event.target.form));
on("htmx:after:request", event => {
	const form = event.detail.ctx.sourceElement.closest("form[data-keep]");
	if (form && event.detail.ctx.response.status < 300) store.removeItem(keyOf(form));
});
document.addEventListener("submit", event => {
	const form = event.target, waiting = busy.get(form);
	if (form.matches("[data-leave]")) sessionStorage.clear();
	const offline = form.method === "post" && !navigator.onLine, large = $("[data-files] .err", form);
	if (!waiting && !offline && !large) return;
	event.preventDefault();
	event.stopImmediatePropagation();
	if (large) warn(paragraph(large.textContent));
	else if (waiting) waiting.then(() => form.requestSubmit(event.submitter));
	else warn(paragraph(words.offline), () => form.requestSubmit(event.submitter));
}, true);

$$("[data-forget]").forEach(done => done.dataset.forget.split(" ").forEach(name => store.removeItem("kept:" + name)));
$$("form[data-keep]").forEach(restore);
$$(".picking").forEach(form => $("[data-all]", form) && $(":checked", form) && refresh(form));
const news = $$(".toast p").map(text => text.textContent).join(" ");
if (news) setTimeout(() => announce(news), 300); // a region filled before it is known is not read out
})();
